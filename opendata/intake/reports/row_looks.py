"""How rows look: which of their cells are labels, and whether a row is a head or labels with their values.

Here: what is told by words, weight, and how often a text comes again in a report. Not here: what a row then means
(measure_search.py).
"""

from collections.abc import Sequence

from opendata.intake.reports.header_blocks import TableHead
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_rows import PAIRED, cells_of_pairs, inner_pairs
from opendata.intake.reports.label_words import is_known_label, is_number, label_key, looks_like_label
from opendata.intake.reports.lattices import Cell, Row

OFTEN = 3  # times: so often a text stands first in rows of two cells, if it is a label


class RowLooks:
    """The looks of rows in one report."""

    def __init__(self, tables: Sequence[JoinedTable]) -> None:
        self._counts, self._beside = cells_of_pairs(tables, 0), cells_of_pairs(tables, 1)

    def is_head_here(self, table: JoinedTable, place: int, header: TableHead) -> bool:
        """Whether labels are the head of columns, and not the first of many rows of a label and its value."""
        if _numbers_below(table, place, header):
            return True
        if self.is_paired(table.rows[place]):
            return False
        if len(header.columns) > 2 or place + header.height >= len(table.rows):
            return True
        below = [row for row in table.rows[place + header.height :][:6] if len(row.filled) > 1]
        labels = sum(self.is_label(row.filled[0]) for row in below)
        return 2 * labels < len(below) or not below

    def is_paired(self, row: Row) -> bool:
        """Whether a row of two or four cells is labels with their values, as other rows show that begin with them."""
        if len(row.filled) not in PAIRED:
            return False
        labels, values = row.filled[::2], row.filled[1::2]
        often = [self._counts[label_key(cell.label)] for cell in labels]
        beside = [self._beside[label_key(cell.label)] for cell in values]
        by_weight = all(cell.bold for cell in labels) and not any(cell.bold for cell in values)
        return by_weight or (min(often) > 1 and 2 * min(beside) < min(often))

    def pairs(self, row: Row) -> list[tuple[str, Cell]] | None:
        """The labels of a row with their values; None where it is no row of labels."""
        pairs: list[tuple[str, Cell]] = []
        cells = [cell for cell in row.cells if not cell.going_on]
        place = 0
        while place < len(cells):
            cell = cells[place]
            following = cells[place + 1] if place + 1 < len(cells) else None
            if inner := inner_pairs(cell):
                pairs += inner
            elif not cell.lines:
                pass
            elif self._is_outer(cells, place):
                pass  # "Kosten" beside "Investition | 5 T€" and "Personal | 2 T€"
            elif following is not None and self.is_label(cell):
                pairs.append((cell.label, following))
                place += 1
            else:
                return None
            place += 1
        return pairs

    def _is_outer(self, cells: Sequence[Cell], place: int) -> bool:
        """Whether a label reaches down over rows that have labels of their own beside it."""
        cell, *beside = cells[place : place + 3]
        return cell.rows > 1 and len(beside) > 1 and self.is_label(cell) and self.is_label(beside[0])

    def is_label(self, cell: Cell) -> bool:
        text = cell.label
        if not looks_like_label(text) or ": " in text:
            return False  # "Nummer: M1" is a label and its value
        often = self._counts[label_key(text)]
        return is_known_label(text) or often >= OFTEN or (text.endswith(":") and often > 1)


def _numbers_below(table: JoinedTable, place: int, header: TableHead) -> bool:
    """Whether a number of a measure stands below the label for numbers: "E1" below "Nr." is no label."""
    below = table.rows[place + header.height : place + header.height + 1]
    if header.number is None or not below or not header.fits(below[0]):
        return False
    texts = [cell.label for cell in below[0].filled if header.column_of(cell) == header.number]
    return len(below[0].filled) > 1 and any(is_number(text) and any(map(str.isdigit, text)) for text in texts)
