"""What requests cost when 10,000 datasets, 100,000 versions and 1,000,000 events are there, beside an empty service.

Run alone: .venv/bin/python -m bench.growth [FOLDER]
On SQLite and a folder, and on PostgreSQL and S3. The full service and the empty one are asked in turn, request by
request, so that whatever else the machine does hits both; what is told are medians. The home page shows a hundred
cities, so it is asked beside that of a service that has a hundred. FOLDER: where the data is made (some 3 GB), the
system's folder for temporary files if not told.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import text

from bench.filling import Size, write_index, write_packages
from bench.hosts import PLACES, City, Place, add_cities, on_one_disk, on_these
from bench.publishers import Acknowledged, Connection, publish
from bench.publishing_over_http import table
from bench.table import Measure, as_text
from opendata.config import Config
from opendata.domain.model import Version
from opendata.site.catalogue_pages import PUBLISHERS_ON_A_PAGE
from opendata.storage.sql.database import Database
from tests.servers import S3, PostgreSQL

FULL = Size(cities=10_000, versions=10, rows=10, changed=9)
ROWS, STARTS = 300, 5


def measure(
    size: Size = FULL,
    requests: int = 150,
    publications: int = 25,
    folder: Path | None = None,
    starts: int = STARTS,
    kinds: Sequence[str] = tuple(PLACES),
    rows: int = ROWS,
) -> list[Measure]:
    """The full service beside the empty one, on each of these kinds of storage; rows: of each that is published."""
    with tempfile.TemporaryDirectory(dir=folder) as made, ExitStack() as stack:
        here = Path(made)
        sizes = {"full": size, "few": replace(size, cities=min(size.cities, PUBLISHERS_ON_A_PAGE))}
        chains = {
            name: write_packages(each, here / name / "packages", here / name / "shared")
            for name, each in sizes.items()
        }
        postgresql, s3 = stack.enter_context(PostgreSQL()), S3()
        s3.prepare()
        measures = []
        for kind in kinds:
            places = []
            for name in ("full", "few", "empty"):
                below = here / kind / name
                below.mkdir(parents=True)
                place = stack.enter_context(on_one_disk(below)) if kind == "disk" else on_these(below, postgresql, s3)
                if name in sizes:
                    fill(place, sizes[name], chains[name], here / name / "packages", s3)
                places.append(place)
            if kind == "servers":
                s3.start()  # only now: it would not see at once what was laid into its folder
                stack.callback(s3.__exit__)
            full, with_few, empty = places
            measures += compare(full, empty, size, requests, publications, starts, rows, with_few)
        return measures


def fill(place: Place, size: Size, chains: Sequence[Sequence[Version]], packages: Path, s3: S3) -> None:
    """Bring packages, by links, and their index into an empty place; the S3 store does not run yet."""
    url = place.settings["PACKAGES_URL"]
    target = s3.objects(url) if url.startswith("s3://") else Path(url)
    shutil.copytree(packages, target, copy_function=os.link, dirs_exist_ok=True)
    database = Database(Config.from_env(place.environment(0)).database_url)
    database.migrate()
    write_index(size, database, chains)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))  # as the database does by itself after a while
    database.close()


@dataclass(frozen=True)
class _Side:
    """A service that runs, with a city of its own to publish for."""

    address: str
    city: City
    connection: Connection

    def seconds(self, path: str) -> float:
        """How long one request takes."""
        begin = time.perf_counter()
        status, content = self.connection.ask("GET", path)
        took = time.perf_counter() - begin
        if status != 200:
            raise RuntimeError(f"{path}: {status} {content[:300]!r}")
        return took

    def publish(self, rows: int, turn: int) -> float:
        """How long one publication takes."""
        answer = publish(self.address, self.city, table(rows, turn))
        if not isinstance(answer, Acknowledged):
            raise RuntimeError(answer)
        return answer.ended - answer.began

    @property
    def last_serial(self) -> int:
        """Of the journal; its own city was the last that published."""
        path = f"/api/v1/publishers/{self.city.name}/datasets/climate/versions/latest"
        last: int = json.loads(self.connection.ask("GET", path)[1])["serials"][1]
        return last


def compare(
    full: Place,
    empty: Place,
    size: Size,
    requests: int,
    publications: int,
    starts: int = STARTS,
    rows: int = ROWS,
    with_few: Place | None = None,
) -> list[Measure]:
    """What the same requests take on both, asked in turn.

    with_few: if told, the home page of the full service is asked beside that of this one, which shows as many cities.
    """
    what = _about(full, size)
    until_ready: dict[str, list[float]] = {"full": [], "empty": []}
    for _ in range(starts):
        for name, place in (("full", full), ("empty", empty)):
            begin = time.perf_counter()
            with place.serving(1):
                until_ready[name].append(time.perf_counter() - begin)
    measures = [_beside(f"{what}: start to ready", until_ready["full"], until_ready["empty"], "s")] if starts else []
    with ExitStack() as stack:
        sides = [stack.enter_context(_side(place)) for place in (full, empty)]
        for turn in range(3):  # every import done
            for side in sides:
                side.publish(rows, turn)
        cities = [side.city.name for side in sides]
        latest = [f"/api/v1/publishers/{name}/datasets/climate/versions/latest" for name in cities]
        changes = [f"/api/v1/changes?since={side.last_serial - 100}&limit=100" for side in sides]
        paths: dict[str, list[str]] = {
            "latest": latest,
            "rows of latest": [f"{each}/measures.json?limit=0" for each in latest],
            "rows of latest as CSV": [f"{each}/measures.csv" for each in latest],
            "changes?since=": changes,
            "feed of all": ["/feeds/all.atom"] * 2,
            "feed of a publisher": [f"/feeds/{name}.atom" for name in cities],
            "feed of a row": [f"/feeds/{name}/climate/measures/M00010.atom" for name in cities],
            "page of a publisher": [f"/{name}" for name in cities],
            "page of a row": [f"/{name}/climate/measures/M00010" for name in cities],
            "publishers": ["/api/v1/publishers?limit=10"] * 2,
        }
        for asked, each in paths.items():
            took = _in_turn(requests, [partial(side.seconds, path) for side, path in zip(sides, each, strict=True)])
            measures.append(_beside(f"{what}: {asked}", *took, "ms"))
        turns = [count(10), count(10)]
        publishing = [partial(_publish_next, side, rows, turn) for side, turn in zip(sides, turns, strict=True)]
        measures.append(_beside(f"{what}: publish {rows} rows", *_in_turn(publications, publishing), "ms"))
        if with_few:
            homes = [sides[0], stack.enter_context(_side(with_few))]
            took = _in_turn(requests, [partial(side.seconds, "/") for side in homes])
            measures.append(_beside(f"{what}: home page", *took, "ms", "a page of cities"))
    return measures


def _about(place: Place, size: Size) -> str:
    return (
        f"{place.what}, {size.cities:,} datasets, {size.cities * size.versions:,} versions, {size.entries:,} events"
    )


def _publish_next(side: _Side, rows: int, turns: Iterator[int]) -> float:
    return side.publish(rows, next(turns))


def _in_turn(times: int, sides: Sequence[Callable[[], float]]) -> tuple[list[float], list[float]]:
    """What each of the two took, so many times; each goes first in half of the turns."""
    for ask in [*sides, *sides]:  # once without looking
        ask()
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(times):
        for which in (0, 1) if turn % 2 else (1, 0):
            found[which].append(sides[which]())
    return found


@contextmanager
def _side(place: Place) -> Iterator[_Side]:
    city = add_cities(place, 1, "load")[0]
    with place.serving(1) as (address,):
        connection = Connection(address)
        yield _Side(address, city, connection)
        connection.close()


def _beside(what: str, full: Sequence[float], other: Sequence[float], unit: str, beside: str = "empty") -> Measure:
    factor = 1000 if unit == "ms" else 1
    return Measure(what, statistics.median(full) * factor, unit, beside, statistics.median(other) * factor)


if __name__ == "__main__":
    print(as_text(measure(folder=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))  # noqa: T201
