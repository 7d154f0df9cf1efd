"""Pages for bringing a table: the form for files, the progress of large ones, and deleting a draft.

Here: these pages. Not here: the report on what was sent (report_pages.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    DateBeforeLast,
    DomainError,
    ReadingUnavailable,
    RequestNotValid,
    ServiceBusy,
    UnreadableFile,
    UploadKnown,
    UploadPublished,
    UploadTooDemanding,
)
from opendata.domain.model import Dataset, SourceFile, Upload, as_of_date
from opendata.domain.quota_errors import NoRoomLeft
from opendata.portal.blueprint import blueprint
from opendata.portal.form_marks import digest_of_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtDataset, AtUpload, dataset_place, today, upload_place
from opendata.portal.refused_readings import status_of
from opendata.steps import taking_back
from opendata.steps.next_steps import due_day
from opendata.steps.parts_in_order import parts
from opendata.steps.uploading import Arrival
from opendata.web.language import language
from opendata.web.services import services
from opendata.web.upload_jobs import receive

LONGEST_MESSAGE = 2_000
OF_OTHER_SYSTEMS = "climate-measures"  # the kind whose rows other systems show as well (import_pages.py)
REFUSED = (
    *(RequestNotValid, DateBeforeLast, UnreadableFile, UploadTooDemanding),
    *(ServiceBusy, ReadingUnavailable, NoRoomLeft),
)


@blueprint.get("/<publisher>/datasets/<dataset>/upload")
def upload(publisher: str, dataset: str) -> Response:
    """The form for files."""
    return _form(dataset_place(publisher, dataset), {})


@blueprint.post("/<publisher>/datasets/<dataset>/upload")
def post_upload(publisher: str, dataset: str) -> AnyResponse:
    """Take files, read and check them, and lead to their report."""
    place = dataset_place(publisher, dataset)
    try:
        files, arrival = _files(), sent_arrival()
        sent = sent_upload(place, files, arrival)
    except REFUSED as error:
        return _form(place, request.form, error)
    if request.headers.get("X-Portal-Script"):  # the script would follow a redirect by itself, and show nothing
        return Response(status=204, headers={"X-Portal-Onward": report_link(sent)})
    return redirect(report_link(sent), 303)


@blueprint.get("/<publisher>/uploads/<upload_id>/delete")
def delete_upload(publisher: str, upload_id: str) -> AnyResponse:
    """Ask whether an upload is to be deleted."""
    place = upload_place(publisher, upload_id)
    if place.upload.state == "published":
        return _published(place)
    return page("upload_delete.html", publisher=place.publisher, dataset=place.dataset, upload=place.upload)


@blueprint.post("/<publisher>/uploads/<upload_id>/delete")
def post_delete_upload(publisher: str, upload_id: str) -> AnyResponse:
    """Delete an upload that is not published, with all that was sent."""
    place = upload_place(publisher, upload_id)
    try:
        taking_back.delete_upload(services().desk, place.upload, services().now())
    except UploadPublished:
        return _published(place)
    services().reading.answers.drop(place.upload.id)
    return redirect(portal_link("dataset", publisher=publisher, dataset=place.dataset.name, done="deleted"), 303)


def _published(place: AtUpload) -> AnyResponse:
    """To what was published, which a colleague may have done meanwhile; it is withdrawn and not deleted."""
    tell("upload.delete.published")
    return redirect(portal_link("published", publisher=place.publisher.name, upload_id=place.upload.id), 303)


def sent_upload(place: AtDataset, files: Sequence[SourceFile], arrival: Arrival) -> Upload:
    """The upload that a form makes, or has made already; raises one of REFUSED."""
    arrival = replace(arrival, upload_id=_id_of_form(place, arrival, files))
    try:
        return receive(place.dataset, files, arrival).upload
    except UploadKnown as error:
        return services().uploads.get(error.upload)


def _id_of_form(place: AtDataset, arrival: Arrival, files: Sequence[SourceFile]) -> str | None:
    """The id of what this form sends: who presses its button twice sends one upload, and comes to it both times.

    Other files, another date or another remark from the same form are another upload.
    """
    said = (place.dataset.path, arrival.as_of.isoformat(), arrival.message or "")
    digest = digest_of_form("upload", [*said, *(file.name for file in files), *(file.content for file in files)])
    return None if digest is None else digest.hex()[:32]


def _takes_measures(dataset: Dataset) -> bool:
    """Whether measures that other systems show can become rows of this dataset."""
    return dataset.kind == OF_OTHER_SYSTEMS


def report_link(sent: Upload) -> str:
    """The page of an upload; of a report of several dates the part that is to be published first."""
    waiting = [part for part in parts(services().desk, sent) if part.state != "published"]
    return portal_link("report", publisher=sent.publisher, upload_id=waiting[0].id if waiting else sent.id)


def _files() -> list[SourceFile]:
    sent = [file for file in request.files.getlist("file") if file.filename]
    names = [file.filename or "" for file in sent]
    if not sent:
        raise RequestNotValid("file", "choose a file first", german="wählen Sie bitte zuerst eine Datei aus")
    if len(set(names)) < len(names):
        raise RequestNotValid("file", "two files have the same name", german="zwei Dateien haben denselben Namen")
    return [SourceFile(name, file.read()) for name, file in zip(names, sent, strict=True)]


def sent_arrival() -> Arrival:
    """What a form says about its files; raises RequestNotValid."""
    message = request.form.get("message", "").strip()
    if len(message) > LONGEST_MESSAGE:
        german = f"die Bemerkung darf höchstens {LONGEST_MESSAGE} Zeichen haben"
        raise RequestNotValid("message", f"the remark may have at most {LONGEST_MESSAGE} characters", german=german)
    return Arrival(as_of_date(request.form.get("as_of", "")), message or None)


def _form(place: AtDataset, typed: Mapping[str, str], error: DomainError | None = None) -> Response:
    return arrival_form("upload.html", place, typed, error)


def arrival_form(
    template: str, place: AtDataset, typed: Mapping[str, str], error: DomainError | None = None, **more: Any
) -> Response:
    """A form for what is to become an upload, with what was typed, and why that was refused."""
    wrong = "as_of" if isinstance(error, DateBeforeLast) else getattr(error, "name", "file") if error else None
    return page(
        template,
        status_of(error) if error else 200,
        publisher=place.publisher,
        dataset=place.dataset,
        current=services().versions.current([place.dataset]).get(place.dataset.path),
        as_of=typed.get("as_of") or _proposed_day(place),
        message=typed.get("message", ""),
        most_bytes=services().config.upload_limit_bytes,
        wrong=wrong,
        error=told(error) if error else None,
        keep_days=services().config.upload_retention_days,
        takes_measures=_takes_measures(place.dataset),
        **more,
    )


def _proposed_day(place: AtDataset) -> str:
    """The date that the next report speaks of where the rhythm says so and it has come; else none.

    Today would be wrong nearly always, and nobody would notice: figures of a year are uploaded months later.
    """
    current = services().versions.current([place.dataset]).get(place.dataset.path)
    due = due_day(place.dataset, current) if current else None
    return due.isoformat() if due and due <= today() else ""


def told(error: DomainError) -> str:
    """An error in the reader's language, beginning with a capital letter and without the name of a field.

    The name of a file at its beginning stays as the person knows it.
    """
    text = error.in_language(language())
    if isinstance(error, RequestNotValid):
        text = text.removeprefix(f"„{error.name}“: ").removeprefix(f"'{error.name}': ")
    is_file_name = isinstance(error, UnreadableFile) and text.startswith(error.file)
    beginning = text[:1] if is_file_name else text[:1].upper()
    return beginning + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
