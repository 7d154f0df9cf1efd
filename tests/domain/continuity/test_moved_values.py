"""What is asked where whole columns or tables hold something else than before, as after a slip with the file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from opendata.domain.continuity.all_questions import step_questions
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.kinds import Kind
from opendata.domain.report.questions import REASON, YES, Question
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import diff_tables

FIELDS = {
    "id": "string",
    "title": "string",
    "cost": "number",
    "saving": "number",
    "start": "string",
    "office": "string",
}
KIND = canonical_kind(
    Kind.from_descriptor(
        {
            "name": "works",
            "resources": [
                {
                    "name": "works",
                    "labels": {"de": "Vorhaben", "en": "Works"},
                    "roles": {"title": "title"},
                    "schema": {
                        "primaryKey": "id",
                        "fields": [
                            {"name": name, "type": kind, "labels": {"de": name.upper(), "en": name}}
                            for name, kind in FIELDS.items()
                        ],
                    },
                }
            ],
        }
    )
)
TODAY = date(2025, 3, 1)
TITLES = ("Radweg Nord", "Wärmenetz", "Solardach", "Mobilstation", "Gründach", "Bachlauf", "Ladesäule", "Beratung")
Column = Sequence[str | None] | pl.Series


def works(**columns: Column) -> pl.DataFrame:
    """Eight works; what is not given is the same in each table."""
    usual: dict[str, Column] = {
        "id": [f"M-{number}" for number in range(1, 9)],
        "title": TITLES,
        "cost": ["1250000", "480000", "12500", "30000", "7000", None, "99000", "250"],
        "saving": ["85", "12", "3.5", None, "400", "7", "1", "60"],
        "start": ["2024", "2025", "2026", "2024-05", "2023", "2022", "2021", "2020"],
        "office": ["Amt 66", "Amt 61", "Amt 20", "Amt 10", "Amt 32", "Amt 40", "Amt 50", "Amt 70"],
    }
    return pl.DataFrame({**usual, **columns}, schema=dict.fromkeys(FIELDS, pl.String))


BEFORE = works()
COST, SAVING = BEFORE["cost"].to_list(), BEFORE["saving"].to_list()


def step(after: pl.DataFrame, before: pl.DataFrame = BEFORE) -> VersionStep:
    old, new = {"works": before.sort("id")}, {"works": after.sort("id")}
    return VersionStep(KIND, diff_tables(old, new, KIND, KIND), old, new, TODAY, TODAY)


def asked(after: pl.DataFrame, before: pl.DataFrame = BEFORE) -> dict[str, Question]:
    questions = step_questions(step(after, before))
    return {question.id: question for question in questions if question.about != "many_changed"}


def times(column: Sequence[str | None], factor: str) -> list[str | None]:
    return [
        None if value is None else f"{float(value) * float(factor):f}".rstrip("0").rstrip(".") for value in column
    ]


@pytest.mark.parametrize(
    ("after", "names"),
    [
        (works(cost=SAVING, saving=COST), ["cost"]),
        (works(cost=SAVING), ["cost"]),
        (works(start=BEFORE["office"], office=BEFORE["start"]), ["start"]),
        (works(title=BEFORE["office"], office=TITLES), ["title"]),
        (works(saving=COST, start=SAVING, office=BEFORE["start"]), ["saving", "start", "office"]),
        (works(cost=times(SAVING, "1000"), saving=COST), ["cost"]),  # the header said thousands
        (works(cost=[*SAVING[:6], *COST[6:]], saving=[*COST[:6], *SAVING[6:]]), ["cost"]),
    ],
)
def test_columns_that_changed_places_are_asked_about(after: pl.DataFrame, names: list[str]) -> None:
    questions = {id: question for id, question in asked(after).items() if question.about == "columns_swapped"}
    assert list(questions) == [f"columns_swapped:works:{name}" for name in names]
    assert all((question.answer, question.required) == (YES, True) for question in questions.values())


def test_the_question_names_both_columns_and_an_example() -> None:
    text = asked(works(cost=SAVING, saving=COST))["columns_swapped:works:cost"].texts
    assert "unter „COST“ jetzt, was bisher unter „SAVING“ stand, und umgekehrt" in text["de"]
    assert "M-1: COST bisher 1.250.000, jetzt 85" in text["de"]
    assert "the other way round, for example M-1: cost before 1,250,000, now 85" in text["en"]


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        (works(cost=times(COST, "1000")), "7 von 7 Zahlen unter „COST“ genau tausendmal so groß"),
        (works(cost=times(COST, "0.001")), "7 von 7 Zahlen unter „COST“ genau ein Tausendstel"),
        (works(cost=times(COST, "1000000")), "genau eine Million Mal so groß"),
        (works(cost=times(COST, "0.000001")), "genau ein Millionstel"),
        (works(cost=times(COST, "100")), "genau hundertmal so groß"),
        (works(saving=times(SAVING, "0.01")), "7 von 7 Zahlen unter „SAVING“ genau ein Hundertstel"),
        (works(saving=times(SAVING, "1000"), title=[f"{title} (neu)" for title in TITLES]), "tausendmal"),
        (works(cost=[*times(COST[:6], "1000"), *COST[6:]]), "5 von 7 Zahlen"),
        (works(cost=[*times(COST[:7], "1000"), "999"]), "6 von 7 Zahlen"),
    ],
)
def test_amounts_in_another_unit_are_asked_about(after: pl.DataFrame, counts: str) -> None:
    (question,) = asked(after).values()
    assert (question.about, question.answer, question.required) == ("amounts_scaled", YES, True)
    assert counts in question.texts["de"]


@pytest.mark.parametrize(
    "after",
    [
        works(title=[f"Kita {number}" for number in range(8)]),
        works(title=[f"Kita {number}" for number in range(5)] + list(TITLES[5:])),
        works(title=[f"Kita {number}" for number in range(8)], cost=times(COST, "3"), office=["x"] * 8),
    ],
)
def test_other_titles_under_the_same_numbers_are_asked_about(after: pl.DataFrame) -> None:
    (question,) = asked(after).values()
    assert (question.id, question.answer, question.required) == ("other_titles:works", REASON, True)
    assert "M-1 „Radweg Nord“ → „Kita 0“" in question.texts["de"]
    assert "M-1 “Radweg Nord” → “Kita 0”" in question.texts["en"]


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        works(cost=times(COST, "1.5")),
        works(cost=times(COST, "10")),
        works(cost=[*times(COST[:2], "1000"), *COST[2:]]),
        works(cost=[value and "0" for value in COST]),
        works(cost=[None] * 8),
        works(saving=["5"] * 8, cost=["5"] * 8),
        works(title=[f"{title} (2. Bauabschnitt)" for title in TITLES]),
        works(title=[f"Projekt {title}" for title in TITLES], office=["Amt 1"] * 8),
        works(title=["Kita", "Schule", *TITLES[2:]]),
        works(cost=["250", "99000", None, "7000", "30000", "12500", "480000", "1250000"]),  # sorted otherwise
        works(office=TITLES),  # titles stand in two columns: only one of them holds what the other did
        works(start=[f"20{30 - number}" for number in range(8)]),
        works(saving=times(SAVING, "2"), cost=times(COST, "2")),
    ],
)
def test_what_an_ordinary_year_changes_asks_nothing(after: pl.DataFrame) -> None:
    assert [id for id in asked(after) if id != "columns_swapped:works:office"] == []


def test_a_first_version_and_a_changed_order_of_rows_ask_nothing() -> None:
    assert asked(BEFORE, BEFORE.clear()) == {}
    assert asked(BEFORE.reverse()) == {}


def test_tables_that_are_published_already_are_asked_about() -> None:
    like = replace(step(BEFORE), like_older=("1.1.0", date(2024, 12, 31)), like_other=("Musterstadt", "Klimaplan"))
    older, other = step_questions(like)
    assert (older.id, older.answer, older.required) == ("older_version", YES, False)
    assert "Version 1.1.0 (Stand 31.12.2024)" in older.texts["de"] and "1.1.0" in older.texts["en"]
    assert (other.id, other.required) == ("same_elsewhere", False)
    assert "„Musterstadt“ als „Klimaplan“" in other.texts["de"] and "“Musterstadt”" in other.texts["en"]
