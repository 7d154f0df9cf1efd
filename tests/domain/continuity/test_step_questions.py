"""What is asked about a step: tables before and after, as offices keep them, and the question that is right."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.continuity.all_questions import NAMES, step_questions
from opendata.domain.continuity.renumbered_rows import COMPARED_GONE, paired
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.report.questions import DISPOSITION, REASON, YES, Question
from opendata.domain.tables.changeset import diff_tables
from tests.making import plans, plans_kind

TODAY = date(2025, 3, 1)
Rows = Mapping[str, str]  # the titles of plans by their id


def step(before: Rows, after: Rows, as_of: date = TODAY) -> VersionStep:
    kind = plans_kind()
    old, new = ({"plans": plans(*rows.items()).sort("id")} for rows in (before, after))
    return VersionStep(kind, diff_tables(old, new, kind, kind), old, new, as_of, TODAY)


def asked(before: Rows, after: Rows) -> dict[str, Question]:
    return {question.id: question for question in step_questions(step(before, after))}


def numbered(count: int, title: str = "Vorhaben {}", prefix: str = "", start: int = 1) -> dict[str, str]:
    return {f"{prefix}{n + start:03}": title.format(n) for n in range(count)}


WORDS = ["Radweg", "Solardach", "Wärmenetz", "Mobilstation", "Gründach", "Bachlauf", "Ladesäule", "Energieberatung"]
TITLES = [f"{word} im Ortsteil {part}" for word in WORDS for part in ("Nord", "Süd", "West")]
OFFICE = {f"M-{n}": title for n, title in enumerate(TITLES, 1)}  # 24 plans with ordinary titles
HALF = dict(list(OFFICE.items())[:12])

RENUMBERED: dict[str, tuple[Rows, Rows]] = {
    "every number is ten higher": (numbered(8), numbered(8, start=11)),
    "a letter in front of the numbers": (OFFICE, {f"A.{key}": title for key, title in OFFICE.items()}),
    "numbers by field of action": (OFFICE, {f"{n % 3}.{n}": title for n, title in enumerate(TITLES)}),
    "titles in capitals": (OFFICE, {f"N{key}": title.upper() for key, title in OFFICE.items()}),
    "titles with a full stop and two blanks": (
        OFFICE,
        {f"N{key}": title.replace(" ", "  ") + "." for key, title in OFFICE.items()},
    ),
    "titles with a word more": (OFFICE, {f"N{key}": f"{title} (neu)" for key, title in OFFICE.items()}),
    "a mistyped letter in each title": (
        OFFICE,
        {f"N{key}": title.replace("Orts", "Ort") for key, title in OFFICE.items()},
    ),
    "two thirds renumbered, the rest kept": (
        OFFICE,
        {(f"N{key}" if n % 3 else key): title for n, (key, title) in enumerate(OFFICE.items())},
    ),
    "renumbered, and a few dropped": (OFFICE, {f"N{key}": title for key, title in list(OFFICE.items())[4:]}),
    "the same title twice": ({"1": "Radweg", "2": "Radweg", "3": "Bus"}, {"7": "Radweg", "8": "Radweg", "9": "Bus"}),
    "a plan put in at the top, and numbered anew": (
        numbered(8),
        {"001": "Klimaneutrale Verwaltung", **numbered(8, start=2)},
    ),
    "numbered anew in another order": (OFFICE, dict(zip(OFFICE, [*TITLES[5:], *TITLES[:5]], strict=True))),
    "the first three dropped, and numbered anew": (OFFICE, dict(zip(OFFICE, TITLES[3:], strict=False))),
    "all numbers five higher": (numbered(8), numbered(8, start=6)),
    "two plans that changed their numbers": ({"1": "Radweg", "2": "Solar"}, {"1": "Solar", "2": "Radweg"}),
    "a single plan": ({"1": "Radweg an der Hauptstraße"}, {"01": "Radweg an der Hauptstraße"}),
}
REMOVED: dict[str, tuple[Rows, Rows]] = {
    "half of them": (OFFICE, HALF),
    "all of them": (OFFICE, {}),
    "two of three": ({"1": "Radweg", "2": "Solar", "3": "Bus"}, {"1": "Radweg"}),
    "the only one": ({"1": "Radweg"}, {}),
    "other plans under other numbers": (OFFICE, numbered(24, "Baumpflanzung am Platz {}", "Z")),
    "phases of one plan are not the same plan": (
        {str(n): f"Bauabschnitt {n}" for n in range(1, 9)},
        {str(n): f"Bauabschnitt {n}" for n in range(21, 29)},
    ),
}
NOTHING: dict[str, tuple[Rows, Rows]] = {
    "a first version": ({}, OFFICE),
    "nothing changed": (OFFICE, OFFICE),
    "new plans": (HALF, OFFICE),
    "two of eight changed their numbers": (numbered(8), numbered(8) | {"001": "Vorhaben 1", "002": "Vorhaben 0"}),
    "three of ten have new titles": (numbered(10), numbered(10) | numbered(3, "Projekt {}")),
}
CHANGED: dict[str, tuple[Rows, Rows]] = {
    "new titles for the same numbers": (OFFICE, {key: f"Projekt {title}" for key, title in OFFICE.items()}),
    "titles with another punctuation": (OFFICE, {key: f"{title}." for key, title in OFFICE.items()}),
    "four of ten have new titles": (numbered(10), numbered(10) | numbered(4, "Projekt {}")),
}
VANISHED: dict[str, tuple[Rows, Rows]] = {
    "a third removed": (OFFICE, dict(list(OFFICE.items())[:16])),
    "one of two removed": ({"1": "Radweg", "2": "Solar"}, {"1": "Radweg"}),
    "two plans became one": (OFFICE, {**{k: v for k, v in OFFICE.items() if k not in ("M-3", "M-4")}, "M-3+4": "x"}),
    "three got other numbers": (
        OFFICE,
        {(f"N{key}" if n < 3 else key): title for n, (key, title) in enumerate(OFFICE.items())},
    ),
}


def by_name(cases: Mapping[str, tuple[Rows, Rows]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("before", "after"), list(cases.values()), ids=list(cases))


@by_name(RENUMBERED)
def test_new_keys_for_the_same_titles_are_one_question(before: Rows, after: Rows):
    (question,) = asked(before, after).values()

    assert (question.id, question.answer, question.required) == ("renumbered:plans", REASON, True)
    assert question.candidates
    for candidate in question.candidates:
        assert after[candidate.key] == candidate.title
        assert candidate.old_key in before
        assert 0.8 <= candidate.likeness <= 1
    assert question.candidates[0].key in question.texts["de"]
    assert question.candidates[0].key in question.texts["en"]


@by_name(REMOVED)
def test_many_removed_rows_are_one_question(before: Rows, after: Rows):
    question, *about_single_rows = asked(before, after).values()

    assert (question.id, question.answer, question.required) == ("many_removed:plans", REASON, True)
    gone = [key for key in sorted(before) if key not in after]
    # What became of each may be told, and the one reason for all of them is enough.
    assert [(each.id, each.required) for each in about_single_rows] == [
        (f"vanished:plans:{key}", False) for key in gone
    ]
    assert ", ".join(gone[:10]) in question.texts["de"]
    assert ("…" in question.texts["de"]) == (len(gone) > 10)


@by_name(VANISHED)
def test_of_each_row_that_vanished_is_asked_what_became_of_it(before: Rows, after: Rows):
    questions = asked(before, after)

    gone = [key for key in sorted(before) if key not in after]
    assert list(questions) == [f"vanished:plans:{key}" for key in gone]
    for key, question in zip(gone, questions.values(), strict=True):
        assert (question.key, question.answer, question.required) == (key, DISPOSITION, True)
        assert list(question.dispositions) == ["completed", "merged", "dropped", "renumbered"]
        assert f"Plan {key} „{before[key]}“ ist nicht mehr in der Datei." in question.texts["de"]
        assert all(after[candidate.key] == candidate.title for candidate in question.candidates)


@by_name(CHANGED)
def test_why_many_rows_changed_is_asked_and_may_be_left_open(before: Rows, after: Rows):
    (question,) = asked(before, after).values()

    changed = sum(before[key] != title for key, title in after.items())
    assert (question.id, question.answer, question.required) == ("many_changed:plans", REASON, False)
    assert (question.before, question.after) == (len(before), changed)
    assert f"{changed} von {len(before)} Zeilen" in question.texts["de"]


@by_name(NOTHING)
def test_an_ordinary_step_asks_nothing(before: Rows, after: Rows):
    assert asked(before, after) == {}


def test_one_row_is_spoken_of_in_the_singular():
    question = asked({"1": "Radweg"}, {})["many_removed:plans"]

    assert question.texts["de"].startswith("Die einzige Zeile der Tabelle „plans“ ist nicht mehr in der Datei: 1.")
    assert "is not in the file any more: 1." in question.texts["en"]


@pytest.mark.parametrize(("days", "count"), [(-400, 0), (0, 0), (1, 1), (3650, 1)])
def test_a_date_after_today_is_a_question_that_takes_a_yes(days: int, count: int):
    questions = step_questions(step(OFFICE, OFFICE, TODAY + timedelta(days)))

    assert [(question.id, question.answer) for question in questions] == [("future_date", YES)] * count


REWORDED: tuple[Rows, Rows] = (
    {"radweg-nord": "Radweg Nord", "wald": "Wald", "bach": "Bach", "pv": "PV"},
    {"radweg-nordstrasse": "Radweg Nordstraße", "wald": "Wald", "bach": "Bach", "pv": "PV"},
)


def test_every_question_about_a_step_is_known_by_its_name():
    # A question that is not in the list would be asked twice after another version came between.
    cases = (*RENUMBERED.values(), *REMOVED.values(), *VANISHED.values(), *CHANGED.values(), REWORDED)
    raised = {
        question.about
        for before, after in cases
        for question in step_questions(step(before, after, TODAY + timedelta(1)))
    }

    of_other_tests = {"came_back", "phase_back", "progress_down", "deadline_moved"}  # test_odd_changes.py
    of_other_tests |= {"columns_swapped", "amounts_scaled", "other_titles", "older_version", "same_elsewhere"}
    assert raised == NAMES - of_other_tests  # test_moved_values.py


@given(st.dictionaries(st.text("ABC123", min_size=1), st.sampled_from(TITLES), min_size=1), st.randoms())
def test_each_row_has_at_most_one_partner_and_equal_titles_always_have_one(rows: Rows, random: object):
    gone = pl.Series(list(rows.values()), dtype=pl.String)
    new = pl.Series(random.sample(list(rows.values()), len(rows)), dtype=pl.String)  # type: ignore[attr-defined]

    pairs, share = paired(gone, new)

    assert share == 1
    assert [pair.gone for pair in pairs] == list(range(len(rows)))
    assert sorted(pair.new for pair in pairs) == list(range(len(rows)))
    assert all(gone[pair.gone] == new[pair.new] and pair.likeness == 1 for pair in pairs)


def test_of_a_large_table_the_share_of_nearly_equal_titles_is_judged_from_its_first_rows():
    titles = [f"{word} an der {street}straße" for word in WORDS for street in (f"Haus{n}" for n in range(2_000))]
    before = {f"{n:06}": title for n, title in enumerate(titles)}
    after = {f"N{n:06}": f"{title} (fortgesetzt)" for n, title in enumerate(titles)}

    question = asked(before, after)["renumbered:plans"]

    assert 0 < len(question.candidates) <= COMPARED_GONE


def test_rows_without_a_title_have_no_partner():
    nothing = pl.Series([None, None, ""], dtype=pl.String)

    assert paired(nothing, nothing) == ([], 0.0)
