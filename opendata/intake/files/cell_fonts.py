"""Fonts that change what a reader sees: cells that are struck out, and cells in white on nothing.

Here: collecting these cells while a sheet is read. Not here: what a style's font is (xlsx_styles.py, ods_styles.py,
xls_workbooks.py, xlsb_workbooks.py), and what is asked about such cells (matching/seen_otherwise.py).
"""

from opendata.intake.text_tables import STRUCK, WHITE

MAX_CELLS = 50_000  # of a sheet with more such cells the first ones are asked about


class CellFonts:
    """Collects the cells of one sheet whose font is struck out or white."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}

    def add(self, row: int, column: int, font: str) -> None:
        """Keep a cell that has content."""
        if len(self.cells) < MAX_CELLS:
            self.cells[row, column] = font


def telling_font(*, is_struck: bool, is_white: bool, fill: str) -> str:
    """What a font says of its cell: STRUCK, WHITE where nothing darker lies behind it, or "" for nothing."""
    return STRUCK if is_struck else WHITE if is_white and not fill else ""
