"""A service whose workers are real processes, on one disk and on real servers, with either queue."""

import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bench.server import ROOT, environment
from opendata.domain.model import SourceFile, Upload
from opendata.steps import processing
from opendata.steps.uploading import Arrival
from opendata.web.services import EXTENSION, now
from tests.databases import copy_with_tables
from tests.forked_programs import Started, start_program
from tests.servers import Servers, wait_until
from tests.service import CITY, Service, add_city, open_service

HERE = "one-disk", "servers"


@dataclass
class Works:
    """A service in this process, and the workers that were started beside it."""

    service: Service
    env: Mapping[str, str]
    folder: Path
    started: list[Started] = field(default_factory=list)

    @property
    def services(self) -> Any:
        return self.service.app.extensions[EXTENSION]()

    def start(self, *arguments: str, command: tuple[str, ...] = ("-m", "flask", "worker")) -> int:
        """Start a worker; its number. Returns when it is there."""
        number = len(self.started)
        log = self.log_file(number).open("wb")
        self.started.append(
            start_program([sys.executable, *command, *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log)
        )
        log.close()
        wait_until(lambda: "is there" in self.log(number), lambda: self.log(number), lambda: self.runs(number))
        return number

    def runs(self, number: int) -> bool:
        return self.started[number].poll() is None

    def kill(self, number: int) -> None:
        """As a power cut ends it."""
        self.started[number].kill()
        self.started[number].wait()

    def end(self, number: int, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end; its exit code."""
        self.started[number].send_signal(how)
        return self.started[number].wait(timeout=180)

    def log_file(self, number: int) -> Path:
        return self.folder / f"worker-{number}.log"

    def log(self, number: int) -> str:
        return self.log_file(number).read_text(errors="replace")

    def rows(self, statement: str, **values: Any) -> Sequence[Any]:
        """Ask the database, past the service."""
        with self.services.uploads.database.engine.connect() as connection:
            return list(connection.execute(text(statement), values))

    def change(self, statement: str, **values: Any) -> None:
        """Change the database, past the service, as time would."""
        with self.services.uploads.database.engine.begin() as connection:
            connection.execute(text(statement), values)

    def accept(self, content: str | bytes, name: str = "plans.csv", as_of: str = "2023-12-31") -> Upload:
        """An upload as a request keeps it that leaves it to a worker, however small it is."""
        desk, sent = self.services.desk, content.encode() if isinstance(content, str) else content
        dataset = desk.catalogue.dataset(CITY, "plaene")
        arrival = Arrival(date.fromisoformat(as_of))
        return processing.accept(desk, dataset, [SourceFile(name, sent)], arrival, now=now())

    def jobs(self, state: str) -> dict[str, int]:
        """The jobs of uploads in a state, and how often each was begun."""
        rows = self.rows(
            "SELECT id, attempts FROM jobs WHERE name = 'process-upload' AND state = :state", state=state
        )
        return {row.id: row.attempts for row in rows}

    def until(self, logged: str, number: int) -> None:
        """Wait until a worker says something."""
        wait_until(lambda: logged in self.log(number), lambda: f"no '{logged}' in\n{self.log(number)}")


@pytest.fixture(params=HERE)
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Works]:
    """SQLite alone; or PostgreSQL, S3 and Redis."""
    if request.param == HERE[0]:
        made = make_works(tmp_path)
    else:
        servers: Servers = request.getfixturevalue("servers")
        url = servers.s3.new_url()
        database = copy_with_tables(servers.postgresql)
        made = make_works(
            tmp_path,
            {"DATABASE_URL": database, "PACKAGES_URL": url, "REDIS_URL": servers.redis.url, **servers.s3.environment},
            database_url=database, packages_url=url, redis_url=servers.redis.url, **servers.s3.settings,
        )  # fmt: skip
    yield made
    end_all(made)


def make_works(folder: Path, env: Mapping[str, str] | None = None, **settings: Any) -> Works:
    """A service on a folder, with Musterstadt's dataset of plans; env and settings say the same to two readers."""
    data = folder / "data"
    service = open_service(data, **settings)
    add_city(service)
    default = {"DATABASE_URL": f"sqlite:///{data / 'db.sqlite'}", "PACKAGES_URL": str(data / "packages")}
    own = {"KINDS_DIR": str(data / "kinds"), "SECRET_KEY": "only for tests"}
    return Works(service, {**environment(data, 1), **default, **own, **(env or {})}, folder)


def end_all(works: Works) -> None:
    """End what is still running, and close the service."""
    for number in range(len(works.started)):
        if works.runs(number):
            works.kill(number)
    works.services.close()
