"""Sheets: workbooks that are larger than they look, refused before they are opened.

A sheet may say that it is 16,384 columns wide or that its next row is the millionth, a cell may stand for thirty and
a row for thirty of those, and an archive may unpack to a thousand times its size; openpyxl and ezodf make cells of
all of it. Here: looking through the bytes, which takes a fraction of the time of reading them. Not here: text files
(column_counts.py).
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

MOST_FILLERS = 20_000_000  # cells of rows that are not there
MOST_CELLS = 10_000_000  # of an ODS file; ezodf keeps them all as objects
SAMPLE_ROWS = 100
BLOCK_BYTES = 2**22
HEAD_BYTES = 2**20
EXPANDED = 32  # ezodf: a cell or row that stands for so many stands for one
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
    """Why a workbook is refused; None where it is not, or where it is so damaged that reading it will tell."""
    path = Path(resource.normpath or "")
    if resource.format not in ("xlsx", "ods") or resource.data is not None or not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            # No more than this is read of an entry, whatever it holds.
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
    """The name of the part that holds the sheet."""
    try:
        control = ExcelControl.from_dialect(resource.dialect)
        with path.open("rb") as file:
            reader = BookReader(file, read_only=True, data_only=True)
            reader.read()
            book: Any = reader.wb
            found = book[control.sheet] if isinstance(control.sheet, str) else book.worksheets[control.sheet - 1]
            return str(found._worksheet_path)
    except Exception:  # Frictionless will say what is wrong
        return None


def _of_xlsx(archive: zipfile.ZipFile, name: str, most_columns: int) -> str | None:
    with archive.open(name) as stream:
        head = stream.read(HEAD_BYTES).replace(b"\0", b"")
    rows = re.split(ROW, head, maxsplit=SAMPLE_ROWS + 1)
    # With a size rows are as wide as that; without one as wide as their last cell.
    wide = [each[1] for each in [SIZE.search(rows[0])] if each] or [
        each for row in rows[1 : SAMPLE_ROWS + 1] for each in PLACE.findall(row)
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
    """ezodf makes all rows as wide as the widest, and all that is repeated up to some number of times."""
    width, rows = 0, 0
    for block in _blocks(archive, "content.xml", b"<table:table-row"):
        starts = [each.start() for each in ODS_ROW.finditer(block)]
        for start, end in pairwise([*starts, len(block)]):
            row = block[start:end]
            cells = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
            repeated = 1
            if b"-repeated" in row:
                # A number of columns may stand at a row or at a cell, it does not matter: more is not counted.
                cells += sum(times - 1 for each in ODS_COLUMNS.findall(row) if 1 < (times := int(each)) < EXPANDED)
                repeated = max(
                    (times for each in ODS_ROWS.findall(row) if (times := int(each)) < EXPANDED), default=1
                )
            width, rows = max(width, cells), rows + repeated
        if width > most_columns:
            return f"has {width:,} columns; more than {most_columns:,} are not checked"
        if width * rows > MOST_CELLS:
            return f"has more than {MOST_CELLS:,} cells"
    return None


def _blocks(archive: zipfile.ZipFile, name: str, start: bytes = b"<") -> Iterator[bytes]:
    """The bytes of an entry, cut before where something starts."""
    with archive.open(name) as stream:
        held = b""
        while read := stream.read(BLOCK_BYTES):
            held += read.replace(b"\0", b"")  # of UTF-16 what is left are the letters
            end = held.rfind(start)
            if end > 0:
                yield held[:end]
                held = held[end:]
        yield held
