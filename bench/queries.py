"""Queries for rows: a few of 300, with another filter each time, and a million rows filtered and sorted, warm.

Run alone: .venv/bin/python -m bench.queries
Beside us, on the same machine in the same run: a bare view of Flask under the same settings of gunicorn, and
Datasette with the same rows and an index on each column that is filtered or sorted. wrk sends the many requests
(apt-get install wrk). Where it or Datasette is missing, its lines are left out.
"""

import http.client
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.server import ROOT, environment, flask, free_port, running
from bench.table import Measure, as_text

HEADER = ("measure_id", "title", "sector", "phase", "planned_end", "cost_eur")
SECTORS = ("energy_supply", "buildings", "transport", "industry")
PHASES = ("planning", "implementation", "ongoing", "completed", "not_started")
SCRIPT = """local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", string.format("{path}", n))
end
"""
BARE = """from flask import Flask
app = Flask("bare")
class Nothing:
    def serve(self): pass
app.extensions["opendata"] = Nothing()
@app.route("/<path:path>")
def hello(path): return "hello"
"""
OURS = "/api/v1/publishers/city/datasets/{dataset}/versions/latest/measures.json"
PAGE = "?phase=planning,ongoing&cost_eur__gte=%d&sort=-cost_eur&limit=50"
DATASETTE_PAGE = "?phase__in=planning,ongoing&cost_eur__gte=%d&_sort_desc=cost_eur&_size=50&_shape=objects"
RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
LONGEST_WAIT_SECONDS = 120


