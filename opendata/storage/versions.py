"""Versions: kept in SQL and in packages, made public in one transaction.

Here: the append that makes a release public, reading versions back, and clearing what a crash left.
Not here: what a release is (domain/package.py), the journal's readers (journal.py).
"""

import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

import polars as pl
from sqlalchemy import Connection, delete, func, insert, select, update

from opendata.domain.errors import PackageDamaged, ResourceNotFound, VersionConflict, VersionNotFound
from opendata.domain.events import CHUNK, Events
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Event, Version
from opendata.domain.package import (
    CHANGES,
    DESCRIPTOR,
    Release,
    checked_file,
    kind_from_descriptor,
    read_canonical_csv,
    read_descriptor,
)
from opendata.storage.database import Database
from opendata.storage.rows import dataset_row, version_of, version_values
from opendata.storage.schema import datasets, journal, journal_head, unfinished, versions
from opendata.storage.store import PackageStore, Staged

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENTRY_IDS = uuid.UUID("5b0c7b1e-6c57-5f0a-9a43-0d6f7f2f8c11")  # never changes: entry ids are made from it
GRACE = timedelta(seconds=60)  # a writer that began less long ago may still be writing
CACHED_BYTES = 256 * 2**20  # of tables held ready in one process


class SqlVersions:
    """Implements domain.interfaces.Versions on a database and a package store."""

    def __init__(self, database: Database, packages: PackageStore, grace: timedelta = GRACE) -> None:
        self._database, self._packages, self._grace = database, packages, grace
        self._cache = _Cache(CACHED_BYTES)

    def get(self, dataset: Dataset, number: str) -> Version:
        with self._database.reading() as connection:
            row = connection.execute(
                select(versions)
                .join(datasets)
                .where(datasets.c.id == _dataset_id(connection, dataset), versions.c.number == number)
            ).one_or_none()
        if row is None:
            raise VersionNotFound(dataset.path, number)
        return version_of(row, dataset.publisher.name, dataset.name)

    def held_on(self, dataset: Dataset, day: date) -> Version:
        with self._database.reading() as connection:
            row = connection.execute(
                select(versions)
                .where(versions.c.dataset_id == _dataset_id(connection, dataset), versions.c.as_of <= day)
                .order_by(versions.c.as_of.desc(), versions.c.first_serial.desc())
                .limit(1)
            ).one_or_none()
        if row is None:
            raise VersionNotFound(dataset.path, f"of {day.isoformat()} or before")
        return version_of(row, dataset.publisher.name, dataset.name)

    def history(self, dataset: Dataset) -> Sequence[Version]:
        with self._database.reading() as connection:
            rows = connection.execute(
                select(versions)
                .where(versions.c.dataset_id == _dataset_id(connection, dataset))
                .order_by(versions.c.first_serial)
            ).all()
        return [version_of(row, dataset.publisher.name, dataset.name) for row in rows]

    def kind(self, version: Version) -> Kind:
        def load() -> tuple[Kind, int]:
            descriptor = self._descriptor(version)
            return kind_from_descriptor(descriptor), 10_000

        kind: Kind = self._cache.get((version.digest, "kind"), load)
        return kind

    def table(self, version: Version, name: str) -> pl.DataFrame:
        def load() -> tuple[pl.DataFrame, int]:
            content = self.file(version, f"{name}.csv")
            frame = read_canonical_csv(content, self.kind(version).table(name).field_names)
            return frame, int(frame.estimated_size())

        if name not in (known := [each.name for each in version.resources]):
            raise ResourceNotFound(name, known)
        frame: pl.DataFrame = self._cache.get((version.digest, name), load)
        return frame

    def file(self, version: Version, path: str) -> bytes:
        if path == DESCRIPTOR:
            content = self._packages.read(version.path, path)
            self._prove(version, content)
            return content
        for resource in version.resources:
            if resource.path == path:
                return checked_file(self._packages.read(version.path, path), vars(resource), version.path)
        if path == CHANGES:
            expected = self._descriptor(version)["changes"]
            return checked_file(self._packages.read(version.path, path), expected, version.path)
        raise PackageDamaged(f"{version.path}/{path}", "is no file of this package")

    def times_moved(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Mapping[str, int]:
        times: dict[str, int] = {}
        with self._database.reading() as connection:
            dataset_id = _dataset_id(connection, dataset)
            for start in range(0, len(keys), 500):  # a database takes only so many values in one question
                rows = connection.execute(
                    select(journal.c.key, func.max(journal.c.times_moved))
                    .where(
                        journal.c.dataset_id == dataset_id,
                        journal.c.resource == resource,
                        journal.c.key.in_(keys[start : start + 500]),
                        journal.c.times_moved.is_not(None),
                    )
                    .group_by(journal.c.key)
                ).all()
                times.update((row.key, row[1]) for row in rows)
        return times

    def append(self, release: Release, *, now: datetime) -> Version:
        path = f"{release.dataset.path}/{release.number}"
        while True:
            self._clear_left_behind(release.dataset, now)
            mark = self._mark(path, now)
            staged: Staged | None = None
            try:
                # Where nobody else is in the way the tables are written before any lock is taken.
                if self._packages.stages_apart:
                    staged = self._packages.stage(path, release.files)
                with self._database.writing() as connection:
                    row = self._locked_place(connection, release, mark)
                    staged = staged or self._packages.stage(path, release.files)
                    return self._append(connection, release, staged, row, now)
            except _MarkGone:
                # Another writer took our mark for one that a crash had left, before we had the lock.
                if staged:
                    staged.discard()
            except VersionConflict:
                if staged:
                    staged.discard()
                self._forget(mark)
                raise

    def _locked_place(self, connection: Connection, release: Release, mark: str) -> Any:
        """The dataset's row, locked; raises VersionConflict if the release does not follow its current version."""
        dataset = release.dataset
        row = self._locked_dataset(connection, dataset)
        expected = release.previous.number if release.previous else None
        if row.current != expected:
            raise VersionConflict(dataset.path, expected, row.current)
        # Nothing may be written that would not be found again after a crash; nobody removes marks without our lock.
        if connection.execute(delete(unfinished).where(unfinished.c.id == mark)).rowcount != 1:
            raise _MarkGone
        return row

    def _append(self, connection: Connection, release: Release, staged: Staged, row: Any, now: datetime) -> Version:
        # From here to the commit nobody else publishes anything, so as little as possible is done.
        head = _locked_head(connection)
        # Times never go back, whatever the clock does: feeds and readers rely on their order.
        version, descriptor = release.sealed(head.last_serial + 1, max(now, head.last_at))
        staged.seal(DESCRIPTOR, descriptor)
        record(connection, version, release.events, row.id, row.publisher_id)
        return version

    def _clear_left_behind(self, dataset: Dataset, now: datetime) -> None:
        """Remove what writers that are gone left of this dataset; those that may still be at work are let be."""
        prefix = f"{dataset.path}/"
        marks = select(unfinished).where(
            func.substr(unfinished.c.path, 1, len(prefix)) == prefix,
            # A clock that was set back leaves marks of the future.
            ~unfinished.c.begun_at.between(now - self._grace, now + self._grace),
        )
        with self._database.reading() as connection:
            left = connection.execute(marks).first()
        if left:
            # The lock is taken below: a publish that is only slow has finished by then, and its mark is gone.
            with self._database.writing() as connection:
                self._locked_dataset(connection, dataset)
                for row in connection.execute(marks).all():
                    self._remove_unless_public(connection, row.path)
                    connection.execute(delete(unfinished).where(unfinished.c.id == row.id))

    def _remove_unless_public(self, connection: Connection, path: str) -> None:
        publisher, name, number = path.split("/")
        row = dataset_row(connection, publisher, name)
        known = connection.execute(
            select(versions.c.id).where(versions.c.dataset_id == row.id, versions.c.number == number)
        ).first()
        if known is None:
            self._packages.remove(path)
        self._packages.clear_unfinished(f"{publisher}/{name}", self._grace)

    def _mark(self, path: str, now: datetime) -> str:
        """Note, before anything is written, where a package may be left behind."""
        mark = uuid.uuid4().hex
        with self._database.writing() as connection:
            connection.execute(insert(unfinished).values(id=mark, path=path, begun_at=now))
        return mark

    def _forget(self, mark: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(unfinished).where(unfinished.c.id == mark))

    def _locked_dataset(self, connection: Connection, dataset: Dataset) -> Any:
        row = dataset_row(connection, dataset.publisher.name, dataset.name)
        return connection.execute(select(datasets).where(datasets.c.id == row.id).with_for_update()).one()

    def _descriptor(self, version: Version) -> dict[str, Any]:
        return self._prove(version, self._packages.read(version.path, DESCRIPTOR))

    def _prove(self, version: Version, content: bytes) -> dict[str, Any]:
        """The descriptor if it is the one that was published."""
        descriptor = read_descriptor(content, version.path)
        if descriptor["digest"] != version.digest:
            raise PackageDamaged(version.path, "is not the package that was published: its digest is another")
        return descriptor


class _MarkGone(Exception):
    """The note of where a package may be left behind is not there any more."""


def record(
    connection: Connection, version: Version, events: Sequence[Event], dataset_id: int, publisher_id: int
) -> None:
    """Write a version and its events into the index; the transaction that calls this makes them public."""
    connection.execute(insert(versions).values(**version_values(version, dataset_id)))
    frame = Events.of(events).frame
    shared = {"at": version.published_at, "publisher_id": publisher_id, "dataset_id": dataset_id}
    shared["version"] = version.number
    for start in range(0, frame.height, CHUNK):
        # The columns of events are those of the journal; its other values follow from the place of each.
        connection.execute(
            insert(journal),
            [
                {**row, **shared, "serial": version.first_serial + place, "entry_id": entry_id(version.digest, place)}
                for place, row in enumerate(frame.slice(start, CHUNK).iter_rows(named=True), start)
            ],
        )
    connection.execute(update(datasets).where(datasets.c.id == dataset_id).values(current=version.number))
    connection.execute(update(journal_head).values(last_serial=version.last_serial, last_at=version.published_at))


def entry_id(digest: str, place: int) -> str:
    """The id of an entry, which follows from the digest of its version and its place in it alone."""
    return uuid.uuid5(ENTRY_IDS, f"{digest}#{place}").urn


def _locked_head(connection: Connection) -> Any:
    """The last serial and time given; from here to the commit nobody else gives one."""
    return connection.execute(select(journal_head).with_for_update()).one()


def _dataset_id(connection: Connection, dataset: Dataset) -> int:
    return int(dataset_row(connection, dataset.publisher.name, dataset.name).id)


class _Cache:
    """What was read last, up to a number of bytes. Versions never change, so nothing in it goes stale."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._held, self._lock = most_bytes, 0, Lock()
        self._values: OrderedDict[tuple[str, str], tuple[Any, int]] = OrderedDict()

    def get(self, key: tuple[str, str], load: Any) -> Any:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value, size = load()
        with self._lock:
            if size <= self._most // 2 and key not in self._values:
                self._values[key] = (value, size)
                self._held += size
            while self._held > self._most:
                self._held -= self._values.popitem(last=False)[1][1]
        return value
