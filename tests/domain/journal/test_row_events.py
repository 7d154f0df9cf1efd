"""Events and their sentences."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest

from opendata.domain.journal.row_events import row_events
from opendata.domain.model import Event
from opendata.domain.tables.changeset import diff_tables
from tests.making import grants, plans, plans_kind

Tables = Mapping[str, pl.DataFrame]


def events(before: Tables, after: Tables, moved: Mapping[str, int] | None = None) -> list[Event]:
    kind = plans_kind()
    changesets = diff_tables(before, after, kind, kind)
    return list(row_events(kind, changesets, after, lambda _r, _f, keys: {k: (moved or {}).get(k, 0) for k in keys}))


def one_change(before: tuple[str | None, ...], after: tuple[str | None, ...], moved: int = 0) -> Event:
    (event,) = events({"plans": plans(before)}, {"plans": plans(after)}, {"1": moved})
    return event


def test_a_new_row_is_told_with_where_it_stands():
    (event,) = events({}, {"plans": plans(("1", "Radweg", "planning", "2026-03", "1000"))})

    assert event.event == "plan.added"
    assert event.sentence["de"] == "Radweg: neu aufgenommen (Phase: in Planung, Ende: März 2026)."
    assert event.sentence["en"] == "Radweg: added (phase: being planned, end: March 2026)."
    assert event.fields["cost"] == (None, 1000)


def test_a_row_that_is_gone_is_told_with_where_it_stood():
    (event,) = events({"plans": plans(("1", "Radweg", "planning"))}, {"plans": plans()})

    assert event.event == "plan.removed"
    assert event.sentence["de"] == "Radweg: nicht mehr enthalten (Phase: in Planung)."


def test_a_phase_is_told_by_its_label():
    event = one_change(("1", "Radweg", "planning"), ("1", "Radweg", "implementation"))

    assert event.event == "plan.phase_changed"
    assert event.fields == {"phase": ("planning", "implementation")}
    assert event.sentence["de"] == "Radweg: Phase von „in Planung“ zu „in Umsetzung“."
    assert event.sentence["en"] == "Radweg: phase from “being planned” to “being implemented”."


def test_a_deadline_put_off_again_is_counted():
    event = one_change(("1", "Radweg", None, "2024"), ("1", "Radweg", None, "2026"), moved=2)

    assert event.event == "plan.deadline_moved"
    assert event.times_moved == 3
    assert event.sentence["de"] == "Radweg: Ende von 2024 auf 2026 verschoben, 3. Verschiebung."
    assert event.sentence["en"] == "Radweg: end put off from 2024 to 2026, put off 3 times by now."


@pytest.mark.parametrize(
    ("before", "after", "name", "words"),
    [
        ("2026", "2024-06", "plan.deadline_moved", "Ende von 2026 auf Juni 2024 vorgezogen"),
        ("2026", "2026-06", "plan.changed", "Ende von 2026 zu Juni 2026 geändert"),  # said more precisely
        (None, "2026-06-30", "plan.changed", "Ende auf 30.06.2026 festgelegt"),
        ("2026", None, "plan.changed", "Ende (2026) gestrichen"),
        ("bald", "2026", "plan.changed", "Ende von bald zu 2026 geändert"),
    ],
)
def test_a_deadline_that_was_not_put_off_is_not_counted(before: str | None, after: str | None, name: str, words: str):
    event = one_change(("1", "Radweg", None, before), ("1", "Radweg", None, after))

    assert (event.event, event.times_moved) == (name, None)
    assert event.sentence["de"] == f"Radweg: {words}."


def test_one_row_that_changed_in_several_ways_is_one_sentence():
    event = one_change(
        ("1", "Radweg", "planning", "2024", "1000.5", "a" * 100),
        ("1", "Radweg", "completed", "2025", "2000", "b" * 100),
    )

    assert event.event == "plan.phase_changed"
    assert list(event.events) == ["plan.phase_changed", "plan.deadline_moved", "plan.changed"]
    assert event.fields["cost"] == (Decimal("1000.5"), 2000)
    assert event.sentence["de"] == (
        "Radweg: Phase von „in Planung“ zu „abgeschlossen“; Ende von 2024 auf 2025 verschoben; "
        "Kosten von „1.000,5 €“ zu „2.000 €“; Text geändert."
    )


def test_a_row_that_was_renamed_is_told_under_its_old_name():
    event = one_change(("1", "Radweg"), ("1", "Radschnellweg"))

    assert event.sentence["de"] == "Radweg: heißt jetzt „Radschnellweg“."


def test_quotation_marks_inside_a_quotation_become_single():
    event = one_change(("1", "Radweg"), ("1", "Programm „Rad“"))

    assert event.sentence["de"] == "Radweg: heißt jetzt „Programm ‚Rad‘“."
    assert event.sentence["en"] == "Radweg: is now called “Programm ‘Rad‘”."


def test_a_row_that_belongs_to_another_is_told_with_its_name():
    tables = {"plans": plans(("1", "Radweg")), "grants": grants(("2024", "KIPKI", "1", "5"))}

    (event,) = events({"plans": tables["plans"]}, tables)

    assert event.key == "2024,KIPKI"
    assert event.sentence["de"] == "Radweg: Förderung KIPKI (2024): neu aufgenommen."
