"""Dates in the words of an office: "Q3/2026", "Ende 2026", "bis 2030", "Jun 26", "2025-2028".

Here: such a text is turned into one that written_dates.py reads, step by step, and the dates that must be refused
with a sentence of their own. Not here: plain dates (written_dates.py), the sentences (refused_cells.py).
A date never becomes more precise than it was written, except that a quarter or a half of a year is its last month.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from opendata.domain.kinds import Field
from opendata.intake.cells.written_dates import MAX_CHARACTERS, AmbiguousDate, fits, read_date
from opendata.intake.office_words import MONTHS, code_key

LAST_OF_THIS_CENTURY = 79  # 79 is 2079; from 80 on, a year of two digits is not read
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # days that Excel counts, from 1954 to 2119
_YEAR = r"(?P<year>(?:19|20)\d{2}|['’]?\d{2})"
_NUMBERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "erstes": 1,
    "zweites": 2,
    "drittes": 3,
    "viertes": 4,
    "erste": 1,
    "zweite": 2,
} | {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_NUMBER = rf"(?P<number>[1-4]|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_BETWEEN = r"[ ./,–-]{0,3}(?:of )?"
_QUARTER_WORD, _HALF_WORD = (
    r"(?:quartal|quarter|qrtl|qtl|qu|q)\.?",
    r"(?:halbjahr|jahreshälfte|half[ -]?year|half|hj|h)\.?",
)


def _parts_of_a_year(word: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of "3. Quartal 2026", "Q3/2026" and "2026 Q3" for a quarter or for a half."""
    forms = (
        rf"{_NUMBER}(?:\.|st|nd|rd|th)? ?{word}{_BETWEEN}{_YEAR}",
        rf"{word} ?{_NUMBER}{_BETWEEN}{_YEAR}",
        rf"(?P<year>(?:19|20)\d{{2}}){_BETWEEN}{word} ?{_NUMBER}",
        rf"(?P<year>(?:19|20)\d{{2}}){_BETWEEN}{_NUMBER}\.? ?{word}",
    )
    return tuple(re.compile(form) for form in forms)


