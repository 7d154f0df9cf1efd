"""The cells of one sheet of a binary workbook (.xls, .xlsb), collected into a text table.

Here: rows, cells with their styles, hidden parts and merged ranges, and the values that both formats store alike.
Not here: the records of either format (xls_workbooks.py, xlsb_workbooks.py).
"""

import struct

from opendata.intake.files.cell_fills import CellFills
from opendata.intake.files.cell_fonts import CellFonts
from opendata.intake.files.shown_numbers import ShownCell, shown_text, shown_truth
from opendata.intake.files.stored_numbers import stored_number
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.texts_beside import TextsBeside
from opendata.intake.files.xlsx_styles import CellStyle
from opendata.intake.files.zip_archives import damaged
from opendata.intake.size_limits import Limits, cell_too_long, too_many_columns
from opendata.intake.text_tables import CellMark, CellRange, TextTable

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
MAX_HIDDEN_COLUMNS = 16_384
MAX_KNOWN_NUMBERS = 100_000
NO_CELL = ShownCell(None, CellMark.TEXT)


class SheetCollector:
    """Receives the rows and cells of one sheet, rows ascending; rows and columns count from 1."""

    def __init__(self, file: str, name: str, limits: Limits, *, from_1904: bool) -> None:
        self._file, self._name, self._limits, self._from_1904 = file, name, limits, from_1904
        self._builder = TableBuilder(file, name, limits)
        self._fills, self._fonts = CellFills(), CellFonts()
        self._row = 0
        self._cells: dict[int, ShownCell] = {}
        self._merged: list[CellRange] = []
        self._hidden_columns: set[int] = set()
        self._hidden_rows: list[int] = []
        self._numbers: dict[tuple[float, int], ShownCell] = {}
        self.beside = TextsBeside()

    def start_row(self, row: int) -> None:
        """The cells that follow stand in this row."""
        if row == self._row:
            return
        if row < self._row:
            raise damaged(self._file)
        self._end_row()
        self._row = row

    def hide_row(self, row: int) -> None:
        """The row is hidden."""
        if len(self._hidden_rows) < self._limits.rows:
            self._hidden_rows.append(row)

    def hide_columns(self, first: int, last: int) -> None:
        """The columns are hidden."""
        if len(self._hidden_columns) < MAX_HIDDEN_COLUMNS:
            self._hidden_columns.update(range(first, min(last, self._limits.columns) + 1))

    def merge(self, span: CellRange) -> None:
        """The cells of the range are merged."""
        self._limits.take_merged_range(self._file, self._name)
        self._merged.append(span)

    def add_number(self, column: int, value: float, style: CellStyle) -> None:
        """A number, which its format may show as a date."""
        key = value, id(style)
        cell = self._numbers.get(key)
        if cell is None:
            cell = stored_number(repr(value), style.number_format, from_1904=self._from_1904)
            if len(self._numbers) < MAX_KNOWN_NUMBERS:
                self._numbers[key] = cell
        self.add(column, cell, style)

    def add_text(self, column: int, text: str, style: CellStyle) -> None:
        """A text, around which its format may show words."""
        if len(text) > self._limits.cell_characters:
            raise cell_too_long(self._file, self._limits.cell_characters, self._row)
        self.add(column, shown_text(text, style.number_format) if text else NO_CELL, style)

    def add_truth(self, column: int, value: int, style: CellStyle, *, is_error: bool) -> None:
        """A truth value, or an error by its number."""
        if is_error:
            self.add(column, ShownCell(ERRORS.get(value, "#N/A"), CellMark.ERROR), style)
        else:
            self.add(column, shown_truth(is_true=bool(value)), style)

    def add(self, column: int, cell: ShownCell, style: CellStyle) -> None:
        """Any cell; one without content counts for its colour."""
        if style.fill:
            self._fills.add(column, style.fill, has_content=bool(cell.text))
        if cell.text or cell.shown is not None:
            if column > self._limits.columns:
                raise too_many_columns(self._file, self._limits.columns)
            self._cells[column] = cell
            if style.font:
                self._fonts.add(self._row, column, style.font)

    def table(self, *, hidden: bool) -> TextTable:
        """The sheet as a table, once all of its cells were received."""
        self._end_row()
        return self._builder.build(
            merged=tuple(self._merged),
            hidden_columns=frozenset(self._hidden_columns),
            hidden_rows=tuple(sorted(set(self._hidden_rows))),
            hidden=hidden,
            filled=self._fills.filled(),
            fonts=self._fonts.cells,
            beside=self.beside.lines,
        )

    def _end_row(self) -> None:
        if self._cells:
            self._builder.add(self._row, self._cells)
            self._cells = {}
        self._fills.end_row(self._row)


def rk_number(packed: int) -> float:
    """The number that 32 bits hold: the upper part of a float or a whole number, perhaps times 100."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number
