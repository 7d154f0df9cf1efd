"""Keys: rows whose values must differ.

Here: which rows repeat an earlier row. For each key a shelf keeps sixteen bytes a row, on disk if they are too many
for memory. Not here: keys into other tables (foreign_keys.py), the reported errors (row_errors.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

import polars as pl

from opendata.validation.columns.cells.cell_verdicts import NOT_A_NUMBER
from opendata.validation.columns.keys.rows_on_disk import Chunks, Room, Shelf

MOST_CANDIDATES = 4_000_000  # rows whose positions are kept in memory
KeyColumns = Mapping[int, pl.Series]


@dataclass(frozen=True)
class Repeats:
    """Rows that repeat an earlier row: how many, and for the first of them the latest earlier row."""

    count: int = 0
    first: Mapping[int, int] = field(default_factory=dict)


class Distinct:
    """A unique field or a primary key: a hash of its value for each row that has one."""

    def __init__(self, columns: Sequence[int], numbers: Sequence[bool], room: Room, *, counts_missing: bool) -> None:
        """Start without rows.

        numbers: for each column whether it has numbers, of which NaN does not equal itself. counts_missing: whether
        a missing part of a key counts as a value, as in a primary key.
        """
        self.columns = tuple(columns)
        self.counts_missing = counts_missing
        self._numbers = tuple(numbers)
        self._room = room
        self._hashes = Shelf(room)
        self._values = Shelf(room)
        self._rows = 0

    def add(self, keys: KeyColumns) -> None:
        """Take the next rows."""
        parts = self._parts(keys)
        hashed = parts.select(pl.when(self._comparable(parts.columns)).then(hash_of(parts.columns)).alias("hash"))
        self._hashes.add(hashed.with_row_index("at", self._rows).cast({"at": pl.UInt64}).drop_nulls())
        self._rows += parts.height

    def missing(self, keys: KeyColumns) -> list[int]:
        """The positions of rows without any value of the key."""
        if any(not keys[at].null_count() for at in self.columns):
            return []
        return self._parts(keys).select(pl.all_horizontal(pl.all().is_null()).arg_true()).to_series().to_list()

    def repeats_enough(self, limit: int) -> bool:
        """Whether at least limit rows surely repeat an earlier row; False where hashes are in files."""
        if self._hashes.in_files:
            return False
        # Of n equal rows n - 1 repeat an earlier one; that is at least half of them, with pairs exactly half.
        held = self._hashes.held()
        return held is not None and int(held["hash"].is_duplicated().sum()) >= 2 * limit

    def candidates(self) -> pl.Series | None:
        """The positions, in order, of rows that may equal another row; None for all rows, if there are very many.

        All rows that equal another are among them, and some more where hashes collide.
        """
        candidates = pl.Series([], dtype=pl.UInt64)
        for _, chunks in self._hashes.parts():
            for positions in _with_equal_hash(chunks):
                candidates.append(positions)
                if len(candidates) > MOST_CANDIDATES:
                    return None
        return candidates.sort()

    def put_aside(self, keys: KeyColumns, numbers: Sequence[int], rows: pl.Series | None) -> None:
        """Keep the values of these rows, None for all; numbers: of all rows, as Frictionless counts them."""
        parts = self._parts(keys)
        names = parts.columns
        together = parts.with_columns(number=pl.Series(numbers, dtype=pl.UInt64), hash=hash_of(names))
        self._values.add((together if rows is None else together[rows]).filter(self._comparable(names)))

    def repeats(self, most: int | None) -> Repeats:
        """The rows put aside that repeat an earlier row; most: how many of them are named, None for all."""
        count, first = 0, [pl.DataFrame(schema={"number": pl.UInt64, "earlier": pl.UInt64})]
        for _, chunks in self._values.parts():
            for repeating in _repeats_in(chunks):
                count += repeating.height
                first.append(repeating)
                if most is not None:
                    first = [pl.concat(first).sort("number").head(most)]
        return Repeats(count, dict(pl.concat(first).sort("number").iter_rows()))

    def _parts(self, keys: KeyColumns) -> pl.DataFrame:
        return pl.DataFrame({str(part): keys[at] for part, at in enumerate(self.columns)})

    def _comparable(self, names: Sequence[str]) -> pl.Expr:
        some = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
        every = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
        numbers = [
            pl.col(name).ne_missing(NOT_A_NUMBER)
            for name, is_number in zip(names, self._numbers, strict=True)
            if is_number
        ]
        return pl.all_horizontal([some if self.counts_missing else every, *numbers])


def hash_of(names: Sequence[str]) -> pl.Expr:
    """A hash: the same number for equal values, and hardly ever for different ones."""
    return reduce(xor, [pl.col(name).hash(seed) for seed, name in enumerate(names)])


def _with_equal_hash(chunks: Chunks) -> Iterator[pl.Series]:
    """The positions of rows whose hash another row of the part shares, chunk by chunk, for they may be many."""
    seen: pl.Series | None = None
    twice = pl.Series([], dtype=pl.UInt64)
    for chunk in chunks():
        hashes = chunk["hash"]
        once = hashes.unique()
        again = [twice]
        if len(once) < len(hashes):  # counting distinct hashes is much quicker than marking duplicates
            again.append(hashes.filter(hashes.is_duplicated()))
        if seen is not None:
            again.append(once.filter(once.is_in(seen.implode())))
        twice = pl.concat(again).unique()
        seen = once if seen is None else pl.concat([seen, once]).unique()
    if len(twice):
        for chunk in chunks():
            yield chunk.filter(pl.col("hash").is_in(twice.implode()))["at"]


def _repeats_in(chunks: Chunks) -> Iterator[pl.DataFrame]:
    """The rows of a part that repeat an earlier row, each with the latest earlier one."""
    latest: pl.DataFrame | None = None  # for each value the last row that has it
    before: pl.DataFrame | None = None
    for chunk in chunks():
        names = [name for name in chunk.columns if name not in ("number", "hash")]
        rows = chunk.select(*names, "number", earlier=pl.col("number").shift(1).over(names))
        if before is not None:
            seen = before if latest is None else pl.concat([latest, before])
            latest = seen.group_by(names).agg(pl.col("number").max())
            known = latest.rename({"number": "before"})
            rows = rows.join(known, on=names, how="left", nulls_equal=True, maintain_order="left")
            rows = rows.with_columns(earlier=pl.coalesce("earlier", "before"))
        before = rows.select(*names, "number")
        yield rows.filter(pl.col("earlier").is_not_null()).select("number", "earlier")
