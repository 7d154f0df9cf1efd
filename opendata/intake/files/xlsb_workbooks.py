"""XLSB: the sheets of a binary Excel workbook as text tables.

Here: the records of workbook.bin, styles.bin, sharedStrings.bin and the sheets. Not here: collecting cells
(sheet_collector.py), and what styles say (xlsx_styles.py). Source: [MS-XLSB], Excel (.xlsb) Binary File Format.
Every length is checked by struct and by the slices of Python, so that a record that claims too much is damage.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opendata.domain.model import SourceFile
from opendata.intake.files.cell_fonts import telling_font
from opendata.intake.files.colours import WHITE as WHITE_SIGNS
from opendata.intake.files.office_parts import main_part, relations
from opendata.intake.files.sheet_collector import NO_CELL, SheetCollector, rk_number
from opendata.intake.files.texts_beside import read_parts_beside
from opendata.intake.files.xlsx_styles import CellStyle, format_of_number
from opendata.intake.files.zip_archives import ZipArchive, damaged
from opendata.intake.size_limits import Limits, cell_too_long, too_many_tables
from opendata.intake.text_tables import Beside, CellRange, TextTable

ROW, COLUMNS, MERGED = 0, 60, 176
SHARED_STRING, FONT, NUMBER_FORMAT, FILL, STYLE = 19, 43, 44, 45, 47
CELL_STYLES, CELL_STYLES_END = 617, 618
WORKBOOK_PROPERTIES, SHEET = 153, 156
BLANK, RK, ERROR, TRUTH, REAL, TEXT, SHARED = range(1, 8)
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_TRUTH, FORMULA_ERROR = range(8, 12)
SHORT = 11  # a short record, such as 13 for RK, stands in the column after the last cell
RICH_TEXT = 62
PAGE_PARTS, COMMENT, COMMENT_TEXT = 479, 635, 637
LAST_ROW = 1_048_576
LEAST_HEIGHT, LEAST_WIDTH = 30, 64  # twentieths of a point, 256ths of a sign: less is drawn as a line at most
WHITE = {(1, 1, 0), (1, 9, 0), (1, 65, 0), (3, 0, 0), (2, 255, 255, 255), (0, 255, 255, 255)}
AUTOMATIC = (0, 0, 0, 0)
BLACK = frozenset({(1, 0, 0), (1, 8, 0), (1, 64, 0), (2, 0, 0, 0), (3, 1, 0)})
BLACK_FILLS = frozenset(f"1:{colour}" for colour in BLACK)


def read_binary_workbook(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every worksheet that has cells, in the workbook's order; raises UnreadableFile."""
    archive = ZipArchive(source, limits)
    try:
        return _read(archive, limits)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise damaged(source.name) from error


@dataclass
class _Book:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # relation, name, hidden
    from_1904: bool = False
    styles: Sequence[CellStyle] = ()
    strings: Sequence[str] = ()


