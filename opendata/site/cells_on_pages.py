"""Values on pages: the text of a cell with what only a page has, such as its link and its colour.

Here: links, colours, alignment and length. Not here: the text itself (domain/tables/values_for_people.py), which
cells a page shows (table_listing.py, row_page.py).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.values_for_people import value_text

LONG_TEXT = 80  # longer texts get lines of their own
RHYTHMS = {
    "P1Y": {"de": "jährlich", "en": "yearly"},
    "P2Y": {"de": "alle zwei Jahre", "en": "every two years"},
    "P6M": {"de": "halbjährlich", "en": "every six months"},
    "P3M": {"de": "vierteljährlich", "en": "quarterly"},
    "P1M": {"de": "monatlich", "en": "monthly"},
}
# The colour of a status, beside its words. A code that is not listed here is shown without a colour.
TONES = {
    **dict.fromkeys(("completed", "paid", "proven"), "done"),
    "ongoing": "steady",
    **dict.fromkeys(("implementation", "approved"), "going"),
    **dict.fromkeys(("planning", "not_started", "applied"), "ahead"),
    **dict.fromkeys(("cancelled", "merged", "rejected", "repaid"), "ended"),
}


@dataclass(frozen=True)
class Shown:
    """One value on a page."""

    text: str
    href: str | None = None
    outside: bool = False  # the link leads to another site, whose address a city wrote
    tone: str | None = None  # of a status
    number: bool = False
    long: bool = False
    words: bool = False  # the city's own words, which are German on every page


def shown(field: Field, value: str, language: str, *, as_status: bool = False, in_key: bool = False) -> Shown:
    """A filled cell, as a page shows it. in_key: the cell is part of the row's key, so it is no quantity."""
    text = value_text(field, value, language)
    if as_status:
        return Shown(text, tone=TONES.get(value, "plain"))
    if _is_link(field, value):
        return Shown(value, href=value, outside=True)
    is_long = len(text) > LONG_TEXT or "\n" in text
    return Shown(text, number=is_quantity(field) and not in_key, long=is_long, words=holds_words(field))


def holds_words(field: Field) -> bool:
    """Whether the field's values are a city's own words, and no codes, dates or numbers."""
    return field.type == "string" and not field.codes and not field.holds_dates


def is_quantity(field: Field) -> bool:
    """Whether the field's values are numbers to be compared."""
    return field.type in NUMBER_TYPES and not field.codes


def _is_link(field: Field, value: str) -> bool:
    """Whether a value is shown as a link: the field holds addresses, and this one is of the web."""
    holds_addresses = field.descriptor.get("format") == "uri" or field.name in ("url", "homepage", "website")
    return field.type == "string" and holds_addresses and is_web_address(value)


def is_web_address(value: str) -> bool:
    """Whether a text is an address that a page may link to: http or https, nothing else."""
    if any(character.isspace() for character in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def rhythm_text(rhythm: str, language: str) -> str:
    """How often a city means to report."""
    return RHYTHMS.get(rhythm, {}).get(language, rhythm)
