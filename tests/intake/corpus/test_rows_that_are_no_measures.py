"""Rows of office tables that are no measures, and headers of two rows, each with what a person sees in the table."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import read_upload
from opendata.kind_folders import load_kind
from tests.intake.making import ROOT, csv_file, measures, xlsx_file
from tests.made_up import costly

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
Row = list[Any]
HEADER: Row = ["Nr.", "Maßnahme", "Status", "Kosten", "CO2-Einsparung"]


def read(*rows: Row, merge: tuple[str, ...] = (), mapping: Any = None) -> Mapped:
    return read_upload([xlsx_file(*rows, merge=merge)], KIND, mapping)


def cells(mapped: Mapped, field: str) -> list[str | None]:
    return mapped.tables["measures"].frame[field].to_list()


def ids(mapped: Mapped) -> list[str | None]:
    return cells(mapped, "measure_id")


def left_out(mapped: Mapped) -> dict[int | None, str]:
    return {row.row: row.reason for row in mapped.report.left_out if row.reason not in ("empty", "title")}


def notes(mapped: Mapped) -> dict[str, str]:
    return {note.code: note.messages["de"] for note in mapped.report.notes}


def asked(mapped: Mapped) -> list[str]:
    return [question.id for question in mapped.report.questions]


def test_sections_with_subtotals_and_a_total():
    mapped = read(
        HEADER,
        ["Handlungsfeld A – Verkehr"],
        ["A1", "Radweg", "in Umsetzung", 100, 5],
        ["A2", "Bus", "geplant", 200.5, 2.5],
        [None, "Summe Verkehr", None, 300.5, 7.5],
        ["Handlungsfeld B – Energie"],
        ["B1", "PV", "laufend", 50, 1],
        [None, "Summe Energie", None, 50, 1],
        [None, "Summe gesamt", None, 350.5, 8.5],
        merge=("A2:E2", "A6:E6"),
    )

    assert (ids(mapped), mapped.report.errors) == (["A1", "A2", "B1"], [])
    assert left_out(mapped) == {
        2: "section-heading",
        5: "subtotal",
        6: "section-heading",
        8: "subtotal",
        9: "total",
    }
    assert "Zeilen 5, 8, 9" in notes(mapped)["totals-agree"]
    assert "total-disagrees" not in notes(mapped)
    assert asked(mapped) == ["section_heading:measures"]


def test_headings_of_words_alone_in_the_column_of_numbers():
    mapped = read(
        HEADER,
        ["Mobilität"],
        ["1.1", "Radweg", "geplant", 1, None],
        ["Gebäude und Energie"],
        ["2.1", "PV", "geplant", 2, None],
    )

    assert ids(mapped) == ["1.1", "2.1"]
    assert left_out(mapped) == {2: "section-heading", 4: "section-heading"}
    assert mapped.report.errors == []


def test_headings_with_a_number_of_their_own():
    mapped = read(
        HEADER,
        ["1", "Mobilität"],
        ["1.1", "Radweg", "geplant", 1, None],
        ["1.2", "Bus", "geplant", 1, None],
        ["2", "Energie"],
        ["2.1", "PV", "geplant", 2, None],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert ids(mapped) == ["1.1", "1.2", "2.1"]
    assert cells(mapped, "field_of_action") == ["Mobilität", "Mobilität", "Energie"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Handlungsfeld 1: Mobilität", "Mobilität"),
        ("Handlungsfeld 1 – Mobilität", "Mobilität"),
        ("HF 2 Mobilität", "Mobilität"),
        ("Handlungsfeld Mobilität", "Mobilität"),
        ("Handlungsfeld II: Mobilität und Verkehr", "Mobilität und Verkehr"),
        ("Themenfeld C. Mobilität", "Mobilität"),
        ("3. Mobilität", "Mobilität"),
        ("A Mobilität", "Mobilität"),
        ("IV) Mobilität", "Mobilität"),
        ("Bereichsübergreifend", "Bereichsübergreifend"),
        ("Mobilität", "Mobilität"),
    ],
)
def test_a_heading_becomes_the_field_of_action_where_the_mapping_says_so(heading: str, name: str):
    mapped = read(
        HEADER,
        ["7", "vorab", "geplant", 1, 1],
        [heading],
        ["8", "Radweg", "geplant", 1, 1],
        ["9", "Bus", "geplant", 1, 1],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert cells(mapped, "field_of_action") == [None, name, name]
    told = [row for row in mapped.report.rewrites if row.field == "field_of_action"]
    assert [(row.address, row.before, row.after, row.rule) for row in told] == [
        ("A3", heading, name, "section-heading")
    ] * 2
    assert asked(mapped) == []


def test_a_mapping_of_sections_without_a_heading_is_told():
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], mapping=measures({"sections": "field_of_action"}))

    assert "no-section-heading" in notes(mapped)
    assert cells(mapped, "field_of_action") == [None]


def test_a_column_for_the_field_of_action_comes_before_headings():
    mapped = read(
        ["Nr.", "Maßnahme", "Handlungsfeld", "Status"],
        ["Handlungsfeld 1: Mobilität"],
        ["1", "Radweg", "Verkehr", "geplant"],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert cells(mapped, "field_of_action") == ["Verkehr"]


@pytest.mark.parametrize(
    "word", ["Σ", "∑", "Gesamt", "GESAMT:", "Summe", "Insgesamt", "Gesamtsumme", "Total", "Summe:"]
)
@pytest.mark.parametrize("status", ["laufend", "k. A.", None, "-"])
def test_a_total_in_the_column_of_numbers_is_none_of_the_measures(word: str, status: str | None):
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], [word, word, status, 3, 2])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {4: "total"})
    assert "totals-agree" in notes(mapped)


@pytest.mark.parametrize("words", ["Summe aller Maßnahmen", "Gesamtkosten", "Summe", "Insgesamt (netto)", "Gesamt:"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_total_says_so_in_any_column_before_its_numbers(words: str, column: int):
    total: Row = [None, None, None, 3, 2]
    total[column] = words

    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], total)

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {4: "total"})
    assert mapped.report.errors == []


@pytest.mark.parametrize(
    "title",
    [
        "Gesamtkonzept Radverkehr",
        "Summe der Teile",
        "Totalsanierung Rathaus",
        "Gesamtstädtisches Parkraumkonzept",
        "Zwischennutzung fördern",
        "Durchschnittsverbrauch senken",
        "Handlungsfeld 1: Mobilität",
        "Quelle: Stadtwald",
        "Standortsuche",
        "Abgeschlossene Maßnahmen auswerten",
        "Mobilität gesamt denken",
    ],
)
def test_a_measure_of_an_odd_name_stays_a_measure(title: str):
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", title, "geplant", 2, 1], ["3", "c", "geplant", 4, 1])

    assert cells(mapped, "title") == ["a", title, "c"]
    assert (left_out(mapped), asked(mapped)) == ({}, [])


def test_a_full_row_called_like_a_sum_and_nothing_else_is_asked_about():
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "Summe", "geplant", 7, 9], ["3", "c", "geplant", 4, 1])

    assert ids(mapped) == ["1", "2", "3"]
    question = mapped.report.questions[0]
    assert (question.id, question.required, question.address) == ("unclear_row:measures:3", True, "A3")
    assert "Zeile 3" in question.texts["de"]


def test_a_full_row_that_adds_up_and_says_so_is_a_total():
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], ["3", "Summe", "geplant", 3, 2])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {4: "total"})


def test_numbers_without_a_word_that_add_up_are_a_total():
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], [None, None, None, 3, 2])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {4: "total"})
    assert asked(mapped) == []


def test_numbers_without_a_word_that_do_not_add_up_are_asked_about():
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], [None, None, None, 4, 9])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {4: "unclear-row"})
    assert asked(mapped) == ["unclear_row:measures:4"]


def test_a_total_that_is_wrong_is_told_with_both_numbers():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1000, 1],
        ["2", "b", "geplant", 2000, 1.5],
        ["Zwischensumme", None, None, 3000, 2.5],
        ["3", "c", "geplant", 500, 1],
        ["Gesamt", None, None, 3000, 3.5],
    )

    wrong = [note for note in mapped.report.notes if note.code == "total-disagrees"]
    assert [(note.row, note.address) for note in wrong] == [(6, "D6")]
    assert "3.000" in wrong[0].messages["de"] and "3.500" in wrong[0].messages["de"]
    assert "Zeilen 4, 6" in notes(mapped)["totals-agree"]  # the savings of both, and the costs of the first


def test_a_total_of_the_last_section_alone_is_wrong():
    mapped = read(
        HEADER,
        ["Handlungsfeld 1: A"],
        ["1", "a", "geplant", 1, None],
        ["Handlungsfeld 2: B"],
        ["2", "b", "geplant", 2, None],
        ["Gesamt", None, None, 2, None],
    )

    assert "D6" in notes(mapped)["total-disagrees"]


def test_a_total_at_the_top_is_held_against_the_rows_below_it():
    mapped = read(
        HEADER,
        ["Gesamt", None, None, 7, None],
        ["Handlungsfeld 1: A"],
        ["Summe Handlungsfeld 1", None, None, 3, None],
        ["1", "a", "geplant", 1, None],
        ["2", "b", "geplant", 2, None],
        ["Handlungsfeld 2: B"],
        ["Summe Handlungsfeld 2", None, None, 4, None],
        ["3", "c", "geplant", 4, None],
    )

    assert ids(mapped) == ["1", "2", "3"]
    assert "Zeilen 2, 4, 8" in notes(mapped)["totals-agree"]
    assert "total-disagrees" not in notes(mapped)


def test_a_rounded_total_agrees():
    mapped = read_upload(
        [
            csv_file(
                ["Nr.", "Maßnahme", "Status", "Kosten", "CO2-Einsparung"],
                ["1", "a", "geplant", "1.000,40 €", "1,24"],
                ["2", "b", "geplant", "2.000,35 €", "1,30"],
                ["", "Summe", "", "3.001 €", "2,5"],
            )
        ],
        KIND,
        None,
    )

    assert left_out(mapped) == {4: "total"}
    assert "total-disagrees" not in notes(mapped)
    assert "Kosten, CO₂-Einsparung" in notes(mapped)["totals-agree"]


@pytest.mark.parametrize("word", ["Mittelwert", "Durchschnitt", "Ø", "Mittelwert Handlungsfeld", "Ø Mobilität"])
def test_means_are_no_measures(word: str):
    mapped = read(HEADER, ["A1", "a", "geplant", 1, 1], ["A2", "b", "geplant", 2, 2], [None, word, None, 1.5, 1.5])

    assert (ids(mapped), left_out(mapped)) == (["A1", "A2"], {4: "mean"})
    assert not {"totals-agree", "total-disagrees"} & notes(mapped).keys()


def test_a_mean_beside_the_letter_of_its_field_is_no_measure():
    mapped = read(
        ["Nr.", "Handlungsfeld", "Maßnahme", "Kosten"],
        ["A", "Verkehr", "Mittelwert", 2.5],
        ["A1", "Verkehr", "Radweg", 2],
        ["A2", "Verkehr", "Bus", 3],
        mapping=measures({"constants": {"phase": "unknown"}}),
    )

    assert (ids(mapped), left_out(mapped)) == (["A1", "A2"], {2: "mean"})


@pytest.mark.parametrize(
    "note",
    [
        "Quelle: Amt für Umwelt",
        "*) geschätzt",
        "* Kosten sind geschätzt",
        "1) vorläufig",
        "Stand: 31.12.2025",
        "Stand Dezember 2025",
        "Alle Angaben ohne Gewähr",
        "Hinweis: Beträge gerundet",
        "Anmerkungen:",
        "Seite 1 von 2",
        "© Stadt Musterhausen",
        "Erstellt am 3.1.2026",
        "Die Kosten enthalten keine Personalkosten.",
    ],
)
@pytest.mark.parametrize("gap", [True, False])
def test_notes_under_the_table_are_told_as_such(note: str, gap: bool):
    mapped = read(
        HEADER, ["1", "a", "geplant", 1, 1], ["2", "b", "geplant", 2, 1], *([[None]] if gap else []), [note]
    )

    assert ids(mapped) == ["1", "2"]
    assert list(left_out(mapped).values()) == ["note-below-table"]
    assert (mapped.report.errors, asked(mapped)) == ([], [])


def test_a_legend_under_the_table_is_a_note_line_by_line():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1, 1],
        [None],
        ["Legende:"],
        ["geplant", "noch nicht begonnen"],
        ["laufend", "dauerhaft"],
        ["Quelle:", "Amt 61"],
    )

    assert (ids(mapped), set(left_out(mapped).values())) == (["1"], {"note-below-table"})
    assert set(left_out(mapped)) == {4, 5, 6, 7}


def test_a_second_table_below_with_a_heading_and_the_header_again():
    two_rows: list[Row] = [
        ["Nr.", "Maßnahme", "Umsetzung", None, "Status"],
        [None, None, "Beginn", "Ende", None],
    ]
    mapped = read(
        *two_rows,
        ["1", "a", 2024, 2025, "geplant"],
        ["Summe", None, None, None, None],
        [None],
        ["Abgeschlossene Maßnahmen"],
        *two_rows,
        ["2", "b", 2020, 2021, "abgeschlossen"],
        merge=("C1:D1", "A1:A2", "B1:B2", "E1:E2", "C7:D7"),
    )

    assert ids(mapped) == ["1", "2"]
    assert cells(mapped, "planned_end") == ["2025", "2021"]
    assert left_out(mapped) == {4: "total", 6: "section-heading", 7: "header-repeated", 8: "header-repeated"}
    assert asked(mapped) == []  # the heading tells a status and no field of action


def test_a_second_table_with_other_columns_is_an_error_and_not_read_under_the_wrong_headers():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1, None],
        [None],
        ["Nr.", "Maßnahme", "Abschluss", "Status"],
        ["2", "b", 2024, "abgeschlossen"],
        HEADER,
        ["3", "c", "geplant", 2, None],
    )

    assert [(error.code, error.address) for error in mapped.report.errors] == [("second-table", "A4")]
    assert (ids(mapped), left_out(mapped)) == (
        ["1", "3"],
        {4: "second-table", 5: "second-table", 6: "header-repeated"},
    )


def test_each_of_two_tables_has_its_own_total():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1, None],
        ["Summe", None, None, 1, None],
        [None],
        HEADER,
        ["2", "b", "geplant", 2, None],
        ["3", "c", "geplant", 3, None],
        ["Summe", None, None, 5, None],
    )

    assert ids(mapped) == ["1", "2", "3"]
    assert "total-disagrees" not in notes(mapped)
    assert "Zeilen 3, 8" in notes(mapped)["totals-agree"]


def test_lines_of_dashes_and_dots_between_the_rows_are_told():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1, 1],
        ["---", "---", "---", "---", "---"],
        ["2", "b", "geplant", 1, 1],
        ["…", "…", "…", "…", "…"],
        ["*****"],
    )

    assert (ids(mapped), set(left_out(mapped).values())) == (["1", "2"], {"separator-row"})


def test_numbers_of_the_columns_below_the_header_are_no_measure():
    mapped = read(HEADER, [1, 2, 3, 4, 5], ["1", "a", "geplant", 1, 1])

    assert (ids(mapped), left_out(mapped)) == (["1"], {2: "column-numbers"})


@pytest.mark.parametrize("row", [["Handlungsfeld 1: Verkehr"], [None, "Handlungsfeld Verkehr"], ["Verkehr"]])
def test_headings_that_hold_their_sums_are_headings(row: Row):
    header: Row = [*HEADER, "Personen", "Fläche"]
    heading: Row = [*row, *[None] * (3 - len(row)), 3, 2, 7, 8]
    mapped = read(
        header,
        heading,
        ["1", "a", "geplant", 1, 1],
        ["2", "b", "geplant", 2, 1],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert (ids(mapped), left_out(mapped), mapped.report.errors) == (["1", "2"], {2: "section-heading"}, [])
    assert cells(mapped, "field_of_action") == ["Verkehr", "Verkehr"]


def test_where_keys_are_words_a_lone_word_may_be_one():
    mapped = read(
        HEADER,
        ["RADWEG", "a", "geplant", 1, 1],
        ["SOLAR"],
        ["WAERME", None, None, 5, None],
        ["WASSER", "b", "geplant", 2, 1],
    )

    assert (ids(mapped), left_out(mapped)) == (["RADWEG", "WAERME", "WASSER"], {3: "unclear-row"})
    assert "unclear_row:measures:3" in asked(mapped)


@pytest.mark.parametrize("part", ["davon Förderung", "darunter Eigenmittel", "Anteil Land"])
def test_a_part_of_the_amount_above_is_asked_about(part: str):
    mapped = read(HEADER, ["1", "a", "geplant", 9, 1], [None, part, None, 5, None], ["2", "b", "geplant", 1, 1])

    assert (ids(mapped), left_out(mapped), mapped.report.errors) == (["1", "2"], {3: "unclear-row"}, [])


def test_a_carried_over_sum_at_a_page_break_is_a_subtotal():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 9, 1],
        ["Übertrag", None, None, 9, 1],
        HEADER,
        ["Übertrag", None, None, 9, 1],
        ["2", "b", "geplant", 1, 1],
        ["Summe", None, None, 10, 2],
    )

    assert (ids(mapped), mapped.report.errors) == (["1", "2"], [])
    assert left_out(mapped) == {3: "subtotal", 4: "header-repeated", 5: "subtotal", 7: "total"}
    assert "total-disagrees" not in notes(mapped)


def test_letters_above_numbers_and_fields_of_action_with_a_number_are_headings():
    mapped = read(
        HEADER,
        ["A", "Mobilität"],
        ["1", "a", "geplant", 9, 1],
        ["9", "Handlungsfeld Energie"],
        ["2", "b", "geplant", 9, 1],
        mapping=measures({"sections": "field_of_action"}),
    )

    assert (ids(mapped), cells(mapped, "field_of_action")) == (["1", "2"], ["Mobilität", "Energie"])


@pytest.mark.parametrize("word", ["Archiv", "Sonstiges"])
def test_a_word_above_a_repeated_header_is_its_heading(word: str):
    mapped = read(HEADER, ["1", "a", "geplant", 9, 1], [None, word], [None], HEADER, ["2", "b", "geplant", 1, 1])

    assert (ids(mapped), left_out(mapped)[3]) == (["1", "2"], "section-heading")
    assert "unclear_row:measures:3" not in asked(mapped)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_lone_cell_between_rows_is_asked_about(place: int):
    lone: Row = [None] * 5
    lone[place] = "siehe oben"

    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], lone, ["2", "b", "geplant", 1, 1])

    assert (ids(mapped), left_out(mapped)) == (["1", "2"], {3: "unclear-row"})
    assert asked(mapped) == ["unclear_row:measures:3"]
    assert "siehe oben" in mapped.report.questions[0].texts["de"]


@pytest.mark.parametrize(
    "row", [["2"], ["M-7", None, "geplant"], [None, "b", "geplant", 5, 1], ["2", None, None, 5, 1]]
)
def test_a_measure_that_is_not_filled_in_yet_stays_one(row: Row):
    mapped = read(HEADER, ["1", "a", "geplant", 1, 1], row, ["3", "c", "geplant", 1, 1])

    assert len(ids(mapped)) == 3
    assert (left_out(mapped), asked(mapped)) == ({}, [])


def test_skip_rows_come_before_everything_else():
    mapped = read(
        HEADER,
        ["1", "a", "geplant", 1, 1],
        ["Summe", None, None, 99, 99],
        mapping=measures({"skip_rows": [{"Nr.": "Summe"}]}),
    )

    assert left_out(mapped) == {3: "skip-rows"}
    assert "total-disagrees" not in notes(mapped)


def test_two_header_rows_without_merged_cells():
    mapped = read(
        ["Klimaschutzkonzept", None, None, None, None, None],
        ["Nr.", "Maßnahme", "Soll", None, "Ist", None, "Status"],
        [None, None, "Beginn", "Ende", "Beginn", "Ende", None],
        ["1", "Radweg", 2024, 2026, 2025, None, "geplant"],
    )

    row = mapped.tables["measures"].frame.row(0, named=True)
    assert (row["planned_start"], row["planned_end"], row["actual_start"]) == ("2024", "2026", "2025")
    assert mapped.tables["measures"].rows == [4]
    assert "multi-line-header" in notes(mapped)


def test_three_header_rows_without_merged_cells():
    mapped = read(
        ["Nr.", "Maßnahme", "Termine", None, None, None, "Status"],
        [None, None, "Soll", None, "Ist", None, None],
        [None, None, "Beginn", "Ende", "Beginn", "Ende", None],
        ["1", "Radweg", 2024, 2026, 2025, 2027, "abgeschlossen"],
    )

    row = mapped.tables["measures"].frame.row(0, named=True)
    assert [row[name] for name in ("planned_start", "planned_end", "actual_start", "actual_end")] == [
        *("2024", "2026", "2025", "2027")
    ]


def test_years_alone_below_a_header_are_asked_about():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten", None],
        [None, None, None, 2024, 2025],
        ["1", "a", "geplant", 5, 6],
    )

    assert (ids(mapped), cells(mapped, "cost_eur")) == (["1"], [None])
    assert asked(mapped) == ["unread_column:measures:D", "unread_column:measures:E"]


def test_a_part_of_an_unmerged_group_can_be_mapped_by_both_words():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten", None],
        [None, None, None, "geplant", "real"],
        ["1", "a", "geplant", 5, 7],
        mapping=measures({"fields": {"Kosten real": "cost_eur"}}),
    )

    assert cells(mapped, "cost_eur") == ["7"]


def test_a_title_above_a_header_of_one_row_is_no_part_of_it():
    mapped = read(["Maßnahmen", None, "Stand 2025"], ["Nr.", "Maßnahme", "Status"], ["1", "a", "geplant"])

    assert (ids(mapped), notes(mapped)) == (["1"], {})


def test_a_date_merged_over_two_columns_holds_for_both():
    header: Row = ["Nr.", "Maßnahme", "Status", "Beginn", "Ende", "Bemerkung"]
    mapped = read(
        header,
        ["1", "a", "geplant", "2024–2026", None, "x"],
        ["2", "b", "geplant", 2027, None, None],
        ["3", "c", "geplant", 2028, "2029", "über zwei Spalten"],
        merge=("D2:E2", "D3:E3"),
    )

    assert cells(mapped, "planned_start") == ["2024", "2027", "2028"]
    assert cells(mapped, "planned_end") == ["2026", "2027", "2029"]
    assert "D2:E2, D3:E3" in notes(mapped)["merged-cells-filled"]


def test_a_date_merged_over_columns_and_rows_holds_for_all_of_them():
    header: Row = ["Nr.", "Maßnahme", "Status", "Beginn", "Ende"]
    mapped = read(header, ["1", "a", "geplant", 2026], ["2", "b", "geplant"], ["3", "c", "geplant"], merge=("D2:E3",))

    assert cells(mapped, "planned_start") == cells(mapped, "planned_end") == ["2026", "2026", None]


def test_other_cells_merged_sideways_are_told():
    mapped = read(HEADER, ["1", "a", "geplant", 500, None], ["2", "b", "geplant", 1, 1], merge=("D2:E2",))

    assert "D2:E2" in notes(mapped)["merged-cells-first-only"]


def test_rows_that_all_look_alike_are_counted_and_not_all_listed():
    rows = [["Nr.", "Maßnahme", "Status"], ["1", "a", "geplant"], *([["Summe", "", ""]] * 5_000)]

    mapped = read_upload([csv_file(*rows)], KIND, None)

    assert ids(mapped) == ["1"]
    assert len(mapped.report.left_out) == 1_001
    assert mapped.report.left_out[-1].text == "1003–5002 (4000)"


WORDS = st.sampled_from(["Zwischensumme", "Summe Handlungsfeld", "Teilsumme", "Summe 1"])
COSTS = st.lists(st.lists(st.integers(1, 10**7), min_size=1, max_size=4), min_size=1, max_size=4)


@costly()
@given(COSTS, WORDS, st.booleans(), st.integers(-1, 1))
def test_every_right_sum_agrees_and_every_wrong_total_is_told(
    sections: list[list[int]], word: str, with_headings: bool, mistake: int
):
    rows: list[list[str]] = [["Nr.", "Maßnahme", "Status", "Kosten"]]
    number = 0
    for place, costs in enumerate(sections, 1):
        if with_headings:
            rows.append([f"Handlungsfeld {place}: Feld", "", "", ""])
        for cost in costs:
            number += 1
            rows.append([str(number), "a", "geplant", str(cost)])
        rows.append(["", word, "", str(sum(costs))])
    total = sum(map(sum, sections))
    rows.append(["", "Gesamtsumme", "", str(total + mistake)])

    mapped = read_upload([csv_file(*rows)], KIND, None)

    assert mapped.tables["measures"].frame.height == number
    assert mapped.report.errors == []
    assert [note.row for note in mapped.report.notes if note.code == "total-disagrees"] == [len(rows)] * abs(mistake)
