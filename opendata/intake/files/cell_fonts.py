"""Fonts that change what a reader sees: cells that are struck out, and cells in the colour of what is behind them.

Here: collecting these cells while a sheet is read. Not here: what a style's font is (xlsx_styles.py, ods_styles.py,
xls_workbooks.py, xlsb_workbooks.py), and what is asked about such cells (matching/seen_otherwise.py).
"""

from opendata.intake.text_tables import STRUCK, UNSEEN, WHITE

MAX_CELLS = 50_000  # of a sheet with more such cells the first ones are asked about


class CellFonts:
    """Collects the cells of one sheet whose font tells something."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}

    def add(self, row: int, column: int, font: str) -> None:
        """Keep a cell that has content."""
        if len(self.cells) < MAX_CELLS:
            self.cells[row, column] = font


def telling_font(*, is_struck: bool, is_white: bool, fill: str, is_like_fill: bool = False) -> str:
    """What a font says of its cell: STRUCK, WHITE where nothing darker lies behind it, or "" for nothing.

    is_like_fill: whether the font has the colour of the cell, as black bars have that hide a text: UNSEEN.
    """
    if is_struck:
        return STRUCK
    return WHITE if is_white and not fill else UNSEEN if is_like_fill and fill else ""
