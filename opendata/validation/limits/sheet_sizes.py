"""Sheets: workbooks that are much larger than their files are refused before they are opened.

A sheet may declare 16,384 columns or number its second row as the millionth, a cell may be repeated thirty times and
its row thirty times as well, and an archive may unpack to a thousand times its size; openpyxl and ezodf create every
one of these cells. Here: searching the bytes, which takes a fraction of the time of reading the workbook. Not here:
text files (column_counts.py).
"""

import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from frictionless import Resource
from frictionless.formats.excel import ExcelControl

from opendata.domain.tables.archive_sizes import most_unpacked
from opendata.domain.tables.cell_addresses import column_number
from opendata.validation.columns.workbook.openpyxl_parts import DAMAGED, BookReader

MOST_FILLERS = 20_000_000  # cells of rows that the file skips and openpyxl fills in
MOST_CELLS = 10_000_000  # of an ODS file; ezodf keeps each as an object
SAMPLE_ROWS = 100
BLOCK_BYTES = 2**22
HEAD_BYTES = 2**20
EXPANDED = 32  # ezodf repeats a cell or row that is repeated fewer times than this; others it takes once
QUOTE = rb"""\s*=\s*["']"""
SIZE = re.compile(
    rb"<(?:\w+:)?dimension\s[^<>]*?\bref" + QUOTE + rb"(?:[A-Z$]+[0-9$]*:)?\$?([A-Z]{1,3})\$?[0-9]*[\"']"
)
ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
ROW_NUMBER = re.compile(rb"<row\s(?:[^<>]*?\s)?r" + QUOTE + rb"([0-9]{1,9})[\"']")
PREFIXED_NUMBER = re.compile(rb"<(?:\w+:)?row\s(?:[^<>]*?\s)?r" + QUOTE + rb"([0-9]{1,9})[\"']")
PLACE = re.compile(rb"\br" + QUOTE + rb"([A-Z]{1,3})[0-9]+[\"']")
ODS_ROW = re.compile(rb"<table:table-row(?=[\s/>])[^<>]*")
ODS_COLUMNS = re.compile(rb"number-columns-repeated" + QUOTE + rb"([0-9]{1,9})[\"']")
ODS_ROWS = re.compile(rb"number-rows-repeated" + QUOTE + rb"([0-9]{1,9})[\"']")


def too_large(resource: Resource, most_columns: int) -> str | None:
    """Why a workbook is refused; None where it is accepted, or damaged, which reading it reports."""
    path = Path(resource.normpath or "")
    if resource.format not in ("xlsx", "ods") or resource.data is not None or not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            # zipfile reads no more of an entry than the size that the archive states for it.
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > most_unpacked(path.stat().st_size):
                return f"unpacks to {unpacked:,} bytes, which is out of proportion"
            if resource.format == "ods":
                return _of_ods(archive, most_columns)
            name = _sheet(path, resource)
            return None if name is None else _of_xlsx(archive, name, most_columns)
    except DAMAGED:
        return None


def _sheet(path: Path, resource: Resource) -> str | None:
    """The name of the archive entry that holds the sheet; None where the sheet cannot be found."""
    try:
        control = ExcelControl.from_dialect(resource.dialect)
        with path.open("rb") as file:
            reader = BookReader(file, read_only=True, data_only=True)
            reader.read()
            book: Any = reader.wb
            sheet = book[control.sheet] if isinstance(control.sheet, str) else book.worksheets[control.sheet - 1]
            return str(sheet._worksheet_path)
    except Exception:  # Frictionless reports what is wrong
        return None


def _of_xlsx(archive: zipfile.ZipFile, name: str, most_columns: int) -> str | None:
    with archive.open(name) as stream:
        head = stream.read(HEAD_BYTES).replace(b"\0", b"")
    rows = re.split(ROW, head, maxsplit=SAMPLE_ROWS + 1)
    # Rows are as wide as the size that the sheet states; where it states none, as wide as their last cell.
    wide = [size[1] for size in [SIZE.search(rows[0])] if size] or [
        letters for row in rows[1 : SAMPLE_ROWS + 1] for letters in PLACE.findall(row)
    ]
    width = max((column_number(letters.decode("ascii")) for letters in wide), default=0)
    if width > most_columns:
        return f"has {width:,} columns; more than {most_columns:,} are not checked"
    count, last = 0, 0
    for block in _blocks(archive, name):
        numbers = (PREFIXED_NUMBER if b":row" in block else ROW_NUMBER).findall(block)
        count += len(numbers)
        last = max([last, *map(int, numbers)])
    fillers = (last - count) * width
    return f"has {fillers:,} cells in rows that are not there" if fillers > MOST_FILLERS else None


def _of_ods(archive: zipfile.ZipFile, most_columns: int) -> str | None:
    """Why an ODS file is refused: ezodf makes all rows as wide as the widest, and creates repeated cells and rows."""
    width, rows = 0, 0
    for block in _blocks(archive, "content.xml", b"<table:table-row"):
        starts = [match.start() for match in ODS_ROW.finditer(block)]
        for start, end in pairwise([*starts, len(block)]):
            row = block[start:end]
            cells = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
            repeated = 1
            if b"-repeated" in row:
                # A repetition counts, whether a row or a cell declares it; from EXPANDED times on ezodf ignores it.
                cells += sum(times - 1 for text in ODS_COLUMNS.findall(row) if 1 < (times := int(text)) < EXPANDED)
                repeated = max(
                    (times for text in ODS_ROWS.findall(row) if (times := int(text)) < EXPANDED), default=1
                )
            width, rows = max(width, cells), rows + repeated
        if width > most_columns:
            return f"has {width:,} columns; more than {most_columns:,} are not checked"
        if width * rows > MOST_CELLS:
            return f"has more than {MOST_CELLS:,} cells"
    return None


def _blocks(archive: zipfile.ZipFile, name: str, start: bytes = b"<") -> Iterator[bytes]:
    """The bytes of an archive entry in blocks, each cut before an occurrence of `start`."""
    with archive.open(name) as stream:
        held = b""
        while read := stream.read(BLOCK_BYTES):
            held += read.replace(b"\0", b"")  # without zero bytes, ASCII text in UTF-16 reads as ASCII
            end = held.rfind(start)
            if end > 0:
                yield held[:end]
                held = held[end:]
        yield held
