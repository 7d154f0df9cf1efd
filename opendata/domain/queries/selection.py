"""Selections: the rows of a table that a query wants, in its order.

Here: from places for which conditions hold (conditions.py) to the numbers of rows. Not here: what is shown of them
(steps/querying.py).

A table of few rows is gone through row by row, a longer one column by column; the result is the same. Sorting is
stable: rows that are equal in all sorted fields keep the order of the table. Empty cells come last in both
directions.
"""

from collections.abc import Callable, Sequence

import polars as pl

from opendata.domain.queries.conditions import Holding, found, holding
from opendata.domain.queries.ordered_columns import OrderedColumn, OrderedTable
from opendata.domain.queries.query import Query

LARGEST_KEY = 2**63
FEW_RANGES = 8  # which are compared one after the other


def selected(table: OrderedTable, query: Query) -> pl.Series:
    """The numbers of the rows that a query wants, in its order."""
    if query.selects_all:
        return pl.int_range(table.height, dtype=pl.UInt32, eager=True)
    if table.has_few_rows:
        return pl.Series(_few_numbers(table, query), dtype=pl.UInt32)
    return _many(table, query)


def few_selected(table: OrderedTable, query: Query) -> Sequence[int]:
    """The same for a table of few rows, as whole numbers."""
    return range(table.height) if query.selects_all else _few_numbers(table, query)


def _few_numbers(table: OrderedTable, query: Query) -> Sequence[int]:
    rows: Sequence[int] = range(table.height)
    for condition in query.filters:
        column = table.columns[condition.field.name]
        holds, places = _test(holding(condition, column), column), column.few_places
        rows = [row for row in rows if holds(places[row])]
    for word in query.search:
        tests = [(column.few_places, found(word, column).to_list()) for column in table.searched if column.empty]
        rows = [row for row in rows if any(_is_marked(marks, places[row]) for places, marks in tests)]
    for name, falls in reversed(query.sort):
        column = table.columns[name]
        places, empty = column.few_places, column.empty
        if falls:
            rows = sorted(rows, key=lambda row: empty - 1 - places[row] if places[row] < empty else empty)
        else:
            rows = sorted(rows, key=places.__getitem__)
    return rows


def _is_marked(marks: list[bool], place: int) -> bool:
    return place < len(marks) and marks[place]


def _test(places: Holding, column: OrderedColumn) -> Callable[[int], bool]:
    if places.marked is not None:
        marks: list[bool] = places.marked.to_list()
        return marks.__getitem__
    allowed = bytearray(column.empty + 1)
    for start, end in places.ranges:
        allowed[start:end] = b"\x01" * (end - start)
    return lambda place: allowed[place] == 1


def _many(table: OrderedTable, query: Query) -> pl.Series:
    chosen = [
        _mask(holding(filter_, column := table.columns[filter_.field.name]), column) for filter_ in query.filters
    ]
    chosen += [_searched_mask(table, word) for word in query.search]
    rows = pl.int_range(table.height, dtype=pl.UInt32, eager=True)
    if chosen:
        mask = chosen[0]
        for other in chosen[1:]:
            mask = mask & other
        rows = mask.arg_true().cast(pl.UInt32)
    return _sorted(rows, table, query) if query.sort else rows


def _mask(places: Holding, column: OrderedColumn) -> pl.Series:
    if places.marked is not None:
        return places.marked.gather(column.places)
    if len(places.ranges) > FEW_RANGES:
        marks = bytearray(column.empty + 1)
        for start, end in places.ranges:
            marks[start:end] = b"\x01" * (end - start)
        return pl.Series(list(marks), dtype=pl.UInt8).cast(pl.Boolean).gather(column.places)
    mask = pl.Series([False]).new_from_index(0, len(column.places))
    for start, end in places.ranges:
        mask = mask | (
            column.places == start if end == start + 1 else (column.places >= start) & (column.places < end)
        )
    return mask


def _searched_mask(table: OrderedTable, word: str) -> pl.Series:
    mask = pl.Series([False]).new_from_index(0, table.height)
    for column in table.searched:
        marked = found(word, column).extend_constant(False, 1)
        if marked.any():
            mask = mask | marked.gather(column.places)
    return mask


def _sorted(rows: pl.Series, table: OrderedTable, query: Query) -> pl.Series:
    """The rows in the order of the query: all places that decide it as one whole number, with the row behind them."""
    columns = [(table.columns[name], falls) for name, falls in query.sort]
    size = table.height
    for column, _ in columns:
        size *= column.empty + 1
    if size >= LARGEST_KEY:
        by = pl.DataFrame(
            [_ranks(column, rows, falls=falls).alias(str(i)) for i, (column, falls) in enumerate(columns)]
        )
        order = by.select(pl.arg_sort_by(by.columns, maintain_order=True)).to_series()
        return rows.gather(order)
    key = pl.Series([0], dtype=pl.UInt64).new_from_index(0, len(rows))
    for column, falls in columns:
        key = key * (column.empty + 1) + _ranks(column, rows, falls=falls).cast(pl.UInt64)
    key = key * table.height + rows.cast(pl.UInt64)
    return (key.sort() % table.height).cast(pl.UInt32)


def _ranks(column: OrderedColumn, rows: pl.Series, *, falls: bool) -> pl.Series:
    places = column.places.gather(rows)
    if not falls:
        return places
    empty = column.empty
    turned = pl.when(pl.lit(places) < empty).then(empty - 1 - pl.lit(places)).otherwise(empty)
    return pl.select(turned.cast(pl.UInt32)).to_series()
