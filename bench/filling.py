"""A service filled as after years: many cities with many versions each, valid to the last digest, and quickly made.

Here: packages written by the project's own functions, which `flask verify` accepts, and their index in bulk. The
same size gives the same packages. Not here: what is measured with them (growth.py).

Cities share so many templates: tables and changes are the same files for all cities of one, linked and not copied;
descriptors, serials and digests are each city's own. Months go by for all cities together, so serials of one
city lie far apart, as in life.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, cast

import polars as pl
from sqlalchemy import insert, select, update

from bench.server import ROOT
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher, Version
from opendata.domain.packages.canonical_tables import written_tables
from opendata.domain.packages.descriptor import DESCRIPTOR, Release
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.kind_folders import load_kind
from opendata.steps import publishing
from opendata.steps.ports.versions import TitledVersion, Versions
from opendata.steps.publishing import Draft
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import version_values
from opendata.storage.sql.schema import datasets, journal, journal_head, publishers, versions
from opendata.storage.versions.atomic_writing import entry_id

NAME, KIND, TITLE = "climate", "climate-measures", "Klimaschutzmaßnahmen"
BEGIN = datetime(2015, 1, 31, tzinfo=UTC)
MONTH = timedelta(days=30)
AT_ONCE = 5_000  # rows of the index in one statement
PHASES = ("not_started", "planning", "implementation", "ongoing", "completed")


@dataclass(frozen=True)
class Size:
    """How much there is."""

    cities: int
    versions: int  # of each city
    rows: int  # measures of each version
    changed: int  # of them in each version after the first
    templates: int = 10

    @property
    def entries(self) -> int:
        """How many entries the journal has: each row of first versions, each changed one, and each version itself."""
        return self.cities * (self.rows + self.changed * (self.versions - 1) + self.versions)

    def dataset(self, city: int) -> Dataset:
        """The dataset of a city."""
        return Dataset(Publisher(f"stadt-{city:05}", f"Stadt {city % self.templates}"), NAME, KIND, TITLE)

    def first_serial(self, city: int, turn: int) -> int:
        """Where the entries of a version begin."""
        before = self.cities * (self.rows + 1 + (turn - 1) * (self.changed + 1)) if turn else 0
        return before + city * ((self.changed if turn else self.rows) + 1) + 1


@dataclass(frozen=True)
class Templates:
    """The releases of each template, in order."""

    size: Size

    @cached_property
    def kind(self) -> Kind:
        """What all of them are."""
        return canonical_kind(load_kind(ROOT / "datapackages" / KIND))

    @cached_property
    def releases(self) -> list[list[Release]]:
        """By template and turn."""
        return [list(self._of(template)) for template in range(self.size.templates)]

    @cached_property
    def events(self) -> list[list[list[dict[str, Any]]]]:
        """The same places: their events as rows of the journal."""
        return [
            [list(each.events.frame.iter_rows(named=True)) for each in releases]  # type: ignore[attr-defined]
            for releases in self.releases
        ]

    def _of(self, template: int) -> Iterator[Release]:
        catching = _Catching(self.kind)
        for turn in range(self.size.versions):
            before = catching.newest.number if catching.newest else None
            dataset = replace(self.size.dataset(template), current=before)
            tables = sorted_tables({"measures": self._measures(template, turn)}, self.kind)
            now = BEGIN + turn * MONTH
            catching.tables = tables
            draft = Draft(dataset, self.kind, written_tables(tables), now.date())
            publishing.publish(draft, cast(Versions, catching), base=before, now=now)
            yield catching.release

    def _measures(self, template: int, turn: int) -> pl.DataFrame:
        rows, changed = range(self.size.rows), self.size.changed
        last_change = [
            max((t for t in range(1, turn + 1) if (row - t * changed) % self.size.rows < changed), default=0)
            for row in rows
        ]
        values: dict[str, list[str | None]] = {
            "measure_id": [f"M{row:04}" for row in rows],
            "title": [f"Maßnahme {row} im Gebiet {template}" for row in rows],
            "description": [f"Was zu tun ist, damit Maßnahme {row} den Klimaschutz voranbringt" for row in rows],
            "field_of_action": ["Mobilität"] * len(rows),
            "phase": [PHASES[(row + template) % len(PHASES)] for row in rows],
            "planned_start": ["2015-01-15"] * len(rows),
            "planned_end": [f"{2025 + row % 10}-12-31" for row in rows],
            "progress_percent": [str((row + 3 * each) % 101) for row, each in zip(rows, last_change, strict=True)],
            "cost_eur": [str(row * 1000 + 500) for row in rows],
            "responsible": ["Umweltamt"] * len(rows),
            "status_note": [f"Bericht {each} zu Maßnahme {row}" for row, each in zip(rows, last_change, strict=True)],
        }
        names = self.kind.table("measures").field_names
        return pl.DataFrame({n: pl.Series(values.get(n, [None] * len(rows)), dtype=pl.String) for n in names})


class _Catching:
    """Versions that keep the last release and no more; what publishing.publish() asks of them."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self.newest: Version | None = None
        self.release: Release
        self.tables: Mapping[str, pl.DataFrame] = {}
        self._published: Mapping[str, pl.DataFrame] = {}

    def last(self, _dataset: Dataset) -> Version | None:
        return self.newest

    def get(self, _dataset: Dataset, _number: str) -> Version:
        assert self.newest
        return self.newest

    def kind(self, _version: Version) -> Kind:
        return self._kind

    def table(self, _version: Version, name: str) -> pl.DataFrame:
        return self._published[name]

    def times_moved(self, _dataset: Dataset, _resource: str, _keys: Sequence[str]) -> Mapping[str, int]:
        return {}

    def with_first_table(self, _digest: str) -> Sequence[TitledVersion]:
        return []

    def append(self, release: Release, *, now: datetime) -> Version:
        version, _ = release.sealed(1, now)
        self.newest, self.release, self._published = version, release, self.tables
        return version


