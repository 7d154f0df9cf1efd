"""Pages for publishing: what will become public, publishing it, what went out, and withdrawing a version.

Here: these pages. Not here: the steps (steps/previewing.py, steps/uploading.py), the questions (report_pages.py).
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    AlreadyWithdrawn,
    AnswersMissing,
    DateBeforeLast,
    RequestNotValid,
    UploadNotReady,
    UploadNotValid,
    VersionConflict,
)
from opendata.domain.model import Upload
from opendata.domain.packages.withdrawal import reason_text
from opendata.domain.report.questions import answerable_names
from opendata.portal.answer_forms import given_answers
from opendata.portal.blueprint import blueprint
from opendata.portal.draft_changes import ROWS, draft_changes
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.own_uploads import AtUpload, dataset_place, upload_place
from opendata.portal.report_pages import about, asked_questions, keep
from opendata.portal.upload_pages import told
from opendata.steps import uploading
from opendata.steps.answering import questions_of
from opendata.steps.ports.journal import Scope
from opendata.steps.previewing import preview as preview_of
from opendata.web.language import language
from opendata.web.services import services

MOST_SENTENCES = 30
PUBLISH = "publish"  # what the button for it says to the form


@blueprint.get("/<publisher>/uploads/<upload_id>/preview")
def preview(publisher: str, upload_id: str) -> AnyResponse:
    """What will become public."""
    place = upload_place(publisher, upload_id)
    if place.upload.state != "draft":
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return _preview_page(place)


@blueprint.post("/<publisher>/uploads/<upload_id>/preview")
def post_publish(publisher: str, upload_id: str) -> AnyResponse:
    """Publish the draft that was seen, with the answers of the form; or, by the other button, keep the answers."""
    publishes = request.form.get("act") == PUBLISH
    place = upload_place(publisher, upload_id, "publisher" if publishes else "editor")
    onward = portal_link("published", publisher=publisher, upload_id=upload_id)
    if place.upload.state == "published":  # pressed twice, or by a colleague at the same time
        return redirect(onward, 303)
    if place.upload.state != "draft":
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    answers, empty = given_answers(request.form)
    if request.form.get("seen") != what_is_seen(place.upload):
        _keep_what_fits(place.upload, answers)
        return _preview_page(_again(place), moved=True, status=409)
    try:
        upload = keep(place.upload, answers, empty)
        if not publishes:
            return redirect(portal_link("preview", publisher=publisher, upload_id=upload_id, done="kept"), 303)
        result = uploading.publish(services().desk, upload, {}, now=services().now())
    except RequestNotValid as error:
        return _preview_page(place, answers, error, status=422)
    except AnswersMissing:
        return _preview_page(_again(place), missing=True, status=409)
    except UploadNotReady:  # read again by a colleague while this was sent
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    except VersionConflict:
        return _preview_page(_again(place), moved=True, status=409)
    return redirect(
        portal_link("preview", publisher=publisher, upload_id=upload_id) if result.unchanged else onward, 303
    )


@blueprint.get("/<publisher>/uploads/<upload_id>/published")
def published(publisher: str, upload_id: str) -> AnyResponse:
    """What went out, and where it is."""
    place = upload_place(publisher, upload_id)
    if place.upload.state != "published" or not place.upload.version:
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    version = services().versions.get(place.dataset, place.upload.version)
    scope = Scope(publisher, place.dataset.name)
    first = max(version.first_serial, version.last_serial - MOST_SENTENCES)
    entries = services().journal.between(first, version.last_serial, scope, with_fields=False)
    return page(
        "published.html",
        publisher=place.publisher,
        dataset=place.dataset,
        upload=place.upload,
        version=version,
        headline=entries[-1].event.sentence[language()] if entries else "",
        sentences=[entry.event.sentence[language()] for entry in entries[:-1]],
        total=sum(version.counts.values()),
        feed=scope,
    )


@blueprint.get("/<publisher>/datasets/<dataset>/versions/<number>/withdraw")
def withdraw(publisher: str, dataset: str, number: str) -> Response:
    """The form for withdrawing a version."""
    return _withdraw_page(publisher, dataset, number)


@blueprint.post("/<publisher>/datasets/<dataset>/versions/<number>/withdraw")
def post_withdraw(publisher: str, dataset: str, number: str) -> AnyResponse:
    """Withdraw a version with a public reason."""
    place = dataset_place(publisher, dataset, "publisher")
    try:
        reason = reason_text(request.form.get("reason", ""))
        if not request.form.get("sure"):
            german = "setzen Sie bitte das Häkchen, wenn Sie sicher sind"
            raise RequestNotValid("sure", "tick the box if you are sure", german=german)
        services().versions.withdraw(place.dataset, number, reason, now=services().now())
    except (RequestNotValid, AlreadyWithdrawn) as error:
        return _withdraw_page(publisher, dataset, number, request.form, error)
    return redirect(portal_link("dataset", publisher=publisher, dataset=dataset, done="withdrawn"), 303)


def what_is_seen(upload: Upload) -> str:
    """A mark of what a preview shows, so that nobody publishes what they have not seen."""
    shown = (upload.run, upload.base, upload.next_version, sorted((upload.counts or {}).items()))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _preview_page(
    place: AtUpload,
    typed: Mapping[str, Any] | None = None,
    error: RequestNotValid | None = None,
    *,
    status: int = 200,
    moved: bool = False,
    missing: bool = False,
) -> Response:
    try:
        seen = preview_of(services().desk, place.upload)
    except DateBeforeLast as late:
        return page("preview_too_late.html", 409, **about(place), error=told(late))
    place = AtUpload(place.person, place.publisher, place.dataset, seen.upload)
    total = sum(seen.plan.counts.values())
    last = max(1, -(-total // ROWS))
    number = min(max(1, _page_number()), last)
    return page(
        "preview.html",
        status,
        **about(place),
        plan=seen.plan,
        changes=draft_changes(seen, number, language()),
        number_of_page=number,
        last_page=last,
        total=total,
        headline=seen.events[-1].sentence[language()] if len(seen.events) else "",
        sentences=[
            event.sentence[language()] for event in seen.events[: min(MOST_SENTENCES, max(0, len(seen.events) - 1))]
        ],
        more_sentences=max(0, len(seen.events) - 1 - MOST_SENTENCES),
        inside=_inside(seen.upload),
        questions=asked_questions(seen.upload, typed, error),
        seen=what_is_seen(seen.upload),
        moved=moved or seen.has_moved,
        missing=missing,
        done=request.args.get("done"),
        error=told(error) if error else None,
    )


def _again(place: AtUpload) -> AtUpload:
    """The place with the upload as it is kept now."""
    return upload_place(place.publisher.name, place.upload.id)


def _keep_what_fits(upload: Upload, answers: Mapping[str, Any]) -> None:
    """Keep those answers of a form that still fit a question, so that nothing typed is lost."""
    for name in answers.keys() & answerable_names(questions_of(upload.report)):
        try:
            keep(services().uploads.get(upload.id), {name: answers[name]}, set())
        except (RequestNotValid, UploadNotValid):
            continue


def _inside(upload: Upload) -> list[Mapping[str, Any]]:
    """The columns that are not published, those with a header."""
    return [column for column in upload.report.get("dropped", ()) if column["header"]]


def _withdraw_page(publisher: str, dataset: str, number: str, typed: Any = None, error: Any = None) -> Response:
    place = dataset_place(publisher, dataset, "publisher")
    return page(
        "withdraw.html",
        422 if error else 200,
        publisher=place.publisher,
        dataset=place.dataset,
        version=services().versions.get(place.dataset, number),
        is_current=number == place.dataset.current,
        typed=typed or {},
        wrong=getattr(error, "name", None),
        error=told(error) if error else None,
    )


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
