"""Queries in plain Python over rows as JSON: written from docs/queries.md alone, to compare the service with.

Not here: anything of opendata/. Rows are dicts of JSON values, numbers as Decimal.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

Row = Mapping[str, Any]
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}


def plain(text: str) -> str:
    """Lower case, without accents, ß as ss."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def written_out(text: str) -> str:
    """The same with ae, oe and ue for umlauts."""
    return plain("".join(UMLAUTS.get(letter, letter) for letter in unicodedata.normalize("NFC", text.lower())))


def is_found(word: str, text: str) -> bool:
    """Whether a text has a word in it, in one of the ways in which umlauts are typed."""
    return any(
        form in (plain(text), written_out(text))[i] for form in (plain(word), written_out(word)) for i in (0, 1)
    )


def days(text: str) -> tuple[str, str]:
    """The first and the last day of a date."""
    year, month, day = (*text.split("-"), None, None)[:3]
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year or 0), int(month))[1]:02}"
    return text, text


def holds(sort: str, cell: Any, operator: str, value: str) -> bool:
    """Whether a condition holds for a cell of this sort: text, number, date, boolean or list."""
    if operator == "isnull":
        return (cell is None) == (value == "true")
    if cell is None:
        return operator == "ne"
    if operator == "contains":
        return value in str(cell)
    if operator in ("eq", "ne"):
        return (operator == "eq") == any(is_equal(sort, cell, wanted) for wanted in value.split(","))
    if sort == "date":
        (first, last), (begin, end) = days(cell), days(value)
        return {"lt": last < begin, "lte": last <= end, "gt": first > end, "gte": first >= begin}[operator]
    mine, other = (Decimal(cell), Decimal(value)) if sort == "number" else (natural(cell), natural(value))
    return {"lt": mine < other, "lte": mine <= other, "gt": mine > other, "gte": mine >= other}[operator]  # type: ignore[operator]


def is_equal(sort: str, cell: Any, value: str) -> bool:
    """Whether a cell has a value."""
    if sort == "number":
        return Decimal(cell) == Decimal(value)
    if sort == "boolean":
        return cell is (value == "true")
    return bool(cell == value)


def natural(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """Natural order: digits by value, letters without case and accents."""
    folded = unicodedata.normalize("NFD", text.casefold())
    folded = "".join(letter for letter in folded if not "\u0300" <= letter <= "\u036f")
    parts = []
    for run in re.findall("[0-9]+|[^0-9]", folded):
        digits = run[0] in "0123456789"
        parts.append((ord("0") if digits else ord(run), int(run) if digits else 0, run if not digits else ""))
    return parts, text


def in_order(rows: Sequence[Row], sort: Sequence[tuple[str, bool]], sorts: Mapping[str, str]) -> list[Row]:
    """The rows in the order of some fields, each rising or falling; empty cells last."""

    def compare(one: Row, other: Row) -> int:
        for name, falls in sort:
            mine, its = one[name], other[name]
            if mine is None or its is None:
                if (mine is None) != (its is None):
                    return 1 if mine is None else -1
                continue
            left, right = ordered(sorts[name], mine), ordered(sorts[name], its)
            if left != right:
                return (1 if left > right else -1) * (-1 if falls else 1)
        return 0

    return sorted(rows, key=cmp_to_key(compare))


def ordered(sort: str, cell: Any) -> Any:
    """What a cell is sorted by."""
    if sort == "text":
        return natural(cell)
    return (days(cell)[0], len(cell)) if sort == "date" else cell
