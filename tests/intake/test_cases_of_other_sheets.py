"""Collected cases: what is hidden and what stands on another sheet is asked about, and a mapping unites sheets.

The files are no part of this repository: they are looked for beside it.
"""

import pytest

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import read_upload
from opendata.kind_folders import load_kind
from tests.intake.making import ROOT, case_file, codes, column, measures

KIND = load_kind(ROOT / "datapackages" / "climate-measures")


def read(name: str, mapping: object = None) -> Mapped:
    return read_upload([case_file(name)], KIND, mapping)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "places", "words"),
    [
        ("hidden-column-and-row.xlsx", ["E", "G", "row-4"], ["INTERN", "1000", "Gestrichene Maßnahme"]),
        ("hidden-column-and-filtered-row.ods", ["C", "row-3"], ["INTERN", "Abriss der Halle"]),
    ],
)
def test_hidden_columns_and_rows_are_named_with_an_example(name: str, places: list[str], words: list[str]):
    mapped = read(name)

    assert codes(mapped) == []
    assert [question.id for question in mapped.report.questions] == [f"hidden_content:measures:{p}" for p in places]
    for question, word in zip(mapped.report.questions, words, strict=True):
        assert question.required and word in question.texts["de"] and word in question.texts["en"]


def test_a_second_sheet_of_measures_is_asked_about_and_can_be_united():
    mapped = read("second-sheet-energy.xlsx")

    assert [question.id for question in mapped.report.questions] == ["unread_table:measures:Maßnahmen Energie"]
    united = read("second-sheet-energy.xlsx", measures({"sheets": ["Maßnahmen", "Maßnahmen Energie"]}))
    assert (codes(united), column(united, "measure_id"), united.report.questions) == ([], ["E1", "E2"], [])


def test_a_sheet_for_each_field_of_action_is_an_error_that_names_both_and_can_be_united():
    error = read("sheet-per-field-of-action.xlsx").report.errors[0]

    assert error.code == "ambiguous-table"
    assert all(f"{name}" in error.messages["de"] for name in ("Mobilität", "Energie"))
    assert "Legende" not in error.messages["de"]
    united = read("sheet-per-field-of-action.xlsx", measures({"sheet": "*", "sheet_as": "field_of_action"}))
    assert (codes(united), united.report.questions) == ([], [])
    assert column(united, "measure_id") == ["M1", "E1"]
    assert column(united, "field_of_action") == ["Mobilität", "Energie"]
