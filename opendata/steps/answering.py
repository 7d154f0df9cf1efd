"""Answering: the questions of a draft, and whether it may be published with the answers that it has.

Here: which questions a draft has, those about the step from the current version included, and the answers that are
kept with it. Not here: what is asked (intake/, domain/continuity/), publishing (publishing.py, publishing_drafts.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from opendata.domain.continuity.all_questions import NAMES, step_questions
from opendata.domain.errors import AnswersMissing, RequestNotValid
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Kind
from opendata.domain.model import Upload
from opendata.domain.report.questions import INTO, Question, answerable_names, open_questions, public_answers
from opendata.domain.report.report_sizes import bounded, with_parts_bounded
from opendata.domain.report.summary import ASKING, with_questions
from opendata.steps.publishing import Draft, Plan, step_of

# German offices are up to two hours ahead of UTC: shortly after midnight their day has begun there already.
AHEAD_OF_UTC = timedelta(hours=2)
FEW = 100  # questions


def questions_about_step(draft: Draft, plan: Plan, sent_at: datetime) -> list[Question]:
    """What is asked about the step from the current version to a draft; nothing if nothing would be published."""
    if plan.number is None:
        return []
    return step_questions(step_of(draft, plan, _day(sent_at)))


def report_asking(report: Mapping[str, Any], about_step: Sequence[Question]) -> dict[str, Any]:
    """The stored report of an upload with these questions about its step in place of those that it had."""
    asked = questions_of(report)
    others = [question for question in asked if question.about not in NAMES]
    if not about_step and len(others) == len(asked):
        return dict(report)  # cut already, and nothing is put into it
    asking = with_questions(report, [*others, *about_step])
    # A few questions make a report, which is bounded already, a little longer; only the questions need to be cut.
    return with_parts_bounded(asking, ASKING) if len(about_step) <= FEW else bounded(asking)


def questions_of(report: Mapping[str, Any]) -> list[Question]:
    """The questions in a stored report; those of earlier releases have none."""
    return [Question.from_json(question) for question in report.get("questions", ())]


def all_answers(upload: Upload, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to a draft's questions, those of earlier calls and those given now.

    Raises RequestNotValid if one that is given now fits no question. Where nothing would be published, answers to
    questions that are not asked are passed over: whoever sends files and answers once more, because the first answer
    of the service was lost, learns that the version is there.
    """
    if not given and not upload.answers:
        return {}
    questions = questions_of(upload.report)
    known = answerable_names(questions)
    if upload.next_version is None:
        given = {name: answer for name, answer in given.items() if name in known}
    open_questions(questions, given)
    return {**{name: answer for name, answer in (upload.answers or {}).items() if name in known}, **given}


def must_be_answered(upload: Upload) -> None:
    """Raise AnswersMissing if a required question of a draft is open, unless nothing would be published."""
    unanswered = open_questions(questions_of(upload.report), upload.answers or {})
    if unanswered and upload.next_version is not None:
        raise AnswersMissing(upload.id, [question.as_json() for question in unanswered])


def public_part(upload: Upload) -> list[dict[str, str]]:
    """The answers of a draft that are published with its version: dispositions and reasons."""
    return public_answers(questions_of(upload.report), upload.answers) if upload.answers else []


def must_lead_to_rows(
    upload: Upload, answers: Mapping[str, Any], frames: Mapping[str, pl.DataFrame], kind: Kind
) -> None:
    """Raise RequestNotValid if an answer says that a row carries on in one that the draft does not have.

    answers: those that fit the questions of the draft. frames: its tables.
    """
    if not answers:
        return
    by_name = {name: question for question in questions_of(upload.report) for name in (question.group, question.id)}
    for name, answer in answers.items():
        if not answer.get(INTO):
            continue
        resource = by_name[name].resource or ""
        keys = RowNames.of(kind, kind.table(resource), {}).keys(frames[resource])
        if not (keys == answer[INTO]).any():
            german = f"in der Tabelle „{kind.table(resource).label('de')}“ gibt es keinen Eintrag „{answer[INTO]}“"
            raise RequestNotValid(f"answers.{name}.into", f"the draft has no row '{answer[INTO]}'", german=german)


def answers_that_hold(upload: Upload, report: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answers of a draft to questions that stand unchanged in its new report, a whole group of them."""
    if not upload.answers:
        return None
    before, after = (_by_name(questions_of(report_json)) for report_json in (upload.report, report))
    return {
        name: answer for name, answer in upload.answers.items() if name in after and before.get(name) == after[name]
    }


def _by_name(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions that an answer under each name would serve."""
    named: dict[str, list[Question]] = {}
    for question in questions:
        for name in {question.id, question.group} - {None}:
            named.setdefault(str(name), []).append(question)
    return named


def _day(moment: datetime) -> date:
    return (moment + AHEAD_OF_UTC).date()
