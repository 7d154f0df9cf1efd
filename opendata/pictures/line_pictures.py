"""Line pictures: amounts over time, measured ones as a line and aims as a dashed one with hollow marks.

Here: drawing. Not here: which amounts there are (site/), their colours (site.css).
The lines lie in a picture of their own without proportions, which is stretched to the width of the page; letters and
dots lie in the outer one and keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from opendata.pictures.scales import AmountScale, TimeScale
from opendata.pictures.svg_markup import Length, element, joined, number, percent

TOP, AXIS = 20, 24  # pixels: above the highest amount, and for the years below
ABOVE, BELOW, LETTERS = 9, 20, 14  # pixels: from a dot to the foot of its text above or below, and how high that is
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
    anchor: str = ""  # of that text: "start" where the line falls; "" as its place asks for


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
        others = [other for other in lines if other is not line]
        drawn += _dots(chart, line, others)
    drawn += _years(chart)
    about = {"class_": "line-picture", "role": "img", "aria_label": name, "focusable": "false"}
    return element("svg", joined(drawn), width="100%", height=TOP + height + AXIS, **about)


@dataclass(frozen=True)
class _Chart:
    times: TimeScale
    amounts: AmountScale
    height: int

    def y(self, amount: float) -> float:
        return TOP + self.height * (1 - self.amounts.height(amount))

    def path(self, line: AmountLine) -> Markup:
        places = [(1000 * self.times.place(point.day), self.y(point.amount) - TOP) for point in line.points]
        drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places)
        path = element("path", d=drawn, class_=f"line line-{line.style}", vector_effect="non-scaling-stroke")
        box: dict[str, Length] = {"viewBox": f"0 0 1000 {self.height}", "preserveAspectRatio": "none"}
        return element("svg", path, x=0, y=TOP, width="100%", height=self.height, overflow="visible", **box)


def _grid(chart: _Chart, tick_texts: Sequence[str]) -> list[Markup]:
    drawn = []
    for amount, text in zip(chart.amounts.ticks, tick_texts, strict=True):
        y = chart.y(amount)
        drawn.append(element("line", class_="grid" if amount else "zero", x1=0, x2="100%", y1=y, y2=y))
        drawn.append(element("text", text, class_="tick", x=0, y=y - 4))
    return drawn


def _dots(chart: _Chart, line: AmountLine, others: Sequence[AmountLine]) -> list[Markup]:
    drawn = []
    for point in line.points if len(line.points) <= MOST_DOTS else line.points[-1:]:
        middle: dict[str, Length] = {"cx": percent(chart.times.place(point.day)), "cy": chart.y(point.amount)}
        told = element("title", f"{line.name}: {point.text}")
        drawn.append(element("circle", told, class_=f"dot dot-{line.style}", r=4, **middle))
    if line.says_last and line.points:
        last = line.points[-1]
        share = chart.times.place(last.day)
        y = chart.y(last.amount)
        below = y + BELOW <= TOP + chart.height and any(_crosses(chart, other, last.day, y) for other in others)
        usual = "start" if below else line.anchor or "middle"  # a line that rises leaves room on the right below it
        anchor = "end" if share > 0.85 else "start" if share < 0.15 else usual
        place: dict[str, Length] = {"x": percent(share), "y": y + BELOW if below else y - ABOVE}
        drawn.append(element("text", last.text, class_=f"amount amount-{line.style}", text_anchor=anchor, **place))
    return drawn


def _crosses(chart: _Chart, line: AmountLine, day: date, y: float) -> bool:
    """Whether a line passes through the letters above a place of another line."""
    for before, after in pairwise(line.points):
        if before.day <= day <= after.day:
            share = (day - before.day).days / max(1, (after.day - before.day).days)
            crossing = chart.y(before.amount + share * (after.amount - before.amount))
            return y - ABOVE - LETTERS <= crossing <= y
    return False


def _years(chart: _Chart) -> list[Markup]:
    drawn = []
    for named in chart.times.named_years():
        place: dict[str, Length] = {"x": percent(named.place), "y": TOP + chart.height + 18}
        look = "tick crowded" if named.crowded else "tick"
        drawn.append(element("text", str(named.year), class_=look, text_anchor=named.anchor, **place))
    return drawn
