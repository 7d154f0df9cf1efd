"""Format codes of Excel, such as #,##0.00 "T€", read as the sections of a number format.

Here: tokens, literals, digits, units of dates. Not here: what a section shows (shown_numbers.py, shown_dates.py).
Source: ECMA-376, Part 1, 18.8.30 and 18.8.31 (numFmt, numFmts).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from opendata.intake.files.number_formats import GENERAL, DatePart, FractionShape, NumberFormat, Section, What

LONGEST_CODE = 1_000  # Excel allows 255 characters; a longer code says nothing
MAX_SCALING_COMMAS = 20
MAX_DENOMINATOR_DIGITS = 6
# A token is a text in quotes, an escaped sign, a blank as wide as a sign, a sign that fills the cell, a bracket,
# the word for "as it is", half days, an exponent, or one sign.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Standard)|(?P<half>AM/PM|A/P)|(?P<exponent>[eE][+-])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\Z")
_ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
# [Weiß] stands in files that a program wrote without translating what a German office typed.
_COLOURS = {
    "000000": ("black", "schwarz", "color1", "farbe1"),
    "FFFFFF": ("white", "weiß", "weiss", "color2", "farbe2"),
    "FF0000": ("red", "rot", "color3", "farbe3"),
    "00FF00": ("green", "grün", "color4", "farbe4"),
    "0000FF": ("blue", "blau", "color5", "farbe5"),
    "FFFF00": ("yellow", "gelb", "color6", "farbe6"),
    "FF00FF": ("magenta", "color7", "farbe7"),
    "00FFFF": ("cyan", "color8", "farbe8"),
}
_COLOUR_WORDS = {word: colour for colour, words in _COLOURS.items() for word in words}
_UNITS = {"y": "year", "m": "month", "d": "day", "h": "hour", "s": "second", "q": "quarter", "w": "week"}
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
    if len(numbers) > 1 and not any(section.condition for section in numbers):
        numbers[1] = replace(numbers[1], signed=False)  # it is for negative numbers, and shows a minus by itself
    return NumberFormat(tuple(numbers), text, is_date)


def _section(tokens: list[tuple[str, str]]) -> Section:
    """A section from its tokens, with its colour."""
    words = (text.replace(" ", "").casefold() for kind, text in tokens if kind == "bracket")
    colour = next((_COLOUR_WORDS[word] for word in words if word in _COLOUR_WORDS), "")
    section = _plain_section(tokens)
    return replace(section, colour=colour) if colour else section


def _plain_section(tokens: list[tuple[str, str]]) -> Section:
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
    if end < len(tokens) and tokens[end] == ("sign", "/"):  # of # ?/4 the denominator is no word behind the number
        end += 1
        while end < len(tokens) and tokens[end][0] == "sign" and tokens[end][1].isdigit():
            end += 1
    body = tokens[first:end]
    before = "".join(_literal(kind, text) for kind, text in tokens[:first])
    after = "".join(_literal(kind, text) for kind, text in tokens[end:])
    percents = sum(token == ("sign", "%") for token in tokens)
    section = Section(What.NUMBER, before, after, percents=percents, condition=condition)
    if any(kind == "general" for kind, _ in body):
        return replace(section, what=What.GENERAL)
    if any(kind == "exponent" or (kind, text) == ("sign", "/") for kind, text in body):
        has_exponent = any(kind == "exponent" for kind, _ in body)
        return replace(section, what=What.UNUSUAL, exponent=has_exponent, fraction=_fraction(body))
    return _counted(section, body)


def _fraction(body: list[tuple[str, str]]) -> FractionShape | None:
    """How a section with a stroke shows a fraction: "# ?/?" and "?/?", or "# ?/8" of eighths alone."""
    if ("sign", "/") not in body:
        return None
    stroke = body.index(("sign", "/"))
    below = "".join(text for kind, text in body[stroke + 1 :] if kind == "sign" and text in "0123456789#?")
    in_front = "".join(text if kind == "sign" and text in "0#?" else " " for kind, text in body[:stroke]).split()
    if below.strip("0"):
        digits = re.match(r"[0-9]{1,6}\Z", below)
        if digits:
            return FractionShape(len(in_front) > 1, int(below), is_fixed=True)
    places = min(len(below), MAX_DENOMINATOR_DIGITS)
    return FractionShape(len(in_front) > 1, 10**places - 1, is_fixed=False) if places else None


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
