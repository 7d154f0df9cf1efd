"""The sheet of an upload as it looks, page by page: what needs mending has a field, and its proposal beside it.

Here: this page. Not here: reading the sheet (steps/looking.py), grouping errors (error_groups.py), and what becomes
of what is typed (mending_pages.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DomainError
from opendata.domain.report.sent_tables import ROW, SentTable
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.portal.blueprint import blueprint
from opendata.portal.error_groups import Marks, error_groups, marks_of
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.mending_form import edit_lines
from opendata.portal.own_uploads import AtUpload, upload_place
from opendata.portal.report_pages import about, processing_page
from opendata.portal.told_rewrites import tell_rewrites
from opendata.portal.upload_pages import told
from opendata.steps.looking import sheets_of
from opendata.steps.mending import edition
from opendata.web.language import language
from opendata.web.services import services

ROWS = 100  # of one page
MOST_FIELDS = 400  # of one page: a form may have a thousand
MOST_CELLS = 20_000  # of one page: a wide sheet has fewer rows on it
LONGEST_CELL, LONG_CELL, SHORT_CELL = 160, 40, 16  # characters; a short text stays on one line
LONGEST_FIELD, LONGEST_LINE = 4_000, 60  # characters that are edited in the page, and in one line
ERRORS_ONLY = "errors"


@dataclass(frozen=True)
class TypedCells:
    """What was typed into the fields of a sheet and not kept, and why."""

    file: str
    sheet: str | None
    texts: Mapping[str, str]
    error: DomainError


@dataclass(frozen=True)
class SheetCell:
    """A cell. error: what is wrong with it. after: how it was read, before: what the file says; each if that differs.

    typed: what stands in its field; None where it has no field. proposal: the position of its error, and the text.
    """

    address: str
    text: str
    error: str | None = None
    after: str | None = None
    before: str | None = None
    is_mended: bool = False
    is_inside: bool = False
    typed: str | None = None
    proposal: tuple[int, str] | None = None

    @property
    def style(self) -> str:
        """The classes of the cell."""
        mark = "cell-wrong" if self.error else "cell-mended" if self.is_mended else ""
        mark = mark or ("cell-read" if self.after is not None else "cell-inside" if self.is_inside else "")
        if self.typed is not None or self.proposal:
            return f"{mark} with-field"
        length = "short" if len(self.text) <= SHORT_CELL else "long" if len(self.text) > LONG_CELL else ""
        return f"{mark} {length}".strip()

    @property
    def lines(self) -> int:
        """How many lines its field has."""
        text = self.typed or ""
        return 1 if len(text) <= LONGEST_LINE and "\n" not in text else min(2 + len(text) // LONGEST_LINE, 8)


@dataclass(frozen=True)
class RowMessage:
    """A sentence on what is wrong. name: under which a field points to it; field: of its cell, where that has one."""

    text: str
    name: str | None
    field: str | None


@dataclass(frozen=True)
class SheetRow:
    """A row of the sheet, and what is wrong with it."""

    number: int
    cells: Sequence[SheetCell]
    messages: Sequence[RowMessage]
    is_header: bool = False


@dataclass(frozen=True)
class SheetPart:
    """The rows of one page; number: of the page, from 1 on."""

    rows: Sequence[SheetRow]
    number: int
    last: int
    total: int


@dataclass
class _View:
    """What a page shows of a sheet: place: of the sheet among all; edited: the row whose cells all have fields."""

    table: SentTable
    place: int
    marks: Marks
    mended: Mapping[str, str | None]  # by address, what the file says
    typed: Mapping[str, str] = field(default_factory=dict)
    edited: int = 0
    fields_left: int = MOST_FIELDS


@blueprint.get("/<publisher>/uploads/<upload_id>/sheet")
def sheet(publisher: str, upload_id: str) -> AnyResponse:
    """One sheet of an upload that is not published."""
    place = upload_place(publisher, upload_id)
    if place.upload.state == "processing":
        return processing_page(place)  # and this sheet afterwards
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return sheet_page(place)


def sheet_page(place: AtUpload, typed: TypedCells | None = None, status: int = 200) -> Response:
    """The page of a sheet; typed: what was typed into it and not kept."""
    seen = sheets_of(services().desk, services().reading.answers, place.upload)
    names = [table.sheet for table in seen.tables]
    named = request.args.get("of")
    first = names.index(named) if named in names else _first(seen.readings)
    chosen = min(_whole("sheet", first), len(seen.tables) - 1)
    if typed is not None:
        places = [(table.file, table.sheet) for table in seen.tables]
        chosen = places.index((typed.file, typed.sheet)) if (typed.file, typed.sheet) in places else chosen
    marks, table = marks_of(place.upload.report, seen.tables, seen.readings), seen.tables[chosen]
    kind = services().kinds[place.dataset.kind]
    tell_rewrites(marks, kind, language())
    edits = edit_lines(place.upload)
    own = [edit for edit in edits if (edit["file"], edit["sheet"]) == (table.file, table.sheet)]
    mended = {edit["address"]: edit["before"] for edit in own}
    view = _View(table, chosen, marks, mended, typed.texts if typed else {}, _whole("edit", 0))
    groups = error_groups(place.upload.report, kind, language())
    cause = request.args.get("cause")
    cause = cause if cause in {group.key for group in groups} else None
    only_errors = request.args.get("show") == ERRORS_ONLY or cause is not None
    reading = next((reading for reading in seen.readings if reading["table"] == chosen), None)
    part = _part(view, reading, [*marks.rows(chosen, cause), view.edited] if only_errors else None)
    return page(
        "sheet.html",
        status,
        **about(place),
        tables=seen.tables,
        chosen=chosen,
        table=table,
        letters=_letters(view, reading, part),
        part=part,
        only_errors=only_errors,
        cause=cause,
        groups=groups,
        edits=edits,
        edition=edition(place.upload),
        wrong_rows=len(marks.rows(chosen)),
        refusal=told(typed.error) if typed else None,
        has_fields=bool(_fields(part)),
        left_typed={where: text for where, text in view.typed.items() if where not in _fields(part)},
    )


def _letters(view: _View, reading: Mapping[str, Any] | None, part: SheetPart) -> list[tuple[str, bool, str | None]]:
    """Each column's letters, whether it stays inside, and its header where the page does not show it."""
    shows_headers = any(row.is_header for row in part.rows)
    columns = reading["columns"] if reading and not shows_headers else ()
    headers = {column["column"]: _shortened(column["header"]) for column in columns}
    return [
        (column_letters(column), (view.place, column) in view.marks.inside, headers.get(column))
        for column in view.table.columns
    ]


