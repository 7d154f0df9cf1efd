"""Ruled tables: the cells that lines on a page enclose, and what stands in them.

Here: pdfplumber's search for crossings and cells, made ready for lines that tables leave out. Not here: what the
cells mean.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from opendata.intake.report_origins import Box
from opendata.intake.reports.joined_lines import joined, one_line
from opendata.intake.reports.label_words import is_number
from opendata.intake.reports.level_lines import REACH, SNAP, columns_between
from opendata.intake.reports.page_content import Glyph, Page, Rule
from opendata.intake.reports.shaded_rows import sides_of
from opendata.intake.reports.text_lines import TextLine, lines_of

MOST_EDGES, MOST_CROSSINGS = 3_000, 6_000  # of a page
SAME_PLACE = 2.5  # points
SAME_SIDE = 6.0  # points; so far apart may the sides of one table be on two pages
BADGE = (60.0, 30.0)  # points: the widest and the highest box that holds a number alone
CLOSE = 0.12  # of the size of a letter: what one command writes without a wider gap is one text
MARGIN = 12.0  # points; the widest inner margin of a cell that is believed


CellBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Cell:
    """A cell of a ruled table; a text that runs over pages has boxes on each of them. rows: how many it spans."""

    x0: float
    x1: float
    lines: Sequence[TextLine]
    boxes: tuple[Box, ...]
    rows: int = 1
    going_on: bool = False  # begun in a row above
    width: float | None = None

    @property
    def text(self) -> str:
        return joined(self.lines, self.width)

    @property
    def label(self) -> str:
        """The text on one line."""
        return one_line(self.text)

    @property
    def bold(self) -> bool:
        return bool(self.lines) and all(line.bold for line in self.lines)

    def saying(self, text: str) -> "Cell":
        """The cell with this text alone, in the place and the looks of its first line."""
        return replace(self, lines=[replace(self.lines[0], text=text, segments=())])

    def followed_by(self, other: "Cell") -> "Cell":
        """The cell with what the same cell holds on the next page."""
        if not other.lines:
            return self
        return replace(self, lines=[*self.lines, *other.lines], boxes=(*self.boxes, *other.boxes))


@dataclass(frozen=True)
class Row:
    """A row of a ruled table, from left to right."""

    cells: Sequence[Cell]
    page: int

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.lines]

    @property
    def edges(self) -> list[float]:
        return [cell.x0 for cell in self.cells] + [self.cells[-1].x1]


@dataclass(frozen=True)
class Grid:
    """A ruled table on one page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    rows: Sequence[Row] = field(repr=False)


def grids_of(page: Page) -> tuple[list[Grid], list[list[TextLine]], list[Glyph]]:
    """The ruled tables of a page from top to bottom, the lines in each framed box, and the letters outside."""
    tables = _tables([*page.rules, *columns_between(page)])
    if not any(len(cells) > 1 for cells in tables) and len(page.shades) > 3:
        sides = sides_of(page.shades)
        with_shades = replace(page, rules=[*page.rules, *sides])
        tables = _tables([*with_shades.rules, *columns_between(with_shades)])
    grids, boxes, left = [], [], list(page.glyphs)
    for cells in tables:
        inside, left = _parted(left, cells)
        if badge := _badge(cells, inside):
            left += badge
        elif len(cells) == 1 and not _begins_sheet(cells[0], inside[cells[0]], tables):
            boxes.append(lines_of(inside[cells[0]]))
        elif any(glyphs for glyphs in inside.values()):
            grids.append(_grid(page, cells, inside))
    return grids, [lines for lines in boxes if lines], left


def _begins_sheet(box: CellBox, glyphs: Sequence[Glyph], tables: Sequence[Sequence[CellBox]]) -> bool:
    """Whether a box is the first row of a table that goes on on the next page: number and title, wide as a table."""
    words = " ".join(line.text for line in lines_of(glyphs)).split()
    is_last = not any(cell[1] > box[1] for cells in tables for cell in cells)
    if not (words and is_last and is_number(words[0].rstrip(":."))):
        return False
    sides = [(min(cell[0] for cell in cells), max(cell[2] for cell in cells)) for cells in tables if len(cells) > 1]
    return any(abs(x0 - box[0]) <= SAME_SIDE and abs(x1 - box[2]) <= SAME_SIDE for x0, x1 in sides)


def _badge(cells: Sequence[CellBox], inside: dict[CellBox, list[Glyph]]) -> list[Glyph]:
    """The letters of a small box that holds a number alone, as before a title: it is a word of the line there."""
    wide = max(cell[2] for cell in cells) - min(cell[0] for cell in cells)
    high = max(cell[3] for cell in cells) - min(cell[1] for cell in cells)
    glyphs = [glyph for in_cell in inside.values() for glyph in in_cell]
    text = "".join(glyph.text for glyph in glyphs).strip()
    is_badge = wide <= BADGE[0] and high <= BADGE[1] and any(map(str.isdigit, text)) and is_number(text)
    if not is_badge:
        return []
    last = max(glyphs, key=lambda glyph: glyph.x1)
    return [*glyphs, last._replace(text=" ", x0=last.x1, x1=last.x1 + last.size / 4)]


