"""Uploads: receiving a city's files and reporting on them; publishing, showing and deleting uploads."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import marshmallow as ma
from flask import Response, request
from werkzeug.datastructures import FileStorage

from opendata.api.description.notes_of_views import (
    NO_ROOM,
    OF_DRAFTS,
    OF_FILES,
    OF_PUBLISHING,
    may_answer,
    needs,
    shape,
)
from opendata.api.lists import (
    LanguageQuery,
    ListQuery,
    asked_part,
    json_response,
    list_response,
    part_body,
)
from opendata.api.openapi import ApiBlueprint
from opendata.api.row_pages import page_response
from opendata.api.row_queries import TAKES_FILTERS, DraftRowsQuery, asked_rows
from opendata.api.upload_schemas import (
    ANSWERS,
    CONFIRM,
    DraftRowsSchema,
    PublishBody,
    PublishedSchema,
    UploadQuery,
    UploadSchema,
    UploadsSchema,
    multipart,
)
from opendata.api.versions import DATASET, asked_version
from opendata.domain.errors import (
    AnswersMissing,
    EarlierPartOpen,
    RequestNotValid,
    ResourceNotFound,
    UploadNotReady,
    UploadNotValid,
)
from opendata.domain.model import SourceFile, Upload, as_of_date
from opendata.domain.release_errors import FourEyesNeeded
from opendata.domain.report.questions import answers_by_id
from opendata.domain.report.summary import in_language
from opendata.domain.tables.timestamps import moment_json
from opendata.steps import parts_in_order, processing, publishing_drafts, uploading
from opendata.steps.publishing_at_once import receive_and_publish
from opendata.steps.publishing_drafts import Published
from opendata.steps.querying import page_rows_of_draft
from opendata.steps.reading import must_hold
from opendata.steps.taking_back import delete_upload as delete_from
from opendata.steps.uploading import Arrival
from opendata.web import upload_jobs
from opendata.web.access import bearer, require
from opendata.web.addresses import API, api_url, dataset_url, feed_url, page_url, version_url
from opendata.web.body_types import must_be_form
from opendata.web.language import language
from opendata.web.sent_json import must_be_text, read_json
from opendata.web.services import services

blueprint = ApiBlueprint("uploads", __name__, url_prefix=API, description="Uploading and publishing")
ALLOWED_PARTS = ("file", "as_of", "message", "mapping", "answers", "confirm")
LONGEST_MESSAGE = 2_000
LONGEST_PATTERN = 1_000


MULTIPART = multipart(
    ["file", "as_of"],
    as_of={"type": "string", "format": "date", "description": "which date the figures speak of"},
    message={
        "type": "string",
        "maxLength": LONGEST_MESSAGE,
        "description": "public, one sentence on this version",
    },
    answers={**ANSWERS, "description": "with publish=true: answers to the upload's questions by id, as JSON"},
    confirm={"type": "string", "enum": ["true", "false"], "description": f"with publish=true: {CONFIRM}"},
)


@blueprint.route(f"{DATASET}/uploads", methods=["POST"])
@blueprint.arguments(UploadQuery, location="query")
@blueprint.response(201, {"anyOf": [shape("Upload"), shape("Published")]}, description="with publish=true: Published")
@blueprint.alt_response(200, schema=PublishedSchema, description="with publish=true: the content is unchanged")
@blueprint.alt_response(
    202, schema=UploadSchema, description="Many files are being checked; this one is next in turn"
)
@blueprint.doc(**needs("upload"), **MULTIPART, **may_answer(*OF_FILES, *OF_PUBLISHING, NO_ROOM))
def post_upload(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """Send files: they are read, checked and kept as a draft, with their report.

    Large ones are answered at once, in the state "processing", and become a draft, or invalid, soon afterwards; while
    many are being checked, small ones are as well.
    """
    require(publisher, "upload")
    if arguments["publish"]:
        require(publisher, "publish")
    target, files, arrival = services().catalogue.dataset(publisher, dataset), sent_files(), _arrival()
    answers = _sent_answers()
    confirm = _sent_confirmation()
    if (answers or confirm) and not arguments["publish"]:
        raise RequestNotValid(
            "answers" if answers else "confirm",
            "are sent with publish=true, or when the draft is published",
            german="werden mit publish=true gesendet, oder wenn der Entwurf veröffentlicht wird",
        )
    if not arguments["publish"]:
        received = upload_jobs.receive(target, files, arrival)
        return json_response(upload_body(received.upload), 202 if received.waits_for_a_place else 201)
    examined, result = receive_and_publish(services().desk, target, files, arrival, answers, now=services().now())
    if result is None:
        return _published(examined.upload, answers, examined, confirm=confirm)
    return _published_answer(examined.upload, result)


@blueprint.route(f"{DATASET}/uploads")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, UploadsSchema)
@blueprint.doc(**needs("upload"))
def list_uploads(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """All uploads of a dataset that are kept, newest first, and which version each became."""
    require(publisher, "upload")
    about, part = services().catalogue.dataset(publisher, dataset), asked_part(arguments)
    uploads, total = services().uploads.of(about, part.start, part.limit or None)
    return json_response(part_body([_upload_line(upload) for upload in uploads], total, part))


@blueprint.route("/uploads/<upload_id>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, UploadSchema)
@blueprint.doc(**needs("upload"))
def get_upload(_arguments: dict[str, Any], upload_id: str) -> Response:
    """An upload with its report; while it is processed, how far that is."""
    return json_response(upload_body(upload_jobs.looked_after(own_upload(upload_id, "upload"))))


@blueprint.route("/uploads/<upload_id>/rewrites")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, shape("Rewrites"))
@blueprint.doc(**needs("upload"), **may_answer("upload-not-ready", "version-withdrawn"))
def get_rewrites(arguments: dict[str, Any], upload_id: str) -> Response:
    """The whole list of rewrites of an upload."""
    upload, part = own_upload(upload_id, "upload"), asked_part(arguments)
    _done(upload)
    if upload.version:
        must_hold(asked_version(upload.publisher, upload.dataset, upload.version))
    items, total = services().uploads.rewrites(upload, part.start, part.stop)
    return list_response(items, total, part, {})


@blueprint.route("/uploads/<upload_id>/rows/<resource>.json")
@blueprint.arguments(DraftRowsQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, DraftRowsSchema)
@blueprint.doc(
    **needs("upload"),
    operationId="get_draft_rows",
    **TAKES_FILTERS,
    **may_answer(*OF_DRAFTS, "version-withdrawn", "date-before-last"),
)
def get_draft_rows(arguments: dict[str, Any], upload_id: str, resource: str) -> Response:
    """The rows of a draft after mapping, as they would be published; asked for as those of a version are."""
    upload, asked = own_upload(upload_id, "upload"), asked_rows(arguments, DraftRowsQuery)
    _done(upload)
    if upload.state == "invalid":
        raise UploadNotValid(upload.id, upload.state)
    dataset = services().catalogue.dataset(upload.publisher, upload.dataset)
    draft = uploading.draft_of(services().desk, upload, dataset)
    if resource not in draft.tables:
        raise ResourceNotFound(resource, list(draft.tables))
    content, table = draft.tables[resource], draft.kind.table(resource)
    digest = hashlib.sha256(content.content).hexdigest()
    rows = page_rows_of_draft(services().reading, content, table, digest, asked.query(table), asked.name())
    return page_response(rows, table, asked, f"{upload.id}/{resource}/{digest}", request.path, {})


@blueprint.route("/uploads/<upload_id>/publish", methods=["POST"])
@blueprint.arguments(PublishBody, location="json", required=False)
@blueprint.response(201, PublishedSchema)
@blueprint.alt_response(200, schema=PublishedSchema, description="The content is unchanged: nothing was published")
@blueprint.doc(**needs("publish"), **may_answer(*OF_DRAFTS, *OF_PUBLISHING))
def post_publish(body: dict[str, Any], upload_id: str) -> Response:
    """Make a draft the dataset's next version; 409 if another version came between."""
    return _published(own_upload(upload_id, "publish"), body.get("answers") or {}, confirm=body.get("confirm", False))


