"""The order of values: in which order a field is sorted, and how its values compare.

Here: one comparable value for each canonical text of a field, and whole columns of distinct texts in that order.
Not here: which rows a comparison chooses (conditions.py), the order in which packages are written
(tables/canonical_text.py).

Numbers are ordered by value, dates by the day on which they begin and, where that is the same, the less precise one
first, truth values false before true, and all other texts, keys as well, in natural order, as pages list them
(tables/natural_order.py). Numbers never become floats.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.natural_order import comparable_texts, natural_key

FEW_TEXTS = 200  # so few are in order sooner than Polars has begun
DIGITS = 38  # of the longest number that a column of decimals holds
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_number(field: Field) -> bool:
    """Whether the field's values are compared as numbers."""
    return field.type in NUMBER_TYPES or field.type == "year"


def is_date(field: Field) -> bool:
    """Whether the field's values are dates of some precision, written so that their texts have the dates' order."""
    return field.precision == "reduced" or field.type in ("date", "yearmonth")


def order_of(field: Field) -> Callable[[str], Any]:
    """The function that gives the comparable value of a text of this field."""
    if is_number(field):
        return number_order
    if field.type == "datetime" and field.precision != "reduced":
        return moment_order
    if is_date(field) or field.type in ("boolean", "time"):
        return _as_it_is
    return natural_key


def number_order(text: str) -> tuple[bool, Decimal]:
    """A number by its value; text that is no number comes behind all numbers."""
    return (False, Decimal(text)) if _NUMBER.fullmatch(text) else (True, Decimal(0))


def moment_order(text: str) -> tuple[datetime, str]:
    """A moment; one without a zone counts as UTC, and text that is no moment comes behind all others."""
    return moment_of(text) or datetime.max.replace(tzinfo=UTC), text


def moment_of(text: str) -> datetime | None:
    """The moment that a text names, in UTC; None if it names none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def in_order(distinct: pl.Series, field: Field) -> pl.Series:
    """Distinct texts of a field in its order; texts of equal value are ordered by code point."""
    order = order_of(field)
    if order is _as_it_is:
        return distinct.sort()
    if len(distinct) <= FEW_TEXTS or order is moment_order:
        by_value = _number_then_text if order is number_order else order
        return pl.Series(distinct.name, sorted(distinct.to_list(), key=by_value), dtype=pl.String)
    if order is number_order:
        return _numbers_in_order(distinct)
    return _texts_in_order(distinct)


def decimals_of(distinct: pl.Series) -> tuple[int, int]:
    """How many digits and how many decimals a column of decimals needs to hold all of these numbers exactly."""
    lengths = pl.select(
        pl.lit(distinct.str.extract(r"^-?([0-9]+)", 1).str.len_bytes()).max().alias("whole"),
        pl.lit(distinct.str.extract(r"\.([0-9]+)$", 1).str.len_bytes()).max().alias("decimals"),
    ).row(0)
    whole, decimals = (int(length or 0) for length in lengths)
    return max(whole + decimals, 1), decimals


def are_numbers(distinct: pl.Series) -> bool:
    """Whether all of these texts are plain numbers."""
    return bool(distinct.str.contains(f"^{_NUMBER.pattern}$").all())


def _as_it_is(text: str) -> str:
    return text


def _numbers_in_order(distinct: pl.Series) -> pl.Series:
    digits, decimals = decimals_of(distinct)
    if not are_numbers(distinct) or digits > DIGITS:
        return pl.Series(distinct.name, sorted(distinct.to_list(), key=_number_then_text), dtype=pl.String)
    values = distinct.cast(pl.Decimal(DIGITS, decimals))
    return pl.DataFrame({"value": values, "text": distinct}).sort("value", "text")["text"].alias(distinct.name)


def _number_then_text(text: str) -> tuple[tuple[bool, Decimal], str]:
    return number_order(text), text


def _texts_in_order(distinct: pl.Series) -> pl.Series:
    keys = comparable_texts(distinct)
    if keys is None:
        return pl.Series(distinct.name, sorted(distinct.to_list(), key=natural_key), dtype=pl.String)
    return pl.DataFrame({"key": keys, "text": distinct}).sort("key", "text")["text"].alias(distinct.name)