def measure(rows: int = 1_000_000, seconds: float = 8, asked: int = 60) -> list[Measure]:
    """Many small queries in a second, and how long large ones take; asked: how many of these."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        env = {**environment(folder / "data", free_port()), "EXAMPLE": "0"}
        flask(env, "publishers", "add", "city", "--name", "City")
        for dataset, count in (("small", 300), ("large", rows)):
            _write(folder / f"{dataset}.csv", count)
            flask(env, "datasets", "add", "city", dataset, "--kind", "climate-measures", "--title", dataset)
            flask(env, "publish", f"city/{dataset}", str(folder / f"{dataset}.csv"), "--as-of", "2025-12-31")
            _fill(folder / "rows.sqlite", folder / f"{dataset}.csv", dataset)
        with running(env) as ours, _datasette(folder) as theirs:
            measures = _many_small(ours, theirs, folder, env, seconds)
            return measures + _large(ours, theirs, rows, asked)


def _many_small(ours: str, theirs: str | None, folder: Path, env: dict[str, str], seconds: float) -> list[Measure]:
    wrk = os.environ.get("WRK") or shutil.which("wrk")
    if wrk is None:
        return []
    path = OURS.format(dataset="small") + PAGE
    mine = _rate(wrk, ours, path, folder, seconds)
    with _bare(folder, env) as bare:
        ceiling = _rate(wrk, bare, path, folder, seconds)
    what = "50 of 300 rows, filtered and sorted, another filter each time"
    measures = [Measure(what, mine, "/s", "bare Flask view (at least 0.35)", ceiling)]
    if theirs:
        beside = _rate(wrk, theirs, f"/rows/small.json{DATASETTE_PAGE}", folder, seconds)
        measures.append(Measure(what, mine, "/s", "Datasette (at least 8)", beside))
    return measures


def _large(ours: str, theirs: str | None, rows: int, asked: int) -> list[Measure]:
    path = OURS.format(dataset="large") + PAGE
    _warm(lambda: _get(ours, path % 0))
    mine = _slowest(ours, path, asked)
    what = f"filter and sort of {rows:,} rows, p95 of {asked}"
    if theirs is None:
        return [Measure(what, mine, "ms")]
    beside = _slowest(theirs, f"/rows/large.json{DATASETTE_PAGE}", max(5, asked // 6))
    return [Measure(what, mine, "ms", "Datasette with indexes (at most 0.1)", beside)]


def _write(path: Path, rows: int) -> None:
    chance = random.Random(20251231)  # noqa: S311 - rows for a benchmark
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n")
        for number in range(rows):
            file.write(
                f"M-{number:07},Radweg {number % 5000} in der Stadt,{chance.choice(SECTORS)},{chance.choice(PHASES)},"
                f"{chance.randrange(2026, 2040)}-{chance.randrange(1, 13):02},{chance.randrange(1, 900_000)}\n"
            )


def _fill(database: Path, csv: Path, table: str) -> None:
    with sqlite3.connect(database) as connection:
        columns = ", ".join(f"{name} {'INTEGER' if name == 'cost_eur' else 'TEXT'}" for name in HEADER)
        connection.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY (measure_id))")
        with csv.open(encoding="utf-8") as lines:
            next(lines)
            marks = ",".join("?" * len(HEADER))
            cells = (line.rstrip("\n").split(",") for line in lines)
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", cells)  # noqa: S608 - our own names
        for name in HEADER[2:]:
            connection.execute(f"CREATE INDEX {table}_{name} ON {table} ({name})")
    connection.close()


@contextmanager
def _datasette(folder: Path) -> Iterator[str | None]:
    program = Path(sys.executable).parent / "datasette"
    if not program.is_file():
        yield None
        return
    port = free_port()
    command = [
        str(program),
        str(folder / "rows.sqlite"),
        "--port",
        str(port),
        "--setting",
        "sql_time_limit_ms",
        "60000",
    ]
    with _started(command, f"http://127.0.0.1:{port}", "/rows.json", dict(os.environ)) as address:
        yield address


@contextmanager
def _bare(folder: Path, env: dict[str, str]) -> Iterator[str]:
    (folder / "bare.py").write_text(BARE, encoding="utf-8")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        str(ROOT / "gunicorn.conf.py"),
        "--chdir",
        str(folder),
        "bare:app",
    ]
    # The check before the start and the settings are those of the service, on its own folder of data.
    path = f"{ROOT}{os.pathsep}{folder}"
    with _started(
        command, f"http://127.0.0.1:{port}", "/x", {**env, "PORT": str(port), "PYTHONPATH": path}
    ) as address:
        yield address


@contextmanager
def _started(command: list[str], address: str, path: str, env: dict[str, str]) -> Iterator[str]:
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _warm(lambda: _get(address, path))
            yield address
        finally:
            process.terminate()


def _warm(ask: Callable[[], float]) -> None:
    """Ask until there are answers: a server may have to start, and the first query of a large table takes long."""
    give_up = time.monotonic() + LONGEST_WAIT_SECONDS
    good = 0
    while good < 8:  # so that each process has answered
        try:
            ask()
            good += 1
        except (OSError, http.client.HTTPException, RuntimeError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


def _get(address: str, path: str) -> float:
    begin = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=LONGEST_WAIT_SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
    return time.perf_counter() - begin


def _slowest(address: str, path: str, asked: int) -> float:
    """The p95 of so many requests, each with another filter, in milliseconds."""
    times = [_get(address, path % (1000 * number + 7)) * 1000 for number in range(asked)]
    return statistics.quantiles(times, n=20)[-1]


def _rate(wrk: str, address: str, path: str, folder: Path, seconds: float) -> float:
    script = folder / "requests.lua"
    script.write_text(SCRIPT.format(path=path), encoding="utf-8")
    _warm(lambda: _get(address, path % 1))
    command = [wrk, "-t1", "-c16", f"-d{seconds:g}s", "--timeout", "30s", "-s", str(script), address]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = RATE.search(said)
    if found is None or "Non-2xx" in said:
        raise RuntimeError(said)
    return float(found[1])


if __name__ == "__main__":
    print(as_text(measure(*map(int, sys.argv[1:2]))))  # noqa: T201
