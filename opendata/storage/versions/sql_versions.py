"""Versions: kept in SQL and in packages, made public in one transaction.

Here: append(), which makes a release public, and reading versions. Not here: what a release is (domain/packages/),
marks and locks (atomic_writing.py), withdrawing a version (withdrawing.py), reading the journal (sql_journal.py), the
cache of versions (version_cache.py).
"""

import hashlib
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from sqlalchemy import Connection, func, insert, select, text, update

from opendata.domain.errors import (
    NoVersionHeld,
    PackageDamaged,
    ResourceNotFound,
    UploadNotReady,
    VersionConflict,
    VersionNotFound,
)
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Resource, Version
from opendata.domain.packages.canonical_tables import read_canonical_csv
from opendata.domain.packages.descriptor import (
    CHANGES,
    DESCRIPTOR,
    EDITS,
    Release,
    checked_file,
    kind_from_descriptor,
    must_fit,
    read_descriptor,
)
from opendata.domain.packages.long_tables import LongCsv
from opendata.domain.packages.version_history import gone
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.domain.report.questions import RENUMBERED
from opendata.steps.ports.versions import TitledVersion
from opendata.storage.packages.package_store import PackageStore, Staged
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import ASKED_AT_ONCE, dataset_row, id_of, upload_values, version_of
from opendata.storage.sql.schema import IS_REMOVAL, IS_VALID, datasets, journal, publishers, uploads, versions
from opendata.storage.stored.sql_stored_bytes import PACKAGES, UPLOADS, count_stored
from opendata.storage.uploads.sql_uploads import SqlUploads
from opendata.storage.versions.atomic_writing import (
    BESIDE,
    GRACE,
    MarkGone,
    PlaceTaken,
    Writing,
    alone,
    locked_dataset,
    locked_head,
    record,
    take,
)
from opendata.storage.versions.column_copies import ColumnCopies
from opendata.storage.versions.overdue_writing import OverdueWriting
from opendata.storage.versions.version_cache import VersionCache
from opendata.storage.versions.withdrawing import Withdrawing, has_stored_copies, history_of

MOST_ALIKE = 100  # versions with the same table
# As the index of migration 0028 has it, or the database would read all versions.
FIRST_TABLE_OF_SQLITE = "json_extract(versions.resources, '$[0].hash') = :digest"
FIRST_TABLE_OF_POSTGRESQL = "versions.resources -> 0 ->> 'hash' = :digest"
MANY_KEYS = 20_000  # for which the database is not asked one by one
CACHED_BYTES = 256 * 2**20  # of schemas and tables in the cache of one process
RESTING_BYTES = 16 * 2**20  # of them that stay in the cache though nobody asks for them


