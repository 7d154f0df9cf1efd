"""Comments, boxes of text, headers and footers of a sheet in an old Excel workbook (.xls).

Here: the records that hold them. Not here: those of cells (xls_workbooks.py), and what the texts say of the table.
Source: [MS-XLS], 2.4.329 (TxO), 2.4.179 (Note), 2.4.181 (Obj), 2.4.136 (Header), 2.4.124 (Footer).
"""

import struct
from collections.abc import Callable

from opendata.intake.files.texts_beside import TextsBeside
from opendata.intake.files.xls_records import Record, continued
from opendata.intake.text_tables import Beside, CellRange

HEADER, FOOTER, NOTE, OBJECT, BOX = 0x14, 0x15, 0x1C, 0x5D, 0x01B6
RECORDS = frozenset({HEADER, FOOTER, NOTE, OBJECT, BOX})
COMMENT_BOX = 0x19  # the sort of an object in which a comment is shown
COMMON = 0x15  # the part of an object that says which one it is


class SheetNotes:
    """Receives the records of one sheet; a comment's place comes after its text.

    text: reads a text of two bytes of length from a record.
    """

    def __init__(self, texts: TextsBeside, text: Callable[[bytes, int], str], *, is_unicode: bool) -> None:
        self._texts, self._text, self._is_unicode = texts, text, is_unicode
        self._object, self._sort = 0, 0
        self._comments: dict[int, str] = {}

    def take(self, stream: bytes, record: Record) -> None:
        """Take over what a record of RECORDS says; one that contradicts itself keeps no table from being read."""
        try:
            self._take(stream, record)
        except (struct.error, IndexError, ValueError):
            return

    def _take(self, stream: bytes, record: Record) -> None:
        content = record.content
        if record.kind in (HEADER, FOOTER):
            if len(content) > 3:  # else there is none
                text = self._text(content, 0) if self._is_unicode else content[1:].decode("cp1252", "replace")
                self._texts.add_page_part(Beside.HEADER if record.kind == HEADER else Beside.FOOTER, text)
        elif record.kind == OBJECT and len(content) >= 8:
            part, _, self._sort, self._object = struct.unpack_from("<4H", content)
            self._sort = self._sort if part == COMMON else 0
        elif record.kind == BOX and len(content) >= 12:
            text = _box_text(continued(stream, record), struct.unpack_from("<H", content, 10)[0])
            if self._sort == COMMENT_BOX:
                self._comments[self._object] = text
            else:
                self._texts.add(Beside.TEXT_BOX, text)
        elif record.kind == NOTE and len(content) >= 8:
            row, column, _, number = struct.unpack_from("<4H", content)
            text = self._comments.get(number, "") if self._is_unicode else content[6:].decode("cp1252", "replace")
            self._texts.add(Beside.COMMENT, text, CellRange(row + 1, column + 1, row + 1, column + 1))


def _box_text(parts: list[bytes], count: int) -> str:
    """The text of a box: so many signs in the records that continue it, each of which begins with their kind."""
    text = ""
    for part in parts[1:]:
        if not part or len(text) >= count:
            break
        encoding, size = ("utf-16-le", 2) if part[0] & 1 else ("latin-1", 1)
        text += part[1 : 1 + size * (count - len(text))].decode(encoding, "replace")
    return text
