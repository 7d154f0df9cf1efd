"""Withdrawing: one transaction withdraws a version, and its stored copies are removed after that.

Here: the transaction, its parts for `flask reindex`, and removing the copies. Not here: what remains of a version and
what its successors may still say (domain/journal/redaction.py), marks and locks (atomic_writing.py).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, Exists, Select, bindparam, insert, select, update

from opendata.domain.errors import AlreadyWithdrawn, StorageUnavailable, VersionNotFound
from opendata.domain.journal.event_columns import COLUMNS, Events
from opendata.domain.journal.redaction import emptied, entries_sentence, redacted
from opendata.domain.journal.row_events import withdrawn
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Event, Version
from opendata.domain.packages.descriptor import CHANGES, DESCRIPTOR, changes_file, file_sizes
from opendata.domain.packages.overdue_file import is_overdue_name
from opendata.domain.packages.version_history import successors
from opendata.domain.packages.withdrawal import WITHDRAWAL, WithdrawalFile
from opendata.domain.tables.timestamps import moment_json
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import dataset_of, dataset_row, id_of, select_datasets, version_of
from opendata.storage.sql.schema import datasets, journal, journal_head, versions
from opendata.storage.stored.sql_stored_bytes import PACKAGES, bytes_at, count_stored
from opendata.storage.uploads.sql_uploads import SqlUploads
from opendata.storage.versions.atomic_writing import (
    MarkGone,
    Writing,
    entry_id,
    locked_dataset,
    locked_head,
    of_version,
    take,
)

log = logging.getLogger("opendata.withdrawing")


@dataclass(frozen=True)
class Withdrawing:
    """Withdraws versions. kind: gives the schema of a version; uploads: None where the service takes no uploads."""

    database: Database
    packages: PackageStore
    writing: Writing
    kind: Callable[[Version], Kind]
    uploads: SqlUploads | None

    def withdraw(self, dataset: Dataset, number: str, reason: str, now: datetime) -> None:
        """Withdraw a version; raises VersionNotFound, AlreadyWithdrawn."""
        path = self._stored_at(dataset, number)
        while True:
            self.writing.clear_left_behind(dataset, now)
            mark = self.writing.mark(f"{path}/{WITHDRAWAL}", now)
            try:
                with self.database.writing() as connection:
                    row = locked_dataset(connection, dataset.publisher.name, dataset.name)
                    take(connection, mark)
                    self._withdraw(connection, dataset, row, number, reason, now)
            except MarkGone:
                continue
            except (VersionNotFound, AlreadyWithdrawn):
                self.writing.forget(mark)
                raise
            break
        try:
            self.empty(dataset, now)
        except StorageUnavailable as error:
            # These copies are no longer public; sweep(), or the next write to the dataset, removes them.
            log.error("%s is withdrawn, its stored copies could not be removed yet: %s", path, error.reason)

    def _withdraw(
        self, connection: Connection, dataset: Dataset, row: Any, number: str, reason: str, now: datetime
    ) -> None:
        history = history_of(connection, row.id, dataset)
        version = next((known for known in history if known.number == number), None)
        if version is None:
            raise VersionNotFound(dataset.path, number)
        if version.withdrawal is not None:
            if version.withdrawal.reason == reason:
                return
            raise AlreadyWithdrawn(
                dataset.path, number, version.withdrawal.reason, moment_json(version.withdrawal.at)
            )
        following = successors(version, history)
        sentence = entries_sentence(dataset.title, number)
        # How often a deadline was put off is kept if later versions are based on this one.
        own = emptied(_events(connection, version, row.id), sentence, keep_times_moved=bool(following))
        redactions = {
            successor.number: redacted(_events(connection, successor, row.id), self.kind(successor))
            for successor in following
        }
        replaced = {
            successor.number: {
                "path": CHANGES,
                **file_sizes(_changes(successor, redactions[successor.number][0], version)),
            }
            for successor in following
        }
        # From here to the commit no other process can publish.
        head = locked_head(connection)
        at = max(now, head.last_at)
        event = withdrawn(dataset.title, dataset.publisher.title, number, version.as_of, reason)
        file = WithdrawalFile(
            publisher=version.publisher,
            dataset=version.dataset,
            version=number,
            version_digest=version.digest,
            withdrawn_at=at,
            reason=reason,
            serial=head.last_serial + 1,
            entry_id=entry_id(version.digest, "withdrawn"),
            sentence=event.sentence,
            entries_sentence=sentence,
            replaced=replaced,
            events=own,
        )
        digest, content = file.sealed()
        self.packages.put(version.stored_at, WITHDRAWAL, content)
        _rewrite(connection, version.first_serial, own, None, at)
        for successor in following:
            _rewrite(connection, successor.first_serial, *redactions[successor.number], at)
        record_withdrawal(connection, file, digest, row.id, row.publisher_id)
        record_replaced(connection, file, row.id)
        connection.execute(update(journal_head).values(last_serial=file.serial, last_at=at))
        set_current(connection, row.id)

    def _stored_at(self, dataset: Dataset, number: str) -> str:
        with self.database.reading() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            place = connection.execute(
                select(versions.c.place).where(versions.c.dataset_id == row.id, versions.c.number == number)
            ).scalar()
        return f"{dataset.path}/{place or number}"

    def empty(self, dataset: Dataset, now: datetime) -> int:
        """Remove what is still stored of withdrawn versions; returns of how many. Raises StorageUnavailable."""
        with self.database.asking() as connection:
            numbers = connection.execute(_not_emptied(dataset)).scalars().all()
        for number in numbers:
            if self.uploads:
                self.uploads.forget_version(dataset, number, now)
            # The lock on the dataset keeps other processes from writing again what this one has just removed.
            with self.database.writing() as connection:
                row = locked_dataset(connection, dataset.publisher.name, dataset.name)
                history = history_of(connection, row.id, dataset)
                self._empty(connection, next(v for v in history if v.number == number), history, row.id)
                connection.execute(
                    update(versions)
                    .where(versions.c.dataset_id == row.id, versions.c.number == number)
                    .values(emptied_at=now)
                )
        if numbers:
            self.database.scrub()
        return len(numbers)

    def _empty(self, connection: Connection, version: Version, history: Sequence[Version], dataset_id: int) -> None:
        for successor in successors(version, history):
            events = _events(connection, successor, dataset_id)
            self.packages.put(successor.stored_at, CHANGES, _changes(successor, events, version))
            count_stored(connection, PACKAGES, successor.stored_at, bytes_at(self.packages, successor.stored_at))
        stays = {DESCRIPTOR, WITHDRAWAL}
        names = [name for name in self.packages.names(version.stored_at) if not is_overdue_name(name)]
        self.packages.remove_files(version.stored_at, [name for name in names if name not in stays])
        count_stored(connection, PACKAGES, version.stored_at, bytes_at(self.packages, version.stored_at))

    def sweep(self, now: datetime) -> int:
        """Remove what crashes left behind in all datasets; returns of how many versions."""
        cleared = self.writing.clear_all(now)
        waiting = (
            select_datasets()
            .join(versions, versions.c.dataset_id == datasets.c.id)
            .where(versions.c.withdrawn_at.is_not(None), versions.c.emptied_at.is_(None))
        )
        with self.database.reading() as connection:
            by_path = {dataset.path: dataset for dataset in map(dataset_of, connection.execute(waiting).all())}
        return cleared + sum(self.empty(dataset, now) for dataset in by_path.values())


def has_stored_copies(dataset: Dataset) -> Exists:
    """The condition that something is still stored of withdrawn versions; Withdrawing.empty() removes it."""
    return _not_emptied(dataset).exists()


def _not_emptied(dataset: Dataset) -> Select[Any]:
    """The query for the numbers of withdrawn versions of which something is still stored."""
    of_dataset = versions.c.dataset_id == id_of(dataset.publisher.name, dataset.name)
    return select(versions.c.number).where(
        of_dataset, versions.c.withdrawn_at.is_not(None), versions.c.emptied_at.is_(None)
    )


def history_of(connection: Connection, dataset_id: int, dataset: Dataset) -> list[Version]:
    """All versions of a dataset, oldest first."""
    rows = connection.execute(
        select(versions).where(versions.c.dataset_id == dataset_id).order_by(versions.c.first_serial)
    ).all()
    return [version_of(row, dataset.publisher.name, dataset.name) for row in rows]


def record_withdrawal(
    connection: Connection, file: WithdrawalFile, digest: str, dataset_id: int, publisher_id: int
) -> None:
    """Write into the index that a version is withdrawn, together with its entry in the journal."""
    connection.execute(
        update(versions)
        .where(versions.c.dataset_id == dataset_id, versions.c.number == file.version)
        .values(
            withdrawn_at=file.withdrawn_at,
            withdrawn_reason=file.reason,
            withdrawn_serial=file.serial,
            withdrawal_digest=digest,
        )
    )
    shared = {"at": file.withdrawn_at, "publisher_id": publisher_id, "dataset_id": dataset_id}
    row = Events.of([file.event]).frame.row(0, named=True)
    connection.execute(
        insert(journal).values(**row, **shared, version=file.version, serial=file.serial, entry_id=file.entry_id)
    )


def record_replaced(connection: Connection, file: WithdrawalFile, dataset_id: int) -> None:
    """Write into the index what changes.json must be from now on, for each version that follows the withdrawn one."""
    for number, expected in file.replaced.items():
        connection.execute(
            update(versions)
            .where(versions.c.dataset_id == dataset_id, versions.c.number == number)
            .values(replaced_changes=dict(expected))
        )


def set_current(connection: Connection, dataset_id: int) -> None:
    """Let the last version that is not withdrawn be the current one; None if all are withdrawn."""
    last_not_withdrawn = (
        select(versions.c.number)
        .where(versions.c.dataset_id == dataset_id, versions.c.withdrawn_at.is_(None))
        .order_by(versions.c.first_serial.desc())
        .limit(1)
    )
    current = connection.execute(last_not_withdrawn).scalar()
    connection.execute(update(datasets).where(datasets.c.id == dataset_id).values(current=current))


def mark_redacted(connection: Connection, serials: Sequence[int], at: datetime) -> None:
    """Note at entries of the journal when their values were removed."""
    connection.execute(
        update(journal).where(journal.c.serial == bindparam("of")).values(redacted_at=bindparam("since")),
        [{"of": serial, "since": at} for serial in serials],
    )


def _rewrite(
    connection: Connection, first_serial: int, events: Events, places: Sequence[int] | None, at: datetime
) -> None:
    """Replace events in the journal; places: which events of the version, None for all of them."""
    frame = events.frame.with_row_index("place")
    if places is not None:
        frame = frame.filter(pl.col("place").is_in(list(places)))
    if frame.height:
        replaced = ("fields", "sentence_de", "sentence_en", "times_moved", "answers", "row_group", "row_status")
        connection.execute(
            update(journal)
            .where(journal.c.serial == bindparam("of"))
            .values(redacted_at=bindparam("since"), **{name: bindparam(f"new_{name}") for name in replaced}),
            [
                {"of": first_serial + row["place"], "since": at, **{f"new_{name}": row[name] for name in replaced}}
                for row in frame.iter_rows(named=True)
            ],
        )


def _events(connection: Connection, version: Version, dataset_id: int) -> Events:
    """The events of a version in the journal."""
    rows = connection.execute(
        select(*(journal.c[name] for name in COLUMNS))
        .where(of_version(version, dataset_id))
        .order_by(journal.c.serial)
    ).all()
    return Events(pl.DataFrame([tuple(row) for row in rows], schema=COLUMNS, orient="row"))


def _changes(version: Version, events: Sequence[Event], base: Version) -> bytes:
    return changes_file(base.number, version.number, version.counts, events)
