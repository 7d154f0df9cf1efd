"""References: values that must exist in another table or in the same.

Here: which rows point to nothing. A shelf keeps the distinct values of each target table; if they are too many for
memory, they go to disk, and so do the rows to look up. Not here: unique values (repeated_keys.py), the reported
errors (row_errors.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from frictionless.resources import TableResource

from opendata.validation.columns.cells.cell_verdicts import (
    NOT_A_NUMBER,
    Identities,
    JudgedColumn,
    columns_of,
    may_raise,
)
from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.keys.repeated_keys import KeyColumns, hash_of
from opendata.validation.columns.keys.rows_on_disk import Room, Shelf
from opendata.validation.columns.opened_table import OpenedForeignKey, OpenedTable, open_table
from opendata.validation.columns.rows.batch_review import keys_of, look
from opendata.validation.columns.rows.row_batches import batches

FIRST_ROWS = 10_000  # so many rows are looked up together at first,
MOST_ROWS = 1_000_000  # then more and more up to this, so that early errors are found early


@dataclass(frozen=True)
class ReferencedValues:
    """The values that a foreign key may have, and the family of each of its parts."""

    values: Shelf
    families: Sequence[str]

    def there(self, own: Sequence[str], values: pl.DataFrame | None) -> pl.DataFrame:
        """The distinct values among these that a key can equal; own: the families of the key's columns."""
        names = _names(len(own))
        if values is None:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        there = values.select(names).unique()
        for name, family, theirs in zip(names, own, self.families, strict=True):
            if family != theirs:  # then parts are equal only if both are missing
                there = there.filter(pl.col(name).is_null())
        return there


class Reference:
    """A foreign key: the values that exist, and the rows whose values do not exist."""

    def __init__(
        self, key: OpenedForeignKey, target: ReferencedValues, own: Sequence[str], room: Room, most: int | None
    ) -> None:
        """Start without rows. own: the families of the key's columns. most: how many rows are named, None for all."""
        self.key = key
        self.count = 0  # rows that point to nothing
        self.misses: list[int] = []  # the numbers of the first such rows
        self._target, self._own, self._most = target, own, most
        self._there = None if target.values.in_files else target.there(own, target.values.held())
        self._waiting: list[pl.DataFrame] = []
        self._shelf = Shelf(room)
        self._rows = 0
        self._wait_for = FIRST_ROWS

    def add(self, keys: KeyColumns, numbers: Sequence[int]) -> None:
        """Take the next rows; they are looked up when enough rows wait."""
        names = _names(len(self._own))
        parts = {name: keys[at] for name, at in zip(names, self.key.positions, strict=True)}
        rows = pl.DataFrame({**parts, "number": pl.Series(numbers, dtype=pl.UInt64)})
        rows = rows.filter(pl.any_horizontal(pl.col(names).is_not_null()))
        if self._there is None:
            self._shelf.add(rows.with_columns(hash=hash_of(names)))
            return
        self._waiting.append(rows)
        self._rows += len(numbers)
        if self._rows >= self._wait_for:
            self._wait_for = min(4 * self._wait_for, MOST_ROWS)
            self._look_up_waiting(self._there)

    def finish(self) -> None:
        """Look up the rows that still wait, after the last add()."""
        if self._there is not None:
            self._look_up_waiting(self._there)
            return
        values = dict(self._target.values.parts())
        for part, chunks in self._shelf.parts(in_files=True):
            existing = [self._target.there(self._own, chunk) for chunk in (values[part]() if part in values else ())]
            there = pl.concat(existing).unique() if existing else self._target.there(self._own, None)
            before, self.misses = self.misses, []
            for chunk in chunks():
                self._look_up(chunk, there)
            self._keep(sorted([*before, *self.misses]))

    def _look_up_waiting(self, there: pl.DataFrame) -> None:
        if self._waiting:
            self._look_up(pl.concat(self._waiting), there)
        self._waiting, self._rows = [], 0

    def _look_up(self, rows: pl.DataFrame, there: pl.DataFrame) -> None:
        missing = rows.join(there, on=there.columns, how="anti", nulls_equal=True, maintain_order="left")["number"]
        self.count += len(missing)
        self._keep([*self.misses, *(missing if self._most is None else missing.head(self._most))])

    def _keep(self, misses: list[int]) -> None:
        self.misses = misses[: self._most] if self._most is not None else misses


def references(
    table: OpenedTable, columns: Sequence[JudgedColumn], identities: Identities, room: Room, most: int | None
) -> list[Reference]:
    """The foreign keys of a table with the values that exist; raises NotColumnar where a target cannot be read.

    most: how many rows each foreign key names, None for all.
    """
    known: dict[tuple[str, tuple[str, ...]], ReferencedValues] = {}
    for target in dict.fromkeys(table.targets):  # Frictionless reads every target, and may raise at each
        known[target] = _values(table, _target(table, target[0]), target[1], identities, room)
    return [
        Reference(
            key,
            known[key.target, key.target_fields],
            [columns[position].family for position in key.positions],
            room,
            most,
        )
        for key in table.foreign
    ]


def _target(table: OpenedTable, name: str) -> TableResource:
    if not name or name == table.resource.name:
        return table.source
    package = table.source.package
    if not package or not package.has_resource(name):
        raise NotColumnar(f"there is no table '{name}'")
    target = package.get_resource(name)
    if not isinstance(target, TableResource):
        raise NotColumnar(f"'{name}' is no table")
    return target


def _values(
    source: OpenedTable, target: TableResource, fields: Sequence[str], identities: Identities, room: Room
) -> ReferencedValues:
    """The distinct values of some fields of a target table."""
    values, names = Shelf(room), _names(len(fields))
    table = open_table(target, with_keys=False, piece_bytes=source.piece_bytes)
    try:
        at = {field.name: position for position, field in enumerate(table.fields)}
        # The target's own keys are read as well, for Frictionless reads them and may raise at them.
        needed = {at[name] for name in fields if name in at} | set(table.unique) | set(table.primary)
        # Frictionless reads a row that breaks one of them as a whole, and some readers raise at some cells.
        others = range(table.width) if table.unique or table.primary else ()
        columns = columns_of(table, needed, identities, [at for at in others if may_raise(table.fields[at])])
        families = [columns[at[name]].family if name in at else "none" for name in fields]
        # No key can point to a row without any value, or to NaN, which equals nothing.
        some = pl.any_horizontal(pl.col(names).is_not_null())
        are_equal = [
            pl.col(n).ne_missing(NOT_A_NUMBER) for n, f in zip(names, families, strict=True) if f == "number"
        ]
        for keys, height in _keys_of(table, columns):
            parts = {
                part: keys[at[name]] if name in at else pl.Series([None] * height, dtype=pl.String)
                for part, name in zip(names, fields, strict=True)
            }
            there = pl.DataFrame(parts).unique().filter(some, *are_equal)
            values.add(there.with_columns(hash=hash_of(names)))
    finally:
        table.close()
    return ReferencedValues(values, families)


def _keys_of(table: OpenedTable, columns: Sequence[JudgedColumn]) -> Iterator[tuple[KeyColumns, int]]:
    for batch in batches(table, lambda frame: look(frame, columns)):
        keys = keys_of(batch.seen, columns)
        for at, doubtful in batch.seen.doubtful.items():
            if at not in keys:
                columns[at].read_all(doubtful.distinct)
        yield keys, batch.frame.height


def _names(width: int) -> list[str]:
    return [str(part) for part in range(width)]
