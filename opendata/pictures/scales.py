"""Scales: where a day or an amount lies in a picture, and which of them its axis names.

Here: arithmetic. Not here: drawing (time_pictures.py, line_pictures.py).
"""

import math
from dataclasses import dataclass
from datetime import date

ROUND_STEPS = (1, 2, 2.5, 5, 10)
MOST_YEARS_NAMED = 6
NARROWEST, WIDTH_OF_YEAR = 260, 34  # pixels: of a picture on a narrow phone, of the name of a year with a gap
MARGIN = 0.02  # on both sides of what is drawn, as a share of the width, so that dots and letters are not cut


@dataclass(frozen=True)
class NamedYear:
    """The name of a year below a picture. place: as a share of the width. anchor: the part of the text that is there.

    crowded: whether the name would touch the one before it on a narrow screen, where it is then left out.
    """

    year: int
    place: float
    anchor: str
    crowded: bool


@dataclass(frozen=True)
class TimeScale:
    """The days from the left edge of a picture to its right edge."""

    first: date
    last: date
    most_years: int = MOST_YEARS_NAMED  # fewer in a small picture

    def place(self, day: date) -> float:
        """Where a day lies, as a share of the width."""
        days = max(1, (self.last - self.first).days)
        share = min(1.0, max(0.0, (day - self.first).days / days))
        return MARGIN + share * (1 - 2 * MARGIN)

    def years(self) -> list[int]:
        """The years whose beginnings are named: all of them, or so many that their names do not touch."""
        begun = list(range(self.first.year + (self.first > date(self.first.year, 1, 1)), self.last.year + 1))
        step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if len(begun) / step <= self.most_years), 500)
        return [year for year in begun if year % step == 0] if step > 1 else begun

    def named_years(self) -> list[NamedYear]:
        """The names of the years; at the edges of the picture they stay whole."""
        named, reached = [], -math.inf
        for year in self.years():
            place = self.place(date(year, 1, 1))
            anchor = "start" if place < 0.04 else "end" if place > 0.95 else "middle"
            left = place * NARROWEST - WIDTH_OF_YEAR * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            crowded = left < reached
            reached = reached if crowded else left + WIDTH_OF_YEAR
            named.append(NamedYear(year, place, anchor, crowded))
        return named


@dataclass(frozen=True)
class AmountScale:
    """The amounts from the bottom of a picture to its top, with the round ones that its axis names."""

    ticks: tuple[float, ...]

    def height(self, amount: float) -> float:
        """How high an amount lies, as a share of the height."""
        lowest, highest = self.ticks[0], self.ticks[-1]
        return (amount - lowest) / (highest - lowest)


def time_scale(days: list[date]) -> TimeScale:
    """A scale from the first to the last of these days, with whole years at its ends."""
    first, last = min(days), max(days)
    return TimeScale(date(first.year, 1, 1), date(last.year, 12, 31))


def amount_scale(amounts: list[float], parts: int = 4) -> AmountScale:
    """A scale with about so many parts; it contains zero, because a cut axis makes small changes look large."""
    lowest, highest = min(0.0, *amounts), max(0.0, *amounts)
    if lowest == highest:
        highest = 1.0
    raw = (highest - lowest) / parts
    magnitude = 10 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in ROUND_STEPS if factor * magnitude >= raw * 0.999)
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return AmountScale(tuple(round(place * step, 12) for place in range(first, last + 1)))
