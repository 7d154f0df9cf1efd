"""What is asked about rows that changed in an odd way, in kinds that say which field plays which part."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

import polars as pl
import pytest

from opendata.domain.continuity.all_questions import NAMES, step_questions
from opendata.domain.continuity.odd_changes import MOST_ASKED
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.errors import KindBroken
from opendata.domain.kinds import Kind
from opendata.domain.report.questions import REASON, Question
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import diff_tables

TODAY = date(2025, 3, 1)
FIELDS = ("nr", "called", "state", "done", "due")


def bridges(*, ordered: bool = True, **roles: str | None) -> dict[str, Any]:
    """A made-up kind, none of whose words is one of climate measures."""
    order = {"idea": 1, "building": 2, "open": 3, "torn_down": 3}
    codes = {code: {"order": place} if ordered else {} for code, place in order.items()}
    parts = {"title": "called", "status": "state", "progress": "done", "deadline": "due", **roles}
    fields: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in FIELDS]
    fields[0]["constraints"] = {"required": True}
    fields[2] |= {"labels": {"de": "Zustand", "en": "state"}, "codes": {**codes, "unclear": {}}}
    fields[2]["constraints"] = {"enum": [*codes, "unclear"]}
    fields[3] |= {"type": "number", "unit": "percent", "labels": {"de": "Baufortschritt", "en": "progress"}}
    fields[4] |= {"precision": "reduced", "labels": {"de": "Freigabe", "en": "opening"}}
    return {
        "name": "bridges",
        "resources": [
            {
                "name": "bridges",
                "path": "bridges.csv",
                "labels": {"de": "Brücken", "en": "bridges"},
                "entityLabels": {"de": "Brücke", "en": "bridge"},
                "roles": {role: field for role, field in parts.items() if field is not None},
                "schema": {"fields": fields, "primaryKey": "nr"},
            }
        ],
    }


Rows = Sequence[tuple[str | None, ...]]


def asked(
    before: Rows, after: Rows, descriptor: Mapping[str, Any] | None = None, returned: Sequence[str] = ()
) -> dict[str, Question]:
    """The questions by their ids; beside the rows there are so many others that the step is an ordinary one."""
    kind = canonical_kind(Kind.from_descriptor(descriptor or bridges()))
    others = [(f"Z-{n}", f"Steg {n}", "open", "100", "2020") for n in range(len(before) * 4)]
    old, new = (
        {"bridges": pl.DataFrame([*rows, *others], schema=dict.fromkeys(FIELDS, pl.String), orient="row")}
        for rows in (before, after)
    )
    changesets = diff_tables(old, new, kind, kind)
    step = VersionStep(kind, changesets, old, new, TODAY, TODAY, {"bridges": returned})
    return {question.id: question for question in step_questions(step)}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("open", "100", "2024"), ("building", "100", "2024"), ["phase_back"]),
        (("open", "100", "2024"), ("idea", "20", "2026"), ["phase_back", "progress_down", "deadline_moved"]),
        (("torn_down", "9.5", "2024"), ("building", "10", "2023-06"), ["phase_back", "deadline_moved"]),
        (("open", "100", "2024"), ("torn_down", "100", "2024"), []),
        (("building", "10", "2024"), ("open", "100", "2024-03"), []),
        (("building", "10", "2024"), ("unclear", None, None), []),
        (("unclear", None, None), ("idea", "0", "2030"), []),
        (("building", "100", "2024"), ("building", "99.99", "2024"), ["progress_down"]),
        (("building", "9", "2024"), ("building", "10", "2024"), []),
    ],
)
def test_what_goes_back_or_moves_is_asked_about(
    before: tuple[str | None, ...], after: tuple[str | None, ...], expected: list[str]
):
    questions = asked([("B-1", "Holzbrücke", *before)], [("B-1", "Holzbrücke", *after)])

    assert [question.id for question in questions.values()] == [f"{about}:bridges:B-1" for about in expected]
    for question in questions.values():
        assert (question.key, question.answer, question.group) == ("B-1", REASON, f"{question.about}:bridges")
        assert question.required == (question.about != "deadline_moved")
        assert question.texts["de"].startswith("Brücke B-1 „Holzbrücke“: ")


def test_a_question_names_the_field_and_its_values_as_programs_and_people_read_them():
    row = ("B-1", "Holzbrücke")
    questions = asked([(*row, "open", "80", "2024")], [(*row, "idea", "7.50", "2026-03")])

    told = {name: (question.field, question.before, question.after) for name, question in questions.items()}
    assert {name: (field, str(old), str(new)) for name, (field, old, new) in told.items()} == {
        "phase_back:bridges:B-1": ("state", "open", "idea"),
        "progress_down:bridges:B-1": ("done", "80", "7.50"),
        "deadline_moved:bridges:B-1": ("due", "2024", "2026-03"),
    }
    texts = [question.texts["de"] for question in questions.values()]
    assert "Zustand geht von „open“ auf „idea“ zurück" in texts[0]
    assert "Baufortschritt von 80 % auf 7,50 % gesunken" in texts[1]
    assert "Freigabe von 2024 auf März 2026 verschoben" in texts[2]


@pytest.mark.parametrize("role", ["status", "progress", "deadline"])
def test_without_a_role_nothing_is_asked_about_its_field(role: str):
    gone = {"status": "phase_back", "progress": "progress_down", "deadline": "deadline_moved"}

    questions = asked(
        [("B-1", "Holzbrücke", "open", "80", "2024")],
        [("B-1", "Holzbrücke", "idea", "7", "2026")],
        bridges(ordered=True, **{role: None}),
    )

    assert {question.about for question in questions.values()} == set(gone.values()) - {gone[role]}


def test_codes_without_an_order_are_ordered_as_they_are_listed():
    before, after = [("B-1", "Holzbrücke", "torn_down")], [("B-1", "Holzbrücke", "open")]
    old, new = ([(*row, None, None) for row in rows] for rows in (before, after))

    assert list(asked(old, new)) == []
    assert list(asked(old, new, bridges(ordered=False))) == ["phase_back:bridges:B-1"]


def test_an_order_must_be_a_whole_number():
    descriptor = deepcopy(bridges())
    descriptor["resources"][0]["schema"]["fields"][2]["codes"]["open"]["order"] = "last"

    with pytest.raises(KindBroken, match="'order' must be a whole number"):
        Kind.from_descriptor(descriptor)


def test_a_row_that_comes_back_is_asked_about_and_a_new_one_is_not():
    back, new = ("B-7", "Alte Brücke", "open", None, None), ("B-8", "Neue Brücke", "idea", None, None)
    one = ("B-1", "Holzbrücke", "open", None, None)

    (question,) = asked([one], [one, back, new], returned=["B-7"]).values()

    assert (question.id, question.required) == ("came_back:bridges:B-7", True)
    assert "war schon einmal entfallen und ist wieder in der Datei" in question.texts["de"]


def test_of_very_many_rows_one_question_is_asked_under_the_name_of_the_group():
    before = [(f"B-{n:03}", f"Brücke {n}", "open", "100", "2024") for n in range(MOST_ASKED + 1)]
    after = [(key, title, "open", "100", "2025") for key, title, *_ in before]

    (question,) = asked(before, after).values()

    assert (question.id, question.key, question.group) == ("deadline_moved:bridges", None, "deadline_moved:bridges")
    assert "„Freigabe“ ist bei 51 Einträgen verschoben: B-000, B-001" in question.texts["de"]
    assert len(asked(before[:-1], after[:-1])) == MOST_ASKED


def test_these_questions_are_known_by_their_names():
    assert {"came_back", "phase_back", "progress_down", "deadline_moved", "many_changed", "vanished"} <= NAMES
