"""What is asked about rows that vanished, and which rows are offered as those that they became."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from opendata.domain.continuity.all_questions import step_questions
from opendata.domain.continuity.vanished_rows import MOST_ASKED
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.report.questions import Question
from opendata.domain.tables.changeset import diff_tables
from tests.making import grants, plans, plans_kind

TODAY = date(2025, 3, 1)
OFFICE = {
    "A-1": "Radweg an der Hauptstraße bis zum Bahnhof",
    "A-2": "Solardach der Grundschule Nord",
    "A-3": "Wärmenetz in der Altstadt",
    "A-4": "Energieberatung für private Haushalte",
    "A-5": "Mobilstation am Bahnhof",
}


def asked(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> dict[str, Question]:
    kind = plans_kind()
    step = VersionStep(kind, diff_tables(before, after, kind, kind), before, after, TODAY, TODAY)
    return {question.id: question for question in step_questions(step)}


def asked_of_plans(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Question]:
    return asked(*({"plans": plans(*sorted(rows.items()))} for rows in (before, after)))


def without(key: str, **new: str) -> dict[str, str]:
    return {name: title for name, title in OFFICE.items() if name != key} | {
        k.replace("_", "-"): v for k, v in new.items()
    }


@pytest.mark.parametrize(
    ("gone", "new", "title", "likeness"),
    [
        ("A-1", "B-1", "Radweg an der Hauptstraße bis zum Bahnhof", 1.0),
        ("A-1", "B-1", "RADWEG AN DER HAUPTSTRASSE BIS ZUM BAHNHOF", 0.9),
        ("A-2", "B-2", "Solardächer der Grundschulen Nord und Süd", 0.75),
        ("A-3", "B-3", "Wärmenetz Altstadt (2. Bauabschnitt)", 0.55),
        ("A-4", "B-4", "Energieberatung", 0.5),
    ],
)
def test_a_new_row_with_a_similar_title_is_offered_first(gone: str, new: str, title: str, likeness: float):
    after = without(gone, **{new.replace("-", "_"): title, "C_1": "Klimafest am Rathaus"})

    best = asked_of_plans(OFFICE, after)[f"vanished:plans:{gone}"].candidates[0]

    assert (best.key, best.title) == (new, title)
    assert likeness <= best.likeness <= 1


def test_a_row_that_was_there_before_is_offered_as_the_one_it_was_merged_into():
    before = OFFICE | {"A-6": "Wärmenetz in der Altstadt Süd"}

    question = asked_of_plans(before, OFFICE)["vanished:plans:A-6"]

    assert [candidate.key for candidate in question.candidates] == ["A-3"]
    assert "Am ähnlichsten: A-3 „Wärmenetz in der Altstadt“." in question.texts["de"]


def test_nothing_is_offered_where_nothing_is_alike():
    question = asked_of_plans(OFFICE, without("A-4"))["vanished:plans:A-4"]

    assert question.candidates == ()
    assert "ähnlich" not in question.texts["de"]


def test_rows_without_a_status_have_no_course_that_could_end():
    before = {"plans": plans(("1", "Radweg")), "grants": grants(("2024", "KIPKI"), ("2025", "KIPKI"))}
    after = before | {"grants": grants(("2024", "KIPKI"))}

    assert asked(before, after) == {}


def test_of_very_many_rows_one_question_is_asked_for_all():
    rows = [(f"{n:05}", f"Vorhaben {n}") for n in range(1_000)]
    few, many = ({"plans": plans(*rows[count:])} for count in (MOST_ASKED, MOST_ASKED + 1))

    assert len(asked({"plans": plans(*rows)}, few)) == MOST_ASKED
    (question,) = asked({"plans": plans(*rows)}, many).values()
    assert (question.id, question.key, question.before) == ("vanished:plans", None, MOST_ASKED + 1)
    assert "00000, 00001, " in question.texts["de"]


def test_the_rows_of_a_large_table_are_searched_in_bounded_time():
    words = "Radweg Solardach Wärmenetz Mobilstation Gründach Bachlauf Ladesäule Beratung".split()
    rows = [
        (f"{n:06}", f"{words[n % 8]} {words[n // 8 % 8]} im Ortsteil {n % 997} am Platz {n}") for n in range(50_000)
    ]
    before, after = plans(*rows), plans(*rows[90:])

    questions = asked({"plans": before}, {"plans": after})

    assert len(questions) == 90
    # To compare each of them with each row would take hours.
    assert all(question.candidates for question in questions.values())
