"""Explaining: the errors of rows in Frictionless' order and words.

Here: the mistakes of each row's cells and keys, in the order in which Frictionless meets them.
Not here: finding the mistakes (cell_verdicts.py, repeated_keys.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, overload

import polars as pl
from frictionless import Error

from opendata.validation.columns.cells.cell_verdicts import CellVerdict, JudgedColumn
from opendata.validation.columns.opened_table import OpenedTable

SAME = "the same as in the row at position %s"
SLICE_ROWS = 20_000
NO_KEY = 'cells composing the primary keys are all "None"'


class Mistake(NamedTuple):
    """An error with the attribute names of Frictionless' own errors, at a fraction of their time and memory."""

    type: str
    note: str
    row_number: int
    cell: str | None = None
    field_name: str | None = None
    field_number: int | None = None
    cells: list[str] | None = None  # of the row, for errors that concern no single cell
    field_names: list[str] | None = None
    field_cells: list[str] | None = None
    reference_name: str | None = None
    reference_field_names: list[str] | None = None


# The first six values of a mistake that concerns a cell. Long lists hold these: a plain tuple of text and numbers
# takes half the memory, and Python stops looking through it for garbage.
CellMistake = tuple[str, str, int, str, str, int]
Cell = tuple[int, str, int]  # position of the column, the cell, place of its verdict in JudgedColumn.notes


class Mistakes(Sequence[Error | Mistake]):
    """A list of errors; a CellMistake becomes a Mistake when the caller asks for it."""

    def __init__(self, errors: Sequence[Error | Mistake | CellMistake]) -> None:
        self._kept = errors

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Error | Mistake]:
        return (error if isinstance(error, (Error, Mistake)) else Mistake(*error) for error in self._kept)

    @overload
    def __getitem__(self, at: int) -> Error | Mistake: ...
    @overload
    def __getitem__(self, at: slice) -> "Mistakes": ...
    def __getitem__(self, at: int | slice) -> "Error | Mistake | Mistakes":
        return Mistakes(self._kept[at]) if isinstance(at, slice) else next(iter(Mistakes([self._kept[at]])))


@dataclass
class Troubles:
    """Everything that is wrong in the rows of a table, by row number.

    wrong: "number", "column" and "cell" of each cell with an error outside blank rows, and "what": the place of its
        verdict in JudgedColumn.notes.
    keys: the keys that a row breaks, as places in the list that checks() returns, each with the number of the
        earlier row that this row repeats, if any.
    rows: the cells of rows that break a key.
    """

    wrong: pl.DataFrame
    blank: set[int]
    odd: Mapping[int, Sequence[Any]]
    keys: Mapping[int, Mapping[int, int | None]] = field(default_factory=dict)
    rows: Mapping[int, Sequence[Any]] = field(default_factory=dict)


