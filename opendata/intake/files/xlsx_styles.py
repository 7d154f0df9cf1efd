"""The styles of an XLSX workbook: the number format, the colour and the font of each cell style.

Here: styles.xml, where one cell style stands for thousands of cells. Not here: what a format shows
(shown_numbers.py), and the cells (xlsx_sheet_cells.py). Source: ECMA-376, Part 1, 18.8 (Styles).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from openpyxl.styles.numbers import BUILTIN_FORMATS

from opendata.intake.files.cell_fonts import telling_font
from opendata.intake.files.colours import BLACK, WHITE, are_alike, colour_shown
from opendata.intake.files.format_codes import OFFICE_FORMATS, number_format
from opendata.intake.files.number_formats import GENERAL, NumberFormat, What
from opendata.intake.files.xml_events import local

# White by value, by the theme's background, or by its place in the palette, is no colour that means something.
_WHITE = frozenset({"rgb:FFFFFFFF", "rgb:00FFFFFF", "theme:0", "indexed:1", "indexed:9", "indexed:65"})


@dataclass(frozen=True)
class Look:
    """What a font, with the fill behind it, makes of a cell; colours are "RRGGBB", "" where nothing is said."""

    is_struck: bool = False
    font: str = ""
    fill: str = ""
    hides_all: bool = False  # a format that shows nothing


class CellStyle(NamedTuple):
    """What a cell style says: its number format, its colour, "" where it has none, and its font (cell_fonts.py).

    look: its colours as they are seen, for conditional formats, which change a part of them.
    """

    number_format: NumberFormat = GENERAL
    fill: str = ""
    font: str = ""
    look: Look = Look()


class NamedStyles(NamedTuple):
    """The cell styles of a workbook by the number that cells write, made once for all of its sheets."""

    by_name: Mapping[str, CellStyle]
    colours: Mapping[str, str]  # of those that have one
    around_text: frozenset[str]  # those that may show words around a text
    fonts: Mapping[str, str]  # of those whose font tells something
    looks: Mapping[str, Look]  # of those that are not black on white

    @classmethod
    def of(cls, styles: Sequence[CellStyle]) -> Self:
        """The styles in their order."""
        by_name = {str(place): style for place, style in enumerate(styles)}
        return cls(
            by_name,
            {name: style.fill for name, style in by_name.items() if style.fill},
            frozenset(name for name, style in by_name.items() if style.number_format.text),
            {name: style.font for name, style in by_name.items() if style.font},
            {name: style.look for name, style in by_name.items() if style.look.font or style.look.fill},
        )


def format_of_number(number: int, codes: Mapping[int, str]) -> NumberFormat:
    """The format of this number; codes: those that the workbook itself defines."""
    if code := codes.get(number):
        return number_format(code)
    return number_format(OFFICE_FORMATS.get(number) or BUILTIN_FORMATS.get(number, "General"))


@dataclass
class _StoredLook:
    """A look whose colours are still written as the file has them: the palette stands at its end."""

    is_struck: bool = False
    font: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    hides_all: bool = False


@dataclass
class XlsxStyles:
    """Receives the events of styles.xml; theme: its colours in order."""

    theme: Sequence[str] = ()
    codes: dict[int, str] = field(default_factory=dict)
    _changes: list[_StoredLook] = field(default_factory=list)
    _palette: list[str] = field(default_factory=list)
    _formats: list[tuple[int, int, int]] = field(default_factory=list)
    _fills: list[str] = field(default_factory=list)
    _backgrounds: list[Mapping[str, str]] = field(default_factory=list)
    _fonts: list[_StoredLook] = field(default_factory=list)
    _inside: str = ""
    _in_font: bool = False

    def cell_styles(self) -> Sequence[CellStyle]:
        """The cell styles in the order in which cells refer to them, each of one meaning made once."""
        known: dict[tuple[int, int, int], CellStyle] = {}
        for number, fill, font in set(self._formats):
            colour = self._fills[fill] if fill < len(self._fills) else ""
            stored = self._fonts[font] if font < len(self._fonts) else _StoredLook()
            look = self._look(stored, self._backgrounds[fill] if fill < len(self._backgrounds) else {})
            told = telling_font(
                is_struck=look.is_struck,
                is_white=are_alike(look.font, WHITE),
                fill=colour,
                is_like_fill=are_alike(look.font or BLACK, look.fill),
            )
            number_format = format_of_number(number, self.codes).on(look.fill or ("" if colour else WHITE))
            known[number, fill, font] = CellStyle(number_format, colour, told, look)
        return [known[style] for style in self._formats]

    def changes(self) -> Sequence[Look]:
        """What conditional formats make of a cell, by the numbers by which they are named."""
        return [self._look(change, change.fill) for change in self._changes]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local(name)
        if self._inside == "dxfs":
            self._start_change(element, attributes)
            return
        match element:
            case "numFmt":
                self.codes[whole_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs" | "fills" | "fonts" | "dxfs" as part:
                self._inside = part
            case "xf" if self._inside == "cellXfs":
                number, fill, font = (whole_number(attributes.get(name)) for name in ("numFmtId", "fillId", "fontId"))
                self._formats.append((number, fill, font))
            case "font" if self._inside == "fonts":
                self._fonts.append(_StoredLook())
            case "strike" if self._inside == "fonts" and self._fonts:
                self._fonts[-1].is_struck = is_on(attributes)
            case "color" if self._inside == "fonts" and self._fonts:
                self._fonts[-1].font = attributes
            case "fill" if self._inside == "fills":
                self._fills.append("")
                self._backgrounds.append({})
            case "patternFill" if self._inside == "fills" and self._fills:
                pattern = attributes.get("patternType", "none")
                self._fills[-1] = "" if pattern == "none" else pattern
            case "gradientFill" if self._inside == "fills" and self._fills:
                self._fills[-1] = "gradient"
            case "fgColor" if self._inside == "fills" and self._fills and self._fills[-1] == "solid":
                self._fills[-1], self._backgrounds[-1] = _colour(attributes), attributes
            case "rgbColor":
                self._palette.append(attributes.get("rgb", ""))

    def _start_change(self, element: str, attributes: dict[str, str]) -> None:
        """An element of what conditional formats make of cells; there bgColor is the colour of a plain fill."""
        if element == "dxf":
            self._changes.append(_StoredLook())
        elif not self._changes:
            return
        change = self._changes[-1]
        match element:
            case "font" | "fill" | "border":
                self._in_font = element == "font"
            case "strike":
                change.is_struck = is_on(attributes)
            case "color" if self._in_font:
                change.font = attributes
            case "bgColor":
                change.fill = attributes
            case "numFmt":
                sections = number_format(attributes.get("formatCode", "")).numbers
                change.hides_all = all(section.what is What.NOTHING for section in sections)

    def _look(self, stored: _StoredLook, fill: Mapping[str, str]) -> Look:
        font, background = (colour_shown(colour, self.theme, self._palette) for colour in (stored.font, fill))
        return Look(stored.is_struck, font, background, stored.hides_all)

    def end(self, name: str) -> None:
        if local(name) == self._inside:
            self._inside = ""

    def text(self, data: str) -> None: ...


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether an element that switches something on, such as <strike/>, does so."""
    return attributes.get("val", "1") in ("1", "true", "on")


def whole_number(text: str | None) -> int:
    """A number of a format or style; 0 where it is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def _colour(attributes: Mapping[str, str]) -> str:
    tint = attributes.get("tint", "0")
    colour = next((f"{name}:{attributes[name]}" for name in ("rgb", "theme", "indexed") if name in attributes), "")
    is_tinted = tint.strip("0.") != ""
    if colour.upper().replace("RGB", "rgb").replace("THEME", "theme").replace("INDEXED", "indexed") in _WHITE:
        return colour + tint if is_tinted else ""
    return colour + (tint if is_tinted else "")
