"""Line pictures: amounts over time, measured ones as a line and aims as a dashed one with hollow marks.

Here: drawing. Not here: which amounts there are (site/), where their texts stand (label_places.py), their colours
(site.css).
The lines lie in a picture of their own without proportions, which is stretched to the width of the page; letters and
dots lie in the outer one and keep their size. The amounts of the axis stand on its left, outside of the picture, for
which site.css leaves the room that its class asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from opendata.pictures.label_places import Spot, label_place
from opendata.pictures.scales import AmountScale, TimeScale
from opendata.pictures.svg_markup import Length, element, joined, number, percent

TOP, AXIS = 20, 24  # pixels: above the highest amount, and for the years below
GUTTERS = {4: "narrow", 7: "usual", 10: "wide"}  # the room for the texts of the axis, by the letters of the longest
MOST_DOTS = 40  # of one line; a longer one is a line alone


@dataclass(frozen=True)
class AmountAt:
    """An amount on a day, and how people write it."""

    day: date
    amount: float
    text: str


@dataclass(frozen=True)
class AmountLine:
    """Amounts over time. style: "measured", "target", or "series-1" and so on where several lines are compared."""

    name: str
    style: str
    points: Sequence[AmountAt]
    says_last: bool = True  # whether the last amount stands at its end
    is_falling: bool = False  # so that there is room for it on the right


def line_picture(
    lines: Sequence[AmountLine],
    times: TimeScale,
    amounts: AmountScale,
    tick_texts: Sequence[str],
    name: str,
    *,
    height: int = 180,
) -> Markup:
    """Lines on one axis of years. tick_texts: how people write the round amounts; name: for who does not see it."""
    chart = _Chart(times, amounts, height)
    drawn = [*_grid(chart, tick_texts)]
    drawn.append(joined([chart.path(line) for line in lines]))
    for line in lines:
        drawn += _dots(chart, line, lines)
    drawn += _years(chart)
    longest = max((len(text) for text in tick_texts), default=0)
    gutter = next((name for letters, name in GUTTERS.items() if longest <= letters), "widest")
    about = {"class_": f"line-picture gutter-{gutter}", "role": "img", "aria_label": name, "focusable": "false"}
    return element("svg", joined(drawn), width="100%", height=TOP + height + AXIS, **about)


@dataclass(frozen=True)
class _Chart:
    times: TimeScale
    amounts: AmountScale
    height: int

    def y(self, amount: float) -> float:
        return TOP + self.height * (1 - self.amounts.height(amount))

    def spots(self, line: AmountLine) -> list[Spot]:
        return [(self.times.place(point.day), self.y(point.amount)) for point in line.points]

    def path(self, line: AmountLine) -> Markup:
        drawn = "M" + "L".join(f"{number(1000 * x)} {number(y - TOP)}" for x, y in self.spots(line))
        path = element("path", d=drawn, class_=f"line line-{line.style}", vector_effect="non-scaling-stroke")
        box: dict[str, Length] = {"viewBox": f"0 0 1000 {self.height}", "preserveAspectRatio": "none"}
        return element("svg", path, x=0, y=TOP, width="100%", height=self.height, overflow="visible", **box)


def _grid(chart: _Chart, tick_texts: Sequence[str]) -> list[Markup]:
    drawn = []
    for amount, text in zip(chart.amounts.ticks, tick_texts, strict=True):
        y = chart.y(amount)
        drawn.append(element("line", class_="grid" if amount else "zero", x1=0, x2="100%", y1=y, y2=y))
        drawn.append(element("text", text, class_="tick", text_anchor="end", x=-8, y=y + 4))
    return drawn


def _dots(chart: _Chart, line: AmountLine, lines: Sequence[AmountLine]) -> list[Markup]:
    drawn = []
    for point in line.points if len(line.points) <= MOST_DOTS else line.points[-1:]:
        middle: dict[str, Length] = {"cx": percent(chart.times.place(point.day)), "cy": chart.y(point.amount)}
        told = element("title", f"{line.name}: {point.text}")
        drawn.append(element("circle", told, class_=f"dot dot-{line.style}", r=4, **middle))
    if line.says_last and line.points:
        text, dot = line.points[-1].text, chart.spots(line)[-1]
        spots = [chart.spots(each) for each in lines]
        place = label_place(text, dot, spots, TOP + chart.height, is_falling=line.is_falling)
        where: dict[str, Length | None] = {"x": percent(dot[0]), "y": dot[1] + place.down, "dx": place.beside or None}
        drawn.append(element("text", text, class_=f"amount amount-{line.style}", text_anchor=place.anchor, **where))
    return drawn


def _years(chart: _Chart) -> list[Markup]:
    drawn = []
    for named in chart.times.named_years():
        place: dict[str, Length] = {"x": percent(named.place), "y": TOP + chart.height + 18}
        look = "tick crowded" if named.crowded else "tick"
        drawn.append(element("text", str(named.year), class_=look, text_anchor=named.anchor, **place))
    return drawn
