"""Batches: the raw cells of a table as frames of text, with the same rows as csv.reader gives.

Here: Polars or pyarrow where they certainly read as csv.reader does, csv.reader for pieces where they may not, and
Frictionless' own stream of rows for files that cannot be cut. Not here: what the cells mean (clean_cells.py).
"""

import csv
import io
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Generic, TypeVar

import polars as pl

from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.opened_table import OpenedTable, content_rows
from opendata.validation.columns.rows.csv_records import BOM, QUOTE, Untidy, halves, pieces
from opendata.validation.columns.workbook.sheet_rows import Book, SheetRows

FRAME_ROWS = 100_000  # rows of a batch that comes from a frame
STREAM_ROWS = 10_000  # rows of a batch that comes from Frictionless' stream
SMALL_BYTES = 2**15  # a smaller piece that pyarrow does not read is not halved any further
WORKERS = max(2, min(8, os.cpu_count() or 1))  # each holds a piece and the results of look() on it
NO_SEPARATOR = "\x01"  # a separator that the piece does not contain, so that each line is one cell

Cells = Sequence[Any]
In = TypeVar("In")
Out = TypeVar("Out")
Seen = TypeVar("Seen")
Look = Callable[[pl.DataFrame], Seen]


@dataclass(frozen=True)
class Batch(Generic[Seen]):
    """Some rows of a table.

    frame: String columns "0", "1", …, one for each expected column; null where the row has no such cell.
    numbers: the rows' numbers as Frictionless counts, one for each row of the frame.
    seen: the result of look() on the frame.
    odd: by position in the frame the complete rows with more or fewer cells than expected.
    """

    frame: pl.DataFrame
    numbers: Sequence[int]
    seen: Seen
    odd: dict[int, Cells] = field(default_factory=dict)


def batches(table: OpenedTable, look: Look[Seen]) -> Iterator[Batch[Seen]]:
    """All rows of an opened table; raises NotColumnar where only Frictionless can read on.

    look: called with each frame, for several frames at once where the file is large.
    """
    if table.frame is not None:
        yield from _of_frame(table.frame, table.first_content_row, look)
    elif table.book is not None:
        yield from _of_book(table, table.book, look)
    elif _can_be_cut(table):
        yield from _of_file(table, look)
    else:
        yield from _of_stream(table, 0, look)


def names(width: int) -> list[str]:
    """The names of the columns of a batch."""
    return [str(at) for at in range(width)]


def _of_frame(frame: pl.DataFrame, first: int, look: Look[Seen]) -> Iterator[Batch[Seen]]:
    for start in range(0, frame.height, FRAME_ROWS):
        part = frame.slice(start, FRAME_ROWS).fill_null("")
        part.columns = names(part.width)
        yield Batch(part, _numbers(first + start, part.height), look(part))


def _of_book(table: OpenedTable, book: Book, look: Look[Seen]) -> Iterator[Batch[Seen]]:
    if table.leaves_rows_out:
        raise NotColumnar("a workbook of which rows are left out")
    start = table.first_content_row

    def read(piece: bytes) -> tuple[SheetRows, Seen]:
        rows = book.read(piece, table.width).since(start)
        return rows, look(rows.frame)

    following = start
    for rows, seen in _ahead(read, book.pieces(table.piece_bytes)):
        if rows.first > following:
            for gap in book.gap(following, rows.first - following, table.width):
                yield Batch(gap.frame, _numbers(gap.first, gap.height), look(gap.frame), gap.odd)
        elif rows.first < following and rows.height:
            raise NotColumnar("rows out of order")
        if rows.height:
            yield Batch(rows.frame, _numbers(rows.first, rows.height), seen, rows.odd)
        following = max(following, rows.first + rows.height)


def _can_be_cut(table: OpenedTable) -> bool:
    """Whether pyarrow may read the file: the plain dialect of CSV, from one file on this disk."""
    dialect = table.csv_dialect
    plain = (
        len(dialect.delimiter) == 1
        and dialect.delimiter.isascii()
        and dialect.delimiter not in '"\r\n\0'
        and dialect.quotechar == '"'
        and dialect.quoting == csv.QUOTE_MINIMAL
        and dialect.doublequote
        and dialect.escapechar is None
        and not dialect.skipinitialspace
    )
    return plain and table.path is not None and not table.leaves_rows_out


