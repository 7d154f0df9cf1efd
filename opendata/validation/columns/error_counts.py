"""Error counts: how many errors of each type every field has, counted without keeping a list of them.

Here: adding up, batch by batch. Not here: finding errors (batch_review.py, repeated_keys.py), the list
(row_errors.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from frictionless import Error

from opendata.validation.columns.cells.cell_verdicts import JudgedColumn
from opendata.validation.columns.opened_table import OpenedForeignKey, OpenedTable

FieldAndType = tuple[str | None, str]  # the name of the field as errors give it, and the type of error


@dataclass(frozen=True)
class ErrorCounts:
    """All errors of a table by field and type.

    errors: as Frictionless lists them. causes: a cell counts once, however many constraints it breaks; a blank row
        counts only as a blank row; an error of a primary or foreign key counts for the key's first field.
    """

    errors: Mapping[FieldAndType, int]
    causes: Mapping[FieldAndType, int]


class Tally:
    """The running counts of one table."""

    def __init__(self, table: OpenedTable, columns: Sequence[JudgedColumn]) -> None:
        self._table, self._columns = table, columns
        self._cells: Counter[tuple[int, int]] = Counter()
        self._widths: Counter[int] = Counter()
        self._blank = 0
        self._keys: Counter[tuple[str | None, str, str | None]] = Counter()  # field, type, first field
        # The name is the schema's first: a key matched without regard to case has its columns in another order.
        self._primary = table.resource.schema.primary_key[0] if table.primary else None
        self._blank_keys = 0

    def add_cells(self, wrong: pl.DataFrame) -> None:
        """Count cells with an error, as check() in batch_review.py returns them."""
        for column, what, count in wrong.group_by("column", "what").len().iter_rows():
            self._cells[column, what] += count

    def add_rows(self, blank: int, widths: Iterable[int]) -> None:
        """Count blank rows, and rows with too many or too few cells; widths: how many cells each of these has."""
        self._blank += blank
        self._widths.update(widths)

    def add_without_key(self, count: int, blank: int) -> None:
        """Count rows without any value of their primary key; blank: how many of them are blank rows."""
        self._keys[None, "primary-key", self._primary] += count
        self._blank_keys += blank

    def add_repeats(self, place: int, count: int) -> None:
        """Count rows that repeat a key; place: its place among the unique fields and the primary key."""
        unique = self._table.unique
        if place < len(unique):
            name = self._columns[unique[place]].field.name
            self._keys[name, "unique-error", name] += count
        else:
            self._keys[None, "primary-key", self._primary] += count

    def add_misses(self, key: OpenedForeignKey, count: int) -> None:
        """Count rows whose foreign key points to nothing."""
        self._keys[None, "foreign-key", key.fields[0]] += count

    def counts(self, others: Iterable[Error]) -> ErrorCounts:
        """The counts of all errors; others: the errors of the header and of the table as a whole."""
        errors = Counter(counts_of(others).errors)
        errors[None, "blank-row"] += self._blank
        width = self._table.width
        for cells, rows in self._widths.items():
            errors["", "extra-cell"] += max(cells - width, 0) * rows
            for at in range(cells, width):
                errors[self._columns[at].field.name, "missing-cell"] += rows
        causes = errors.copy()
        for (name, code, first), count in self._keys.items():
            errors[name, code] += count
            causes[first, code] += count
        causes[self._primary, "primary-key"] -= self._blank_keys
        for (at, what), count in self._cells.items():
            column = self._columns[at]
            verdict, name = column.notes[what], column.field.name
            if verdict.type_note:
                errors[name, "type-error"] += count
            errors[name, "constraint-error"] += count * len(verdict.notes)
            causes[name, "type-error" if verdict.type_note else "constraint-error"] += count
        return ErrorCounts(+errors, +causes)


def counts_of(errors: Iterable[Any], primary_key: Sequence[str] = ()) -> ErrorCounts:
    """The counts of a complete list of errors, which must be in the order of rows."""
    every, causes = Counter[FieldAndType](), Counter[FieldAndType]()
    before: tuple[int | None, FieldAndType] | None = None
    blank: int | None = None
    for error in errors:
        kind: FieldAndType = (getattr(error, "field_name", None), error.type)
        row = getattr(error, "row_number", None)
        every[kind] += 1
        if error.type == "blank-row":
            blank = row
        firsts = {"primary-key": primary_key, "foreign-key": getattr(error, "field_names", None)}.get(error.type)
        in_same_cell = error.type == "constraint-error" and before == (row, kind)
        if not in_same_cell and (row is None or row != blank or error.type == "blank-row"):
            causes[firsts[0] if firsts else kind[0], error.type] += 1
        before = (row, kind)
    return ErrorCounts(every, causes)