class SqlVersions:
    """Implements steps.ports.versions.Versions on a database and a package store."""

    def __init__(
        self,
        database: Database,
        packages: PackageStore,
        grace: timedelta = GRACE,
        uploads: SqlUploads | None = None,
        column_folder: Path | None = None,
    ) -> None:
        self._database, self._packages = database, packages
        self._writing = Writing(database, packages, grace)
        self._withdrawing = Withdrawing(database, packages, self._writing, self.kind, uploads)
        self._overdue = OverdueWriting(database, packages, self._writing)
        self._cache = VersionCache(CACHED_BYTES)
        self._columns = ColumnCopies(column_folder)

    def get(self, dataset: Dataset, number: str) -> Version:
        query = select(versions).where(versions.c.dataset_id == _id(dataset), versions.c.number == number)
        with self._database.asking() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            self._must_know(dataset)
            raise VersionNotFound(dataset.path, number)
        return version_of(row, dataset.publisher.name, dataset.name)

    def get_with_previous(self, dataset: Dataset, number: str) -> Sequence[Version]:
        wanted = versions.alias()
        previous = select(wanted.c.previous).where(wanted.c.dataset_id == _id(dataset), wanted.c.number == number)
        query = select(versions).where(
            versions.c.dataset_id == _id(dataset), versions.c.number.in_([number, previous.scalar_subquery()])
        )
        with self._database.asking() as connection:
            rows = connection.execute(query.order_by(versions.c.first_serial)).all()
        if not rows:
            self._must_know(dataset)
            raise VersionNotFound(dataset.path, number)
        return [version_of(row, dataset.publisher.name, dataset.name) for row in rows]

    def current(self, some: Sequence[Dataset]) -> Mapping[str, Version]:
        query = (
            select(versions, publishers.c.name.label("publisher_name"), datasets.c.name.label("dataset_name"))
            .join_from(datasets, publishers)
            .join(versions, (versions.c.dataset_id == datasets.c.id) & (versions.c.number == datasets.c.current))
            .where(publishers.c.name.in_({dataset.publisher.name for dataset in some}))
        )
        with self._database.asking() as connection:
            rows = connection.execute(query).all()
        wanted = {dataset.path for dataset in some}
        by_path = {
            f"{row.publisher_name}/{row.dataset_name}": version_of(row, row.publisher_name, row.dataset_name)
            for row in rows
        }
        return {path: version for path, version in by_path.items() if path in wanted}

    def held_on(self, dataset: Dataset, day: date) -> Version:
        upto = select(versions).where(versions.c.dataset_id == _id(dataset), versions.c.as_of <= day)
        query = upto.order_by(versions.c.as_of.desc(), versions.c.first_serial.desc()).limit(1)
        with self._database.asking() as connection:
            row = connection.execute(query.where(IS_VALID)).one_or_none()
            if row is None:  # all of these are withdrawn, if there are any
                row = connection.execute(query).one_or_none()
        if row is None:
            self._must_know(dataset)
            raise NoVersionHeld(dataset.path, day.isoformat())
        version = version_of(row, dataset.publisher.name, dataset.name)
        if version.withdrawal:
            raise gone(version)
        return version

    def history(self, dataset: Dataset) -> Sequence[Version]:
        with self._database.reading() as connection:
            return history_of(connection, _dataset_id(connection, dataset), dataset)

    def part_of_history(self, dataset: Dataset, start: int, limit: int | None) -> tuple[Sequence[Version], int]:
        with self._database.reading() as connection:
            dataset_id = _dataset_id(connection, dataset)
            mine = versions.c.dataset_id == dataset_id
            total = connection.execute(select(func.count()).select_from(versions).where(mine)).scalar() or 0
            query = select(versions).where(mine).order_by(versions.c.first_serial)
            rows = connection.execute(query.offset(start).limit(total if limit is None else limit)).all()
        return [version_of(row, dataset.publisher.name, dataset.name) for row in rows], total

    def reports(self, dataset: Dataset, start: int, limit: int | None) -> Sequence[Version]:
        with self._database.reading() as connection:
            valid = select(versions).where(versions.c.dataset_id == _dataset_id(connection, dataset), IS_VALID)
            if start < 0:  # read from the end, which is near
                backwards = valid.order_by(versions.c.as_of.desc(), versions.c.first_serial.desc()).limit(-start)
                rows = connection.execute(backwards).all()[::-1][:limit]
            else:
                onwards = valid.order_by(versions.c.as_of, versions.c.first_serial).offset(start).limit(limit)
                rows = connection.execute(onwards).all()
        return [version_of(row, dataset.publisher.name, dataset.name) for row in rows]

    def count_reports(self, dataset: Dataset) -> int:
        with self._database.reading() as connection:
            mine = versions.c.dataset_id == _dataset_id(connection, dataset)
            return connection.execute(select(func.count()).select_from(versions).where(mine, IS_VALID)).scalar_one()

    def base_of(self, version: Version) -> Version | None:
        held = versions.c.withdrawn_at.is_(None) | (versions.c.withdrawn_serial > version.first_serial)
        return self._one(
            version, [versions.c.last_serial < version.first_serial, held], versions.c.first_serial.desc()
        )

    def following(self, version: Version) -> Version | None:
        return self._one(version, [versions.c.first_serial > version.last_serial], versions.c.first_serial)

    def some(self, dataset: Dataset, numbers: Sequence[str]) -> Mapping[str, Version]:
        query = select(versions).where(versions.c.dataset_id == _id(dataset))
        with self._database.asking() as connection:
            rows = _by_keys(connection, query, versions.c.number, numbers)
        return {row.number: version_of(row, dataset.publisher.name, dataset.name) for row in rows}

    def dates(self, dataset: Dataset, numbers: Sequence[str]) -> Mapping[str, date]:
        known: dict[str, date] = {}
        with self._database.asking() as connection:
            for start in range(0, len(numbers), ASKED_AT_ONCE):
                some = versions.c.number.in_(numbers[start : start + ASKED_AT_ONCE])
                query = select(versions.c.number, versions.c.as_of).where(versions.c.dataset_id == _id(dataset), some)
                known.update((row.number, row.as_of) for row in connection.execute(query))
        return known

    def last(self, dataset: Dataset) -> Version | None:
        with self._database.asking() as connection:
            row = connection.execute(_last(_id(dataset))).one_or_none()
        if row is None:
            self._must_know(dataset)
        return version_of(row, dataset.publisher.name, dataset.name) if row else None

    def kind(self, version: Version) -> Kind:
        def read() -> Kind:
            return kind_from_descriptor(self._descriptor(version))

        kind: Kind = self._cache.get(version.digest, "kind", read)
        return kind

    def table(self, version: Version, name: str) -> pl.DataFrame:
        def read() -> pl.DataFrame:
            content = self.file(version, f"{name}.csv")
            return read_canonical_csv(content, self.kind(version).table(name).field_names)

        if name not in (known := [resource.name for resource in version.resources]):
            raise ResourceNotFound(name, known)
        self._must_hold(version)
        frame: pl.DataFrame = self._cache.get(version.digest, name, read)
        return frame

    def columns(self, version: Version, name: str) -> OrderedTable:
        resource = self._resource(version, name)
        table = self.kind(version).table(name)
        read, copy = partial(self.file, version, resource.path), partial(self.copy, version, resource.path)
        return self._columns.get(version.digest, table, resource.bytes, read, copy)

    def csv(self, version: Version, name: str) -> LongCsv:
        copy = partial(self.copy, version, self._resource(version, name).path)
        return self._columns.csv(version.digest, name, copy)

    def _resource(self, version: Version, name: str) -> Resource:
        """A table of a version; raises ResourceNotFound, VersionWithdrawn."""
        resource = next((resource for resource in version.resources if resource.name == name), None)
        if resource is None:
            raise ResourceNotFound(name, [resource.name for resource in version.resources])
        self._must_hold(version)
        return resource

    def file(self, version: Version, path: str) -> bytes:
        if path == DESCRIPTOR:
            content = self._packages.read(version.stored_at, path)
            self._prove(version, content)
            return content
        expected = self._expected(version, path)
        return checked_file(self._packages.read(version.stored_at, path), expected, version.path)

    def copy(self, version: Version, path: str, file: BinaryIO) -> None:
        expected, digest, size = self._expected(version, path), hashlib.sha256(), 0
        for piece in self._packages.pieces(version.stored_at, path):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        must_fit({"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}, expected, version.path)

    def _expected(self, version: Version, path: str) -> Mapping[str, Any]:
        """The size and the digest of a file of a package; raises VersionWithdrawn, PackageDamaged."""
        self._must_hold(version)
        for resource in version.resources:
            if resource.path == path:
                return vars(resource)
        if path == CHANGES:
            replaced: Mapping[str, Any] | None = self._replaced_changes(version)
            return replaced or self._descriptor(version)["changes"]
        if path == EDITS and version.edits:
            return self._descriptor(version)["edits"]  # type: ignore[no-any-return]
        raise PackageDamaged(f"{version.path}/{path}", "is no file of this package")

    def times_moved(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Mapping[str, int]:
        of_dataset = (journal.c.dataset_id == _id(dataset), journal.c.resource == resource)
        times: dict[str, int] = {}
        names = {key: key for key in keys}  # the asked key of each key that a row had, now or before
        asked = list(keys)
        with self._database.reading() as connection:
            while asked:
                for row in _by_keys(connection, _times_moved(*of_dataset), journal.c.key, asked):
                    times[names[row.key]] = max(times.get(names[row.key], 0), row.times_moved)
                earlier = _by_keys(connection, _renumbered(*of_dataset), journal.c.successor, asked)
                asked = [row.key for row in earlier if row.key not in names]  # a row that was renumbered goes on
                names.update({row.key: names[row.successor] for row in earlier if row.key not in names})
        return times

    def once_removed(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Collection[str]:
        removed = (
            select(journal.c.key)
            .where(journal.c.dataset_id == _id(dataset), journal.c.resource == resource)
            .where(IS_REMOVAL)
        )
        with self._database.reading() as connection:
            if len(keys) > MANY_KEYS:  # then reading the history of the table once is quicker
                return set(connection.execute(removed.distinct()).scalars()) & set(keys)
            return {row.key for row in _by_keys(connection, removed, journal.c.key, keys)}

    def with_first_table(self, digest: str) -> Sequence[TitledVersion]:
        columns = (publishers.c.name, publishers.c.title, datasets.c.name, datasets.c.title)
        named = [column.label(f"label_{number}") for number, column in enumerate(columns)]
        first_table = text(FIRST_TABLE_OF_SQLITE if self._database.is_sqlite else FIRST_TABLE_OF_POSTGRESQL)
        query = (
            select(versions, *named)
            .join_from(versions, datasets)
            .join(publishers)
            .where(versions.c.withdrawn_at.is_(None), first_table.bindparams(digest=digest))
            .order_by(versions.c.first_serial.desc())
            .limit(MOST_ALIKE)
        )
        with self._database.asking() as connection:
            rows = connection.execute(query).all()
        return [TitledVersion(version_of(row, row.label_0, row.label_2), row.label_1, row.label_3) for row in rows]

    def append(self, release: Release, *, now: datetime) -> Version:
        path = f"{release.dataset.path}/{release.number}"
        place: str | None = None
        while True:
            self._clear(release.dataset, now)
            mark = self._writing.mark(path, now)
            staged: Staged | None = None
            try:
                # If writers cannot disturb one another, the tables are written before any lock is taken.
                if self._packages.stages_apart:
                    staged = self._packages.stage(path, release.files, mark)
                with self._database.writing() as connection:
                    row = self._locked_place(connection, release, mark)
                    if not self._packages.stages_apart:
                        alone(connection, path)
                    staged = staged or self._packages.stage(path, release.files, mark)
                    return self._append(connection, release, staged, row, place, now)
            except MarkGone:
                # Before we had the lock, another process removed our mark as one that a crash had left.
                if staged:
                    staged.discard()
            except PlaceTaken:
                self._writing.forget(mark)
                place = f"{release.number}{BESIDE}{uuid.uuid4().hex[:8]}"
                path = f"{release.dataset.path}/{place}"
            except (VersionConflict, UploadNotReady):
                if staged is None or staged.discard():
                    self._writing.forget(mark)
                raise

    def withdraw(self, dataset: Dataset, number: str, reason: str, *, now: datetime) -> Version:
        self._withdrawing.withdraw(dataset, number, reason, now)
        version = self.get(dataset, number)
        self._drop(version.digest)
        return version

    def tell_overdue(self, version: Version, dataset: Dataset, due: date, *, now: datetime) -> bool:
        return self._overdue.tell(version, dataset, due, now)

    def let_go(self, idle_seconds: float) -> None:
        self._cache.let_go(idle_seconds, RESTING_BYTES)
        self._columns.let_go(idle_seconds)

    def sweep(self, now: datetime) -> int:
        return self._withdrawing.sweep(now)

    def _clear(self, dataset: Dataset, now: datetime) -> None:
        """Remove what crashes left of this dataset, and what is still stored of its withdrawn versions."""
        left, stored = self._writing.has_left_behind(dataset, now), has_stored_copies(dataset)
        with self._database.asking() as connection:  # in nearly all cases neither is there, and one query says so
            has_left, has_stored = connection.execute(select(left, stored)).one()
        if has_left:
            self._writing.clear_left_behind(dataset, now)
        if has_stored:
            self._withdrawing.empty(dataset, now)

    def _locked_place(self, connection: Connection, release: Release, mark: str) -> Any:
        """The dataset's row, locked; raises VersionConflict if the release does not follow its current version."""
        dataset = release.dataset
        row = locked_dataset(connection, dataset.publisher.name, dataset.name)
        if row.current != dataset.current:
            raise VersionConflict(dataset.path, dataset.current, row.current)
        # Even if the current version is the same, another one may have been published and withdrawn meanwhile.
        last = connection.execute(_last(row.id)).one_or_none()
        expected, actual = release.previous.number if release.previous else None, last.number if last else None
        if expected != actual:
            raise VersionConflict(dataset.path, expected, actual)
        take(connection, mark)
        return row

    def _append(
        self, connection: Connection, release: Release, staged: Staged, row: Any, place: str | None, now: datetime
    ) -> Version:
        # From here to the commit no other process can publish, so as little as possible is done.
        head = locked_head(connection)
        # Times never go back, whatever the clock does: feeds and readers rely on their order.
        version, descriptor = release.sealed(head.last_serial + 1, max(now, head.last_at))
        version = replace(version, place=place)
        staged.seal(DESCRIPTOR, descriptor)
        record(connection, version, release.events, row.id, row.publisher_id)
        count_stored(connection, PACKAGES, version.stored_at, sum(map(len, release.files.values())) + len(descriptor))
        if release.upload is not None:
            _must_be_the_same_draft(connection, release.upload, release.upload_run)
        if release.mapping is not None:
            remembered = {"mapping": dict(release.mapping)}
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(remembered))
        became = {"state": "published", "version": version.number, "serial": version.last_serial}
        if release.arriving is not None:
            values = {"dataset_id": row.id, **upload_values(release.arriving), **became}
            connection.execute(insert(uploads).values(values))
            path = f"{release.dataset.path}/{release.arriving.id}"
            count_stored(connection, UPLOADS, path, release.arriving_bytes)
        elif release.upload is not None:
            connection.execute(update(uploads).where(uploads.c.id == release.upload).values(became))
        return version

    def _one(self, of: Version, conditions: Sequence[Any], order: Any) -> Version | None:
        """The first version of the same dataset in this order that meets the conditions."""
        dataset_id = id_of(of.publisher, of.dataset)
        query = select(versions).where(versions.c.dataset_id == dataset_id, *conditions).order_by(order).limit(1)
        with self._database.asking() as connection:
            row = connection.execute(query).one_or_none()
        return version_of(row, of.publisher, of.dataset) if row else None

    def _must_know(self, dataset: Dataset) -> None:
        """Raise DatasetNotFound if there is no such dataset."""
        with self._database.asking() as connection:
            dataset_row(connection, dataset.publisher.name, dataset.name)

    def _must_hold(self, version: Version) -> None:
        """Raise VersionWithdrawn if the version is withdrawn, and remove it from the cache."""
        if version.withdrawal:
            self._drop(version.digest)
            raise gone(version)

    def _drop(self, digest: str) -> None:
        self._cache.drop(digest)
        self._columns.drop(digest)

    def _replaced_changes(self, version: Version) -> Mapping[str, Any] | None:
        """Size and hash of changes.json after the version before was withdrawn; None: as in the descriptor."""
        query = select(versions.c.replaced_changes).where(
            versions.c.dataset_id == id_of(version.publisher, version.dataset), versions.c.number == version.number
        )
        with self._database.asking() as connection:
            replaced: Mapping[str, Any] | None = connection.execute(query).scalar()
        return replaced

    def _descriptor(self, version: Version) -> dict[str, Any]:
        return self._prove(version, self._packages.read(version.stored_at, DESCRIPTOR))

    def _prove(self, version: Version, content: bytes) -> dict[str, Any]:
        """The descriptor in these bytes; raises PackageDamaged if it is not the one that was published."""
        descriptor = read_descriptor(content, version.path)
        if descriptor["digest"] != version.digest:
            raise PackageDamaged(version.path, "is not the package that was published: its digest is another")
        return descriptor


def _must_be_the_same_draft(connection: Connection, upload_id: str, run: str | None) -> None:
    """Raise UploadNotReady if an upload was read again since the draft was made that is to be published."""
    query = select(uploads.c.run, uploads.c.state).where(uploads.c.id == upload_id)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is not None and (row.run != run or row.state == "processing"):
        raise UploadNotReady(upload_id)


def _by_keys(connection: Connection, query: Any, column: Any, keys: Sequence[str]) -> list[Any]:
    """The rows of a query in which the column has one of the keys."""
    return [
        row
        for start in range(0, len(keys), ASKED_AT_ONCE)
        for row in connection.execute(query.where(column.in_(keys[start : start + ASKED_AT_ONCE])))
    ]


def _times_moved(*of_dataset: Any) -> Any:
    """The query for how often deadlines were put off, by key."""
    moved = func.max(journal.c.times_moved).label("times_moved")
    return select(journal.c.key, moved).where(*of_dataset, journal.c.times_moved.is_not(None)).group_by(journal.c.key)


def _renumbered(*of_dataset: Any) -> Any:
    """The query for rows that carry on under other keys, without those that were merged into other rows."""
    told = journal.c.answers.contains(f'"disposition":"{RENUMBERED}"', autoescape=True)
    return select(journal.c.key, journal.c.successor).where(*of_dataset, journal.c.successor.is_not(None), told)


def _id(dataset: Dataset) -> Any:
    return id_of(dataset.publisher.name, dataset.name)


def _last(dataset_id: Any) -> Any:
    """The query for the last version of a dataset, withdrawn or not."""
    return (
        select(versions).where(versions.c.dataset_id == dataset_id).order_by(versions.c.first_serial.desc()).limit(1)
    )


def _dataset_id(connection: Connection, dataset: Dataset) -> int:
    return int(dataset_row(connection, dataset.publisher.name, dataset.name).id)