def _fields(part: SheetPart) -> set[str]:
    return {cell.address for row in part.rows for cell in row.cells if cell.typed is not None}


def _part(view: _View, reading: Mapping[str, Any] | None, only: Sequence[int] | None) -> SheetPart:
    """The rows of the page that is asked for: by its number, or by a row that it holds; only: these rows alone."""
    cells = view.table.cells
    if only is not None:
        cells = cells.filter(pl.col(ROW).is_in(only))
    size = max(1, min(ROWS, MOST_CELLS // max(1, len(view.table.columns))))
    last = max(1, -(-cells.height // size))
    number = min(max(1, _whole("page", 1)), last)
    if wanted := _whole("row", 0) or view.edited:
        number = int((cells[ROW] < wanted).sum()) // size + 1
    number = min(number, last)
    header = range(reading["header_row"], reading["last_header_row"] + 1) if reading else range(0)
    shown = cells.slice((number - 1) * size, size)
    rows = [_row(view, line, is_header=line[0] in header) for line in shown.iter_rows()]
    return SheetPart(rows, number, last, cells.height)


def _row(view: _View, line: Sequence[Any], *, is_header: bool) -> SheetRow:
    number, tongue = int(line[0]), language()
    errors = view.marks.errors.get((view.place, number), [])
    wrong = {error["address"]: _message(error, tongue) for error in errors if error["address"]}
    cells = [
        _cell(view, address(number, column), column, text, wrong, is_edited=number == view.edited)
        for column, text in zip(view.table.columns, line[1:], strict=True)
    ]
    fields = {cell.address for cell in cells if cell.typed is not None}
    messages: list[RowMessage] = []
    for error in errors:
        where, named = error["address"], {message.name for message in messages}
        name = where if where not in named else None  # a name stands once in a page
        messages.append(RowMessage(_message(error, tongue), name, where if where in fields else None))
    return SheetRow(number, cells, messages, is_header)


def _cell(
    view: _View, where: str, column: int, text: str | None, wrong: Mapping[str, str], *, is_edited: bool
) -> SheetCell:
    rewrite, whole = view.marks.rewrites.get((view.place, where)), text or ""
    wants_field = where in wrong or where in view.typed or is_edited
    typed = None
    if wants_field and len(whole) <= LONGEST_FIELD and view.fields_left > 0:
        view.fields_left -= 1
        typed = view.typed.get(where, whole)
    return SheetCell(
        where,
        _shortened(whole) or "",
        wrong.get(where),
        _shortened(rewrite["after"]) if rewrite and where not in wrong and rewrite["after"] != text else None,
        view.mended.get(where),
        where in view.mended,
        (view.place, column) in view.marks.inside,
        typed,
        view.marks.proposals.get((view.place, where)),
    )


def _shortened(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _message(error: Mapping[str, Any], tongue: str) -> str:
    return str(error["messages"].get(tongue, error["message"]))


def _first(readings: Sequence[Mapping[str, Any]]) -> int:
    """The sheet to be shown first: that of the first table that is read."""
    return next((reading["table"] for reading in readings if reading["table"] is not None), 0)


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
