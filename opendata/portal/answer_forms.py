"""Answer forms: the questions of a draft as parts of a form, and what was answered in it.

Here: from questions to fields, and from fields to answers as the API takes them. Not here: whether an answer fits
(domain/report/questions.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.domain.report.questions import DISPOSITION, INTO, REASON, YES, Question, answer_to, open_questions

LAST_DIGITS = re.compile(r"\d+$")
MOST_ASKED = 1_000  # names that one form may answer


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its place in the form. names of its fields begin with field; answer: what is known so far."""

    field: str
    name: str  # the id or the group
    question: Question
    answer: Mapping[str, Any]
    is_answered: bool
    error: str | None = None

    @property
    def row(self) -> int | None:
        """The row of its first cell; None where it is about a whole column or sheet."""
        digits = LAST_DIGITS.search(self.question.address or "")
        return int(digits[0]) if digits else None


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that one answer may serve; together: the form's part for all of them, where there are several."""

    questions: Sequence[AskedQuestion]
    together: AskedQuestion | None = None

    @property
    def is_answered(self) -> bool:
        """Whether nothing of it is open."""
        return all(question.is_answered for question in self.questions)


def question_groups(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    wrong: str | None = None,
    error: str | None = None,
) -> list[QuestionGroup]:
    """The questions as a form asks them.

    typed: answers that were typed and not kept, in place of the kept ones; wrong, error: the name whose answer does
    not fit, and why.
    """
    shown = answers if typed is None else typed
    unanswered = {question.id for question in open_questions(questions, answers)}
    by_group: dict[str, list[Question]] = {}
    for question in questions:
        by_group.setdefault(question.group or question.id, []).append(question)
    number = iter(range(2 * len(questions) + 1))

    def asked(name: str, question: Question, *, is_answered: bool) -> AskedQuestion:
        told = error if name == wrong else None
        return AskedQuestion(f"q{next(number)}", name, question, shown.get(name) or {}, is_answered, told)

    groups = []
    for name, members in by_group.items():
        done = [question.id not in unanswered and _has_answer(question, answers) for question in members]
        together = asked(name, members[0], is_answered=all(done)) if len(members) > 1 else None
        parts = [asked(q.id, q, is_answered=is_done) for q, is_done in zip(members, done, strict=True)]
        groups.append(QuestionGroup(parts, together))
    return groups


def _has_answer(question: Question, answers: Mapping[str, Any]) -> bool:
    return bool(answer_to(question, answers))


def given_answers(form: Mapping[str, str]) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The answers in a form by their names, and the names whose parts were left empty."""
    answers: dict[str, dict[str, Any]] = {}
    empty = set()
    for place in range(2 * MOST_ASKED):
        name = form.get(f"q{place}-name")
        if name is None:
            break
        if answer := _answer(form, f"q{place}"):
            answers[name] = answer
        else:
            empty.add(name)
    return answers, empty


def _answer(form: Mapping[str, str], field: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if form.get(f"{field}-{YES}"):
        answer[YES] = True
    if chosen := form.get(f"{field}-{DISPOSITION}"):
        answer[DISPOSITION] = chosen
        if into := form.get(f"{field}-{INTO}", "").strip():
            answer[INTO] = into
    if reason := form.get(f"{field}-{REASON}", "").strip():
        answer[REASON] = reason
    return answer
