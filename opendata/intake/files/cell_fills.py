"""Colours of cells: which empty cells have a colour of their own, that is, say something by their colour alone.

Here: collecting them while a sheet is read. Not here: what a style's colour is (xlsx_styles.py, ods_styles.py), and
what is told about such cells (cells/coloured_cells.py).
A cell whose row or column is painted has no colour of its own: another cell of the row, with content, has the same
colour, or the column has a single colour, which cells with content have too.
"""

from collections import Counter

MAX_FILLED = 50_000  # more coloured cells without content are painted areas


class CellFills:
    """Collects the colours of one sheet's cells, row by row."""

    def __init__(self) -> None:
        self._empty: dict[int, str] = {}
        self._in_row: set[str] = set()
        self._with_content: Counter[tuple[int, str]] = Counter()
        self._filled: dict[tuple[int, int], str] = {}

    def add(self, column: int, fill: str, *, has_content: bool) -> None:
        """Keep the colour of a cell of the row, which has one."""
        if has_content:
            self._in_row.add(fill)
            self._with_content[column, fill] += 1
        else:
            self._empty[column] = fill

    def end_row(self, row: int, repeats: int = 1) -> None:
        """Keep those colours of empty cells that no cell of the row with content has; repeats: of the row."""
        own = {column: fill for column, fill in self._empty.items() if fill not in self._in_row}
        for place in range(row, row + repeats if own else row):
            if len(self._filled) < MAX_FILLED:
                self._filled |= {(place, column): fill for column, fill in own.items()}
        if self._empty or self._in_row:
            self._empty, self._in_row = {}, set()

    def filled(self) -> dict[tuple[int, int], str]:
        """The colour of each empty cell that has one of its own, by row and column."""
        colours: dict[int, set[str]] = {}
        for (_, column), fill in self._filled.items():
            colours.setdefault(column, set()).add(fill)
        for (column, fill), count in self._with_content.items():
            if count > 1 and column in colours:  # a single cell of another colour is the header
                colours[column].add(fill)
        painted = {
            column
            for column, fills in colours.items()
            if len(fills) == 1 and self._with_content[column, next(iter(fills))] > 1
        }
        return {place: fill for place, fill in self._filled.items() if place[1] not in painted}
