"""References: values that must exist in another table or in the same.

Here: which rows point to nothing. The distinct values of the tables that foreign keys lead to are kept; where they
are more than a shelf holds, they are on disk, and the rows are put beside them. Not here: unique values
(repeated_keys.py), what is then reported (row_errors.py).
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
from opendata.validation.columns.contract import NotColumnar
from opendata.validation.columns.keys.repeated_keys import KeyColumns, hash_of
from opendata.validation.columns.keys.row_shelves import Room, Shelf
from opendata.validation.columns.opened_table import OpenedForeignKey, OpenedTable, open_table
from opendata.validation.columns.rows.batch_review import keys_of, look
from opendata.validation.columns.rows.row_batches import batches

FIRST_ROWS = 10_000  # so many rows are looked through at once at first,
MOST_ROWS = 1_000_000  # then more and more, so that what is wrong early is found early


@dataclass(frozen=True)
class ReferencedValues:
    """The values that foreign keys may have, and the families they are of."""

    values: Shelf
    families: Sequence[str]

    def there(self, own: Sequence[str], values: pl.DataFrame | None) -> pl.DataFrame:
        """Of some of the values those that a key of these families can have, each once."""
        names = _names(len(own))
        if values is None:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        there = values.select(names).unique()
        for name, family, theirs in zip(names, own, self.families, strict=True):
            if family != theirs:  # then only missing parts are equal
                there = there.filter(pl.col(name).is_null())
        return there


class Reference:
    """A foreign key: the values that exist, and the rows whose values do not."""

    def __init__(
        self, key: OpenedForeignKey, target: ReferencedValues, own: Sequence[str], room: Room, most: int | None
    ) -> None:
        """No row has been read. own: the families of its columns. most: how many rows are named, None for all."""
        self.key = key
        self.count = 0  # rows that point to nothing
        self.misses: list[int] = []  # the numbers of the first of them
        self._target, self._own, self._most = target, own, most
        self._there = None if target.values.in_files else target.there(own, target.values.held())
        self._waiting: list[pl.DataFrame] = []
        self._shelf = Shelf(room)
        self._rows = 0
        self._wait_for = FIRST_ROWS

    def add(self, keys: KeyColumns, numbers: Sequence[int]) -> None:
        """The next rows; they are looked up when there are enough of them."""
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
        """Look for the rows that wait, when no more are read."""
        if self._there is not None:
            self._look_up_waiting(self._there)
            return
        values = dict(self._target.values.parts())
        for part, chunks in self._shelf.parts(in_files=True):
            found = [self._target.there(self._own, each) for each in (values[part]() if part in values else ())]
            there = pl.concat(found).unique() if found else self._target.there(self._own, None)
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

    most: how many rows each of them names, None for all.
    """
    known: dict[tuple[str, tuple[str, ...]], ReferencedValues] = {}
    for at in dict.fromkeys(table.targets):  # Frictionless reads them all, and may raise at each
        known[at] = _values(table, _target(table, at[0]), at[1], identities, room)
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
    """The distinct values of some fields of a table."""
    values, names = Shelf(room), _names(len(fields))
    table = open_table(target, with_keys=False, piece_bytes=source.piece_bytes)
    try:
        at = {each.name: position for position, each in enumerate(table.fields)}
        # Its own keys are read as well, for Frictionless reads them and may raise at them.
        needed = {at[name] for name in fields if name in at} | set(table.unique) | set(table.primary)
        # A row that breaks one of its own keys is read as a whole, and some readers raise at some cells.
        others = range(table.width) if table.unique or table.primary else ()
        columns = columns_of(table, needed, identities, [at for at in others if may_raise(table.fields[at])])
        families = [columns[at[name]].family if name in at else "none" for name in fields]
        # What has no value at all is nothing to point to, and NaN equals nothing.
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
