"""XLSX: the sheets of an Excel workbook as text tables, read as a stream and exactly as stored.

Here: workbook.xml, shared strings and the order of sheets. Not here: one sheet's cells (xlsx_sheet_cells.py), and the
styles of cells (xlsx_styles.py).
Of drawings the boxes of text are read (texts_beside.py); macros, external links and pictures are never looked at.
Source: ECMA-376, Part 1, chapter 18 (SpreadsheetML).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from opendata.domain.model import SourceFile
from opendata.domain.tables.own_workbooks import LIST_SHEET, MARK
from opendata.intake.files.colours import ThemeColours
from opendata.intake.files.office_parts import main_part, relations
from opendata.intake.files.stored_cell_values import unescaped
from opendata.intake.files.texts_beside import read_parts_beside
from opendata.intake.files.xlsx_sheet_cells import SheetCells
from opendata.intake.files.xlsx_styles import NamedStyles, XlsxStyles, is_on
from opendata.intake.files.xml_events import local, parse
from opendata.intake.files.zip_archives import ZipArchive, damaged
from opendata.intake.size_limits import Limits, cell_too_long, too_many_tables
from opendata.intake.text_tables import TextTable


def read_workbook(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every worksheet that has cells, in the workbook's order; raises UnreadableFile."""
    archive = ZipArchive(source, limits)
    main = main_part(archive) or "xl/workbook.xml"
    if main not in archive:
        raise damaged(source.name)
    book = _Workbook()
    parse(archive.xml_chunks(main), book, source.name)
    links = relations(archive, main)
    if len(book.sheets) > limits.tables:
        raise too_many_tables(source.name, limits.tables)
    by_type = dict(links.values())
    stored_styles = _styles(archive, by_type, source.name)
    styles, changes = NamedStyles.of(stored_styles.cell_styles()), stored_styles.changes()
    strings = _shared_strings(archive, by_type.get("sharedStrings"), limits)
    tables = []
    for sheet in book.sheets:
        kind, path = links.get(sheet.relation, ("", ""))
        if kind != "worksheet" or path not in archive:
            continue
        cells = SheetCells(
            source.name,
            sheet.name,
            limits,
            strings.strings,
            styles,
            struck=strings.struck,
            changes=changes,
            from_1904=book.from_1904,
        )
        parse(archive.xml_chunks(path), cells, source.name)
        read_parts_beside(archive, path, cells.beside)
        tables.append(cells.table(hidden=sheet.hidden))
    # The notes at the headers of such a workbook say what belongs into each column, which is known.
    ours = (replace(table, ours=True, beside=()) for table in tables if not _is_list(table))
    return list(ours) if book.ours else tables


def _is_list(table: TextTable) -> bool:
    """Whether a sheet of a workbook of this service holds nothing but the words of dropdowns."""
    return table.hidden and table.sheet in LIST_SHEET.values()


@dataclass(frozen=True)
class _Sheet:
    name: str
    relation: str
    hidden: bool


@dataclass
class _Workbook:
    """workbook.xml: which sheets there are, from when days are counted, and whether this service wrote the file."""

    sheets: list[_Sheet] = field(default_factory=list)
    from_1904: bool = False
    ours: bool = False  # this service wrote it

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "sheet":
                relation = next((v for k, v in attributes.items() if local(k) == "id"), "")
                hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append(_Sheet(attributes.get("name", ""), relation, hidden))
            case "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true", "on")
            case "definedName":
                self.ours = self.ours or attributes.get("name") == MARK

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class _SharedStrings:
    """sharedStrings.xml: each text once; formatting runs are joined, phonetic readings ignored."""

    def __init__(self, file: str, limit: int) -> None:
        self._file, self._limit, self._length = file, limit, 0
        self.strings: list[str] = []
        self.struck: set[int] = set()  # the places of those of which a part is struck out
        self._parts: list[str] = []
        self._taking = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "t":
                self._taking = not self._phonetic
            case "rPh":
                self._phonetic += 1
            case "si":
                self._parts.clear()
                self._length = 0
            case "strike" if is_on(attributes):
                self.struck.add(len(self.strings))

    def end(self, name: str) -> None:
        match local(name):
            case "t":
                self._taking = False
            case "rPh":
                self._phonetic -= 1
            case "si":
                self.strings.append(unescaped("".join(self._parts)))

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)
            self._length += len(data)
            if self._length > self._limit:
                raise cell_too_long(self._file, self._limit)


def _styles(archive: ZipArchive, paths: Mapping[str, str], file: str) -> XlsxStyles:
    """The styles of the workbook, in the colours of its theme; paths: of its parts, by their kind."""
    theme = ThemeColours()
    if (path := paths.get("theme")) and path in archive:
        parse(archive.xml_chunks(path), theme, file)
    styles = XlsxStyles(theme.in_order)
    if (path := paths.get("styles")) and path in archive:
        parse(archive.xml_chunks(path), styles, file)
    return styles


def _shared_strings(archive: ZipArchive, path: str | None, limits: Limits) -> _SharedStrings:
    shared = _SharedStrings(archive.file, limits.cell_characters)
    if path and path in archive:
        parse(archive.xml_chunks(path), shared, archive.file)
    return shared