def _of_file(table: OpenedTable, look: Look[Seen]) -> Iterator[Batch[Seen]]:
    dialect = table.csv_dialect
    resource = table.resource
    first = table.first_content_row
    done = 0
    cut = pieces(
        str(table.path),
        str(resource.encoding),
        dialect,
        first - 1,
        table.piece_bytes,
        newlines_translated=resource.format != "csv",
    )

    def read(piece: bytes) -> tuple[pl.DataFrame, dict[int, Cells], Seen]:
        frame, odd = _read(piece, table.width, dialect)
        return frame, odd, look(frame)

    try:
        for frame, odd, seen in _ahead(read, cut):
            yield Batch(frame, _numbers(first + done, frame.height), seen, odd)
            done += frame.height
    except Untidy:
        yield from _of_stream(table, done, look)


def _of_stream(table: OpenedTable, skip: int, look: Look[Seen]) -> Iterator[Batch[Seen]]:
    """The rows as Frictionless reads them one by one; that is slow, but right for every dialect."""
    for part in _streamed(table, skip):
        try:
            frame, odd = _framed([cells for _, cells in part], table.width)
        except UnicodeError as error:  # lone surrogates, which UTF-7 can spell
            raise NotColumnar(str(error)) from error
        yield Batch(frame, [number for number, _ in part], look(frame), odd)


def _streamed(table: OpenedTable, skip: int) -> Iterator[Sequence[tuple[int, Cells]]]:
    """The numbered rows after the first skip rows, STREAM_ROWS at a time."""
    try:
        again = table.source.to_copy()
        if again.schema:
            again.schema.foreign_keys = []
        with again:
            rows = content_rows(again, skip)
            while part := list(islice(rows, STREAM_ROWS)):
                yield part
    except Exception as error:  # bytes that cannot be decoded, a damaged archive
        raise NotColumnar(str(error)) from error


Part = tuple[pl.DataFrame, dict[int, Cells]]


def _read(piece: bytes, width: int, dialect: csv.Dialect) -> Part:
    """The rows of a piece, read by Polars or pyarrow, or by csv.reader where these may read rows differently."""
    frame = _rectangular(piece, width, dialect.delimiter) if _has_whole_line_ends(piece) else None
    if frame is not None and not (_may_have_empty_lines(frame) and _has_empty_lines(piece)):
        return frame, {}
    if QUOTE not in piece and NO_SEPARATOR.encode() not in piece and not piece.startswith(BOM):
        return _line_by_line(piece, width, dialect)
    cut = halves(piece) if len(piece) > SMALL_BYTES else None
    if cut is not None:
        (first, odd), (second, more) = (_read(half, width, dialect) for half in cut)
        return pl.concat([first, second]), odd | {at + first.height: cells for at, cells in more.items()}
    return _with_python(piece, width, dialect)


def _line_by_line(piece: bytes, width: int, dialect: csv.Dialect) -> Part:
    """The rows of a piece without quotes: each line is a row, and its separators tell how many cells it has."""
    if piece.count(b"\r") != piece.count(b"\r\n"):
        return _with_python(piece, width, dialect)
    text = piece.replace(b"\r\n", b"\n").removesuffix(b"\n") + b"\n"
    lines = _with_polars(text, 1, NO_SEPARATOR)
    if lines is None or lines.height != text.count(b"\n"):
        return _with_python(piece, width, dialect)
    line = pl.col("0")
    odd_lines = (
        lines.select(
            odd=(line.str.count_matches(dialect.delimiter, literal=True) != width - 1) | (line == ""),
            end=(line.str.len_bytes() + 1).cum_sum(),
            length=line.str.len_bytes(),
        )
        .with_row_index("at")
        .filter("odd")
    )
    # A row of quoted empty cells replaces each odd row, so that no line is empty.
    stand_in = dialect.delimiter.encode().join([b'""'] * width) + b"\n"
    chunks, odd, start = [], {}, 0
    for at, end, length in odd_lines.select("at", "end", "length").iter_rows():
        odd[at] = text[end - 1 - length : end - 1]
        chunks += [text[start : end - 1 - length], stand_in]
        start = end
    frame = _rectangular(b"".join([*chunks, text[start:]]), width, dialect.delimiter)
    if frame is None or frame.height != lines.height:
        return _with_python(piece, width, dialect)
    try:
        cells = {at: line.decode("utf-8").split(dialect.delimiter) if line else [] for at, line in odd.items()}
    except UnicodeError as error:
        raise NotColumnar(str(error)) from error
    filled, _ = _framed(list(cells.values()), width)
    places = pl.Series(list(odd), dtype=pl.UInt32)
    columns = [column.scatter(places, filled[column.name]) for column in frame.get_columns()]
    return pl.DataFrame(columns), {at: row for at, row in cells.items() if len(row) != width}


