"""XLSX: the sheets of an Excel workbook as text tables, read as a stream and exactly as stored.

Here: workbook.xml, styles, shared strings and the order of sheets. Not here: one sheet's cells (xlsx_sheet_cells.py).
Macros, external links and pictures are never looked at. Source: ECMA-376, Part 1, chapter 18 (SpreadsheetML).
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from opendata.domain.model import SourceFile
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files.stored_cell_values import unescaped
from opendata.intake.files.xlsx_sheet_cells import CellFormat, SheetCells, Strings
from opendata.intake.files.xml_events import local, parse
from opendata.intake.files.zip_archives import ZipArchive, damaged
from opendata.intake.size_limits import Limits, cell_too_long
from opendata.intake.text_tables import TextTable


def read_workbook(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every worksheet that has cells, in the workbook's order; raises UnreadableFile."""
    archive = ZipArchive(source, limits)
    main = _target(archive, "_rels/.rels", "officeDocument") or "xl/workbook.xml"
    if main not in archive:
        raise damaged(source.name)
    book = _Workbook()
    parse(archive.chunks(main), book, source.name)
    links = _relations(archive, main)
    if len(book.sheets) > limits.tables:
        raise unreadable(
            source.name,
            f"Die Datei hat mehr als {limits.tables} Blätter.",
            f"The file has more than {limits.tables} sheets.",
        )
    by_type = dict(links.values())
    formats = _cell_formats(archive, by_type.get("styles"), source.name)
    strings = _shared_strings(archive, by_type.get("sharedStrings"), limits)
    tables = []
    for sheet in book.sheets:
        kind, path = links.get(sheet.relation, ("", ""))
        if kind != "worksheet" or path not in archive:
            continue
        cells = SheetCells(source.name, sheet.name, limits, strings, formats, from_1904=book.from_1904)
        parse(archive.chunks(path), cells, source.name)
        tables.append(cells.table(hidden=sheet.hidden))
    return tables


@dataclass(frozen=True)
class _Sheet:
    name: str
    relation: str
    hidden: bool


@dataclass
class _Workbook:
    """workbook.xml: which sheets there are, and from when days are counted."""

    sheets: list[_Sheet] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "sheet":
                relation = next((v for k, v in attributes.items() if local(k) == "id"), "")
                hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append(_Sheet(attributes.get("name", ""), relation, hidden))
            case "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true", "on")

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass
class _Relations:
    """A .rels part: kind and target of each relation by its id; targets outside the file are left out."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.links[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass
class _Styles:
    """styles.xml: the number format of each cell style."""

    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    inside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "numFmt":
                self.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs":
                self.inside = True
            case "xf" if self.inside:
                self.formats.append(_whole(attributes.get("numFmtId")))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self.inside = False

    def text(self, data: str) -> None: ...


class _SharedStrings:
    """sharedStrings.xml: each text once; formatting runs are joined, phonetic readings ignored."""

    def __init__(self, file: str, limit: int) -> None:
        self._file, self._limit, self._length = file, limit, 0
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._taking = False
        self._phonetic = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        match local(name):
            case "t":
                self._taking = not self._phonetic
            case "rPh":
                self._phonetic += 1
            case "si":
                self._parts.clear()
                self._length = 0

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


def _cell_formats(archive: ZipArchive, path: str | None, file: str) -> list[CellFormat]:
    styles = _Styles()
    if path and path in archive:
        parse(archive.chunks(path), styles, file)
    known: dict[int, CellFormat] = {}
    for number in set(styles.formats):
        code = styles.codes.get(number) or BUILTIN_FORMATS.get(number, "General")
        known[number] = _cell_format(code)
    return [known[number] for number in styles.formats]


def _cell_format(code: str) -> CellFormat:
    if is_date_format(code):
        return CellFormat.DURATION if is_timedelta_format(code) else CellFormat.DATE
    # Text in quotes and escaped signs are shown as they are and say nothing about the value.
    if "%" in re.sub(r'"[^"]*"|\\.|_.', "", code.partition(";")[0]):
        return CellFormat.PERCENT
    return CellFormat.NUMBER


def _shared_strings(archive: ZipArchive, path: str | None, limits: Limits) -> Strings:
    shared = _SharedStrings(archive.file, limits.cell_characters)
    if path and path in archive:
        parse(archive.chunks(path), shared, archive.file)
    return shared.strings


def _relations(archive: ZipArchive, part: str) -> Mapping[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", name + ".rels")
    relations = _Relations()
    if path in archive:
        parse(archive.chunks(path), relations, archive.file)
    return {
        key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, (kind, target) in relations.links.items()
    }


def _target(archive: ZipArchive, path: str, kind: str) -> str | None:
    relations = _Relations()
    if path in archive:
        parse(archive.chunks(path), relations, archive.file)
    targets = (target for name, target in relations.links.values() if name == kind)
    return next((posixpath.normpath("/" + target).lstrip("/") for target in targets), None)


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0
