"""Bars: parts of a whole side by side, as wide as the page leaves room.

Here: stacked bars and single bars. Not here: what the parts are (site/), their colours (site.css).
Widths are shares in percent, so that letters keep their size on every screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from opendata.pictures.looks import filled_rectangle
from opendata.pictures.svg_markup import Length, element, joined, percent

NARROWEST_WITH_NUMBER = 0.055  # of the whole picture; on a narrow screen two digits still fit
WIDTH_OF_A_DIGIT = 0.022  # further room for each digit after the second


@dataclass(frozen=True)
class Portion:
    """A part of a bar: what it is, how it looks, how much it is, and how people write that."""

    label: str
    look: str
    amount: float
    text: str


def stacked_bar(
    portions: Sequence[Portion], name: str, *, height: int = 28, length: float = 1.0, numbers: bool = True
) -> Markup:
    """Portions side by side. name: what a reader who does not see it is told.

    length: how long the bar is, as a share of the room; numbers: whether the amounts stand in it.
    """
    whole = sum(portion.amount for portion in portions)
    drawn: list[Markup] = []
    start = 0.0
    for portion in portions:
        width = length * portion.amount / whole if whole else 0.0
        if width:
            drawn += _portion(portion, start, width, height, numbers)
        start += width
    edge = element("rect", class_="edge", x=0, y=0, width=percent(length), height=height) if whole else Markup("")
    about = {"class_": "bar-picture", "role": "img", "aria_label": name, "focusable": "false"}
    return element("svg", joined(drawn), edge, width="100%", height=height, **about)


def single_bar(share: float, look: str, *, height: int = 12) -> Markup:
    """One bar whose number stands beside it in words, so that it is told to nobody twice."""
    about = {"class_": "bar-picture", "aria_hidden": "true", "focusable": "false"}
    ground = element("rect", class_="ground", width="100%", height=height)
    bar = filled_rectangle(look, x="0", width=percent(min(1.0, max(0.0, share))), height=height)
    return element("svg", ground, bar, width="100%", height=height, **about)


def sentence(portions: Sequence[Portion]) -> str:
    """The parts of a bar in words: 20 abgeschlossen, 13 in Umsetzung."""
    return ", ".join(f"{portion.text} {portion.label}" for portion in portions if portion.amount)


def _portion(portion: Portion, start: float, width: float, height: int, numbers: bool) -> list[Markup]:
    place: dict[str, float | str] = {"x": percent(start), "width": percent(width), "y": 0, "height": height}
    drawn = [filled_rectangle(portion.look, **place)]
    if start > 0:
        drawn.append(element("line", class_="gap", x1=percent(start), x2=percent(start), y1=0, y2=height))
    needed = NARROWEST_WITH_NUMBER + WIDTH_OF_A_DIGIT * max(0, len(portion.text) - 2)
    if numbers and width >= needed:
        middle: dict[str, Length] = {"x": percent(start + width / 2), "y": height / 2, "dy": ".35em"}
        drawn.append(element("text", portion.text, class_=f"on-{portion.look}", **middle))
    return drawn
