"""Time spans in one cell: "2024–2026", "03/2024 bis Dezember 2025", "ab 2024".

Here: parting a span into its beginning and its end. Not here: reading these as dates (cells/written_dates.py), and
which column holds spans (matching/span_columns.py).
"""

import re

FIRST, LAST = "first", "last"
LONGEST_SPAN = 60
_MOMENT = (
    r"(?:(?:\d{1,2}\.\s?)?\d{1,2}[./]\s?\d{4}|(?:\d{1,2}\.\s?)?[A-Za-zÄÖÜäöü]{3,9}\.?\s\d{4}"
    r"|Q[1-4][\s/]\d{4}|\d{4})"
)
_BOTH = re.compile(rf"(?:von\s+)?(?P<first>{_MOMENT})\s*(?:[-\u2013\u2014]|bis(?:\s+zum)?)\s*(?P<last>{_MOMENT})\Z")
_SHORT_END = re.compile(r"(?P<first>(?P<century>\d\d)(?P<year>\d\d))\s*[-\u2013/]\s*(?P<last>\d\d)\Z")
_FROM = re.compile(rf"(?:ab|seit)\s+(?P<first>{_MOMENT})\Z", re.IGNORECASE)
_ONWARDS = re.compile(r"(?P<first>\d{4})\s*(?:ff\.?|[-\u2013\u2014])\Z")
_OPEN_END = re.compile(  # "2019 bis laufend", "seit 2020 fortlaufend"
    rf"(?:(?:von|ab|seit)\s+)?(?P<first>{_MOMENT})\s*,?\s*(?:(?:[-\u2013\u2014]|bis)\s*)?"
    r"(?:(?:fort)?laufend|dauerhaft|unbefristet|heute|offen|auf\s+Weiteres|k\.\s?A\.)\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"bis(?:\s+zum)?\s+(?P<last>{_MOMENT})\Z", re.IGNORECASE)
_ONE = re.compile(rf"(?P<first>{_MOMENT})\Z")


class NotASpan(ValueError):
    """The text names neither a beginning nor an end."""


def span_of(text: str) -> tuple[str | None, str | None]:
    """The beginning and the end as written; None where the text leaves one open. Raises NotASpan."""
    words = " ".join(text.split())
    if len(words) > LONGEST_SPAN:
        raise NotASpan(text)
    if match := _BOTH.match(words):
        return match["first"], match["last"]
    # In 2009-10 the second number may be a month.
    if (match := _SHORT_END.match(words)) and int(match["last"]) > max(int(match["year"]), 12):
        return match["first"], match["century"] + match["last"]
    if match := _FROM.match(words) or _ONWARDS.match(words) or _OPEN_END.match(words):
        return match["first"], None
    if match := _UNTIL.match(words):
        return None, match["last"]
    if match := _ONE.match(words):
        return match["first"], match["first"]
    raise NotASpan(text)


def part_of_span(text: str, part: str) -> str | None:
    """The beginning (FIRST) or the end (LAST) as written; None where the text leaves it open.

    Raises NotASpan for a text that is no span if its beginning is asked for. The end of such a text is None, so that
    the error is told once.
    """
    try:
        return span_of(text)[(FIRST, LAST).index(part)]
    except NotASpan:
        if part == FIRST:
            raise
        return None


def is_span(text: str) -> bool:
    """Whether a text names a beginning and an end, or one of them in words, and is no single date."""
    try:
        first, last = span_of(text)
    except NotASpan:
        return False
    return first != last
