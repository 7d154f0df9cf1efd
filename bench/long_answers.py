"""First answers about a table of a million rows: seconds, and the most memory that the web process took for each.

Run alone: .venv/bin/python -m bench.long_answers          [how many rows, a million if not told] [which answers]
Each answer is the first one of a server that was just started, so nothing of the table is kept anywhere. Memory is
told twice: all of it, with the files that are mapped, which the system takes back when others need it, and what is
the process's own. The dataset has two versions, of which the second one changes a hundredth of the rows.
"""

import json
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

ROWS, FEW_ROWS = 1_000_000, 300
ANSWERED = {"vanished:measures": {"disposition": "dropped", "reason": "Nicht mehr nötig."}}
LEFT_OUT = 77  # of each five thousand rows, in the second version
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
    "home page": "/",
    "page of the city": "/city",
    "page of the dataset": "/city/large",
    "list of all rows": "/city/large/measures",
    "list of the rows of a status, page 90": "/city/large/measures?status=planning&page=90",
    "page of a version": "/city/large/versions/{newest}",
    "two versions compared": "/city/large/compare/1.0.0...{newest}",
    "a row in two versions": "/city/large/compare/1.0.0...{newest}/measures/M-0000500",
    "progress": "/city/large/progress",
    "a report of progress": "/city/large/progress/2025-12-31",
    "progress as a table": "/city/large/progress.csv",
    "out of sight": "/city/out-of-sight",
    "funding of the city": "/city/funding",
    "report to print": "/city/report",
    "cities compared": "/compare?publishers=city,town",
    "what others have": "/city/elsewhere",
    "card to embed": "/city/embed",
    "picture to share": "/share/city.png",
    "a topic": "/topics/transport",
    "search": "/suche?q=radweg",
    "how programs read it": "/city/large/use",
    "sitemap, rows far behind": "/sitemap.city.large.90.xml",
    "calendar": "/city/large/calendar.ics",
    "API: overview": f"{DATASET}/overview",
    "API: progress": f"{DATASET}/progress",
    "API: slips": f"{DATASET}/slip",
    "API: dropped": f"{DATASET}/dropped",
    "API: comparison": "/api/v1/compare?publishers=city,town",
    "API: two versions": f"{DATASET}/versions/1.0.0...{{newest}}/changes.json",
    "API: two versions, CSV": f"{DATASET}/versions/1.0.0...{{newest}}/changes.csv",
    "API: changes of the first version": f"{DATASET}/versions/1.0.0/changes.json",
    "API: elsewhere": f"{DATASET}/elsewhere",
    "API: funding": "/api/v1/publishers/city/funding",
    "API: CSVW": f"{LATEST}/measures.csv-metadata.json",
    "feed": "/feeds/city/large.atom",
    "LocalMonitoring, counted": "/compat/localmonitoring/api/cities?executionStatusCount",
}


def measure(rows: int = ROWS, wanted: str = "") -> list[Measure]:
    """Every answer; wanted: those alone whose names hold this."""
    measures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**environment(folder / "data", free_port()), "EXAMPLE": "0", "WEB_CONCURRENCY": "1"}
        flask(env, "publishers", "add", "city", "--name", "City")
        write_rows(folder / "large.csv", rows)
        flask(env, "datasets", "add", "city", "large", "--kind", "climate-measures", "--title", "Large")
        flask(env, "publish", "city/large", str(folder / "large.csv"), "--as-of", "2025-12-31")
        _move_some(folder / "large.csv")
        (folder / "answers.json").write_text(json.dumps(ANSWERED), encoding="utf-8")
        answered = ("--as-of", "2026-06-30", "--answers", str(folder / "answers.json"))
        flask(env, "publish", "city/large", str(folder / "large.csv"), *answered)
        flask(env, "publishers", "add", "town", "--name", "Town")
        write_rows(folder / "small.csv", FEW_ROWS)
        flask(env, "datasets", "add", "town", "small", "--kind", "climate-measures", "--title", "Small")
        flask(env, "publish", "town/small", str(folder / "small.csv"), "--as-of", "2025-12-31")
        newest = _newest(env)
        for what, path in ANSWERS.items():
            if wanted not in what:
                continue
            with running({**env, "PORT": str(free_port())}) as address, _watched(_worker()) as most:
                begin = time.perf_counter()
                _take(address + path.format(newest=newest))
                taken = time.perf_counter() - begin
            measures += [
                Measure(f"{what}: first answer", taken, "s"),
                Measure(f"{what}: most memory", most["VmRSS"], "MiB", "at most", MOST_MIB),
                Measure(f"{what}: most memory of its own", most["RssAnon"], "MiB"),
            ]
    return measures


def _move_some(csv: Path) -> None:
    """Put off the deadline of each hundredth row by a year, begin another hundredth, and leave out a few rows."""
    lines = csv.read_text(encoding="utf-8").splitlines(keepends=True)
    for place in range(1, len(lines), 100):
        cells = lines[place].split(",")
        cells[4] = f"{int(cells[4][:4]) + 1}{cells[4][4:]}"
        lines[place] = ",".join(cells)
        lines[place + 1] = lines[place + 1].replace("not_started", "planning")
    csv.write_text("".join(line for at, line in enumerate(lines) if at % 5_000 != LEFT_OUT), encoding="utf-8")


def _newest(env: dict[str, str]) -> str:
    """The number of the newest version."""
    with (
        running({**env, "PORT": str(free_port())}) as address,
        urllib.request.urlopen(f"{address}{DATASET}", timeout=60) as answer,  # noqa: S310 - our own address
    ):
        return str(json.load(answer)["current"])


def _worker() -> psutil.Process:
    """The one web process of the server."""
    of_server = [each for each in psutil.Process().children(recursive=True) if "wsgi:app" in " ".join(each.cmdline())]
    return next(each for each in of_server if each.ppid() != os.getpid())


@contextmanager
def _watched(process: psutil.Process) -> Iterator[dict[str, float]]:
    """The most memory that a process has from here on, in MiB, by its name in /proc."""
    most, has_ended = {"VmRSS": 0.0, "RssAnon": 0.0}, Event()

    def watch() -> None:
        is_last = False
        while not is_last:
            is_last = has_ended.wait(LOOK_AGAIN_SECONDS)  # an answer may take less than that
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
    asked = sys.argv[1:]
    rows, wanted = int(asked[0]) if asked else ROWS, asked[1] if len(asked) > 1 else ""
    print(as_text(measure(rows, wanted)))  # noqa: T201
