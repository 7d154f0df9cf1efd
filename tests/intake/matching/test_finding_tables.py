"""Which sheet holds which resource, where its header is, and which rows are data."""

import io
from typing import Any

import openpyxl

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from tests.intake.files.test_xlsx_workbooks import written_by_openpyxl
from tests.intake.making import KIND, codes, column, csv_file, measures, upload


def workbook(
    sheets: dict[str, list[list[Any]]], merges: dict[str, list[str]] | None = None, **states: str
) -> SourceFile:
    """A workbook of these sheets; states: "hidden" by the sheet's name."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for merged in (merges or {}).get(name, []):
            sheet.merge_cells(merged)
        sheet.sheet_state = states.get(name, "visible")
    content = io.BytesIO()
    book.save(content)
    return SourceFile("b.xlsx", content.getvalue())


def read(*files: SourceFile, mapping: Any = None) -> Mapped:
    return read_upload(files, KIND, mapping)


TABLE = [["Nr.", "Maßnahme"], ["1", "a"]]


def test_each_sheet_or_file_serves_the_resource_it_fits():
    funding = [["Fördernummer", "Programm"], ["F1", "KIPKI"]]

    for files in (
        [workbook({"Eins": TABLE, "Zwei": funding, "Notizen": [["Hallo"]]})],
        [csv_file(*TABLE, name="eins.csv"), csv_file(*funding, name="zwei.csv")],
    ):
        mapped = read(*files)
        assert codes(mapped) == []
        assert (column(mapped, "measure_id"), column(mapped, "programme", "funding")) == (["1"], ["KIPKI"])


def test_sheets_that_serve_nothing_are_listed():
    report = read(workbook({"Maßnahmen": TABLE, "Legende": [["rot", "schlecht"]]})).report

    assert [(each.reason, each.text, each.row) for each in report.left_out] == [("sheet-not-used", "Legende", None)]


def test_a_sheets_name_settles_which_of_two_is_meant():
    mapped = read(workbook({"Archiv": [["Nr.", "Maßnahme"], ["9", "alt"]], "Maßnahmenliste": TABLE}))

    assert (codes(mapped), column(mapped, "measure_id")) == ([], ["1"])


def test_two_tables_for_one_resource_ask_for_a_mapping():
    mapped = read(workbook({"2023": TABLE, "2024": TABLE}))

    assert codes(mapped) == ["ambiguous-table"]
    assert "2023, 2024" in mapped.report.errors[0].messages["de"]


def test_hidden_sheets_are_only_read_when_they_are_named():
    source = workbook({"Neu": TABLE, "Alt": [["Nr.", "Maßnahme"], ["9", "alt"]]}, Alt="hidden")

    assert column(read(source), "measure_id") == ["1"]
    assert column(read(source, mapping=measures({"sheet": "Alt"})), "measure_id") == ["9"]


def test_no_known_header_at_all_says_what_was_looked_for_and_found():
    mapped = upload(["foo", "bar"], ["1", "2"])

    assert (codes(mapped), mapped.tables) == (["no-table"], {})
    assert "Nummer, Maßnahme" in mapped.report.errors[0].messages["de"]
    assert "foo, bar" in mapped.report.errors[0].messages["de"]


def test_titles_above_and_blank_rows_and_columns_around_do_no_harm():
    mapped = upload(
        ["", "", "", ""],
        ["Maßnahmen der Stadt", "", "", ""],
        ["", "", "", ""],
        ["", "Nr.", "Maßnahme", ""],
        ["", "1", "a", ""],
        ["", "", "", ""],
        ["", "", "", ""],
        ["", "", "", ""],
        ["", "2", "b", ""],
        ["", "", "", ""],
    )

    assert column(mapped, "measure_id") == ["1", "2"]
    assert mapped.tables["measures"].rows == [5, 9]
    assert [(each.row, each.reason, each.text) for each in mapped.report.left_out] == [
        (2, "title", "Maßnahmen der Stadt"),
        (6, "empty", "6–8"),
    ]


def test_notes_below_the_table_are_left_out_but_short_rows_are_not():
    mapped = upload(
        ["Nr.", "Maßnahme", "Sachstand"],
        ["1", "a", "x"],
        ["2", "", ""],
        ["", "", ""],
        ["Stand: 31.12.2024", "", ""],
        ["Alle Angaben ohne Gewähr", "", ""],
        ["", "", ""],
        ["Quelle: Amt 61", "", ""],
    )

    assert column(mapped, "measure_id") == ["1", "2"]
    assert [each.row for each in mapped.report.left_out if each.reason == "note-below-table"] == [5, 6, 8]


def test_the_last_row_of_a_table_is_never_taken_for_a_note():
    mapped = upload(["Nr.", "Maßnahme"], ["1", "a"], ["2", ""])

    assert column(mapped, "measure_id") == ["1", "2"]


def test_a_header_that_is_repeated_inside_the_table_is_left_out():
    mapped = upload(["Nr.", "Maßnahme"], ["1", "a"], ["Nr.", "Maßnahme"], ["2", "b"])

    assert column(mapped, "measure_id") == ["1", "2"]
    assert [(each.row, each.reason) for each in mapped.report.left_out] == [(3, "header-repeated")]


def test_group_headers_above_their_parts_are_read_together():
    rows: list[list[Any]] = [
        ["Stadt Musterhausen", None, None, None],
        ["Nr.", "Maßnahme", "geplant", None],
        [None, None, "Beginn", "Ende"],
        ["1", "a", "2024", "2026"],
    ]

    mapped = read(workbook({"T": rows}, {"T": ["A1:D1", "A2:A3", "B2:B3", "C2:D2"]}))

    assert codes(mapped) == []
    assert (column(mapped, "planned_start"), column(mapped, "planned_end")) == (["2024"], ["2026"])
    assert {"merged-header", "multi-line-header"} <= {note.code for note in mapped.report.notes}


def test_a_part_under_a_group_can_be_mapped_by_both_words():
    rows: list[list[Any]] = [["Nr.", "Maßnahme", "Kosten", None], [None, None, "geplant", "real"], ["1", "a", 5, 7]]
    mapping = measures({"fields": {"Kosten real": "cost_eur"}})

    mapped = read(workbook({"T": rows}, {"T": ["A1:A2", "B1:B2", "C1:D1"]}), mapping=mapping)

    assert column(mapped, "cost_eur") == ["7"]


def test_headers_of_three_rows_are_read_together():
    rows: list[list[Any]] = [
        ["Nr.", "Maßnahme", "Termine", None],
        [None, None, "geplant", None],
        [None, None, "Beginn", "Ende"],
        ["1", "a", "2024", "2026"],
    ]

    mapped = read(workbook({"T": rows}, {"T": ["A1:A3", "B1:B3", "C1:D1", "C2:D2"]}))

    assert (codes(mapped), column(mapped, "planned_end")) == ([], ["2026"])
    assert mapped.tables["measures"].rows == [4]


def test_cells_merged_downwards_hold_for_each_row_and_sideways_only_for_the_first():
    rows: list[list[Any]] = [
        ["Nr.", "Maßnahme", "Sachstand", "Beginn"],
        ["1", "a", "x", "2024"],
        ["2", "b", None, None],
    ]
    rows += [["3", "c", "y", None]]

    mapped = read(workbook({"T": rows}, {"T": ["C2:C3", "C4:D4"]}))

    assert column(mapped, "note") == ["x", "x", "y"]
    assert column(mapped, "planned_start") == ["2024", None, None]
    note = next(note for note in mapped.report.notes if note.code == "merged-cells-filled")
    assert note.messages["en"].startswith("C2:C3:")


def test_hidden_columns_and_rows_are_asked_about():
    book = openpyxl.load_workbook(io.BytesIO(written_by_openpyxl([*TABLE, ["2", "b"]])))
    book.worksheets[0].column_dimensions["B"].hidden = True
    book.worksheets[0].row_dimensions[3].hidden = True
    content = io.BytesIO()
    book.save(content)

    mapped = read(SourceFile("b.xlsx", content.getvalue()))

    assert column(mapped, "title") == ["a", "b"]
    assert [question.id for question in mapped.report.questions] == [
        "hidden_content:measures:B",
        "hidden_content:measures:row-3",
    ]


def test_rows_and_columns_point_back_into_the_source():
    table = upload(["", "Maßnahme", "Nr."], ["", "a", "1"], ["", "b", "2"]).tables["measures"]

    assert (table.rows, table.columns, table.file) == ([2, 3], {"measure_id": 3, "title": 2}, "massnahmen.csv")


def test_a_table_without_rows_is_a_table():
    assert upload(["Nr.", "Maßnahme"]).tables["measures"].frame.height == 0
