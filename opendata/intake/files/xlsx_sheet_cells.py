"""The cells of one XLSX worksheet, event by event.

Here: cell types, stored values, merged ranges, hidden rows and columns. Not here: the workbook around the sheet
(xlsx_workbooks.py). No memory is reserved for the size that a sheet claims: a lone cell at XFD1048576 costs one cell.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from opendata.domain.tables.cell_addresses import column_number
from opendata.intake.files.cell_fills import CellFills
from opendata.intake.files.cell_fonts import MAX_CELLS, CellFonts
from opendata.intake.files.conditional_formats import ConditionalFormats
from opendata.intake.files.shown_dates import shown_date
from opendata.intake.files.shown_numbers import Cell, ShownCell, shown_text, shown_truth
from opendata.intake.files.stored_cell_values import unescaped
from opendata.intake.files.stored_numbers import stored_number
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.texts_beside import PAGE_PARTS, TextsBeside
from opendata.intake.files.xlsx_styles import CellStyle, Look, NamedStyles, is_on
from opendata.intake.files.zip_archives import damaged
from opendata.intake.size_limits import Limits, cell_too_long, too_many_columns
from opendata.intake.text_tables import STRUCK, CellMark, CellRange, TextTable

Strings = Sequence[str]
_TRUTHS = {text: shown_truth(is_true=text in ("1", "true")) for text in ("0", "1", "false", "true")}
_ADDRESS = re.compile(r"([A-Z]{1,4})([0-9]{1,8})\Z")
_ZERO = re.compile(r"-?0+(?:\.0*)?(?:[eE][+-]?[0-9]+)?")
_ISO_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?Z?\Z")
MAX_ROW = 2**31
WITH_TEXT = frozenset(("formula", *PAGE_PARTS))  # elements of conditional formats and of pages
BEHIND_CELLS = frozenset(("dataValidation", "conditionalFormatting", "cfRule", *WITH_TEXT))
LEAST_HEIGHT, LEAST_WIDTH = 1.5, 0.25  # points, and signs of the usual font: two pixels of a screen
MAX_COLUMN_LETTERS = 4  # one more than Excel has
MAIN_NAMESPACES = (
    "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict variant
)


class SheetCells:
    """Receives the events of a worksheet's XML and builds its table."""

    def __init__(
        self,
        file: str,
        name: str,
        limits: Limits,
        strings: Strings,
        styles: NamedStyles,
        *,
        struck: Collection[int] = (),
        changes: Sequence[Look] = (),
        from_1904: bool,
    ) -> None:
        self._file, self._name, self._limits = file, name, limits
        self._strings, self._from_1904 = strings, from_1904
        self._struck = struck  # the places of the strings of which a part is struck out
        self._styles, self._colours, self._words_around_text, self._telling_fonts, looks = styles
        self._looks = looks if any(bool(change.font) != bool(change.fill) for change in changes) else {}
        self._may_tell = bool(struck or self._telling_fonts or self._looks)
        self._fills, self._fonts = CellFills(), CellFonts()
        self._builder = TableBuilder(file, name, limits)
        self._columns: dict[str, int] = {}
        self._locals: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], ShownCell] = {}
        self._row, self._column = 0, 0
        self._cells: dict[int, Cell] = {}
        self._kind, self._style = "n", "0"
        self._formula = self._valued = False
        self._parts: list[str] = []
        self._length = 0
        self._taking, self._phonetic = False, 0
        self._merged: list[CellRange] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_rows: list[int] = []
        self._usual_height: str | None = None  # of rows that say nothing of their own
        self._hides_others = False  # whether columns that say nothing of their own are closed
        self._listed_columns: list[tuple[int, int]] = []
        self._hides_zeros = False
        self.beside, self._formats = TextsBeside(), ConditionalFormats(changes)
        self._look_of: dict[tuple[int, int], Look] = {}  # of cells that are not black on white, by row and column

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
            case "strike" if is_on(attributes):  # of a part of the text that stands in the cell itself
                self._fonts.add(self._row, self._column, STRUCK)
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "col":
                self._start_columns(attributes)
            case "sheetFormatPr":
                self._start_usual_sizes(attributes)
            case "sheetView" if attributes.get("showZeros") in ("0", "false"):
                self._hides_zeros = True
            case part if part in BEHIND_CELLS:
                self._start_behind_cells(part, attributes)

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
                self._fills.end_row(self._row)
            case "rPh":
                self._phonetic -= 1
            case part if part in WITH_TEXT:
                self._taking, text = False, "".join(self._parts)
                if part == "formula":
                    self._formats.add_formula(text)
                else:
                    self.beside.add_page_part(PAGE_PARTS[part], text)

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)
            self._length += len(data)
            if self._length > self._limits.cell_characters:
                raise cell_too_long(self._file, self._limits.cell_characters, self._row)

    def table(self, *, hidden: bool) -> TextTable:
        """The sheet as a table, once all of its events were received."""
        columns: set[int] = set()
        seen = 0
        for first, last in sorted(self._hidden_columns):  # definitions may overlap, and each column counts once
            columns.update(range(max(first, seen + 1), min(last, self._limits.columns) + 1))
            seen = max(seen, last)
        table = self._builder.build(
            merged=tuple(self._merged),
            hidden_rows=tuple(self._hidden_rows),
            hidden=hidden,
            filled=self._fills.filled(),
            beside=self.beside.lines,
        )
        if self._hides_others:
            listed = self._listed_columns
            columns |= {n for n in table.columns if not any(first <= n <= last for first, last in listed)}
        self._formats.add_unseen(table, self._look_of, self._fonts)
        return replace(table, hidden_columns=frozenset(columns), fonts=self._fonts.cells)

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
        # A sheet that hides its unused rows (zeroHeight) says so of rows with cells in the rows themselves.
        height = attributes.get("ht", self._usual_height)
        if attributes.get("hidden") in ("1", "true") or _is_closed(height, LEAST_HEIGHT):
            self._hidden_rows.append(row)

    def _start_behind_cells(self, element: str, attributes: dict[str, str]) -> None:
        """Take an element of what stands behind the cells: input messages, conditional formats, texts of pages."""
        if element in WITH_TEXT:
            self._parts, self._length, self._taking = [], 0, True
        elif element == "dataValidation":
            self.beside.add_prompt(attributes)
        else:
            self._formats.start(element, attributes)

    def _start_usual_sizes(self, attributes: dict[str, str]) -> None:
        """Take the sizes of rows and columns that say nothing of their own."""
        if attributes.get("customHeight") in ("1", "true"):
            self._usual_height = attributes.get("defaultRowHeight")
        self._hides_others = _is_closed(attributes.get("defaultColWidth"), LEAST_WIDTH)

    def _start_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        hidden = attributes.get("hidden") in ("1", "true") or _is_closed(attributes.get("width"), LEAST_WIDTH)
        if first.isdigit() and last.isdigit():
            self._listed_columns.append((int(first[:9]), int(last[:9])))
            self._hidden_columns += self._listed_columns[-1:] if hidden else []

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
        cell: Cell
        if kind == "s":
            cell = self._text(self._shared(stored))
        elif kind == "n":
            cell = self._number(stored.strip())
        elif kind in ("str", "inlineStr"):
            cell = self._text(unescaped(stored))
        elif kind == "b":
            cell = _TRUTHS.get(stored.strip().lower()) or ShownCell(stored, CellMark.BOOLEAN)
        elif kind == "e":
            cell = ShownCell(stored, CellMark.ERROR)
        elif kind == "d":
            cell = self._dated(_ISO_MIDNIGHT.sub("", stored))
        else:
            raise damaged(self._file)
        if not stored and self._formula and not (kind == "str" and self._valued):
            cell = ShownCell(None, CellMark.FORMULA)
        is_filled = bool(cell[0]) or cell[1] == CellMark.FORMULA
        if fill := self._colours.get(self._style):
            self._fills.add(self._column, fill, has_content=is_filled)
        if is_filled or cell[2] is not None:
            if self._column > self._limits.columns:
                raise too_many_columns(self._file, self._limits.columns)
            self._cells[self._column] = cell
            if self._may_tell:
                self._keep_font(stored if kind == "s" else "")

    def _keep_font(self, place: str) -> None:
        """Keep the font of a cell where it tells something, and its colours; place: of a shared string."""
        if (look := self._looks.get(self._style)) and len(self._look_of) < MAX_CELLS:
            self._look_of[self._row, self._column] = look
        if font := self._telling_fonts.get(self._style):
            self._fonts.add(self._row, self._column, font)
        elif place and int(place) in self._struck:
            self._fonts.add(self._row, self._column, STRUCK)

    def _shared(self, stored: str) -> str | None:
        if not stored:
            return None
        try:
            return self._strings[int(stored)]
        except (ValueError, IndexError):
            raise damaged(self._file) from None

    def _text(self, text: str | None) -> Cell:
        if text and self._style in self._words_around_text:
            return shown_text(text, self._styles[self._style].number_format)
        return text, CellMark.TEXT, None

    def _dated(self, moment: str) -> ShownCell:
        style = self._styles.get(self._style)
        sections = style.number_format.numbers if style else ()
        return shown_date(moment, sections[0].parts) if sections else ShownCell(moment, CellMark.DATE)

    def _number(self, stored: str) -> ShownCell:
        if not stored:
            return ShownCell(None, CellMark.TEXT)
        known = self._numbers.get((stored, self._style))
        if known is None:
            style = self._styles.get(self._style) or CellStyle()
            known = stored_number(stored, style.number_format, from_1904=self._from_1904)
            if len(self._numbers) < 100_000:
                self._numbers[stored, self._style] = known
        if self._hides_zeros and _ZERO.fullmatch(stored) and known[1] != CellMark.DATE:
            return ShownCell(None, CellMark.NUMBER, "")  # an option of the sheet shows zeros as empty cells
        return known

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
        self._limits.take_merged_range(self._file, self._name)
        self._merged.append(CellRange(top, left, bottom, right))


def _is_closed(size: str | None, least: float) -> bool:
    """Whether a row's height or a column's width leaves nothing to see: it is drawn as a line at most."""
    return (
        size is not None and re.fullmatch(r"[0-9]{1,5}(\.[0-9]*)?", size.strip()) is not None and float(size) < least
    )