def _read(archive: ZipArchive, limits: Limits) -> list[TextTable]:
    main = main_part(archive) or "xl/workbook.bin"
    if main not in archive:
        raise damaged(archive.file)
    book = _Book()
    for kind, record in _records(archive.read(main)):
        if kind == WORKBOOK_PROPERTIES:
            book.from_1904 = bool(record[0] & 1)
        elif kind == SHEET:
            (state,) = struct.unpack_from("<I", record)
            relation, end = _wide_text(record, 8)
            book.sheets.append((relation, _wide_text(record, end)[0], state != 0))
    if len(book.sheets) > limits.tables:
        raise too_many_tables(archive.file, limits.tables)
    links = relations(archive, main)
    by_type = dict(links.values())
    book.styles = _styles(archive, by_type.get("styles"))
    book.strings = _strings(archive, by_type.get("sharedStrings"), limits)
    tables = []
    for relation, name, hidden in book.sheets:
        kind_of_part, path = links.get(relation, ("", ""))
        if kind_of_part == "worksheet" and path in archive:
            tables.append(_sheet(archive, path, name, book, limits).table(hidden=hidden))
    return tables


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's kind and content; both numbers in front of it have seven bits in a byte."""
    place, size = 0, len(content)
    while place < size:
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while True:
            byte = content[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        if place + length > size:
            raise ValueError("a record is longer than its part")
        yield kind, content[place : place + length]
        place += length


def _wide_text(record: bytes, place: int) -> tuple[str, int]:
    """A text of two bytes a sign, and where it ends; its length stands in front."""
    (length,) = struct.unpack_from("<I", record, place)
    if length == 0xFFFFFFFF:  # no text
        return "", place + 4
    end = place + 4 + 2 * length
    if end > len(record):
        raise ValueError("a text is longer than its record")
    return record[place + 4 : end].decode("utf-16-le", "replace"), end


def _strings(archive: ZipArchive, path: str | None, limits: Limits) -> Sequence[str]:
    if not path or path not in archive:
        return ()
    strings = []
    for kind, record in _records(archive.read(path)):
        if kind == SHARED_STRING:
            text, _ = _wide_text(record, 1)
            if len(text) > limits.cell_characters:
                raise cell_too_long(archive.file, limits.cell_characters)
            strings.append(text)
    return strings


def _styles(archive: ZipArchive, path: str | None) -> Sequence[CellStyle]:
    if not path or path not in archive:
        return ()
    codes: dict[int, str] = {}
    fills: list[str] = []
    fonts: list[tuple[bool, tuple[int, ...]]] = []
    raw_styles: list[tuple[int, int, int]] = []  # format, fill, font
    inside = False
    for kind, record in _records(archive.read(path)):
        if kind in (CELL_STYLES, CELL_STYLES_END):
            inside = kind == CELL_STYLES
        elif kind == NUMBER_FORMAT:
            (number,) = struct.unpack_from("<H", record)
            codes[number] = _wide_text(record, 2)[0]
        elif kind == FONT:
            fonts.append(_font(record))
        elif kind == FILL:
            fills.append(_fill(record))
        elif kind == STYLE and inside:
            _, number, font, fill = struct.unpack_from("<4H", record)
            raw_styles.append((number, fill, font))
    known: dict[tuple[int, int, int], CellStyle] = {}
    for number, fill, font in set(raw_styles):
        colour = fills[fill] if fill < len(fills) else ""
        is_struck, of_font = fonts[font] if font < len(fonts) else (False, AUTOMATIC)
        is_like_fill = colour == f"1:{of_font}" or (_is_black(of_font) and colour in BLACK_FILLS)
        told = telling_font(is_struck=is_struck, is_white=of_font in WHITE, fill=colour, is_like_fill=is_like_fill)
        known[number, fill, font] = CellStyle(
            format_of_number(number, codes).on("" if colour else WHITE_SIGNS), colour, told
        )
    return [known[raw] for raw in raw_styles]


def _font(record: bytes) -> tuple[bool, tuple[int, ...]]:
    """Whether a font is struck out, and its colour."""
    (flags,) = struct.unpack_from("<H", record, 2)
    return bool(flags & 0x08), _colour(record, 12)


def _is_black(colour: tuple[int, ...]) -> bool:
    """Whether a font is black, as it is where nothing else is said."""
    return colour[0] == 0 or colour in BLACK


def _fill(record: bytes) -> str:
    """The colour of a fill, "" for none and white: its pattern, and a colour's kind, index, tint and parts."""
    (pattern,) = struct.unpack_from("<I", record)
    colour = _colour(record, 4)
    return "" if pattern == 0 or (pattern == 1 and colour in WHITE) else f"{pattern}:{colour}"


def _colour(record: bytes, place: int) -> tuple[int, ...]:
    """A colour by its kind: its index and tint, or its parts."""
    kind, index, tint, red, green, blue = struct.unpack_from("<BBh3B", record, place)
    kind >>= 1
    return (kind, index, tint) if kind in (1, 3) else (kind, red, green, blue)


def _sheet(archive: ZipArchive, path: str, name: str, book: _Book, limits: Limits) -> SheetCollector:
    sheet = SheetCollector(archive.file, name, limits, from_1904=book.from_1904)
    column = 0
    for kind, record in _records(archive.read(path)):
        if kind == ROW:
            row, _, height, _, flags = struct.unpack_from("<IIHBB", record)
            if row >= LAST_ROW:
                raise ValueError(row)
            sheet.start_row(row + 1)
            column = 0
            if flags & 0x10 or (flags & 0x20 and height < LEAST_HEIGHT):
                sheet.hide_row(row + 1)
        elif kind <= FORMULA_ERROR or kind == RICH_TEXT:
            column = struct.unpack_from("<I", record)[0] + 1
            _add_cell(sheet, column, kind, record, 4, book)
        elif kind <= SHORT + SHARED:
            column += 1
            _add_cell(sheet, column, kind - SHORT, record, 0, book)
        elif kind == COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<4IH", record)
            if flags & 1 or 0 < width < LEAST_WIDTH:
                sheet.hide_columns(first + 1, last + 1)
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            sheet.merge(CellRange(top + 1, left + 1, bottom + 1, right + 1))
        elif kind == PAGE_PARTS:
            _add_page_parts(sheet, record)
    for kind_of_part, beside in relations(archive, path).values():
        if kind_of_part == "comments" and beside in archive:
            _add_comments(sheet, archive.read(beside))
    read_parts_beside(archive, path, sheet.beside)
    return sheet


def _add_page_parts(sheet: SheetCollector, record: bytes) -> None:
    """The header and the footer of pages, those of even pages and those of the first page."""
    place = 2
    for where in (Beside.HEADER, Beside.FOOTER) * 3:
        text, place = _wide_text(record, place)
        sheet.beside.add_page_part(where, text)


def _add_comments(sheet: SheetCollector, content: bytes) -> None:
    cells = None
    for kind, record in _records(content):
        if kind == COMMENT:
            top, bottom, left, right = struct.unpack_from("<4I", record, 4)
            cells = CellRange(top + 1, left + 1, bottom + 1, right + 1)
        elif kind == COMMENT_TEXT and cells is not None:
            sheet.beside.add(Beside.COMMENT, _wide_text(record, 1)[0], cells)


def _add_cell(sheet: SheetCollector, column: int, kind: int, record: bytes, place: int, book: _Book) -> None:
    """One cell; place: where the number of its style stands, in front of its value."""
    number = struct.unpack_from("<I", record, place)[0] & 0xFFFFFF
    style = book.styles[number] if number < len(book.styles) else CellStyle()
    value = place + 4
    match kind:
        case 1:  # BLANK
            sheet.add(column, NO_CELL, style)
        case 2:  # RK
            sheet.add_number(column, rk_number(struct.unpack_from("<I", record, value)[0]), style)
        case 5 | 9:  # REAL, FORMULA_NUMBER
            sheet.add_number(column, struct.unpack_from("<d", record, value)[0], style)
        case 7:  # SHARED
            sheet.add_text(column, book.strings[struct.unpack_from("<I", record, value)[0]], style)
        case 6 | 8:  # TEXT, FORMULA_TEXT
            sheet.add_text(column, _wide_text(record, value)[0], style)
        case 62:  # RICH_TEXT
            sheet.add_text(column, _wide_text(record, value + 1)[0], style)
        case 4 | 10:  # TRUTH, FORMULA_TRUTH
            sheet.add_truth(column, record[value], style, is_error=False)
        case 3 | 11:  # ERROR, FORMULA_ERROR
            sheet.add_truth(column, record[value], style, is_error=True)