def _tables(rules: Sequence[Rule]) -> list[list[tuple[float, float, float, float]]]:
    """The cells of each ruled table, and each framed box as a table of one cell."""
    from pdfplumber.table import (  # noqa: PLC0415 - loaded where a PDF is read
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    edges = [_edge(rule) for rule in rules if max(rule.x1 - rule.x0, rule.bottom - rule.top) > SNAP]
    edges = merge_edges(edges, SNAP, SNAP, REACH, REACH)
    if len(edges) > MOST_EDGES:
        return []
    edges = merge_edges(edges + _closing(edges), SNAP, SNAP, REACH, REACH)
    crossings = edges_to_intersections(edges, REACH, REACH)
    if len(crossings) > MOST_CROSSINGS:
        return []
    cells = intersections_to_cells(crossings)
    tables = cells_to_tables(cells)
    in_tables = {cell for table in tables for cell in table}
    return [*tables, *([cell] for cell in cells if cell not in in_tables)]


def _edge(rule: Rule) -> dict[str, Any]:
    upright = rule.bottom - rule.top > rule.x1 - rule.x0
    return {
        **rule._asdict(),
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "v" if upright else "h",
        "object_type": "rect_edge",
    }


def _closing(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that a table leaves out at its ends: at open sides, and where it is broken by the end of a page."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    added = []
    for end in ("top", "bottom"):
        places: list[list[dict[str, Any]]] = []
        for edge in sorted(upright, key=lambda edge: edge[end]):
            if places and edge[end] - places[-1][-1][end] <= SNAP:
                places[-1].append(edge)
            else:
                places.append([edge])
        for group in places:
            if len(group) > 2:
                group.sort(key=lambda edge: edge["x0"])
                added += [
                    _edge(Rule(a["x0"], group[0][end], b["x0"], group[0][end]))
                    for a, b in pairwise(group)
                    if _are_joined(a, b, level)
                ]
    for inner in upright:
        crossing = [
            e
            for e in level
            if inner["top"] - REACH <= e["top"] <= inner["bottom"] + REACH
            and e["x0"] + REACH < inner["x0"] < e["x1"] - REACH
        ]
        if len(crossing) > 1:
            for side in ("x0", "x1"):
                x = crossing[0][side]
                if all(abs(e[side] - x) <= REACH for e in crossing) and not any(
                    abs(e["x0"] - x) <= REACH and e["top"] < inner["bottom"] and e["bottom"] > inner["top"]
                    for e in upright
                ):
                    ends = [e["top"] for e in crossing] + [inner["top"], inner["bottom"]]
                    added.append(_edge(Rule(x, min(ends), x, max(ends))))
                    # A head above the first line, or a row below the last one, is open at its end as well.
                    added += [
                        _edge(Rule(crossing[0]["x0"], end, crossing[0]["x1"], end))
                        for end in (inner["top"], inner["bottom"])
                        if not any(abs(e["top"] - end) <= REACH for e in crossing)
                    ]
    return added


def _are_joined(a: dict[str, Any], b: dict[str, Any], level: Sequence[dict[str, Any]]) -> bool:
    """Whether a level line goes from one upright line to another: they are sides of one table then.

    Without any level line they are those of a row that takes all of the page.
    """
    if not level:
        return bool(abs(a["top"] - b["top"]) <= SNAP and abs(a["bottom"] - b["bottom"]) <= SNAP)
    top, bottom = max(a["top"], b["top"]) - REACH, min(a["bottom"], b["bottom"]) + REACH
    return any(e["x0"] <= a["x0"] + REACH and e["x1"] >= b["x0"] - REACH and top <= e["top"] <= bottom for e in level)


def _parted(glyphs: Sequence[Glyph], cells: Sequence[CellBox]) -> tuple[dict[CellBox, list[Glyph]], list[Glyph]]:
    """The letters in each cell, and those in none of them; what runs out of a cell belongs to it all the same."""
    inside: dict[CellBox, list[Glyph]] = {cell: [] for cell in cells}
    x0, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    x1, bottom = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    outside: list[Glyph] = []
    before: Glyph | None = None
    place: CellBox | None = None
    for glyph in glyphs:
        if not (before and place and _goes_on(before, glyph)):
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            near = cells if x0 <= x <= x1 and top <= y <= bottom else ()
            place = next((c for c in near if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        (outside if place is None else inside[place]).append(glyph)
        before = glyph
    return inside, outside


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    """Whether a letter is written on without a gap, so that no line between it and the one before parts them."""
    is_level = before.turn == glyph.turn == 0 and abs(before.baseline - glyph.baseline) < SAME_PLACE / 2
    return before.command == glyph.command > 0 and is_level and abs(glyph.x0 - before.x1) <= CLOSE * glyph.size


def _grid(page: Page, boxes: Sequence[CellBox], inside: dict[CellBox, list[Glyph]]) -> Grid:
    tops: list[float] = []
    for top in sorted(box[1] for box in boxes):
        if not tops or top - tops[-1] > SAME_PLACE:
            tops.append(top)
    in_rows: list[list[Cell]] = [[] for _ in tops]
    for box in boxes:
        first = max(0, bisect_left(tops, box[1] + SAME_PLACE) - 1)
        last = max(first, bisect_left(tops, box[3] - SAME_PLACE) - 1)
        lines = lines_of(inside[box])
        margin = min([MARGIN, *(max(0.0, line.x0 - box[0]) for line in lines)])
        cell = Cell(
            box[0], box[2], lines, (page.shown_box(*box),), last - first + 1, width=box[2] - box[0] - 2 * margin
        )
        in_rows[first].append(cell)
        for row in range(first + 1, last + 1):
            in_rows[row].append(replace(cell, lines=[], rows=last - row + 1, going_on=True))
    rows = [
        Row(sorted(cells, key=lambda cell: cell.x0), page.number)
        for cells in in_rows
        if any(not cell.going_on for cell in cells)
    ]
    return Grid(
        page.number,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        rows,
    )
