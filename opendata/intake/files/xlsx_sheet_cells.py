"""The cells of one XLSX worksheet, event by event.

Here: cell types, stored values, merged ranges, hidden rows and columns. Not here: the workbook around the sheet
(xlsx_workbooks.py). No memory is reserved for the size that a sheet claims: a lone cell at XFD1048576 costs one cell.
"""

import re
from collections.abc import Sequence
from enum import Enum

from opendata.domain.tables.cell_addresses import column_number
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files.stored_cell_values import number_text, percent_text, serial_date_text, unescaped
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.zip_archives import damaged
from opendata.intake.size_limits import Limits, cell_too_long, too_many_columns
from opendata.intake.text_tables import CellMark, CellRange, TextTable

Strings = Sequence[str]
_ADDRESS = re.compile(r"([A-Z]{1,4})([0-9]{1,8})\Z")
_ISO_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?Z?\Z")
MAX_ROW = 2**31
MAX_COLUMN_LETTERS = 4  # one more than Excel has
MAIN_NAMESPACES = (
    "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict variant
)


class CellFormat(Enum):
    """What a number format makes of a stored number."""

    NUMBER = 0
    PERCENT = 1
    DATE = 2
    DURATION = 3


class SheetCells:
    """Receives the events of a worksheet's XML and builds its table."""

    def __init__(
        self,
        file: str,
        name: str,
        limits: Limits,
        strings: Strings,
        formats: Sequence[CellFormat],
        *,
        from_1904: bool,
    ) -> None:
        self._file, self._name, self._limits = file, name, limits
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._builder = TableBuilder(file, name, limits)
        self._columns: dict[str, int] = {}
        self._locals: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], tuple[str, int]] = {}
        self._row, self._column = 0, 0
        self._cells: dict[int, tuple[str | None, int]] = {}
        self._kind, self._style = "n", "0"
        self._formula = self._valued = False
        self._parts: list[str] = []
        self._length = 0
        self._taking, self._phonetic = False, 0
        self._merged: list[CellRange] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_rows: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match self._locals.get(name) or self._local(name):
            case "c":
                self._start_cell(attributes)
            case "v":
                self._taking = self._valued = True
            case "f":
                self._formula = True
            case "row":
                self._start_row(attributes)
            case "t":
                self._taking = self._valued = not self._phonetic
            case "rPh":
                self._phonetic += 1
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "col":
                self._start_columns(attributes)

    def end(self, name: str) -> None:
        match self._locals.get(name) or self._local(name):
            case "v" | "t":
                self._taking = False
            case "c":
                self._end_cell()
            case "row":
                if self._cells:
                    self._builder.add(self._row, self._cells)
                    self._cells = {}
            case "rPh":
                self._phonetic -= 1

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)
            self._length += len(data)
            if self._length > self._limits.cell_characters:
                raise cell_too_long(self._file, self._limits.cell_characters, self._row)

    def table(self, *, hidden: bool) -> TextTable:
        """The sheet as a table, once all of its events were received."""
        columns = frozenset(
            column
            for first, last in self._hidden_columns[:10_000]
            for column in range(first, min(last, self._limits.columns) + 1)
        )
        return self._builder.build(
            merged=tuple(self._merged), hidden_columns=columns, hidden_rows=tuple(self._hidden_rows), hidden=hidden
        )

    def _local(self, name: str) -> str:
        # Elements of extensions stand in namespaces of their own and mean something else.
        space, _, local = name.rpartition(" ")
        ours = space in MAIN_NAMESPACES
        return self._locals.setdefault(name, local if ours else "-")

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = int(number) if number and number.isdigit() and len(number) < 10 else self._row + 1
        if row <= self._row or row > MAX_ROW:
            raise damaged(self._file)
        self._row, self._column = row, 0
        if attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("ht")):
            self._hidden_rows.append(row)

    def _start_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        hidden = attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("width"))
        if hidden and first.isdigit() and last.isdigit():
            self._hidden_columns.append((int(first[:9]), int(last[:9])))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = self._column_number(letters)
            self._column = column
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = self._valued = False
        self._parts, self._length = [], 0

    def _end_cell(self) -> None:
        stored = "".join(self._parts)
        kind = self._kind
        if kind == "s":
            cell = self._shared(stored)
        elif kind == "n":
            cell = self._number(stored.strip())
        elif kind in ("str", "inlineStr"):
            cell = (unescaped(stored), CellMark.TEXT)
        elif kind == "b":
            cell = ({"1": "true", "0": "false"}.get(stored.strip(), stored.lower()), CellMark.BOOLEAN)
        elif kind == "e":
            cell = (stored, CellMark.ERROR)
        elif kind == "d":
            cell = (_ISO_MIDNIGHT.sub("", stored), CellMark.DATE)
        else:
            raise damaged(self._file)
        if not stored and self._formula and not (kind == "str" and self._valued):
            cell = (None, CellMark.FORMULA)
        if cell[0] or cell[1] == CellMark.FORMULA:
            if self._column > self._limits.columns:
                raise too_many_columns(self._file, self._limits.columns)
            self._cells[self._column] = cell

    def _shared(self, stored: str) -> tuple[str | None, int]:
        if not stored:
            return None, CellMark.TEXT
        try:
            return self._strings[int(stored)], CellMark.TEXT
        except (ValueError, IndexError):
            raise damaged(self._file) from None

    def _number(self, stored: str) -> tuple[str | None, int]:
        if not stored:
            return None, CellMark.TEXT
        known = self._numbers.get((stored, self._style))
        if known is None:
            known = self._number_cell(stored)
            if len(self._numbers) < 100_000:
                self._numbers[stored, self._style] = known
        return known

    def _number_cell(self, stored: str) -> tuple[str, int]:
        try:
            cell_format = self._formats[int(self._style)]
        except (ValueError, IndexError):
            cell_format = CellFormat.NUMBER
        if cell_format is CellFormat.PERCENT:
            return percent_text(stored), CellMark.NUMBER
        if cell_format is not CellFormat.NUMBER:
            is_duration = cell_format is CellFormat.DURATION
            moment = serial_date_text(stored, from_1904=self._from_1904, is_duration=is_duration)
            if moment is not None:
                return moment, CellMark.DATE
        return number_text(stored), CellMark.NUMBER

    def _column_number(self, letters: str) -> int:
        try:
            if len(letters) > MAX_COLUMN_LETTERS:
                raise ValueError(letters)
            return column_number(letters)
        except ValueError:
            raise damaged(self._file) from None

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_ADDRESS.match(corner) for corner in (first, last or first)]
        if None in corners:
            return
        (left, top), (right, bottom) = ((self._column_number(m[1]), int(m[2])) for m in corners if m)
        self._merged.append(CellRange(top, left, bottom, right))
        if len(self._merged) > self._limits.merged_ranges:
            raise unreadable(
                self._file,
                f"Das Blatt „{self._name}“ hat mehr als {self._limits.merged_ranges} verbundene Bereiche.",
                f"Sheet '{self._name}' has more than {self._limits.merged_ranges} merged ranges.",
            )


def _is_zero(size: str | None) -> bool:
    """Whether a row's height or a column's width leaves nothing to see."""
    return size is not None and re.fullmatch(r"0+(\.0*)?", size.strip()) is not None
