"""Pages for a report: its entries, and for each of them every value beside the part of the page that it comes from.

Here: these pages and the pictures on them. Not here: finding and drawing places (steps/report_places.py), and keeping
what was typed (mending_pages.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RowNotFound
from opendata.domain.kinds import Field
from opendata.domain.report.sent_tables import SentTable
from opendata.domain.tables.cell_addresses import cell_place
from opendata.portal.blueprint import blueprint
from opendata.portal.error_groups import Marks, marks_of
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.mending_form import edit_lines, shown_text
from opendata.portal.own_uploads import AtUpload, upload_place
from opendata.portal.report_pages import about
from opendata.portal.sheet_pages import TypedCells
from opendata.portal.told_rewrites import tell_rewrites
from opendata.portal.upload_pages import told
from opendata.steps import report_places
from opendata.steps.looking import sheets_of
from opendata.steps.mending import edition
from opendata.web.language import language
from opendata.web.page_clips import clip_response, row_number
from opendata.web.services import services

LONGEST_FIELD, SHORT_LINE = 15_000, 40  # characters that are edited in the page, and in one line


@dataclass(frozen=True)
class ReportValue:
    """A value of an entry. pages: on which it stands; none: it was set here. text: what its cell holds.

    after: how it was read, where that is something else. before: what the report says, where it was mended.
    """

    field: Field
    address: str
    pages: Sequence[int]
    text: str
    after: str | None
    before: str | None
    is_mended: bool
    errors: Sequence[str]

    @property
    def lines(self) -> int:
        """How many lines its field has."""
        if len(self.text) <= SHORT_LINE and "\n" not in self.text:
            return 1
        return min(1 + sum(1 + len(line) // SHORT_LINE for line in self.text.split("\n")), 18)

    @property
    def is_too_long(self) -> bool:
        """Whether the text has no field."""
        return len(self.text) > LONGEST_FIELD


@blueprint.get("/<publisher>/uploads/<upload_id>/values")
def values(publisher: str, upload_id: str) -> AnyResponse:
    """The entries of a report, each with its page."""
    place = upload_place(publisher, upload_id)
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    tables = _tables(place)
    mended: dict[int, int] = {}
    for edit in edit_lines(place.upload):
        mended[edit["row"]] = mended.get(edit["row"], 0) + 1
    wrong = {(error["resource"], error["row"]) for error in place.upload.report["errors"]}
    return page("report_values.html", **about(place), tables=tables, mended=mended, wrong=wrong)


@blueprint.get("/<publisher>/uploads/<upload_id>/values/<resource>/<row>")
def value(publisher: str, upload_id: str, resource: str, row: str) -> AnyResponse:
    """One entry of a report, value by value."""
    place = upload_place(publisher, upload_id)
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return value_page(place, resource, row_number(row))


@blueprint.get("/<publisher>/uploads/<upload_id>/clips/<resource>/<row>/<field>.png")
def clip(publisher: str, upload_id: str, resource: str, row: str, field: str) -> Response:
    """The part of a page from which a value comes."""
    place = upload_place(publisher, upload_id)
    return clip_response(report_places.clip(services().desk, place.upload, resource, row_number(row), field))


def value_page(
    place: AtUpload, resource: str, row: int, typed: TypedCells | None = None, status: int = 200
) -> Response:
    """The page of one entry; typed: what was typed into it and not kept, and why. Raises RowNotFound."""
    rows = report_places.rows_on_pages(services().desk, place.upload, resource)
    position = next((position for position, line in enumerate(rows) if line["row"] == row), None)
    if position is None:
        raise RowNotFound(resource, str(row))
    line = rows[position]
    table, shown = _values(place, resource, line, typed.texts if typed else {})
    return page(
        "report_value.html",
        status,
        **about(place),
        resource=resource,
        row=line,
        number_of_row=position + 1,
        total=len(rows),
        before=rows[position - 1]["row"] if position else None,
        after=rows[position + 1]["row"] if position + 1 < len(rows) else None,
        values=shown,
        status_field=services().kinds[place.dataset.kind].table(resource).role("status"),
        news=next((value for value in shown if value.field.name == _news_name(place, resource)), None),
        table=table,
        edition=edition(place.upload),
        refusal=told(typed.error) if typed else None,
    )


def _tables(place: AtUpload) -> list[tuple[str, str, Sequence[Mapping[str, Any]]]]:
    """The name, the label and the rows of each table that a report told of."""
    kind = services().kinds[place.dataset.kind]
    found = [(table, report_places.rows_on_pages(services().desk, place.upload, table.name)) for table in kind]
    return [(table.name, table.label(language()), rows) for table, rows in found if rows]


def _news_name(place: AtUpload, resource: str) -> str | None:
    news = services().kinds[place.dataset.kind].table(resource).role("news")
    return news.name if news else None


def _values(
    place: AtUpload, resource: str, line: Mapping[str, Any], typed: Mapping[str, str]
) -> tuple[SentTable, list[ReportValue]]:
    """The table of the report, and the values of one of its rows: those that a page says, and the status."""
    kind = services().kinds[place.dataset.kind]
    seen = sheets_of(services().desk, services().reading.answers, place.upload)
    number = next(reading["table"] for reading in seen.readings if reading["resource"] == resource) or 0
    sheet, marks = seen.tables[number], marks_of(place.upload.report, seen.tables, seen.readings)
    tell_rewrites(marks, kind, language())
    mended = {edit["address"]: edit["before"] for edit in edit_lines(place.upload)}
    described = kind.table(resource)
    status = described.role("status")
    shown = [
        _value(described.field_or_text(name), cell, sheet, (number, marks), mended, typed)
        for name, cell in line["cells"].items()
        if cell["boxes"] or (status is not None and name == status.name)
    ]
    return sheet, sorted(shown, key=lambda value: status is not None and value.field.name == status.name)


def _value(
    field: Field,
    cell: Mapping[str, Any],
    sheet: SentTable,
    marked: tuple[int, Marks],
    mended: Mapping[str, str | None],
    typed: Mapping[str, str],
) -> ReportValue:
    address, (number, marks) = cell["address"], marked
    row = cell_place(address)[0]
    text = shown_text(sheet, *cell_place(address)) or ""
    rewrite = marks.rewrites.get((number, address))
    errors = [
        error["messages"].get(language(), error["message"])
        for error in marks.errors.get((number, row), ())
        if error["address"] == address
    ]
    return ReportValue(
        field,
        address,
        sorted({box["page"] for box in cell["boxes"]}),
        typed.get(address, text),
        rewrite["after"] if rewrite and not field.codes and rewrite["after"] != text else None,
        mended.get(address),
        address in mended,
        errors,
    )
