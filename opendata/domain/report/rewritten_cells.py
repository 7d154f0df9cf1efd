"""The rewrites of an upload: kept by distinct value, and listed cell by cell on demand.

Here: all of them as columns, and their counts. Not here: the rules (intake/), and the file that is kept with an
upload (storage/uploads/rewritten_cells_archive.py).
A million dates are a million rewrites with few distinct values, so a Rewrite is made only for a cell that is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import polars as pl

from opendata.domain.report.findings import Rewrite
from opendata.domain.tables.cell_addresses import column_letters
from opendata.domain.tables.json_columns import repeated

COLUMNS = {
    "resource": pl.String,
    "row": pl.UInt32,
    "field": pl.String,
    "address": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rule": pl.String,
    "sheet": pl.String,
}
CHUNK = 10_000  # how many rewrites are objects at one time


@dataclass(frozen=True)
class ColumnRewrites:
    """The rewritten cells of one field: for each cell its row, and which of the readings applies to it."""

    resource: str
    field: str
    column: int
    sheet: str | None
    rows: pl.Series
    which: pl.Series  # rows of readings
    readings: pl.DataFrame  # before, after, rule; several rules for one reading are joined by +

    def __len__(self) -> int:
        return self.which.len()

    def __iter__(self) -> Iterator[Rewrite]:
        for start in range(0, len(self), CHUNK):
            yield from (Rewrite(**row) for row in self.frame(start, CHUNK).iter_rows(named=True))

    def frame(self, start: int = 0, length: int | None = None) -> pl.DataFrame:
        """These cells as COLUMNS, or a part of them."""
        rows, read = self.rows.slice(start, length), self.readings[self.which.slice(start, length)]
        height = rows.len()
        return pl.DataFrame(
            {
                "resource": repeated(self.resource, height),
                "row": rows,
                "field": repeated(self.field, height),
                "address": column_letters(self.column) + rows.cast(pl.String),
                "before": read["before"],
                "after": read["after"],
                "rule": read["rule"],
                "sheet": repeated(self.sheet, height),
            },
            schema=COLUMNS,
        )

    def counts(self) -> list[dict[str, Any]]:
        """How many cells each rule rewrote, the most frequent first."""
        rules = (
            self.readings["rule"].gather(self.which).value_counts().sort(["count", "rule"], descending=[True, False])
        )
        return [
            {"resource": self.resource, "field": self.field, "rule": rule, "count": count}
            for rule, count in rules.iter_rows()
        ]


class Rewrites(Sequence[Rewrite]):
    """All rewrites of an upload, by resource and field, rows ascending."""

    def __init__(self, columns: Sequence[ColumnRewrites]) -> None:
        self._columns = [column for column in columns if len(column)]

    def __len__(self) -> int:
        return sum(map(len, self._columns))

    def __iter__(self) -> Iterator[Rewrite]:
        for column in self._columns:
            yield from column

    @overload
    def __getitem__(self, place: int) -> Rewrite: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rewrite]: ...
    def __getitem__(self, place: int | slice) -> Rewrite | Sequence[Rewrite]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step != 1:
                return list(self)[place]
            return [Rewrite(**row) for row in self._part(start, stop).iter_rows(named=True)]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return Rewrite(**self._part(place, place + 1).row(0, named=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # unhashable, like a list

    @property
    def counts(self) -> list[dict[str, Any]]:
        """For each field, how many cells each rule rewrote."""
        return [count for column in self._columns for count in column.counts()]

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rewrites of each field as COLUMNS, one after another, because all together may be large."""
        return (column.frame() for column in self._columns)

    def _part(self, start: int, stop: int) -> pl.DataFrame:
        parts, before = [pl.DataFrame(schema=COLUMNS)], 0
        for column in self._columns:
            first, last = max(start - before, 0), min(stop - before, len(column))
            if first < last:
                parts.append(column.frame(first, last - first))
            before += len(column)
        return pl.concat(parts)
