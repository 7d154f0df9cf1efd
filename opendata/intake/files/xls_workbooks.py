"""XLS: the sheets of an old Excel workbook (Excel 5 to 2003) as text tables.

Here: the records of the workbook and of its sheets. Not here: the file around them (ole_streams.py), records and
texts (xls_records.py), collecting cells (sheet_collector.py). Formulas are never calculated: their stored values
count.
Source: [MS-XLS], Excel Binary File Format.
"""

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from opendata.domain.model import SourceFile
from opendata.intake.files.cell_fonts import telling_font
from opendata.intake.files.colours import WHITE, are_alike
from opendata.intake.files.ole_streams import CompoundFile, DamagedStream
from opendata.intake.files.sheet_collector import NO_CELL, SheetCollector, rk_number
from opendata.intake.files.xls_notes import RECORDS as NOTES
from opendata.intake.files.xls_notes import SheetNotes
from opendata.intake.files.xls_records import Record, Texts, code_page, continued, record_at, records
from opendata.intake.files.xlsx_styles import CellStyle, format_of_number
from opendata.intake.files.zip_archives import damaged, protected
from opendata.intake.size_limits import Limits, cell_too_long, too_many_tables
from opendata.intake.text_tables import CellRange, TextTable

BEGIN, END, ENCRYPTED, CODE_PAGE, DATE_MODE, SHEET = 0x0809, 0x0A, 0x2F, 0x42, 0x22, 0x85
SHARED_STRINGS, NUMBER_FORMAT, STYLE, PALETTE = 0xFC, 0x041E, 0xE0, 0x92
ROW, COLUMNS, MERGED = 0x0208, 0x7D, 0xE5
SHARED, NUMBER, RK, MANY_RK, BLANK, MANY_BLANK = 0xFD, 0x0203, 0x027E, 0xBD, 0x0201, 0xBE
TRUTH_OR_ERROR, LABEL, RICH_LABEL, FORMULA, FORMULA_TEXT = 0x0205, 0x0204, 0xD6, 0x06, 0x0207
CELLS = frozenset(
    {SHARED, NUMBER, RK, MANY_RK, BLANK, MANY_BLANK, TRUTH_OR_ERROR, LABEL, RICH_LABEL, FORMULA, 0x0206, 0x0406}
)
BIFF8 = 0x0600
LEAST_HEIGHT, LEAST_WIDTH = 30, 64  # twentieths of a point, 256ths of a sign: less is drawn as a line at most
NO_FONT = 4  # no font has this number; those behind it are counted one on
_WHITE = frozenset({"FFFFFF", "9", "1", "65"})
_BLACK = frozenset({"0", "8", "64", "32767", "000000"})  # 32767 is the usual colour of a font


def read_old_workbook(source: SourceFile, limits: Limits) -> list[TextTable]:
    """Every worksheet that has cells, in the workbook's order; raises UnreadableFile."""
    try:
        stream = CompoundFile(source.content).stream("Workbook", "Book")
        if stream is None:
            raise damaged(source.name)
        return _read(stream, source.name, limits)
    except (DamagedStream, struct.error, IndexError, ValueError, OverflowError) as error:
        raise damaged(source.name) from error


@dataclass
class _Book:
    """What the first part of the stream says about all sheets."""

    file: str
    limits: Limits
    is_unicode: bool = True
    encoding: str = "cp1252"
    from_1904: bool = False
    sheets: list[tuple[int, str, bool]] = field(default_factory=list)  # place, name, hidden
    codes: dict[int, str] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    palette: list[str] = field(default_factory=list)
    raw_styles: list[tuple[int, int, int, int]] = field(default_factory=list)  # format, pattern, colour, font
    fonts: list[tuple[bool, int]] = field(default_factory=list)  # whether it is struck out, its colour
    styles: Sequence[CellStyle] = ()

    def style(self, number: int) -> CellStyle:
        """The style of this number."""
        return self.styles[number] if number < len(self.styles) else CellStyle()

    def text(self, content: bytes, place: int, *, short: bool = False) -> str:
        """A text inside a record: two bytes of length, or one where it is short."""
        if self.is_unicode:
            return Texts([content[place:]]).text(short=short)
        (length,) = struct.unpack_from("<B" if short else "<H", content, place)
        start = place + (1 if short else 2)
        return content[start : start + length].decode(self.encoding, "replace")


