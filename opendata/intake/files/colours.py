"""Colours of workbooks as the screen shows them, and whether two of them can be told apart.

Here: colours by value, by their place in a palette, and by the theme with its lighter and darker shades. Not here:
which cell has which colour (xlsx_styles.py, ods_styles.py). Source: ECMA-376, Part 1, 18.8.19 (fgColor) and 20.1.6.2.
"""

import colorsys
import re
from collections.abc import Mapping, Sequence

from openpyxl.styles.colors import COLOR_INDEX

from opendata.intake.files.xml_events import local

BLACK, WHITE = "000000", "FFFFFF"
LEAST_DIFFERENCE = 17  # of 255, in red, green or blue; Excel's lightest grey, F2F2F2, hides a white text
_SIX_DIGITS = re.compile(r"[0-9A-F]{6}\Z")
# A file names the colours of its theme by their place here, where light and dark have changed places.
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")

# Those of Excel, for a workbook that a program wrote without a theme.
_USUAL_THEME = (
    *("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"),
    *("0563C1", "954F72"),
)


def are_alike(colour: str, other: str) -> bool:
    """Whether a reader cannot tell two colours apart; both are "RRGGBB", and others are like none."""
    colour, other = colour.upper(), other.upper()
    if not _SIX_DIGITS.match(colour) or not _SIX_DIGITS.match(other):
        return False
    return all(abs(int(colour[at : at + 2], 16) - int(other[at : at + 2], 16)) < LEAST_DIFFERENCE for at in (0, 2, 4))


class ThemeColours:
    """Receives the events of theme1.xml and keeps its colours, "RRGGBB", by their names."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}
        self._name = ""

    @property
    def in_order(self) -> Sequence[str]:
        """The colours in the order in which styles number them; Excel's own where the theme has none."""
        return [self._by_name.get(name, usual) for name, usual in zip(_THEME_ORDER, _USUAL_THEME, strict=True)]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local(name)
        if element in _THEME_ORDER:
            self._name = element
        elif element in ("srgbClr", "sysClr") and self._name:
            colour = attributes.get("lastClr") if element == "sysClr" else attributes.get("val")
            self._by_name.setdefault(self._name, (colour or "").upper())

    def end(self, name: str) -> None:
        if local(name) == self._name:
            self._name = ""

    def text(self, data: str) -> None: ...


def colour_shown(attributes: Mapping[str, str], theme: Sequence[str], palette: Sequence[str] = ()) -> str:
    """The colour of an element such as <color theme="0" tint="-0.05"/>, as "RRGGBB"; "" where it is not known.

    theme: the colours of the theme in order. palette: those that the workbook has in place of the usual ones.
    """
    colour = ""
    if "rgb" in attributes:
        colour = attributes["rgb"][-6:]
    elif "theme" in attributes:
        colour = _at(theme or _USUAL_THEME, attributes["theme"])
    elif attributes.get("indexed") in ("64", "65"):
        colour = BLACK if attributes["indexed"] == "64" else WHITE
    elif "indexed" in attributes:
        colour = _at(palette or COLOR_INDEX, attributes["indexed"])[-6:]
    return _tinted(colour.upper(), attributes.get("tint", "0"))


def _at(colours: Sequence[str], place: str) -> str:
    return colours[int(place)] if re.match(r"[0-9]{1,3}\Z", place) and int(place) < len(colours) else ""


def _tinted(colour: str, tint: str) -> str:
    """The colour with its lightness moved towards black, by a tint below zero, or towards white."""
    if not _SIX_DIGITS.match(colour) or not re.match(r"-?[0-9]{0,2}(?:\.[0-9]{1,30})?(?:E-[0-9]{1,3})?\Z", tint):
        return colour
    share = max(-1.0, min(1.0, float(tint or 0)))
    if not share:
        return colour
    hue, light, fullness = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, fullness))
