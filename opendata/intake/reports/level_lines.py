"""Tables that have level lines alone: where their columns are.

Here: the upright lines that are thought between columns, and the head above the first line. Not here: the cells that
lines enclose (lattices.py).
"""

from collections.abc import Sequence
from itertools import pairwise

from opendata.intake.reports.page_content import Glyph, Page, Rule

SNAP, REACH = 3.0, 3.0  # points: lines that are nearer are one line; crossings that miss by less are crossings
LEAST_WIDTH, LEAST_RULES, LEAST_GUTTER = 150.0, 3, 4.0  # of tables with level lines alone; points, and how many lines
MOST_HEAD = 40.0  # points; the height of a head above the first line of a table
FRAMED = 0.98  # of the height of a table


def columns_between(page: Page) -> list[Rule]:
    """Upright lines between the columns of tables that have level lines alone, where no letter stands in any row."""
    upright = [rule for rule in page.rules if rule.bottom - rule.top > SNAP]
    level: dict[tuple[int, int], list[Rule]] = {}
    for rule in _whole_lines(page.rules):
        if rule.x1 - rule.x0 > LEAST_WIDTH:
            level.setdefault((round(rule.x0 / SNAP), round(rule.x1 / SNAP)), []).append(rule)
    added = []
    for rules in level.values():
        x0, x1, top, bottom = rules[0].x0, rules[0].x1, rules[0].top, rules[-1].top
        within = [r for r in upright if x0 - 1 <= r.x0 <= x1 + 1 and r.top < bottom and r.bottom > top]
        # A frame around all of the rows is no column of them; frames above each other are boxes.
        framed = all(abs(r.x0 - x0) <= SNAP or abs(r.x0 - x1) <= SNAP for r in within)
        height = sum(r.bottom - r.top for r in within if abs(r.x0 - x0) <= SNAP)
        if len(rules) < LEAST_RULES or not framed or (within and height < FRAMED * (bottom - top)):
            continue
        covered = sorted(
            (glyph.x0, glyph.x1)
            for glyph in page.glyphs
            if glyph.text.strip() and top < (glyph.top + glyph.bottom) / 2 < bottom and x0 <= glyph.x0 <= x1
        )
        gutters, reached = [], x0
        for left, right in covered:
            if left - reached >= LEAST_GUTTER and reached > x0:
                gutters.append(left - 1)
            reached = max(reached, right)
        if gutters:
            top = _top_of_head(page, rules[0], gutters)
            added += [Rule(x, top, x, bottom) for x in (x0, *gutters, x1)]
            added += [Rule(x0, top, x1, top)] if top < rules[0].top else []
    return added


def _whole_lines(rules: Sequence[Rule]) -> list[Rule]:
    """The level lines from top to bottom; pieces that follow each other are one line."""
    whole: list[Rule] = []
    for rule in sorted((r for r in rules if r.bottom - r.top <= SNAP), key=lambda r: (round(r.top), r.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.top - rule.top) <= 1 and rule.x0 - last.x1 <= REACH:
            whole[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            whole.append(rule)
    return whole


def _top_of_head(page: Page, first: Rule, gutters: Sequence[float]) -> float:
    """Where a head begins that stands above the first line, in the columns below it; else where that line stands."""
    letters = [
        g for g in page.glyphs if first.top - MOST_HEAD < g.top and g.bottom < first.top + 1 and g.text.strip()
    ]
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in letters if first.x0 <= g.x0 <= first.x1), key=lambda g: -g.baseline):
        if rows and rows[-1][0].baseline - glyph.baseline < SNAP:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    head: list[Glyph] = []
    for row in rows:
        if any(_crosses(row, gutter) for gutter in gutters):
            break
        head += row
    edges = [first.x0, *gutters, first.x1]
    filled = sum(any(left <= g.x0 < right for g in head) for left, right in pairwise(edges))
    return min(g.top for g in head) - 1 if filled > len(gutters) / 2 else first.top


def _crosses(row: Sequence[Glyph], gutter: float) -> bool:
    """Whether the letters of a line go on where two columns meet."""
    left = max((g.x1 for g in row if g.x0 < gutter), default=float("-inf"))
    right = min((g.x0 for g in row if g.x0 >= gutter), default=float("inf"))
    return left > gutter or right - left < LEAST_GUTTER