def _read(stream: bytes, file: str, limits: Limits) -> list[TextTable]:
    book = _Book(file, limits)
    for record in records(stream, 0):
        if record.kind == END:
            break
        _take(book, stream, record)
    if len(book.sheets) > limits.tables:
        raise too_many_tables(file, limits.tables)
    known = {raw: _style(book, *raw) for raw in set(book.raw_styles)}
    book.styles = [known[raw] for raw in book.raw_styles]
    tables = []
    for place, name, hidden in book.sheets:
        tables.append(_sheet(stream, place, name, book).table(hidden=hidden))
    return tables


def _take(book: _Book, stream: bytes, record: Record) -> None:
    """Take over what a record says about all sheets."""
    kind, content, _ = record
    match kind:
        case 0x0809:  # BEGIN
            (version,) = struct.unpack_from("<H", content)
            book.is_unicode = version >= BIFF8
        case 0x2F:  # ENCRYPTED
            raise protected(book.file)
        case 0x42:  # CODE_PAGE
            book.encoding = code_page(struct.unpack_from("<H", content)[0])
        case 0x22:  # DATE_MODE
            book.from_1904 = content[:2] == b"\x01\x00"
        case 0x85:  # SHEET
            place, state, sheet_type = struct.unpack_from("<IBB", content)
            if sheet_type == 0:
                book.sheets.append((place, book.text(content, 6, short=True), bool(state & 3)))
        case 0x041E:  # NUMBER_FORMAT
            (number,) = struct.unpack_from("<H", content)
            book.codes[number] = book.text(content, 2, short=not book.is_unicode)
        case 0xE0:  # STYLE
            book.raw_styles.append(_raw_style(book, content))
        case 0x31:  # FONT
            _, flags, colour = struct.unpack_from("<3H", content)
            book.fonts.append((bool(flags & 0x08), colour))
        case 0x92:  # PALETTE
            (count,) = struct.unpack_from("<H", content)
            book.palette = [content[2 + 4 * place : 5 + 4 * place].hex().upper() for place in range(min(count, 56))]
        case 0xFC:  # SHARED_STRINGS
            book.strings = _strings(continued(stream, record), book)


def _raw_style(book: _Book, content: bytes) -> tuple[int, int, int, int]:
    """The number of the format, the pattern and the colour of its lines or its whole area, and the font."""
    font, number = struct.unpack_from("<2H", content)
    if book.is_unicode:
        borders, colours = struct.unpack_from("<IH", content, 14)
        return number, borders >> 26, colours & 0x7F, font
    (area,) = struct.unpack_from("<I", content, 8)
    return number, area >> 16 & 0x3F, area & 0x7F, font


def _style(book: _Book, number: int, pattern: int, colour: int, font: int) -> CellStyle:
    own = _colour(book, colour)
    fill = "" if not pattern or (pattern == 1 and own in _WHITE) else f"{pattern}:{own}"
    place = font - (font > NO_FONT)
    is_struck, font_colour = book.fonts[place] if place < len(book.fonts) else (False, 0)
    of_font = _colour(book, font_colour)
    is_like_fill = pattern == 1 and (of_font == own or {of_font, own} <= _BLACK or are_alike(of_font, own))
    is_white = of_font in _WHITE or are_alike(of_font, WHITE)
    told = telling_font(is_struck=is_struck, is_white=is_white, fill=fill, is_like_fill=is_like_fill)
    background = own if pattern == 1 and fill else "" if fill else WHITE
    return CellStyle(format_of_number(number, book.codes).on(background), fill, told)


def _colour(book: _Book, number: int) -> str:
    return book.palette[number - 8] if 8 <= number < 8 + len(book.palette) else str(number)


