"""More tables whose numbers do not say what they count: footnotes, forms, scales and shares without a word."""

from typing import Any

import pytest

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.validation import check
from tests.intake.corpus.test_what_the_cell_shows import KIND, In, field, read
from tests.intake.making import column

EUROS = '#,##0 "€"'
PLAIN = ["Nr.", "Maßnahme", "Status"]
RADWEG, ALLEE = ["A1", "Radweg", "geplant"], ["A2", "Allee", "geplant"]


def costs(*cells: Any, header: str = "Kosten", above: str = "", below: str = "") -> Mapped:
    """A table with one column of costs, and a line above or below it."""
    rows = [[f"A{number}", f"Maßnahme {number}", "geplant", cell] for number, cell in enumerate(cells, 1)]
    lines = [[above]] if above else []
    return read(*lines, [*PLAIN, header], *rows, *([[], [below]] if below else []))


def errors(mapped: Mapped) -> dict[str | None, str]:
    return {error.address: error.code for error in check(mapped).errors}


def questions(mapped: Mapped) -> dict[str, str]:
    return {question.id: question.texts["de"] for question in mapped.report.questions}


@pytest.mark.parametrize(
    ("header", "below"),
    [
        ("Kosten*", "* in T€"),
        ("Kosten*)", "*) Beträge in Tausend Euro"),
        ("Kosten 1)", "1) in Tsd. Euro, netto"),
        ("Kosten²", "² Werte in Tausend Euro"),
        ("Kosten", "in T€"),
    ],
)
def test_the_unit_of_a_footnote_counts_for_the_column_with_its_mark(header: str, below: str) -> None:
    mapped = costs(1250, 480, header=header, below=below)
    assert column(mapped, "cost_eur") == ["1250000", "480000"]


@pytest.mark.parametrize("total", [["Summe in T€"], [None, "Gesamt (T€)"]])
def test_the_unit_of_a_printed_sum_counts_for_what_it_adds_up(total: list[Any]) -> None:
    sum_row = [*total, *[None] * (3 - len(total)), 1730]
    mapped = read([*PLAIN, "Kosten"], [*RADWEG, 1250], [*ALLEE, 480], sum_row)
    assert column(mapped, "cost_eur") == ["1250000", "480000"]
    assert "totals-agree" in [note.code for note in mapped.report.notes]


def test_the_unit_of_a_footnote_does_not_count_for_another_column() -> None:
    mapped = read([*PLAIN, "Kosten", "Bemerkung*"], [*RADWEG, 1250, "x"], [*ALLEE, 480], [], ["* Förderung in T€"])
    assert column(mapped, "cost_eur") == ["1250", "480"]


@pytest.mark.parametrize(
    "units",
    [
        ["", "", "", "[T€]", "[t/a]", "Jahr"],
        ["lfd. Nr.", "Text", "Auswahl", "T€", "t/a", "MM/JJJJ"],
        [None, "(Freitext)", None, "in Tsd. Euro", "t CO2/a", "–"],
    ],
)
def test_a_row_of_units_may_hold_the_words_of_a_form(units: list[Any]) -> None:
    mapped = read([*PLAIN, "Kosten", "CO2-Einsparung", "Beginn"], units, [*RADWEG, 1250, 5, 2026])
    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "co2_saving_t_per_year") == ["5"]
    assert column(mapped, "measure_id") == ["A1"]
    assert not errors(mapped) and not questions(mapped)


def test_a_measure_called_like_a_unit_is_no_row_of_units() -> None:
    assert column(read([*PLAIN], ["t", "Tonne", "geplant"], RADWEG), "measure_id") == ["t", "A1"]


def test_thousands_that_only_the_format_knows_are_an_error() -> None:
    mapped = costs(In(1250000, "#,##0,"), In(480000, "0.0,"), In(4800, "#,##0"))
    assert errors(mapped) == {"D2": "scaled-by-format", "D3": "scaled-by-format"}
    assert "Kosten in T€" in mapped.report.errors[0].messages["de"]


def test_thousands_that_only_the_format_knows_contradict_a_header_in_euros() -> None:
    mapped = costs(In(1250000, "#,##0,"), header="Kosten (€)")
    assert errors(mapped) == {"D2": "scaled-by-format"}


