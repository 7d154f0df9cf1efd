"""Writing: what publishing and withdrawing share, so that after a crash all of the change is there or nothing.

Here: the mark that is set before anything is written, removing what a crash left, the locks on a dataset and on the
journal, and the rows of a version in the index. Not here: what is published (sql_versions.py) or withdrawn
(withdrawing.py).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Select, delete, func, insert, or_, select, update

from opendata.domain.journal.event_columns import CHUNK, Events
from opendata.domain.model import Dataset, Event, Version
from opendata.domain.packages.overdue_file import due_day_in, is_overdue_name
from opendata.domain.packages.withdrawal import WITHDRAWAL
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import dataset_row, select_datasets, version_values
from opendata.storage.sql.schema import datasets, journal, journal_head, publishers, unfinished, versions

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENTRY_IDS = uuid.UUID("5b0c7b1e-6c57-5f0a-9a43-0d6f7f2f8c11")  # never changes: entry ids are made from it
GRACE = timedelta(seconds=60)  # a writer that began less than this ago may still be writing


# How long a bucket may still carry out a request that was given up: signed requests are valid for 15 minutes.
LATE = timedelta(minutes=20)
BESIDE = "~"  # after the number of a version, in the name of a place beside the one where an earlier writer failed


class PlaceTaken(Exception):
    """Another writer began to write at this place, and its requests may still be carried out at any time."""


class MarkGone(Exception):
    """The mark of this writer was removed by another process."""


@dataclass(frozen=True)
class Writing:
    """Marks and locks of those who write packages."""

    database: Database
    packages: PackageStore
    grace: timedelta = GRACE

    def mark(self, path: str, now: datetime) -> str:
        """Note, before anything is written, the path at which a crash may leave a package or a withdrawal."""
        mark = uuid.uuid4().hex
        with self.database.writing() as connection:
            connection.execute(insert(unfinished).values(id=mark, path=path, begun_at=now))
        return mark

    def forget(self, mark: str) -> None:
        """Remove a mark at whose path nothing was left behind."""
        with self.database.writing() as connection:
            connection.execute(delete(unfinished).where(unfinished.c.id == mark))

    def has_left_behind(self, dataset: Dataset, now: datetime) -> Exists:
        """The condition that dead writers left something of this dataset; clear_left_behind() removes it."""
        return self._old_marks(now, f"{dataset.path}/").exists()

    def clear_left_behind(self, dataset: Dataset, now: datetime) -> None:
        """Remove what dead writers left of this dataset; files of writers that may still be at work stay."""
        # The lock is taken here, because a slow publish that holds it has then finished, and its mark is gone.
        with self.database.writing() as connection:
            locked_dataset(connection, dataset.publisher.name, dataset.name)
            self._clear(connection, dataset.path, now)

    def clear_all(self, now: datetime) -> int:
        """Remove what dead writers left of all datasets; returns the number of marks."""
        cleared = 0
        self.packages.clear_probes(now - self.grace)
        with self.database.asking() as connection:
            paths = connection.execute(self._old_marks(now)).all()
        for publisher, name in sorted({tuple(row.path.split("/")[:2]) for row in paths}):
            with self.database.writing() as connection:
                locked_dataset(connection, publisher, name)
                cleared += self._clear(connection, f"{publisher}/{name}", now)
        return cleared

    def _old_marks(self, now: datetime, prefix: str = "") -> Select[Any]:
        return select(unfinished).where(
            func.substr(unfinished.c.path, 1, len(prefix)) == prefix,
            # After a clock was set back, marks may lie in the future.
            ~unfinished.c.begun_at.between(now - self.grace, now + self.grace),
            or_(unfinished.c.cleared_at.is_(None), ~unfinished.c.cleared_at.between(now - LATE, now + LATE)),
        )

    def _clear(self, connection: Connection, dataset: str, now: datetime) -> int:
        """Remove what lies at the old marks of a dataset; returns the number of these marks."""
        written_to = self.packages.clear_unfinished(dataset, now, self.grace)
        # A mark is never removed before the files at its path, because nobody would find files without a mark.
        rows = [
            row for row in connection.execute(self._old_marks(now, f"{dataset}/")).all() if row.id not in written_to
        ]
        for row in rows:
            removed = self._remove_unless_public(connection, row.path)
            mark = unfinished.c.id == row.id
            if self.packages.stages_apart or (row.cleared_at is not None and not removed):
                connection.execute(delete(unfinished).where(mark))
            else:
                # In a bucket the mark stays until no request of its writer, or of ours, can still be carried out.
                connection.execute(update(unfinished).where(mark).values(cleared_at=now))
        return len(rows)

    def _remove_unless_public(self, connection: Connection, path: str) -> bool:
        """Remove what lies at a path, unless it is public; returns whether there was anything to remove."""
        publisher, name, place, *file = path.split("/")
        row = dataset_row(connection, publisher, name)
        known = connection.execute(
            select(versions.c.withdrawn_at, versions.c.digest).where(
                versions.c.dataset_id == row.id, func.coalesce(versions.c.place, versions.c.number) == place
            )
        ).one_or_none()
        stored_at = f"{publisher}/{name}/{place}"
        has_files = False
        if file == [WITHDRAWAL]:
            if known is None or known.withdrawn_at is None:
                has_files = WITHDRAWAL in self.packages.names(stored_at)
                self.packages.remove_files(stored_at, [WITHDRAWAL])
        elif file and is_overdue_name(file[0]):
            told_id = overdue_entry_id(known.digest, due_day_in(file[0])) if known else ""
            told = select(journal.c.serial).where(journal.c.dataset_id == row.id, journal.c.entry_id == told_id)
            if connection.execute(told).first() is None:
                has_files = file[0] in self.packages.names(stored_at)
                self.packages.remove_files(stored_at, file)
        elif known is None:
            has_files = bool(self.packages.names(stored_at))
            self.packages.remove(stored_at)
        return has_files


def take(connection: Connection, mark: str) -> None:
    """Remove the writer's own mark in its transaction; raises MarkGone if another process removed it before.

    Without a mark, the files of this writer would not be found after a crash. Whoever removes marks holds the lock
    on the dataset.
    """
    if connection.execute(delete(unfinished).where(unfinished.c.id == mark)).rowcount != 1:
        raise MarkGone


def kept_at(version: Version, path: str) -> Version:
    """The version with the place at which its package was found."""
    place = path.rpartition("/")[2]
    return replace(version, place=place) if BESIDE in place else version


def alone(connection: Connection, path: str) -> None:
    """Raise PlaceTaken if another writer has begun to write at this path, however long ago.

    Objects are not renamed into their place: a request that the other writer gave up may still be carried out, and
    would replace or remove our objects.
    """
    if connection.execute(select(unfinished.c.id).where(unfinished.c.path == path)).first():
        raise PlaceTaken


def locked_dataset(connection: Connection, publisher: str, name: str) -> Any:
    """The row of a dataset, locked: no other transaction writes to the dataset until this one ends."""
    query = select_datasets().where(publishers.c.name == publisher, datasets.c.name == name)
    row = connection.execute(query.with_for_update(of=datasets)).one_or_none()
    return dataset_row(connection, publisher, name) if row is None else row


def locked_head(connection: Connection) -> Any:
    """The last serial and time, locked: no other transaction gives serials until this one ends."""
    return connection.execute(select(journal_head).with_for_update()).one()


def entry_id(digest: str, place: int | str) -> str:
    """The id of an entry; it depends only on the digest of the version and the entry's place in the version."""
    return uuid.uuid5(ENTRY_IDS, f"{digest}#{place}").urn


