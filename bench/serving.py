"""Reading over HTTP: how many requests a second, beside a bare view of Flask and beside Datasette with the same rows.

Run alone: .venv/bin/python -m bench.serving            [seconds for each line, 3 if not told]
The bare view runs under the same settings of gunicorn: it is what the web server and Flask cost when there is nothing
to do. Each line is measured right beside its own run of the bare view, because machines are noisy.
"""

import json
import os
import sqlite3
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Barrier

import psutil  # type: ignore[import-untyped]

from bench import server
from bench.publishers import Connection
from bench.publishing_over_http import published, table
from bench.server import ROOT, environment, flask, free_port, running
from bench.table import Measure, as_text
from bench.wrk_runs import CLIENTS, INSTALL, rate, wrk_program
from tests.servers import S3, PostgreSQL, Redis

ROWS = 300
LATEST = "/api/v1/publishers/city/datasets/climate/versions/latest/measures"
CEILING = "bare Flask view"
TURNS = 5  # of two services that are compared
PACKED = {"Accept-Encoding": "gzip, br"}
# How many clients ask the services that are compared, and how.
FAR_RUNS: Sequence[tuple[int, str, Mapping[str, str]]] = (
    *((CLIENTS, "plain", {}), (CLIENTS, "packed", PACKED)),
    (64, "plain", {}),
)
# The other pages for readers, asked for as browsers do, and in one way alone.
MORE_PAGES = (
    *("/city/climate", "/city/climate/progress", "/city/climate/versions", "/city/climate/use", "/city/report"),
    *("/city/climate/versions/1.0.0/measures/M00010", "/city/climate/measures?phase=planning", "/city/funding"),
    *("/city/out-of-sight", "/city/elsewhere", "/city/embed", "/funding", "/suche?q=rad", "/problems"),
    *("/compare", "/methods", "/press", "/reuse"),
)


@dataclass(frozen=True)
class Serving:
    """A service that runs, with a table of 300 rows in two versions."""

    what: str
    address: str
    token: str

    def publish(self, turn: int) -> None:
        """Publish another version."""
        published(self.address, self.token, table(ROWS, turn))

    @property
    def requests(self) -> Mapping[str, str]:
        """What is asked for, by what it is."""
        last = json.loads(_read(f"{self.address}/api/v1/changes?limit=0")[0])["last_serial"]
        return {
            f"latest as JSON, {ROWS} rows": f"{LATEST}.json?limit=0",
            f"latest as CSV, {ROWS} rows": f"{LATEST}.csv",
            "Atom feed": "/feeds/all.atom",
            "home page": "/",
            "page of a city": "/city",
            "page of a measure": "/city/climate/measures/M00010",
            "changes?since=, nothing new": f"/api/v1/changes?since={last}",
        }


def measure(seconds: float = 3.0) -> list[Measure]:
    """Everything, where wrk is installed."""
    program = wrk_program()
    if program is None:
        print(INSTALL)  # noqa: T201
        return []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        bare = stack.enter_context(bare_view(folder))
        with on_one_disk(folder) as serving:
            measures = _rates(program, serving, bare, seconds)
            measures += [*_more_pages(program, serving, bare, seconds), *_after_a_publication(serving)]
            measures += _beside_datasette(program, serving, folder, seconds)
            measures.append(Measure("memory of a web process after all this", _most_memory(), "MiB", "at most", 400))
            with on_servers(folder) as far:
                measures += _beside_servers(program, serving, far, seconds)
    return measures


@contextmanager
def on_one_disk(folder: Path) -> Iterator[Serving]:
    """SQLite and a folder."""
    with _serving("SQLite and a folder", environment(folder / "disk", free_port())) as serving:
        yield serving


class NearPostgreSQL(PostgreSQL):
    """PostgreSQL as docs/operations.md has it where all is on one machine: reached through its socket."""

    is_near = True


@contextmanager
def on_servers(folder: Path) -> Iterator[Serving]:
    """PostgreSQL, Redis and S3."""
    with NearPostgreSQL() as postgresql, Redis() as redis, S3() as s3:
        env = {
            **environment(folder / "host", free_port()),
            **{"DATABASE_URL": postgresql.new_url(), "REDIS_URL": redis.url, "PACKAGES_URL": s3.new_url()},
            **s3.environment,
        }
        with _serving("PostgreSQL, Redis and S3", env) as serving:
            yield serving


@contextmanager
def _serving(what: str, env: dict[str, str]) -> Iterator[Serving]:
    flask(env, "publishers", "add", "city", "--name", "City")
    flask(env, "datasets", "add", "city", "climate", "--kind", "climate-measures", "--title", "Climate measures")
    token = flask(env, "tokens", "add", "city", "--name", "bench")
    with running(env) as address:
        serving = Serving(what, address, token)
        serving.publish(0)
        serving.publish(1)
        yield serving


@contextmanager
def bare_view(folder: Path) -> Iterator[str]:
    """The address of a bare view under the same settings of gunicorn."""
    env = environment(folder / "bare", free_port())
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "bench.bare_view:app"]
    with _program(command, f"http://127.0.0.1:{env['PORT']}/", env, folder / "bare.log") as address:
        yield address


