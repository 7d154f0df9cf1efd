"""Rows on demand: many rows of a report of which a page tells, held as a few columns instead of as objects.

Here: what such lists share, which read a row when somebody asks for it. Not here: which rows they are and what is
told of each (slip_columns.py, standing_columns.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

import polars as pl

from opendata.domain.overview.progress import ReportRows

AT_ONCE = 1_000  # rows that are read at the same time by whoever goes through all of them

Told = TypeVar("Told")


@dataclass(frozen=True, eq=False)
class RowsOnDemand(Sequence[Told], ABC, Generic[Told]):
    """Some rows of the newest report.

    found: one line for each row, in the order in which they are told; `place` says where it stands in the report.
    """

    newest: ReportRows
    found: pl.DataFrame

    def __len__(self) -> int:
        return self.found.height

    @overload
    def __getitem__(self, place: int) -> Told: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Told]: ...

    def __getitem__(self, place: int | slice) -> Told | Sequence[Told]:
        if isinstance(place, slice):
            return self._told(self.found[place])
        at = range(len(self))[place]
        return self._told(self.found[at : at + 1])[0]

    def __iter__(self) -> Iterator[Told]:
        for some in self.found.iter_slices(AT_ONCE):
            yield from self._told(some)

    @property
    def places(self) -> pl.Series:
        """Where these rows stand in the newest report."""
        return self.found["place"]

    @abstractmethod
    def size(self) -> int:
        """About how many bytes it takes in memory."""

    @abstractmethod
    def _told(self, some: pl.DataFrame) -> list[Told]:
        """What is told of the rows of these lines of `found`."""
