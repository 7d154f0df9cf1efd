"""Pages for publishing: what will become public, publishing it, what went out, and withdrawing a version.

Here: these pages. Not here: the steps (steps/previewing.py, steps/publishing_drafts.py), the questions
(report_pages.py).
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    AlreadyWithdrawn,
    AnswersMissing,
    DateBeforeLast,
    EarlierPartOpen,
    RequestNotValid,
    UploadNotReady,
    UploadNotValid,
    VersionConflict,
)
from opendata.domain.journal.row_events import withdrawn
from opendata.domain.model import Upload, Version
from opendata.domain.packages.withdrawal import reason_text
from opendata.domain.release_errors import FourEyesNeeded
from opendata.domain.report.questions import answerable_names
from opendata.domain.tables.header_texts import on_one_line
from opendata.portal.answer_forms import given_answers
from opendata.portal.blueprint import blueprint
from opendata.portal.draft_changes import ROWS, draft_changes
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtDataset, AtUpload, dataset_place, upload_place
from opendata.portal.report_pages import about, answers_not_kept, asked_questions, keep
from opendata.portal.report_parts import parts_of_report
from opendata.portal.upload_pages import told
from opendata.steps import publishing_drafts, releasing, set_times
from opendata.steps.answering import questions_of
from opendata.steps.ports.journal import Scope
from opendata.steps.previewing import mark_of
from opendata.steps.previewing import preview as preview_of
from opendata.steps.taking_back import what_goes, withdraw_version
from opendata.web.language import language
from opendata.web.services import services

MOST_SENTENCES = 30
# What the buttons of the preview's form say: keeping the answers is what the Enter key does.
KEEP, PUBLISH, CONFIRM, SCHEDULE, ASK = "keep", "publish", "confirm", "schedule", "ask"
PUBLISHING = (PUBLISH, CONFIRM, SCHEDULE)  # those that need the role of a publisher


@blueprint.get("/<publisher>/uploads/<upload_id>/preview")
def preview(publisher: str, upload_id: str) -> AnyResponse:
    """What will become public."""
    place = upload_place(publisher, upload_id)
    if place.upload.state != "draft":
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return preview_page(place)


@blueprint.post("/<publisher>/uploads/<upload_id>/preview")
def post_publish(publisher: str, upload_id: str) -> AnyResponse:
    """Do with the draft that was seen, and with the answers of the form, what the button says."""
    act = request.form.get("act", KEEP)
    place = upload_place(publisher, upload_id, "publisher" if act in PUBLISHING else "editor")
    if place.upload.state == "published":  # pressed twice, or by a colleague at the same time
        return redirect(portal_link("published", publisher=publisher, upload_id=upload_id), 303)
    answers, empty = given_answers(request.form)
    if place.upload.state != "draft":  # changed by a colleague meanwhile
        return answers_not_kept(place, answers)
    typed_words = {name: request.form.get(name, "") for name in ("day", "time", "word")}
    if request.form.get("seen") != mark_of(place.upload):
        _keep_what_fits(place.upload, answers)
        return preview_page(_again(place), moved=True, status=409, typed_words=typed_words)
    try:
        return _done(place, act, answers, empty)
    except TimeNotPossible as error:
        return preview_page(_again(place), status=422, wrong={"at": error.told}, typed_words=typed_words)
    except RequestNotValid as error:
        return preview_page(place, answers, error, status=422, typed_words=typed_words)
    except AnswersMissing:
        return preview_page(_again(place), missing=True, status=409, typed_words=typed_words)
    except FourEyesNeeded as error:
        return preview_page(_again(place), status=403, wrong={"act": told(error)}, typed_words=typed_words)
    except EarlierPartOpen as error:
        return preview_page(_again(place), status=409, wrong={"act": told(error)}, typed_words=typed_words)
    except UploadNotReady:  # read again by a colleague while this was sent
        return answers_not_kept(_again(place), answers)
    except VersionConflict:
        return preview_page(_again(place), moved=True, status=409, typed_words=typed_words)


class TimeNotPossible(Exception):
    """A draft cannot be published at the time that was typed; told: why, for people."""

    def __init__(self, told_why: str) -> None:
        super().__init__(told_why)
        self.told = told_why


def _done(place: AtUpload, act: str, answers: Mapping[str, Any], empty: set[str]) -> AnyResponse:
    """Do what a button of the preview says."""
    desk, now = services().desk, services().now()
    here = {"publisher": place.publisher.name, "upload_id": place.upload.id}
    upload = place.upload if act == CONFIRM else keep(place.upload, answers, empty)
    if act in (PUBLISH, CONFIRM):
        given = answers if act == CONFIRM else {}
        result = publishing_drafts.publish(desk, upload, given, now=now, confirm=act == CONFIRM)
        return redirect(portal_link("preview" if result.unchanged else "published", **here), 303)
    if act == ASK:
        releasing.ask_for_release(desk, upload, request.form.get("word", ""), now)
        tell("release.asked.done")
    elif act == SCHEDULE:
        at = f"{request.form.get('day', '').strip()}T{request.form.get('time', '').strip()}"
        try:
            set_times.set_time(desk, upload, at, now)
        except RequestNotValid as error:
            raise TimeNotPossible(told(error)) from error
        tell("release.time.set")
    else:
        return redirect(portal_link("preview", done="kept", **here), 303)
    return redirect(portal_link("preview", **here), 303)


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
        parts=parts_of_report(place.upload, services().kinds[place.dataset.kind]),
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
        withdraw_version(services().desk, place.dataset, number, reason, services().now())
    except (RequestNotValid, AlreadyWithdrawn) as error:
        return _withdraw_page(publisher, dataset, number, request.form, error)
    return redirect(portal_link("dataset", publisher=publisher, dataset=dataset, done="withdrawn"), 303)


def preview_page(
    place: AtUpload,
    typed: Mapping[str, Any] | None = None,
    error: RequestNotValid | None = None,
    *,
    status: int = 200,
    moved: bool = False,
    missing: bool = False,
    wrong: Mapping[str, str] | None = None,
    typed_words: Mapping[str, str] | None = None,
) -> Response:
    """The preview of a draft; wrong: what was refused, by the name of its field; typed_words: what was typed then."""
    try:
        seen = preview_of(services().desk, place.upload, confirmed=True)
    except DateBeforeLast as late:
        return page("preview_too_late.html", 409, **about(place), error=told(late))
    place = AtUpload(place.person, place.publisher, place.dataset, seen.upload)
    total = sum(seen.plan.counts.values())
    last = max(1, -(-total // ROWS))
    number = min(asked_page(), last)
    here = {"publisher": place.publisher.name, "upload_id": place.upload.id}
    return page(
        "preview.html",
        status,
        **about(place),
        plan=seen.plan,
        changes=draft_changes(seen, number, language()),
        number_of_page=number,
        last_page=last,
        total=total,
        page_link=lambda wanted: portal_link("preview", page=wanted, **here),
        row_link=lambda resource, key: portal_link("preview_row", resource=resource, key=key, **here),
        headline=seen.events[-1].sentence[language()] if len(seen.events) else "",
        sentences=[
            event.sentence[language()] for event in seen.events[: min(MOST_SENTENCES, max(0, len(seen.events) - 1))]
        ],
        more_sentences=max(0, len(seen.events) - 1 - MOST_SENTENCES),
        inside=_inside(seen.upload),
        questions=asked_questions(seen.upload, typed, error),
        seen=seen.mark,
        wrong=wrong or {},
        typed_words=typed_words or {},
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


def _inside(upload: Upload) -> list[str]:
    """The headers of the columns that are not published."""
    return [on_one_line(column["header"]) for column in upload.report.get("dropped", ()) if column["header"]]


def _withdraw_page(publisher: str, dataset: str, number: str, typed: Any = None, error: Any = None) -> Response:
    place = dataset_place(publisher, dataset, "publisher")
    going = what_goes(services().desk, place.dataset, number)
    return page(
        "withdraw.html",
        422 if error else 200,
        publisher=place.publisher,
        dataset=place.dataset,
        version=going.version,
        going=going,
        sentence=_withdrawal_sentence(place, going.version),
        typed=typed or {},
        wrong=getattr(error, "name", None),
        error=told(error) if error else None,
    )


def _withdrawal_sentence(place: AtDataset, version: Version) -> str:
    """What the journal and the feeds will say, with a gap for the reason."""
    about = (place.dataset.title, place.publisher.title, version.number, version.as_of)
    return withdrawn(*about, "…").sentence[language()].removesuffix(".")


def asked_page() -> int:
    """The page of a long list that is asked for, from 1 on."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1
