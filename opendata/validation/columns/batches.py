"""Batches: the raw cells of a table as frames of text, row by row what csv.reader gives.

Here: pyarrow where it certainly reads as csv.reader does, csv.reader for pieces where it may not, and Frictionless'
own stream of rows for files that cannot be cut. Not here: what the cells mean (proofs.py).
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import polars as pl

from opendata.validation.columns.opened import NotColumnar, Table, content_rows
from opendata.validation.columns.records import BOM, QUOTE, Untidy, halves, pieces

FRAME_ROWS = 100_000  # rows at a time where they come from a frame
STREAM_ROWS = 10_000  # rows at a time where they come one by one
SMALL_BYTES = 2**14  # a piece that pyarrow will not read is not halved further
WORKERS = 3

Cells = Sequence[Any]
In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True)
class Batch:
    """Some rows of a table.

    frame: String columns "0", "1", …, one for each expected column; null where the row ended before.
    numbers: the rows' numbers as Frictionless counts, one for each row of the frame.
    odd: by position in the frame the rows with more or fewer cells than expected, as they are.
    """

    frame: pl.DataFrame
    numbers: pl.Series
    odd: dict[int, Cells] = field(default_factory=dict)


def batches(table: Table) -> Iterator[Batch]:
    """All rows of an opened table; raises NotColumnar where only Frictionless can read on."""
    if table.frame is not None:
        yield from _of_frame(table.frame, table.first_content_row)
    elif _can_be_cut(table):
        yield from _of_file(table)
    else:
        yield from _of_stream(table, 0)


def names(width: int) -> list[str]:
    """The names of the columns of a batch."""
    return [str(at) for at in range(width)]


def _of_frame(frame: pl.DataFrame, first: int) -> Iterator[Batch]:
    for start in range(0, frame.height, FRAME_ROWS):
        part = frame.slice(start, FRAME_ROWS).fill_null("")
        part.columns = names(part.width)
        yield Batch(part, _numbers(first + start, part.height))


def _can_be_cut(table: Table) -> bool:
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


def _of_file(table: Table) -> Iterator[Batch]:
    dialect = table.csv_dialect
    resource = table.resource
    first = table.first_content_row
    done = 0
    cut = pieces(
        str(table.path),
        str(resource.encoding),
        dialect,
        first - 1,
        newlines_translated=resource.format != "csv",
    )
    try:
        for parts in _ahead(lambda piece: _read(piece, table.width, dialect), cut):
            for frame, odd in parts:
                yield Batch(frame, _numbers(first + done, frame.height), odd)
                done += frame.height
    except Untidy:
        yield from _of_stream(table, done)


def _of_stream(table: Table, skip: int) -> Iterator[Batch]:
    """Rows as Frictionless reads them, one by one: slow, and right for every dialect."""
    try:
        again = table.source.to_copy()
        if again.schema:
            again.schema.foreign_keys = []
        with again:
            rows = content_rows(again, skip)
            while part := list(islice(rows, STREAM_ROWS)):
                frame, odd = _framed([cells for _, cells in part], table.width)
                yield Batch(frame, pl.Series([number for number, _ in part], dtype=pl.UInt64), odd)
    except Exception as error:  # bytes that cannot be decoded, a damaged archive
        raise NotColumnar(str(error)) from error


Part = tuple[pl.DataFrame, dict[int, Cells]]


def _read(piece: bytes, width: int, dialect: csv.Dialect) -> list[Part]:
    """The rows of a piece: with pyarrow, and by halves where that is not sure to be what csv.reader gives."""
    if _is_plain(piece) and (frame := _with_pyarrow(piece, width, dialect.delimiter)) is not None:
        return [(frame, {})]
    cut = halves(piece) if len(piece) > SMALL_BYTES else None
    if cut is not None:
        return [part for half in cut for part in _read(half, width, dialect)]
    try:
        text = io.StringIO(piece.decode("utf-8"), newline="")
        return [_framed(list(csv.reader(text, dialect=dialect)), width)]
    except (UnicodeError, csv.Error) as error:
        raise NotColumnar(str(error)) from error


def _is_plain(piece: bytes) -> bool:
    """Whether there are no empty lines, for which pyarrow gives empty cells instead of none, and no lone CR."""
    if b"\n\n" in piece or piece[:1] in (b"\n", b"\r") or piece.startswith(BOM):
        return False
    if b"\r" in piece:
        return piece.count(b"\r") == piece.count(b"\r\n") and b"\n\r" not in piece
    return True


def _with_pyarrow(piece: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """A rectangular piece; None where it is none, or has bytes that are not UTF-8."""
    # Only large tables need pyarrow, and it takes as long to load as a small table to check.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    columns = names(width)
    try:
        read = arrow_csv.read_csv(
            pa.BufferReader(piece),
            # One block holds the whole piece: pyarrow loses the LF of a CR LF that a block's end tears apart.
            arrow_csv.ReadOptions(use_threads=False, block_size=len(piece) + 1, column_names=columns),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=QUOTE in piece, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    frame = pl.from_arrow(read)
    return frame if isinstance(frame, pl.DataFrame) else None


def _framed(rows: Sequence[Cells], width: int) -> Part:
    """Rows of any width as a frame, cells that are not there as null."""
    odd = {at: cells for at, cells in enumerate(rows) if len(cells) != width}
    filled = [[*cells, *([None] * width)][:width] if at in odd else cells for at, cells in enumerate(rows)]
    schema = dict.fromkeys(names(width), pl.String)
    return pl.DataFrame(filled, schema=schema, orient="row"), odd


def _numbers(first: int, count: int) -> pl.Series:
    return pl.int_range(first, first + count, dtype=pl.UInt64, eager=True)


def _ahead(function: Callable[[In], Out], items: Iterator[In]) -> Iterator[Out]:
    """The results in order, a few worked out beforehand by other threads; an error of items comes after them."""
    waiting: deque[Future[Out]] = deque()
    ended: Exception | None = None
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > WORKERS:
                    yield waiting.popleft().result()
        except (Untidy, NotColumnar) as error:
            ended = error
        while waiting:
            yield waiting.popleft().result()
    if ended is not None:
        raise ended
