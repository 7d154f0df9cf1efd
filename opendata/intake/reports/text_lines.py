"""Lines of text, put together from letters by their places.

Here: which letters form a line, where blanks are missing, and what stands raised or lowered. Not here: which lines
form a text (joined_lines.py).
"""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from opendata.intake.reports.page_content import Glyph, turned_glyph

SAME_LINE = 0.35  # of the size of a letter: how far apart baselines of one line may be
SMALLER = 0.85  # of the size of the others: what is smaller may be raised or lowered
WORD_GAP = 0.2  # of the size of a letter: what is wider is a blank
WIDE_GAP = 1.8  # of the size of a letter: what is wider parts two texts
RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
PRIVATE_SIGNS = range(0xE000, 0xF8FF)  # of fonts of symbols: nearly always a bullet


class Segment(NamedTuple):
    """A part of a line without a wide gap in it."""

    x0: float
    x1: float
    text: str
    bold: bool


@dataclass(frozen=True)
class Line:
    """A line of text; size: of most of its letters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    segments: Sequence[Segment] = ()

    @property
    def width(self) -> float:
        return self.x1 - self.x0


class _Band:
    """The letters of one line while it is put together."""

    def __init__(self, glyph: Glyph) -> None:
        self.glyphs = [glyph]
        self.size, self.baseline = glyph.size, glyph.baseline
        self.top, self.bottom = glyph.top, glyph.bottom

    def takes(self, glyph: Glyph) -> float | None:
        """How far the letter stands from the line; None where it belongs to another one."""
        distance = abs(glyph.baseline - self.baseline)
        if glyph.size >= SMALLER * self.size:
            return distance if distance <= SAME_LINE * self.size else None
        overlap = min(glyph.bottom, self.bottom) - max(glyph.top, self.top)
        if overlap < SAME_LINE * (glyph.bottom - glyph.top):
            return None
        near = any(-self.size < glyph.x0 - other.x1 < self.size / 2 for other in self.glyphs)
        return distance if near or distance <= SAME_LINE * glyph.size else None


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that the letters form, from top to bottom; turned letters are read in their own direction."""
    glyphs = list(glyphs)
    turned = [glyph for glyph in glyphs if glyph.turn and glyph.text.strip()]
    if turned and 2 * len(turned) > sum(bool(glyph.text.strip()) for glyph in glyphs):
        side = max(max(glyph.x1, glyph.bottom) for glyph in turned)
        glyphs = [turned_glyph(glyph, turned[0].turn, side, side) for glyph in glyphs if glyph.turn == turned[0].turn]
    bands: list[_Band] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-round(glyph.size, 0), glyph.baseline, glyph.x0)):
        if not glyph.text.strip():
            continue
        near = [(far, band) for band in bands if (far := band.takes(glyph)) is not None]
        if near:
            min(near, key=lambda pair: pair[0])[1].glyphs.append(glyph)
        else:
            bands.append(_Band(glyph))
    blanks = [glyph for glyph in glyphs if not glyph.text.strip() and glyph.text]
    for blank in blanks:
        near = [(far, band) for band in bands if (far := band.takes(blank)) is not None]
        if near:
            min(near, key=lambda pair: pair[0])[1].glyphs.append(blank)
    lines = [line for band in bands if (line := _line(band))]
    return sorted(lines, key=lambda line: (round(line.bottom, 0), line.x0))


def _line(band: _Band) -> Line | None:
    glyphs = sorted(band.glyphs, key=lambda glyph: (glyph.x0, glyph.x1))
    written = [glyph for glyph in glyphs if glyph.text.strip()]
    gap = WORD_GAP * band.size + _letter_spacing(written, band.size)
    segments: list[Segment] = []
    text, start, blank = "", 0.0, False
    last: Glyph | None = None
    bold = 0
    for glyph in glyphs:
        if not glyph.text.strip():
            blank = blank or last is not None
            continue
        if last and glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.15 * glyph.size:
            continue  # printed twice to look bold
        apart = glyph.x0 - last.x1 if last else 0.0
        if last and apart > WIDE_GAP * band.size:
            segments.append(Segment(start, last.x1, text, 2 * bold > len(text)))
            text, bold, blank = "", 0, False
        elif last and (blank or apart > gap) and apart > -0.5 * band.size:
            text += " "
        if not text:
            start = glyph.x0
        text += _sign(glyph, band, at_beginning=not text)
        bold += glyph.bold * len(glyph.text)
        last, blank = glyph, False
    if last is None:
        return None
    segments.append(Segment(start, last.x1, text, 2 * bold > len(text)))
    return Line(
        " ".join(segment.text for segment in segments),
        min(glyph.x0 for glyph in written),
        min(glyph.top for glyph in written),
        max(glyph.x1 for glyph in written),
        max(glyph.bottom for glyph in written),
        band.size,
        2 * sum(glyph.bold for glyph in written) > len(written),
        segments,
    )


def _letter_spacing(written: Sequence[Glyph], size: float) -> float:
    """How far letters stand apart in a line that is spaced out; 0 in ordinary lines."""
    apart = [right.x0 - left.x1 for left, right in itertools.pairwise(written)]
    middle = median(apart) if len(apart) > 3 else 0.0
    return middle if middle > WORD_GAP / 2 * size else 0.0


def _sign(glyph: Glyph, band: _Band, *, at_beginning: bool) -> str:
    """The letter as text: raised and lowered digits, ligatures, and signs of fonts of symbols."""
    text = glyph.text
    if glyph.size < SMALLER * band.size:
        if band.baseline - glyph.baseline > 0.15 * band.size:
            return text.translate(RAISED)
        if glyph.baseline - band.baseline > 0.05 * band.size:
            return text.translate(LOWERED)
    if len(text) == 1 and ord(text) in PRIVATE_SIGNS:
        return "•" if at_beginning else ""
    if any("\ufb00" <= sign <= "\ufb06" for sign in text):
        return unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in text if sign.isprintable() or sign == "\u00ad")
