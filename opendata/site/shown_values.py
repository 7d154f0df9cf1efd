"""Values as people read them: codes by their labels, dates and numbers in the language's way, with units.

Here: a cell's canonical text to what a page shows. Not here: which cells a page shows (table_listing.py,
row_page.py).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from opendata.domain.journal.sentences import shown_number
from opendata.domain.kinds import DATE_TYPES, NUMBER_TYPES, Field
from opendata.domain.tables import partial_dates

LONG_TEXT = 80  # longer texts get lines of their own
UNIT_SIGNS = {"percent": "%", "EUR": "€"}
TRUTH = {"true": {"de": "ja", "en": "yes"}, "false": {"de": "nein", "en": "no"}}
RHYTHMS = {
    "P1Y": {"de": "jährlich", "en": "yearly"},
    "P2Y": {"de": "alle zwei Jahre", "en": "every two years"},
    "P6M": {"de": "halbjährlich", "en": "every six months"},
    "P3M": {"de": "vierteljährlich", "en": "quarterly"},
    "P1M": {"de": "monatlich", "en": "monthly"},
}
# The colour that goes with the words of a status; codes that are not here have none, and lose nothing by it.
TONES = {
    **dict.fromkeys(("completed", "paid", "proven"), "done"),
    **dict.fromkeys(("implementation", "ongoing", "approved"), "going"),
    **dict.fromkeys(("planning", "not_started", "applied"), "ahead"),
    **dict.fromkeys(("cancelled", "merged", "rejected", "repaid"), "ended"),
}


@dataclass(frozen=True)
class Shown:
    """One value on a page."""

    text: str
    href: str | None = None
    outside: bool = False  # the link leaves this site, to an address that a city wrote
    tone: str | None = None  # of a status
    number: bool = False
    long: bool = False


def shown(field: Field, value: str, language: str, *, as_status: bool = False, in_key: bool = False) -> Shown:
    """A cell that is not empty, for people. Keys stay as they are written: a year is no quantity."""
    text = value if in_key and not field.codes else value_text(field, value, language)
    if as_status:
        return Shown(text, tone=TONES.get(value, "plain"))
    if _is_link(field, value):
        return Shown(value, href=value, outside=True)
    return Shown(text, number=is_quantity(field) and not in_key, long=len(text) > LONG_TEXT or "\n" in text)


def is_quantity(field: Field) -> bool:
    """Whether its values are numbers to be compared."""
    return field.type in NUMBER_TYPES and not field.codes


def value_text(field: Field, value: str, language: str) -> str:
    """A cell's canonical text as people write it."""
    if field.codes:
        return field.code_label(value, language)
    if field.type == "datetime":
        return _moment_text(value, language)
    if field.precision == "reduced" or field.type in DATE_TYPES:
        return partial_dates.for_people(value, language)
    if field.type in NUMBER_TYPES:
        return _quantity(field, value, language)
    if field.type == "boolean" and value in TRUTH:
        return TRUTH[value][language]
    return value


def _quantity(field: Field, value: str, language: str) -> str:
    # Short whole numbers without a unit are often years or house numbers: they are not divided into groups.
    is_short = field.type == "integer" and field.unit is None and len(value.lstrip("-")) <= 4
    number = value if is_short else shown_number(value, language)
    return f"{number} {UNIT_SIGNS.get(field.unit, field.unit)}" if field.unit else number


def _moment_text(value: str, language: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(value), language)
    except ValueError:
        return value


def _is_link(field: Field, value: str) -> bool:
    """Whether a value is shown as a link: the field holds addresses, and this one is of the web."""
    holds_addresses = field.descriptor.get("format") == "uri" or field.name in ("url", "homepage", "website")
    return field.type == "string" and holds_addresses and is_web_address(value)


def is_web_address(value: str) -> bool:
    """Whether a text is an address that a page may link to: http or https, nothing else."""
    if any(each.isspace() for each in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def cell_text(value: Any) -> str | None:
    """The canonical text of a JSON value, as the journal keeps the cells of rows."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case Mapping() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return str(value)


def number_text(number: int, language: str) -> str:
    """A count: 1234 as 1.234 or 1,234."""
    return shown_number(str(number), language)


def day_text(day: date, language: str) -> str:
    """31.12.2024 or 31 December 2024."""
    return partial_dates.for_people(day.isoformat(), language)


def moment_text(moment: datetime, language: str) -> str:
    """31.12.2024, 14:05 Uhr (UTC), or 31 December 2024, 14:05 (UTC)."""
    zone = " (UTC)" if moment.tzinfo is not None else ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    clock = f"{moment:%H:%M} Uhr" if language == "de" else f"{moment:%H:%M}"
    return f"{day_text(moment.date(), language)}, {clock}{zone}"


def bytes_text(count: int, language: str) -> str:
    """1.234.567 as 1,2 MB; below a thousand the bytes themselves."""
    size, unit = float(count), "B"
    for each in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, each
    return f"{count} B" if unit == "B" else f"{shown_number(f'{size:.1f}', language)} {unit}"


def duration_text(days: int, language: str) -> str:
    """A length of time as people say it: days, months or years."""
    months = round(days / 30.44)
    if days < 60:
        count, words = str(days), {"de": ("Tag", "Tage"), "en": ("day", "days")}
    elif months < 24:
        count, words = str(months), {"de": ("Monat", "Monate"), "en": ("month", "months")}
    else:
        count = shown_number(f"{days / 365.25:.1f}".removesuffix(".0"), language)
        words = {"de": ("Jahr", "Jahre"), "en": ("year", "years")}
    return f"{count} {words[language][count != '1']}"


def rhythm_text(rhythm: str, language: str) -> str:
    """How often a city means to report."""
    return RHYTHMS.get(rhythm, {}).get(language, rhythm)