def _strings(parts: list[bytes], book: _Book) -> list[str]:
    (count,) = struct.unpack_from("<I", parts[0], 4)
    texts = Texts(parts)
    texts.skip(8)
    strings = []
    for _ in range(min(count, sum(map(len, parts)) // 3)):  # a text takes three bytes at least
        strings.append(texts.text())
        if len(strings[-1]) > book.limits.cell_characters:
            raise cell_too_long(book.file, book.limits.cell_characters)
    return strings


def _sheet(stream: bytes, place: int, name: str, book: _Book) -> SheetCollector:
    sheet = SheetCollector(book.file, name, book.limits, from_1904=book.from_1904)
    notes = SheetNotes(sheet.beside, book.text, is_unicode=book.is_unicode)
    rows, places, depth = array("I"), array("Q"), 0
    for record in records(stream, place):
        kind, content = record.kind, record.content
        if kind == BEGIN:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                break
        elif depth > 1:
            pass  # a chart inside the sheet
        elif kind in CELLS:
            rows.append(struct.unpack_from("<H", content)[0])
            places.append(place)
        elif kind in NOTES:
            notes.take(stream, record)
        else:
            _take_layout(sheet, record)
        place = record.end
    order: Sequence[int] = range(len(rows))
    if any(rows[number] < rows[number - 1] for number in order[1:]):
        order = sorted(order, key=rows.__getitem__)
    for number in order:
        sheet.start_row(rows[number] + 1)
        cell = record_at(stream, places[number])
        if cell is not None:
            _add_cell(sheet, stream, cell, book)
    return sheet


def _take_layout(sheet: SheetCollector, record: Record) -> None:
    """Take over what a record says about hidden rows and columns and merged cells."""
    content = record.content
    if record.kind == ROW:
        row, height, options = struct.unpack_from("<H4xH4xI", content)
        if options & 0x20 or (options & 0x40 and height & 0x7FFF < LEAST_HEIGHT):
            sheet.hide_row(row + 1)
    elif record.kind == COLUMNS:
        first, last, width, _, options = struct.unpack_from("<5H", content)
        if options & 1 or 0 < width < LEAST_WIDTH:  # some programs write no width
            sheet.hide_columns(first + 1, last + 1)
    elif record.kind == MERGED:
        (count,) = struct.unpack_from("<H", content)
        for number in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", content, 2 + 8 * number)
            sheet.merge(CellRange(top + 1, left + 1, bottom + 1, right + 1))


def _add_cell(sheet: SheetCollector, stream: bytes, record: Record, book: _Book) -> None:
    """The cell, or the cells beside one another, of one record."""
    kind, content, _ = record
    _, column, number = struct.unpack_from("<3H", content)
    column, style = column + 1, book.style(number)
    match kind:
        case 0xFD:  # SHARED
            sheet.add_text(column, book.strings[struct.unpack_from("<I", content, 6)[0]], style)
        case 0x0203:  # NUMBER
            sheet.add_number(column, struct.unpack_from("<d", content, 6)[0], style)
        case 0x027E:  # RK
            sheet.add_number(column, rk_number(struct.unpack_from("<I", content, 6)[0]), style)
        case 0xBD:  # MANY_RK
            for place in range((len(content) - 6) // 6):
                number, packed = struct.unpack_from("<HI", content, 4 + 6 * place)
                sheet.add_number(column + place, rk_number(packed), book.style(number))
        case 0x0201:  # BLANK
            sheet.add(column, NO_CELL, style)
        case 0xBE:  # MANY_BLANK
            for place in range((len(content) - 6) // 2):
                sheet.add(column + place, NO_CELL, book.style(struct.unpack_from("<H", content, 4 + 2 * place)[0]))
        case 0x0205:  # TRUTH_OR_ERROR
            sheet.add_truth(column, content[6], style, is_error=bool(content[7]))
        case 0x0204 | 0xD6:  # LABEL, RICH_LABEL
            sheet.add_text(column, book.text(content, 6), style)
        case _:
            _add_formula(sheet, stream, record, column, style, book)


def _add_formula(
    sheet: SheetCollector, stream: bytes, record: Record, column: int, style: CellStyle, book: _Book
) -> None:
    """The stored value of a formula; a text follows in a record of its own, perhaps after one of a shared formula."""
    result = record.content[6:14]
    if result[6:8] != b"\xff\xff":
        sheet.add_number(column, struct.unpack("<d", result)[0], style)
    elif result[0] in (1, 2):
        sheet.add_truth(column, result[2], style, is_error=result[0] == 2)
    elif result[0] == 0:
        following = record_at(stream, record.end)
        if following is not None and following.kind not in CELLS and following.kind != FORMULA_TEXT:
            following = record_at(stream, following.end)
        if following is not None and following.kind == FORMULA_TEXT:
            parts = continued(stream, following)
            text = Texts(parts).text() if book.is_unicode else book.text(following.content, 0)
            sheet.add_text(column, text, style)
