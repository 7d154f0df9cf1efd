"""Tables that have level lines alone: where their columns are.

Here: the upright lines that are thought between columns, and the head above the first line. Not here: the cells that
lines enclose (lattices.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from opendata.intake.reports.page_content import Glyph, Page, Rule

SNAP, REACH = 3.0, 3.0  # points: lines that are nearer are one line; crossings that miss by less are crossings
LEAST_WIDTH, LEAST_RULES, LEAST_GUTTER = 150.0, 3, 4.0  # of tables with level lines alone; points, and how many lines
MOST_HEAD = 40.0  # points; the height of a head above the first line of a table
MOST_LINES = 0.6  # of the level lines: in so many their pieces meet where columns do
MOST_LEADING = 1.5  # of the size of a letter; rows of text that stand further apart are none of one cell
WORD_GAP = 0.4  # of the size of a letter; what is narrower parts words and no columns
FRAMED = 0.98  # of the height of a table


@dataclass
class _Line:
    """A level line; ends: where its pieces meet."""

    x0: float
    x1: float
    top: float
    ends: list[float] = field(default_factory=list)


def columns_between(page: Page) -> list[Rule]:
    """Upright lines between the columns of tables that have level lines alone.

    Lines that are drawn cell by cell end where columns do; else no letter of any row stands between columns.
    """
    upright = [rule for rule in page.rules if rule.bottom - rule.top > SNAP]
    level: dict[tuple[int, int], list[_Line]] = {}
    for line in _whole_lines(page.rules):
        if line.x1 - line.x0 > LEAST_WIDTH:
            level.setdefault((round(line.x0 / SNAP), round(line.x1 / SNAP)), []).append(line)
    added = []
    for lines in level.values():
        x0, x1, top, bottom = lines[0].x0, lines[0].x1, lines[0].top, lines[-1].top
        within = [r for r in upright if x0 - 1 <= r.x0 <= x1 + 1 and r.top < bottom and r.bottom > top]
        # A frame around all of the rows is no column of them; frames above each other are boxes.
        framed = all(abs(r.x0 - x0) <= SNAP or abs(r.x0 - x1) <= SNAP for r in within)
        height = sum(r.bottom - r.top for r in within if abs(r.x0 - x0) <= SNAP)
        if len(lines) < LEAST_RULES or not framed or (within and height < FRAMED * (bottom - top)):
            continue
        added += _columns(page, lines, with_frame=bool(within))
    return added


def _columns(page: Page, lines: Sequence[_Line], *, with_frame: bool) -> list[Rule]:
    """The upright lines of one table, and the level ones that shades show in place of lines."""
    x0, x1 = lines[0].x0, lines[0].x1
    shades = [] if with_frame else _sides_of_shades(page, lines)
    tops = sorted([*(line.top for line in lines), *shades])
    bands = [_Band(page, x0, x1, top, bottom) for top, bottom in pairwise(tops)]
    gutters = _ends_of_pieces(lines) or _gaps([band for band in bands if not band.is_one_run] or bands, x0, x1)
    if not gutters:
        return []
    added = [Rule(x0, top, x1, top) for top in shades]
    top = _top_of_head(page, Rule(x0, tops[0], x1, tops[0]), gutters)
    if top < tops[0]:
        added.append(Rule(x0, top, x1, top))
        bands.append(_Band(page, x0, x1, top, tops[0]))
    if (end := _end_of_open_row(page, Rule(x0, tops[-1], x1, tops[-1]), gutters)) > tops[-1]:
        added.append(Rule(x0, end, x1, end))
        bands.append(_Band(page, x0, x1, tops[-1], end))
    for band in bands:
        inner = [] if band.reaches_across(gutters) else gutters
        added += [Rule(x, band.top, x, band.bottom) for x in (x0, *inner, x1)]
    return added


class _Band:
    """What stands between two level lines of a table."""

    def __init__(self, page: Page, x0: float, x1: float, top: float, bottom: float) -> None:
        self.top, self.bottom = top, bottom
        self.glyphs = [
            glyph
            for glyph in page.glyphs
            if glyph.text.strip() and top < (glyph.top + glyph.bottom) / 2 < bottom and x0 <= glyph.x0 <= x1
        ]
        self.is_one_run = self._is_one_run()

    def _is_one_run(self) -> bool:
        """Whether no gap as wide as one between columns parts the letters."""
        reached = None
        for left, right, size in sorted((glyph.x0, glyph.x1, glyph.size) for glyph in self.glyphs):
            if reached is not None and left - reached >= max(LEAST_GUTTER, WORD_GAP * size):
                return False
            reached = max(reached or right, right)
        return True

    def reaches_across(self, gutters: Sequence[float]) -> bool:
        """Whether the letters are a heading over several columns."""
        if not self.glyphs:
            return False
        straddled = any(g.x0 + 1 < gutter < g.x1 - 1 for g in self.glyphs for gutter in gutters)
        last = max(glyph.x1 for glyph in self.glyphs)
        return straddled or (self.is_one_run and self.glyphs[0].x0 < gutters[0] and last > gutters[0] + LEAST_GUTTER)


def _gaps(bands: Sequence[_Band], x0: float, x1: float) -> list[float]:
    """Where no letter of any row stands."""
    gutters, reached = [], x0
    for left, right in sorted((glyph.x0, glyph.x1) for band in bands for glyph in band.glyphs):
        if left - reached >= LEAST_GUTTER and reached > x0:
            gutters.append(left - 1)
        reached = max(reached, right)
    return gutters


def _ends_of_pieces(lines: Sequence[_Line]) -> list[float]:
    """Where the pieces of most of the lines meet."""
    meeting = sorted(end for line in lines for end in line.ends)
    ends: list[float] = []
    for end in meeting:
        often = bisect_right(meeting, end + 1) - bisect_left(meeting, end - 1)
        if often >= max(LEAST_RULES, MOST_LINES * len(lines)) and (not ends or end - ends[-1] > SNAP):
            ends.append(end)
    return ends


def _sides_of_shades(page: Page, lines: Sequence[_Line]) -> list[float]:
    """The upper and lower sides of shades as wide as the table, where no line is drawn."""
    sides = [Rule(s.x0, y, s.x1, y) for s in page.shades for y in (s.top, s.bottom)]
    drawn = [line.top for line in lines]
    tops: list[float] = []
    for side in _whole_lines(sides):
        as_wide = abs(side.x0 - lines[0].x0) <= SNAP and abs(side.x1 - lines[0].x1) <= SNAP
        if as_wide and all(abs(side.top - other) > SNAP for other in (*drawn, *tops)):
            tops.append(side.top)
    within = [top for top in tops if min(drawn) < top < max(drawn)]
    return [*within, *[top for top in tops if max(drawn[0] - MOST_HEAD, 0) < top < min(drawn)]]


def _whole_lines(rules: Sequence[Rule]) -> list[_Line]:
    """The level lines from top to bottom; pieces that follow each other are one line."""
    whole: list[_Line] = []
    for rule in sorted((r for r in rules if r.bottom - r.top <= SNAP), key=lambda r: (round(r.top), r.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.top - rule.top) <= 1 and rule.x0 - last.x1 <= REACH:
            if abs(rule.x0 - last.x1) <= REACH:
                last.ends.append(last.x1)
            last.x1 = max(last.x1, rule.x1)
        else:
            whole.append(_Line(rule.x0, rule.x1, rule.top))
    return whole


def _top_of_head(page: Page, first: Rule, gutters: Sequence[float]) -> float:
    """Where a head begins that stands above the first line, in the columns below it; else where that line stands."""
    letters = [g for g in page.glyphs if g.bottom < first.top + 1]
    head: list[Glyph] = []
    for row in reversed(_rows(letters, first)):
        below = min((g.top for g in head), default=first.top)
        far = below - max(g.bottom for g in row) > (MOST_LEADING - 1) * max(g.size for g in row)
        # Lines right above each other are one text, however high it is.
        is_out = min(g.top for g in row) <= first.top - MOST_HEAD and far
        if is_out or any(_crosses(row, gutter) for gutter in gutters):
            break
        head += row
    return min(g.top for g in head) - 1 if _filled(head, first, gutters) > len(gutters) / 2 else first.top


def _end_of_open_row(page: Page, last: Rule, gutters: Sequence[float]) -> float:
    """Where a row ends that the end of the page breaks, so that no line is drawn below it; else where the last is."""
    letters = [g for g in page.glyphs if g.top > last.top - 1]
    row: list[Glyph] = []
    for line in _rows(letters, last):
        before = max((g.bottom for g in row), default=last.top)
        far = min(g.top for g in line) - before > MOST_LEADING * max(g.size for g in line)
        if far or any(_crosses(line, gutter) for gutter in gutters):
            break
        row += line
    return max(g.bottom for g in row) + 1 if _filled(row, last, gutters) > 1 else last.top


def _rows(letters: Sequence[Glyph], line: Rule) -> list[list[Glyph]]:
    """The letters above or below a line by their baselines, from top to bottom."""
    rows: list[list[Glyph]] = []
    within = [glyph for glyph in letters if glyph.text.strip() and line.x0 <= glyph.x0 <= line.x1]
    for glyph in sorted(within, key=lambda glyph: glyph.baseline):
        if rows and glyph.baseline - rows[-1][0].baseline < SNAP:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _filled(letters: Sequence[Glyph], line: Rule, gutters: Sequence[float]) -> int:
    """In how many of the columns letters stand."""
    return sum(any(left <= g.x0 < right for g in letters) for left, right in pairwise([line.x0, *gutters, line.x1]))


def _crosses(row: Sequence[Glyph], gutter: float) -> bool:
    """Whether the letters of a line go on where two columns meet."""
    left = max((g.x1 for g in row if g.x0 < gutter), default=float("-inf"))
    right = min((g.x0 for g in row if g.x0 >= gutter), default=float("inf"))
    return left > gutter or right - left < LEAST_GUTTER