@blueprint.route("/uploads/<upload_id>", methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**needs("upload"), **may_answer("upload-published"))
def delete_upload(upload_id: str) -> Response:
    """Delete a draft or an invalid upload with all that was sent."""
    upload = own_upload(upload_id, "upload")
    delete_from(services().desk, upload, services().now())
    services().reading.answers.drop(upload.id)
    return Response(status=204)


def sent_files() -> list[SourceFile]:
    """The files of this request; raises RequestNotValid if there is none, or if the form has an unknown part."""
    must_be_form()
    unknown = [name for name in (*request.files, *request.form) if name not in (*ALLOWED_PARTS, "kind")]
    if unknown:
        raise RequestNotValid(unknown[0], "unknown part of the form", ALLOWED_PARTS, "diesen Teil gibt es nicht")
    files: Sequence[FileStorage] = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        german = "senden Sie mindestens eine Datei als multipart/form-data"
        raise RequestNotValid("file", "send at least one file as multipart/form-data", ALLOWED_PARTS, german)
    names = [file.filename or "file" for file in files]
    if len(set(names)) < len(names):
        raise RequestNotValid("file", "two files have the same name", german="zwei Dateien haben denselben Namen")
    return [SourceFile(name, file.read()) for name, file in zip(names, files, strict=True)]


