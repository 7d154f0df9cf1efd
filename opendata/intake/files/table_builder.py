"""The builder that collects the cells of a sheet into a text table.

Here: turning rows of cells into columns, within the limits. Not here: reading any format.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from opendata.domain.report.findings import Note
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual
from opendata.intake.files.shown_numbers import Cell
from opendata.intake.size_limits import Limits, too_many_cells, too_many_columns, too_many_rows, too_much_text
from opendata.intake.text_tables import CellMark, TextTable

MAX_NAMED = 5


class TableBuilder:
    """Collects the cells of one sheet, row by row; only cells that exist take up memory."""

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
        self._shown: dict[int, tuple[list[int], list[str]]] = {}
        self._unseen: list[str] = []
        self._unseen_count = 0

    def add(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Append a row that has at least one cell; cells: by column."""
        place = len(self._rows)
        self._rows.append(row)
        self._total += 1
        for column, (text, mark, shown) in cells.items():
            if shown is not None:
                self._add_shown(row, column, shown)
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
        self._characters += sum(len(cell[0]) for cell in cells.values() if cell[0])
        if self._total > self._limits.rows:
            raise too_many_rows(self._file, self._limits.rows)
        if self._total * len(self._columns) > self._limits.left.cells:
            raise too_many_cells(self._file, self._limits.cells)
        if self._characters > self._limits.left.characters:
            raise too_much_text(self._file)
        if place + 1 >= self.CHUNK or (place + 1) * len(self._values) > 4_000_000:
            self._flush()

    def _add_shown(self, row: int, column: int, shown: str) -> None:
        """Keep what the screen shows of a cell of the row begun last; "" is a value that it does not show."""
        if not shown:
            self._unseen_count += 1
            if len(self._unseen) <= MAX_NAMED:
                self._unseen.append(address(row, column))
            return
        places, texts = self._shown.setdefault(column, ([], []))
        places.append(self._total - 1)
        texts.append(shown)
        self._characters += len(shown)

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
        self._limits.take_table(self._file, self._total * len(self._columns), self._characters)
        order = [str(column) for column in sorted(self._columns)]
        cells = pl.concat([chunk for chunk, _ in self._chunks], how="diagonal")
        marks = pl.concat([chunk for _, chunk in self._chunks], how="diagonal")
        rows = pl.concat(self._row_chunks)
        marks, grouped = _without_groups(marks.select(pl.col(name).fill_null(0) for name in order), rows)
        return TextTable(
            file=self._file,
            sheet=self._sheet,
            cells=cells.select(order),
            rows=rows,
            marks=marks,
            shown=self._shown_columns(),
            grouped=grouped,
            **{"name": self._sheet, "notes": self._notes(), **facts},
        )

    def _shown_columns(self) -> pl.DataFrame | None:
        """What the screen shows, in those columns that have a cell that it shows in another way."""
        if not self._shown:
            return None
        rows = pl.DataFrame({"row": pl.int_range(self._total, dtype=pl.UInt32, eager=True)})
        columns = {}
        for column in sorted(self._shown):
            places, texts = self._shown[column]
            known = pl.DataFrame({"row": places, "text": texts}, schema={"row": pl.UInt32, "text": pl.String})
            columns[str(column)] = rows.join(known, on="row", how="left", maintain_order="left")["text"]
        return pl.DataFrame(columns)

    def _notes(self) -> list[Note]:
        if not self._unseen_count:
            return []
        places = first_few(self._unseen, MAX_NAMED)
        texts = bilingual(
            f"{places}: Das Zahlenformat oder eine Einstellung des Blatts blendet diese Werte aus "
            f"({self._unseen_count}); auf dem Bildschirm sind die Zellen leer, und so wurden sie gelesen.",
            f"{places}: the number format or an option of the sheet hides these values ({self._unseen_count}); the "
            "cells are empty on the screen and were read as empty.",
        )
        return [Note("value-not-shown", texts, address=self._unseen[0], sheet=self._sheet)]


def _without_groups(marks: pl.DataFrame, rows: pl.Series) -> tuple[pl.DataFrame, dict[int, pl.Series]]:
    """The marks with NUMBER in place of GROUPED, and by column the rows that were GROUPED."""
    is_grouped = marks.select(pl.all() == CellMark.GROUPED.value)
    grouped = {mask.name: rows.filter(mask) for mask in is_grouped.get_columns() if mask.any()}
    plain = marks.with_columns(
        pl.col(name).replace(CellMark.GROUPED.value, CellMark.NUMBER.value) for name in grouped
    )
    return plain, {int(name): found for name, found in grouped.items()}
