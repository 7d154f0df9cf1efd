"""Questions about a valid draft that a person answers before it is published.

Here: what a question is, how it is written as JSON, which questions are still open, and whether an answer fits.
Not here: raising questions (intake/ about what was sent, steps/ about the step from one version to the next).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from opendata.domain.errors import RequestNotValid

_BLANKS = re.compile(r"[\t\n\r\u00a0\u202f]")  # such as a text field or a word processor has; published as blanks
YES, REASON, DISPOSITION, INTO = "yes", "reason", "disposition", "into"
COMPLETED, MERGED, DROPPED, RENUMBERED = "completed", "merged", "dropped", "renumbered"
DISPOSITIONS = (COMPLETED, MERGED, DROPPED, RENUMBERED)
LEADING_ON = (MERGED, RENUMBERED)  # dispositions with which another row carries on
LONGEST_REASON = 1_000
LONGEST_ID, LONGEST_HEAD = 200, 150  # characters; of a longer id a part is kept, and a digest of all
LONGEST_NAME = 200  # characters of an unknown id that a refusal repeats


@dataclass(frozen=True)
class Candidate:
    """A row that a vanished or renumbered row may have become."""

    key: str
    title: str
    likeness: float  # 0 to 1
    old_key: str | None = None  # of the row that it may have been, where the question is about several rows

    def as_json(self) -> dict[str, Any]:
        """The candidate as the API gives it; without old_key where it has none."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Question:
    """Something that a person has to look at before a draft is published.

    about: the kind of question, such as "hidden_content". resource: the table, or None where no single one is meant.
    subject: what distinguishes questions of one kind about one table, such as a key, a column's letters or a sheet.
    texts: the question in "de" and "en", in whole sentences that name the cells.
    answer: YES where a look is enough, REASON where the public should know why, DISPOSITION where one of the
    dispositions is chosen. required: whether the draft cannot be published without an answer.
    """

    about: str
    resource: str | None
    subject: str | None
    texts: Mapping[str, str]
    answer: str = YES
    required: bool = True
    key: str | None = None
    field: str | None = None
    before: Any = None
    after: Any = None
    address: str | None = None  # the first cell, "E2"
    sheet: str | None = None
    dispositions: Sequence[str] = ()
    candidates: Sequence[Candidate] = ()
    group: str | None = None  # an answer under this name serves all questions of the group without one of their own

    @property
    def id(self) -> str:
        """The name by which it is answered, the same for the same files: "hidden_content:measures:E"."""
        name = ":".join(part for part in (self.about, self.resource, self.subject) if part is not None)
        if len(name) <= LONGEST_ID:
            return name
        return f"{name[:LONGEST_HEAD]}…{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def as_json(self) -> dict[str, Any]:
        """The question as the API gives it; parts that it does not have are left out, except resource and key."""
        optional = {
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "address": self.address,
            "sheet": self.sheet,
        }
        chosen = {"dispositions": list(self.dispositions)} if self.dispositions else {}
        alike = {"candidates": [candidate.as_json() for candidate in self.candidates]} if self.candidates else {}
        together = {"group": self.group} if self.group else {}
        return {
            "id": self.id,
            "about": self.about,
            "resource": self.resource,
            "key": self.key,
            **{name: value for name, value in optional.items() if value is not None},
            "text": dict(self.texts),
            "answer": self.answer,
            "required": self.required,
            **chosen,
            **alike,
            **together,
        }

    @classmethod
    def from_json(cls, json: Mapping[str, Any]) -> Self:
        """The question that as_json() wrote."""
        head = ":".join(part for part in (json["about"], json["resource"]) if part is not None)
        return cls(
            about=json["about"],
            resource=json["resource"],
            subject=json["id"].removeprefix(head).removeprefix(":") or None,
            texts=json["text"],
            answer=json["answer"],
            required=json["required"],
            dispositions=tuple(json.get("dispositions", ())),
            candidates=tuple(Candidate(**candidate) for candidate in json.get("candidates", ())),
            **{name: json.get(name) for name in ("key", "field", "before", "after", "address", "sheet", "group")},
        )


