"""Actions of a plan in Kausal Watch as an upload: numbers are looked up, statuses read by their identifiers.

The plan is invented; the shape is that of the public REST API, all of whose answers stand together in one file.
"""

import json
from typing import Any

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.files.html_texts import text_of_html
from opendata.validation.check import check
from tests.intake.test_real_tables import CLIMATE_MEASURES

STATUSES = {
    **{"not_started": "Nicht begonnen", "in_progress": "Läuft", "on_time": "Im Zeitplan", "late": "Verspätet"},
    **{"severely_late": "Sehr spät", "completed": "Fertig", "cancelled": "Abgebrochen oder verschoben"},
    **{"postponed": "Verschoben", "merged": "Vereint", "undefined": "Offen", "Out_of_scope": "Nicht unsere Sache"},
    **{"tuned": "im Plan", "begun": "angefangen"},
}
PHASES = {
    "not_started": "Start",
    "Planning": "Planung",
    "implementation": "Bau",
    "completed": "Ende",
    "idea": "Skizze",
}
NUMBERS = {name: number for number, name in enumerate([*STATUSES, *PHASES], 50)}


def listed(named: dict[str, str]) -> list[dict[str, Any]]:
    return [{"id": NUMBERS[name], "plan": 7, "identifier": name, "name": word} for name, word in named.items()]


def plan(*actions: dict[str, Any]) -> dict[str, Any]:
    """All answers about a plan, as they are kept together."""
    categories = [{"id": 9, "name": "Verkehr", "parent": None}, {"id": 10, "name": "Energie", "parent": None}]
    return {
        "plan": {"id": 7, "identifier": "musterstadt", "name": "Klimaplan", "primary_action_classification": 3},
        "actions": list(actions),
        "action_statuses": listed(STATUSES),
        "action_implementation_phases": listed(PHASES),
        "category_types": [
            {"id": 2, "identifier": "goal", "name": "Ziel", "categories": [{"id": 9, "name": "Falsch"}]},
            {"id": 3, "identifier": "field", "name": "Handlungsfeld", "categories": categories},
        ],
        "organizations": [{"id": 5, "name": "Tiefbauamt"}, {"id": 6, "name": "Stadtwerke"}],
    }


def action(number: int, name: str = "Radweg", **parts: Any) -> dict[str, Any]:
    """An action as the API gives it."""
    empty = dict.fromkeys(("status", "implementation_phase", "start_date", "end_date", "completion", "merged_with"))
    lists: dict[str, Any] = {"responsible_parties": [], "contact_persons": [], "categories": {"field": [], "goal": 9}}
    return {"id": number, "plan": 7, "identifier": f"M{number}", "name": name, **empty, **lists, **parts}


def read(value: Any) -> Mapped:
    return read_upload([SourceFile("plan.json", json.dumps(value).encode())], CLIMATE_MEASURES)


def rows(mapped: Mapped) -> dict[str, dict[str, Any]]:
    return {row["measure_id"]: row for row in mapped.tables["measures"].frame.rows(named=True)}


def test_parts_have_the_fields_that_mean_the_same():
    mapped = read(
        plan(
            action(
                *(1, "Radweg"),
                official_name="Bau eines Radwegs",
                lead_paragraph="Kurz &amp; gut.",
                description="<p>Erst <b>planen</b>,<br>dann bauen.</p><ul><li>Nord</li><li>Süd</li></ul>",
                status=NUMBERS["late"],
                implementation_phase=NUMBERS["implementation"],
                manual_status_reason="Die Brücke fehlt.",
                completion=40,
                start_date="2024-03-01",
                end_date="2026-12-31",
                date_format="MONTH_YEAR",
                categories={"field": [9, 10], "goal": 9},
                responsible_parties=[
                    {"organization": 6, "role": "collaborator"},
                    {"organization": 5, "role": "primary"},
                ],
                contact_persons=[{"person": 12, "role": "editor"}],
                superseded_by=3,
            ),
            action(2, identifier="", primary_org=6, end_date="2030-12-31", date_format="YEAR", merged_with=1),
        )
    )
    first, second = rows(mapped).values()
    assert {name: value for name, value in first.items() if value is not None} == {
        **{"measure_id": "M1", "title": "Radweg", "field_of_action": "Verkehr; Energie", "kind": "official"},
        "description": "Kurz & gut.\n\nErst **planen**,\ndann bauen.\n\n* Nord\n* Süd",
        **{"responsible": "Tiefbauamt; Stadtwerke", "planned_start": "2024-03", "planned_end": "2026-12"},
        **{"phase": "implementation", "schedule": "late", "progress_percent": "40"},
        **{"status_note": "Die Brücke fehlt.", "source_status": "Bau; Verspätet"},
        "x_official_name": "Bau eines Radwegs",
    }
    assert (second["measure_id"], second["parent_id"], second["phase"]) == ("2", "M1", "merged")
    assert (second["planned_end"], second["responsible"]) == ("2030", "Stadtwerke")
    (note,) = (note for note in mapped.report.notes if note.code == "parts-not-taken")
    assert "contact_persons, superseded_by" in note.messages["en"]