class Explanation:
    """The mistakes of one table, row by row."""

    def __init__(self, table: OpenedTable, columns: Sequence[JudgedColumn], troubles: Troubles) -> None:
        self._table, self._columns, self._troubles = table, columns, troubles
        self._names = [column.field.name for column in columns]
        self._told = [[_told(verdict) for verdict in column.notes] for column in columns]
        self._checks = checks(table)
        self._read_first = _order(table.read_first, table.width)
        # When Frictionless meets a broken key, it has read only the cells of the keys checked so far.
        self._read_until = [
            _order([at for key in self._checks[: place + 1] for at in key], table.width)
            for place in range(len(self._checks))
        ]

    def mistakes(self) -> Iterator[Mistake | CellMistake]:
        """All mistakes by row, those of one row in Frictionless' order."""
        troubles = self._troubles
        special = sorted({*troubles.blank, *troubles.odd, *troubles.keys})
        places = pl.DataFrame({"number": special}, schema={"number": pl.UInt64})
        wrong = troubles.wrong.with_columns(self._table.shown(troubles.wrong["cell"]).fill_null("None"))
        cells: dict[int, list[Cell]] = {}
        if special:
            for number, *cell in wrong.join(places, on="number", how="semi").iter_rows():
                cells.setdefault(number, []).append((cell[0], cell[1], cell[2]))
            wrong = wrong.join(places, on="number", how="anti")
        order = pl.DataFrame(
            {"column": range(len(self._read_first)), "order": self._read_first},
            schema={"column": pl.UInt32, "order": pl.UInt32},
        )
        rows = pl.concat([wrong.join(order, on="column"), places], how="diagonal").sort("number", "order")
        names, errors_of = self._names, self._told
        for part in rows.select("number", "column", "cell", "what").iter_slices(SLICE_ROWS):
            # Whole columns become lists, because reading row by row takes three times as long.
            for number, at, cell, what in zip(*(column.to_list() for column in part.get_columns()), strict=True):
                if at is None:
                    yield from self._special(number, cells.get(number, []))
                else:
                    for code, note in errors_of[at][what]:
                        yield (code, note, number, cell, names[at], at + 1)

    def _special(self, number: int, cells: Sequence[Cell]) -> Iterator[Mistake | CellMistake]:
        """The mistakes of a row that breaks a key, is blank, or has too few or too many cells."""
        troubles = self._troubles
        broken = sorted(troubles.keys.get(number, {}).items())
        if number in troubles.blank:
            yield Mistake("blank-row", "", number)
        else:
            order = self._read_until[broken[0][0]] if broken else self._read_first
            for at, cell, what in sorted(cells, key=lambda cell: order[cell[0]]):
                for code, note in self._told[at][what]:
                    yield (code, note, number, cell, self._names[at], at + 1)
            if number in troubles.odd:
                yield from self._of_width(number, troubles.odd[number])
        for place, earlier in broken:
            yield self._of_key(number, place, earlier, troubles.rows[number])

    def _of_width(self, number: int, cells: Sequence[Any]) -> Iterator[Mistake]:
        width = self._table.width
        for at, cell in enumerate(cells[width:], start=width + 1):
            yield Mistake("extra-cell", "", number, str(self._table.value_of(cell)), "", at)
        for at in range(len(cells), width):
            yield Mistake("missing-cell", "", number, "", self._columns[at].field.name, at + 1)

    def _of_key(self, number: int, place: int, earlier: int | None, cells: Sequence[Any]) -> Mistake:
        table = self._table
        if place < len(table.unique):
            at = table.unique[place]
            field, value = self._columns[at].field, self._value(at, cells)
            return Mistake("unique-error", SAME % earlier, number, str(value), field.name, at + 1)
        as_text = ["" if cell is None else str(table.value_of(cell)) for cell in cells]
        if table.primary and place == len(table.unique):
            note = NO_KEY if earlier is None else SAME % earlier
            return Mistake("primary-key", note, number, cells=as_text)
        key = table.foreign[place - len(self._checks) + len(table.foreign)]
        values = [self._value(at, cells) for at in key.positions]
        fields, targets = list(key.fields), list(key.target_fields)
        note = (
            f'for "{", ".join(fields)}": values "{", ".join(map(str, values))}" not found in the lookup table '
            f'"{key.target}" as "{", ".join(targets)}"'
        )
        return Mistake(
            "foreign-key",
            note,
            number,
            cells=as_text,
            field_names=fields,
            field_cells=["" if value is None else str(value) for value in values],
            reference_name=key.target,
            reference_field_names=targets,
        )

    def _value(self, at: int, cells: Sequence[Any]) -> Any:
        cell = cells[at] if at < len(cells) else None
        # A proof may have spared the cell Python's own pattern matching, whose time read_all() limits.
        return self._columns[at].read_all([cell])[cell].value


def _told(verdict: CellVerdict) -> list[tuple[str, str]]:
    """The type and the note of each error that a verdict on a cell reports."""
    types = [("type-error", verdict.type_note)] if verdict.type_note else []
    return [*types, *(("constraint-error", note) for note in verdict.notes)]


def checks(table: OpenedTable) -> list[Sequence[int]]:
    """The columns of each check of keys, in Frictionless' order: unique fields, primary key, foreign keys."""
    primary = [table.primary] if table.primary else []
    return [*([at] for at in table.unique), *primary, *(key.positions for key in table.foreign)]


def _order(first: Sequence[int], width: int) -> list[int]:
    """For each column its place in the order of reading: some columns first, then the others from left to right."""
    order = dict.fromkeys([*first, *range(width)])
    places = [0] * width
    for place, at in enumerate(order):
        places[at] = place
    return places
