"""Dates as people write them: 31.12.2024, 12/2026, Dezember 2026.

Here: turning one text into ISO 8601, at the precision that a field allows. Not here: dates that a workbook stores as
dates (stored_cell_values.py). A text that could be two days is read as neither: read_date raises AmbiguousDate.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time

from opendata.domain.kinds import Field
from opendata.intake.office_words import MONTHS

_DAY_FIRST = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\Z", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?(\d{4})\Z", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\s?([/-])\s?\d{1,2}\s?\1\s?\d{2}\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s+(\d{4})\Z")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?\s+(\d{4})\Z")
_MONTH = re.compile(r"(\d{1,2})\s?[./]\s?(\d{4})\Z", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})([-/])(\d{1,2})\Z", re.ASCII)
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_CLOCK = re.compile(
    r"(.*\d)(?:,?\s+|[Tt])(?:um\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?(?:\s*Uhr)?(Z?)\Z", re.ASCII
)
MAX_CHARACTERS = 60
PRECISIONS = ("year", "month", "day")


class AmbiguousDate(Exception):
    """The text could mean several days."""


class NoSuchDay(Exception):
    """The text names a day or a month that no calendar has: 31.06.2026, 13/2026."""


def read_date(text: str, field: Field) -> str | None:
    """ISO 8601 as the field wants it; None if the text is no such date. Raises AmbiguousDate and NoSuchDay."""
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


def without_clock(text: str) -> str | None:
    """The day of a text that also tells a time of day, "15.08.2026 12:30"; None where it tells none but midnight."""
    match = _CLOCK.match(text) if ":" in text and len(text) <= MAX_CHARACTERS else None
    clock = _clock(match) if match else None
    if match is None or clock is None or clock.rstrip("0Z") in ("00:00:", "00:00:00."):
        return None
    return match[1].strip(" ,")


def fits(moment: str, field: Field) -> bool:
    """Whether a text is a date of a precision that the field allows."""
    if not _ISO.match(moment):
        return False
    allowed = _ALLOWED.get("reduced" if field.precision == "reduced" else field.type, ())
    return PRECISIONS[moment.count("-")] in allowed


def days_of_month(text: str) -> tuple[int, int, int] | None:
    """The year, month and number of days of the month of a day that does not exist; month 0 if there is none."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) == 3 and max(numbers) < 100:
        numbers[2] += 2000
    named = next((MONTHS[word] for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in MONTHS), None)
    year = next((number for number in numbers if number > 999), None)
    others = [number for number in numbers if number != year]
    month = named or (others[0] if numbers and numbers[0] == year else others[-1]) if others else 0
    if year is None or not 1 <= year <= 9999:
        return None
    return (year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else (year, 0, 0)


def _moment(text: str) -> str | None:
    if _SHORT_YEAR.match(text):
        raise AmbiguousDate(text)
    for pattern, reader in _READERS:
        if match := pattern.match(text):
            try:
                return reader(match)
            except KeyError:
                return None
            except ValueError as error:
                if pattern is _ISO_MONTH:
                    return None  # 2026/27 is no month, but the years from 2026 to 2027
                raise NoSuchDay(text) from error
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


def _iso_month(match: re.Match[str]) -> str:
    year, month = int(match[1]), int(match[3])
    if match[2] == "/" and month == year % 100 + 1 <= 12:
        raise AmbiguousDate(match[0])  # 2011/12 could be a winter as well as December
    return _month(match[1], month)


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
    (_ISO_MONTH, _iso_month),
    (_YEAR, lambda m: m[0]),
)