def _with_python(piece: bytes, width: int, dialect: csv.Dialect) -> Part:
    try:
        text = io.StringIO(piece.decode("utf-8"), newline="")
        return _framed(list(csv.reader(text, dialect=dialect)), width)
    except (UnicodeError, csv.Error) as error:
        raise NotColumnar(str(error)) from error


def _has_whole_line_ends(piece: bytes) -> bool:
    """Whether no lone CR ends a row, as for csv.reader, and no line end or BOM, which pyarrow drops, comes first."""
    if piece.startswith((b"\n", b"\r", BOM)):
        return False
    return b"\r" not in piece or piece.count(b"\r") == piece.count(b"\r\n")


def _may_have_empty_lines(frame: pl.DataFrame) -> bool:
    """Whether some rows consist of empty cells: pyarrow gives such a row for an empty line, which has no cells."""
    first = frame["0"] == ""
    return bool(first.any()) and bool(frame.filter(first).select(pl.all_horizontal(pl.all() == "").any()).item())


def _has_empty_lines(piece: bytes) -> bool:
    return b"\n\n" in piece or b"\n\r" in piece


def _rectangular(piece: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """The frame of a piece whose rows all have width cells; None if some do not, or if the piece is not UTF-8."""
    if QUOTE in piece:
        return _with_pyarrow(piece, width, delimiter)
    return _with_polars(piece, width, delimiter)


def _with_polars(piece: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """As _with_pyarrow() in half of the time; only for pieces without quotes, which Polars may read differently."""
    schema = dict.fromkeys(names(width), pl.String)
    if not piece.endswith(b"\n"):  # without it Polars accepts an extra empty cell at the end of a file
        piece += b"\n"
    try:
        frame = pl.read_csv(
            piece, has_header=False, separator=delimiter, quote_char=None, schema=schema, empty_string_is_null=False
        )
    except pl.exceptions.PolarsError:  # rows that are too long, or bytes that are not UTF-8
        return None
    # Polars fills short rows with empty cells. As no row is too long, a count of separators reveals short ones.
    if not (frame.to_series(width - 1) == "").any():
        return frame
    return frame if piece.count(delimiter.encode()) == (width - 1) * frame.height else None


def _with_pyarrow(piece: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """The frame of a piece whose rows all have width cells; None for other pieces and those not in UTF-8."""
    # Only large tables need pyarrow, and loading it takes as long as checking a small table.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    columns = names(width)
    # The default pool takes fresh pages from the system for each thread; for 14 MB that takes as long as reading.
    quick = "jemalloc" in pa.supported_memory_backends()
    try:
        arrow_table = arrow_csv.read_csv(
            pa.BufferReader(piece),
            # One block holds the whole piece, because pyarrow loses the LF of a CR LF that a block's end splits.
            arrow_csv.ReadOptions(use_threads=False, block_size=len(piece) + 1, column_names=columns),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=QUOTE in piece, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
            memory_pool=pa.jemalloc_memory_pool() if quick else None,
        )
    except pa.ArrowInvalid:
        return None
    frame = pl.from_arrow(arrow_table)
    return frame if isinstance(frame, pl.DataFrame) else None


def _framed(rows: Sequence[Cells], width: int) -> Part:
    """Rows of any width as a frame, with null for missing cells, and the odd rows by position."""
    odd = {at: cells for at, cells in enumerate(rows) if len(cells) != width}
    filled = [[*cells, *([None] * width)][:width] if at in odd else cells for at, cells in enumerate(rows)]
    schema = dict.fromkeys(names(width), pl.String)
    return pl.DataFrame(filled, schema=schema, orient="row"), odd


def _numbers(first: int, count: int) -> range:
    return range(first, first + count)


def _ahead(function: Callable[[In], Out], items: Iterator[In]) -> Iterator[Out]:
    """The results in order; other threads compute a few of them ahead. An error of items is raised after all results.

    An error of the function is raised in place of its result, and the results of later items are dropped.
    """
    first = list(islice(items, 1))
    try:
        first += islice(items, 1)
    except (Untidy, NotColumnar):
        yield from map(function, first)
        raise
    if len(first) < 2:  # for a small file starting threads would take as long as reading it
        yield from map(function, first)
        return
    items = chain(first, items)
    waiting: deque[Future[Out]] = deque()
    ended: Exception | None = None
    more = True
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            while more or waiting:
                if more:
                    try:
                        waiting.append(pool.submit(function, next(items)))
                    except StopIteration:
                        more = False
                    except (Untidy, NotColumnar) as error:
                        ended, more = error, False
                if waiting and (len(waiting) > WORKERS or not more):
                    yield waiting.popleft().result()
        finally:
            for future in waiting:  # the caller reads no further, so no more results are computed
                future.cancel()
    if ended is not None:
        raise ended