@contextmanager
def datasette(database: Path, folder: Path) -> Iterator[str]:
    """The address of Datasette with the tables of a database of SQLite."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port)]
    command += ["--setting", "sql_time_limit_ms", "60000"]
    address = f"http://127.0.0.1:{port}"
    with _program(command, f"{address}/-/versions.json", dict(os.environ), folder / "datasette.log"):
        yield address


@contextmanager
def _program(command: Sequence[str], ready: str, env: dict[str, str], log: Path) -> Iterator[str]:
    with log.open("wb") as output:
        process = server.START(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        give_up = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < give_up:
            try:
                _read(ready)
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                yield ready
                return
        raise RuntimeError(log.read_text(errors="replace"))
    finally:
        process.terminate()
        process.wait(timeout=60)


def _rates(program: str, serving: Serving, bare: str, seconds: float) -> list[Measure]:
    measures = []
    for what, path in serving.requests.items():
        url = serving.address + path
        _, tag = _read(url)
        ceiling = rate(program, bare, seconds, {})
        measures.append(Measure(what, rate(program, url, seconds, {}), "/s", CEILING, ceiling))
        measures.append(Measure(f"{what}, packed", rate(program, url, seconds, PACKED), "/s", CEILING, ceiling))
        unchanged = rate(program, url, seconds, {"If-None-Match": tag})
        measures.append(Measure(f"{what}, If-None-Match", unchanged, "/s", CEILING, ceiling))
    return measures


def _more_pages(program: str, serving: Serving, bare: str, seconds: float) -> list[Measure]:
    measures = []
    for path in MORE_PAGES:
        _read(serving.address + path)  # it is there, and made
        ceiling = rate(program, bare, seconds, {})
        asked = rate(program, serving.address + path, seconds, PACKED)
        measures.append(Measure(f"{path}, packed", asked, "/s", CEILING, ceiling))
    return measures


def _beside_datasette(program: str, serving: Serving, folder: Path, seconds: float) -> list[Measure]:
    rows = json.loads(_read(f"{serving.address}{LATEST}.json?limit=0")[0])["items"]
    measures = []
    with datasette(_database_with(rows, folder / "peer.sqlite"), folder) as peer:
        for ending in ("json", "csv"):
            what = f"latest as {ending.upper()}, {ROWS} rows"
            ours = rate(program, serving.address + serving.requests[what], seconds, {})
            theirs = rate(program, f"{peer}/peer/measures.{ending}?_size={ROWS}", seconds, {})
            measures.append(Measure(what, ours, "/s", "Datasette, the same rows", theirs))
    return measures


def _database_with(rows: Sequence[Mapping[str, object]], path: Path) -> Path:
    """A database of SQLite with these rows as the table measures."""
    names = list(rows[0])
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE measures ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        values = [[value if not isinstance(value, list | dict) else None for value in row.values()] for row in rows]
        connection.executemany(f"INSERT INTO measures VALUES ({marks})", values)  # noqa: S608 - our own names
    connection.close()
    return path


def _beside_servers(program: str, near: Serving, far: Serving, seconds: float) -> list[Measure]:
    """Kept answers with everything on servers, beside one disk: medians of runs in turn.

    Short answers show best what a look at the database costs. More clients share one look, fewer clients do not.
    """
    measures = []
    paths = dict(near.requests)
    for clients, form, headers in FAR_RUNS:
        for what, path in far.requests.items():
            turns = [
                tuple(
                    rate(program, address, seconds, headers, clients=clients)
                    for address in (near.address + paths[what], far.address + path)
                )
                for _ in range(TURNS)
            ]
            here, there = (median(side) for side in zip(*turns, strict=True))
            measures.append(Measure(f"{what}, {form}, {clients} clients, {far.what}", there, "/s", near.what, here))
    return measures


def _after_a_publication(serving: Serving) -> list[Measure]:
    """The slowest of sixteen clients who ask for one address at once, when everything has just become stale."""
    measures = []
    for turn, (what, path) in enumerate(serving.requests.items(), 2):
        serving.publish(turn)
        slowest = max(_at_once(serving.address, [path] * CLIENTS))
        measures.append(Measure(f"{what}, first after a publication", slowest, "s", "at most", 0.25))
    serving.publish(20)
    paths = list(serving.requests.values())
    slowest = max(_at_once(serving.address, [paths[number % len(paths)] for number in range(CLIENTS)]))
    measures.append(Measure("all of these, first after a publication", slowest, "s", "at most", 0.25))
    return measures


def _at_once(address: str, paths: Sequence[str]) -> list[float]:
    """Seconds that each of these requests took, all sent at the same time on connections that are open."""
    together = Barrier(len(paths))

    def ask(path: str) -> float:
        connection = Connection(address)
        connection.ask("GET", "/healthz")
        together.wait()
        begin = time.perf_counter()
        status, _ = connection.ask("GET", path)
        taken = time.perf_counter() - begin
        connection.close()
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return taken

    with ThreadPoolExecutor(len(paths)) as pool:
        return list(pool.map(ask, paths))


def _most_memory() -> float:
    """MiB that the largest process of the service has in memory."""
    here = psutil.Process()
    of_service = [each for each in here.children(recursive=True) if "wsgi:app" in " ".join(each.cmdline())]
    return float(max(each.memory_info().rss for each in of_service)) / 2**20


def _read(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url) as response:  # noqa: S310 - our own address
        return response.read(), response.headers.get("ETag", "")


if __name__ == "__main__":
    print(as_text(measure(*map(float, sys.argv[1:]))))  # noqa: T201
