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
from opendata.intake.files.format_codes import OFFICE_FORMATS, number_format
from opendata.intake.files.number_formats import GENERAL, NumberFormat
from opendata.intake.files.xml_events import local

# White by value, by the theme's background, or by its place in the palette, is no colour that means something.
# The usual colour of a font is black.
_BLACK = frozenset({"", "rgb:FF000000", "rgb:00000000", "theme:1", "indexed:0", "indexed:8", "indexed:64"})
_WHITE = frozenset({"rgb:FFFFFFFF", "rgb:00FFFFFF", "theme:0", "indexed:1", "indexed:9", "indexed:65"})


class CellStyle(NamedTuple):
    """What a cell style says: its number format, its colour, "" where it has none, and its font (cell_fonts.py)."""

    number_format: NumberFormat = GENERAL
    fill: str = ""
    font: str = ""


class NamedStyles(NamedTuple):
    """The cell styles of a workbook by the number that cells write, made once for all of its sheets."""

    by_name: Mapping[str, CellStyle]
    colours: Mapping[str, str]  # of those that have one
    around_text: frozenset[str]  # those that may show words around a text
    fonts: Mapping[str, str]  # of those whose font tells something

    @classmethod
    def of(cls, styles: Sequence[CellStyle]) -> Self:
        """The styles in their order."""
        by_name = {str(place): style for place, style in enumerate(styles)}
        return cls(
            by_name,
            {name: style.fill for name, style in by_name.items() if style.fill},
            frozenset(name for name, style in by_name.items() if style.number_format.text),
            {name: style.font for name, style in by_name.items() if style.font},
        )


def format_of_number(number: int, codes: Mapping[int, str]) -> NumberFormat:
    """The format of this number; codes: those that the workbook itself defines."""
    if code := codes.get(number):
        return number_format(code)
    return number_format(OFFICE_FORMATS.get(number) or BUILTIN_FORMATS.get(number, "General"))


@dataclass
class _Font:
    is_struck: bool = False
    is_white: bool = False
    colour: str = ""


@dataclass
class XlsxStyles:
    """Receives the events of styles.xml."""

    codes: dict[int, str] = field(default_factory=dict)
    _formats: list[tuple[int, int, int]] = field(default_factory=list)
    _fills: list[str] = field(default_factory=list)
    _fonts: list[_Font] = field(default_factory=list)
    _inside: str = ""

    def cell_styles(self) -> Sequence[CellStyle]:
        """The cell styles in the order in which cells refer to them, each of one meaning made once."""
        known: dict[tuple[int, int, int], CellStyle] = {}
        for number, fill, font in set(self._formats):
            colour = self._fills[fill] if fill < len(self._fills) else ""
            look = self._fonts[font] if font < len(self._fonts) else _Font()
            is_like_fill = _is_same(look.colour, colour) and not look.is_white
            told = telling_font(
                is_struck=look.is_struck, is_white=look.is_white, fill=colour, is_like_fill=is_like_fill
            )
            known[number, fill, font] = CellStyle(format_of_number(number, self.codes), colour, told)
        return [known[style] for style in self._formats]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "numFmt":
                self.codes[whole_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs" | "fills" | "fonts" | "dxfs" as part:
                self._inside = part
            case "xf" if self._inside == "cellXfs":
                number, fill, font = (whole_number(attributes.get(name)) for name in ("numFmtId", "fillId", "fontId"))
                self._formats.append((number, fill, font))
            case "font" if self._inside == "fonts":
                self._fonts.append(_Font())
            case "strike" if self._inside == "fonts" and self._fonts:
                self._fonts[-1].is_struck = is_on(attributes)
            case "color" if self._inside == "fonts" and self._fonts:
                colour = self._fonts[-1].colour = _colour(attributes)
                self._fonts[-1].is_white = bool(attributes.keys() & {"rgb", "theme", "indexed"}) and not colour
            case "fill" if self._inside == "fills":
                self._fills.append("")
            case "patternFill" if self._inside == "fills" and self._fills:
                pattern = attributes.get("patternType", "none")
                self._fills[-1] = "" if pattern == "none" else pattern
            case "gradientFill" if self._inside == "fills" and self._fills:
                self._fills[-1] = "gradient"
            case "fgColor" if self._inside == "fills" and self._fills and self._fills[-1] == "solid":
                self._fills[-1] = _colour(attributes)

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


def _is_same(colour: str, fill: str) -> bool:
    """Whether two colours are the same; "" is the usual one of a font, which is black."""
    colour, fill = (name.replace("rgb:00", "rgb:FF") for name in (colour, fill))
    return bool(fill) and (colour == fill or {colour, fill} <= _BLACK)


def _colour(attributes: Mapping[str, str]) -> str:
    tint = attributes.get("tint", "0")
    colour = next((f"{name}:{attributes[name]}" for name in ("rgb", "theme", "indexed") if name in attributes), "")
    is_tinted = tint.strip("0.") != ""
    if colour.upper().replace("RGB", "rgb").replace("THEME", "theme").replace("INDEXED", "indexed") in _WHITE:
        return colour + tint if is_tinted else ""
    return colour + (tint if is_tinted else "")
