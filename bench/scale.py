"""A share of what 11,000 municipalities would publish in ten years: how large it is, what going over it takes.

Run: .venv/bin/python -m bench.scale PERCENT [FOLDER]
12 versions a year of 300 measures each, of which 15 change from one to the next. On SQLite and a folder, and on
PostgreSQL and S3. Beside what requests cost there (growth.py) it tells the sizes on disk, and `flask verify` and
`flask reindex` with the most memory that each took.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from bench.filling import Size, write_packages
from bench.growth import compare, fill
from bench.hosts import Place, on_one_disk, on_these
from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.config import Config
from opendata.domain.model import Version
from opendata.storage.sql.database import Database
from tests.servers import S3, PostgreSQL

LOOK_AGAIN_SECONDS = 0.05
MUNICIPALITIES, VERSIONS, ROWS, CHANGED = 11_000, 120, 300, 15


def measure(
    percent: float, folder: Path | None = None, *, versions: int = VERSIONS, requests: int = 60
) -> list[Measure]:
    """Sizes, seconds and memory at this share of the whole."""
    size = Size(max(1, round(MUNICIPALITIES * percent / 100)), versions, ROWS, CHANGED, templates=4)
    with tempfile.TemporaryDirectory(dir=folder) as made, ExitStack() as stack:
        here = Path(made)
        chains = write_packages(size, here / "packages", here / "shared")
        measures = [_package_bytes(chains, here / "packages")]
        postgresql = stack.enter_context(PostgreSQL())
        s3 = S3()
        s3.prepare()
        stack.callback(s3.__exit__)
        for kind in ("disk", "servers"):
            places = []
            for name in ("full", "empty"):
                below = here / kind / name
                below.mkdir(parents=True)
                places.append(
                    stack.enter_context(on_one_disk(below)) if kind == "disk" else on_these(below, postgresql, s3)
                )
            fill(places[0], size, chains, here / "packages", s3)
            if kind == "servers":
                s3.start()
            measures += _of(places[0], size)
            measures += compare(places[0], places[1], size, requests, max(1, requests // 6))
        return measures


def _package_bytes(chains: Sequence[Sequence[Version]], packages: Path) -> Measure:
    some = [version for chain in chains[:4] for version in chain]
    total = sum(each.stat().st_size for version in some for each in (packages / version.path).iterdir())
    return Measure(f"a package of {ROWS} rows, {CHANGED} of them changed", total / len(some) / 1000, "kB")


def _of(place: Place, size: Size) -> list[Measure]:
    count = size.cities * size.versions
    what = f"{place.what}, {count:,} versions"
    found = [Measure(f"{what}: SQL for a version", _database_bytes(place) / count / 1000, "kB")]
    for command in ("verify", "reindex"):
        seconds, mib = _run(place, command)
        found += [
            Measure(f"{what}: {command}", seconds, "s"),
            Measure(f"{what}: {command}, for a version", 1000 * seconds / count, "ms"),
            Measure(f"{what}: {command}, most memory", mib, "MiB"),
        ]
    return found


def _database_bytes(place: Place) -> float:
    database = Database(Config.from_env(place.environment(0)).database_url)
    pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    query = pages if database.is_sqlite else "SELECT pg_database_size(current_database())"
    with database.reading() as connection:
        found = float(connection.execute(text(query)).scalar_one())
    database.close()
    return found


def _run(place: Place, command: str) -> tuple[float, float]:
    """Seconds that a command of `flask` takes, and the most memory it had; raises RuntimeError if it fails."""
    begin, most = time.perf_counter(), 0.0
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", command], cwd=ROOT, env=place.environment(0), stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        # Not what wait4() tells: a process inherits the peak of the one that started it.
        most = max(most, _peak_mib(process.pid))
        time.sleep(LOOK_AGAIN_SECONDS)
    if process.returncode:
        raise RuntimeError(f"flask {command} ended with {process.returncode}")
    return time.perf_counter() - begin, most


def _peak_mib(process_id: int) -> float:
    """The most memory that a process has had until now; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


if __name__ == "__main__":
    given = sys.argv[2] if sys.argv[2:] else None
    print(as_text(measure(float(sys.argv[1]), Path(given) if given else None)))  # noqa: T201
