"""Text tables: the content of a file before anything in it is interpreted.

Here: the values that files/ hand to matching/ and cells/. Not here: collecting them (files/table_builder.py), and
how large they may be (size_limits.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from typing import Self

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import cell_place
from opendata.intake.report_origins import CellOrigin, ReportingDate

LOOKED_AT_FIRST = 20  # cells
STRUCK, WHITE, UNSEEN = "struck", "white", "unseen"  # what the font of a cell says


class CellMark(IntEnum):
    """The type of a cell in its workbook; every cell of a CSV is TEXT."""

    TEXT = 0
    NUMBER = 1  # its text is exact, with a decimal point
    DATE = 2  # its text is ISO 8601
    BOOLEAN = 3
    ERROR = 4
    FORMULA = 5  # a formula whose value was never stored; it has no text
    # A number with a decimal point, and beside it the words of its format: "1250 T€". One without words is scaled.
    WORDED = 6
    # A number that is shown with points between its thousands; a table marks it as NUMBER and lists it in `grouped`.
    GROUPED = 7


@dataclass(frozen=True)
class CellRange:
    """A block of cells, both ends counted from 1 and included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def named(cls, reference: str) -> Self | None:
        """The block that a workbook names as "B2:D9" or "B2"; None where it names none, or whole rows or columns."""
        first, _, last = reference.replace("$", "").partition(":")
        try:
            (top, left), (bottom, right) = cell_place(first), cell_place(last or first)
        except ValueError:
            return None
        return cls(top, left, bottom, right)

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is one of the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Beside(Enum):
    """Where a text of a sheet stands that is in none of its cells."""

    HEADER = "header"  # of its printed pages
    FOOTER = "footer"
    TEXT_BOX = "text-box"
    COMMENT = "comment"  # at a cell
    PROMPT = "prompt"  # what is shown while somebody fills a cell


@dataclass(frozen=True)
class SheetText:
    """One line of a text of a sheet that is in none of its cells; cells: those that it stands at."""

    where: Beside
    text: str
    cells: CellRange | None = None


@dataclass(frozen=True)
class DeclaredResource:
    """What a Data Package says about one of its resources."""

    resource: str
    fields: Mapping[str, Field]  # its schema, by name
    missing_values: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by field


def holds_text(cells: pl.Series) -> bool:
    """Whether any of the cells holds more than blanks; nearly every column has such a cell near its beginning."""
    if any(text and text[0].isalnum() for text in cells.head(LOOKED_AT_FIRST).to_list()):
        return True
    return bool(cells.str.contains(r"\S").any())


@dataclass(frozen=True)
class TextTable:
    """A sheet or file as text: nothing in it is interpreted.

    name: the sheet's name, or the file's without its ending. sheet: None where the file has no sheets.
    cells: a String column "1", "2", … for each source position that is used; null is an empty cell.
    marks: the CellMark of each cell, in the same columns; None where every cell is text.
    shown: in those columns that have such a cell, what the screen shows, where a format shows a number in another way
        than its text ("003", "M-7"); null elsewhere. For columns of text, which are read as they are shown.
    filled: the colour of each cell (row, column) that has one of its own and no content.
    fonts: of each cell (row, column) that is struck out, white on nothing, or in the colour of its background, which
        of the three, STRUCK, WHITE or UNSEEN.
    beside: what stands at the cells and on the pages, and in no cell: headers of pages, comments, boxes of text.
    grouped: by column, the rows in which the screen shows a number with points between its thousands and no words.
    rows: the row in the source of each row of cells, ascending.
    findings: errors in how the file is written. widths: how many cells the record of each row has; None for a sheet.
    ours: whether the table stands in a workbook that this service wrote, or was made by it of another system's file;
        it needs no mapping.
    decimal: "," or ".": how numbers in text cells are read where the table itself gives no hint.
    origins: where each cell (row in the source, column position) stands on the pages of a report.
    reporting_dates: the columns that tell the state at different dates, oldest first; empty where there is one state.
    questions: about how a report was read; their resource is that for which the table is chosen.
    """

    name: str
    file: str
    sheet: str | None
    cells: pl.DataFrame = field(repr=False)
    rows: pl.Series = field(repr=False)
    marks: pl.DataFrame | None = field(default=None, repr=False)
    shown: pl.DataFrame | None = field(default=None, repr=False)
    filled: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    beside: Sequence[SheetText] = ()
    grouped: Mapping[int, pl.Series] = field(default_factory=dict, repr=False)
    decimal: str = ","
    merged: Sequence[CellRange] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: Sequence[int] = ()
    hidden: bool = False
    declared: DeclaredResource | None = None
    notes: Sequence[Note] = ()
    findings: Sequence[Finding] = ()
    widths: pl.Series | None = field(default=None, repr=False)
    ours: bool = False
    origins: Mapping[tuple[int, int], CellOrigin] = field(default_factory=dict, repr=False)
    reporting_dates: Sequence[ReportingDate] = ()
    questions: Sequence[Question] = ()

    @property
    def columns(self) -> list[int]:
        """The source positions that are used, ascending."""
        return [int(name) for name in self.cells.columns]

    def keeping(self, mask: pl.Series) -> Self:
        """The table with only those rows."""
        if mask.all(ignore_nulls=False):
            return self
        kept, first = int(mask.sum()), mask.arg_max() or 0
        if not kept or mask.slice(first, kept).all(ignore_nulls=False):
            return self.sliced(first, kept)
        return replace(
            self,
            cells=self.cells.filter(mask),
            rows=self.rows.filter(mask),
            marks=None if self.marks is None else self.marks.filter(mask),
            shown=None if self.shown is None else self.shown.filter(mask),
            widths=None if self.widths is None else self.widths.filter(mask),
        )

    def sliced(self, first: int, count: int) -> Self:
        """The table with so many rows from this place on, which costs nothing, however many they are."""
        return replace(
            self,
            cells=self.cells.slice(first, count),
            rows=self.rows.slice(first, count),
            marks=None if self.marks is None else self.marks.slice(first, count),
            shown=None if self.shown is None else self.shown.slice(first, count),
            widths=None if self.widths is None else self.widths.slice(first, count),
        )

    def shown_in_ranges(self, ranges: Sequence[CellRange]) -> pl.DataFrame | None:
        """What the screen shows, where each of these ranges shows in all of its rows what its first row does."""
        shown = self.shown
        for span in ranges if shown is not None else ():
            name = str(span.left)
            if shown is not None and name in shown.columns:
                first = shown[name].filter(self.rows == span.top)
                inside = self.rows.is_between(span.top, span.bottom)
                text = first[0] if first.len() else None
                filled = pl.DataFrame({"shown": shown[name], "inside": inside}).select(
                    pl.when("inside").then(pl.lit(text, pl.String)).otherwise("shown").alias(name)
                )
                shown = shown.with_columns(filled[name])
        return shown

    def noted(self, *notes: Note) -> Self:
        """The table with these notes added."""
        return replace(self, notes=(*self.notes, *notes))
