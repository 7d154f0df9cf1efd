"""Conditions: for which distinct values of a column a filter holds.

Here: the answer as ranges of places, or as one truth value for each place. Not here: the rows that have these places
(selection.py).

The rules: `=` and `ne` divide all rows between them, so that an empty cell is unequal to every value; no comparison
holds for an empty cell. A list is equal to a value that is one of its items. A date of reduced precision, such as
2026, means some day of its span, and a comparison holds only if it holds for whichever day is meant: 2026 is
neither before 2026-05-01 nor after it, but it is before 2027, and at most 2026-12-31.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.queries.folded_text import forms_of_word
from opendata.domain.queries.ordered_columns import OrderedColumn
from opendata.domain.queries.query import Filter
from opendata.domain.queries.value_order import is_date, moment_of
from opendata.domain.tables.json_values import dumps, loads
from opendata.domain.tables.partial_dates import Span

LISTS = ("list", "array")
Moments = tuple[datetime, datetime]  # the first and the last that a date can mean


@dataclass(frozen=True, eq=False)
class Holding:
    """The places for which a condition holds: those in ranges, or those marked in a column of truth values."""

    ranges: tuple[tuple[int, int], ...] = ()
    marked: pl.Series | None = None  # one truth value for each place, and one behind them for empty cells


def holding(condition: Filter, column: OrderedColumn) -> Holding:
    """The places of the column for which the filter holds."""
    count = column.empty
    match condition.operator:
        case "isnull":
            return Holding(((count, count + 1),) if condition.values == ("true",) else ((0, count),))
        case "contains":
            return _marked(column.texts.str.contains(condition.values[0], literal=True))
        case "eq" | "ne" if column.field.type in LISTS:
            return _marked(_with_item(column, condition.values), negated=condition.operator == "ne")
        case "eq":
            return Holding(_equal(column, condition.values))
        case "ne":
            return Holding(_others(_equal(column, condition.values), count + 1))
    if is_date(column.field) or _has_moments(column.field):
        return _compared_dates(column, condition.operator, condition.values[0])
    return Holding((_compared(column, condition.operator, condition.values[0]),))


def found(word: str, column: OrderedColumn) -> pl.Series:
    """Whether each distinct text contains a word, without regard to case, accents and umlauts."""
    first, *others = forms_of_word(word)
    contained = column.folded.str.contains(first, literal=True)
    for form in others:
        contained = contained | column.folded.str.contains(form, literal=True)
    return contained


def _marked(of_texts: pl.Series, *, negated: bool = False) -> Holding:
    of_all = of_texts.extend_constant(False, 1)
    return Holding(marked=~of_all if negated else of_all)


def _equal(column: OrderedColumn, values: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The ranges of the places of these values, in order, none twice."""
    ranges = {(_start(column, value), _end(column, value)) for value in values}
    return tuple(sorted((start, end) for start, end in ranges if start < end))


def _others(ranges: tuple[tuple[int, int], ...], count: int) -> tuple[tuple[int, int], ...]:
    ends = [0, *(end for _, end in ranges)]
    starts = [*(start for start, _ in ranges), count]
    return tuple((end, start) for end, start in zip(ends, starts, strict=True) if end < start)


def _compared(column: OrderedColumn, operator: str, value: str) -> tuple[int, int]:
    match operator:
        case "lt":
            return 0, _start(column, value)
        case "lte":
            return 0, _end(column, value)
        case "gt":
            return _end(column, value), column.empty
    return _start(column, value), column.empty


def _start(column: OrderedColumn, value: str) -> int:
    """The first place whose value is not smaller."""
    order, texts = column.order, column.texts
    return bisect_left(range(len(texts)), order(value), key=lambda place: order(texts[place]))


def _end(column: OrderedColumn, value: str) -> int:
    """The first place whose value is larger."""
    order, texts = column.order, column.texts
    return bisect_right(range(len(texts)), order(value), key=lambda place: order(texts[place]))


def _compared_dates(column: OrderedColumn, operator: str, value: str) -> Holding:
    bounds = moments_of(value, column.field)
    if bounds is None:
        return Holding()
    first, last = bounds
    compare: dict[str, Callable[[Moments], bool]] = {
        "lt": lambda cell: cell[1] < first,
        "lte": lambda cell: cell[1] <= last,
        "gt": lambda cell: cell[0] > last,
        "gte": lambda cell: cell[0] >= first,
    }
    holds = compare[operator]
    cells = (moments_of(text, column.field) for text in column.texts)
    return _marked(pl.Series([cell is not None and holds(cell) for cell in cells], dtype=pl.Boolean))


def moments_of(text: str, field: Field) -> Moments | None:
    """The first and the last moment that a date or a moment can mean; None for other text."""
    if _has_moments(field) and (moment := moment_of(text)) and len(text) > len("2026-05-01"):
        return moment, moment
    return _moments_of_date(text)


@lru_cache(maxsize=50_000)
def _moments_of_date(text: str) -> Moments | None:
    try:
        span = Span.read(text)
    except ValueError:
        return None
    begin = datetime.combine(span.first, time(), UTC)
    return begin, datetime.combine(span.last, time.max, UTC)


def _has_moments(field: Field) -> bool:
    return field.type == "datetime" and field.precision != "reduced"


def _with_item(column: OrderedColumn, values: tuple[str, ...]) -> pl.Series:
    wanted = frozenset(values)
    return pl.Series([not wanted.isdisjoint(items_of(text, column.field)) for text in column.texts], dtype=pl.Boolean)


def items_of(text: str, field: Field) -> list[str]:
    """The items of a cell that holds a list, each as text; those of JSON that are no text are written as JSON."""
    if field.type == "list":
        return text.split(str(field.descriptor.get("delimiter") or ","))
    try:
        read: Any = loads(text)
    except json.JSONDecodeError:
        return [text]
    return [item if isinstance(item, str) else dumps(item) for item in read] if isinstance(read, list) else [text]
