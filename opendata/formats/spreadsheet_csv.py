"""Tables as CSV for a German Excel: numbers, dates and truth values as it reads them, and no cell that acts.

Here: a frame of canonical text as such a file (docs/spreadsheets.md). Not here: the CSV of packages, which is for
programs (domain/packages/canonical_tables.py).
"""

import io

import polars as pl

from opendata.domain.kinds import Table
from opendata.formats.lone_columns import lone_lines

EXCEL_DE = "excel-de"
SEPARATOR, LINE_END, BYTE_ORDER_MARK = ";", "\r\n", "\ufeff".encode()
# A spreadsheet takes a cell that begins with one of these for a formula; the wide ones in some languages only.
BEGIN_OF_FORMULAS = r"^[=+\-@\t\r\n＝＋－＠]"
NUMBER = r"^-?[0-9]+([.,][0-9]+)?$"
SHOWN_AS_TEXT = "'"
DAY = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$"


def excel_de(frame: pl.DataFrame, table: Table) -> bytes:
    """The rows of a table; every cell is data, whatever its text begins with."""
    return BYTE_ORDER_MARK + excel_de_lines(frame, table)


def excel_de_lines(frame: pl.DataFrame, table: Table) -> bytes:
    """The same without the byte order mark at its beginning."""
    cells = frame.select(_cells(name, table.field(name).type) for name in frame.columns)
    if cells.width == 1:
        return lone_lines(cells.to_series(), SEPARATOR, LINE_END)
    buffer = io.BytesIO()
    cells.write_csv(buffer, separator=SEPARATOR, line_terminator=LINE_END, quote_style="necessary")
    return buffer.getvalue()


def _cells(name: str, of_type: str) -> pl.Expr:
    cells = pl.col(name)
    match of_type:
        case "number" | "integer":
            cells = cells.str.replace(".", ",", literal=True)
        case "boolean":
            cells = cells.replace({"true": "WAHR", "false": "FALSCH"})
        case "date":
            cells = cells.str.replace(DAY, "$3.$2.$1")
        case _:
            pass
    return harmless(cells).alias(name)


def harmless(cells: pl.Expr) -> pl.Expr:
    """Cells of which none is a formula: those that would be get an apostrophe in front; numbers stay as they are."""
    acts = cells.str.contains(BEGIN_OF_FORMULAS) & ~cells.str.contains(NUMBER)
    return pl.when(acts).then(pl.lit(SHOWN_AS_TEXT) + cells).otherwise(cells)
