"""Overdue writing: one transaction puts the event that a report is due into the journal and into a package.

Here: the transaction, and its part for `flask reindex`. Not here: the event (domain/journal/overdue_reports.py),
which reports are due (steps/overdue_reports.py), marks and locks (atomic_writing.py).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, insert, select, update

from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.overdue_reports import overdue
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.overdue_file import OverdueFile, overdue_name
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import id_of
from opendata.storage.sql.schema import journal, journal_head
from opendata.storage.versions.atomic_writing import (
    MarkGone,
    Writing,
    locked_dataset,
    locked_head,
    overdue_entry_id,
    take,
)


@dataclass(frozen=True)
class OverdueWriting:
    """Tells of reports that are due, each of them once."""

    database: Database
    packages: PackageStore
    writing: Writing

    def tell(self, version: Version, dataset: Dataset, due: date, now: datetime) -> bool:
        """Tell that the report after a version is due; False if that was told, or another version is current now."""
        told_id = overdue_entry_id(version.digest, due.isoformat())
        with self.database.asking() as connection:
            if _is_told(connection, told_id, dataset):
                return False
        while True:
            self.writing.clear_left_behind(dataset, now)
            mark = self.writing.mark(f"{version.stored_at}/{overdue_name(due)}", now)
            try:
                with self.database.writing() as connection:
                    row = locked_dataset(connection, dataset.publisher.name, dataset.name)
                    take(connection, mark)
                    if row.current != version.number or _is_told(connection, told_id, dataset):
                        return False
                    self._tell(connection, version, dataset, due, now, row.id, row.publisher_id)
                    return True
            except MarkGone:
                continue

    def _tell(
        self,
        connection: Connection,
        version: Version,
        dataset: Dataset,
        due: date,
        now: datetime,
        dataset_id: int,
        publisher_id: int,
    ) -> None:
        # From here to the commit no other process can publish.
        head = locked_head(connection)
        file = OverdueFile(
            publisher=version.publisher,
            dataset=version.dataset,
            version=version.number,
            version_digest=version.digest,
            due=due.isoformat(),
            at=max(now, head.last_at),
            serial=head.last_serial + 1,
            entry_id=overdue_entry_id(version.digest, due.isoformat()),
            event=overdue(dataset, due, version.as_of),
        )
        self.packages.put(version.stored_at, overdue_name(due), file.sealed())
        record_overdue(connection, file, dataset_id, publisher_id)
        connection.execute(update(journal_head).values(last_serial=file.serial, last_at=file.at))


def record_overdue(connection: Connection, file: OverdueFile, dataset_id: int, publisher_id: int) -> None:
    """Write the entry about a report that is due into the journal."""
    row = Events.of([file.event]).frame.row(0, named=True)
    place = {"at": file.at, "publisher_id": publisher_id, "dataset_id": dataset_id, "version": None}
    connection.execute(insert(journal).values(**row, **place, serial=file.serial, entry_id=file.entry_id))


def _is_told(connection: Connection, told_id: str, dataset: Dataset) -> bool:
    of_dataset = journal.c.dataset_id == id_of(dataset.publisher.name, dataset.name)
    return bool(connection.execute(select(exists().where(of_dataset, journal.c.entry_id == told_id))).scalar())
