"""Quarters and halves of years that a header announces: "3/2026" below "Ende (Quartal/Jahr)" is the third quarter.

Here: what a header announces, and the numbers below it. Not here: quarters that a cell itself names (date_words.py).
"""

import re

from opendata.intake.cells.date_words import date_core, full_year
from opendata.intake.cells.written_dates import AmbiguousDate
from opendata.intake.office_words import code_key

_NUMBER_AND_YEAR = re.compile(r"(0?)(\d{1,2}) ?[/.–-] ?(?:19|20)?(\d{2})")
_YEAR_AND_NUMBER = re.compile(r"(?:19|20)(\d{2}) ?[/.–-] ?(0?)(\d{1,2})")
_QUARTERS_IN_HEADER = re.compile(r"quartal|\bqtl\b|\bq ?/ ?j|\bj+ ?/ ?q")
_HALVES_IN_HEADER = re.compile(r"halbjahr|\bhj\b")
_MONTHS_IN_HEADER = re.compile(r"monat|\bmm\b")


def part_in_header(header: str) -> str | None:
    """The part of a year that a header announces, "quarter" or "half": "Ende (Quartal/Jahr)"; None for others."""
    key = code_key(header)
    if _MONTHS_IN_HEADER.search(key):
        return None
    return "quarter" if _QUARTERS_IN_HEADER.search(key) else "half" if _HALVES_IN_HEADER.search(key) else None


def numbered_part(text: str, part: str) -> tuple[str, str] | None:
    """The rule and the last month of "3/2026" below a header that announces a part of a year; None for other texts.

    Raises AmbiguousDate where the number is rather that of a month, as in 03/2026 and 2026-03.
    """
    core = date_core(text)
    if match := _NUMBER_AND_YEAR.fullmatch(core):
        zero, number, year = match.groups()
    elif match := _YEAR_AND_NUMBER.fullmatch(core):
        year, zero, number = match.groups()
    else:
        return None
    months, rule = (3, "quarter-last-month") if part == "quarter" else (6, "half-year-last-month")
    full = full_year(year)
    if zero or not full or not 1 <= int(number) * months <= 12:
        raise AmbiguousDate(text)
    return rule, f"{full}-{int(number) * months:02}"
