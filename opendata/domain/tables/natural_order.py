"""Natural order: keys and titles in the order in which people look for them, M-2 before M-10 and 1.9 before 1.10.

Here: the order of texts, and of a table's rows by their key. Not here: the canonical order of packages, the API and
the journal (canonical_text.py), on which programs rely and which never changes.
"""

import re
import unicodedata
from decimal import Decimal

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field, Table
from opendata.domain.tables.json_values import PLAIN_NUMBER

_RUN, _MARKS = re.compile("[0-9]+"), re.compile("[\u0300-\u036f]+")


def natural_key(text: str) -> tuple[str, str]:
    """The sort key of a text: digits count as numbers, case and accents are ignored; the text itself decides ties."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFD", folded))  # ä beside a, as DIN 5007-1 sorts
    return _RUN.sub(_measured, folded), text


def in_natural_order(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows by the table's primary key: numbers by value, texts in natural order."""
    return frame if not table.primary_key or frame.height < 2 else frame[natural_places(frame, table)]


def natural_places(frame: pl.DataFrame, table: Table) -> pl.Series:
    """The places of the rows, in the order of in_natural_order().

    Each distinct value of a key is ranked once, so that sorting a large table by few values is fast, too.
    """
    if not table.primary_key or frame.is_empty():
        return pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    ranks = pl.DataFrame([_ranks(frame[name], table.field(name)) for name in table.primary_key])
    return ranks.select(pl.arg_sort_by(ranks.columns, nulls_last=False)).to_series()


def _measured(run: re.Match[str]) -> str:
    digits = run[0].lstrip("0")
    return f"{len(digits):07}{digits}"  # a longer number is larger; seven places hold every length


def _ranks(values: pl.Series, field: Field) -> pl.Series:
    order = _number_key if field.type in NUMBER_TYPES or field.type == "year" else natural_key
    distinct = sorted(values.drop_nulls().unique().to_list(), key=order)
    if not distinct:
        return values.cast(pl.UInt32)
    places = pl.Series(range(len(distinct)), dtype=pl.UInt32)
    return values.replace_strict(pl.Series(distinct), places, default=None, return_dtype=pl.UInt32)


def _number_key(text: str) -> tuple[bool, Decimal, tuple[str, str]]:
    digits = text.lstrip("-0") or "0"  # the year -0044
    plain = ("-" if text.startswith("-") else "") + (f"0{digits}" if digits.startswith(".") else digits)
    is_number = PLAIN_NUMBER.fullmatch(plain) is not None
    return not is_number, Decimal(plain) if is_number else Decimal(0), natural_key(text)
