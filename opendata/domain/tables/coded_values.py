"""Coded values: one field of a table as whole numbers that stand for its few different values.

Here: making them of any number of rows, counting them, and finding rows. Not here: columns in the order of their
values (domain/queries/ordered_columns.py), which codes a field may have (domain/kinds.py).
"""

from dataclasses import dataclass
from typing import Self

import polars as pl

from opendata.domain.tables.table_rows import TableRows


@dataclass(frozen=True, eq=False)
class CodedValues:
    """The values of a field. values: the different ones, in the order in which rows have them first; None: no value.

    places: for each row the place of its value among them.
    """

    values: tuple[str | None, ...]
    places: pl.Series  # UInt32

    @classmethod
    def of(cls, rows: TableRows, name: str) -> Self:
        """The values of a field of these rows."""
        known: dict[str | None, int] = {}
        parts = [pl.Series([], dtype=pl.UInt32)]
        for frame in rows.pieces([name]):
            column = frame[name]
            for value in (different := column.unique(maintain_order=True)).to_list():
                known.setdefault(value, len(known))
            texts, empty = different.drop_nulls(), known.get(None, 0)
            if texts.is_empty():
                parts.append(pl.Series([empty], dtype=pl.UInt32).new_from_index(0, len(column)))
                continue
            numbers = pl.Series([known[text] for text in texts.to_list()], dtype=pl.UInt32)
            parts.append(column.replace_strict(texts, numbers, default=empty, return_dtype=pl.UInt32))
        return cls(tuple(known), pl.concat(parts))

    def counts(self) -> dict[str | None, int]:
        """How many rows have each value."""
        counted = dict(self.places.value_counts().iter_rows())
        return {value: counted[place] for place, value in enumerate(self.values) if place in counted}

    def are(self, value: str | None) -> pl.Series:
        """Whether each row has this value."""
        return self.places == self.values.index(value)

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return 4 * len(self.places) + 100 * len(self.values)
