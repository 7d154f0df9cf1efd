"""Keys: rows whose values must differ, and values that must exist in another table or in the same.

Here: which rows repeat an earlier one, and which point to nothing. Memory: eight bytes a row for each key, and the
distinct values of the tables that foreign keys lead to. Not here: what is then reported (explaining.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

import polars as pl
from frictionless.resources import TableResource

from opendata.validation.columns.batches import batches
from opendata.validation.columns.cells import NOT_A_NUMBER, Column, Identities, columns_of, may_raise
from opendata.validation.columns.looking import keys_of, look
from opendata.validation.columns.opened import ForeignKey, NotColumnar, Table, open_table

FIRST_ROWS = 10_000  # so many rows are looked through at once at first,
MOST_ROWS = 1_000_000  # then more and more, so that what is wrong early is found early
Keys = Mapping[int, pl.Series]


@dataclass
class Distinct:
    """A unique field or a primary key: hashes of its values, row by row; null for a row without a value."""

    columns: tuple[int, ...]
    counts_missing: bool  # in a primary key a part that is missing is a value
    numbers: tuple[bool, ...]  # by part, whether NaN is not equal to itself
    _hashes: list[pl.Series] = field(default_factory=list)

    def add(self, keys: Keys) -> None:
        """The next rows."""
        frame = self.parts(keys)
        names = frame.columns
        hashed = reduce(xor, [pl.col(name).hash(seed) for seed, name in enumerate(names)])
        self._hashes.append(frame.select(pl.when(self._comparable(names)).then(hashed).alias("hash"))["hash"])

    def parts(self, keys: Keys) -> pl.DataFrame:
        """The values of the key, a column for each part."""
        return pl.DataFrame({str(part): keys[at] for part, at in enumerate(self.columns)})

    def missing(self, keys: Keys) -> list[int]:
        """Positions of rows without any value."""
        if any(not keys[at].null_count() for at in self.columns):
            return []
        return self.parts(keys).select(pl.all_horizontal(pl.all().is_null()).arg_true()).to_series().to_list()

    def candidates(self) -> pl.Series:
        """Positions of rows that may be equal to another: all that are, and where hashes collide some more."""
        if not self._hashes:
            return pl.Series([], dtype=pl.UInt32)
        hashes = pl.concat(self._hashes)
        nulls = hashes.null_count()
        if hashes.n_unique() - bool(nulls) == len(hashes) - nulls:  # much quicker than to mark them
            return pl.Series([], dtype=pl.UInt32)
        return (hashes.is_duplicated() & hashes.is_not_null()).arg_true()

    def repeats(self, rows: pl.DataFrame) -> dict[int, int]:
        """Of candidates the rows that repeat an earlier one, and the latest such.

        rows: in order, the parts and the row's "number".
        """
        names = [name for name in rows.columns if name != "number"]
        found = (
            rows.filter(self._comparable(names))
            .with_columns(earlier=pl.col("number").shift(1).over(names))
            .filter(pl.col("earlier").is_not_null())
        )
        return dict(found.select("number", "earlier").iter_rows())

    def _comparable(self, names: Sequence[str]) -> pl.Expr:
        some = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
        every = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
        numbers = [
            pl.col(name).ne_missing(NOT_A_NUMBER)
            for name, is_number in zip(names, self.numbers, strict=True)
            if is_number
        ]
        return pl.all_horizontal([some if self.counts_missing else every, *numbers])


@dataclass
class Reference:
    """A foreign key: the values that exist, and the rows whose values do not."""

    key: ForeignKey
    there: pl.DataFrame
    numbers: tuple[bool, ...]
    misses: list[int] = field(default_factory=list)
    _waiting: list[pl.DataFrame] = field(default_factory=list)
    _rows: int = 0
    _wait_for: int = FIRST_ROWS

    def add(self, keys: Keys, numbers: Sequence[int]) -> None:
        """The next rows; they are looked up when there are enough of them."""
        parts = {str(part): keys[at] for part, at in enumerate(self.key.positions)}
        self._waiting.append(pl.DataFrame({**parts, "number": pl.Series(numbers, dtype=pl.UInt64)}))
        self._rows += len(numbers)
        if self._rows >= self._wait_for:
            self._wait_for = min(4 * self._wait_for, MOST_ROWS)
            self.look_up()

    def look_up(self) -> None:
        """Look for the rows that wait."""
        if not self._waiting:
            return
        names = self.there.columns
        rows = pl.concat(self._waiting).filter(pl.any_horizontal(pl.col(names).is_not_null()))
        missing = rows.join(self.there, on=names, how="anti", nulls_equal=True, maintain_order="left")
        self.misses.extend(missing["number"].to_list())
        self._waiting, self._rows = [], 0


def references(table: Table, columns: Sequence[Column], identities: Identities) -> list[Reference]:
    """The foreign keys of a table with the values that exist; raises NotColumnar where a target cannot be read."""
    made = []
    known: dict[tuple[str, tuple[str, ...]], tuple[pl.DataFrame, list[str]]] = {}
    for at in dict.fromkeys(table.targets):  # Frictionless reads them all, and may raise at each
        known[at] = _values(table, _target(table, at[0]), at[1], identities)
    for key in table.foreign:
        there, families = known[key.target, key.target_fields]
        own = [columns[position].family for position in key.positions]
        for part, (family, theirs) in enumerate(zip(own, families, strict=True)):
            if family != theirs:  # then only missing parts are equal
                there = there.filter(pl.col(str(part)).is_null())
        made.append(Reference(key, there, tuple(family == "number" for family in own)))
    return made


def _target(table: Table, name: str) -> TableResource:
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
    source: Table, target: TableResource, fields: Sequence[str], identities: Identities
) -> tuple[pl.DataFrame, list[str]]:
    """The distinct values of some fields of a table, and the families they are of."""
    table = open_table(target, with_keys=False, piece_bytes=source.piece_bytes)
    try:
        at = {each.name: position for position, each in enumerate(table.fields)}
        # Its own keys are read as well, for Frictionless reads them and may raise at them.
        needed = {at[name] for name in fields if name in at} | set(table.unique) | set(table.primary)
        # A row that breaks one of its own keys is read as a whole, and some readers raise at some cells.
        others = range(table.width) if table.unique or table.primary else ()
        columns = columns_of(table, needed, identities, [at for at in others if may_raise(table.fields[at])])
        families = [columns[at[name]].family if name in at else "none" for name in fields]
        found = [pl.DataFrame(schema={str(part): pl.String for part in range(len(fields))})]
        for keys, height in _keys_of(table, columns):
            parts = {
                str(part): keys[at[name]] if name in at else pl.Series([None] * height, dtype=pl.String)
                for part, name in enumerate(fields)
            }
            found.append(pl.DataFrame(parts).unique())
    finally:
        table.close()
    there = pl.concat(found).unique()
    # What has no value at all is nothing to point to, and NaN equals nothing.
    there = there.filter(pl.any_horizontal(pl.all().is_not_null()))
    for part, family in enumerate(families):
        if family == "number":
            there = there.filter(pl.col(str(part)).ne_missing(NOT_A_NUMBER))
    return there, families


def _keys_of(table: Table, columns: Sequence[Column]) -> Iterator[tuple[Keys, int]]:
    for batch in batches(table, lambda frame: look(frame, columns)):
        keys = keys_of(batch.seen, columns)
        for at, doubtful in batch.seen.doubtful.items():
            if at not in keys:
                columns[at].read_all(doubtful.distinct)
        yield keys, batch.frame.height
