"""Several sheets, hidden rows and columns, lists without numbers, years as columns: what is right for each table."""

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.findings import Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.tables.made_keys import LONGEST_KEY, key_of
from opendata.intake import SourceFile, read_upload
from opendata.intake.matching.mapping_files import read_mapping
from opendata.kind_folders import load_kind
from opendata.validation.check import check
from tests.intake.making import ROOT, codes, column, csv_file, measures

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
HEADER = ["Nr.", "Maßnahme", "Status", "Kosten (€)"]
Rows = list[list[Any]]


def book(sheets: dict[str, Rows], states: dict[str, str] | None = None, **hidden: list[str | int]) -> SourceFile:
    """A workbook; states: "hidden" by sheet; hidden: columns by letter and rows by number, by sheet."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = (states or {}).get(name, "visible")
        for place in hidden.get(name, []):
            if isinstance(place, int):
                sheet.row_dimensions[place].hidden = True
            else:
                sheet.column_dimensions[place].hidden = True
    content = io.BytesIO()
    made.save(content)
    return SourceFile("plan.xlsx", content.getvalue())


def read(*files: SourceFile, mapping: Any = None) -> Mapped:
    return read_upload(files, KIND, mapping)


def asked(mapped: Mapped) -> list[str]:
    return [question.id for question in mapped.report.questions]


def checked(mapped: Mapped) -> Report:
    return check(mapped)


def rows_of(*ids: str) -> Rows:
    return [HEADER, *([name, f"Maßnahme {name}", "geplant", 1000] for name in ids)]


LEGEND: Rows = [["Kürzel", "Bezeichnung"], ["geplant", "noch nicht begonnen"], ["läuft", "in Umsetzung"]]
PIVOT: Rows = [["Zeilenbeschriftungen", "Anzahl von Nr."], ["geplant", 2], ["Gesamtergebnis", 2]]
DROPDOWNS: Rows = [["Status", "Zuständigkeit", "Priorität"], ["geplant", "Amt 61", "hoch"], ["läuft", "Amt 66", None]]
COVER: Rows = [["Klimaschutzkonzept"], ["Stadt Musterhausen"], ["Stand 31.12.2025"]]


@pytest.mark.parametrize(
    ("name", "other", "questions"),
    [
        ("Maßnahmen Energie", rows_of("E2"), ["unread_table:measures:Maßnahmen Energie"]),
        (
            "2024",
            [["Maßnahmennummer", "Titel", "Umsetzungsstand"], ["7", "Wald", "geplant"]],
            ["unread_table:measures:2024"],
        ),
        ("ohne Nummern", [["Projekt", "Status"], ["Wald", "geplant"]], ["unread_table:measures:ohne Nummern"]),
        ("Kosten", [["Nr.", "Maßnahme", "Kosten (€)"], ["M1", "Maßnahme M1", 99]], ["unread_table:measures:Kosten"]),
        ("Seite 2", rows_of("M3", "M4")[1:], ["unread_table:measures:Seite 2"]),
        ("leer", [HEADER], []),
        ("Legende", LEGEND, []),
        ("Pivot", PIVOT, []),
        ("Listen", DROPDOWNS, []),
        ("Deckblatt", COVER, []),
        ("Auszug", [["Nr.", "Maßnahme"], ["M1", "Maßnahme M1"]], []),
    ],
)
@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_sheet_beside_the_table_is_asked_about_where_it_looks_like_more_of_it(
    name: str, other: Rows, questions: list[str], state: str
):
    mapped = read(book({"Maßnahmen": rows_of("M1", "M2"), name: other}, {name: state}))

    assert (codes(mapped), asked(mapped)) == ([], questions)
    assert column(mapped, "measure_id") == ["M1", "M2"]
    assert (name, "sheet-not-used") in {(row.sheet, row.reason) for row in mapped.report.left_out}
    assert all(name in question.texts["de"] for question in mapped.report.questions)


def test_a_second_file_that_looks_like_more_is_asked_about():
    main = csv_file(["Nr.", "Maßnahme"], ["1", "Radweg"], name="massnahmen.csv")
    other = csv_file(["Nr.", "Maßnahme"], ["2", "Wald"], name="nachtrag.csv")

    mapped = read(main, other)

    assert asked(mapped) == ["unread_table:measures:nachtrag"]
    assert mapped.report.questions[0].texts["de"].startswith("Die Datei „nachtrag“")
    united = read(main, other, mapping=measures({"sheets": ["massnahmen", "nachtrag"]}))
    assert (column(united, "measure_id"), asked(united)) == (["1", "2"], [])


def test_a_sheet_that_the_mapping_leaves_out_asks_nothing():
    mapped = read(
        book({"Maßnahmen": rows_of("M1"), "Archiv": rows_of("A1")}), mapping=measures({"skip_sheets": ["Archiv"]})
    )

    assert asked(mapped) == []
    assert [(row.sheet, row.reason) for row in mapped.report.left_out] == [("Archiv", "skip-sheets")]


FIELD_SHEETS: dict[str, Rows] = {
    "Inhalt": COVER,
    "Mobilität": [["Nr.", "Maßnahme", "Status"], ["M1", "Radweg", "geplant"]],
    "Energie": [["Status", "Bemerkung", "Maßnahme", "Nr."], ["laufend", "läuft gut", "PV", "E1"]],
    "Legende": LEGEND,
}


@pytest.mark.parametrize("sheets", [["Mobilität", "Energie"], "*"])
def test_sheets_by_field_of_action_become_one_table(sheets: Any):
    mapped = read(book(FIELD_SHEETS), mapping=measures({"sheets": sheets, "sheet_as": "field_of_action"}))

    assert (codes(mapped), asked(mapped)) == ([], [])
    assert column(mapped, "measure_id") == ["M1", "E1"]
    assert column(mapped, "field_of_action") == ["Mobilität", "Energie"]
    assert column(mapped, "status_note") == [None, "läuft gut"]
    assert "tables-united" in {note.code for note in mapped.report.notes}
    assert checked(mapped).valid


def test_without_a_mapping_sheets_of_one_kind_are_an_error_that_proposes_one():
    error = read(book(FIELD_SHEETS)).report.errors[0]

    assert error.code == "ambiguous-table"
    proposed = json.loads(error.messages["de"][error.messages["de"].index("{") :])
    assert proposed == measures({"sheets": ["Mobilität", "Energie"]})
    assert "Legende" not in error.messages["de"]


def test_errors_in_united_sheets_name_the_sheet_and_its_own_cell():
    sheets: dict[str, Rows] = {
        "Mobilität": [["Nr.", "Maßnahme", "Status"], ["M1", "Radweg", "geplant"], ["M2", "Bus", "hellblau"]],
        "Energie": [["Status", "Maßnahme", "Nr."], ["geplant", None, "E1"], ["dunkelrot", "PV", "M1"]],
    }

    report = checked(read(book(sheets), mapping=measures({"sheets": "*"})))

    by_place = {(error.sheet, error.address): error.messages["de"] for error in report.errors}
    assert by_place.keys() == {("Mobilität", "C3"), ("Energie", "B2"), ("Energie", "A3"), ("Energie", "C3")}
    assert by_place["Energie", "C3"].startswith("Blatt „Energie“, C3")
    assert "Zeile 2 (Blatt „Mobilität“)" in by_place["Energie", "C3"]


def test_hidden_columns_and_rows_that_would_be_published_are_questions():
    rows: Rows = [
        [*HEADER, "Bemerkung", "Intern"],
        *([f"{n}", f"Maßnahme {n}", "geplant", n, f"Notiz {n}", "x"] for n in range(2, 9)),
    ]

    mapped = read(book({"Plan": rows}, Plan=["D", "E", "F", 3, 4, 5, 8]))

    assert asked(mapped) == [
        "hidden_content:measures:D",
        "hidden_content:measures:E",
        "hidden_content:measures:rows-3-5,8",
    ]
    texts = [question.texts["de"] for question in mapped.report.questions]
    assert "D „Kosten (€)“" in texts[0] and "D2: „2“" in texts[0]
    assert "„Notiz 2“" in texts[1]
    assert "4 Zeilen" in texts[2] and "3–5, 8" in texts[2] and "„3 | Maßnahme 3" in texts[2]
    assert len(column(mapped, "measure_id")) == 7


def test_hidden_things_that_are_not_published_ask_nothing():
    rows: Rows = [
        [*HEADER, "Bemerkung", "Intern"],
        ["1", "Radweg", "geplant", 5, None, "x"],
        [None, None, None, None, None, "y"],
    ]
    rows.append(["2", "Bus", "geplant", 6, None, None])

    mapped = read(book({"Plan": rows}, Plan=["E", "F", 3]), mapping=measures({"fields": {"Intern": None}}))

    assert not any(name.startswith("hidden_content") for name in asked(mapped))


def test_a_hidden_column_of_years_is_asked_about():
    rows: Rows = [["ID", "Kennzahl", "2023", "2024"], ["K1", "Radwege", 10, 12]]
    mapping = {
        "resources": {
            "indicator_values": {
                "sheet": "*",
                "fields": {"ID": "indicator_id"},
                "unpivot": {"name": "date", "values": {"value": "YEAR"}},
            }
        }
    }

    assert asked(read(book({"Werte": rows}, Werte=["C"]), mapping=mapping)) == ["hidden_content:indicator_values:C"]


def test_a_sheet_with_a_measure_in_each_column_is_refused_and_told_how_it_is_turned():
    on_side = [
        ["Nr.", "E1", "E2"],
        ["Maßnahme", "Solar", "Wärme"],
        ["Status", "geplant", "laufend"],
        ["Zuständig", "A", "B"],
    ]
    upright = read(csv_file(*[list(row) for row in zip(*on_side, strict=True)]))
    refused = read(book({"Plan": [["Klimaplan"], [], *on_side]}))

    beside = read(book({"Plan": [*on_side, ["Bemerkung", "abgeschlossen", "geplant"], ["Stand", "Titel", "Status"]]}))

    assert codes(refused) == ["no-table"]
    for told in (refused.report.errors[0], next(e for e in beside.report.errors if e.code == "missing-label")):
        assert "Überschriften stehen in Spalte A untereinander" in told.messages["de"]
        assert "Transpose" in told.messages["en"]
    assert (codes(upright), column(upright, "title")) == ([], ["Solar", "Wärme"])
    short = read(csv_file(["Nr.", "Status"], ["E1", "geplant"]))
    assert [("Transponieren" in error.messages["de"]) for error in short.report.errors] == [False]


def test_a_list_without_numbers_proposes_a_key_and_takes_it():
    rows = [["Maßnahme", "Status"], ["Radweg an der Löwenstraße", "geplant"], ["PV auf Schulen", "laufend"]]

    refused = read(csv_file(*rows))
    mapping = json.loads(refused.report.errors[0].messages["de"].rpartition("Titel: ")[2])
    mapped = read(csv_file(*rows), mapping=mapping)

    assert (codes(refused), mapping) == (["missing-label"], measures({"key": ["Maßnahme"]}))
    assert column(mapped, "measure_id") == ["radweg-an-der-loewenstrasse", "pv-auf-schulen"]
    assert column(mapped, "title") == ["Radweg an der Löwenstraße", "PV auf Schulen"]
    assert mapped.tables["measures"].made_keys == {"measure_id"}
    assert checked(mapped).valid


def test_a_renamed_title_keeps_its_key():
    rows = [["Maßnahme", "Status"], ["Radweg Nordstraße ", "geplant"], ["PV", "laufend"]]
    mapping = measures({"key": ["Maßnahme"], "renamed": {"Radweg Nordstraße": "Radweg Nord"}})

    mapped = read(csv_file(*rows), mapping=mapping)

    assert column(mapped, "measure_id") == ["radweg-nord", "pv"]
    assert column(mapped, "title") == ["Radweg Nordstraße", "PV"]


def test_rows_that_make_the_same_key_name_each_other_and_another_column_tells_them_apart():
    rows = [
        ["Maßnahme", "Amt", "Status"],
        ["Beratung", "61", "geplant"],
        ["PV", "", "laufend"],
        ["BERATUNG ", "66", "geplant"],
    ]

    doubled = read(csv_file(*rows), mapping=measures({"key": ["Maßnahme"]}))
    report = checked(doubled)

    assert [(error.code, error.address) for error in report.errors] == [("doubled-key", "A4")]
    assert "Zeile 2" in report.errors[0].messages["de"]
    apart = read(csv_file(*rows), mapping=measures({"key": ["Maßnahme", "Amt"]}))
    assert column(apart, "measure_id") == ["beratung.61", "pv", "beratung.66"]


def test_a_row_without_the_title_that_its_key_is_made_of_is_an_error_at_that_cell():
    rows = [["Maßnahme", "Status", "Amt", "Beginn", "Ende"], ["Beratung", "geplant", "61", "2024", "2025"]]
    rows += [["", "geplant", "66", "2025", "2026"]]

    report = checked(read(csv_file(*rows), mapping=measures({"key": ["Maßnahme"]})))

    assert {error.address for error in report.errors} == {"A3"}


@given(st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_a_made_key_is_short_plain_and_does_not_depend_on_case_or_blanks(texts: list[str]):
    key = key_of(texts)

    assert key is None or (len(key) <= LONGEST_KEY and re.fullmatch(r"[^\W_]([\w.-]*[^\W_])?", key))
    assert key == key_of([f"  {text}\u00ad " for text in texts])


def test_long_titles_that_differ_at_the_end_have_keys_that_differ():
    long = "Ausbau der Ladeinfrastruktur an allen städtischen Liegenschaften im Abschnitt "

    keys = {key_of([f"{long}{number}"]) for number in range(50)}

    assert len(keys) == 50


YEARS: dict[str, Any] = {"name": "date", "values": {"value": "YEAR"}}


def values_of(rows: Rows, unpivot: Any = None, **more: Any) -> Mapped:
    about = {"sheet": "*", "fields": {"ID": "indicator_id"}, "unpivot": unpivot or YEARS, **more}
    return read(book({"Werte": rows}), mapping={"resources": {"indicator_values": about}})


def dated(mapped: Mapped, *fields: str) -> list[tuple[Any, ...]]:
    return sorted(mapped.tables["indicator_values"].frame.select("indicator_id", "date", *fields).rows())


@pytest.mark.parametrize(
    ("header", "unpivot"),
    [
        (["ID", "Kennzahl", 2023, 2024], None),
        (["ID", "Kennzahl", "Wert 2023", "Wert 2024"], {"name": "date", "values": {"value": "Wert YEAR"}}),
        (["ID", "Kennzahl", "2023 (Ist)", "2024 (Ist)"], {"name": "date", "values": {"value": "YEAR (Ist)"}}),
        (
            ["ID", "Kennzahl", "je 10000 Personen 2023", "je 10000 Personen 2024"],
            {"name": "date", "values": {"value": "je 10000 Personen YEAR"}},
        ),
        (["ID", "Kennzahl", "2023", "2024"], {"name": "date", "values": {"value": ["2023", "2024"]}}),
        (
            ["ID", "Kennzahl", "vorletztes Jahr", "letztes Jahr"],
            {"name": "date", "values": {"value": {"vorletztes Jahr": "2023", "letztes Jahr": "2024"}}},
        ),
    ],
)
def test_years_as_columns_become_rows(header: list[Any], unpivot: Any):
    mapped = values_of(
        [header, ["K1", "Radwege", 10, 12.5], ["K2", "Bäume", None, "k. A."], ["K3", "Strom", "1.200", 0]], unpivot
    )

    assert codes(mapped) == []
    assert dated(mapped, "value") == [
        ("K1", "2023", "10"),
        ("K1", "2024", "12.5"),
        ("K3", "2023", "1200"),
        ("K3", "2024", "0"),
    ]


def test_zero_can_mean_not_measured():
    mapped = values_of([["ID", "2023", "2024"], ["K1", 0, 12], ["K2", 0, 0]], missing={"value": ["0"]})

    assert dated(mapped, "value") == [("K1", "2024", "12")]


def test_an_error_in_a_column_of_years_stands_at_its_own_cell():
    report = checked(values_of([["ID", "2023", "2024"], ["K1", 10, "viel"], ["K2", "#NV", 3]]))

    assert {(error.code, error.address) for error in report.errors if error.field == "value"} == {
        ("type-error", "C2"),
        ("cell-error", "B3"),
    }


def test_actual_values_and_targets_side_by_side_share_their_rows():
    rows: Rows = [["ID", "Ist 2023", "Ist 2024", "Ziel 2024", "Ziel 2030"], ["K1", 10, 12, 15, 30]]

    mapped = values_of(rows, {"name": "date", "values": {"value": "Ist YEAR", "target": "Ziel YEAR"}})

    assert dated(mapped, "value", "target") == [
        ("K1", "2023", "10", None),
        ("K1", "2024", "12", "15"),
        ("K1", "2030", None, "30"),
    ]


def test_cells_of_columns_that_are_shared_are_told_once():
    mapped = values_of([["ID", "2023", "2024"], [" K1", 1, 2]])

    assert [(rewrite.address, rewrite.rule) for rewrite in mapped.report.rewrites] == [("A2", "trim")]


@pytest.mark.parametrize(
    ("header", "unpivot", "code"),
    [
        (["ID", "a", "b"], None, "mapped-column-missing"),
        (["ID", "2023", "b"], {"name": "date", "values": {"value": ["2023", "2024"]}}, "mapped-column-missing"),
        (["ID", "2023", "2023"], None, "duplicate-label"),
    ],
)
def test_columns_of_years_that_do_not_fit_are_errors(header: list[Any], unpivot: Any, code: str):
    assert code in codes(values_of([header, ["K1", 1, 2]], unpivot))


LONG: Rows = [
    ["Nr.", "Maßnahme", "Kennzahl", "Einheit", "Jahr", "Wert"],
    ["1", "Radweg", "Länge", "km", 2023, 3],
    ["1", "Radweg", "Länge", "km", 2024, 4],
    ["1", "Radweg", "Zählung", "Fahrten", 2024, 900],
    ["2", "Wald", "Bäume", "Anzahl", 2024, 50],
]
KEY = {"indicator_id": ["Nr.", "Kennzahl"]}
LONG_MAPPING = {
    "resources": {
        "measures": {
            "sheet": "*",
            "fields": {"Nr.": "measure_id"},
            "constants": {"phase": "unknown"},
            "distinct": True,
        },
        "indicators": {
            "sheet": "*",
            "key": KEY,
            "fields": {"Nr.": "measure_id", "Kennzahl": "title", "Einheit": "unit"},
            "distinct": True,
        },
        "indicator_values": {"sheet": "*", "key": KEY, "fields": {"Jahr": "date", "Wert": "value"}},
    }
}


def test_one_sheet_of_measures_indicators_and_years_fills_three_tables():
    mapped = read(book({"Auswertung": LONG}), mapping=LONG_MAPPING)

    assert {name: table.frame.height for name, table in mapped.tables.items()} == {
        "measures": 2,
        "indicators": 3,
        "indicator_values": 4,
    }
    assert column(mapped, "indicator_id", "indicators") == ["1.laenge", "1.zaehlung", "2.baeume"]
    assert mapped.report.dropped == []
    assert checked(mapped).valid


def test_repeated_rows_that_contradict_each_other_are_an_error_that_names_both():
    rows = [list(row) for row in LONG]
    rows[2][1] = "Radwege"

    report = checked(read(book({"Auswertung": rows}), mapping=LONG_MAPPING))

    assert [(error.code, error.address) for error in report.errors] == [("contradicting-rows", "B3")]
    assert "„Radwege“" in report.errors[0].messages["de"] and "Zeile 2" in report.errors[0].messages["de"]


def test_years_beside_measures_fill_three_tables_from_one_wide_sheet():
    rows: Rows = [["Maßnahme", "Kennzahl", "2023", "2024"], ["Radweg", "km", 3, 4], ["Wald", "Bäume", None, 50]]
    key = {"indicator_id": ["Maßnahme", "Kennzahl"]}
    mapping = {
        "resources": {
            "measures": {"sheet": "*", "key": ["Maßnahme"], "constants": {"phase": "unknown"}},
            "indicators": {"sheet": "*", "key": {**key, "measure_id": ["Maßnahme"]}, "fields": {"Kennzahl": "title"}},
            "indicator_values": {"sheet": "*", "key": key, "unpivot": YEARS},
        }
    }

    mapped = read(book({"Controlling": rows}), mapping=mapping)

    assert checked(mapped).valid
    assert column(mapped, "measure_id", "indicators") == ["radweg", "wald"]
    assert dated(mapped, "value") == [
        ("radweg.km", "2023", "3"),
        ("radweg.km", "2024", "4"),
        ("wald.baeume", "2024", "50"),
    ]


DOCUMENTATION = Path(ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCUMENTATION, re.S)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: ",".join(example["resources"]))
def test_every_mapping_in_the_documentation_is_valid(example: Any):
    assert read_mapping(example, KIND)


def test_the_table_of_years_in_the_documentation_is_read_as_it_says():
    lines = [
        line.strip("|").split("|")
        for line in DOCUMENTATION.splitlines()
        if line.startswith(("| Nr. | Kenn", "| K1", "| K2"))
    ]
    example = next(e for e in EXAMPLES if "Ziel YEAR" in json.dumps(e, ensure_ascii=False))

    mapped = read(csv_file(*([cell.strip() for cell in line] for line in lines)), mapping=example)

    assert dated(mapped, "value", "target") == [
        ("K1", "2023", "10", None),
        ("K1", "2024", "12.5", "15"),
        ("K2", "2024", "300", None),
    ]
    assert column(mapped, "title", "indicators") == ["Radwege", "Bäume"]
    assert mapped.report.dropped == []
