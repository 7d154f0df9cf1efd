"""A service as benchmarks and soak runs need it: several processes on SQLite, or two hosts on PostgreSQL and S3.

Here: starting gunicorn on each host with a DATA_DIR of its own, and adding many cities with their tokens. Not here:
the servers themselves (tests/servers.py), and what is asked of the service.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import environment, free_port, running
from opendata.app import open_services
from opendata.config import Config
from opendata.domain.model import Dataset, Publisher
from opendata.web.services import Services, now
from tests.servers import S3, PostgreSQL

HOSTS = 2
SECRET = "only for measuring"  # noqa: S105 - the same on all hosts of one service
DATASET, KIND = "climate", "climate-measures"


@dataclass(frozen=True)
class City:
    """A publisher with one dataset, and the token that may publish it."""

    name: str
    token: str
    dataset: str = DATASET


@dataclass(frozen=True)
class Place:
    """Where a service keeps everything, as environment variables; the same for all of its hosts."""

    what: str  # for people
    folder: Path
    settings: dict[str, str]
    shared: bool  # whether hosts share DATA_DIR: several processes on one machine

    def environment(self, host: int) -> dict[str, str]:
        """The environment of one host."""
        data = self.folder / ("data" if self.shared else f"host-{host}")
        # Two masters may share a DATA_DIR, but the log of each lies beside it.
        return {**environment(data, free_port()), **self.settings, "SECRET_KEY": SECRET}

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The same parts without HTTP, to set up and to look."""
        opened = open_services(Config.from_env(self.environment(0)))
        try:
            yield opened
        finally:
            opened.close()

    @contextmanager
    def serving(self, hosts: int = HOSTS) -> Iterator[list[str]]:
        """The addresses of so many hosts that take requests."""
        with ExitStack() as stack:
            envs = [self.environment(host) for host in range(hosts)]
            logs = [self.folder / f"host-{host}.log" for host in range(hosts)]
            yield [stack.enter_context(running(env, log)) for env, log in zip(envs, logs, strict=True)]


@contextmanager
def on_one_disk(folder: Path) -> Iterator[Place]:
    """SQLite and a folder; the hosts are processes that share them."""
    data = folder / "data"
    settings = {"DATABASE_URL": f"sqlite:///{data / 'opendata.sqlite'}", "PACKAGES_URL": str(data / "packages")}
    yield Place("SQLite and a folder", folder, settings, shared=True)


@contextmanager
def on_servers(folder: Path) -> Iterator[Place]:
    """PostgreSQL and S3, started here; nothing is kept on a host."""
    with PostgreSQL() as postgresql, S3() as s3:
        yield on_these(folder, postgresql, s3)


def on_these(folder: Path, postgresql: PostgreSQL, s3: S3) -> Place:
    """A new database and an empty place in the bucket of servers that run."""
    settings = {"DATABASE_URL": postgresql.new_url(), "PACKAGES_URL": s3.new_url(), **s3.environment}
    return Place("PostgreSQL and S3", folder, settings, shared=False)


PLACES = {"disk": on_one_disk, "servers": on_servers}


def add_cities(place: Place, count: int, prefix: str = "city") -> list[City]:
    """So many publishers, each with an empty dataset and a token."""
    with place.services() as opened:
        cities = []
        for number in range(count):
            publisher = Publisher(f"{prefix}-{number:03}", f"Stadt {number}")
            opened.catalogue.add_publisher(publisher)
            opened.catalogue.add_dataset(Dataset(publisher, DATASET, KIND, "Klimaschutzmaßnahmen"))
            token = opened.accounts.add_token(publisher.name, "load", ["upload", "publish"], now())
            cities.append(City(publisher.name, token))
        return cities
