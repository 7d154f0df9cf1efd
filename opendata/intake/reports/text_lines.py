"""Lines of text, put together from letters by their places.

Here: which letters form a line, where blanks are missing, and what stands raised or lowered. Not here: which lines
form a text (joined_lines.py).
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from opendata.intake.reports.page_content import Glyph, turned_glyph

SAME_LINE = 0.35  # of the size of a letter: how far apart baselines of one line may be
MOST_OFF = 1.5  # of the size of a letter: what stands further from a line is neither raised nor lowered
SMALLER = 0.85  # of the size of the others: what is smaller may be raised or lowered
WORD_GAP = 0.2  # of the size of a letter: what is wider is a blank
WORD_GAP_WITH_BLANKS = 0.8  # the same, in a line in which blanks are printed
WIDE_GAP = 1.8  # of the size of a letter: what is wider parts two texts
RAISED = str.maketrans("0123456789+-()abcdefg", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍ")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
PRIVATE_SIGNS = range(0xE000, 0xF8FF)  # of fonts of symbols: nearly always a bullet


class Segment(NamedTuple):
    """A part of a line without a wide gap in it; size: of its largest letters, 0 where it is not known."""

    x0: float
    x1: float
    text: str
    bold: bool
    size: float = 0.0


@dataclass(frozen=True)
class TextLine:
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
        if distance > MOST_OFF * self.size:
            return None
        # The letters of a line in two columns may stand a little apart: what counts is the one in front.
        before = [other for other in self.glyphs if -self.size < glyph.x0 - other.x1 < self.size / 2]
        if any(_overlap(glyph, other.top, other.bottom) for other in before):
            return min(abs(glyph.baseline - other.baseline) for other in before)
        # The mark of a footnote stands raised in front of it, at the beginning of a line.
        after = [other for other in self.glyphs if -self.size / 4 < other.x0 - glyph.x1 < self.size / 2]
        is_first = all(other.x0 >= glyph.x0 for other in self.glyphs)
        if is_first and glyph.baseline < self.baseline and any(_overlap(glyph, o.top, o.bottom) for o in after):
            return distance + self.size / 2
        is_near = distance <= SAME_LINE * glyph.size and _overlap(glyph, self.top, self.bottom)
        return distance if is_near else None


def _overlap(glyph: Glyph, top: float, bottom: float) -> bool:
    """Whether enough of a letter's height lies between two heights."""
    return min(glyph.bottom, bottom) - max(glyph.top, top) >= SAME_LINE * (glyph.bottom - glyph.top)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines that the letters form, from top to bottom; turned letters are read in their own direction."""
    glyphs = list(glyphs)
    turned = [glyph for glyph in glyphs if glyph.turn and glyph.text.strip()]
    if turned and 2 * len(turned) > sum(bool(glyph.text.strip()) for glyph in glyphs):
        side = max(max(glyph.x1, glyph.bottom) for glyph in turned)
        glyphs = [turned_glyph(glyph, turned[0].turn, side, side) for glyph in glyphs if glyph.turn == turned[0].turn]
    order = {id(glyph): place for place, glyph in enumerate(glyphs)}
    bands: list[_Band] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-round(glyph.size, 0), glyph.baseline, glyph.x0)):
        if not glyph.text.strip():
            continue
        near = [(far, band) for band in bands if (far := band.takes(glyph)) is not None]
        if near:
            min(near, key=lambda pair: pair[0])[1].glyphs.append(glyph)
        else:
            bands.append(_Band(glyph))
    for blank in (glyph for glyph in glyphs if glyph.text and not glyph.text.strip()):
        near = [(far, band) for band in bands if (far := band.takes(blank)) is not None]
        if near:
            min(near, key=lambda pair: pair[0])[1].glyphs.append(blank)
    for band in bands:
        band.glyphs = _in_reading_order(band, order)
    lines = [line for band in bands if (line := _line(band))]
    return sorted(lines, key=lambda line: (round(line.bottom, 0), line.x0))


def _in_reading_order(band: _Band, order: Mapping[int, int]) -> list[Glyph]:
    """The letters of a line as they are written, which kerning may set back a little; jumps are put in order."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(band.glyphs, key=lambda glyph: order[id(glyph)]):
        last = runs[-1][-1] if runs else None
        if last and -0.6 * band.size < glyph.x0 - last.x1 < WIDE_GAP * band.size and glyph.x0 > runs[-1][0].x0:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    written = [run for run in runs if any(glyph.text.strip() for glyph in run)]
    # A blank of its own inside a word belongs to nothing that is seen.
    runs = [run for run in runs if run in written or not any(r[0].x0 < run[0].x0 < r[-1].x0 for r in written)]
    runs.sort(key=lambda run: run[0].x0)
    if any(before[-1].x1 > after[0].x0 + band.size for before, after in pairwise(runs)):
        return sorted(band.glyphs, key=lambda glyph: (glyph.x0, glyph.x1))
    return [glyph for run in runs for glyph in run]


