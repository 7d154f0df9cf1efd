"""The rewrites of an upload, kept by distinct value and told cell by cell.

Here: a sequence that makes each Rewrite when it is asked for: a million dates are a million rewrites of few kinds.
Not here: the rules (cell_reading.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

import polars as pl

from opendata.domain.report import Rewrite, address


@dataclass(frozen=True)
class ColumnRewrites:
    """The rewritten cells of one field: for each its row, and which of the readings it had."""

    resource: str
    field: str
    column: int | None
    sheet: str | None
    rows: pl.Series
    readings: pl.Series  # positions in steps
    steps: Sequence[Sequence[tuple[str, str, str | None]]]  # (rule, before, after) of each reading

    def __len__(self) -> int:
        return self.readings.len()

    def __iter__(self) -> Iterator[Rewrite]:
        for row, reading in zip(self.rows, self.readings, strict=True):
            place = None if self.column is None else address(row, self.column)
            steps = self.steps[reading]
            # One cell is one line: what was there, what is there now, and the rules on the way.
            before, after, rule = steps[0][1], steps[-1][2], "+".join(step[0] for step in steps)
            yield Rewrite(self.resource, row, self.field, place, before, after, rule, self.sheet)


class Rewrites(Sequence[Rewrite]):
    """All rewrites of an upload, by resource and field, rows ascending."""

    def __init__(self, columns: Sequence[ColumnRewrites]) -> None:
        self._columns = [each for each in columns if each.readings.len()]
        self._lengths = [len(each) for each in self._columns]

    def __len__(self) -> int:
        return sum(self._lengths)

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
            if step < 1:
                return list(self)[place]
            return list(islice(self, start, max(start, stop), step))
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return next(islice(self, place, None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list