def write_packages(size: Size, folder: Path, shared: Path, processes: int | None = None) -> list[list[Version]]:
    """Write the packages of all cities into a folder; the versions of each city. shared: for the files they share.

    processes: how many do it; if not told one for few cities, which it has written sooner than others have started.
    """
    _write_shared(size, shared)
    processes = processes or (3 if size.cities > 100 else 1)
    if processes == 1:
        here = _write_cities((size, folder, shared, range(size.cities)))
        return [here[city] for city in range(size.cities)]
    parts = [(size, folder, shared, range(each, size.cities, processes * 8)) for each in range(processes * 8)]
    found: dict[int, list[Version]] = {}
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for part in pool.map(_write_cities, parts):
            found.update(part)
    return [found[city] for city in range(size.cities)]


def _write_shared(size: Size, shared: Path) -> None:
    for template, releases in enumerate(Templates(size).releases):
        for turn, release in enumerate(releases):
            place = shared / f"{template}-{turn}"
            place.mkdir(parents=True)
            for name, content in release.files.items():
                (place / name).write_bytes(content)


_KNOWN: dict[Size, Templates] = {}


def _write_cities(part: tuple[Size, Path, Path, range]) -> dict[int, list[Version]]:
    size, folder, shared, cities = part
    templates = _KNOWN.setdefault(size, Templates(size))
    found = {}
    for city in cities:
        dataset, chain = size.dataset(city), list[Version]()
        for turn, release in enumerate(templates.releases[city % size.templates]):
            own = replace(release, dataset=dataset, previous=chain[-1] if chain else None)
            at = BEGIN + turn * MONTH + timedelta(seconds=city)
            version, descriptor = own.sealed(size.first_serial(city, turn), at)
            place = folder / version.path
            place.mkdir(parents=True)
            for name in release.files:
                os.link(shared / f"{city % size.templates}-{turn}" / name, place / name)
            (place / DESCRIPTOR).write_bytes(descriptor)
            chain.append(version)
        found[city] = chain
    return found


def write_index(size: Size, database: Database, chains: Sequence[Sequence[Version]]) -> None:
    """Bring publishers, datasets, versions and journal of all cities into an empty database."""
    templates = Templates(size)
    with database.writing() as connection:
        names = [size.dataset(city) for city in range(size.cities)]
        _insert(connection, publishers, (vars(each.publisher) for each in names))
        publisher_ids = {row.name: row.id for row in connection.execute(select(publishers))}
        of_dataset = ("name", "kind", "title", "licence", "rhythm")
        _insert(
            connection,
            datasets,
            (
                {**{n: getattr(each, n) for n in of_dataset}, "publisher_id": publisher_ids[each.publisher.name]}
                for each in names
            ),
        )
        ids = {row.publisher_id: row.id for row in connection.execute(select(datasets))}
        places = [(publisher_ids[each.publisher.name], ids[publisher_ids[each.publisher.name]]) for each in names]
        in_order = [(city, turn) for turn in range(size.versions) for city in range(size.cities)]
        _insert(connection, versions, (version_values(chains[c][t], places[c][1]) for c, t in in_order))
        _insert(connection, journal, _entries(templates, chains, places, in_order))
        connection.execute(update(datasets).values(current=chains[0][-1].number))
        last = chains[-1][-1]
        connection.execute(update(journal_head).values(last_serial=last.last_serial, last_at=last.published_at))


def _entries(
    templates: Templates,
    chains: Sequence[Sequence[Version]],
    places: Sequence[tuple[int, int]],
    in_order: Sequence[tuple[int, int]],
) -> Iterator[dict[str, Any]]:
    for city, turn in in_order:
        version, (publisher_id, dataset_id) = chains[city][turn], places[city]
        shared = {"at": version.published_at, "publisher_id": publisher_id, "dataset_id": dataset_id}
        for place, row in enumerate(templates.events[city % templates.size.templates][turn]):
            yield {
                **row,
                **shared,
                "version": version.number,
                "serial": version.first_serial + place,
                "entry_id": entry_id(version.digest, place),
            }


def _insert(connection: Any, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while part := list(islice(rows, AT_ONCE)):
        connection.execute(insert(table), part)
