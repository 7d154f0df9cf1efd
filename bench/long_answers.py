"""First answers of a table of a million rows: seconds, and the most memory that the web process took for each.

Run alone: .venv/bin/python -m bench.long_answers          [how many rows, a million if not told]
Each answer is the first one of a server that was just started, so nothing of the table is kept anywhere. Memory is
told twice: all of it, with the files that are mapped, which the system takes back when others need it, and what is
the process's own.
"""

import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psutil  # type: ignore[import-untyped]

from bench.queries import write_rows
from bench.server import environment, flask, free_port, running
from bench.table import Measure, as_text

ROWS = 1_000_000
MOST_MIB = 256
LOOK_AGAIN_SECONDS = 0.01
DATASET = "/api/v1/publishers/city/datasets/large"
LATEST = f"{DATASET}/versions/latest"
ANSWERS = {
    "CSV": f"{LATEST}/measures.csv",
    "CSV for a German Excel": f"{LATEST}/measures.csv?dialect=excel-de",
    "JSON by lines": f"{LATEST}/measures.ndjson",
    "JSON, all rows": f"{LATEST}/measures.json?limit=0",
    "sheet": f"{LATEST}/measures.xlsx",
    "Parquet": f"{LATEST}/measures.parquet",
    "package": f"{LATEST}/package.zip",
    "a page of JSON": f"{LATEST}/measures.json",
    "50 rows, filtered and sorted": f"{LATEST}/measures.json?phase=planning&sort=-cost_eur&limit=50",
    "a single row": f"{DATASET}/measures/M-0000500",
    "the page of a row": "/city/large/measures/M-0000500",
}


def measure(rows: int = ROWS) -> list[Measure]:
    """Every answer."""
    measures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**environment(folder / "data", free_port()), "EXAMPLE": "0", "WEB_CONCURRENCY": "1"}
        flask(env, "publishers", "add", "city", "--name", "City")
        write_rows(folder / "large.csv", rows)
        flask(env, "datasets", "add", "city", "large", "--kind", "climate-measures", "--title", "Large")
        flask(env, "publish", "city/large", str(folder / "large.csv"), "--as-of", "2025-12-31")
        for what, path in ANSWERS.items():
            with running({**env, "PORT": str(free_port())}) as address, _watched(_worker()) as most:
                begin = time.perf_counter()
                _take(address + path)
                taken = time.perf_counter() - begin
            measures += [
                Measure(f"{what}: first answer", taken, "s"),
                Measure(f"{what}: most memory", most["VmRSS"], "MiB", "at most", MOST_MIB),
                Measure(f"{what}: most memory of its own", most["RssAnon"], "MiB"),
            ]
    return measures


def _worker() -> psutil.Process:
    """The one web process of the server."""
    of_server = [each for each in psutil.Process().children(recursive=True) if "wsgi:app" in " ".join(each.cmdline())]
    return next(each for each in of_server if each.ppid() != os.getpid())


@contextmanager
def _watched(process: psutil.Process) -> Iterator[dict[str, float]]:
    """The most memory that a process has from here on, in MiB, by its name in /proc."""
    most, has_ended = {"VmRSS": 0.0, "RssAnon": 0.0}, Event()

    def watch() -> None:
        while not has_ended.wait(LOOK_AGAIN_SECONDS):
            for line in Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines():
                name, _, value = line.partition(":")
                if name in most:
                    most[name] = max(most[name], int(value.split()[0]) / 1024)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        has_ended.set()
        watcher.join()


def _take(url: str) -> None:
    with urllib.request.urlopen(url, timeout=600) as answer:  # noqa: S310 - our own address
        while answer.read(2**20):
            pass


if __name__ == "__main__":
    print(as_text(measure(*map(int, sys.argv[1:2]))))  # noqa: T201
