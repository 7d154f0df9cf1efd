"""Tables of other offices whose rows, headings and sheets were once taken for something else."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest

from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.summary import summary_lines
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation import check
from tests.intake.making import ROOT, measures

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
EMISSIONS = load_kind(ROOT / "datapackages" / "ghg-inventory")
Row = Sequence[Any]
HEADER: Row = ["Nr.", "Maßnahme", "Status", "Kosten"]


def xlsx(sheets: Mapping[str, Sequence[Any]], merge: Sequence[str] = ()) -> SourceFile:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for merged in merge:
        book.worksheets[0].merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return SourceFile("massnahmen.xlsx", content.getvalue())


def read(*rows: Row, mapping: Any = None) -> Mapped:
    return read_upload([xlsx({"Maßnahmen": rows})], KIND, mapping)


def cells(mapped: Mapped, field: str, table: str = "measures") -> list[str | None]:
    return mapped.tables[table].frame[field].to_list()


def ids(mapped: Mapped) -> list[str | None]:
    return cells(mapped, "measure_id")


def left_out(mapped: Mapped) -> dict[int | None, str]:
    return {row.row: row.reason for row in mapped.report.left_out if row.reason not in ("empty", "title")}


def errors(mapped: Mapped) -> list[tuple[str, str | None]]:
    return [(error.code, error.address) for error in check(mapped).errors]


def test_a_narrower_table_above_the_one_that_is_read_is_not_a_title():
    mapped = read(
        ["Nr.", "Maßnahme", "Status"],
        ["1", "Radweg", "laufend"],
        [],
        ["Abgeschlossene Maßnahmen"],
        ["Nr.", "Maßnahme", "Status", "Kosten", "Ende"],
        ["2", "PV", "abgeschlossen", 100, "2024"],
    )

    assert errors(mapped) == [("second-table", "A1")]
    assert "Zeile 5" in mapped.report.errors[0].messages["de"]


def test_a_mapping_that_names_the_row_of_the_header_chooses_among_the_tables():
    rows = [["Nr.", "Maßnahme", "Status"], ["1", "Radweg", "laufend"], [], [*HEADER], ["2", "PV", "laufend", 100]]

    assert errors(read(*rows, mapping=measures({"header_row": 4}))) == []


def test_facts_about_the_list_above_it_are_titles():
    mapped = read(
        ["Maßnahmen der Stadt"],
        ["Zuständig", "Amt 66", "Stand", "2025"],
        ["Bereich", "Mobilität", "Status", "Entwurf"],
        [],
        HEADER,
        ["1", "Radweg", "laufend", 3],
    )

    assert (ids(mapped), errors(mapped)) == (["1"], [])


@pytest.mark.parametrize(
    "title", ["Ausbau der E-Mobilität", "E-Mobilität", "Elektromobilität", "Verkehr und Mobilität"]
)
@pytest.mark.parametrize("group", ["Mobilität", None])
def test_a_measure_whose_title_ends_like_its_group_is_no_heading(title: str, group: str | None):
    mapped = read(
        ["Nr.", "Maßnahme", "Handlungsfeld", "Status"],
        ["1", "Radweg", "Mobilität", "laufend"],
        ["2", title, group, None],
        ["3", "Bus", "Mobilität", "laufend"],
    )

    assert (ids(mapped), errors(mapped)) == (["1", "2", "3"], [("constraint-error", "D3")])


@pytest.mark.parametrize("title", ["Mobilität", "Handlungsfeld 1: Mobilität", "Handlungsfeld Mobilität"])
def test_the_name_of_a_group_with_a_number_stays_a_heading(title: str):
    mapped = read(
        ["Nr.", "Maßnahme", "Handlungsfeld", "Status"],
        ["I", title, None, None],
        ["7", "Radweg", "Mobilität", "laufend"],
    )

    assert (ids(mapped), left_out(mapped)) == (["7"], {2: "section-heading"})


@pytest.mark.parametrize("prefix", ["SUM-", "Sum", "GES-", "Total-", "SUB-", "ZWS.", "Total_"])
def test_numbers_with_a_prefix_like_a_sum_are_numbers(prefix: str):
    mapped = read(HEADER, [f"{prefix}1", "Radweg", "geplant", 1], [f"{prefix}2", "Bus", "laufend", 1])

    assert (ids(mapped), errors(mapped)) == ([f"{prefix}1", f"{prefix}2"], [])


def test_a_sum_with_a_number_and_a_status_is_a_sum():
    mapped = read(HEADER, ["1", "a", "geplant", 1], ["Summe 1", "Summe", "laufend", 1], ["2", "b", "geplant", 1])

    assert ids(mapped) == ["1", "2"]


def test_headings_whose_number_ends_with_a_full_stop():
    mapped = read(
        HEADER,
        ["1.", "Mobilität"],
        ["1.1", "Radweg", "geplant", 1],
        ["2.", "Energie"],
        ["2.1", "PV", "geplant", 1],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert (ids(mapped), errors(mapped)) == (["1.1", "2.1"], [])
    assert cells(mapped, "field_of_action") == ["Mobilität", "Energie"]


def test_a_legend_of_short_signs_holds_no_measures():
    mapped = read(
        HEADER,
        ["1", "Radweg", "geplant", 1],
        [],
        ["Legende:"],
        ["T€", "Tausend Euro"],
        ["x", "nicht relevant"],
        ["A", "Amt"],
    )

    assert (ids(mapped), errors(mapped)) == (["1"], [])
    assert set(left_out(mapped).values()) == {"note-below-table"}


def test_measures_below_a_legend_stay():
    mapped = read(HEADER, ["1", "Radweg", "geplant", 1], ["Legende:"], ["3", "Amt"], ["2", "Bus", "laufend", 1])

    assert ids(mapped) == ["1", "3", "2"]
    assert ("constraint-error", "C4") in errors(mapped)


def test_a_table_of_something_else_below_is_named_once():
    mapped = read(
        HEADER,
        ["1", "Radweg", "geplant", 1],
        [],
        ["Förderungen"],
        ["Nr.", "Fördergeber", "Betrag"],
        ["1", "Bund", 500],
        ["2", "Land", 700],
    )

    assert (ids(mapped), errors(mapped)) == (["1"], [("second-table", "A5")])


def test_headings_of_other_kinds_do_not_fill_the_field_of_action():
    mapped = read(
        HEADER,
        ["Handlungsfeld 1: Mobilität"],
        ["Maßnahmenpaket Radverkehr"],
        ["1", "Radweg", "laufend", 1],
        ["Abgeschlossene Maßnahmen"],
        ["2", "Bus", "abgeschlossen", 1],
        ["Handlungsfeld 2: Energie"],
        ["3", "PV", "laufend", 2],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert cells(mapped, "field_of_action") == ["Mobilität", "Mobilität", "Energie"]


HEADINGS_IN_A_COLUMN: Sequence[Row] = [
    ["Handlungsfeld", "Nr.", "Maßnahme", "Status"],
    ["Mobilität"],
    [None, "1", "Radweg", "laufend"],
    ["Energie"],
    [None, "2", "PV", "laufend"],
]


def test_headings_in_a_column_of_their_own_fill_it_where_the_mapping_says_so():
    mapped = read(*HEADINGS_IN_A_COLUMN, mapping=measures({"sections": "field_of_action"}))

    assert cells(mapped, "field_of_action") == ["Mobilität", "Energie"]


def test_headings_in_a_column_of_their_own_are_asked_about():
    mapped = read(*HEADINGS_IN_A_COLUMN)

    assert [question.id for question in mapped.report.questions] == ["section_heading:measures"]


def test_a_sheet_whose_numbers_stand_among_the_costs_is_no_legend():
    header = ["Nr.", "Maßnahme", "Status", "Kosten (Mio. €)"]
    first: list[list[Any]] = [
        header,
        ["1", "Radweg", "geplant", 1],
        ["2", "PV", "geplant", 2],
        ["3", "Wind", "geplant", 3],
    ]
    second: list[list[Any]] = [header, ["1", "Bus", "geplant", 5], ["2", "Wald", "geplant", 6]]

    mapped = read_upload([xlsx({"Maßnahmen": first, "Teil 2": second})], KIND, None)

    assert [question.id for question in mapped.report.questions] == ["unread_table:measures:Teil 2"]


def test_a_sheet_like_the_one_that_a_mapping_names_is_not_read_as_another_table():
    sheets: dict[str, Any] = {"Mobilität": [HEADER, ["M1", "Rad", "laufend", 3]]}
    sheets["Energie"] = [HEADER, ["E1", "PV", "laufend", 3]]

    mapped = read_upload([xlsx(sheets)], KIND, measures({"sheets": ["Mobilität"]}))

    assert errors(mapped) == []
    assert [question.id for question in mapped.report.questions] == ["unread_table:measures:Energie"]


def test_decimal_commas_in_a_file_of_commas_are_errors_where_every_row_has_one():
    text = "Nr.,Maßnahme,Status,Kosten\n1,Radweg,laufend,1234,50\n2,Bus,geplant,6,00\n"

    mapped = read_upload([SourceFile("massnahmen.csv", text.encode())], KIND, None)

    assert errors(mapped) == [("extra-cell", "E2"), ("extra-cell", "E3")]


@pytest.mark.parametrize(
    "words", ["Emissionen pro Einwohner", "THG pro Kopf (t)", "Pro-Kopf-Emissionen", "t CO2e je Einwohner"]
)
def test_emissions_per_head_are_none_of_the_emissions(words: str):
    rows: list[list[Any]] = [["Jahr", "Sektor", "Emissionen (t CO2e)"], [2019, "Verkehr", 1000], [2019, words, 2.4]]

    mapped = read_upload([xlsx({"Bilanz": rows})], EMISSIONS, None)

    assert cells(mapped, "category", "emissions") == ["Verkehr"]
    assert left_out(mapped) == {3: "no-entry"}


def test_the_example_of_years_as_columns_in_the_documentation():
    text = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8").split("### Years as columns")[1]
    mapping = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])  # type: ignore[index]
    lines = re.findall(r"^\| (.*) \|$", text.split("```json")[0], re.MULTILINE)
    rows: list[Row] = [[cell.strip() or None for cell in line.split("|")] for line in lines]

    mapped = read_upload([xlsx({"Kennzahlen": rows})], KIND, mapping)

    assert errors(mapped) == []
    assert cells(mapped, "title", "indicators") == ["Radwege", "Bäume"]
    values = mapped.tables["indicator_values"].frame.select("indicator_id", "date", "value", "target").rows()
    assert values == [("K1", "2023", "10", None), ("K1", "2024", "12.5", "15"), ("K2", "2024", "300", None)]


@pytest.mark.parametrize("name", ["Auswahl weiterer Maßnahmen", "Inhaltliche Maßnahmen", "Notes on measures"])
def test_a_sheet_that_names_the_table_is_asked_about(name: str):
    sheets: dict[str, Any] = {
        "Maßnahmen": [HEADER, ["1", "Rad", "laufend", 3]],
        name: [HEADER, ["2", "PV", "laufend", 3]],
    }

    mapped = read_upload([xlsx(sheets)], KIND, None)

    assert [question.id for question in mapped.report.questions] == [f"unread_table:measures:{name}"]


def test_numbers_below_the_last_measure_are_no_headings():
    mapped = read(HEADER, ["1", "a", "geplant", 1], ["2", "b", "geplant", 3], ["abzgl. Förderung", None, None, 2])

    assert ids(mapped) == ["1", "2"]
    assert [question.id for question in mapped.report.questions] == ["unclear_row:measures:4"]


def test_an_amount_merged_over_two_measures_is_told_first():
    rows: Sequence[Row] = [HEADER, ["1", "a", "geplant", 1000], ["2", "b", "laufend", None]]

    mapped = read_upload([xlsx({"Maßnahmen": rows}, merge=["D2:D3"])], KIND, None)

    told = [line for line in summary_lines(check(mapped), KIND) if line.code == "merged-amount"]
    assert [(line.matters, "D2:D3" in line.messages["de"]) for line in told] == [(True, True)]


def test_years_under_a_merged_header_are_asked_about():
    rows: Sequence[Row] = [
        ["Nr.", "Maßnahme", "Umsetzung", None, "Status"],
        ["1", "a", "2024", "2025", "geplant"],
    ]

    mapped = read_upload([xlsx({"Maßnahmen": rows}, merge=["C1:D1"])], KIND, None)

    assert "unread_column:measures:C" in [question.id for question in mapped.report.questions]


def test_a_measure_with_a_short_word_for_a_number_is_no_heading():
    mapped = read(HEADER, ["RAD", "Radweg", None, None], ["M2", "Bus", "laufend", 1])

    assert (ids(mapped), errors(mapped)) == (["RAD", "M2"], [("constraint-error", "C2")])


@pytest.mark.parametrize(("amount", "reason", "asked"), [(300, "section-heading", False), (500, "unclear-row", True)])
def test_a_measure_with_parts_and_an_amount_of_its_own_is_asked_about(amount: int, reason: str, asked: bool):
    mapped = read(
        HEADER,
        ["1", "Radprogramm", None, amount],
        ["1.1", "Nord", "laufend", 100],
        ["1.2", "Süd", "laufend", 200],
        ["2", "PV", "laufend", 3],
    )

    assert left_out(mapped) == {2: reason}
    assert ("unclear_row:measures:2" in [question.id for question in mapped.report.questions]) is asked


def test_a_sheet_of_which_only_a_number_is_known_is_no_other_table():
    sheets: dict[str, Any] = {
        "Maßnahmen": [HEADER, ["1", "Rad", "laufend", 3]],
        "Neue": [["ID", "Was", "Wann"], ["3", "Neu", "2025"]],
    }

    mapped = read_upload([xlsx(sheets)], KIND, None)

    assert set(mapped.tables) == {"measures"}
    assert ("sheet-not-used", "Neue") in [(row.reason, row.sheet) for row in mapped.report.left_out]


def test_years_in_a_second_row_of_the_header_belong_to_the_label_above_them():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten", None, None],
        [None, None, None, 2024, 2025, 2026],
        ["1", "Radweg", "laufend", 100, 200, 300],
    )

    assert (ids(mapped), errors(mapped)) == (["1"], [])
    assert cells(mapped, "cost_eur") == [None]
    assert [question.id for question in mapped.report.questions] == [f"unread_column:measures:{at}" for at in "DEF"]


def test_a_measure_of_which_only_years_are_known_is_no_header():
    mapped = read(["Nr.", "Maßnahme", "Beginn", "Ende", "Status"], [None, None, 2024, 2025, None], ["1", "a", 2024])

    assert [question.id for question in mapped.report.questions] == ["unclear_row:measures:2"]


def test_the_line_of_a_page_break_is_a_note():
    mapped = read(HEADER, ["1", "a", "geplant", 1], ["Fortsetzung auf Seite 2"], ["2", "b", "geplant", 1])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {3: "note-in-table"})


@pytest.mark.parametrize("remark", ["Kosten", "Beschreibung", "3"])
def test_a_first_measure_with_a_remark_beside_the_header_is_no_second_row_of_it(remark: str):
    mapped = read(
        ["Nr.", "Maßnahme", "Status", None], ["M1", "Rad", "laufend", remark], ["M2", "Bus", "laufend", "5"]
    )

    assert ids(mapped) == ["M1", "M2"]


@pytest.mark.parametrize("heading", ["Neue Energien", "Weitere Maßnahmen", "Maßnahmen für Unternehmen"])
@pytest.mark.parametrize("first", ["Bereich Verwaltung", "Verwaltung"])
def test_a_heading_that_names_no_field_still_ends_the_section_above_it(first: str, heading: str):
    mapped = read(
        HEADER,
        [first],
        ["1", "a", "laufend", 1],
        [heading],
        ["2", "b", "laufend", 1],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert cells(mapped, "field_of_action") == ["Verwaltung", heading]
