"""What stands on the pages of a report: letters and ruled lines, with their places, and nothing that is understood.

Here: the values. Not here: reading them from a PDF (files/pdf_pages.py), and making cells of them (lattices.py).
All places are in points from the top left of the page, turned so that most of its text reads from left to right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from opendata.intake.report_origins import Box

QUARTERS = 4


class PageNote(StrEnum):
    """What a person shall know of a page.

    It has text that nobody sees, struck text, filled forms, text below a scan, letters that stand on others, texts
    that run over the side of their cell, or a watermark.
    """

    HIDDEN = "hidden"
    STRUCK = "struck"
    FILLED_IN = "filled_in"
    RECOGNISED = "recognised"
    OVERPRINTED = "overprinted"
    CUT = "cut"
    WATERMARK = "watermark"


class Glyph(NamedTuple):
    """A letter, or the few letters of a ligature.

    turn: by how many quarters it is turned against the page. command: the drawing command, counted, that wrote it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    turn: int = 0
    command: int = 0


class Rule(NamedTuple):
    """A straight line, or a side of a rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page; turn: by how many quarters it was turned to be read, against how it is shown.

    shades: the filled rectangles. pictures: how many. too_much: whether it holds more than is looked at; it is empty.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph] = ()
    rules: Sequence[Rule] = ()
    shades: Sequence[Rule] = ()
    pictures: int = 0
    too_much: bool = False
    turn: int = 0
    notes: frozenset[PageNote] = frozenset()

    def upright(self) -> "Page":
        """The page turned so that most of its letters stand upright."""
        counts = [0] * QUARTERS
        for glyph in self.glyphs:
            counts[glyph.turn] += 1
        turn = counts.index(max(counts))
        if turn == 0:
            return self
        sides = (self.width, self.height)
        width, height = sides if turn == 2 else sides[::-1]
        return replace(
            self,
            width=width,
            height=height,
            glyphs=[turned_glyph(glyph, turn, *sides) for glyph in self.glyphs],
            rules=[Rule(*turned(rule, turn, *sides)) for rule in self.rules],
            shades=[Rule(*turned(shade, turn, *sides)) for shade in self.shades],
            turn=turn,
        )

    def shown_box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A rectangle of the page as the page is shown."""
        place = turned((x0, top, x1, bottom), (QUARTERS - self.turn) % QUARTERS, self.width, self.height)
        x0, top, x1, bottom = (round(edge, 1) for edge in place)
        return Box(x0, top, x1, bottom, self.number)


def turned(place: Sequence[float], turn: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A rectangle after the page of this size was turned clockwise by so many quarters."""
    x0, top, x1, bottom = place[:4]
    match turn:
        case 1:
            return height - bottom, x0, height - top, x1
        case 2:
            return width - x1, height - bottom, width - x0, height - top
        case 3:
            return top, width - x1, bottom, width - x0
        case _:
            return x0, top, x1, bottom


def turned_glyph(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """A letter after the page was turned; one that stands upright then has its baseline below it."""
    x0, top, x1, bottom = turned(glyph[1:5], turn, width, height)
    left = (glyph.turn - turn) % QUARTERS
    return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, baseline=bottom - 0.2 * glyph.size, turn=left)
