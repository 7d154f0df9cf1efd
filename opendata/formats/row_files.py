"""Rows as files: CSV, CSV for a German Excel, and JSON by lines, written part by part.

Here: which forms there are, and those made of text. Not here: which rows (steps/querying.py), Parquet and sheets,
which have modules of their own (parquet_file.py, sheet_file.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.packages.canonical_tables import canonical_csv
from opendata.formats.json_rows import row_texts
from opendata.formats.lone_columns import lone_lines
from opendata.formats.spreadsheet_csv import BYTE_ORDER_MARK, excel_de_lines

CSV = "text/csv; charset=utf-8; header=present"
LINES = "application/x-ndjson"
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class AboutRows:
    """What a file may say of its rows beside them."""

    table: Table
    names: tuple[str, ...]  # the fields in the file, in this order
    title: str  # of the dataset, with its version
    version: str  # publisher/dataset/number
    digest: str
    as_of: str
    licence: str  # its address
    source: str  # the address of the version


def write_csv(file: BinaryIO, parts: Iterable[pl.DataFrame], about: AboutRows) -> None:
    """Canonical CSV of these parts of a table."""
    head = _lines(_nothing(about))
    file.write(head)
    for part in parts:
        file.write(_lines(part)[len(head) :])


def write_excel_de(file: BinaryIO, parts: Iterable[pl.DataFrame], about: AboutRows) -> None:
    """CSV as a German Excel reads it."""
    head = excel_de_lines(_nothing(about), about.table)
    file.write(BYTE_ORDER_MARK + head)
    for part in parts:
        file.write(excel_de_lines(part, about.table)[len(head) :])


def write_lines(file: BinaryIO, parts: Iterable[pl.DataFrame], about: AboutRows) -> None:
    """One JSON object a line."""
    for part in parts:
        if part.height:
            file.write(f"{row_texts(part, about.table).str.join(chr(10)).item()}\n".encode())


def _lines(part: pl.DataFrame) -> bytes:
    return lone_lines(part.to_series(), ",", "\n") if part.width == 1 else canonical_csv(part)


def _nothing(about: AboutRows) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(about.names, pl.String))
