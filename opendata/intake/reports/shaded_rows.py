"""Shaded rows: the sides of cells that are shaded where no lines are drawn.

Here: which sides count as lines. Not here: the cells between them (lattices.py, level_lines.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from opendata.intake.reports.level_lines import SNAP
from opendata.intake.reports.page_content import Rule

FEWEST_LEFT_OUT = 2  # rows without shades between others with the same columns


def sides_of(shades: Sequence[Rule]) -> list[Rule]:
    """The sides of shaded cells as lines; level ones alone where the rows between have the same columns."""
    return _level_sides(shades) if _leave_rows_out(shades) else _sides(shades)


def _sides(shades: Iterable[Rule]) -> list[Rule]:
    sides = []
    for x0, top, x1, bottom in shades:
        sides += [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom)]
        sides += [Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)]
    return sides


def _level_sides(shades: Iterable[Rule]) -> list[Rule]:
    return [Rule(s.x0, y, s.x1, y) for s in shades for y in (s.top, s.bottom)]


def _leave_rows_out(shades: Iterable[Rule]) -> bool:
    """Whether every second row of a table is shaded, cell by cell: the rows between have the same columns."""
    cells: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for shade in shades:
        cells[round(shade.top), round(shade.bottom)].append(shade)
    rows = [(top, bottom, sorted(round(s.x0) for s in of_row)) for (top, bottom), of_row in sorted(cells.items())]
    apart = [
        above[2] == below[2] and len(above[2]) > 1 and below[0] - above[1] > SNAP for above, below in pairwise(rows)
    ]
    return sum(apart) >= FEWEST_LEFT_OUT
