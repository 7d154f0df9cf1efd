"""ODS: the sheets of an OpenDocument spreadsheet as text tables, read as a stream.

Here: content.xml event by event. Not here: archives (zip_archives.py), single cells (ods_cells.py), and what
the styles of cells say (ods_styles.py).
Repeated empty cells and rows cost nothing. Source: OpenDocument 1.3, part 3.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping

from opendata.domain.model import SourceFile
from opendata.intake.files.cell_fills import CellFills
from opendata.intake.files.cell_fonts import CellFonts
from opendata.intake.files.ods_cells import ods_cell
from opendata.intake.files.ods_named_styles import NamedOdsStyles
from opendata.intake.files.ods_styles import OdsStyles
from opendata.intake.files.ods_texts_beside import SHAPES, PageTexts, Paragraphs
from opendata.intake.files.shown_numbers import ShownCell
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.texts_beside import TextsBeside
from opendata.intake.files.xlsx_styles import CellStyle
from opendata.intake.files.xml_events import parse
from opendata.intake.files.zip_archives import ZipArchive, damaged, protected
from opendata.intake.size_limits import Limits, cell_too_long, too_many_cells, too_many_columns, too_many_tables
from opendata.intake.text_tables import CellMark, CellRange, TextTable

MAX_PAINTED = 50  # a coloured cell without content that is repeated more often is a painted area
# The content of these elements is neither text of a cell nor a cell of the table.
IGNORED = frozenset("annotation tracked-changes ruby-text forms dde-links sub-table note object".split()) | SHAPES


def read_opendocument(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every sheet that has cells, in the document's order; raises UnreadableFile."""
    archive = ZipArchive(source, limits)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise protected(source.name)
    if "content.xml" not in archive:
        raise damaged(source.name)
    styles, pages = OdsStyles(), PageTexts()
    if "styles.xml" in archive:
        parse(archive.xml_chunks("styles.xml"), NamedOdsStyles(styles, pages), source.name)
    document = _Document(source.name, limits, styles, pages)
    parse(archive.xml_chunks("content.xml"), document, source.name)
    return document.tables


class _Document:
    """Receives the events of content.xml; a sheet is complete when its element ends."""

    def __init__(self, file: str, limits: Limits, styles: OdsStyles, pages: PageTexts) -> None:
        self._file, self._limits, self._styles, self._pages = file, limits, styles, pages
        self.tables: list[TextTable] = []
        self._names: dict[str, str] = {}
        self._ignoring, self._ignored = "", 0
        self._style, self._hidden_styles = "", set[str]()
        self._page_of_style: dict[str, str] = {}
        self._beside = Paragraphs()
        self._sheet: _Sheet | None = None
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names.get(name) or self._names.setdefault(name, name.rpartition(" ")[2])
        if self._ignoring:
            self._ignored += local == self._ignoring
            self._beside.start(local)
            return
        if local in IGNORED:
            self._ignoring, self._ignored = local, 1
            self._beside.begin()
            return
        about = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "table":
            self._depth += 1
            if self._depth > 1:  # a table inside a cell
                self._ignoring, self._ignored, self._depth = local, 1, 1
                return
            self._start_sheet(about)
        elif self._sheet is not None:
            self._sheet.start(local, about)
        else:
            self._styles.start(local, about)
            if local == "style":
                self._style = about.get("name", "")
                self._page_of_style[self._style] = about.get("master-page-name", "")
            elif local == "table-properties" and about.get("display") == "false":
                self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        local = self._names[name]
        if self._ignoring:
            self._beside.end(local)
            if local == self._ignoring:
                self._ignored -= 1
                if not self._ignored:
                    self._ignoring = ""
                    if self._sheet is not None:
                        self._beside.keep(self._sheet.beside, local, self._sheet.open_cell)
            return
        if local == "table" and self._sheet is not None:
            self._depth = 0
            # LibreOffice stores copies of cells of other files as sheets with such names.
            if not self._sheet.name.startswith("'file:"):
                self.tables.append(self._sheet.table())
            self._sheet = None
        elif self._sheet is not None:
            self._sheet.end(local)
        else:
            self._styles.end(local)

    def text(self, data: str) -> None:
        if self._ignoring:
            self._beside.text(data)
        elif self._sheet is not None:
            self._sheet.text(data)
        else:
            self._styles.text(data)

    def _start_sheet(self, about: dict[str, str]) -> None:
        if len(self.tables) >= self._limits.tables:
            raise too_many_tables(self._file, self._limits.tables)
        style = about.get("style-name", "")
        hidden = style in self._hidden_styles
        self._sheet = _Sheet(self._file, about.get("name", ""), self._limits, self._styles, hidden=hidden)
        self._pages.give(self._page_of_style.get(style, ""), self._sheet.beside)