def sent_mapping() -> dict[str, Any] | None:
    """The mapping of this request; raises RequestNotValid if it is not a JSON object."""
    return _sent_object("mapping")


def _sent_answers() -> dict[str, Any]:
    """The answers to questions in this request, by the ids of the questions; raises RequestNotValid."""
    return answers_by_id(_sent_object("answers") or {})


def _sent_confirmation() -> bool:
    """Whether the sender says that the figures are confirmed; raises RequestNotValid."""
    text = request.form.get("confirm", "false").strip().lower()
    if text not in ("true", "false"):
        raise RequestNotValid("confirm", "must be true or false", ("true", "false"), "muss true oder false sein")
    return text == "true"


def _sent_object(part: str) -> dict[str, Any] | None:
    text = request.form.get(part)
    if not text and part in request.files:
        text = request.files[part].read().decode("utf-8", "replace")
    if not text:
        return None
    value = read_json(part, text)
    if not isinstance(value, dict):
        raise RequestNotValid(part, "must be a JSON object", german="muss ein JSON-Objekt sein")
    check_patterns(part, value)
    return value


def check_patterns(part: str, value: Any) -> None:
    """Raise RequestNotValid for a pattern so long that compiling it takes seconds."""
    left = [value]
    while left:
        inner = left.pop()
        pattern = inner.get("pattern") if isinstance(inner, dict) else None
        if isinstance(pattern, str) and len(pattern) > LONGEST_PATTERN:
            german = f"ein Muster („pattern“) darf höchstens {LONGEST_PATTERN} Zeichen haben"
            raise RequestNotValid(part, f"a pattern may have at most {LONGEST_PATTERN} characters", german=german)
        left += [
            item for item in (inner.values() if isinstance(inner, dict) else inner) if isinstance(item, dict | list)
        ]


def upload_body(upload: Upload) -> dict[str, Any]:
    """An upload as the API gives it, its messages in the reader's language."""
    known = parts_in_order.parts(services().desk, upload)
    parts = {"parts": [parts_in_order.part_json(part) for part in known]} if known else {}
    if upload.state == "processing":
        progress = services().jobs.progress(processing.job_id(upload))
        return {**_upload_line(upload), "progress": progress, "report": None, "questions": [], "answers": {}, **parts}
    report = in_language({"summary": [], **upload.report}, language())  # older reports have no summary
    questions = report.pop("questions", [])
    answers = dict(upload.answers or {})
    return {**_upload_line(upload), "report": report, "questions": questions, "answers": answers, **parts}


