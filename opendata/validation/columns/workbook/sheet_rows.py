"""Workbooks: the rows of a sheet of an .xlsx file as frames of text, cell by cell what openpyxl gives for it.

openpyxl itself reads everything but the rows and the shared strings, which are many: a grammar (sheet_xml.py) reads
these, and openpyxl reads what the grammar does not match. Here: the parts of the file, where the sheet may be cut,
rows missing from the file. Not here: what a cell means (stored_cells.py).
"""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple

import polars as pl
from openpyxl.worksheet._reader import WorkSheetParser

from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.workbook.openpyxl_parts import (
    DAMAGED,
    END,
    STRINGS_BYTES,
    BookReader,
    SizedSheet,
    shared_strings,
)
from opendata.validation.columns.workbook.sheet_xml import PlainCells, read_rows, unescaped
from opendata.validation.columns.workbook.stored_cells import Stored

ROWS_END = b"</sheetData>"
SAMPLE_BYTES = 2**16  # the size of the first piece for Frictionless, which wants the first rows
MOST_TIMES = 16  # pieces grow to so many times the first
MOST_TAIL_BYTES = 2**24
MOST_FILLERS = 2_000_000  # cells of missing rows in one frame
ROW_BYTES = 100  # a row of a few short cells
MOST_SHAPES = 1_000


class SheetRows(NamedTuple):
    """Some rows of a sheet that follow each other.

    frame: String columns "0", "1", …, of length height. first: the number of the first row. odd: by position the
    complete rows of another width.
    """

    frame: pl.DataFrame
    first: int
    height: int
    odd: dict[int, Sequence[str | None]]

    def since(self, first: int) -> "SheetRows":
        """The rows from that number on."""
        before = min(max(first - self.first, 0), self.height)
        if not before:
            return self
        odd = {at - before: cells for at, cells in self.odd.items() if at >= before}
        return SheetRows(self.frame.slice(before), self.first + before, self.height - before, odd)


