"""Dates as people write them: 31.12.2024, 12/2026, Dezember 2026.

Here: turning one text into ISO 8601, at the precision that a field allows. Not here: dates that a workbook stores as
dates (stored_cell_values.py). A text that could be two days is read as neither: read_date raises AmbiguousDate.
"""

import re
from collections.abc import Callable
from datetime import date, time

from opendata.domain.kinds import Field
from opendata.intake.office_words import MONTHS

_DAY_FIRST = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\Z", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?(\d{4})\Z", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?\d{2}\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s+(\d{4})\Z")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?\s+(\d{4})\Z")
_MONTH = re.compile(r"(\d{1,2})\s?[./]\s?(\d{4})\Z", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_CLOCK = re.compile(
    r"(.*\d)(?:,?\s+|[Tt])(?:um\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?(?:\s*Uhr)?(Z?)\Z", re.ASCII
)
MAX_CHARACTERS = 60
PRECISIONS = ("year", "month", "day")


class AmbiguousDate(Exception):
    """The text could mean several days."""


def holds_dates(field: Field) -> bool:
    """Whether cells of this field are dates of some precision."""
    return field.precision == "reduced" or field.type in ("date", "datetime", "year", "yearmonth")


def read_date(text: str, field: Field) -> str | None:
    """ISO 8601 as the field wants it; None if the text is no such date. Raises AmbiguousDate."""
    if len(text) > MAX_CHARACTERS:
        return None
    day_text, clock = text, None
    if match := _CLOCK.match(text):
        day_text, clock = match[1], _clock(match)
    moment = _moment(day_text.strip(" ,"))
    if moment is None or (match and clock is None):
        return None
    precision = "year month day".split()[moment.count("-")]
    if field.type == "datetime":
        return f"{moment}T{clock or '00:00:00'}" if precision == "day" else None
    if clock and clock.rstrip("0Z") not in ("00:00:", "00:00:00."):
        return None
    allowed = _ALLOWED["reduced" if field.precision == "reduced" else field.type]
    return moment if precision in allowed else None


_ALLOWED = {"reduced": PRECISIONS, "date": ("day",), "yearmonth": ("month",), "year": ("year",)}


def _moment(text: str) -> str | None:
    if _SHORT_YEAR.match(text):
        raise AmbiguousDate(text)
    for pattern, reader in _READERS:
        if match := pattern.match(text):
            try:
                return reader(match)
            except (ValueError, KeyError):
                return None
    return None


def _slashes(match: re.Match[str]) -> str:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first <= 12 and second <= 12 and first != second:
        raise AmbiguousDate(match[0])
    return _day(year, second, first) if second <= 12 else _day(year, first, second)


def _day(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat()


def _month(year: str, month: int) -> str:
    return date(int(year), month, 1).isoformat()[:7]


def _named(word: str) -> int:
    return MONTHS[word.casefold()]


def _clock(match: re.Match[str]) -> str | None:
    try:
        clock = time(int(match[2]), int(match[3]), int(match[4] or 0))
    except ValueError:
        return None
    fraction = (match[5] or "").rstrip("0").rstrip(".")
    return clock.isoformat() + fraction + match[6]


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_DAY_FIRST, lambda m: _day(int(m[3]), int(m[2]), int(m[1]))),
    (_SLASHES, _slashes),
    (_YEAR_FIRST, lambda m: _day(int(m[1]), int(m[3]), int(m[4]))),
    (_NAMED_DAY, lambda m: _day(int(m[3]), _named(m[2]), int(m[1]))),
    (_NAMED_MONTH, lambda m: _month(m[2], _named(m[1]))),
    (_MONTH, lambda m: _month(m[2], int(m[1]))),
    (_ISO_MONTH, lambda m: _month(m[1], int(m[2]))),
    (_YEAR, lambda m: m[0]),
)
