"""Ordered columns: a table as whole numbers that stand for values and have the order of the values.

Here: making such columns from canonical text, and text again from them. Not here: which rows are chosen
(conditions.py, selection.py), where columns are kept (storage/versions/column_copies.py).

Each column has its distinct texts once, in the order of the field (value_order.py), and for each row the place of its
text among them. A comparison looks at the few distinct texts, finds the places for which it holds, and compares whole
numbers for the rows; sorting compares whole numbers, too. An empty cell has the place behind all others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.queries.folded_text import folded_texts
from opendata.domain.queries.value_order import FEW_TEXTS, in_order, is_date, order_of

FEW_ROWS = 2_000  # so few are gone through one by one before Polars has begun
PLACE_BYTES, TEXT_BYTES = 4, 16  # of a place, and of a text beside its letters


@dataclass(frozen=True, eq=False)
class OrderedColumn:
    """One column: its distinct texts in order, and for each row the place of its text; `empty` is that of no text."""

    field: Field
    texts: pl.Series
    places: pl.Series  # UInt32
    folded_before: pl.Series | None = None  # its texts as a search compares them, where they are kept

    @classmethod
    def of(cls, values: pl.Series, of_field: Field) -> Self:
        """The column of these canonical texts."""
        if len(values) <= FEW_TEXTS:
            return cls._of_few(values, of_field)
        texts = in_order(values.drop_nulls().unique(), of_field)
        numbers = pl.Series(range(len(texts)), dtype=pl.UInt32)
        if texts.is_empty():
            places = pl.Series([0], dtype=pl.UInt32).new_from_index(0, len(values))
        else:
            places = values.replace_strict(texts, numbers, default=None, return_dtype=pl.UInt32).fill_null(len(texts))
        return cls(of_field, texts, places)

    @classmethod
    def _of_few(cls, values: pl.Series, of_field: Field) -> Self:
        """The same without Polars, whose calls would take most of the time."""
        each = values.to_list()
        distinct = list({text for text in each if text is not None})
        texts = in_order(pl.Series(values.name, distinct, dtype=pl.String), of_field)
        places = {text: place for place, text in enumerate(texts.to_list())}
        return cls(of_field, texts, pl.Series([places.get(text, len(places)) for text in each], dtype=pl.UInt32))

    @property
    def empty(self) -> int:
        """The place of an empty cell."""
        return len(self.texts)

    @cached_property
    def order(self) -> Callable[[str], Any]:
        """The comparable value of a text."""
        return order_of(self.field)

    @cached_property
    def is_searched(self) -> bool:
        """Whether a search for words looks into this column: whether it holds text, and not dates written as text."""
        return self.field.type in ("string", "any") and not is_date(self.field)

    @cached_property
    def folded(self) -> pl.Series:
        """The distinct texts as a search compares them."""
        return folded_texts(self.texts) if self.folded_before is None else self.folded_before

    @cached_property
    def few_places(self) -> list[int]:
        """The place of each row, where there are few rows."""
        return list(self.places.to_list())

    def taken(self, rows: pl.Series) -> pl.Series:
        """The texts of these rows; null for an empty cell."""
        places = self.places.gather(rows)
        if self.texts.is_empty():
            return pl.Series(self.field.name, [None], dtype=pl.String).new_from_index(0, len(places))
        known = pl.select(pl.when(pl.lit(places) < self.empty).then(pl.lit(places))).to_series()
        return self.texts.gather(known).alias(self.field.name)

    def size(self) -> int:
        """About how many bytes it takes in memory; text that is searched is there twice."""
        texts = int(self.texts.estimated_size()) + TEXT_BYTES * len(self.texts)
        return texts * (2 if self.is_searched else 1) + PLACE_BYTES * len(self.places)


@dataclass(frozen=True, eq=False)
class OrderedTable:
    """A table whose columns are ordered, one for each field of its schema."""

    table: Table
    columns: Mapping[str, OrderedColumn]
    height: int
    # Called after each query and each part of rows: lets go of memory that comes back by itself when it is needed.
    let_go: Callable[[], None] = field(default=lambda: None, repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)  # what formats make of it once, by name

    @classmethod
    def of(cls, frame: pl.DataFrame, table: Table) -> Self:
        """The ordered form of a frame of canonical text."""
        columns = {name: OrderedColumn.of(frame[name], table.field(name)) for name in frame.columns}
        return cls(table, columns, frame.height)

    @property
    def has_few_rows(self) -> bool:
        """Whether its rows are gone through one by one."""
        return self.height <= FEW_ROWS

    @cached_property
    def searched(self) -> tuple[OrderedColumn, ...]:
        """The columns that a search for words looks into."""
        return tuple(column for column in self.columns.values() if column.is_searched)

    def frame(self, rows: pl.Series, names: Sequence[str]) -> pl.DataFrame:
        """These rows, in this order, with these fields, as canonical text."""
        return pl.DataFrame([self.columns[name].taken(rows) for name in names])

    def frames(self, rows: pl.Series, names: Sequence[str], at_once: int) -> Iterator[pl.DataFrame]:
        """The same in parts of so many rows."""
        for start in range(0, len(rows), at_once):
            yield self.frame(rows.slice(start, at_once), names)
            self.let_go()

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return sum(column.size() for column in self.columns.values())
