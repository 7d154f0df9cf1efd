"""Mending in the page: cells are edited, proposals accepted, edits undone; and the workbook that comes back marked.

Here: these acts of the portal. Not here: the pages that show the fields (sheet_pages.py, report_pages.py), and the
acts themselves, which the API does as well (steps/mending.py).
"""

from collections.abc import Mapping, Sequence

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    DomainError,
    EditNotValid,
    RequestNotValid,
    UploadPublished,
)
from opendata.domain.model import Upload
from opendata.domain.report.edits import Edit, edits_from_json
from opendata.domain.report.sent_tables import SentTable
from opendata.portal.blueprint import blueprint
from opendata.portal.links import portal_link
from opendata.portal.mending_form import ACT, EDITION, FILE, SAVE, SHEET, changed_cells, edits_after, typed_cells
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtUpload, upload_place
from opendata.portal.refused_readings import REFUSED_READINGS, status_of
from opendata.portal.report_pages import report_page
from opendata.portal.report_values_pages import value_page
from opendata.portal.sheet_pages import TypedCells, sheet_page
from opendata.steps.looking import sheets_of
from opendata.steps.mending import marked_workbook, must_be_edition
from opendata.web.language import language
from opendata.web.marked_files import marked_response
from opendata.web.page_clips import row_number
from opendata.web.services import services
from opendata.web.upload_jobs import put_edits

VALUES, NEXT = "values", "next"  # the pages of a report, and the button that leads to its next entry
REFUSALS = (*REFUSED_READINGS, EditNotValid, RequestNotValid)


@blueprint.post("/<publisher>/uploads/<upload_id>/edits")
def post_edits(publisher: str, upload_id: str) -> AnyResponse:
    """Let the cells hold what was typed or accepted, check everything again, and show the sheet or the report."""
    place, form = upload_place(publisher, upload_id), request.form
    typed, act = typed_cells(form), form.get(ACT, SAVE)
    if place.upload.state == "published":
        return _published(place)
    try:
        must_be_edition(place.upload, form.get(EDITION))
        table = _table(place) if typed else None
        edits = edits_after(place.upload, act, changed_cells(table, typed) if table else ())
        before = len(place.upload.edits or ())
        is_same_again = place.upload.state == "processing" or request.args.get("to") == VALUES
        if is_same_again and not _differ(edits, place.upload):
            return redirect(_back(place), 303)  # sent twice, or looked at and right: nothing is read again
        mended = put_edits(place.upload, edits, by=place.person.email, seen=form.get(EDITION))
    except UploadPublished:
        return _published(place)
    except REFUSALS as error:
        return _refused(upload_place(publisher, upload_id), typed, error)
    if mended.state == "processing":
        tell("mend.begun")
        return redirect(_back(place), 303)
    left = mended.report["error_count"]
    key = "mend.done" if left or len(edits) < before else "mend.all_done"
    tell(f"{key}.one" if left == 1 else key, count=left)
    return redirect(_back(place), 303)


@blueprint.get("/<publisher>/uploads/<upload_id>/marked")
def marked(publisher: str, upload_id: str) -> AnyResponse:
    """The workbook that was sent, with its wrong cells marked."""
    place = upload_place(publisher, upload_id)
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    file = request.args.get(FILE) or None
    return marked_response(marked_workbook(services().desk, place.upload, language(), file))


def _differ(edits: Sequence[Edit], upload: Upload) -> bool:
    """Whether these edits say something else than those that the upload has."""
    had = {edit.place: edit.after for edit in edits_from_json(upload.edits)}
    return {edit.place: edit.after for edit in edits} != had


def _published(place: AtUpload) -> AnyResponse:
    tell("mend.published")
    return redirect(portal_link("published", publisher=place.publisher.name, upload_id=place.upload.id), 303)


def _table(place: AtUpload) -> SentTable | None:
    """The sheet whose cells the form has."""
    seen = sheets_of(services().desk, services().reading.answers, place.upload)
    file, sheet = request.form.get(FILE), request.form.get(SHEET) or None
    return next((table for table in seen.tables if (table.file, table.sheet) == (file, sheet)), None)


def _back(place: AtUpload) -> str:
    """The page from which the form was sent, at the place where the reader was."""
    about = {"publisher": place.publisher.name, "upload_id": place.upload.id}
    if request.args.get("to") == "report":
        return _report(about)
    if request.args.get("to") == VALUES:
        onward = request.args.get("after") if request.form.get(ACT) == NEXT else None
        resource, row = request.args.get("resource"), onward or request.args.get("row")
        return portal_link("value", resource=resource, row=row, **about) if resource and row else _report(about)
    kept = {name: request.args.get(name) for name in ("of", "sheet", "page", "show", "cause")}
    return portal_link("sheet", **about, **{name: text for name, text in kept.items() if text})


def _report(about: Mapping[str, str]) -> str:
    return portal_link("report", **about)


def _refused(place: AtUpload, typed: dict[str, str], error: DomainError) -> AnyResponse:
    """The page again, with what was typed, and why it was not kept."""
    status = status_of(error)
    if place.upload.state == "processing" and not typed:
        tell("mend.wait")
        return redirect(_back(place), 303)
    if place.upload.state == "published" or request.args.get("to") == "report":
        return report_page(place, refusal=error, status=status)
    cells = TypedCells(request.form.get(FILE, ""), request.form.get(SHEET) or None, typed, error)
    if request.args.get("to") == VALUES:
        return value_page(
            place, request.args.get("resource", ""), row_number(request.args.get("row", "")), cells, status
        )
    return sheet_page(place, cells, status)
