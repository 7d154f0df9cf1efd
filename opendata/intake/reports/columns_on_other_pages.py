"""Columns of one table that are printed on pages of their own, as spreadsheets print what is too wide for a page.

Here: knowing them by their rows, which stand at the same heights, and joining them. Not here: rows that go on on the
next page (joined_tables.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.header_blocks import TableHead, header_at
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_words import is_known_label, names_number, names_title
from opendata.intake.reports.lattices import Row

SAME_HEIGHT = 1.0  # points
FEWEST_ROWS, FEWEST_ALIKE = 4, 12  # of rows with several heights, and of rows that are all as high


def with_all_columns(tables: Sequence[JoinedTable]) -> list[JoinedTable]:
    """The tables, where the columns that follow a table of measures on its next pages are columns of it."""
    joined: list[JoinedTable] = []
    for table in tables:
        if joined and _go_beside(joined[-1], table):
            joined[-1] = replace(joined[-1], rows=_beside(joined[-1].rows, table.rows))
        else:
            joined.append(table)
    return joined


def _go_beside(table: JoinedTable, following: JoinedTable) -> bool:
    """Whether a table has rows as high as those of the one before, on later pages, and labels but no measures."""
    head = header_at(table.rows, 0)
    if head is None or not head.names_measures or len(table.rows) != len(following.rows):
        return False
    labels = [cell.label for cell in following.rows[0].filled]
    if not labels or not all(map(is_known_label, labels)) or any(names_number(x) or names_title(x) for x in labels):
        return False
    if _has_label_of(head, labels) or table.rows[-1].page >= following.rows[0].page:
        return False
    sides = [_sides(row) for row in table.rows]
    others = [_sides(row) for row in following.rows]
    alike = all(
        abs(a - b) <= SAME_HEIGHT
        for one, other in zip(sides, others, strict=True)
        for a, b in zip(one, other, strict=True)
    )
    heights = {round((bottom - top) / SAME_HEIGHT) for top, bottom in sides}
    return alike and len(sides) >= (FEWEST_ROWS if max(heights) - min(heights) > SAME_HEIGHT else FEWEST_ALIKE)


def _has_label_of(head: TableHead, labels: Sequence[str]) -> bool:
    return not {column.label for column in head.columns}.isdisjoint(labels)


def _sides(row: Row) -> tuple[float, float]:
    """The top and the bottom of a row on its page."""
    boxes = [cell.boxes[0] for cell in row.cells if cell.boxes and not cell.going_on]
    return min((box.top for box in boxes), default=0.0), min((box.bottom for box in boxes), default=0.0)


def _beside(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Each row with the cells of the other one, moved to its right."""
    right = max(cell.x1 for row in rows for cell in row.cells)
    left = min(cell.x0 for row in others for cell in row.cells)
    return [
        replace(
            row,
            cells=[
                *row.cells,
                *(replace(cell, x0=cell.x0 - left + right, x1=cell.x1 - left + right) for cell in other.cells),
            ],
        )
        for row, other in zip(rows, others, strict=True)
    ]
