"""What is drawn on a PDF page as far as tables are made of it: lines, filled rectangles, dots and dashes in a row.

Here: which paths are lines. Not here: letters, and the order of drawing (pdf_pages.py, pdf_sight.py).
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from opendata.intake.reports.page_content import Rule

THIN = 3.0  # points; a filled rectangle that is thinner is a line
FEWEST_DOTS, WIDEST_GAP = 5, 3.5  # in a row, and points between two of them


@dataclass
class DrawnLines:
    """The lines and rectangles of a page while it is drawn; specks: filled dots and short dashes."""

    rules: list[Rule] = field(default_factory=list)
    shades: list[Rule] = field(default_factory=list)
    specks: list[Rule] = field(default_factory=list)

    def take(self, points: Sequence[tuple[float, float]], *, stroke: bool, fill: bool) -> None:
        """Take a path of straight lines, from point to point."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Rule(min(xs), min(ys), max(xs), max(ys))
        width, height = box.x1 - box.x0, box.bottom - box.top
        if fill and len(points) >= 4:
            if min(width, height) <= THIN < max(width, height):
                self.rules.append(_middle(box))
                return
            if all(x in (box.x0, box.x1) or y in (box.top, box.bottom) for x, y in points):
                (self.shades if max(width, height) > THIN else self.specks).append(box)
        if stroke:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                if abs(x1 - x0) <= 1 or abs(y1 - y0) <= 1:
                    self.rules.append(_middle(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))

    def all_rules(self) -> list[Rule]:
        """The lines, also those that dots and dashes form."""
        return [*self.rules, *lines_of_specks(self.specks)]


def lines_of_specks(specks: Sequence[Rule]) -> list[Rule]:
    """The lines that dots and dashes in a row form, one after another."""
    if len(specks) < FEWEST_DOTS:
        return []
    level = _chained((s.x0, s.x1, (s.top + s.bottom) / 2) for s in specks)
    upright = _chained((s.top, s.bottom, (s.x0 + s.x1) / 2) for s in specks)
    return [
        *(Rule(begin, middle, end, middle) for begin, end, middle in level),
        *(Rule(middle, begin, middle, end) for begin, end, middle in upright),
    ]


def _chained(specks: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The runs of what stands on one line, each with its begin, its end, and where it is; two dots may touch."""
    lines: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for begin, end, middle in specks:
        lines[round(middle)].append((begin, end, middle))
    runs: list[tuple[float, float, float]] = []
    for of_line in lines.values():
        of_line.sort()
        count, begin, reached = 0, of_line[0][0], of_line[0][0]
        for start, end, _ in [*of_line, (float("inf"), float("inf"), 0.0)]:
            if start - reached > WIDEST_GAP:
                if count >= FEWEST_DOTS:
                    runs.append((begin, reached, of_line[0][2]))
                count, begin, reached = 0, start, start
            count, reached = count + 1, max(reached, end)
    return runs


def _middle(box: Rule) -> Rule:
    """A thin rectangle or a line, as the line in its middle."""
    if box.x1 - box.x0 >= box.bottom - box.top:
        middle = (box.top + box.bottom) / 2
        return Rule(box.x0, middle, box.x1, middle)
    middle = (box.x0 + box.x1) / 2
    return Rule(middle, box.top, middle, box.bottom)
