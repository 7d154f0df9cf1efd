"""Dates as a number format shows them: no more precise than what the office sees on its screen.

Here: a stored day as a year, a month, a quarter or a day. Not here: formats (number_formats.py), dates that people
wrote as text (cells/written_dates.py), which also reads the words that a format has around a year ("Ende 2026").
"""

import re
from collections.abc import Sequence
from datetime import date

from opendata.intake.clock_texts import shown_clock
from opendata.intake.files.number_formats import DatePart
from opendata.intake.files.shown_numbers import ShownCell
from opendata.intake.text_tables import CellMark

MONTH_NAMES = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
SHORT_MONTH_NAMES = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?\Z", re.DOTALL)
_WORD = re.compile(r"[^\W_]")


def shown_date(stored: str, parts: Sequence[DatePart]) -> ShownCell:
    """A date, ISO 8601, in a format of these parts; a time of day and a duration stay as they are."""
    match = _DAY.match(stored)
    units = {part.unit for part in parts}
    if match is None or not units & {"year", "month", "day", "quarter", "week", "weekday"}:
        shown = shown_clock(stored, with_seconds="second" in units)
        return ShownCell(stored, CellMark.DATE, None if shown == stored else shown)
    if not units & {"hour", "minute", "second"}:
        stored = stored[:10]  # the time of a moment that is shown as a day
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return ShownCell(stored, CellMark.DATE)
    shown = _text(day, parts, whole_year=False)
    has_words = any(part.unit == "literal" and _WORD.search(part.text) for part in parts)
    if units & {"day", "weekday"} or not units & {"year", "month", "quarter"}:
        is_usual = units >= {"year", "month", "day"} and not has_words
        return ShownCell(stored, CellMark.DATE, None if is_usual else shown)
    if "quarter" in units:
        text = f"Q{_quarter(day)}/{day.year}"
    elif has_words or "week" in units:
        text = _text(day, parts, whole_year=True)
    elif "month" in units:
        text = stored[:7]
    else:
        text = stored[:4]
    return ShownCell(text, CellMark.DATE, None if shown == text else shown)


def _text(day: date, parts: Sequence[DatePart], *, whole_year: bool) -> str:
    """The date as these parts write it, in German; times of day are left out."""
    texts = []
    for part in parts:
        match part.unit:
            case "literal":
                texts.append(part.text)
            case "year":
                texts.append(f"{day.year:04}" if whole_year or part.width > 2 else f"{day.year % 100:02}")
            case "month":
                texts.append(_month(day.month, part.width))
            case "day":
                texts.append(f"{day.day:02}" if part.width > 1 else str(day.day))
            case "weekday":
                texts.append(WEEKDAYS[day.weekday()][: 2 if part.width == 3 else None])
            case "quarter":
                texts.append(f"Q{_quarter(day)}" if part.width == 1 else f"{_quarter(day)}. Quartal")
            case "week":
                texts.append(str(day.isocalendar().week))
    return " ".join("".join(texts).split())


def _month(month: int, width: int) -> str:
    match width:
        case 1:
            return str(month)
        case 2:
            return f"{month:02}"
        case 3:
            return SHORT_MONTH_NAMES[month - 1]
        case 5:
            return MONTH_NAMES[month - 1][0]
        case _:
            return MONTH_NAMES[month - 1]


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
