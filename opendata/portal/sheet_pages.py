"""The sheet of an upload as it looks, page by page, with the cells marked that need mending or were read differently.

Here: this page. Not here: reading the sheet (steps/looking.py), grouping errors (error_groups.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.report.sent_tables import ROW, SentTable
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.portal.blueprint import blueprint
from opendata.portal.error_groups import Marks, marks_of
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.own_uploads import upload_place
from opendata.portal.report_pages import about
from opendata.steps.looking import sheets_of
from opendata.web.language import language
from opendata.web.services import services

ROWS = 100  # of one page
MOST_CELLS = 20_000  # of one page: a wide sheet has fewer rows on it
LONGEST_CELL, LONG_CELL, SHORT_CELL = 160, 40, 16  # characters; a short text stays on one line
ERRORS_ONLY = "errors"


@dataclass(frozen=True)
class SheetCell:
    """A cell; error: the sentence on what is wrong with it; after: how it was read, where that differs."""

    address: str
    text: str
    error: str | None = None
    after: str | None = None
    is_inside: bool = False

    @property
    def style(self) -> str:
        """The classes of the cell."""
        mark = "cell-wrong" if self.error else "cell-read" if self.after is not None else ""
        mark = mark or ("cell-inside" if self.is_inside else "")
        length = "short" if len(self.text) <= SHORT_CELL else "long" if len(self.text) > LONG_CELL else ""
        return f"{mark} {length}".strip()


@dataclass(frozen=True)
class SheetRow:
    """A row of the sheet, and what is wrong with it."""

    number: int
    cells: Sequence[SheetCell]
    messages: Sequence[str]
    is_header: bool = False


@dataclass(frozen=True)
class SheetPart:
    """The rows of one page; number: of the page, from 1 on."""

    rows: Sequence[SheetRow]
    number: int
    last: int
    total: int


@blueprint.get("/<publisher>/uploads/<upload_id>/sheet")
def sheet(publisher: str, upload_id: str) -> AnyResponse:
    """One sheet of an upload that is not published."""
    place = upload_place(publisher, upload_id)
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    seen = sheets_of(services().desk, services().reading.answers, place.upload)
    names = [table.sheet for table in seen.tables]
    named = request.args.get("of")
    first = names.index(named) if named in names else _first(seen.readings)
    chosen = min(_whole("sheet", first), len(seen.tables) - 1)
    marks = marks_of(place.upload.report, seen.tables, seen.readings)
    table, only_errors = seen.tables[chosen], request.args.get("show") == ERRORS_ONLY
    reading = next((reading for reading in seen.readings if reading["table"] == chosen), None)
    part = sheet_part(table, chosen, marks, reading, only_errors=only_errors)
    return page(
        "sheet.html",
        **about(place),
        tables=seen.tables,
        chosen=chosen,
        table=table,
        letters=[(column_letters(column), (chosen, column) in marks.inside) for column in table.columns],
        part=part,
        only_errors=only_errors,
        wrong_rows=len(marks.rows(chosen)),
    )


def sheet_part(
    table: SentTable, place: int, marks: Marks, reading: Mapping[str, Any] | None, *, only_errors: bool
) -> SheetPart:
    """The rows of the page that is asked for: by its number, or by a row that it holds."""
    cells = table.cells
    if only_errors:
        cells = cells.filter(pl.col(ROW).is_in(marks.rows(place)))
    size = max(1, min(ROWS, MOST_CELLS // max(1, len(table.columns))))
    last = max(1, -(-cells.height // size))
    number = min(max(1, _whole("page", 1)), last)
    if wanted := _whole("row", 0):
        number = int((cells[ROW] < wanted).sum()) // size + 1
    number = min(number, last)
    header = range(reading["header_row"], reading["last_header_row"] + 1) if reading else range(0)
    shown = cells.slice((number - 1) * size, size)
    rows = [_row(table, place, line, marks, is_header=line[0] in header) for line in shown.iter_rows()]
    return SheetPart(rows, number, last, cells.height)


def _row(table: SentTable, place: int, line: Sequence[Any], marks: Marks, *, is_header: bool) -> SheetRow:
    number, tongue = int(line[0]), language()
    errors = marks.errors.get((place, number), [])
    wrong = {error["address"]: _message(error, tongue) for error in errors if error["address"]}
    cells = []
    for column, text in zip(table.columns, line[1:], strict=True):
        where = address(number, column)
        rewrite = marks.rewrites.get((place, where))
        cells.append(
            SheetCell(
                where,
                (text or "")[:LONGEST_CELL] + ("…" if text and len(text) > LONGEST_CELL else ""),
                wrong.get(where),
                rewrite["after"] if rewrite and where not in wrong and rewrite["after"] != text else None,
                (place, column) in marks.inside,
            )
        )
    return SheetRow(number, cells, [_message(error, tongue) for error in errors], is_header)


def _message(error: Mapping[str, Any], tongue: str) -> str:
    return str(error["messages"].get(tongue, error["message"]))


def _first(readings: Sequence[Mapping[str, Any]]) -> int:
    """The sheet to be shown first: that of the first table that is read."""
    return next((reading["table"] for reading in readings if reading["table"] is not None), 0)


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