def _line(band: _Band) -> TextLine | None:
    glyphs = band.glyphs
    written = [glyph for glyph in glyphs if glyph.text.strip()]
    blanks = any(_is_seen(blank, after) for blank, after in pairwise(glyphs) if not blank.text.strip())
    spacing = _letter_spacing(written, band.size)
    looks = _looks_of_parts(written, band)
    segments: list[Segment] = []
    text, start, size = "", 0.0, 0.0
    last: Glyph | None = None
    blank: Glyph | None = None
    bold = 0
    for glyph in glyphs:
        if not glyph.text.strip():
            blank = glyph if last is not None else None
            continue
        if last and glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.15 * glyph.size:
            continue  # printed twice to look bold
        apart = glyph.x0 - last.x1 if last else 0.0
        if last and apart > WIDE_GAP * band.size:
            segments.append(Segment(start, last.x1, text, 2 * bold > len(text), size))
            text, bold, blank, size = "", 0, None, 0.0
        elif (
            last
            and (_is_seen(blank, glyph) or apart > spacing + _word_gap(last, glyph, blanks=blanks) * band.size)
            and apart > -0.5 * band.size
        ):
            text += " "
        if not text:
            start = glyph.x0
        text += _sign(glyph, *looks[id(glyph)], at_beginning=not text)
        bold += glyph.bold * len(glyph.text)
        size = max(size, glyph.size)
        last, blank = glyph, None
    if last is None:
        return None
    segments.append(Segment(start, last.x1, text, 2 * bold > len(text), size))
    return TextLine(
        " ".join(segment.text for segment in segments),
        min(glyph.x0 for glyph in written),
        min(glyph.top for glyph in written),
        max(glyph.x1 for glyph in written),
        max(glyph.bottom for glyph in written),
        band.size,
        2 * sum(glyph.bold for glyph in written) > len(written),
        segments,
    )


def _word_gap(last: Glyph, glyph: Glyph, *, blanks: bool) -> float:
    """How wide a gap between two letters is a blank, where none is printed."""
    if blanks and last.bold == glyph.bold and last.text.isalnum() and glyph.text.isalnum():
        return WORD_GAP_WITH_BLANKS
    return WORD_GAP


def _is_seen(blank: Glyph | None, following: Glyph) -> bool:
    """Whether a blank parts words: one that the next letter covers stands where a word may be broken."""
    return blank is not None and following.x0 > blank.x0 + 0.4 * (blank.x1 - blank.x0)


def _letter_spacing(written: Sequence[Glyph], size: float) -> float:
    """How far letters stand apart in a line that is spaced out; 0 in ordinary lines."""
    apart = [right.x0 - left.x1 for left, right in pairwise(written)]
    middle = median(apart) if len(apart) > 3 else 0.0
    return middle if middle > WORD_GAP / 2 * size else 0.0


def _looks_of_parts(written: Sequence[Glyph], band: _Band) -> dict[int, tuple[float, float]]:
    """The size and the baseline of the largest letters around each letter, up to the next wide gap."""
    parts: list[list[Glyph]] = []
    for glyph in written:
        if parts and glyph.x0 - parts[-1][-1].x1 <= WIDE_GAP * band.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    looks = {}
    for part in parts:
        largest = max(glyph.size for glyph in part)
        baseline = median(glyph.baseline for glyph in part if glyph.size >= SMALLER * largest)
        looks.update(dict.fromkeys(map(id, part), (largest, baseline)))
    return looks


def _sign(glyph: Glyph, size: float, baseline: float, *, at_beginning: bool) -> str:
    """The letter as text: raised and lowered digits, ligatures, and signs of fonts of symbols.

    size, baseline: of the letters around it.
    """
    text = glyph.text
    if glyph.size < SMALLER * size:
        if baseline - glyph.baseline > 0.15 * size:
            return text.translate(RAISED)
        if glyph.baseline - baseline > 0.05 * size:
            return text.translate(LOWERED)
    if text == "\ufffd" and at_beginning:
        return "•"  # of a font that does not say what its signs are
    if len(text) == 1 and ord(text) in PRIVATE_SIGNS:
        return "•" if at_beginning else ""
    if any("\ufb00" <= sign <= "\ufb06" for sign in text):
        return unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in text if sign.isprintable() or sign == "\u00ad")