def answers_by_id(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by the ids of their questions; they may be written as the body of a request has them, in "answers"."""
    inner = given.get("answers")
    return dict(inner) if len(given) == 1 and isinstance(inner, Mapping) else dict(given)


def open_questions(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The required questions without an answer; raises RequestNotValid if an answer fits no question.

    answers: by the id of the question, or by the name of a group of questions, as JSON has them: {"yes": true},
    {"reason": "…"} or {"disposition": "…"}.
    """
    by_name = {name: question for question in questions for name in (question.group, question.id) if name is not None}
    for name, answer in answers.items():
        if name not in by_name:
            shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
            german = f"diese Einreichung stellt keine Frage „{shown}“"
            ids = [question.id for question in questions]
            raise RequestNotValid("answers", f"this upload asks no question '{shown}'", ids, german)
        _must_fit(name, by_name[name], answer)
    return [question for question in questions if question.required and not _is_answered(question, answers)]


def answer_to(question: Question, answers: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The answer to a question: its own one, or else that of its group."""
    own: Mapping[str, Any] | None = answers.get(question.id)
    return own if own is not None or question.group is None else answers.get(question.group)


def answerable_names(questions: Sequence[Question]) -> set[str]:
    """The names under which answers may be given: the ids of the questions, and the groups."""
    return {name for question in questions for name in (question.id, question.group) if name is not None}


def public_answers(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """The answers that are published with the version: dispositions and reasons. A bare yes stays with the upload.

    An answer for a group is published once, under the name of the group. The texts of the questions stay private,
    because they may quote what the office decided not to publish.
    """
    published = []
    for name, question in _first_of_each_name(questions):
        if parts := public_parts(answers.get(name) or {}):
            key = question.key if name == question.id else None
            about = {"about": question.about, "resource": question.resource, "key": key}
            known = {part: value for part, value in about.items() if value is not None}
            published.append({"id": name, **known, **parts})
    return published


def public_parts(answer: Mapping[str, Any]) -> dict[str, str]:
    """What is published of an answer: the disposition, the key that it leads to, and the reason, each on one line."""
    return {name: " ".join(answer[name].split()) for name in (DISPOSITION, INTO, REASON) if answer.get(name)}


def _first_of_each_name(questions: Sequence[Question]) -> Iterator[tuple[str, Question]]:
    """The questions by their ids, each group by its name before the first of its questions."""
    named = set[str]()
    for question in questions:
        for name in (question.group, question.id):
            if name is not None and name not in named:
                named.add(name)
                yield name, question


def _is_answered(question: Question, answers: Mapping[str, Any]) -> bool:
    answer = answer_to(question, answers)
    if answer is None or answer.get(YES) is False:  # a no stays a no, whatever reason stands beside it
        return False
    if question.answer == YES:
        return answer.get(YES) is True or bool(answer.get(REASON))
    return bool(answer.get(question.answer))


def _must_fit(name: str, question: Question, answer: Any) -> None:
    where = f"answers.{name}"
    parts = (YES, REASON, DISPOSITION, INTO)
    if not isinstance(answer, Mapping) or not answer:
        german = 'muss ein Objekt wie {"yes": true} sein'
        raise RequestNotValid(where, 'must be an object such as {"yes": true}', parts, german)
    for part, value in answer.items():
        if part not in parts:
            german = f"eine Antwort hat keinen Teil „{part}“"
            raise RequestNotValid(where, f"there is no part '{part}' of an answer", parts, german)
        if part == YES and not isinstance(value, bool):
            raise RequestNotValid(where, "'yes' must be true or false", german="„yes“ muss true oder false sein")
        if part != YES and not (isinstance(value, str) and value.strip()):
            raise RequestNotValid(where, f"'{part}' must be a text", german=f"„{part}“ muss ein Text sein")
    may_say_yes = answer.get(YES) is False or (not question.required and YES in answer)
    if question.answer == REASON and REASON not in answer and not may_say_yes:
        german = "braucht einen Grund („reason“), der mit der Version veröffentlicht wird"
        raise RequestNotValid(where, "needs a 'reason', which is published with the version", german=german)
    if len(answer.get(REASON, "")) > LONGEST_REASON:
        german = f"ein Grund darf höchstens {LONGEST_REASON} Zeichen haben"
        raise RequestNotValid(where, f"a reason may have at most {LONGEST_REASON} characters", german=german)
    if REASON in answer and not any(letter.isalnum() for letter in answer[REASON]):
        german = "ein Grund besteht aus Wörtern; „…“ und „-“ sagen der Öffentlichkeit nichts"
        raise RequestNotValid(where, "a reason consists of words; '…' and '-' tell the public nothing", german=german)
    if not _BLANKS.sub(" ", answer.get(REASON, "")).isprintable():
        german = "ein Grund muss gewöhnlicher Text ohne Steuerzeichen sein"
        raise RequestNotValid(where, "a reason must be plain text, without control characters", german=german)
    _disposition_must_fit(question, answer, where)


def _disposition_must_fit(question: Question, answer: Mapping[str, Any], where: str) -> None:
    chosen, into = answer.get(DISPOSITION), answer.get(INTO)
    if not question.dispositions and (chosen or into):
        german = "auf diese Frage antwortet man mit „yes“ oder „reason“, ohne „disposition“"
        raise RequestNotValid(
            where, "this question is answered with 'yes' or 'reason', without a disposition", german=german
        )
    if not question.dispositions or (chosen is None and answer.get(YES) is False):
        return
    if chosen not in question.dispositions:
        german = "braucht eine „disposition“"
        raise RequestNotValid(where, "needs a 'disposition'", list(question.dispositions), german)
    if chosen in LEADING_ON and not into:
        german = f"„{chosen}“ braucht „into“: die Nummer des Eintrags, in dem es weitergeht"
        raise RequestNotValid(where, f"'{chosen}' needs 'into': the key of the row that carries on", german=german)
    if chosen not in LEADING_ON and into:
        german = f"„into“ passt nicht zu „{chosen}“, sondern zu „{MERGED}“ und „{RENUMBERED}“"
        raise RequestNotValid(where, f"'into' goes with '{MERGED}' and '{RENUMBERED}' alone", german=german)
    if chosen == DROPPED and REASON not in answer:
        german = f"„{DROPPED}“ braucht einen Grund („reason“), der mit der Version veröffentlicht wird"
        raise RequestNotValid(
            where, f"'{DROPPED}' needs a 'reason', which is published with the version", german=german
        )
