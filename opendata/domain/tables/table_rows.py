"""Table rows: all rows of a table, in frames one after another, so that who counts them holds no more than a frame.

Here: what every such table gives, and a table that is one frame. Not here: tables that are too long for that, which
give the same from their bytes (domain/packages/long_tables.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

MOST_VALUES = 200_000  # of a field whose values are listed; a table that is one frame has fewer rows


class TableRows(ABC):
    """The rows of a table as canonical text, in the order in which they stand there."""

    @property
    @abstractmethod
    def columns(self) -> Sequence[str]:
        """The names of its fields."""

    @property
    @abstractmethod
    def height(self) -> int:
        """How many rows it has."""

    @property
    @abstractmethod
    def is_whole(self) -> bool:
        """Whether the rows are at hand as one frame, so that a list of them is as good as the table."""

    @abstractmethod
    def pieces(self, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """All rows in frames that have at least these fields; None: all fields. An empty table may have no frame."""

    @abstractmethod
    def at(self, places: pl.Series, names: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows at these places, in the order in which the places are named, with at least these fields."""


@dataclass(frozen=True, eq=False)
class WholeRows(TableRows):
    """The rows of a table that is one frame."""

    frame: pl.DataFrame

    @property
    def columns(self) -> Sequence[str]:
        """The names of its fields."""
        return self.frame.columns

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.frame.height

    @property
    def is_whole(self) -> bool:
        """It is."""
        return True

    def pieces(self, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The frame."""
        yield self.frame

    def at(self, places: pl.Series, names: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows at these places."""
        return self.frame[places]


def whole_frame(rows: TableRows) -> pl.DataFrame:
    """The frame of rows that are at hand as one."""
    return next(iter(rows.pieces()))


def are_in(values: pl.Series, wanted: pl.Series) -> pl.Series:
    """Whether each value is one of those that are wanted; null where there is no value."""
    return values.is_in(wanted.implode())


def column_of(rows: TableRows, name: str) -> pl.Series:
    """One field of all rows."""
    frames = [frame.select(name) for frame in rows.pieces([name])]
    return pl.concat(frames)[name] if frames else pl.Series(name, [], dtype=pl.String)


def first_value(rows: TableRows, name: str) -> str | None:
    """The first value of a field, if any row has one."""
    found = (values[0] for frame in rows.pieces([name]) if len(values := frame[name].drop_nulls()))
    return next(found, None)


def distinct_values(rows: TableRows, name: str) -> list[str]:
    """The different values of a field, in the order in which the rows have them first; none of more than MOST_VALUES.

    So many values name rows and form no groups that anybody could choose from.
    """
    found: dict[str, None] = {}
    for frame in rows.pieces([name]):
        found.update(dict.fromkeys(frame[name].drop_nulls().unique(maintain_order=True).to_list()))
        if len(found) > MOST_VALUES:
            return []
    return list(found)


def rows_having(
    rows: TableRows, name: str, values: Sequence[str], names: Sequence[str] | None = None
) -> pl.DataFrame:
    """The rows that have one of these values in a field, in the order of the table."""
    wanted = pl.Series(values, dtype=pl.String)
    shown = list(dict.fromkeys(rows.columns if names is None else names))
    read = list(dict.fromkeys([*shown, name]))
    found = [pl.DataFrame(schema=dict.fromkeys(shown, pl.String))]
    if values:
        found += [frame.filter(are_in(frame[name], wanted)).select(shown) for frame in rows.pieces(read)]
    return pl.concat(found)
