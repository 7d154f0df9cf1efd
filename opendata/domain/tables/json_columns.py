"""Columns of canonical text as columns of JSON text: dumps(json_value()) of each cell, computed for all at once.

Here: the text of values, and functions called once for each distinct value. Not here: single values (json_values.py),
whole rows for readers (formats/json_rows.py).
"""

from collections.abc import Callable

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.tables.json_values import dumps, json_value

# Characters that JSON must escape; all other text is only put in quotation marks.
_ESCAPED = r'["\\\x00-\x1f]'
# Canonical text that is JSON already; json_text converts every other text, one value at a time.
_PLAIN = {
    "integer": r"^(0|-?[1-9][0-9]*)$",
    "year": r"^(0|-?[1-9][0-9]*)$",
    "number": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
}
FEW = 1_000  # so many texts are gone through sooner than Polars begins
FEW_QUOTED = 200  # and so many are quoted
_READ = ("boolean", "object", "array", "geojson")


def json_column(values: pl.Series, field: Field) -> pl.Series:
    """The JSON text of each cell; null for an empty one."""
    if field.type in _READ:
        return by_value(values, lambda text: dumps(json_value(text, field)))
    if plain := _PLAIN.get(field.type):
        odd = ~values.str.contains(plain)
        return _replaced(values, odd, lambda text: dumps(json_value(text, field)))
    return quoted_column(values)


def quoted_column(values: pl.Series) -> pl.Series:
    """Each text as a JSON string; null stays null."""
    if len(values) <= FEW_QUOTED:
        told = [None if text is None else dumps(text) for text in values.to_list()]
        return pl.Series(values.name, told, dtype=pl.String)
    quoted = joined(pl.lit('"'), values, pl.lit('"')).rename(values.name)
    odd = values.str.contains(_ESCAPED)
    if not odd.any():
        return quoted
    return quoted.scatter(odd.arg_true(), [dumps(text) for text in values.filter(odd)])


def by_value(values: pl.Series, tell: Callable[[str], str]) -> pl.Series:
    """The result of `tell` for each text, called once for each distinct text; null stays null."""
    if len(values) <= FEW:
        answer = {text: tell(text) for text in set(values.to_list()) if text is not None}
        return pl.Series(values.name, [answer.get(text) for text in values.to_list()], dtype=pl.String)
    distinct = values.drop_nulls().unique()
    if distinct.is_empty():
        return values
    answers = pl.Series([tell(text) for text in distinct], dtype=pl.String)
    return values.replace_strict(distinct, answers, default=None, return_dtype=pl.String)


def joined(*parts: pl.Series | pl.Expr) -> pl.Series:
    """Columns and constants concatenated row by row; null in rows where one of them is null."""
    return pl.select(
        pl.concat_str([pl.lit(part) if isinstance(part, pl.Series) else part for part in parts])
    ).to_series()


def listed(columns: list[pl.Series], separator: str, height: int) -> pl.Series:
    """Columns concatenated row by row with a separator between the values; nulls are left out."""
    if not columns:
        return repeated("", height)
    return pl.select(
        pl.concat_str([pl.lit(column) for column in columns], separator=separator, ignore_nulls=True)
    ).to_series()


def repeated(text: str | None, height: int) -> pl.Series:
    """A column with the same text in every row."""
    return pl.Series([text], dtype=pl.String).new_from_index(0, height)


def _replaced(values: pl.Series, where: pl.Series, tell: Callable[[str], str]) -> pl.Series:
    if not where.any():
        return values
    return values.clone().scatter(where.arg_true(), [tell(text) for text in values.filter(where)])