@pytest.mark.parametrize(
    ("status", "step", "phase", "schedule"),
    [
        ("not_started", None, "not_started", None),
        ("in_progress", None, "implementation", None),
        ("on_time", None, "unknown", "on_time"),
        ("late", None, "unknown", "late"),
        ("severely_late", "Planning", "planning", "late"),
        ("completed", "implementation", "completed", None),
        ("cancelled", "implementation", "cancelled", None),
        ("postponed", None, "unknown", "postponed"),
        ("merged", None, "merged", None),
        ("undefined", "not_started", "not_started", None),
        ("undefined", None, "unknown", None),
        ("on_time", "completed", "completed", "on_time"),
        (None, "implementation", "implementation", None),
        (None, None, "unknown", None),
    ],
)
def test_statuses_and_phases_are_read_by_their_identifiers(
    status: str | None, step: str | None, phase: str, schedule: str | None
):
    mapped = read(plan(action(1, status=NUMBERS.get(status or ""), implementation_phase=NUMBERS.get(step or ""))))

    row = rows(mapped)["M1"]
    assert (row["phase"], row["schedule"] if row["schedule"] != "unknown" else None) == (phase, schedule)
    words = [word for word in (PHASES.get(step or ""), STATUSES.get(status or "")) if word]
    assert row["source_status"] == ("; ".join(words) or None)
    assert not check(mapped).errors


def test_a_word_of_the_plans_own_is_read_as_staffs_words_are_and_else_asked_about():
    mapped = read(
        plan(
            action(1, status=NUMBERS["begun"]),
            action(2, status=NUMBERS["Out_of_scope"]),
            action(3, implementation_phase=NUMBERS["idea"]),
            action(4, status=NUMBERS["tuned"], implementation_phase=NUMBERS["implementation"]),
            action(5, status=999),
        )
    )
    found = rows(mapped)
    assert (found["M1"]["phase"], found["M4"]["phase"], found["M4"]["schedule"]) == (
        *("implementation", "implementation", "on_time"),
    )
    errors = {(error.row, error.field): error.messages["de"] for error in check(mapped).errors}
    assert set(errors) == {(3, "phase"), (4, "phase"), (6, "phase")}
    assert (
        "Nicht unsere Sache" in errors[3, "phase"] and "Skizze" in errors[4, "phase"] and "999" in errors[6, "phase"]
    )


def test_one_answer_of_the_api_and_named_objects_are_read_as_well():
    named = action(
        1,
        status={"id": 1, "identifier": "completed", "name": "Fertig"},
        responsible_parties=[{"organization": {"id": 5, "name": "Tiefbauamt"}}],
        categories={"field": {"id": 9, "name": "Verkehr"}},
    )
    for value in ([named], {"count": 1, "next": None, "previous": None, "results": [named]}):
        (row,) = rows(read(value)).values()
        assert (row["phase"], row["responsible"], row["field_of_action"]) == ("completed", "Tiefbauamt", "Verkehr")


def test_html_becomes_the_text_that_a_reader_sees():
    told = {
        "Nur Text < 5 & so": "Nur Text < 5 & so",
        "<h2>Ziel</h2><p>Zwei\n Zeilen</p>": "**Ziel**\n\nZwei Zeilen",
        '<a href="https://x.example">hier</a> <a href="javascript:x()">dort</a>': "[hier](https://x.example) dort",
        "<script>alert(1)</script><style>p{}</style><p>&lt;b&gt; bleibt</p>": "<b> bleibt",
        "<p></p>": None,
        "</a></script><p>offen": "offen",
    }
    for html, text in told.items():
        assert text_of_html(html) == text, html
    assert text_of_html(None) is None and text_of_html(5) == "5"


def test_actions_that_only_staff_see_are_left_out_and_named():
    mapped = read(plan(action(1), action(2, "Geheim", visibility="internal"), action(3, visibility="public")))
    assert list(rows(mapped)) == ["M1", "M3"]
    assert any("Geheim" in note.messages["de"] for note in mapped.report.notes if note.code == "drafts-left-out")
    with pytest.raises(UnreadableFile, match="only staff can see"):
        read(plan(action(2, visibility="INTERNAL")))


@pytest.mark.parametrize("odd", [None, "Radweg", {"id": 4, "lead_paragraph": "Kurz."}])
def test_an_entry_that_is_no_action_is_a_reason_to_refuse_the_file(odd: Any):
    with pytest.raises(UnreadableFile, match="Entry 2 of the file is no action"):
        read({**plan(action(1)), "actions": [action(1), odd]})
