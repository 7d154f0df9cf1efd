"""Time pictures: stretches of time below each other on one axis of years, such as what was planned and what came.

Here: drawing. Not here: which stretches there are (site/), their colours (site.css).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from opendata.pictures.looks import filled_rectangle
from opendata.pictures.scales import TimeScale
from opendata.pictures.svg_markup import Length, element, joined, percent

ROW, BAR, AXIS = 46, 18, 24  # heights in pixels: of a row with its name, of its bar, of the years below
NARROWEST = 0.006  # of a stretch that lasts a few days


@dataclass(frozen=True)
class Stretch:
    """From one day to another."""

    first: date
    last: date
    look: str


@dataclass(frozen=True)
class MarkedDay:
    """A day that matters in a row, such as a deadline that was moved later."""

    day: date
    is_past: bool  # whether it no longer holds


@dataclass(frozen=True)
class TimeRow:
    """Stretches and marks under one name."""

    name: str
    stretches: Sequence[Stretch]
    marks: Sequence[MarkedDay] = ()


def time_picture(rows: Sequence[TimeRow], scale: TimeScale, name: str, *, as_of: date | None = None) -> Markup:
    """Rows on one axis. name: what a reader who does not see it is told; as_of: a line at the day of the data."""
    height = ROW * len(rows)
    drawn = _years(scale, height)
    if as_of is not None:
        place = percent(scale.place(as_of))
        drawn.append(element("line", class_="as-of-line", x1=place, x2=place, y1=0, y2=height))
    for place_of_row, row in enumerate(rows):
        drawn += _row(row, scale, ROW * place_of_row)
    about = {"class_": "time-picture", "role": "img", "aria_label": name, "focusable": "false"}
    return element("svg", joined(drawn), width="100%", height=height + AXIS, **about)


def _row(row: TimeRow, scale: TimeScale, top: int) -> list[Markup]:
    bar_top = top + ROW - BAR - 4
    drawn = [element("text", row.name, class_="row-name", x=percent(scale.place(scale.first)), y=bar_top - 7)]
    for stretch in row.stretches:
        start, end = scale.place(stretch.first), scale.place(stretch.last)
        width = percent(max(NARROWEST, end - start))
        place: dict[str, float | str] = {"x": percent(start), "width": width, "y": bar_top, "height": BAR}
        drawn += [filled_rectangle(stretch.look, **place), element("rect", class_="edge", **place)]
    for mark in row.marks:
        middle = percent(scale.place(mark.day))
        shape: dict[str, Length] = {"x1": middle, "x2": middle, "y1": bar_top - 3, "y2": bar_top + BAR + 3}
        drawn.append(element("line", class_="mark-past" if mark.is_past else "mark-now", **shape))
    return drawn


def _years(scale: TimeScale, height: int) -> list[Markup]:
    drawn = []
    for named in scale.named_years():
        place = percent(named.place)
        drawn.append(element("line", class_="grid", x1=place, x2=place, y1=0, y2=height + 4))
        look = "tick crowded" if named.crowded else "tick"
        drawn.append(element("text", str(named.year), class_=look, x=place, y=height + 18, text_anchor=named.anchor))
    return drawn