_QUARTERS = (*_parts_of_a_year(_QUARTER_WORD), re.compile(rf"(?P<number>i{{1,3}}|iv) ?/ ?{_YEAR}"))
_HALVES = _parts_of_a_year(_HALF_WORD)
_ANYWHERE = frozenset(
    (
        "voraussichtlich vsl vsl. vrsl vrsl. vrstl. vorr. voraus. vorauss vorauss. vor. ca ca. circa etwa rund "
        "um gegen ungefähr geplant gepl gepl. geplante geplanter geplantes ziel: ziel zieljahr frist termin "
        "ende anfang mitte anf. jahresende jahresanfang jahresbeginn "
        "jahresmitte jahreswechsel frühjahr fruehjahr frühling sommer "
        "herbst winter frühsommer spätsommer spätherbst jahr jahre jahres im in am zum zur den des der laufe "
        "schuljahr heizperiode spätestens spaetestens expected planned approx approx. about around early mid late "
        "end of spring summer autumn fall the year beginning middle ~"
    ).split()
)
_OF_AN_END = frozenset("bis until till by".split())
_OF_A_START = frozenset("ab seit von frühestens fruehestens from since".split())
_BEHIND = re.compile(
    r"(.*\d)[ ,]*\(?(?:voraussichtlich|vsl\.?|vrsl\.?|voraus\.|vorauss\.?|geplant|gepl\.?|ca\.?|angestrebt|"
    r"planned|expected)\)?"
)
_OPEN_END = re.compile(r"(.*\d) ?(?:ff\.?|f\.|\+|(?:und|u\.) (?:später|folgende|ff\.?)|folgende|fortlaufend|onwards)")
_EXPECTED = re.compile(
    r"\b(?:(?<!\d )bis|voraus\w*|vsl|vrsl|vrstl|vorr|"
    r"geplant\w*|gepl|spätestens|fruehestens|frühestens|ziel\w*|expected|planned|by)\b"
)
_WEEK = re.compile(
    r"(?:kw ?(\d{1,2})[ /.,-]*(\d{4})|(\d{1,2})\. ?kw[ /.,-]*(\d{4})|(\d{4})[ /-]*(?:kw|w) ?(\d{1,2}))"
)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d{1,12})?")
_SHORT_DAY = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?['’]?(\d{2})")
_SHORT_MONTH = re.compile(r"(\d{1,2}) ?([./]) ?['’]?(\d{2})")
_MONTH_DASH = re.compile(r"(0?[1-9]|1[0-2]) ?[-–] ?((?:19|20)\d{2})")  # 06-2026; 13-2026 is none
_YEAR_POINT_MONTH = re.compile(r"((?:19|20)\d{2})\.(0[1-9]|1[0-2])")  # 2026.06
_NAMED = re.compile(r"(?:(\d{1,2})[.-]? ?)?([^\W\d_]{3,9})\.?[ ,/.-]{0,3}(\d{4}|['’]?\d{2})")
_NAMED_AFTER = re.compile(r"(\d{4})[ ,/.-]{1,3}([^\W\d_]{3,9})\.?")
_YEARS = re.compile(r"((?:19|20)\d{2}) ?(?:/|-|–|—|bis|to) ?((?:19|20)\d{2}|\d{2})")
_FOOTNOTE = re.compile(r"(?<=\w)\s?(?:\*{1,3}|[†‡]|[⁰¹²³⁴-⁹]{1,2})\)?\s*\Z")
_WEEKDAY = re.compile(
    r"(?:mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)(?:\.,?|,) ?"
    r"(?=\d)"
)
_SHORT_YEAR = re.compile(r"['’](\d{2})")
_SPAN = re.compile(r"(.{4,18}?) ?(?:–|—| - |-|\bbis\b|\bto\b) ?(.{4,18})")


class RefusedDate(Exception):
    """A text that means a date, but none that can be taken over; code: the problem that the report names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def date_steps(text: str, field: Field) -> list[tuple[str, str]]:
    """The steps from a text that is no plain date to one: each is a rule and the text after it.

    Raises RefusedDate and AmbiguousDate.
    """
    if len(text) > MAX_CHARACTERS or not any(sign.isdigit() for sign in text):
        return []
    core = date_core(text)
    _refuse(core, field)
    steps = [("date-words", core)] if _FOOTNOTE.search(text) else []

    def step(rule: str, after: str | None) -> None:
        nonlocal core
        if after is not None and after != core:
            if steps and steps[-1][0] == rule:
                steps.pop()
            steps.append((rule, after))
            core = after

    step("date-words", _without_qualifiers(core, field))
    if part := _last_month(core):
        step(*part)
    else:
        step("date-words", _bound(core, field))
        step("two-digit-year", _with_century(core))
        if named := _with_plain_month(core):
            core = named
        step("german-date", read_date(core, field))
    return steps if fits(core, field) else []


def date_core(text: str) -> str:
    """The text for comparisons, without the mark of a footnote, whose raised figure would be a digit of a year."""
    return _WEEKDAY.sub("", code_key(_FOOTNOTE.sub("", text)), count=1)


def is_excel_day(text: str) -> bool:
    """Whether a number is most likely a day as Excel counts them, for no date is written like that."""
    serial = _SERIAL.fullmatch(text)
    return serial is not None and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL


def date_facts(text: str) -> Mapping[str, str]:
    """What the sentence about a refused date names: the day that Excel counted, the month of a week."""
    core = date_core(text)
    if is_excel_day(core):
        day = date(1899, 12, 30) + timedelta(days=int(core[:5]))
        return {"day_de": f"{day:%d.%m.%Y}", "day_en": day.isoformat()}
    if week := _WEEK.fullmatch(core):
        number, year = (week[1] or week[3] or week[6]), (week[2] or week[4] or week[5])
        try:
            thursday = date.fromisocalendar(int(year), int(number), 4)
        except ValueError:
            return {"month": str(year)}
        return {"month": f"{thursday:%Y-%m}"}
    return {}


def _refuse(core: str, field: Field) -> None:
    """Raise RefusedDate for texts that are known to be no date that can be taken over."""
    if is_excel_day(core):
        raise RefusedDate("excel-day-number")
    if _WEEK.fullmatch(core):
        raise RefusedDate("calendar-week")
    if _OPEN_END.fullmatch(core) and field.descriptor.get("bound") != "start":
        raise RefusedDate("open-ended-date")


def _without_qualifiers(core: str, field: Field) -> str:
    """The text without words such as "voraussichtlich" and "Ende", and "bis" where the field is an end."""
    if core.startswith(("von ", "from ")) and re.search(r" (?:bis|to) ", core):
        core = core.partition(" ")[2]
    bound, happened = field.descriptor.get("bound"), field.descriptor.get("happened")
    if bound == "start" and (open_end := _OPEN_END.fullmatch(core)):
        core = open_end[1]
    if happened and _EXPECTED.search(core):
        raise RefusedDate("only-expected")
    if behind := _BEHIND.fullmatch(core):
        core = behind[1]
    while True:
        word, blank, rest = core.partition(" ")
        if not blank and (attached := re.fullmatch(r"(ca\.|~|ab|bis) ?(\d.*)", core)):
            word, rest = attached[1], attached[2]
        if not rest:
            return core
        if word in _OF_AN_END and bound == "start":
            raise RefusedDate("end-in-a-start")
        if word in _OF_A_START and bound == "end":
            raise RefusedDate("open-ended-date")
        if word not in _ANYWHERE | (
            _OF_AN_END if bound == "end" else _OF_A_START if bound == "start" else frozenset()
        ):
            return core
        core = rest


def _last_month(core: str) -> tuple[str, str] | None:
    """The rule and the last month of a quarter or of half a year."""
    for rule, months, patterns in (("quarter-last-month", 3, _QUARTERS), ("half-year-last-month", 6, _HALVES)):
        for pattern in patterns:
            if match := pattern.fullmatch(core):
                number = _NUMBERS.get(match["number"]) or int(match["number"])
                year = full_year(match["year"])
                if year and number * months <= 12:
                    return rule, f"{year}-{number * months:02}"
    return None


def _bound(core: str, field: Field) -> str | None:
    """The end of a span for a field that is an end, its beginning for one that is a beginning."""
    if years := _YEARS.fullmatch(core):
        first, last = years[1], years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
    elif (span := _SPAN.fullmatch(core)) and (ends := _both_ends(span[1], span[2], field)):
        first, last = ends
    else:
        return None
    if not first < last:
        return None
    bound = field.descriptor.get("bound")
    if bound not in ("start", "end"):
        raise RefusedDate("date-span")
    return first if bound == "start" else last


def _both_ends(first: str, last: str, field: Field) -> tuple[str, str] | None:
    dates = [read_date(_with_century(part) or part, field) for part in (first.strip(), last.strip())]
    return (dates[0], dates[1]) if dates[0] and dates[1] else None


def _with_century(core: str) -> str | None:
    """The text with a year of four digits instead of two."""
    if day := _SHORT_DAY.fullmatch(core):
        if (year := full_year(day[3])) is None:
            raise AmbiguousDate(core)
        return f"{day[1]}.{day[2]}.{year}"
    if short := _SHORT_YEAR.fullmatch(core):
        return full_year(short[1])
    if (month := _SHORT_MONTH.fullmatch(core)) and 1 <= int(month[1]) <= 12:
        if int(month[3]) <= 12:
            raise AmbiguousDate(core)  # 06/12 could be the sixth of December, or June of 2012
        return f"{month[1]}/{year}" if (year := full_year(month[3])) else None
    named = _NAMED.fullmatch(core)
    return _named_date(named) if named and named[2] in MONTHS and len(named[3]) < 4 else None


def _named_date(named: re.Match[str]) -> str | None:
    year = full_year(named[3])
    day = f"{named[1]}. " if named[1] else ""
    return f"{day}{named[2]} {year}" if year else None


def _with_plain_month(core: str) -> str | None:
    """ "juni/2026" and "2026, juni" as "juni 2026", "06-2026" as "06/2026"."""
    if month := _MONTH_DASH.fullmatch(core):
        return f"{month[1]}/{month[2]}"
    if month := _YEAR_POINT_MONTH.fullmatch(core):
        return f"{month[2]}/{month[1]}"
    if (named := _NAMED.fullmatch(core)) and named[2] in MONTHS:
        return _named_date(named)
    if (after := _NAMED_AFTER.fullmatch(core)) and after[2] in MONTHS:
        return f"{after[2]} {after[1]}"
    return None


def full_year(year: str) -> str | None:
    digits = year.lstrip("'’")
    if len(digits) == 4:
        return digits
    return f"20{digits}" if int(digits) <= LAST_OF_THIS_CENTURY else None
