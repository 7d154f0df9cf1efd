"""Tasks of LocalMonitoring as an upload: recognised by their content, read into measures, and refused where damaged.

The city is invented; the shape is that of LocalMonitoring's public API, of its saved answers, and of its fixtures.
"""

import json
from typing import Any

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.looking import look_at
from opendata.validation.check import check
from tests.intake.test_real_tables import CLIMATE_MEASURES


def task(number: Any, title: str = "Radweg", *children: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A task as the API gives it."""
    empty = dict.fromkeys(
        ("teaser", "description", "responsible_organ", "internal_information", "supporting_ngos"), ""
    )
    dates = dict.fromkeys(("planned_start", "planned_completion", "actual_start", "actual_completion"))
    about = {"id": number, "draft_mode": False, "title": title, "city": 1, "execution_status": 0}
    return {**empty, **dates, **about, "numchild": len(children), "children": list(children), **parts}


def read(value: Any, name: str = "stadt.json", mapping: dict[str, Any] | None = None) -> Mapped:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_upload([SourceFile(name, content)], CLIMATE_MEASURES, mapping)


def rows(mapped: Mapped) -> dict[str, dict[str, Any]]:
    return {row["measure_id"]: row for row in mapped.tables["measures"].frame.rows(named=True)}


def refusal(value: Any) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(value)
    assert refused.value.messages["de"]
    return refused.value.messages["en"]


def test_a_tree_of_any_depth_becomes_rows_whatever_the_file_is_called():
    tree = [task(5, "Verkehr", task(6, "Rad", task(7, "Brücke"))), task(8, "Strom")]
    for value in (tree, {"tasks": tree}, {"city": {"name": "X"}, "tasks": tree}):
        found = rows(read(value, "tabelle.csv"))
        assert {key: row["parent_id"] for key, row in found.items()} == {"5": None, "6": "5", "7": "6", "8": None}
        assert [row["field_of_action"] for row in found.values()] == ["Verkehr", "Verkehr", "Verkehr", "Strom"]


def test_parts_have_the_fields_that_mean_the_same():
    whole = task(
        *(1, "Radweg"),
        teaser="Kurz.",
        description="**Fett**\r\n* eins <b>zwei</b>",
        planned_start="2025-01-31",
        planned_completion="2027-12-31",
        actual_start="2025-02-01",
        actual_completion="2027-11-30",
        responsible_organ="Tiefbauamt",
        responsible_organ_explanation="Und das Land.",
        plan_assessment="Zu wenig.",
        execution_status=4,
        execution_justification="Steht.",
        execution_completion=100,
        supporting_ngos="Radverein",
    )
    (row,) = rows(read([whole])).values()
    told = {name: value for name, value in row.items() if value is not None}
    assert told == {
        **{"measure_id": "1", "title": "Radweg", "description": "**Fett**\n* eins <b>zwei</b>"},
        **{"field_of_action": "Radweg", "kind": "official", "responsible": "Tiefbauamt"},
        **{"planned_start": "2025-01-31", "planned_end": "2027-12-31"},
        **{"actual_start": "2025-02-01", "actual_end": "2027-11-30"},
        **{"phase": "completed", "schedule": "unknown", "progress_percent": "100"},
        **{"status_note": "Steht.", "source_status": "abgeschlossen", "x_teaser": "Kurz."},
        **{"x_plan_assessment": "Zu wenig.", "x_responsible_explanation": "Und das Land."},
        "x_supported_by": "Radverein",
    }
    assert "x_teaser" not in next(iter(rows(read([task(1)])).values()))  # where no task has one


def test_drafts_and_internal_parts_stay_behind_and_the_report_names_them():
    secret = "Nur für uns: Frau Muster anrufen"
    mapped = read(
        [
            task(1, "Verkehr", task(2, "Noch geheim", task(3, "Darunter"), draft_mode=True), task(4, "Rad")),
            task(5, "Strom", internal_information=secret, frontpage=True),
        ]
    )
    assert list(rows(mapped)) == ["1", "4", "5"]
    assert secret not in str(mapped.tables["measures"].frame.rows())
    notes = {note.code: note.messages["en"] for note in mapped.report.notes}
    assert "Noch geheim" in notes["drafts-left-out"] and "(1, with all below them)" in notes["drafts-left-out"]
    assert "frontpage, internal_information" in notes["parts-not-taken"] and "Muster" not in str(notes)
    assert "still is" not in refusal([task(1, draft_mode=True)]) and "drafts" in refusal([task(1, draft_mode=True)])


def test_what_is_a_proposal_is_told_by_the_file_and_else_by_the_local_group():
    told = read([task(1, source=0), task(2, source=1), task(3, "NeuZero: Bäume", source=0)])
    assert [row["kind"] for row in rows(told).values()] == ["official", "proposal", "official"]
    assert not {note.code for note in told.report.notes} & {"proposals-by-title"}

    tasks = [task(1, "Klima Neustadt: Bäume"), task(2, "NeuZero: Bäume"), task(3, "Stadt Neustadt: Bäume")]
    city = {"name": "Neustadt", "local_group": {"name": "Klima Neustadt e. V."}}
    by_title = read({"city": city, "tasks": tasks})
    assert [row["kind"] for row in rows(by_title).values()] == ["proposal", "proposal", "official"]
    (note,) = (note for note in by_title.report.notes if note.code == "proposals-by-title")
    assert "the 2 whose title begins" in note.messages["en"] and "Klima Neustadt: Bäume" in note.messages["en"]


def test_a_status_that_is_not_known_is_asked_about():
    mapped = read([task(1, execution_status=3), task(2, execution_status=None), task(3, execution_status=6)])
    errors = {(error.row, error.field) for error in check(mapped).errors}

    assert errors == {(2, "phase"), (3, "phase")}
    assert rows(mapped)["1"]["source_status"] == "3"
    assert (rows(mapped)["3"]["phase"], rows(mapped)["3"]["schedule"]) == ("unknown", "late")
    answered = read(
        [task(1, execution_status=3)], mapping={"resources": {"measures": {"codes": {"phase": {"3": "planning"}}}}}
    )
    assert rows(answered)["1"]["phase"] == "planning" and not check(answered).errors


def test_codes_that_a_tool_on_the_way_has_made_texts_or_decimals_are_the_same_codes():
    tasks = [task(1, execution_status="4", source="1"), task(2, execution_status=2.0, source=0.0)]
    found = rows(read(tasks))
    assert [(row["phase"], row["kind"]) for row in found.values()] == [
        ("completed", "proposal"),
        ("implementation", "official"),
    ]
    odd = rows(read([task(1, execution_status="2.5"), task(2, execution_status=True), task(3, execution_status="²")]))
    assert [row["source_status"] for row in odd.values()] == ["2.5", "True", "²"]


def test_a_draft_is_one_however_a_tool_writes_its_yes():
    tasks = [task(number, draft_mode=yes) for number, yes in enumerate((1, "true", "True", "1", "ja", ["x"]), 1)]
    tasks += [task(number, draft_mode=no) for number, no in enumerate((False, 0, "false", "0", None, ""), 11)]
    assert list(rows(read(tasks))) == ["11", "12", "13", "14", "15", "16"]


def test_an_entry_that_is_no_task_is_named_as_such_and_not_taken_for_another_city():
    assert "An entry of the file is no task" in refusal([task(1), {"id": 2, "title": "Rad"}])


def test_what_stands_below_a_task_is_a_list_or_the_file_is_refused():
    assert "What stands below 'Rad' is no list of tasks" in refusal([{**task(1, "Rad"), "children": {"0": task(2)}}])
    assert list(rows(read([{**task(1), "children": None}]))) == ["1"]


def test_a_mapping_for_the_citys_own_workbook_does_not_stand_in_the_way():
    mapping = {"resources": {"measures": {"sheet": "Tabelle1", "header_row": 4, "fields": {"Kürzel": "measure_id"}}}}
    assert list(rows(read([task(1)], mapping=mapping))) == ["1"]
    looked = look_at([SourceFile("a.json", json.dumps([task(1)]).encode())], CLIMATE_MEASURES, mapping)
    assert [column["header"] for column in looked.readings[0]["columns"]][:2] == ["Nummer", "Maßnahme"]


def test_a_mapping_for_this_table_says_which_of_its_columns_stay_inside():
    tasks = [task(1, teaser="Kurz.", responsible_organ="Frau Muster")]
    fields: dict[str, Any] = {"Zuständig": None, "Kurztext": "status_note"}
    mapped = read(
        tasks, mapping={"resources": {"measures": {"sheet": "measures", "header_row": 1, "fields": fields}}}
    )
    (row,) = rows(mapped).values()
    assert (row["responsible"], row["status_note"]) == (None, "Kurz.")


def test_doubled_numbers_and_empty_titles_are_errors_of_their_rows():
    mapped = read([task(1, "A", task(1, "B")), task(2, "  "), task(None, "C"), task(True, "D")])
    found = {(error.row, error.field or error.code) for error in check(mapped).errors}

    assert {(4, "title"), (5, "measure_id"), (6, "measure_id")} <= found
    assert any(error.code == "primary-key" or "measure_id" in str(error.note) for error in check(mapped).errors)


def test_values_of_other_types_are_judged_as_cells_are():
    odd = task(1, "Radweg", planned_start=2025, execution_completion=12.50, teaser=7)
    mapped = read([odd, task(2, execution_completion="viel", planned_start="bald")])
    row = rows(mapped)["1"]

    assert (row["planned_start"], row["progress_percent"], row["x_teaser"]) == ("2025", "12.5", "7")
    assert {(error.row, error.field) for error in check(mapped).errors} == {
        (3, "progress_percent"),
        (3, "planned_start"),
    }


def test_a_title_that_was_cut_for_want_of_room_is_whole_again():
    whole = "Ausbau und Verdichtung des Radverkehrsnetzes zwischen Altstadt und Norden"
    cut = "Ausbau und Verdichtung des Radverkehrsnetzes…"
    found = rows(
        read(
            [
                task(1, cut, task(4, "Brücke"), description=f"**{whole}**\n\nSiehe Plan."),
                task(2, f"{cut} (2)", description=f"**{whole}**"),
                task(3, "Das Projekt", description="**Das Projekt**\n\nist groß."),
                task(5, "Phase (2)", description="**Phase II der Planung**\n\nläuft."),
                task(6, "Brücke (2)", description="**Brücke**"),
            ]
        )
    )
    titles, texts = ([row[name] for row in found.values()] for name in ("title", "description"))
    assert titles == [whole, "Brücke", whole, "Das Projekt", "Phase (2)", "Brücke"]
    assert texts[:4] == ["Siehe Plan.", None, None, "**Das Projekt**\n\nist groß."]
    assert texts[4:] == ["**Phase II der Planung**\n\nläuft.", None]
    assert found["4"]["field_of_action"] == whole


def record(path: str, number: int, title: str, **fields: Any) -> dict[str, Any]:
    """A task as the database of LocalMonitoring writes it."""
    about = task(number, title, **fields)
    kept = {name: value for name, value in about.items() if name not in ("id", "children")}
    return {"model": "cpmonitor.task", "pk": number, "fields": {**kept, "path": path, "depth": len(path) // 4}}


def test_the_records_of_its_database_are_read_as_the_tree_that_their_paths_tell():
    city = {"model": "cpmonitor.city", "pk": 1, "fields": {"name": "Neustadt"}}
    records = [
        *(record("00010002", 3, "Rad"), city, record("0001", 1, "Verkehr"), record("000100020001", 4, "Brücke")),
        record("0002", 2, "Strom", draft_mode=True),
    ]
    assert {key: row["parent_id"] for key, row in rows(read(records)).items()} == {"1": None, "3": "1", "4": "3"}
    assert "of 2 municipalities" in refusal([record("0001", 1, "A"), record("0002", 2, "B", city=2)])


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_coding_of_json_is_read(coding: str):
    content = json.dumps([task(1, "Öffentlicher Nahverkehr")], ensure_ascii=False).encode(coding)
    assert rows(read(content))["1"]["title"] == "Öffentlicher Nahverkehr"


def test_what_is_damaged_or_too_deep_is_refused_with_a_sentence():
    deep: dict[str, Any] = task(0)
    for number in range(1, 100):
        deep = task(number, "Ebene", deep)
    assert "more than 63 levels" in refusal([deep])
    levels = 10_000
    nested = b'[{"id":1,"title":"A","execution_status":0,"children":' * levels + b"[]" + b"}]" * levels
    assert "nested far deeper" in refusal(nested)
    whole = json.dumps([task(1, "Öffentlicher Verkehr")], ensure_ascii=False)
    assert "not saved in UTF-8" in refusal(whole.encode("cp1252"))
    assert "damaged or incomplete (line 1" in refusal(whole.encode()[:-20])
    assert "damaged or incomplete" in refusal(b'[{"title": "A", "execution_status": NaN}]')
    assert "damaged or incomplete" in refusal(b'[{"title": "A", "execution_status": ' + b"9" * 5000 + b"}]")
    assert "halves of letters" in refusal(b'[{"title": "\\ud800", "execution_status": 0}]')
    assert "is no task of LocalMonitoring (below 'A')" in refusal([task(1, "A", {"id": 2})])
    assert "Entry 1 has a list or an object under 'Zuständig'" in refusal([task(1, responsible_organ=["Amt"])])
    assert "more than 1,000,000 characters under 'Beschreibung'" in refusal([task(1, description="x" * 1_000_001)])
    assert "far more lists and objects" in refusal(b"[" + b"[]," * 700_000 + b"[]]")
    assert "JSON file, but not one with measures" in refusal({"name": "x"})
    assert "JSON file, but not one with measures" in refusal([[1, 2]])
