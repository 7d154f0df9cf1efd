"""Rows that no line parts, as in tables with upright lines alone: each begins where a number of a measure stands.

Here: taking them apart, where the texts beside the numbers begin with them. Not here: lines between rows
(lattices.py, level_lines.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.header_blocks import TableHead
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_words import is_number
from opendata.intake.reports.lattices import Cell, Row
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.text_lines import TextLine

SAME_BASELINE = 2.0  # points
MOST = 0.8  # of the texts beside numbers begin with them, or they stand at the middle of rows
SEVERAL = 3  # numbers in one cell are rows that were not parted; two may be one measure, "M1" and "M2"


def part_rows(table: JoinedTable, header: TableHead, place: int) -> None:
    """Put the rows in the place of a row of the table that holds several."""
    parts = _parts(header, table.rows[place])
    if len(parts) > 1:
        table.rows[place : place + 1] = parts
        table.breaks = {n + len(parts) - 1 if n > place else n for n in table.breaks}


def are_unparted(records: Sequence[ReportRecord], number: str | None) -> bool:
    """Whether most measures have several numbers below each other: their rows were not told from each other."""
    cells = [cell for record in records if number in record.entries for cell in record.entries[number].cells]
    several = sum(len(cell.lines) >= SEVERAL and all(_numbers(cell)) for cell in cells)
    return 2 * several > len(cells)


def _parts(header: TableHead, row: Row) -> list[Row]:
    cell = next((c for c in row.filled if header.number is not None and header.column_of(c) == header.number), None)
    if cell is None or len(cell.lines) < 2 or not all(_numbers(cell)) or not header.fits(row):
        return []
    begins = [line.top - SAME_BASELINE for line in cell.lines]
    if any(
        below.top - above.bottom < 0.3 * above.size for above, below in zip(cell.lines, cell.lines[1:], strict=False)
    ):
        return []
    ends = [*begins[1:], float("inf")]
    parts = [
        Row([_between(c, begin, end) for c in row.cells], row.page) for begin, end in zip(begins, ends, strict=True)
    ]
    firsts = [(c.lines[0], line) for part, line in zip(parts, cell.lines, strict=True) for c in part.filled]
    with_number = sum(abs(first.bottom - line.bottom) <= SAME_BASELINE for first, line in firsts)
    if with_number < MOST * len(firsts) or len(firsts) == len(parts):
        return []
    rest = Row([_between(c, float("-inf"), begins[0]) for c in row.cells], row.page)
    return [rest, *parts] if rest.filled else parts


def _numbers(cell: Cell) -> list[bool]:
    return [is_number(line.text.strip()) and any(map(str.isdigit, line.text)) for line in cell.lines]


def _between(cell: Cell, begin: float, end: float) -> Cell:
    """What of a cell stands between two heights."""
    lines: list[TextLine] = [line for line in cell.lines if begin <= line.top < end]
    boxes = cell.boxes
    is_upright = len(boxes) == 1 and abs(boxes[0].x0 - cell.x0) < 1 and abs(boxes[0].x1 - cell.x1) < 1
    if lines and is_upright:
        boxes = (boxes[0]._replace(top=round(lines[0].top, 1), bottom=round(lines[-1].bottom, 1)),)
    return replace(cell, lines=lines, boxes=boxes)
