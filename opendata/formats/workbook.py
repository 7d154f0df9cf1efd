"""Workbooks to carry on: what is published, or an empty template, as .xlsx that intake reads without a mapping.

Here: the sheets, with headers, notes, dropdowns, formats and the lock (docs/spreadsheets.md). Not here: how one cell
is written (workbook_cells.py), the words on the sheets (workbook_words.py), and CSV for Excel (spreadsheet_csv.py).
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from opendata.domain.kinds import Kind, Table
from opendata.domain.tables.example_rows import EXAMPLES, example_mark
from opendata.domain.tables.natural_order import in_natural_order, natural_key
from opendata.domain.tables.own_workbooks import LIST_SHEET, MARK
from opendata.formats.workbook_cells import (
    MOST_CELLS,
    MOST_ROWS,
    Cells,
    choices_of,
    column_format,
    example_value,
    too_large,
    width_of,
)
from opendata.formats.workbook_words import WORDS, help_of, sheet_names

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_ROW = MOST_ROWS - 1
PROTECTION = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter", "insert_hyperlinks"), True
)
HEADER_LOOK = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9E4", "bottom": 1}


def workbook(kind: Kind, frame: Callable[[str], pl.DataFrame], made: datetime, language: str) -> bytes:
    """The tables of a version, one sheet each; the same version gives the same bytes.

    frame: gives the rows of a table by its name, in canonical text; must_fit() says whether there are too many. made:
    when the version was published.
    """
    return _book(kind, {table.name: _grouped(frame(table.name), table) for table in kind}, made, language)


def must_fit(kind: Kind, rows: Mapping[str, int]) -> None:
    """Raise RequestNotValid where a table is too large for a sheet; rows: how many, by the name of the table."""
    for table in kind:
        if rows.get(table.name, 0) * len(table.fields) > MOST_CELLS:
            raise too_large(table)


def template(kind: Kind, language: str) -> bytes:
    """The same sheets with nothing in them but rows that are marked as examples."""
    return _book(kind, None, datetime(2000, 1, 1, tzinfo=UTC), language)


def _book(kind: Kind, frames: Mapping[str, pl.DataFrame] | None, made: datetime, language: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": kind.label(language), "created": made.replace(tzinfo=None)})
    book.define_name(MARK, "=1")
    cells = Cells(book, language)
    names = sheet_names(kind, language)
    sheets = {table.name: book.add_worksheet(names[table.name]) for table in kind}
    lists = _Lists(book, language)
    for table in kind:
        sheet = sheets[table.name]
        _lay_out(sheet, table, cells, lists)
        if frames is None:
            _write_examples(sheet, table, cells)
        else:
            _write_rows(sheet, table, frames[table.name], cells)
    book.close()
    return out.getvalue()


class _Lists:
    """The sheet with the words of dropdowns, made when the first one is needed.

    The words cannot stand in the dropdowns themselves: Excel takes 255 characters there, and parts them at commas.
    """

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.sheet: Any = None
        self.columns: dict[tuple[str, ...], int] = {}

    def source(self, words: Sequence[str]) -> str:
        """The range of cells that holds these words."""
        if self.sheet is None:
            self.sheet = self.book.add_worksheet(LIST_SHEET[self.language])
            self.sheet.hide()
        column = self.columns.setdefault(tuple(words), len(self.columns))
        self.sheet.write_column(0, column, words)
        name = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
        return f"='{LIST_SHEET[self.language]}'!{name}$1:{name}${len(words)}"


def _lay_out(sheet: Any, table: Table, cells: Cells, lists: _Lists) -> None:
    """Headers with their notes, formats, widths and dropdowns of a sheet, and what of it is locked."""
    language = cells.language
    words = WORDS[language]
    header = cells.format(HEADER_LOOK)
    for column, field in enumerate(table):
        sheet.set_column(column, column, width_of(field, table), cells.format(column_format(field, language)))
        sheet.write_string(0, column, field.label(language), header)
        sheet.write_comment(0, column, help_of(field, table, language), {"x_scale": 2, "y_scale": 1.6})
        if choices := choices_of(field, language):
            sheet.data_validation(
                1,
                column,
                LAST_ROW,
                column,
                {
                    "validate": "list",
                    "source": lists.source(choices),
                    "error_title": words["choose.title"],
                    "error_message": words["choose"],
                },
            )
    beyond = len(table.fields)
    sheet.set_column(beyond, beyond + 50, None, cells.format({}))
    sheet.freeze_panes(1, 1)
    sheet.protect("", PROTECTION)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _write_rows(sheet: Any, table: Table, frame: pl.DataFrame, cells: Cells) -> None:
    group = table.role("group")
    begins = _beginnings(frame[group.name].to_list()) if group and group.name in frame.columns else set()
    for column, field in enumerate(table):
        write = cells.writer(sheet, field, locked=field.name in table.primary_key)
        for row, text in enumerate(frame[field.name].to_list() if field.name in frame.columns else (), 1):
            write(row, column, text, row in begins)
    sheet.autofilter(0, 0, max(frame.height, 1), len(table.fields) - 1)


def _write_examples(sheet: Any, table: Table, cells: Cells) -> None:
    look = cells.format({"italic": True, "font_color": "#666666", "num_format": "@"})
    marked = table.primary_key[0] if table.primary_key else table.fields[0].name
    for row in range(1, EXAMPLES + 1):
        for column, field in enumerate(table):
            text = example_mark(row, cells.language) if field.name == marked else example_value(field, row, cells)
            sheet.write_string(row, column, text, look)
    sheet.autofilter(0, 0, EXAMPLES, len(table.fields) - 1)


def _grouped(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows in natural order of their groups, such as fields of action, and keys; without a group last."""
    rows, group = in_natural_order(frame, table), table.role("group")
    if group is None or group.name not in rows.columns or group.name in table.primary_key:
        return rows
    texts = rows[group.name].to_list()
    places = sorted(range(len(texts)), key=lambda at: (texts[at] is None, natural_key(texts[at] or "")))
    return rows[places]


def _beginnings(groups: Sequence[str | None]) -> set[int]:
    """The rows of the sheet above which a line parts two groups; the first row of entries is 1."""
    return {row for row, (before, after) in enumerate(pairwise(groups), 2) if before != after}
