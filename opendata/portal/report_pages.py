"""The report on an upload: what is to be mended, what is asked, and what was decided; its answers are kept.

Here: this page. Not here: the sheet with its marks (sheet_pages.py), the preview (publishing_pages.py).
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DomainError, RequestNotValid
from opendata.domain.model import Upload
from opendata.domain.report.questions import INTO, REASON, answerable_names
from opendata.portal.answer_forms import given_answers, question_groups
from opendata.portal.blueprint import blueprint
from opendata.portal.error_groups import error_groups
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.mending_form import edit_lines
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtUpload, upload_place
from opendata.portal.release_facts import release_facts
from opendata.portal.report_parts import is_report, parts_of_report
from opendata.portal.upload_pages import told
from opendata.steps import previewing
from opendata.steps.answering import questions_of
from opendata.steps.mending import edition
from opendata.steps.next_steps import step_of
from opendata.steps.processing import job_id
from opendata.web.language import language
from opendata.web.services import services


@blueprint.get("/<publisher>/uploads/<upload_id>/")
def report(publisher: str, upload_id: str) -> AnyResponse:
    """The report on an upload; while it is processed, how far that is."""
    place = upload_place(publisher, upload_id)
    if place.upload.state == "published":
        return redirect(portal_link("published", publisher=publisher, upload_id=upload_id), 303)
    if place.upload.state == "processing":
        return processing_page(place)
    return report_page(place)


def processing_page(place: AtUpload) -> Response:
    """How far an upload is that a job reads; the page asks for its own address again until that is done."""
    progress = round(100 * services().jobs.progress(job_id(place.upload)))
    return page("processing.html", **about(place), progress=progress)


@blueprint.post("/<publisher>/uploads/<upload_id>/answers")
def post_answers(publisher: str, upload_id: str) -> AnyResponse:
    """Keep answers with the draft, and lead to the preview where it was asked for."""
    place = upload_place(publisher, upload_id)
    answers, empty = given_answers(request.form)
    if place.upload.state != "draft":  # published, or changed by a colleague, meanwhile
        return answers_not_kept(place, answers)
    try:
        keep(place.upload, answers, empty)
    except RequestNotValid as error:
        return report_page(place, answers, error)
    if request.form.get("then") == "preview":
        return redirect(portal_link("preview", publisher=publisher, upload_id=upload_id), 303)
    return redirect(portal_link("report", publisher=publisher, upload_id=upload_id, done="kept") + "#questions", 303)


def answers_not_kept(place: AtUpload, answers: Mapping[str, Mapping[str, Any]]) -> AnyResponse:
    """Why nothing was kept where an upload is no draft any more, with what was typed, which no page has otherwise."""
    here = {"publisher": place.publisher.name, "upload_id": place.upload.id}
    if place.upload.state == "published":
        tell("mend.published")
        return redirect(portal_link("published", **here), 303)
    typed = [answer[part] for answer in answers.values() for part in (INTO, REASON) if answer.get(part)]
    if typed and place.upload.state in ("processing", "invalid"):
        return page("answers_not_kept.html", 409, **about(place), typed=typed)
    return redirect(portal_link("report", **here), 303)


def keep(upload: Upload, answers: Mapping[str, Any], empty: set[str]) -> Upload:
    """The draft with these answers; those of empty names are forgotten. Raises RequestNotValid, and keeps nothing."""
    # Questions that are not asked any more, since another version came between, have no answers either.
    asked = answerable_names(questions_of(upload.report))
    upload = previewing.keep_answers(
        services().desk, upload, {name: answer for name, answer in answers.items() if name in asked}
    )
    return previewing.forget_answers(services().desk, upload, empty)


def report_page(
    place: AtUpload,
    typed: Mapping[str, Any] | None = None,
    error: RequestNotValid | None = None,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> Response:
    """The page of a report; typed, error: answers that were not kept, and why; refusal: why nothing was mended."""
    upload, tongue = place.upload, language()
    kind = services().kinds[place.dataset.kind]
    lines = [
        {**line, "message": line["messages"].get(tongue, line["message"])}
        for line in upload.report.get("summary", ())
        if line["question"] is None
    ]
    groups = error_groups(upload.report, kind, tongue)
    return page(
        "report.html",
        422 if error else status,
        **about(place),
        groups=groups,
        refusal=told(refusal) if refusal else None,
        edits=edit_lines(upload),
        edition=edition(upload),
        maps_first=next((group for group in groups if group.maps_first), None),
        helps=any(group.mapping_helps for group in groups) or any(map(_is_unknown, upload.report.get("dropped", ()))),
        questions=asked_questions(upload, typed, error),
        first=[line for line in lines if line["matters"]],
        rest=[line for line in lines if not line["matters"]],
        done=request.args.get("done"),
        error=told(error) if error else None,
    )


def asked_questions(upload: Upload, typed: Mapping[str, Any] | None, error: RequestNotValid | None) -> list[Any]:
    """The questions of a draft as a form asks them."""
    wrong = wrong_name(error) if error else None
    return question_groups(
        questions_of(upload.report), upload.answers or {}, typed, wrong, told(error) if error else None
    )


def wrong_name(error: RequestNotValid) -> str:
    """The name of the question whose answer does not fit."""
    name = error.name.removeprefix("answers.")
    return name.removesuffix(".into")


def about(place: AtUpload) -> dict[str, Any]:
    """What every page about an upload shows."""
    return {
        "publisher": place.publisher,
        "dataset": place.dataset,
        "upload": place.upload,
        "may_publish": place.may_publish,
        "step": step_of(place.dataset, place.upload),
        "parts": parts_of_report(place.upload, services().kinds[place.dataset.kind]),
        "is_report": is_report(place.upload),
        "release": release_facts(place) if place.upload.state in ("draft", "invalid") else None,
    }


def _is_unknown(column: Mapping[str, Any]) -> bool:
    return bool(column["reason"] == "not-in-schema")
