"""The records of an old Excel workbook (.xls), and the texts in them.

Here: BIFF records of Excel 5 to 2003 one after another, and texts that run on over several records. Not here: what
the records of a sheet mean (xls_workbooks.py). Source: [MS-XLS], Excel Binary File Format.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CONTINUE = 0x3C
CODE_PAGES = {367: "ascii", 1200: "utf-16-le", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}


class Record(NamedTuple):
    """A record: its kind, its content, and where the next one begins."""

    kind: int
    content: bytes
    end: int


def record_at(stream: bytes, place: int) -> Record | None:
    """The record that begins there; None at the end of the stream. Raises ValueError where it breaks off."""
    if place + 4 > len(stream):
        return None
    kind, length = struct.unpack_from("<2H", stream, place)
    end = place + 4 + length
    if end > len(stream):
        raise ValueError("a record is longer than its stream")
    return Record(kind, stream[place + 4 : end], end)


def records(stream: bytes, place: int) -> Iterator[Record]:
    """The records from there on."""
    while (record := record_at(stream, place)) is not None:
        yield record
        place = record.end


def continued(stream: bytes, record: Record) -> list[bytes]:
    """The content of a record and of those that continue it."""
    parts = [record.content]
    while (following := record_at(stream, record.end)) is not None and following.kind == CONTINUE:
        parts.append(following.content)
        record = following
    return parts


def code_page(number: int) -> str:
    """The name that Python has for a code page; the usual one of Windows where it has none."""
    name = CODE_PAGES.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


class Texts:
    """Reads texts of Excel 97 and later from parts; a part in which a text runs on begins with its kind of signs."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts, self._part, self._place = parts, 0, 0

    def skip(self, count: int) -> None:
        """Pass over bytes, which may run on over several parts."""
        while count and self._part < len(self._parts):
            passed = min(count, len(self._parts[self._part]) - self._place)
            count -= passed
            self._place += passed
            if count:
                self._next_part()

    def text(self, *, short: bool = False) -> str:
        """The next text; short: its length is one byte and not two."""
        if self._place >= len(self._parts[self._part]):
            self._next_part()
        (length,) = struct.unpack_from("<B" if short else "<H", self._parts[self._part], self._place)
        self._place += 1 if short else 2
        flags = self._parts[self._part][self._place]
        self._place += 1
        runs = phonetics = 0
        if flags & 8:
            (runs,) = struct.unpack_from("<H", self._parts[self._part], self._place)
            self._place += 2
        if flags & 4:
            (phonetics,) = struct.unpack_from("<I", self._parts[self._part], self._place)
            self._place += 4
        text = self._signs(length, wide=bool(flags & 1))
        self.skip(4 * runs + phonetics)
        return text

    def _signs(self, count: int, *, wide: bool) -> str:
        texts = []
        while True:
            size = 2 if wide else 1
            part = self._parts[self._part]
            taken = min(count, (len(part) - self._place) // size)
            signs = part[self._place : self._place + taken * size]
            texts.append(signs.decode("utf-16-le" if wide else "latin-1", "surrogatepass"))
            self._place += taken * size
            count -= taken
            if not count:
                break
            self._next_part()
            wide = bool(self._parts[self._part][0] & 1)
            self._place = 1
        # The halves of one sign may stand in two records.
        return "".join(texts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _next_part(self) -> None:
        self._part += 1
        self._place = 0
        if self._part >= len(self._parts):
            raise ValueError("a text breaks off")
