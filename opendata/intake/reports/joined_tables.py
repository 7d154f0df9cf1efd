"""Ruled tables that run over pages, joined: where a table goes on, and what stands above it.

Here: which tables of two pages are one. Not here: what their rows mean (measure_search.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from opendata.intake.reports.lattices import SAME_SIDE, Grid, Row
from opendata.intake.reports.page_furniture import ReadPage, footnotes
from opendata.intake.reports.text_lines import TextLine

LEFT_BELOW = 0.35  # of the height of a page: with more room below a table it does not go on on the next page


@dataclass
class JoinedTable:
    """A table, with the rows that begin a page although the table began before; above: the lines over it."""

    rows: list[Row]
    breaks: set[int] = field(default_factory=set)  # positions in rows
    above: list[TextLine] = field(default_factory=list)


def joined_tables(pages: Sequence[ReadPage]) -> tuple[list[JoinedTable], list[tuple[int, TextLine]]]:
    """The tables of all pages, and the lines below the last of them."""
    tables: list[JoinedTable] = []
    above: list[tuple[int, TextLine]] = []
    last: tuple[ReadPage, Grid] | None = None
    for page in pages:
        notes = {id(line) for line in footnotes(page)}
        lines = sorted((line for line in page.lines if id(line) not in notes), key=lambda line: line.top)
        for grid in sorted(page.grids, key=lambda grid: (grid.top, grid.x0)):
            over = [line for line in lines if line.bottom <= grid.top + 2]
            lines = [line for line in lines if line.bottom > grid.top + 2]
            above += [(page.number, line) for line in over]
            if last and not above and _goes_on(*last, page, grid):
                tables[-1].breaks.add(len(tables[-1].rows))
                tables[-1].rows += grid.rows[_captions_again(tables[-1].rows, grid.rows) :]
            else:
                tables.append(JoinedTable(list(grid.rows), above=[line for _, line in above]))
            above = []
            last = (page, grid)
        above += [(page.number, line) for line in lines]
    return tables, above


def _goes_on(page: ReadPage, grid: Grid, next_page: ReadPage, following: Grid) -> bool:
    """Whether a table at the top of a page is the rest of the one at the bottom of the page before."""
    if next_page.number != page.number + 1 or abs(page.width - next_page.width) > SAME_SIDE:
        return False
    same_sides = abs(grid.x0 - following.x0) <= SAME_SIDE and abs(grid.x1 - following.x1) <= SAME_SIDE
    return same_sides and page.height - grid.bottom < LEFT_BELOW * page.height


def _captions_again(rows: Sequence[Row], following: Sequence[Row]) -> int:
    """How many rows at the top of a page are captions of one cell that the table began with."""
    same = 0
    for first, again in zip(rows, following, strict=False):
        if not (len(again.filled) == 1 and [c.label for c in first.filled] == [again.filled[0].label]):
            break
        same += 1
    return same
