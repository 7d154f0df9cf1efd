"""Number formats of workbooks, parsed: what a format shows of a stored number, date or text.

Here: the sections of a format code, which of them applies to a value, and what stands in each. Not here: showing a
value (shown_numbers.py, shown_dates.py), and the styles of OpenDocument, which become the same sections
(ods_styles.py). Source: ECMA-376, Part 1, 18.8.31 (numFmts).
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

LONGEST_CODE = 1_000  # Excel allows 255 characters; a longer code says nothing
MAX_SCALING_COMMAS = 20
# A token is a text in quotes, an escaped sign, a blank as wide as a sign, a sign that fills the cell, a bracket,
# the word for "as it is", half days, an exponent, or one sign.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Standard)|(?P<half>AM/PM|A/P)|(?P<exponent>[eE][+-])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\Z")
_ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_UNITS = {"y": "year", "m": "month", "d": "day", "h": "hour", "s": "second", "q": "quarter", "w": "week"}


class What(Enum):
    """What a section makes of a value."""

    NUMBER = 0  # digits, as its slots say
    GENERAL = 1  # the number as it is
    UNUSUAL = 2  # a fraction or an exponent: the number counts, and how it is shown does not
    WORDS = 3  # words without any digit
    DATE = 4
    DURATION = 5
    TEXT = 6
    NOTHING = 7  # the section is empty, and with it the cell on the screen


class DatePart(NamedTuple):
    """A part of a date section: a unit with its width, or a literal text with the unit "literal"."""

    unit: str
    width: int
    text: str = ""


@dataclass(frozen=True)
class Section:
    """One section of a number format.

    before, after: the literal text around the digits. slots: the whole digits: "0", "#", "?", or a literal with a
    quotation mark in front. decimals: the most digits behind the point; min_decimals: the least.
    shown number = stored number x 100 for each percent sign / divisor.
    """

    what: What
    before: str = ""
    after: str = ""
    slots: Sequence[str] = ()
    decimals: int = 0
    min_decimals: int = 0
    grouped: bool = False
    percents: int = 0
    divisor: Decimal = Decimal(1)
    parts: Sequence[DatePart] = ()
    condition: tuple[str, Decimal] | None = None
    signed: bool = True  # whether a minus is shown in front of a negative number

    def applies_to(self, value: Decimal) -> bool:
        """Whether the section's condition holds for the value."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])


@dataclass(frozen=True)
class NumberFormat:
    """The sections of one format: those for numbers, and the one for texts where there is one."""

    numbers: Sequence[Section] = ()
    text: Section | None = None
    is_date: bool = field(default=False)

    @property
    def is_general(self) -> bool:
        """Whether every number is shown as it is, without a word."""
        return self in (GENERAL, TEXT_ONLY)

    def section_for(self, value: Decimal) -> Section:
        """The section that shows this number."""
        sections = self.numbers
        if not sections:
            return _GENERAL
        if any(section.condition for section in sections):
            fitting = (section for section in sections if section.applies_to(value))
            others = [section for section in sections if section.condition is None]
            return next(fitting, others[-1] if others else sections[-1])
        if len(sections) == 1 or value > 0:
            return sections[0]
        if value < 0:
            return replace(sections[1], signed=False)
        return sections[2] if len(sections) > 2 else sections[0]


_GENERAL = Section(What.GENERAL)
GENERAL = NumberFormat((_GENERAL,))
TEXT_ONLY = NumberFormat((), Section(What.TEXT))
# Excel shows these formats, which files name by number alone, in the language and currency of the office.
OFFICE_FORMATS = {
    5: '#,##0 "€"',
    6: '#,##0 "€"',
    7: '#,##0.00 "€"',
    8: '#,##0.00 "€"',
    14: "dd.mm.yyyy",
    15: "d. mmm yy",
    16: "d. mmm",
    22: "dd.mm.yyyy hh:mm",
    42: '#,##0 "€"',
    44: '#,##0.00 "€"',
}


@lru_cache(maxsize=5_000)
def number_format(code: str) -> NumberFormat:
    """The format that a code stands for; a code that is none shows every number as it is."""
    if len(code) > LONGEST_CODE:
        return GENERAL
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "sign"
        if kind == "sign" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind]))
    read = [_section(tokens) for tokens in sections[:4]]
    texts = [section for section in read if section.what is What.TEXT]
    numbers, text = [section for section in read if section.what is not What.TEXT], texts[0] if texts else None
    if len(read) == 4:
        numbers, text = read[:3], read[3]
    is_date = any(section.what in (What.DATE, What.DURATION) for section in numbers)
    return NumberFormat(tuple(numbers), text, is_date)


def _section(tokens: list[tuple[str, str]]) -> Section:
    """A section from its tokens; a colour says nothing about the value."""
    condition = next((c for kind, text in tokens if kind == "bracket" and (c := _condition(text))), None)
    kinds = {kind for kind, _ in tokens}
    signs = [text for kind, text in tokens if kind == "sign"]
    if "@" in signs:
        return _around(tokens, What.TEXT, signs.index("@"), condition)
    has_digits = any(sign in "0#?" for sign in signs)
    elapsed = any(kind == "bracket" and _ELAPSED.match(text) for kind, text in tokens)
    letters = {sign.lower() for sign in signs}
    if (elapsed or letters & set("ymdhsjt")) and not (has_digits and not _is_fraction_of_second(signs)):
        parts = _date_parts(tokens, german=bool(letters & set("jt")) and "y" not in letters)
        if elapsed or any(part.unit != "literal" for part in parts):
            return Section(What.DURATION if elapsed else What.DATE, parts=parts, condition=condition)
    if not has_digits and "general" not in kinds:
        literal = "".join(_literal(kind, text) for kind, text in tokens)
        what = What.WORDS if literal.strip() else What.NOTHING
        return Section(what, before=literal, condition=condition)
    return _digits(tokens, condition)


