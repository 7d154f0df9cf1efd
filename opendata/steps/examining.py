"""Examining: files are read, tables that were not sent are taken over, and all of them are checked.

Here: the order of these steps, the same in every process. Not here: reading (intake/), checking (validation/), the
process in which untrusted files are examined (fence/), and what becomes of the result (uploading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.report.edits import PROPOSALS, proposal_json
from opendata.domain.report.findings import Note
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.page_clips import PageClip, PlaceOnPage
from opendata.domain.report.report_sizes import bounded, stored_bytes
from opendata.domain.report.sent_tables import SentTables
from opendata.domain.report.summary import report_json
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.steps import publishing
from opendata.steps.ports.checking import (
    Asked,
    CheckedUpload,
    DrawPages,
    LookAt,
    MarkErrors,
    Propose,
    ReadUpload,
    TableCheck,
)

# The progress of an upload when its files are read, and when they are checked: reading takes about half the time.
READ, CHECKED = 0.5, 0.9
MOST_MARKED = 5_000  # errors in a workbook that comes back


@dataclass(frozen=True)
class Examiner:
    """Examines files in this process."""

    kinds: Mapping[str, Kind]  # by name; a name that does not exist raises KindNotFound
    read: ReadUpload
    check: TableCheck
    look_at: LookAt
    propose: Propose
    mark_errors: MarkErrors
    draw: DrawPages

    def __call__(self, asked: Asked) -> CheckedUpload:
        """Read and check the files; raises KindNotFound, UnreadableFile, MappingNotValid."""
        mapped = self.read(asked.files, self.kinds[asked.kind], asked.mapping, edits=asked.edits)
        _tell(asked, READ)
        if asked.carried is None:
            return CheckedUpload(bounded(report_json(self.check(mapped), mapped.kind)), {})
        completed = _completed(mapped, asked)
        report = self.check(completed)
        _tell(asked, CHECKED)
        report = replace(report, notes=[*report.notes, *_carried_notes(mapped, completed)])
        told = bounded(report_json(report, mapped.kind), stored_bytes(sum(len(file.content) for file in asked.files)))
        if proposed := self.propose(report, completed):
            told[PROPOSALS] = [proposal_json(position, edit) for position, edit in proposed.items()]
        return CheckedUpload(
            told,
            _own_fields(mapped.kind),
            report.rewrites,
            publishing.tables_of(completed) if report.valid else None,
            mapped.edits,
            mapped.of_report,
        )

    def look(self, asked: Asked) -> SentTables:
        """The tables as they were sent; raises KindNotFound, UnreadableFile, MappingNotValid."""
        return self.look_at(asked.files, self.kinds[asked.kind], asked.mapping, edits=asked.edits)

    def mark(self, asked: Asked, language: str, file: str | None = None) -> MarkedFile:
        """One of the files as a workbook with its errors marked; raises what __call__() does, and RequestNotValid."""
        mapped = self.read(asked.files, self.kinds[asked.kind], asked.mapping, edits=asked.edits)
        completed = _completed(mapped, asked)
        report = self.check(completed, limit=MOST_MARKED)
        return self.mark_errors(asked.files, completed, report, self.propose(report, completed), language, file)

    def clip(self, asked: Asked, places: Sequence[PlaceOnPage]) -> PageClip:
        """A picture of places on the pages of the only file; raises UnreadableFile."""
        (file,) = asked.files
        return self.draw(file, places)


def _completed(mapped: Mapped, asked: Asked) -> Mapped:
    """The tables with those of the current version that were not sent."""
    if asked.carried is None or mapped.tables.keys() >= set(asked.may_carry):
        return mapped
    return publishing.carried_over(mapped, asked.carried(mapped.tables.keys()))


def _tell(asked: Asked, share: float) -> None:
    if asked.tell is not None:
        asked.tell(share)


def _own_fields(kind: Kind) -> dict[str, list[Mapping[str, Any]]]:
    own = {table.name: [field.descriptor for field in table if field.own] for table in kind}
    return {name: fields for name, fields in own.items() if fields}


def _carried_notes(mapped: Mapped, completed: Mapped) -> list[Note]:
    return [
        Note(
            "table-carried-over",
            {
                "de": f"Die Tabelle „{mapped.kind.table(name).label('de')}“ ist nicht in der Datei; "
                "sie bleibt, wie sie in der letzten Version ist.",
                "en": f"The table “{mapped.kind.table(name).label('en')}” is not in the file; "
                "it stays as it is in the last version.",
            },
            resource=name,
        )
        for name in completed.tables
        if name not in mapped.tables
    ]
