"""ODS: the sheets of an OpenDocument spreadsheet as text tables, read as a stream.

Here: content.xml event by event. Not here: archives (zip_archives.py), values as text (stored_cell_values.py).
Repeated empty cells and rows cost nothing. Source: OpenDocument 1.3, part 3.
"""

import re
from datetime import datetime, timedelta

from opendata.domain.model import SourceFile
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files.stored_cell_values import moment_text, number_text, percent_text
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.files.xml_events import parse
from opendata.intake.files.zip_archives import ZipArchive, damaged, protected
from opendata.intake.office_words import ERROR_WORDS
from opendata.intake.size_limits import Limits, cell_too_long, too_many_cells, too_many_columns
from opendata.intake.text_tables import CellMark, CellRange, TextTable

Cell = tuple[str | None, int]
_MIDNIGHT = re.compile(r"T00:00(:00([.,]0+)?)?Z?\Z")
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?\Z")
# The content of these elements is neither text of a cell nor a cell of the table.
IGNORED = frozenset(
    {
        "annotation",
        "tracked-changes",
        "ruby-text",
        "shapes",
        "frame",
        "forms",
        "dde-links",
        "sub-table",
        "note",
        "object",
    }
)


def read_opendocument(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every sheet that has cells, in the document's order; raises UnreadableFile."""
    archive = ZipArchive(source, limits)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise protected(source.name)
    if "content.xml" not in archive:
        raise damaged(source.name)
    document = _Document(source.name, limits)
    parse(archive.chunks("content.xml"), document, source.name)
    return document.tables


class _Document:
    """Receives the events of content.xml; a sheet is complete when its element ends."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self.tables: list[TextTable] = []
        self._names: dict[str, str] = {}
        self._ignoring, self._ignored = "", 0
        self._style, self._hidden_styles = "", set[str]()
        self._sheet: _Sheet | None = None
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names.get(name) or self._names.setdefault(name, name.rpartition(" ")[2])
        if self._ignoring:
            self._ignored += local == self._ignoring
            return
        if local in IGNORED:
            self._ignoring, self._ignored = local, 1
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
        elif local == "style":
            self._style = about.get("name", "")
        elif local == "table-properties" and about.get("display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        local = self._names[name]
        if self._ignoring:
            if local == self._ignoring:
                self._ignored -= 1
                if not self._ignored:
                    self._ignoring = ""
            return
        if local == "table" and self._sheet is not None:
            self._depth = 0
            # LibreOffice stores copies of cells of other files as sheets with such names.
            if not self._sheet.name.startswith("'file:"):
                self.tables.append(self._sheet.table())
            self._sheet = None
        elif self._sheet is not None:
            self._sheet.end(local)

    def text(self, data: str) -> None:
        if self._sheet is not None and not self._ignoring:
            self._sheet.text(data)

    def _start_sheet(self, about: dict[str, str]) -> None:
        if len(self.tables) >= self._limits.tables:
            raise unreadable(
                self._file,
                f"Die Datei hat mehr als {self._limits.tables} Blätter.",
                f"The file has more than {self._limits.tables} sheets.",
            )
        hidden = about.get("style-name", "") in self._hidden_styles
        self._sheet = _Sheet(self._file, about.get("name", ""), self._limits, hidden=hidden)


class _Sheet:
    """One table:table: its rows and columns, with their repeats."""

    def __init__(self, file: str, name: str, limits: Limits, *, hidden: bool) -> None:
        self.name = name
        self._file, self._limits, self._hidden = file, limits, hidden
        self._builder = TableBuilder(file, name, limits)
        self._row, self._row_repeats, self._row_hidden = 0, 1, False
        self._column, self._columns_seen = 0, 0
        self._cells: dict[int, Cell] = {}
        self._about: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._parts: list[str] | None = None
        self._length = 0
        self._merged: list[CellRange] = []
        self._hidden_columns: set[int] = set()
        self._hidden_rows: list[int] = []

    def start(self, local: str, about: dict[str, str]) -> None:
        match local:
            case "table-cell" | "covered-table-cell":
                self._about, self._paragraphs, self._parts, self._length = about, [], None, 0
            case "table-row":
                self._row_repeats = _repeats(about, "number-rows-repeated")
                self._row += 1
                self._column, self._cells = 0, {}
                self._row_hidden = about.get("visibility", "visible") != "visible"
            case "table-column":
                self._start_column(about)
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
        )

    def _take(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.cell_characters:
            raise cell_too_long(self._file, self._limits.cell_characters, self._row)
        if self._parts is not None:
            self._parts.append(text)

    def _start_column(self, about: dict[str, str]) -> None:
        first = self._columns_seen + 1
        self._columns_seen += _repeats(about, "number-columns-repeated")
        if about.get("visibility", "visible") != "visible":
            self._hidden_columns.update(range(first, min(self._columns_seen, self._limits.columns) + 1))

    def _end_cell(self, local: str) -> None:
        about = self._about or {}
        repeats = _repeats(about, "number-columns-repeated")
        cell = _cell(about, "\n".join(self._paragraphs))
        first = self._column + 1
        self._column += repeats
        # No office program shows the cells that a merged range covers.
        if (cell[0] or cell[1] == CellMark.FORMULA) and local == "table-cell":
            if self._column > self._limits.columns:
                raise too_many_columns(self._file, self._limits.columns)
            for column in range(first, self._column + 1):
                self._cells[column] = cell
        down, across = _repeats(about, "number-rows-spanned"), _repeats(about, "number-columns-spanned")
        if (down > 1 or across > 1) and len(self._merged) < self._limits.merged_ranges:
            self._merged.append(CellRange(self._row, first, self._row + down - 1, first + across - 1))

    def _end_row(self) -> None:
        last = self._row + self._row_repeats - 1
        if self._cells:
            if self._row_repeats * len(self._cells) > self._limits.cells:
                raise too_many_cells(self._file, self._limits.cells)
            for row in range(self._row, last + 1):
                self._builder.add(row, self._cells)
            if self._row_hidden:
                self._hidden_rows += range(self._row, last + 1)
        self._row = last


def _repeats(about: dict[str, str], name: str) -> int:
    text = about.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _cell(about: dict[str, str], shown: str) -> Cell:
    """A cell's text and mark from its attributes and the text that it shows."""
    kind = about.get("value-type", "")
    if kind == "error" or ("formula" in about and shown in ERROR_WORDS):
        return shown, CellMark.ERROR
    if kind in ("float", "currency") and "value" in about:
        return number_text(about["value"]), CellMark.NUMBER
    if kind == "percentage" and "value" in about:
        return percent_text(about["value"]), CellMark.NUMBER
    if kind == "date" and "date-value" in about:
        return _MIDNIGHT.sub("", about["date-value"]), CellMark.DATE
    if kind == "time" and "time-value" in about:
        return _time_text(about["time-value"]), CellMark.DATE
    if kind == "boolean" and "boolean-value" in about:
        return about["boolean-value"], CellMark.BOOLEAN
    text = about.get("string-value", shown) if kind == "string" else shown
    if "formula" in about and not kind and not text:
        return None, CellMark.FORMULA
    return text or None, CellMark.TEXT


def _time_text(stored: str) -> str:
    """PT10H30M00S as the time of day 10:30:00; longer ones stay durations."""
    match = _DURATION.match(stored)
    if match is None or match[1]:
        return stored
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups()[1:])
    value = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if value >= timedelta(days=1):
        return moment_text(value)
    return (datetime(2000, 1, 1) + value).time().isoformat()  # noqa: DTZ001 - any day, only its time is used
