"""What was sent, and the text tables read from it: values between reading and mapping.

Here: Limits, TextTable, and the builder that sheets are collected in. Not here: reading any format.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Self

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import unreadable


@dataclass(frozen=True)
class Limits:
    """What a file may demand of the machine; beyond it the file is refused with a reason."""

    columns: int = 16_384  # as in Excel
    rows: int = 1_048_576  # of a sheet, as in Excel
    cells: int = 40_000_000  # rows times columns of one table
    cell_characters: int = 1_000_000
    table_characters: int = 500_000_000  # a text that a workbook keeps once can stand in a million cells
    tables: int = 1_000
    merged_ranges: int = 200_000
    archive_entries: int = 5_000


class Mark(IntEnum):
    """What a cell was in its workbook; every cell of a CSV is TEXT."""

    TEXT = 0
    NUMBER = 1  # its text is exact, with a decimal point
    DATE = 2  # its text is ISO 8601
    BOOLEAN = 3
    ERROR = 4
    FORMULA = 5  # a formula whose value was never stored; it has no text


@dataclass(frozen=True)
class Range:
    """A block of cells, both ends counted from 1 and included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Declared:
    """What a Data Package says about one of its resources."""

    resource: str
    fields: Mapping[str, Field]  # its schema, by name
    missing_values: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by field


@dataclass(frozen=True)
class TextTable:
    """A sheet or file as text: nothing in it is interpreted.

    name: the sheet's name, or the file's without its ending. sheet: None where the file has no sheets.
    cells: a String column "1", "2", … for each source position that is used; null is an empty cell.
    marks: for the same columns what each cell was (Mark), or None where all of it is text.
    rows: for each row of cells its row in the source, ascending.
    decimal: "," or ".": how numbers in text cells are read where the table itself gives no hint.
    """

    name: str
    file: str
    sheet: str | None
    cells: pl.DataFrame = field(repr=False)
    rows: pl.Series = field(repr=False)
    marks: pl.DataFrame | None = field(default=None, repr=False)
    decimal: str = ","
    merged: Sequence[Range] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: Sequence[int] = ()
    hidden: bool = False
    declared: Declared | None = None
    notes: Sequence[Note] = ()

    @property
    def columns(self) -> list[int]:
        """The source positions that are used, ascending."""
        return [int(name) for name in self.cells.columns]

    def keeping(self, mask: pl.Series) -> Self:
        """The table with only those rows."""
        return replace(
            self,
            cells=self.cells.filter(mask),
            rows=self.rows.filter(mask),
            marks=None if self.marks is None else self.marks.filter(mask),
        )

    def noted(self, *notes: Note) -> Self:
        """The table with more to be said about it."""
        return replace(self, notes=(*self.notes, *notes))


