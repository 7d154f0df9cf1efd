"""Reporting dates: the day that a label such as "Sachstand 2015/2016" or "Stand 06/2020" tells of.

Here: reading the date, and which labels tell states. Not here: which column a mapping takes (proposed_mappings.py).
"""

import re
from calendar import monthrange
from datetime import date

from opendata.intake.office_words import MONTHS
from opendata.intake.reports.label_words import label_key

DECEMBER = 12
_STATE = re.compile(
    r"(?:aktueller |derzeitiger |letzter |bisheriger )?"
    r"(?:sachst[aä]nd|umsetzungsst[aä]nd|umsetzungsstatus|stand\b|status\b|zwischenstand|bearbeitungsstand|fortschritt|"
    r"bericht\b|berichtsjahr|sachstandsbericht|entwicklung|umsetzung\b|ergebnis|bilanz|progress|realisierungsstand)"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(rf"\b(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?({_YEAR})\b")
_MONTH = re.compile(rf"\b(0?[1-9]|1[0-2])\s?[/.]\s?({_YEAR})\b")
_MONTH_NAME = re.compile(rf"\b([a-zä]+)\.?\s({_YEAR})\b")
_QUARTER = re.compile(rf"\b(?:q\s?([1-4])|([1-4])\. quartal|(i{{1,3}}|iv)\. quartal)\s?/?\s?({_YEAR})\b")
_HALF_YEAR = re.compile(rf"\b([12])\. halbjahr\s?/?\s?({_YEAR})\b")
_YEARS = re.compile(rf"\b{_YEAR}\b")
_SHORT_SECOND = re.compile(r"\b(20)(\d\d)\s?[/–-]\s?(\d\d)\b(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def date_of_state(label: str) -> date | None:
    """The last day that a label tells the state of; None where it names no state or no date."""
    text = label_key_with_dashes(label)
    if not _STATE.match(text):
        return None
    outside = _BRACKETS.sub(" ", text)
    return last_day(outside) or last_day(text)


def tells_state(label: str) -> bool:
    """Whether a label begins like one that tells a state."""
    return bool(_STATE.match(label_key_with_dashes(label)))


def label_key_with_dashes(label: str) -> str:
    """The label in small letters with its dashes, which part years."""
    return " ".join(label.casefold().split())


def state_words(label: str) -> str:
    """What a label says beside its date and brackets: labels of one series agree in it."""
    words = _BRACKETS.sub(" ", label_key_with_dashes(label))
    return label_key(" ".join(re.findall(r"[^\W\d_]+", words)))


def last_day(text: str) -> date | None:
    """The last day of the day, month, quarter or year that a text names last."""
    if days := _DAY.findall(text):
        day, month, year = map(int, days[-1])
        return date(year, month, day) if month <= DECEMBER and 1 <= day <= monthrange(year, month)[1] else None
    if quarter := _QUARTER.search(text):
        number = int(quarter[1] or quarter[2] or _ROMAN[quarter[3]])
        return _end(int(quarter[4]), 3 * number)
    if half := _HALF_YEAR.search(text):
        return _end(int(half[2]), 6 * int(half[1]))
    if months := _MONTH.findall(text):
        return _end(int(months[-1][1]), int(months[-1][0]))
    for name, year in reversed(_MONTH_NAME.findall(text)):
        if name in MONTHS:
            return _end(int(year), MONTHS[name])
    years = [int(year) for year in _YEARS.findall(text)]
    years += [int(century + second) for century, first, second in _SHORT_SECOND.findall(text) if second > first]
    return date(max(years), DECEMBER, 31) if years else None


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
