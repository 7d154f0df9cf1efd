"""Keys: rows whose values must differ.

Here: which rows repeat an earlier one. Sixteen bytes a row are kept for each key; where they are more than a shelf
holds, on disk. Not here: keys into other tables (foreign_keys.py), what is then reported (row_errors.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

import polars as pl

from opendata.validation.columns.cells.cell_verdicts import NOT_A_NUMBER
from opendata.validation.columns.keys.row_shelves import Chunks, Room, Shelf

MOST_CANDIDATES = 4_000_000  # rows whose positions are kept in memory
KeyColumns = Mapping[int, pl.Series]


@dataclass(frozen=True)
class Repeats:
    """Rows that repeat an earlier one: how many, and of the first of them the latest such row."""

    count: int = 0
    first: Mapping[int, int] = field(default_factory=dict)


class Distinct:
    """A unique field or a primary key: hashes of its values, row by row; none for a row without a value."""

    def __init__(self, columns: Sequence[int], numbers: Sequence[bool], room: Room, *, counts_missing: bool) -> None:
        """Nothing is known yet.

        numbers: by part, whether NaN is not equal to itself. counts_missing: in a primary key a part that is
        missing is a value.
        """
        self.columns = tuple(columns)
        self.counts_missing = counts_missing
        self._numbers = tuple(numbers)
        self._room = room
        self._hashes = Shelf(room)
        self._values = Shelf(room)
        self._rows = 0

    def add(self, keys: KeyColumns) -> None:
        """The next rows."""
        parts = self._parts(keys)
        hashed = parts.select(pl.when(self._comparable(parts.columns)).then(hash_of(parts.columns)).alias("hash"))
        self._hashes.add(hashed.with_row_index("at", self._rows).cast({"at": pl.UInt64}).drop_nulls())
        self._rows += parts.height

    def missing(self, keys: KeyColumns) -> list[int]:
        """Positions of rows without any value."""
        if any(not keys[at].null_count() for at in self.columns):
            return []
        return self._parts(keys).select(pl.all_horizontal(pl.all().is_null()).arg_true()).to_series().to_list()

    def repeats_enough(self, limit: int) -> bool:
        """Whether so many rows repeat one surely; no for tables that are not in memory."""
        if self._hashes.in_files:
            return False
        # Of n rows that are equal n - 1 repeat one; with pairs alone that is half of them.
        held = self._hashes.held()
        return held is not None and int(held["hash"].is_duplicated().sum()) >= 2 * limit

    def candidates(self) -> pl.Series | None:
        """Positions of rows that may be equal to another, in order; None for all rows, where there are very many.

        They are all that are equal, and where hashes collide some more.
        """
        found = pl.Series([], dtype=pl.UInt64)
        for _, chunks in self._hashes.parts():
            for positions in _with_equal_hash(chunks):
                found.append(positions)
                if len(found) > MOST_CANDIDATES:
                    return None
        return found.sort()

    def put_aside(self, keys: KeyColumns, numbers: Sequence[int], rows: pl.Series | None) -> None:
        """Keep the values of some rows, of all for None; numbers: of all rows, as Frictionless counts them."""
        parts = self._parts(keys)
        names = parts.columns
        together = parts.with_columns(number=pl.Series(numbers, dtype=pl.UInt64), hash=hash_of(names))
        self._values.add((together if rows is None else together[rows]).filter(self._comparable(names)))

    def repeats(self, most: int | None) -> Repeats:
        """Of the rows put aside those that repeat an earlier one; most: how many are named."""
        count, first = 0, [pl.DataFrame(schema={"number": pl.UInt64, "earlier": pl.UInt64})]
        for _, chunks in self._values.parts():
            for found in _repeats_in(chunks):
                count += found.height
                first.append(found)
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
    """The same number for equal values, and hardly ever for others."""
    return reduce(xor, [pl.col(name).hash(seed) for seed, name in enumerate(names)])


def _with_equal_hash(chunks: Chunks) -> Iterator[pl.Series]:
    """Positions of rows whose hash another row of the part has as well; chunk by chunk, for all may be equal."""
    seen: pl.Series | None = None
    twice = pl.Series([], dtype=pl.UInt64)
    for chunk in chunks():
        hashes = chunk["hash"]
        once = hashes.unique()
        again = [twice]
        if len(once) < len(hashes):  # to count them is much quicker than to mark them
            again.append(hashes.filter(hashes.is_duplicated()))
        if seen is not None:
            again.append(once.filter(once.is_in(seen.implode())))
        twice = pl.concat(again).unique()
        seen = once if seen is None else pl.concat([seen, once]).unique()
    if len(twice):
        for chunk in chunks():
            yield chunk.filter(pl.col("hash").is_in(twice.implode()))["at"]


def _repeats_in(chunks: Chunks) -> Iterator[pl.DataFrame]:
    """The rows of a part that repeat an earlier one, each with the latest such row."""
    latest: pl.DataFrame | None = None  # of each value the row that had it last
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
