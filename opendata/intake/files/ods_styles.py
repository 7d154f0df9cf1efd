"""The styles of an OpenDocument spreadsheet: the number format and the colour of each cell style.

Here: data styles (number:number-style and its kin) as the sections of a format, and the cell styles that name them.
Not here: what a format shows (number_formats.py), and the cells (ods_spreadsheets.py). Source: OpenDocument 1.3,
part 3, 16 (styles) and 16.29 (data styles).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from opendata.intake.files.cell_fonts import telling_font
from opendata.intake.files.colours import WHITE, are_alike
from opendata.intake.files.format_codes import MAX_DENOMINATOR_DIGITS
from opendata.intake.files.number_formats import GENERAL, DatePart, FractionShape, NumberFormat, Section, What
from opendata.intake.files.xlsx_styles import CellStyle, whole_number

NUMBER_STYLES = ("number-style", "currency-style", "percentage-style")
DATE_STYLES = ("date-style", "time-style")
DATA_STYLES = (*NUMBER_STYLES, *DATE_STYLES, "text-style", "boolean-style")
DEEPEST_PARENT = 20  # of cell styles that inherit from one another
MAX_DIGITS = 30
LONGEST_LITERAL, MAX_LITERAL_PARTS = 1_000, 50
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9]{1,30}(?:\.[0-9]{1,30})?)\Z")
_SIZE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,9})?)(cm|mm|in|pt)")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1}
LEAST_POINTS = 1.5
_DATE_UNITS = {
    "year": "year",
    "month": "month",
    "day": "day",
    "day-of-week": "weekday",
    "quarter": "quarter",
    "week-of-year": "week",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
    "am-pm": "half",
}
_LITERALS = ("text", "currency-symbol")
_DIGITS = ("number", "fraction", "scientific-number")


@dataclass
class _DataStyle:
    """A data style as it is written: its elements in order, literal texts among them, and its conditions."""

    kind: str
    about: Mapping[str, str]
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    maps: list[tuple[str, str]] = field(default_factory=list)
    colour: str = ""  # "FFFFFF"; "" is that of the cell


@dataclass
class _CellStyle:
    parent: str = ""
    data_style: str = ""
    fill: str = ""
    line: str = ""  # the line through its text; "none" ends what it inherits
    colour: str = ""  # of its text


class OdsStyles:
    """Receives the events of styles, those of styles.xml first; then it knows what each cell style says."""

    def __init__(self) -> None:
        self._data: dict[str, _DataStyle] = {}
        self._cells: dict[str, _CellStyle] = {}
        self._style: _DataStyle | None = None
        self._cell: _CellStyle | None = None
        self._literal: list[str] | None = None
        self._known: dict[str, CellStyle] = {}
        self._name, self._closed = "", set[str]()

    def start(self, local: str, about: dict[str, str]) -> None:
        """An element begins; local: its name; about: its attributes by their local names."""
        if local in DATA_STYLES:
            self._style = self._data[about.get("name", "")] = _DataStyle(local, about)
        elif local == "style":
            self._cell, self._name = None, about.get("name", "")
            if about.get("family") == "table-cell":
                self._cell = _CellStyle(about.get("parent-style-name", ""), about.get("data-style-name", ""))
                self._cells[about.get("name", "")] = self._cell
        elif local in ("table-column-properties", "table-row-properties"):
            if _is_closed(about.get("column-width") or about.get("row-height") or ""):
                self._closed.add(self._name)
        elif local == "table-cell-properties" and self._cell is not None:
            self._cell.fill = _colour(about.get("background-color", ""))
        elif local == "text-properties" and self._style is not None:
            self._style.colour = about.get("color", "").removeprefix("#").upper()
        elif local == "text-properties" and self._cell is not None:
            self._cell.line = self._cell.line or about.get("text-line-through-style", "")
            self._cell.colour = self._cell.colour or about.get("color", "").lower()
        elif self._style is not None:
            self._start_part(self._style, local, about)

    def end(self, local: str) -> None:
        """An element ends."""
        if local in DATA_STYLES:
            self._style = None
        elif local in (*_LITERALS, "embedded-text"):
            self._literal = None

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._literal is not None:
            if len(self._literal) < MAX_LITERAL_PARTS:
                self._literal.append(data[:LONGEST_LITERAL])
            if self._style is not None and self._style.elements:
                self._style.elements[-1][1]["literal"] = "".join(self._literal)[:LONGEST_LITERAL]

    def is_closed(self, name: str) -> bool:
        """Whether the columns or rows of this style are too narrow for anything to be seen."""
        return name in self._closed

    def cell_style(self, name: str) -> CellStyle:
        """What the cell style of this name says, with what it inherits."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._resolved(name)
        return known

    def _start_part(self, style: _DataStyle, local: str, about: dict[str, str]) -> None:
        if local == "map":
            style.maps.append((about.get("condition", ""), about.get("apply-style-name", "")))
        elif local in (*_LITERALS, *_DIGITS, *_DATE_UNITS, "text-content", "embedded-text"):
            style.elements.append((local, dict(about)))
            if local in (*_LITERALS, "embedded-text"):
                self._literal = []

    def _resolved(self, name: str) -> CellStyle:
        data_style = fill = line = colour = ""
        for _ in range(DEEPEST_PARENT):
            style = self._cells.get(name)
            if style is None:
                break
            data_style, fill = data_style or style.data_style, fill or style.fill
            line, colour = line or style.line, colour or style.colour
            name = style.parent
        fill = "" if fill == "none" else fill
        told = telling_font(
            is_struck=line not in ("", "none"),
            is_white=are_alike(colour[-6:], WHITE),
            fill=fill,
            is_like_fill=are_alike(colour[-6:], fill[-6:]),
        )
        return CellStyle(self._format(data_style).on(fill[-6:].upper() or "FFFFFF"), fill, told)

    def _format(self, name: str) -> NumberFormat:
        style = self._data.get(name)
        if style is None or style.kind == "boolean-style":
            return GENERAL
        if style.kind == "text-style":
            return NumberFormat((), _text_section(style))
        sections = []
        for condition, target_name in style.maps[:10]:
            target, match = self._data.get(target_name), _CONDITION.match(condition)
            if target is not None and match:
                sign = "<>" if match[1] == "!=" else match[1]
                sections.append(replace(_section(target), condition=(sign, Decimal(match[2]))))
        sections.append(_section(style))
        is_date = any(section.what in (What.DATE, What.DURATION) for section in sections)
        return NumberFormat(tuple(sections), None, is_date)