def test_thousands_that_the_table_states_are_read() -> None:
    scaled = In(1250500, "#,##0,")
    assert column(costs(scaled, header="Kosten in T€"), "cost_eur") == ["1250500"]
    assert column(costs(scaled, above="alle Beträge in T€"), "cost_eur") == ["1250500"]
    assert field("co2_saving_t_per_year", "CO2-Einsparung (t/a)", In(5000, "0.0,")) == ["5"]


@pytest.mark.parametrize("code", ['0"/5"', '#,##0".000"', '"1."000'])
def test_digits_among_the_words_of_a_format_are_no_part_of_the_number(code: str) -> None:
    assert errors(costs(In(3, code))) == {"D2": "unknown-unit"}


@pytest.mark.parametrize("code", ['0",00 €"', '0",00"', '0",--"'])
def test_cents_of_a_format_that_are_none_say_nothing(code: str) -> None:
    assert field("cost_eur", "Kosten", In(3, code)) == ["3"]


def test_ids_keep_the_digits_of_their_format() -> None:
    ids = [In(5, '"2024-"0'), In(5, '0"/2024"'), In(3, '"K1."0'), In(3, '"1."0')]
    mapped = read(PLAIN, *[[cell, f"Maßnahme {number}", "geplant"] for number, cell in enumerate(ids)])
    assert column(mapped, "measure_id") == ["2024-5", "5/2024", "K1.3", "1.3"]


def test_numbers_beside_thousands_are_asked_about() -> None:
    mapped = costs("500 T€", 300, None, "k. A.", 1250)
    assert column(mapped, "cost_eur") == ["500000", "300", None, None, "1250"]
    (text,) = questions(mapped).values()
    assert "D3, D6" in text and "„300“" in text and "„500 T€“ (D2)" in text


@pytest.mark.parametrize(
    "cells",
    [("500 T€", 300, "1,2 Mio. €"), ("500 T€", 300, "200 €"), (In(500, '#,##0" T€"'), In(1250, EUROS), 300)],
)
def test_numbers_beside_mixed_units_are_told(cells: Any) -> None:
    mapped = costs(*cells)
    assert "300" in column(mapped, "cost_eur")
    assert not questions(mapped)
    assert "number-without-unit" in [note.code for note in mapped.report.notes]


@pytest.mark.parametrize(
    "cells", [("500 T€", 0), ("500 T€", In(300, EUROS), "12 €"), (300, 1250), ("500 T€", "300 T€")]
)
def test_columns_without_a_doubtful_number_ask_nothing(cells: Any) -> None:
    mapped = costs(*cells)
    assert not questions(mapped) and "number-without-unit" not in [note.code for note in mapped.report.notes]


@pytest.mark.parametrize("cells", [(0.5, 0.75, 1, 0), (In(0.5, "0%"), 0.75), ("0,5", "0,25"), (In(0.5, "# ?/?"), 1)])
def test_shares_without_a_percent_sign_are_asked_about(cells: Any) -> None:
    rows = [[f"A{number}", f"Maßnahme {number}", "geplant", cell] for number, cell in enumerate(cells, 1)]
    mapped = read([*PLAIN, "Fortschritt"], *rows)
    assert list(questions(mapped)) == ["number_without_unit:measures:progress_percent"]


@pytest.mark.parametrize("cells", [(0, 1), (0.5, 75), (In(0.5, "0%"), In(1, "0%")), ("0,5 %", "1 %"), (50, 100)])
def test_percentages_are_not_asked_about(cells: Any) -> None:
    rows = [[f"A{number}", f"Maßnahme {number}", "geplant", cell] for number, cell in enumerate(cells, 1)]
    assert not questions(read([*PLAIN, "Fortschritt"], *rows))


@pytest.mark.parametrize(
    ("keys", "days"),
    [
        (("1.1", "01. Feb", "01.03.2025", "Mrz 25", "3-Apr", "1.4.1"), {"A3", "A4", "A5", "A6"}),
        (("01. Jan", "01. Feb"), {"A2", "A3"}),
        (("01.03.2025", "02.03.2025"), set()),
        (("1.2.3", "Mai", "M-2025", "12.12.7"), set()),
    ],
)
def test_days_among_the_numbers_of_a_csv_file_are_errors(keys: tuple[str, ...], days: set[str]) -> None:
    rows = [f"{key};Maßnahme {number};geplant" for number, key in enumerate(keys)]
    content = "\n".join(["Nr.;Maßnahme;Status", *rows]).encode()
    mapped = read_upload([SourceFile("massnahmen.csv", content)], KIND, None)
    assert errors(mapped) == dict.fromkeys(days, "date-in-key")