def _upload_line(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.id,
        "state": upload.state,
        "publisher": upload.publisher,
        "dataset": upload.dataset,
        "as_of": upload.as_of.isoformat(),
        "created_at": moment_json(upload.created_at),
        "message": upload.message,
        "changes": dict(upload.counts) if upload.counts else {"added": 0, "changed": 0, "removed": 0},
        "base": upload.base,
        "next_version": upload.next_version,
        "version": upload.version,
        "links": _upload_links(upload),
        **({"review": dict(upload.review)} if upload.review else {}),
    }


def _upload_links(upload: Upload) -> dict[str, str]:
    here = api_url("uploads", upload.id)
    links = {"self": here, "rewrites": f"{here}/rewrites", "dataset": dataset_url(upload.publisher, upload.dataset)}
    if upload.state == "draft":
        links |= {"publish": f"{here}/publish", "rows": f"{here}/rows", "preview": f"{here}/preview"}
    if upload.state in ("draft", "invalid"):
        links |= {"sheets": f"{here}/sheets", "map": f"{here}/map"}
    if upload.version:
        links["version"] = dataset_url(upload.publisher, upload.dataset, "versions", upload.version)
    return links


def _arrival() -> Arrival:
    text, message = request.form.get("as_of"), request.form.get("message")
    if not text:
        english = "say which date the figures speak of, such as 2024-12-31"
        german = "sagen Sie, welchen Stand die Zahlen haben, zum Beispiel 2024-12-31"
        raise RequestNotValid("as_of", english, ALLOWED_PARTS, german)
    if message and len(message) > LONGEST_MESSAGE:
        german = f"darf höchstens {LONGEST_MESSAGE} Zeichen haben"
        raise RequestNotValid("message", f"may have at most {LONGEST_MESSAGE} characters", german=german)
    must_be_text("message", message or "")
    as_of: date = as_of_date(text)
    return Arrival(as_of, message or None, sent_mapping())


def own_upload(upload_id: str, scope: str) -> Upload:
    """The upload if the token is its publisher's; raises AccessMissing, UploadNotFound, AccessDenied."""
    bearer()
    upload = services().uploads.get(upload_id)
    require(upload.publisher, scope)
    return upload


def _done(upload: Upload) -> None:
    if upload.state == "processing":
        raise UploadNotReady(upload.id)


def _published(
    upload: Upload, answers: dict[str, Any], examined: uploading.Examined | None = None, *, confirm: bool
) -> Response:
    try:
        result = publishing_drafts.publish(
            services().desk, upload, answers, now=services().now(), examined=examined, confirm=confirm
        )
    except UploadNotValid as error:
        # The answer has the report as GET gives it: in the reader's language, and no longer than its limit.
        error.report = upload_body(upload)["report"]
        raise
    except (FourEyesNeeded, EarlierPartOpen) as error:
        error.links = _upload_links(upload)
        raise
    except AnswersMissing as error:
        # A client that wanted to publish at once learns here which draft it has to answer for.
        error.links, error.report = _upload_links(upload), upload_body(upload)["report"]
        raise
    return _published_answer(upload, result)


def _published_answer(upload: Upload, result: Published) -> Response:
    body = {**published_body(result), "report": upload_body(upload)["report"]}
    return json_response(body, 200 if result.unchanged else 201)


def published_body(result: Published) -> dict[str, Any]:
    """What publishing brought about, as the API gives it."""
    version = result.version
    links = {
        "version": version_url(version),
        "dataset": dataset_url(version.publisher, version.dataset),
        "feed": feed_url(version.publisher, version.dataset),
        "page": page_url(version.publisher, version.dataset),
    }
    if result.unchanged:
        return {"version": version.number, "unchanged": True, "links": links}
    return {
        **({"confirmed": True} if result.confirmed else {}),
        "version": version.number,
        "serial": version.last_serial,
        "changes": dict(version.counts),
        "unchanged": False,
        "links": links,
    }