def overdue_entry_id(digest: str, due: str) -> str:
    """The id of the entry that the report as of a day is due; digest: that of the version after which it is."""
    return entry_id(digest, f"overdue-{due}")


def of_version(version: Version, dataset_id: int) -> ColumnElement[bool]:
    """The condition for the entries of the journal that belong to a version."""
    return (journal.c.dataset_id == dataset_id) & journal.c.serial.between(version.first_serial, version.last_serial)


def record(
    connection: Connection,
    version: Version,
    events: Iterable[Event],
    dataset_id: int,
    publisher_id: int,
) -> None:
    """Write a version and its events into the index; the transaction that calls this makes them public."""
    connection.execute(insert(versions).values(**version_values(version, dataset_id)))
    frame = Events.of(events).frame
    shared = {"at": version.published_at, "publisher_id": publisher_id, "dataset_id": dataset_id}
    shared["version"] = version.number
    for start in range(0, frame.height, CHUNK):
        # Events have the columns of the journal; the journal's other values follow from the place of each event.
        connection.execute(
            insert(journal),
            [
                {**row, **shared, "serial": version.first_serial + place, "entry_id": entry_id(version.digest, place)}
                for place, row in enumerate(frame.slice(start, CHUNK).iter_rows(named=True), start)
            ],
        )
    connection.execute(update(datasets).where(datasets.c.id == dataset_id).values(current=version.number))
    connection.execute(update(journal_head).values(last_serial=version.last_serial, last_at=version.published_at))