class Book:
    """One sheet of a workbook."""

    def __init__(self, path: str, sheet: str | int) -> None:
        """Read everything but the rows; raises NotColumnar for a sheet that only openpyxl can read."""
        self.path = path
        self._known_shapes: set[str] = set()
        try:
            with Path(path).open("rb") as file:
                reader = BookReader(file, read_only=True, data_only=True)
                reader.read()
            book = reader.wb
            worksheet = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet - 1]
        except Exception as error:  # Frictionless will say it better
            raise NotColumnar(str(error)) from error
        if not isinstance(worksheet, SizedSheet) or worksheet.head is None:
            raise NotColumnar("no sheet of cells, or one that is written in an unusual way")
        if any(other.unsized for other in book.worksheets if other is not worksheet):
            raise NotColumnar("another sheet, of which openpyxl has to find out the size")
        self.stored = Stored(book.epoch, frozenset(book._date_formats), frozenset(book._timedelta_formats))
        self._sheet, self._head = worksheet._worksheet_path, worksheet.head
        self.columns: int | None = worksheet.max_column
        self._last_row: int | None = worksheet.max_row
        self._strings = pl.Series("text", [], dtype=pl.String)
        if reader.strings_path is not None:
            try:
                with zipfile.ZipFile(path) as archive:
                    self._strings = shared_strings(archive, reader.strings_path)
            except DAMAGED as error:
                raise NotColumnar(str(error)) from error
        if self.columns is None:
            # openpyxl searches the whole sheet for its size, and refuses a sheet with any fault: so all is read here.
            for piece in self.pieces(STRINGS_BYTES):
                self.read(piece, 1)

    def pieces(self, size: int) -> Iterator[bytes]:
        """The XML of the rows, cut between two rows; raises NotColumnar for damaged files.

        size: bytes of the first piece; later ones are larger.
        """
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self._sheet) as stream:
                stream.read(len(self._head))
                held = b""
                most = MOST_TIMES * size
                while True:
                    read = stream.read(size)
                    held += read
                    if ROWS_END in held:
                        rows, _, after = held.partition(ROWS_END)
                        if rows := rows.strip():
                            yield rows
                        self._check_tail(ROWS_END + after + _rest(stream))
                        return
                    if not read:
                        raise NotColumnar("rows without an end")
                    end = held.rfind(b"<row")
                    if end > 0:
                        if rows := held[:end].strip():
                            yield rows
                        held = held[end:]
                    size = min(2 * size, most) if end > 0 else len(held)
        except DAMAGED as error:
            raise NotColumnar(str(error)) from error

    def read(self, piece: bytes, width: int) -> SheetRows:
        """The rows of a piece, with the rows between them that are missing from the file."""
        rows = read_rows(piece)
        self._check_shapes(rows.shapes)
        first, last = int(rows.numbers[0]), int(rows.numbers[-1])
        if self._last_row is not None and last > self._last_row:
            raise NotColumnar("rows beyond the size that the sheet says it has")
        height = last - first + 1
        if (height - len(rows.numbers)) * max(width, self.columns or 0) > MOST_FILLERS:
            raise NotColumnar("too many rows that are not there")
        cells = rows.cells.with_columns(
            unescaped(rows.cells["value"], piece).alias("value"),
            unescaped(rows.cells["inline"], piece).alias("inline"),
        )
        texts = self.stored.spelled(cells, self._strings)
        if rows.other.height:
            texts = self._with_other(texts, rows)
        placed = pl.DataFrame(
            {
                "row": (rows.numbers - first).cast(pl.UInt32).gather(cells["at"]),
                "column": cells["column"],
                "text": texts,
            }
        )
        if self.columns is not None:
            placed = placed.filter(pl.col("column") <= self.columns)
        return SheetRows(_wide(placed, height, width), first, height, self._odd(placed, height, width))

    def gap(self, first: int, count: int, width: int) -> Iterator[SheetRows]:
        """Rows that are missing from the file, some at a time."""
        most = max(1, MOST_FILLERS // max(width, 1))
        for start in range(0, count, most):
            height = min(most, count - start)
            nothing = pl.DataFrame(schema={"row": pl.UInt32, "column": pl.UInt32, "text": pl.String})
            yield SheetRows(_wide(nothing, height, width), first + start, height, self._odd(nothing, height, width))

    def values(self) -> Iterator[list[Any]]:
        """The values of each row, as openpyxl gives them to Frictionless."""
        following = 1
        for piece in self.pieces(SAMPLE_BYTES):
            rows = self.read(piece, 0)
            for _ in range(following, rows.first):
                yield [None] * (self.columns or 0)
            for at in range(rows.height):
                yield [self.stored.value(cell) for cell in rows.odd.get(at, ())]
            following = rows.first + rows.height

    def _odd(self, placed: pl.DataFrame, height: int, width: int) -> dict[int, Sequence[str | None]]:
        """By position the complete rows that are not as wide as expected."""
        if self.columns == width:
            return {}
        made: dict[int, list[str | None]] = {at: [None] * (self.columns or 0) for at in range(height)}
        for row, column, text in placed.iter_rows():
            cells = made[row]
            cells.extend([None] * (column - len(cells)))
            cells[column - 1] = text
        return {at: cells for at, cells in made.items() if len(cells) != width}

    def _with_other(self, texts: pl.Series, rows: PlainCells) -> pl.Series:
        """The texts of all cells, including the cells that openpyxl has to read."""
        document = [f'<row r="{at}">{xml}</row>' for at, xml in enumerate(rows.other["xml"], start=1)]
        read = [cell for _, row in self._parsed("".join(document)) for cell in row]
        if [cell["column"] for cell in read] != rows.other["column"].to_list():
            raise NotColumnar("cells that are not what they seem")
        other_texts = [
            self.stored.add_other(f"{cell['style_id']} {xml}", cell["value"])
            for cell, xml in zip(read, rows.other["xml"], strict=True)
        ]
        places = rows.cells.with_row_index("place").join(rows.other, on=["at", "column"], maintain_order="left")
        return texts.scatter(places["place"], pl.Series(other_texts, dtype=pl.String))

    def _parsed(self, rows: str, tail: bytes = END) -> list[tuple[int, list[dict[str, Any]]]]:
        """The rows that openpyxl reads from this sheet with its own rows replaced by these."""
        document = self._head + rows.encode() + tail
        parser = WorkSheetParser(
            BytesIO(document),
            self._strings,
            data_only=True,
            epoch=self.stored.epoch,
            date_formats=self.stored.dates,
            timedelta_formats=self.stored.spans,
        )
        try:
            return list(parser.parse())
        except Exception as error:
            raise NotColumnar(str(error)) from error

    def _check_shapes(self, shapes: set[str]) -> None:
        """Check that each set of attributes of rows is well-formed: no name twice, no undeclared prefix."""
        new = shapes - self._known_shapes
        if not new:
            return
        rows = "".join(f"<row{shape}></row>".replace(' r=""', ' r="1"') for shape in sorted(new))
        if len(self._parsed(rows)) != len(new):
            raise NotColumnar("rows that are not what they seem")
        self._known_shapes.update(new)
        if len(self._known_shapes) > MOST_SHAPES:
            raise NotColumnar("too many kinds of rows")

    def _check_tail(self, tail: bytes) -> None:
        """Check that openpyxl reads the XML after the rows without an error, and finds no more rows in it."""
        if len(self._parsed('<row r="1"></row>', tail)) != 1:
            raise NotColumnar("rows that are not in their place")


def rows_about(path: str) -> int:
    """About how many rows the largest sheet has, judged by its size alone; 0 for a file that is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [part.file_size for part in archive.infolist() if "worksheets/" in part.filename]
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0
    return max(sizes, default=0) // ROW_BYTES


def _rest(stream: IO[bytes]) -> bytes:
    rest = stream.read(MOST_TAIL_BYTES + 1)
    if len(rest) > MOST_TAIL_BYTES:
        raise NotColumnar("too much after the rows")
    return rest


def _wide(placed: pl.DataFrame, height: int, width: int) -> pl.DataFrame:
    """The frame of cells that are placed by row and column; null where no cell is placed."""
    inside = placed.filter(pl.col("column") <= width).sort("column", maintain_order=True)
    counts = dict(inside.group_by("column").len().iter_rows())
    nothing = pl.repeat(None, height, dtype=pl.String, eager=True)
    columns, start = [], 0
    for at in range(width):
        count = counts.get(at + 1, 0)
        part = inside.slice(start, count)
        texts = part["text"] if count == height else nothing.clone().scatter(part["row"], part["text"])
        columns.append(texts.alias(str(at)))
        start += count
    return pl.DataFrame(columns)