def test_a_currency_format_below_thousands_is_explained() -> None:
    for mapped in (costs(In(1250, EUROS), header="Kosten in T€"), costs(In(1250, EUROS), above="Angaben in T€")):
        (error,) = mapped.report.errors
        assert error.code == "unit-conflict"
        assert "Zahlenformat" in error.messages["de"] and "number format" in error.messages["en"]


def test_a_question_about_a_column_of_money_does_not_lose_its_unit() -> None:
    (text,) = questions(costs(12.5, 4.8, header="Kosten (in Hunderttausend €)")).values()
    assert "mit der Einheit der Zahlen dahinter" in text


@pytest.mark.parametrize("header", ["Kosten (10³ €)", "Kosten in 10³ €", "Kosten [10^3 EUR]"])
def test_raised_digits_of_a_header_are_read(header: str) -> None:
    assert column(costs(1250, header=header), "cost_eur") == ["1250000"]


def test_spans_in_the_plural_are_asked_about() -> None:
    mapped = read([*PLAIN, "Umsetzungszeiträume"], [*RADWEG, "2024-2026"], [*ALLEE, "2025-2027"])
    assert list(questions(mapped)) == ["unread_column:measures:D"]


@pytest.mark.parametrize("words", [[2024, 2025, "gesamt"], ["Plan", "Ist", "Rest"]])
@pytest.mark.parametrize("header", ["Kosten", "Kosten in T€"])
def test_the_first_of_several_columns_below_one_header_is_not_taken_for_the_amount(
    header: str, words: list[Any]
) -> None:
    mapped = read(
        [*PLAIN, header, None, None, "Bemerkung"], [None, None, None, *words], [*RADWEG, 100, 200, 300, "x"]
    )
    (error,) = [error for error in mapped.report.errors if error.code == "shared-header"]
    assert error.address == "D1"
    assert all(str(word) in error.messages["de"] for word in words)


def test_a_second_row_of_header_with_one_word_shares_nothing() -> None:
    mapped = read([*PLAIN, "Kosten", None], [None, None, None, "in T€", None], [*RADWEG, 100, None])
    assert column(mapped, "cost_eur") == ["100000"]
    assert not errors(mapped)


def test_parts_of_an_amount_of_money_are_asked_about() -> None:
    mapped = read([*PLAIN, "Kosten gesamt", "davon 2025", "davon 2026 ff."], [*RADWEG, 1250, 400, 850])
    assert list(questions(mapped)) == ["unread_column:measures:E", "unread_column:measures:F"]
    assert column(mapped, "cost_eur") == ["1250"]
    assert not questions(read([*PLAIN, "Fläche", "davon versiegelt"], [*RADWEG, 1250, 400]))


def test_a_unit_counts_wherever_it_stands_above_and_below_the_table() -> None:
    far_above = [["alle Beträge in T€"], *([f"Zeile {number}"] for number in range(20))]
    mapped = read(*far_above, [*PLAIN, "Kosten"], [*RADWEG, 1250])
    assert column(mapped, "cost_eur") == ["1250000"]
    mapped = read([*PLAIN, "Kosten"], [*RADWEG, 1250], [], ["Hinweis:", "Alle Beträge in T€"])
    assert column(mapped, "cost_eur") == ["1250000"]


@pytest.mark.parametrize("header", ["Umsetzungsgrad (1-5)", "Fortschritt (0-1)", "Fortschritt (1-10)"])
def test_a_scale_of_marks_is_no_percentage(header: str) -> None:
    assert list(questions(read([*PLAIN, header], [*RADWEG, 1]))) == ["unread_column:measures:D"]


@pytest.mark.parametrize("header", ["Fortschritt (0-100)", "Fortschritt (1)", "Fortschritt [%]"])
def test_a_footnote_or_a_scale_of_a_hundred_is_still_read(header: str) -> None:
    assert field("progress_percent", header, 50) == ["50"]
