"""Mapped tables: the result of intake, an upload in the terms of its kind's schema.

Here: the tables, the place of each of their cells in the source, and the report so far.
Not here: making them (intake/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import Report
from opendata.domain.report.report_facts import ReportFacts


@dataclass(frozen=True)
class TablePart:
    """One of the places that a table's rows come from; columns: for each field its position in the source."""

    columns: Mapping[str, int]
    sheet: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class MappedTable:
    """One resource in schema terms, and the place of each of its cells in the source.

    frame: String columns, exactly the fields of the table in schema order; null is an empty cell.
    rows: for each row of the frame, its row number in the source.
    columns: for each field with a column in the source, the 1-based position of that column.
    parts: where the rows come from several sheets, or from columns side by side: each of these places; part_of_row
        says for each row of the frame which of them it comes from. columns, sheet and file are then the first part's.
    made_keys: the fields of the key that are made of other columns, so that a new title is a new key.
    """

    frame: pl.DataFrame
    rows: Sequence[int]
    columns: Mapping[str, int]
    sheet: str | None = None
    file: str | None = None
    parts: Sequence[TablePart] = ()
    part_of_row: Sequence[int] = ()
    made_keys: frozenset[str] = frozenset()

    def part(self, frame_index: int | None) -> TablePart:
        """The place that a row of the frame comes from; the first one where no row is meant."""
        if not self.parts or frame_index is None or not 0 <= frame_index < len(self.part_of_row):
            return TablePart(self.columns, self.sheet, self.file)
        return self.parts[self.part_of_row[frame_index]]

    def by_part(self) -> "list[MappedTable]":
        """The rows of each part as a table with the part's own columns; the table itself where it has no parts."""
        if not self.parts:
            return [self]
        which = pl.Series(self.part_of_row, dtype=pl.UInt32)
        rows = pl.Series(self.rows, dtype=pl.UInt32)
        return [
            MappedTable(
                self.frame.filter(which == place),
                rows.filter(which == place).to_list(),
                part.columns,
                part.sheet,
                part.file,
                made_keys=self.made_keys,
            )
            for place, part in enumerate(self.parts)
        ]


@dataclass(frozen=True)
class Mapped:
    """What intake makes of the files of one upload.

    kind: the canonical kind with the dataset's own fields, the schema by which the tables are checked.
    tables: by resource, without resources that no file or sheet contains.
    report: rewrites, dropped, left_out, notes, and the errors that intake itself reports (a missing
        column, an ambiguous date); the check adds Frictionless' verdict.
    edits: the cells that hold something else than the files say, with what they feed.
    of_report: what is known beside the tables where they were read from a report with pages.
    """

    kind: Kind
    tables: Mapping[str, MappedTable]
    report: Report = field(default_factory=Report)
    edits: Sequence[Edit] = ()
    of_report: ReportFacts | None = None