class _Sheet:
    """One table:table: its rows and columns, with their repeats."""

    def __init__(self, file: str, name: str, limits: Limits, styles: OdsStyles, *, hidden: bool) -> None:
        self.name = name
        self._styles, self._fills, self._fonts = styles, CellFills(), CellFonts()
        self._column_ends: list[int] = []
        self._column_styles: list[str] = []
        self._row_style = ""
        self._file, self._limits, self._hidden = file, limits, hidden
        self._builder = TableBuilder(file, name, limits)
        self._row, self._row_repeats, self._row_hidden = 0, 1, False
        self._groups: dict[str, list[bool]] = {"table-row-group": [], "table-column-group": []}  # which are closed
        self._column, self._columns_seen = 0, 0
        self._cells: dict[int, ShownCell] = {}
        self._fonts_of_row: dict[int, str] = {}
        self._about: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._parts: list[str] | None = None
        self._length = 0
        self._merged: list[CellRange] = []
        self._hidden_columns: set[int] = set()
        self._hidden_rows: list[int] = []
        self.beside = TextsBeside()

    @property
    def open_cell(self) -> CellRange | None:
        """The cell whose element is open."""
        if self._about is None:
            return None
        return CellRange(self._row, self._column + 1, self._row, self._column + 1)

    def start(self, local: str, about: dict[str, str]) -> None:
        match local:
            case "table-cell" | "covered-table-cell":
                self._about, self._paragraphs, self._parts, self._length = about, [], None, 0
            case "table-row":
                self._row_repeats = _repeats(about, "number-rows-repeated")
                self._row += 1
                self._column, self._cells, self._fonts_of_row = 0, {}, {}
                self._row_style = about.get("default-cell-style-name", "")
                self._row_hidden = self._is_hidden(about) or any(self._groups["table-row-group"])
            case "table-column":
                self._start_column(about)
            case "table-row-group" | "table-column-group":
                self._groups[local].append(about.get("display") == "false")
            case "p" | "h" if self._about is not None:
                self._parts = []
            case "s" if self._parts is not None:
                self._take(" " * min(_repeats(about, "c"), self._limits.cell_characters + 1))
            case "tab" if self._parts is not None:
                self._take("\t")
            case "line-break" if self._parts is not None:
                self._take("\n")

    def end(self, local: str) -> None:
        match local:
            case "p" | "h" if self._parts is not None:
                self._paragraphs.append("".join(self._parts))
                self._parts = None
            case "table-cell" | "covered-table-cell":
                self._end_cell(local)
                self._about = None
            case "table-row":
                self._end_row()
            case "table-row-group" | "table-column-group" if self._groups[local]:
                self._groups[local].pop()

    def text(self, data: str) -> None:
        if self._parts is not None:
            # A run of blanks and line breaks in the XML stands for one blank; others are written as elements.
            self._take(re.sub(r"[ \t\r\n]+", " ", data))

    def table(self) -> TextTable:
        return self._builder.build(
            merged=tuple(self._merged),
            hidden_columns=frozenset(self._hidden_columns),
            hidden_rows=tuple(self._hidden_rows),
            hidden=self._hidden,
            filled=self._fills.filled(),
            fonts=self._fonts.cells,
            beside=self.beside.lines,
        )

    def _take(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.cell_characters:
            raise cell_too_long(self._file, self._limits.cell_characters, self._row)
        if self._parts is not None:
            self._parts.append(text)

    def _is_hidden(self, about: dict[str, str]) -> bool:
        """Whether a row or column is hidden, filtered away or too narrow."""
        return about.get("visibility", "visible") != "visible" or self._styles.is_closed(about.get("style-name", ""))

    def _start_column(self, about: dict[str, str]) -> None:
        first = self._columns_seen + 1
        self._columns_seen += _repeats(about, "number-columns-repeated")
        self._column_ends.append(self._columns_seen)
        self._column_styles.append(about.get("default-cell-style-name", ""))
        if self._is_hidden(about) or any(self._groups["table-column-group"]):
            self._hidden_columns.update(range(first, min(self._columns_seen, self._limits.columns) + 1))

    def _end_cell(self, local: str) -> None:
        about = self._about or {}
        repeats = _repeats(about, "number-columns-repeated")
        style = self._style_of(about, self._column + 1)
        cell = ods_cell(about, "\n".join(self._paragraphs), style)
        first = self._column + 1
        self._column += repeats
        is_filled = bool(cell.text) or cell.mark == CellMark.FORMULA
        # No office program shows the cells that a merged range covers.
        if (is_filled or cell.shown is not None) and local == "table-cell":
            if self._column > self._limits.columns:
                raise too_many_columns(self._file, self._limits.columns)
            for column in range(first, self._column + 1):
                self._cells[column] = cell
                if style.font:
                    self._fonts_of_row[column] = style.font
        # A colour that a row or column has, and the cell not, is none of its own.
        if style.fill and "style-name" in about and repeats <= MAX_PAINTED:
            for column in range(first, self._column + 1):
                self._fills.add(column, style.fill, has_content=is_filled)
        down, across = _repeats(about, "number-rows-spanned"), _repeats(about, "number-columns-spanned")
        if down > 1 or across > 1:
            self._limits.take_merged_range(self._file, self.name)
            self._merged.append(CellRange(self._row, first, self._row + down - 1, first + across - 1))

    def _end_row(self) -> None:
        last = self._row + self._row_repeats - 1
        if self._cells:
            if self._row_repeats * len(self._cells) > self._limits.left.cells:
                raise too_many_cells(self._file, self._limits.cells)
            for row in range(self._row, last + 1):
                self._builder.add(row, self._cells)
                for column, font in self._fonts_of_row.items():
                    self._fonts.add(row, column, font)
            if self._row_hidden:
                self._hidden_rows += range(self._row, last + 1)
        self._fills.end_row(self._row, repeats=self._row_repeats if self._row_repeats <= MAX_PAINTED else 0)
        self._row = last

    def _style_of(self, about: Mapping[str, str], column: int) -> CellStyle:
        name = about.get("style-name") or self._row_style
        if not name:
            place = bisect_left(self._column_ends, column)
            name = self._column_styles[place] if place < len(self._column_styles) else ""
        return self._styles.cell_style(name)


def _repeats(about: dict[str, str], name: str) -> int:
    text = about.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
