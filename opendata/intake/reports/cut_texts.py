"""Texts that run over the side of their cell, where programs cut them off, as spreadsheets do with what does not fit.

Here: knowing them by where they end. Not here: what is said about them (reading_sentences.py).
"""

from collections.abc import Sequence

from opendata.intake.reports.lattices import Cell, Grid

OVER = 0.1  # of the size of a letter
FEWEST = 2  # cells


def runs_over(grids: Sequence[Grid]) -> bool:
    """Whether words of several cells end behind the right side of their cell."""
    cells = [cell for grid in grids for row in grid.rows for cell in row.filled]
    return sum(map(_runs_over, cells)) >= FEWEST


def _runs_over(cell: Cell) -> bool:
    return any(line.x1 > cell.x1 + OVER * line.size and any(map(str.isalpha, line.text)) for line in cell.lines)
