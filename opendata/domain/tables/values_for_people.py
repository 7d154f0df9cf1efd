"""Values as people read them, in German and in English, the same in sentences, feeds and pages.

Here: the canonical text of a cell by its field, and single numbers, days, moments, sizes and lengths of time.
Not here: links, colours and alignment (site/cells_on_pages.py), what sentences are made of
(domain/journal/sentences.py), values for programs (json_values.py, timestamps.py).

Numbers are written from their text and never become a float, so that they are exact at any length. A whole number
without a unit may be a year or the number of a house, so its digits are not grouped. The digits of a whole number
with a unit, of a decimal number and of a count are grouped.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from opendata.domain.kinds import DATE_TYPES, Field
from opendata.domain.tables.partial_dates import Span

MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
TRUTH = {"true": {"de": "ja", "en": "yes"}, "false": {"de": "nein", "en": "no"}}
UNIT_SIGNS = {"percent": "%", "EUR": "€"}  # every other unit is its own sign
GERMAN_SIGNS = str.maketrans(",.", ".,")
SIZE_UNITS = ("kB", "MB", "GB")
DAYS_OF_A_MONTH, DAYS_OF_A_YEAR = 30.44, 365.25
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def value_text(field: Field, value: str, language: str) -> str:
    """The canonical text of a cell in the form for people; text that is not of the field's type stays as it is."""
    if field.codes:
        return field.code_label(value, language)
    if field.precision == "reduced":
        return partial_date_text(value, language)
    if field.type == "datetime":
        return _moment_cell(value, language)
    if field.type in DATE_TYPES:
        return partial_date_text(value, language)
    if field.type == "integer" and field.unit is None:
        return value
    if field.type in ("integer", "number"):
        return grouped_number(value, language) + _unit(field)
    if field.type == "boolean" and value in TRUTH:
        return TRUTH[value][language]
    return value


def grouped_number(text: str, language: str) -> str:
    """1234.5 as 1.234,5 or 1,234.5; text that is no plain number stays as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    number = format(Decimal(text), ",f")
    return number.translate(GERMAN_SIGNS) if language == "de" else number


def count_text(count: int, language: str) -> str:
    """A number of things: 1234 as 1.234 or 1,234."""
    return grouped_number(str(count), language)


@lru_cache(maxsize=10_000)
def partial_date_text(text: str, language: str) -> str:
    """2026, März 2026, 15.03.2026; English: 2026, March 2026, 15 March 2026. Other text stays as it is."""
    try:
        first = Span.read(text).first
    except ValueError:
        return text
    match text.count("-"):
        case 0:
            return text
        case 1:
            return f"{MONTHS[language][first.month - 1]} {first.year:04}"
    return day_text(first, language)


def day_text(day: date, language: str) -> str:
    """31.12.2024 or 31 December 2024."""
    # Not %Y, which leaves out the zeros of a year below 1000 on some platforms.
    if language == "de":
        return f"{day.day:02}.{day.month:02}.{day.year:04}"
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year:04}"


def moment_text(moment: datetime, language: str) -> str:
    """A moment to the minute: 31.12.2024, 14:05 Uhr (UTC), or 31 December 2024, 14:05 (UTC)."""
    return _moment_text(moment, "minutes", language)


def bytes_text(count: int, language: str) -> str:
    """1234567 as 1,2 MB or 1.2 MB; a size below a thousand is given in bytes."""
    if count < 1000:
        return f"{count} B"
    size, unit = float(count), ""
    for larger_unit in SIZE_UNITS:
        if size < 1000:
            break
        size, unit = size / 1000, larger_unit
    return f"{grouped_number(f'{size:.1f}', language)} {unit}"


def duration_text(days: int, language: str) -> str:
    """A length of time in the unit that people would use: days, months or years."""
    months = round(days / DAYS_OF_A_MONTH)
    if days < 60:
        number, words = str(days), {"de": ("Tag", "Tage"), "en": ("day", "days")}
    elif months < 24:
        number, words = str(months), {"de": ("Monat", "Monate"), "en": ("month", "months")}
    else:
        number = grouped_number(f"{days / DAYS_OF_A_YEAR:.1f}".removesuffix(".0"), language)
        words = {"de": ("Jahr", "Jahre"), "en": ("year", "years")}
    return f"{number} {words[language][number != '1']}"


def _moment_cell(text: str, language: str) -> str:
    """A moment as exactly as the cell holds it, because two that differ by a second must not look the same."""
    try:
        moment = datetime.fromisoformat(text)
        precision = "microseconds" if moment.microsecond else "seconds" if moment.second else "minutes"
        return _moment_text(moment, precision, language)
    except (ValueError, OverflowError):  # in UTC, the first hours of the year 1 may lie before year 1
        return text


def _moment_text(moment: datetime, precision: str, language: str) -> str:
    zone = ""
    if moment.tzinfo is not None:
        moment, zone = moment.astimezone(UTC), " (UTC)"
    clock = moment.time().isoformat(precision)
    if "." in clock:
        clock = clock.rstrip("0")
    if language == "de":
        clock = f"{clock.replace('.', ',')} Uhr"
    return f"{day_text(moment.date(), language)}, {clock}{zone}"


def _unit(field: Field) -> str:
    return f" {UNIT_SIGNS.get(field.unit, field.unit)}" if field.unit else ""