def _is_fraction_of_second(signs: Sequence[str]) -> bool:
    """Whether the digits of the section follow seconds and a point, as in mm:ss.000."""
    text = "".join(signs).lower()
    return re.sub(r"s[.,]0{1,9}", "", text).strip("0#?") == re.sub(r"s[.,]0{1,9}", "", text) and "s" in text


def _condition(text: str) -> tuple[str, Decimal] | None:
    match = _CONDITION.match(text)
    try:
        return (match[1], Decimal(match[2])) if match else None
    except InvalidOperation:
        return None


def _literal(kind: str, text: str) -> str:
    """What a token shows by itself."""
    match kind:
        case "quoted" | "escaped" | "sign" | "half" | "exponent":
            return text
        case "wide":
            return " "
        case "bracket" if text.startswith("$"):
            return text[1:].partition("-")[0]  # [$€-407] is the sign of a currency and a language
        case _:
            return ""


def _around(tokens: list[tuple[str, str]], what: What, place: int, condition: tuple[str, Decimal] | None) -> Section:
    """A section for texts, whose place is the sign @."""
    before, after, passed = "", "", False
    for kind, text in tokens:
        if kind == "sign" and text == "@":
            passed = True
        elif passed:
            after += _literal(kind, text)
        else:
            before += _literal(kind, text)
    return Section(what, before=before, after=after, condition=condition)


def _digits(tokens: list[tuple[str, str]], condition: tuple[str, Decimal] | None) -> Section:
    """A section that shows digits: what stands before and behind them, and how many there are."""
    places = [
        place for place, (kind, text) in enumerate(tokens) if kind == "general" or (kind == "sign" and text in "0#?")
    ]
    first, last = places[0], places[-1]
    if first and tokens[first - 1] == ("sign", "."):
        first -= 1  # .00
    end = last + 1
    while end < len(tokens) and tokens[end] in (("sign", ","), ("sign", ".")):
        end += 1
    body = tokens[first:end]
    before = "".join(_literal(kind, text) for kind, text in tokens[:first])
    after = "".join(_literal(kind, text) for kind, text in tokens[end:])
    percents = sum(token == ("sign", "%") for token in tokens)
    section = Section(What.NUMBER, before, after, percents=percents, condition=condition)
    if any(kind == "general" for kind, _ in body):
        return replace(section, what=What.GENERAL)
    if any(kind == "exponent" or (kind, text) == ("sign", "/") for kind, text in body):
        return replace(section, what=What.UNUSUAL)
    return _counted(section, body)


def _counted(section: Section, body: list[tuple[str, str]]) -> Section:
    """The section with its slots and decimals; commas between digits group them, commas behind them scale."""
    slots: list[str] = []
    decimals: list[str] = []
    grouped, commas, in_decimals = False, 0, False
    for kind, text in body:
        if kind == "sign" and text in "0#?":
            (decimals if in_decimals else slots).append(text)
            grouped, commas = grouped or (commas > 0 and not in_decimals), 0 if not in_decimals else commas
        elif (kind, text) == ("sign", ","):
            commas += 1
        elif (kind, text) == ("sign", ".") and not in_decimals:
            in_decimals = True
        elif in_decimals:
            return replace(section, what=What.UNUSUAL)
        elif literal := _literal(kind, text):
            slots.append('"' + literal)
    shown = "".join(decimals)
    return replace(
        section,
        slots=tuple(slots),
        decimals=len(shown),
        min_decimals=len(shown.rstrip("#?")),
        grouped=grouped,
        divisor=Decimal(1000) ** min(commas, MAX_SCALING_COMMAS),
    )


def _date_parts(tokens: list[tuple[str, str]], *, german: bool) -> tuple[DatePart, ...]:
    """The units and literals of a date; "m" beside hours or seconds means minutes."""
    parts: list[DatePart] = []
    for kind, text in tokens:
        sign = text.lower()
        if german:
            sign = {"j": "y", "t": "d"}.get(sign, sign)
        if kind == "sign" and sign in _UNITS:
            unit = _UNITS[sign]
            if parts and parts[-1].unit == unit:
                parts[-1] = DatePart(unit, parts[-1].width + 1)
            else:
                parts.append(DatePart(unit, 1))
        elif kind == "bracket" and _ELAPSED.match(text):
            parts.append(DatePart(_UNITS[sign[0]], len(text)))
        elif kind == "half":
            parts.append(DatePart("half", 1))
        elif literal := _literal(kind, text):
            parts.append(DatePart("literal", 0, literal))
    units = [part for part in parts if part.unit != "literal"]
    minutes = {
        id(part)
        for place, part in enumerate(units)
        if part.unit == "month"
        and part.width < 3
        and (
            (place and units[place - 1].unit == "hour")
            or (place + 1 < len(units) and units[place + 1].unit == "second")
        )
    }
    named = (part._replace(unit="minute") if id(part) in minutes else part for part in parts)
    return tuple(part._replace(unit="weekday") if part[:1] == ("day",) and part.width > 2 else part for part in named)
