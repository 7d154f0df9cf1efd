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
from opendata.domain.tables.table_rows import TableRows, column_of, whole_frame

_RUN, _MARKS = re.compile("[0-9]+"), re.compile("[\u0300-\u036f]+")
PLACES = 18  # digits of a number inside a text that are compared for a whole column at once
_LONG_RUN = rf"[0-9]{{{PLACES + 1},}}"
_GERMAN = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}  # what becomes of them without case and accents
_WHOLE_NUMBER = rf"^-?[0-9]{{1,{PLACES}}}$"  # one that 64 bits hold


def natural_key(text: str) -> tuple[str, str]:
    """The sort key of a text: digits count as numbers, case and accents are ignored; the text itself decides ties."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFD", folded))  # ä beside a, as DIN 5007-1 sorts
    return _RUN.sub(_measured, folded), text


def comparable_texts(texts: pl.Series) -> pl.Series | None:
    """For each text one whose code points have its natural order; None where a number in a text is too long for that.

    As with natural_key(), the texts themselves decide ties.
    """
    if texts.str.contains(_LONG_RUN).any():
        return None
    keys = texts.str.to_lowercase()
    for letter, plain in _GERMAN.items():
        keys = keys.str.replace_all(letter, plain, literal=True)
    odd = texts.str.contains(r"[^\x00-\x7fäöüÄÖÜß]")
    if odd.any():
        keys = keys.scatter(odd.arg_true(), [_without_accents(text) for text in texts.filter(odd)])
    # Each run of digits becomes equally long, so that comparing it as text compares its value.
    keys = keys.str.replace_all("([0-9]+)", f"{'0' * PLACES}$1")
    return keys.str.replace_all(f"[0-9]*([0-9]{{{PLACES}}})", "$1")


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


def natural_places_of(rows: TableRows, table: Table) -> pl.Series:
    """The same of a table of any length, of which no more is held than its keys."""
    if rows.is_whole:
        return natural_places(whole_frame(rows), table)
    if not table.primary_key or _stand_in_order(rows, table):
        return pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    columns = [
        column.alias(f"{name} {place}")
        for name in table.primary_key
        for place, column in enumerate(_compared(column_of(rows, name), table.field(name)))
    ]
    compared = pl.DataFrame(columns)
    return compared.select(pl.arg_sort_by(compared.columns, nulls_last=False)).to_series()


def _stand_in_order(rows: TableRows, table: Table) -> bool:
    """Whether rows are seen to stand in natural order already: by one key, whose texts have one form such as M-007.

    Texts that differ in nothing but digits at the same places have the same order as texts and as numbers.
    """
    if len(table.primary_key) > 1:
        return False
    name, form, last = table.primary_key[0], None, ""
    for frame in rows.pieces([name]):
        keys = frame[name]
        forms = keys.str.replace_all("[0-9]", "0").unique()
        if len(forms) != 1 or forms[0] is None or form not in (None, forms[0]) or keys[0] < last:
            return False
        if not keys.is_sorted():
            return False
        form, last = forms[0], keys[-1]
    return form is not None and (not _is_number(table.field(name)) or not form.startswith("-"))


def _compared(values: pl.Series, field: Field) -> list[pl.Series]:
    """Columns by which the values of a key are brought into order, one after the other."""
    if _is_number(field):
        if values.str.contains(_WHOLE_NUMBER).all():
            return [values.cast(pl.Int64), values]
        return [_ranks(values, field)]
    keys = comparable_texts(values)
    return [_ranks(values, field)] if keys is None else [keys, values]


def _is_number(field: Field) -> bool:
    return field.type in NUMBER_TYPES or field.type == "year"


def _without_accents(text: str) -> str:
    """The text as natural_key() compares it, without what it does to digits."""
    folded = text.casefold()
    return folded if folded.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", folded))


def _measured(run: re.Match[str]) -> str:
    digits = run[0].lstrip("0")
    return f"{len(digits):07}{digits}"  # a longer number is larger; seven places hold every length


def _ranks(values: pl.Series, field: Field) -> pl.Series:
    order = _number_key if _is_number(field) else natural_key
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
