"""Queries for rows: a few of 300, with another filter each time, and a million rows filtered and sorted, warm.

Run alone: .venv/bin/python -m bench.queries
Beside us, on the same machine in the same run: a bare view of Flask under the same settings of gunicorn, and
Datasette with the same rows and an index on each column that is filtered or sorted.
"""

import http.client
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bench.server import environment, flask, free_port, running
from bench.serving import bare_view, datasette
from bench.table import Measure, as_text
from bench.wrk_runs import INSTALL, rate, wrk_program

HEADER = ("measure_id", "title", "sector", "phase", "planned_end", "cost_eur")
SECTORS = ("energy_supply", "buildings", "transport", "industry")
PHASES = ("planning", "implementation", "ongoing", "completed", "not_started")
OURS = "/api/v1/publishers/city/datasets/{dataset}/versions/latest/measures.json"
PAGE = "?phase=planning,ongoing&cost_eur__gte=%d&sort=-cost_eur&limit=50"
DATASETTE_PAGE = "?phase__in=planning,ongoing&cost_eur__gte=%d&_sort_desc=cost_eur&_size=50&_shape=objects"
LONGEST_WAIT_SECONDS = 120


def measure(rows: int = 1_000_000, seconds: float = 8, asked: int = 60) -> list[Measure]:
    """Many small queries in a second, and how long large ones take; asked: how many of these."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        env = {**environment(folder / "data", free_port()), "EXAMPLE": "0"}
        flask(env, "publishers", "add", "city", "--name", "City")
        for dataset, count in (("small", 300), ("large", rows)):
            write_rows(folder / f"{dataset}.csv", count)
            flask(env, "datasets", "add", "city", dataset, "--kind", "climate-measures", "--title", dataset)
            flask(env, "publish", f"city/{dataset}", str(folder / f"{dataset}.csv"), "--as-of", "2025-12-31")
            _fill(folder / "rows.sqlite", folder / f"{dataset}.csv", dataset)
        with running(env) as ours, datasette(folder / "rows.sqlite", folder) as theirs:
            measures = _many_small(ours, theirs, folder, seconds)
            return measures + _large(ours, theirs, rows, asked)


def _many_small(ours: str, theirs: str, folder: Path, seconds: float) -> list[Measure]:
    wrk = wrk_program()
    if wrk is None:
        print(INSTALL)  # noqa: T201
        return []
    path = OURS.format(dataset="small") + PAGE
    mine = _rate(wrk, ours, path, seconds)
    with bare_view(folder) as bare:
        ceiling = _rate(wrk, bare, path, seconds)
    beside = _rate(wrk, theirs, f"/rows/small.json{DATASETTE_PAGE}", seconds)
    what = "50 of 300 rows, filtered and sorted, another filter each time"
    return [
        Measure(what, mine, "/s", "bare Flask view (at least 0.35)", ceiling),
        Measure(what, mine, "/s", "Datasette (at least 8)", beside),
    ]


def _rate(wrk: str, address: str, path: str, seconds: float) -> float:
    _warm(lambda: _get(address, path % 1))
    return rate(wrk, address, seconds, {}, [path])


def _large(ours: str, theirs: str, rows: int, asked: int) -> list[Measure]:
    path = OURS.format(dataset="large") + PAGE
    _warm(lambda: _get(ours, path % 0))
    mine = _slowest(ours, path, asked)
    what = f"filter and sort of {rows:,} rows, p95 of {asked}"
    beside = _slowest(theirs, f"/rows/large.json{DATASETTE_PAGE}", max(5, asked // 6))
    return [Measure(what, mine, "ms", "Datasette with indexes (at most 0.1)", beside)]


def write_rows(path: Path, rows: int) -> None:
    """Write a CSV file of so many measures, the same each time."""
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


if __name__ == "__main__":
    print(as_text(measure(*map(int, sys.argv[1:2]))))  # noqa: T201