def _section(style: _DataStyle) -> Section:
    section = _plain_section(style)
    return replace(section, colour=style.colour) if style.colour else section


def _plain_section(style: _DataStyle) -> Section:
    if style.kind in DATE_STYLES:
        is_duration = style.about.get("truncate-on-overflow") == "false"
        parts = tuple(part for element in style.elements if (part := _date_part(*element)))
        return Section(What.DURATION if is_duration else What.DATE, parts=parts)
    places = [place for place, (local, _) in enumerate(style.elements) if local in _DIGITS]
    if not places:
        literal = _literals(style.elements)
        return Section(What.WORDS if literal.strip() else What.NOTHING, before=literal)
    before = _literals(style.elements[: places[0]])
    behind = [element for element in style.elements[places[-1] + 1 :] if element[0] != "embedded-text"]
    section = Section(
        What.NUMBER,
        before,
        _literals(behind),
        percents=int(style.kind == "percentage-style"),
        signed=not any(sign in before for sign in "-(−"),
    )
    local, about = style.elements[places[0]]
    if local != "number":
        return replace(
            section,
            what=What.UNUSUAL,
            exponent=local == "scientific-number",
            fraction=_fraction(about) if local == "fraction" else None,
        )
    embedded = [
        (_number(element.get("position")), element.get("literal", ""))
        for kind, element in style.elements
        if kind == "embedded-text"
    ]
    return _counted(section, about, embedded)


def _counted(section: Section, about: Mapping[str, str], embedded: list[tuple[int, str]]) -> Section:
    """The section with the digits that a number:number element shows."""
    section = replace(section, divisor=_factor(about.get("display-factor")))
    if "decimal-places" not in about:
        return replace(section, what=What.GENERAL)
    decimals, least = _number(about["decimal-places"]), _number(about.get("min-integer-digits"))
    slots = ["#"] * max(0, 1 - least) + ["0"] * least
    slots = ["#"] * max(0, max((place for place, _ in embedded), default=0) + 1 - len(slots)) + slots
    for place, literal in sorted(embedded):
        slots.insert(len(slots) - place, '"' + literal)
    optional = "decimal-replacement" in about and not about["decimal-replacement"]
    return replace(
        section,
        slots=tuple(slots),
        decimals=decimals,
        min_decimals=_number(about.get("min-decimal-places", "0" if optional else about["decimal-places"])),
        grouped=about.get("grouping") == "true",
    )


def _fraction(about: Mapping[str, str]) -> FractionShape | None:
    """How a fraction is shown; without least whole digits it has no whole number in front."""
    has_whole, digits = "min-integer-digits" in about, _number(about.get("min-denominator-digits"))
    fixed, most = (whole_number(about.get(name)) for name in ("denominator-value", "max-denominator-value"))
    if fixed:
        return FractionShape(has_whole, fixed, is_fixed=True)
    largest = most or 10 ** min(digits, MAX_DENOMINATOR_DIGITS) - 1
    return FractionShape(has_whole, largest, is_fixed=False) if largest else None


def _text_section(style: _DataStyle) -> Section:
    place = next((place for place, (local, _) in enumerate(style.elements) if local == "text-content"), None)
    if place is None:
        return Section(What.TEXT)
    return Section(What.TEXT, _literals(style.elements[:place]), _literals(style.elements[place + 1 :]))


def _literals(elements: list[tuple[str, dict[str, str]]]) -> str:
    return "".join(about.get("literal", "") for local, about in elements if local in _LITERALS)


def _date_part(local: str, about: Mapping[str, str]) -> DatePart | None:
    if local in _LITERALS:
        return DatePart("literal", 0, about.get("literal", ""))
    is_long = about.get("style") == "long"
    match local:
        case "year":
            return DatePart("year", 4 if is_long else 2)
        case "month":
            return DatePart("month", (3 if about.get("textual") == "true" else 1) + is_long)
        case "day-of-week":
            return DatePart("weekday", 3 + is_long)
        case _ if local in _DATE_UNITS:
            return DatePart(_DATE_UNITS[local], 1 + is_long)
    return None


def _number(text: str | None) -> int:
    return min(int(text), MAX_DIGITS) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def _factor(text: str | None) -> Decimal:
    try:
        factor = Decimal(text or "1")
    except InvalidOperation:
        return Decimal(1)
    return factor if factor.is_finite() and 0 < factor < Decimal(10) ** 60 else Decimal(1)


def _is_closed(size: str) -> bool:
    """Whether a width or height is drawn as a line at most."""
    match = _SIZE.fullmatch(size)
    return match is not None and float(match[1]) * _POINTS[match[2]] < LEAST_POINTS


def _colour(text: str) -> str:
    """A colour; "none" where a style says that there is none, which ends what it inherits."""
    return "none" if text.lower() in ("transparent", "#ffffff") else text.lower()
