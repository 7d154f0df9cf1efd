"""The page for measures that another system shows already: fetched from its address, or read from a saved file.

Here: the form, and what becomes of it, which is an ordinary upload. Not here: fetching (steps/fetching_measures.py),
the form for tables (upload_pages.py), the report on what was taken over (report_pages.py).
"""

from collections.abc import Mapping
from threading import BoundedSemaphore

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DomainError, RequestNotValid, ServiceBusy
from opendata.domain.model import SourceFile
from opendata.portal.blueprint import blueprint
from opendata.portal.own_uploads import AtDataset, dataset_place
from opendata.portal.upload_pages import REFUSED, arrival_form, report_link, sent_arrival, sent_upload
from opendata.steps.fetching_measures import SYSTEMS
from opendata.web.services import services

PLACES_FOR_FETCHING = BoundedSemaphore(2)  # of one process: who fetches holds a thread until the other side answers
RETRY_SECONDS = 30


@blueprint.get("/<publisher>/datasets/<dataset>/import")
def import_measures(publisher: str, dataset: str) -> Response:
    """The form for an address, or a saved file."""
    return _form(dataset_place(publisher, dataset), {})


@blueprint.post("/<publisher>/datasets/<dataset>/import")
def post_import(publisher: str, dataset: str) -> AnyResponse:
    """Fetch measures, or take the file with them, read and check them, and lead to their report."""
    place = dataset_place(publisher, dataset)
    try:
        arrival = sent_arrival()  # a date that is none is said before another server is asked
        sent = sent_upload(place, [_sent_file() or _fetched()], arrival)
    except REFUSED as error:
        return _form(place, request.form, error)
    return redirect(report_link(sent), 303)


def _sent_file() -> SourceFile | None:
    file = request.files.get("file")
    return SourceFile(file.filename, file.read()) if file and file.filename else None


def _fetched() -> SourceFile:
    """What the address of the form shows; raises RequestNotValid, and ServiceBusy while others fetch."""
    system, address = request.form.get("system", ""), request.form.get("address", "").strip()
    if system not in SYSTEMS:
        german = "wählen Sie bitte, woher die Maßnahmen kommen"
        raise RequestNotValid("system", "choose where the measures come from", tuple(SYSTEMS), german)
    if not address:
        german = "geben Sie bitte eine Adresse an, oder wählen Sie eine gespeicherte Datei"
        raise RequestNotValid("address", "give an address, or choose a saved file", german=german)
    if not PLACES_FOR_FETCHING.acquire(blocking=False):
        raise ServiceBusy(RETRY_SECONDS)
    try:
        return SYSTEMS[system](services().source_desk.fetcher, address, "address")
    finally:
        PLACES_FOR_FETCHING.release()


def _form(place: AtDataset, typed: Mapping[str, str], error: DomainError | None = None) -> Response:
    return arrival_form(
        "import.html",
        place,
        typed,
        error,
        systems=list(SYSTEMS),
        system=typed.get("system") or next(iter(SYSTEMS)),
        address=typed.get("address", ""),
    )
