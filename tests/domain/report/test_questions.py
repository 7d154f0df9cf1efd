"""Questions: how they are written and read back, which are open, and which answers are refused."""

from dataclasses import replace

import pytest

from opendata.domain.errors import RequestNotValid
from opendata.domain.report.questions import (
    DISPOSITION,
    REASON,
    Candidate,
    Question,
    open_questions,
    public_answers,
)

TEXTS = {"de": "Spalte E ist ausgeblendet.", "en": "Column E is hidden."}
HIDDEN = Question("hidden_content", "measures", "E", TEXTS, address="E1", sheet="Tabelle1")
MANY = Question("many_changed", "measures", None, TEXTS, answer=REASON)
GONE = Question(
    "vanished",
    "measures",
    "A:4",
    TEXTS,
    answer=DISPOSITION,
    key="A:4",
    dispositions=("completed", "merged", "dropped"),
    candidates=(Candidate("A-7", "Radweg", 0.75),),
    group="vanished:measures",
)
LATE = Question("deadline_moved", "measures", "A-7", TEXTS, answer=REASON, required=False, key="A-7")
OPTIONAL = Question("section_heading", "measures", None, TEXTS, required=False)
ALL = (HIDDEN, MANY, GONE, OPTIONAL)


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.about)
def test_json_holds_the_whole_question(question: Question):
    assert Question.from_json(question.as_json()) == question


def test_ids_are_those_of_the_interface():
    assert [question.id for question in ALL] == [
        "hidden_content:measures:E",
        "many_changed:measures",
        "vanished:measures:A:4",
        "section_heading:measures",
    ]


def test_required_questions_stay_open_until_they_are_answered():
    assert open_questions(ALL, {}) == [HIDDEN, MANY, GONE]
    assert open_questions(ALL, {HIDDEN.id: {"yes": True}, MANY.id: {"reason": "Neuer Plan"}}) == [GONE]
    assert open_questions(ALL, {HIDDEN.id: {"yes": False}}) == [HIDDEN, MANY, GONE]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("nothing:measures", {"yes": True}),
        (HIDDEN.id, True),
        (HIDDEN.id, {}),
        (HIDDEN.id, {"yes": "ja"}),
        (HIDDEN.id, {"perhaps": True}),
        (HIDDEN.id, {"disposition": "merged"}),
        (MANY.id, {"yes": True}),
        (MANY.id, {"reason": "  "}),
        (MANY.id, {"reason": "x" * 1_001}),
        (MANY.id, {"reason": "a\x00b"}),
        (GONE.id, {"disposition": "exploded"}),
        (GONE.id, {"yes": True}),
        (GONE.id, {"disposition": "merged"}),
        (GONE.id, {"disposition": "completed", "into": "A-7"}),
        (GONE.id, {"disposition": "dropped"}),
        (GONE.id, {"disposition": "renumbered", "into": "A-7"}),  # this question offers no such disposition
        ("vanished:measures", {"disposition": "dropped"}),
        ("vanished", {"disposition": "completed"}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(name: str, answer: object):
    with pytest.raises(RequestNotValid):
        open_questions(ALL, {name: answer})


def test_reasons_and_dispositions_are_public_and_a_yes_is_not():
    answers = {
        HIDDEN.id: {"yes": True},
        MANY.id: {"reason": " Neuer\nPlan "},
        GONE.id: {"disposition": "merged", "into": "A-7"},
    }
    public = {each["id"]: each for each in public_answers(ALL, answers)}
    assert list(public) == [MANY.id, GONE.id]
    assert (public[MANY.id]["about"], public[MANY.id]["reason"]) == (MANY.about, "Neuer Plan")
    assert (public[GONE.id]["disposition"], public[GONE.id]["into"]) == ("merged", "A-7")


def test_one_answer_serves_a_group_and_a_question_may_have_its_own():
    other = replace(GONE, subject="A-5", key="A-5")
    dropped, done = {"disposition": "dropped", "reason": "Neues Konzept."}, {"disposition": "completed"}

    assert open_questions([GONE, other], {"vanished:measures": dropped}) == []
    assert open_questions([GONE, other], {"vanished:measures": dropped, other.id: {"yes": False}}) == [other]
    assert open_questions([GONE, other], {other.id: done}) == [GONE]
    assert public_answers([GONE, other], {"vanished:measures": dropped, other.id: done}) == [
        {"id": "vanished:measures", "about": "vanished", "resource": "measures", **dropped},
        {"id": other.id, "about": "vanished", "resource": "measures", "key": "A-5", **done},
    ]


def test_a_reason_that_is_not_required_may_be_left_out_by_a_yes():
    assert open_questions([LATE], {LATE.id: {"yes": True}}) == []
    assert public_answers([LATE], {LATE.id: {"yes": True}}) == []
