"""The parts of a workbook except the rows: openpyxl reads them, and the grammar reads shared strings where it fits.

Here: openpyxl's readers without their slow steps, and where the rows of a sheet begin. Not here: the rows
(sheet_rows.py).
"""

import re
import warnings
import zipfile
import zlib
from io import BytesIO
from typing import IO

import polars as pl
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.reader.strings import read_string_table
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.workbook.sheet_xml import read_strings

# The errors that zipfile raises at an archive that is damaged, or packed in a way that Python does not know.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)
MOST_HEAD_BYTES = 2**20  # of the XML before the rows
SMALL_PART_BYTES = 2**20
STRINGS_BYTES = 2**22
ROWS_START = b"<sheetData>"
END = b"</sheetData></worksheet>"
NAMESPACE = f'xmlns="{SHEET_MAIN_NS}"'.encode()
START = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?
    (?:<\?xml\s+version\s*=\s*["']1\.0["']
        (?:\s+encoding\s*=\s*["'](?i:utf-?8)["'])?
        (?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>)?
    \s*<(worksheet|sst)(\s[^<>]*)>""",
    re.VERBOSE,
)


class SizedSheet(ReadOnlyWorksheet):  # type: ignore[misc]
    """A sheet whose size is read from its head; openpyxl may read the whole sheet to find no size in it."""

    head: bytes | None = None  # the XML up to the rows; None if it is not written plainly
    unsized = False  # whether the sheet is large and its size is still unknown

    def _get_size(self) -> None:
        with self._get_source() as source:
            self.head = _head(source, ROWS_START)
        if self.head is not None and b"<dimension" in self.head:
            size = WorkSheetParser(BytesIO(self.head + END), []).parse_dimensions()
            if size is not None:
                self._min_column, self._min_row, self._max_column, self._max_row = size
        elif self.parent._archive.getinfo(self._worksheet_path).file_size <= SMALL_PART_BYTES:
            super()._get_size()
        else:
            self.unsized = True


class BookReader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader of workbooks without reading the shared strings and the rows."""

    strings_path: str | None = None

    def read(self) -> None:
        # Frictionless does the same before it opens a workbook: openpyxl's warnings about styles help nobody.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        super().read()

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        self.strings_path = None if part is None else part.PartName[1:]

    def read_worksheets(self) -> None:
        """Add the sheets as openpyxl does in its read-only mode."""
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            if "chartsheet" in relation.Type:
                self.read_chartsheet(sheet, relation)
                continue
            related = get_rels_path(relation.target)
            if related in self.valid_files:
                get_dependents(self.archive, related)
            self.wb._sheets.append(SizedSheet(self.wb, sheet.name, relation.target, []))


def _head(source: IO[bytes], start: bytes) -> bytes | None:
    """The beginning of a file through start, after which elements repeat; None if it is not written plainly."""
    read = source.read(MOST_HEAD_BYTES)
    head, separator, _ = read.partition(start)
    root = START.match(head + separator)
    if not separator or root is None or NAMESPACE not in root[2] or b"<!" in head:
        return None
    return head + separator


def shared_strings(archive: zipfile.ZipFile, name: str) -> pl.Series:
    """The shared strings of a workbook; raises NotColumnar where they are not written in a usual way."""
    series = [pl.Series("text", [], dtype=pl.String)]
    with archive.open(name) as stream:
        first = stream.read(MOST_HEAD_BYTES)
        root = START.match(first)
        if root is None or root[1] != b"sst" or root[2].endswith(b"/") or NAMESPACE not in root[2]:
            raise NotColumnar("shared strings that are written in an unusual way")
        head, held = first[: root.end()], first[root.end() :]
        while True:
            read = stream.read(STRINGS_BYTES)
            held += read
            end = held.rfind(b"</si>") + len(b"</si>")
            if end >= len(b"</si>"):
                series.append(_some_strings(head, held[:end]))
                held = held[end:]
            if not read:
                break
    if _read_strings(head, b"<si><t>x</t></si>" + held) != ["x"]:
        raise NotColumnar("shared strings that are not in their place")
    return pl.concat(series)


def _some_strings(head: bytes, piece: bytes) -> pl.Series:
    texts, odd = read_strings(piece)
    if odd:
        read = _read_strings(head, "".join(odd.values()).encode() + b"</sst>")
        if len(read) != len(odd):
            raise NotColumnar("shared strings that are not what they seem")
        texts = texts.scatter(list(odd), read)
    return texts.str.replace_all("x005F_", "", literal=True)  # as openpyxl does


def _read_strings(head: bytes, items: bytes) -> list[str]:
    try:
        strings: list[str] = read_string_table(BytesIO(head + items))
    except Exception as error:  # not XML, or not shared strings
        raise NotColumnar(str(error)) from error
    return strings
