"""Workbooks: the rows of a sheet of an .xlsx file as frames of text, cell by cell what openpyxl gives for it.

openpyxl itself reads everything but the rows and the shared strings, of which there are many: those are read by a
grammar (sheet_xml.py), and what the grammar does not match is given to openpyxl. Here: the parts of the file, where
the sheet may be cut, rows that are not there. Not here: what a cell means (stored_cells.py).
"""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple

import polars as pl
from openpyxl.worksheet._reader import WorkSheetParser

from opendata.validation.columns.contract import NotColumnar
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
SAMPLE_BYTES = 2**16  # read at a time where the first rows are wanted
MOST_TIMES = 16  # pieces grow to so many times the first
MOST_TAIL_BYTES = 2**24
MOST_FILLERS = 2_000_000  # cells of rows that are not there, at a time
ROW_BYTES = 100  # a row of a few short cells
MOST_SHAPES = 1_000


class SheetRows(NamedTuple):
    """Some rows of a sheet that follow each other.

    frame: String columns "0", "1", …, of that height. first: the number of the first row. odd: by position the rows
    of another width, as they are.
    """

    frame: pl.DataFrame
    first: int
    height: int
    odd: dict[int, Sequence[str | None]]

    def since(self, first: int) -> "SheetRows":
        """Without the rows before one of that number."""
        before = min(max(first - self.first, 0), self.height)
        if not before:
            return self
        odd = {at - before: cells for at, cells in self.odd.items() if at >= before}
        return SheetRows(self.frame.slice(before), self.first + before, self.height - before, odd)


class Book:
    """One sheet of a workbook."""

    def __init__(self, path: str, sheet: str | int) -> None:
        """Read what is not rows; raises NotColumnar for whatever openpyxl alone can tell."""
        self.path = path
        self._known_shapes: set[str] = set()
        try:
            with Path(path).open("rb") as file:
                reader = BookReader(file, read_only=True, data_only=True)
                reader.read()
            book = reader.wb
            found = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet - 1]
        except Exception as error:  # Frictionless will say it better
            raise NotColumnar(str(error)) from error
        if not isinstance(found, SizedSheet) or found.head is None:
            raise NotColumnar("no sheet of cells, or one that is written in an unusual way")
        if any(each.unsized for each in book.worksheets if each is not found):
            raise NotColumnar("another sheet, of which openpyxl has to find out the size")
        self.stored = Stored(book.epoch, frozenset(book._date_formats), frozenset(book._timedelta_formats))
        self._sheet, self._head = found._worksheet_path, found.head
        self.columns: int | None = found.max_column
        self._last_row: int | None = found.max_row
        self._strings = pl.Series("text", [], dtype=pl.String)
        if reader.strings_path is not None:
            try:
                with zipfile.ZipFile(path) as archive:
                    self._strings = shared_strings(archive, reader.strings_path)
            except DAMAGED as error:
                raise NotColumnar(str(error)) from error
        if self.columns is None:
            # openpyxl looks for the size up to the end of the sheet, and refuses it if anything is wrong there.
            for piece in self.pieces(STRINGS_BYTES):
                self.read(piece, 1)

    def pieces(self, size: int) -> Iterator[bytes]:
        """The rows as they stand in the file, cut between two of them; raises NotColumnar for damaged files.

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
        """The rows of a piece, of those in between that are not there as well."""
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
        """Rows that are not in the file."""
        most = max(1, MOST_FILLERS // max(width, 1))
        for start in range(0, count, most):
            height = min(most, count - start)
            nothing = pl.DataFrame(schema={"row": pl.UInt32, "column": pl.UInt32, "text": pl.String})
            yield SheetRows(_wide(nothing, height, width), first + start, height, self._odd(nothing, height, width))

    def values(self) -> Iterator[list[Any]]:
        """Row by row what Frictionless would be given."""
        following = 1
        for piece in self.pieces(SAMPLE_BYTES):
            rows = self.read(piece, 0)
            for _ in range(following, rows.first):
                yield [None] * (self.columns or 0)
            for at in range(rows.height):
                yield [self.stored.value(each) for each in rows.odd.get(at, ())]
            following = rows.first + rows.height

    def _odd(self, placed: pl.DataFrame, height: int, width: int) -> dict[int, Sequence[str | None]]:
        """The rows that are not as wide as expected."""
        if self.columns == width:
            return {}
        made: dict[int, list[str | None]] = {at: [None] * (self.columns or 0) for at in range(height)}
        for row, column, text in placed.iter_rows():
            cells = made[row]
            cells.extend([None] * (column - len(cells)))
            cells[column - 1] = text
        return {at: cells for at, cells in made.items() if len(cells) != width}

    def _with_other(self, texts: pl.Series, rows: PlainCells) -> pl.Series:
        """The texts with those of cells that openpyxl has to read."""
        document = [f'<row r="{at}">{xml}</row>' for at, xml in enumerate(rows.other["xml"], start=1)]
        read = [cell for _, row in self._parsed("".join(document)) for cell in row]
        if [each["column"] for each in read] != rows.other["column"].to_list():
            raise NotColumnar("cells that are not what they seem")
        found = [
            self.stored.add_other(f"{each['style_id']} {xml}", each["value"])
            for each, xml in zip(read, rows.other["xml"], strict=True)
        ]
        places = rows.cells.with_row_index("place").join(rows.other, on=["at", "column"], maintain_order="left")
        return texts.scatter(places["place"], pl.Series(found, dtype=pl.String))

    def _parsed(self, rows: str, tail: bytes = END) -> list[tuple[int, list[dict[str, Any]]]]:
        """What openpyxl reads from a sheet with these rows instead of its own."""
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
        """Attributes that rows have together must be XML: none twice, none of a name that is not declared."""
        new = shapes - self._known_shapes
        if not new:
            return
        rows = "".join(f"<row{each}></row>".replace(' r=""', ' r="1"') for each in sorted(new))
        if len(self._parsed(rows)) != len(new):
            raise NotColumnar("rows that are not what they seem")
        self._known_shapes.update(new)
        if len(self._known_shapes) > MOST_SHAPES:
            raise NotColumnar("too many kinds of rows")

    def _check_tail(self, tail: bytes) -> None:
        """What stands after the rows must be read without a fault, and have no more rows."""
        if len(self._parsed('<row r="1"></row>', tail)) != 1:
            raise NotColumnar("rows that are not in their place")


def rows_about(path: str) -> int:
    """How many rows the largest sheet may have, from its size alone; 0 for what is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [each.file_size for each in archive.infolist() if "worksheets/" in each.filename]
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0
    return max(parts, default=0) // ROW_BYTES


def _rest(stream: IO[bytes]) -> bytes:
    rest = stream.read(MOST_TAIL_BYTES + 1)
    if len(rest) > MOST_TAIL_BYTES:
        raise NotColumnar("too much after the rows")
    return rest


def _wide(placed: pl.DataFrame, height: int, width: int) -> pl.DataFrame:
    """Cells, each with its row and column, as a frame; null where there is none."""
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
