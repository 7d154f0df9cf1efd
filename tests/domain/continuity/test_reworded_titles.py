"""What is asked when titles change in tables whose keys are made of them."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from opendata.domain.continuity.all_questions import step_questions
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.report.questions import YES, Question
from opendata.domain.tables.changeset import diff_tables
from opendata.domain.tables.made_keys import key_of
from tests.making import plans, plans_kind

TODAY = date(2025, 3, 1)
OFFICE = [
    "Radweg Nord",
    "Solardach der Grundschule",
    "Wärmenetz Altstadt",
    "Mobilstation am Bahnhof",
    "Gründach Rathaus",
]


def step_of(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> VersionStep:
    kind = plans_kind()
    old, new = ({"plans": plans(*rows).sort("id")} for rows in (before, after))
    return VersionStep(kind, diff_tables(old, new, kind, kind), old, new, TODAY, TODAY)


def asked(before: Sequence[str], after: Sequence[str]) -> dict[str, Question]:
    old, new = ([(str(key_of([title])), title) for title in titles] for titles in (before, after))
    step = step_of(old, new)
    return {question.id: question for question in step_questions(step)}


@pytest.mark.parametrize(
    "new",
    ["Radweg Nordstraße", "Radweg an der Nordseite", "Radweg Nord (Abschnitt fertig)", "Neuer Radweg Nord"],
)
def test_a_reworded_title_asks_whether_it_is_the_same_and_proposes_the_mapping(new: str):
    question = asked(OFFICE, [new, *OFFICE[1:]])["title_changed:plans"]

    assert (question.answer, question.required) == (YES, True)
    assert [(candidate.old_key, candidate.key, candidate.title) for candidate in question.candidates] == [
        ("radweg-nord", key_of([new]), new)
    ]
    text = question.texts["de"]
    proposed = json.JSONDecoder().raw_decode(text[text.index("{") :])[0]
    assert proposed == {"resources": {"plans": {"renamed": {new: "Radweg Nord"}}}}


@pytest.mark.parametrize(
    "after",
    [
        OFFICE,
        [title.upper() for title in OFFICE],
        [*OFFICE[1:], "Energieberatung"],
        OFFICE[1:],
        [*OFFICE, "Radweg Süd"],
    ],
    ids=["nothing new", "capitals", "another measure", "one is gone", "one is new"],
)
def test_other_changes_ask_nothing_about_titles(after: list[str]):
    assert "title_changed:plans" not in asked(OFFICE, after)


def test_rows_with_numbers_of_their_own_ask_nothing_about_titles():
    step = step_of([("1", "Radweg Nord")], [("2", "Radweg Nordstraße")])

    assert "title_changed" not in {question.about for question in step_questions(step)}
