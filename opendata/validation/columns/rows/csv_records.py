"""Records: the bytes of a CSV file in pieces that end where a record ends.

Here: text of any encoding as UTF-8, and where it may be cut. A piece only ends where csv.reader, with which
Frictionless reads, certainly begins a new record. Not here: cells (row_batches.py).
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from io import FileIO
from itertools import islice
from pathlib import Path

from opendata.validation.columns.engine_contract import NotColumnar

MOST_TIMES = 16  # pieces grow to so many times the first, which is small: amid many errors reading ends soon
BLOCK_BYTES = 2**18
LINE_BYTES = 2**14  # how far before the end of a piece a line end is searched
QUOTE = b'"'
BOM = codecs.BOM_UTF8


class Untidy(Exception):
    """Raised for quotes among which only csv.reader itself can tell where records end."""


class Utf8:
    """The bytes of a file of any encoding as UTF-8; raises NotColumnar for bytes that are wrong in the encoding."""

    def __init__(self, file: FileIO, encoding: str) -> None:
        self._file = file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()

    def read(self, size: int) -> bytes:
        """About size bytes, none at the end of the file; bytes of a UTF-8 file end with a line where possible."""
        if self._decoder is None:
            return self._read_lines(size)
        while True:
            data = self._file.read(size)
            try:
                text = self._decoder.decode(data, final=not data)
                encoded = text.encode("utf-8")
            except UnicodeError as error:  # Frictionless reports it after the rows before it
                raise NotColumnar(str(error)) from error
            if encoded or not data:  # a few bytes may be only a part of a letter
                return encoded

    def _read_lines(self, size: int) -> bytes:
        """The bytes up to the last line end, so that the caller need not copy them to cut them there."""
        start = self._file.tell()
        last = self._file.seek(max(start, start + size - LINE_BYTES))
        end = self._file.read(start + size - last).rfind(b"\n") + 1
        self._file.seek(start)
        return self._file.read(last - start + end if end else size)


def pieces(
    path: str, encoding: str, dialect: csv.Dialect, skip: int, size: int, *, newlines_translated: bool
) -> Iterator[bytes]:
    """The file after its first records, in UTF-8, cut where records end.

    skip: how many records to leave out. size: bytes of the first piece; later ones are larger.
    newlines_translated: whether each line end is read as a line feed.
    Raises Untidy where quotes do not tell where a record ends, NotColumnar for bytes that cannot be decoded.
    """
    with Path(path).open("rb", buffering=0) as file:
        stream = Utf8(file, encoding)
        held = _after_records(path, encoding, dialect, skip, stream, newlines_translated)
        tidy = _tidy_quotes(dialect.delimiter)
        most = MOST_TIMES * size
        while True:
            read = stream.read(size)
            data = held + read
            end = len(data) if not read else _last_end(data, tidy)
            piece, held = data[:end], data[end:]
            if piece:
                yield _translated(piece) if newlines_translated or _has_lone_returns(piece) else piece
            if not read:
                return
            # While no record ends, the piece doubles, so that its bytes are not searched over and over.
            size = min(2 * size, most) if end else 2 * len(data)


def halves(piece: bytes) -> tuple[bytes, bytes] | None:
    """The two halves of a piece, cut near its middle where a record ends; None if no record ends there."""
    at = piece.find(b"\n", len(piece) // 2)
    while at >= 0 and piece.count(QUOTE, 0, at) % 2:
        at = piece.find(b"\n", at + 1)
    if at < 0 or at + 1 == len(piece):
        return None
    return piece[: at + 1], piece[at + 1 :]


def _after_records(
    path: str, encoding: str, dialect: csv.Dialect, skip: int, stream: Utf8, newlines_translated: bool
) -> bytes:
    """Read the stream past its first records, and return the bytes read beyond them."""
    consumed = 0

    def lines(text: io.TextIOWrapper) -> Iterator[str]:
        nonlocal consumed
        for line in text:
            consumed += len(line.encode("utf-8"))
            yield line

    try:
        # newline="" keeps line ends as they are, so that the count of bytes is that of the file.
        with Path(path).open(encoding=encoding, newline="") as text:
            for _ in islice(csv.reader(lines(text), dialect=dialect), skip):
                pass
    except (UnicodeError, csv.Error) as error:
        raise NotColumnar(str(error)) from error
    held = b""
    while len(held) < consumed:
        read = stream.read(BLOCK_BYTES)
        if not read:
            break
        held += read
    return held[consumed:]


def _last_end(data: bytes, tidy: re.Pattern[bytes]) -> int:
    """Where the last complete record ends; 0 if no record is complete."""
    at = _line_end(data, len(data))
    if QUOTE not in data:
        return at + 1
    quotes = data.count(QUOTE)
    after = 0  # how many quotes follow the place at
    behind = len(data)
    while at >= 0:
        after += data.count(QUOTE, at, behind)
        if (quotes - after) % 2 == 0:
            break
        behind = at
        at = _line_end(data, at)
    # Two quotes in a row never change where a cell ends. Each other quote must open a cell at its beginning or
    # close it at its end; otherwise the count of quotes says nothing.
    if not tidy.fullmatch(data[: at + 1].replace(b'""', b"")):
        raise Untidy
    return at + 1


def _line_end(data: bytes, stop: int) -> int:
    """The place of the last byte before stop that certainly ends a line; -1 if there is none."""
    feed = data.rfind(b"\n", 0, stop)
    # The line feed of a carriage return that is the last byte may be still unread.
    return max(feed, data.rfind(b"\r", feed + 1, min(stop, len(data) - 1)))


def _has_lone_returns(piece: bytes) -> bool:
    """Whether some rows end at a lone carriage return in a piece without quotes: line feeds may then replace all."""
    return b"\r" in piece and QUOTE not in piece and piece.count(b"\r") != piece.count(b"\r\n")


def _tidy_quotes(delimiter: str) -> re.Pattern[bytes]:
    edge = rb"[\n\r" + re.escape(delimiter.encode()) + rb"]"
    return re.compile(
        rb'[^"]*+(?:(?:\A|(?<=' + edge + rb'))"[^"]*+"(?=' + edge + rb'|\Z)[^"]*+)*+',
    )


def _translated(piece: bytes) -> bytes:
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