class TableBuilder:
    """Collects the cells of one sheet, row by row, and costs what is there, not what is addressed."""

    CHUNK = 50_000

    def __init__(self, file: str, sheet: str, limits: Limits) -> None:
        self._file, self._sheet, self._limits = file, sheet, limits
        self._rows: list[int] = []
        self._values: dict[int, list[str | None]] = {}
        self._marks: dict[int, bytearray] = {}
        self._columns: set[int] = set()
        self._total = self._characters = 0
        self._chunks: list[tuple[pl.DataFrame, pl.DataFrame]] = []
        self._row_chunks: list[pl.Series] = []

    def add(self, row: int, cells: Mapping[int, tuple[str | None, int]]) -> None:
        """Append a row that has at least one cell; cells: text and mark by column."""
        place = len(self._rows)
        self._rows.append(row)
        self._total += 1
        for column, (text, mark) in cells.items():
            values = self._values.get(column)
            if values is None:
                self._new_column(column)
                values = self._values[column]
            marks = self._marks[column]
            if missing := place - len(values):
                values.extend([None] * missing)
                marks.extend(bytes(missing))
            values.append(text)
            marks.append(mark)
        self._characters += sum(len(text) for text, _ in cells.values() if text)
        if self._total > self._limits.rows:
            raise too_many_rows(self._file, self._limits.rows)
        if self._total * len(self._columns) > self._limits.cells:
            raise too_many_cells(self._file, self._limits.cells)
        if self._characters > self._limits.table_characters:
            raise too_much_text(self._file)
        if place + 1 >= self.CHUNK or (place + 1) * len(self._values) > 4_000_000:
            self._flush()

    def _new_column(self, column: int) -> None:
        if column > self._limits.columns:
            raise too_many_columns(self._file, self._limits.columns)
        self._columns.add(column)
        self._values[column], self._marks[column] = [], bytearray()

    def _flush(self) -> None:
        height = len(self._rows)
        values, marks = {}, {}
        for column in sorted(self._values):
            missing = height - len(self._values[column])
            self._values[column].extend([None] * missing)
            self._marks[column].extend(bytes(missing))
            values[str(column)] = pl.Series(self._values[column], dtype=pl.String)
            marks[str(column)] = pl.Series(list(self._marks[column]), dtype=pl.UInt8)
        self._chunks.append((pl.DataFrame(values), pl.DataFrame(marks)))
        self._row_chunks.append(pl.Series(self._rows, dtype=pl.UInt32))
        self._rows, self._values, self._marks = [], {}, {}

    def build(self, **facts: Any) -> TextTable:
        """The table; facts: the other properties of TextTable."""
        self._flush()
        order = [str(column) for column in sorted(self._columns)]
        cells = pl.concat([each for each, _ in self._chunks], how="diagonal")
        marks = pl.concat([each for _, each in self._chunks], how="diagonal")
        return TextTable(
            file=self._file,
            sheet=self._sheet,
            cells=cells.select(order),
            rows=pl.concat(self._row_chunks),
            marks=marks.select(pl.col(name).fill_null(0) for name in order),
            **{"name": self._sheet, **facts},
        )


def too_many_rows(file: str, limit: int) -> Exception:
    """The error for a sheet beyond the limit of rows."""
    return unreadable(
        file,
        f"Ein Blatt hat mehr als {limit:,} Zeilen. Bitte teilen Sie es auf.".replace(",", "."),
        f"A sheet has more than {limit:,} rows. Please split it.",
    )


def too_many_cells(file: str, limit: int) -> Exception:
    """The error for a table beyond the limit of cells."""
    return unreadable(
        file,
        f"Die Tabelle hat mehr als {limit:,} Zellen. Bitte teilen Sie sie auf.".replace(",", "."),
        f"The table has more than {limit:,} cells. Please split it.",
    )


def too_much_text(file: str) -> Exception:
    """The error for a table beyond the limit of characters."""
    return unreadable(
        file,
        "Die Tabelle enthält zu viel Text. Bitte teilen Sie sie auf.",
        "The table holds too much text. Please split it.",
    )


def too_many_columns(file: str, limit: int) -> Exception:
    """The error for a table beyond the limit of columns."""
    return unreadable(
        file,
        f"Die Tabelle hat mehr als {limit:,} Spalten. Bitte senden Sie nur die Spalten der Tabelle.".replace(
            ",", "."
        ),
        f"The table has more than {limit:,} columns. Please send the columns of the table only.",
    )


def cell_too_long(file: str, limit: int, row: int | None = None) -> Exception:
    """The error for a cell beyond the limit of characters."""
    where_de, where_en = (f" in Zeile {row}", f" in row {row}") if row else ("", "")
    return unreadable(
        file,
        f"Eine Zelle{where_de} hat mehr als {limit:,} Zeichen; ".replace(",", ".")
        + "vielleicht fehlt ein schließendes Anführungszeichen.",
        f"A cell{where_en} has more than {limit:,} characters; perhaps a closing quotation mark is missing.",
    )
