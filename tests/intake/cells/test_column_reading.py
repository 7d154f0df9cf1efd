"""Cells as staff write them, and what becomes of them."""

import io
import math
import unicodedata
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, InvalidOperation

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.findings import Rewrite
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import Limits, SourceFile, read_upload
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.column_reading import certainly_canonical, read_column
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.files.csv_files import read_csv
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark
from tests.intake.files.test_ods_spreadsheets import written_by_odfpy
from tests.intake.files.test_xlsx_workbooks import written_by_openpyxl, written_by_xlsxwriter
from tests.intake.making import KIND, codes, column, csv_file, measures, rules, upload
from tests.made_up import costly

HEADERS = {"decided_on": "Beschluss", "planned_end": "Ende", "cost_eur": "Kosten", "progress": "Fortschritt"} | {
    "people": "Personen",
    "public": "Öffentlich",
    "note": "Sachstand",
    "phase": "Status",
}


def cells(field: str, *texts: str, delimiter: str = ";", mapping: object = None) -> Mapped:
    """An upload with one column beside number and title."""
    rows = [[str(number), "Radweg", text] for number, text in enumerate(texts, 1)]
    return upload(["Nr.", "Maßnahme", HEADERS[field]], *rows, delimiter=delimiter, mapping=mapping)


def first(field: str, text: str, **options: str) -> str | None:
    return column(cells(field, text, **options), field)[0]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31.12.2024", "2024-12-31"),
        ("1.2.2025", "2025-02-01"),
        ("31. 12. 2024", "2024-12-31"),
        ("31. Dezember 2024", "2024-12-31"),
        ("1. März 2025", "2025-03-01"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("01/01/2025", "2025-01-01"),
        ("2024/12/31", "2024-12-31"),
        ("2026-12-31 00:00:00", "2026-12-31"),
        ("31.12.2024 00:00", "2024-12-31"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_dates_become_iso_dates(text: str, iso: str):
    assert first("decided_on", text) == iso
    assert first("planned_end", text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026", "2026"),
        ("12/2026", "2026-12"),
        ("12.2026", "2026-12"),
        ("1.2025", "2025-01"),
        ("Dezember 2026", "2026-12"),
        ("Dez. 2026", "2026-12"),
        ("MÄRZ 2026", "2026-03"),
        ("Mrz 2026", "2026-03"),
        ("2026-3", "2026-03"),
    ],
)
def test_reduced_dates_stay_reduced_and_full_dates_must_be_full(text: str, iso: str):
    assert first("planned_end", text) == iso
    assert first("decided_on", text) == text


@pytest.mark.parametrize(
    "text", ["Sommer", "2025 oder 2026", "kurzfristig", "1. Quartal", "Q5/2025", "31.12.2024 25:30", "2024-12-31x"]
)
def test_what_is_no_date_is_left_to_the_check(text: str):
    mapped = cells("planned_end", text)

    assert column(mapped, "planned_end") == [text]
    assert codes(mapped) == []


@pytest.mark.parametrize("text", ["01/02/25", "01.02.85", "1-2-25", "01/02/2025", "3-4-2025"])
def test_a_date_that_could_be_two_days_is_an_error_with_its_address(text: str):
    mapped = cells("decided_on", text)

    assert column(mapped, "decided_on") == [None]
    assert codes(mapped) == ["ambiguous-date"]
    error = mapped.report.errors[0]
    assert (error.address, error.row, error.column, error.cell) == ("C2", 2, 3, text)
    assert error.messages["de"].startswith(f"C2: „{text}“ kann Verschiedenes bedeuten.")


@pytest.mark.parametrize(
    ("evidence", "doubtful", "number"),
    [
        ("12,5", "1.234", "1234"),
        ("1.234,5", "1.234", "1234"),
        ("1.234.567", "1,234", "1.234"),
        ("0,250", "1.234", "1234"),
        ("12.5", "1.234", "1.234"),
        ("0.25", "1,234", "1234"),
        ("131.717,5", "90.790", "90790"),
        ("131.71", "90.790", "90.79"),
        ("1,234,567", "1.234", "1.234"),
        ("1,234.5", "1,234", "1234"),
    ],
)
def test_one_sure_number_settles_the_style_of_a_table(evidence: str, doubtful: str, number: str):
    for delimiter in ";,":
        assert column(cells("cost_eur", evidence, doubtful, delimiter=delimiter), "cost_eur")[1] == number


@pytest.mark.parametrize("slip", ["2009.000", "12050.000", "-12050.000", "12050.000 €"])
def test_three_digits_behind_a_point_never_turn_a_table_to_decimal_points(slip: str):
    mapped = cells("cost_eur", "100.000", "200.000", slip, delimiter=";")
    assert column(mapped, "cost_eur") == ["100000", "200000", None]
    assert [(error.code, error.address, error.cell) for error in mapped.report.errors] == [
        ("ambiguous-number", "C4", slip)
    ]

    of_program = cells("cost_eur", "100.000", "1.5", "12050.000", delimiter=";")
    assert column(of_program, "cost_eur") == ["100", "1.5", "12050"]
    unsure = cells("cost_eur", "100.000", slip, delimiter=",")
    assert column(unsure, "cost_eur")[0] == "100"
    assert "doubtful_number" in [question.about for question in unsure.report.questions]


def test_without_a_hint_a_semicolon_is_german_and_a_comma_is_not():
    assert first("cost_eur", "1.234", delimiter=";") == "1234"
    assert first("cost_eur", "1,234", delimiter=";") == "1.234"
    assert first("cost_eur", "1.234", delimiter=",") == "1.234"
    assert codes(cells("cost_eur", "1,234", delimiter=",")) == ["ambiguous-number"]


def test_a_table_that_contradicts_itself_leaves_no_doubtful_number():
    mapped = cells("cost_eur", "12,5", "12.5", "1.234", "1234")

    assert column(mapped, "cost_eur") == ["12.5", "12.5", None, "1234"]
    assert [error.address for error in mapped.report.errors] == ["C4"]
    assert "decimal" in mapped.report.errors[0].messages["en"]


def test_a_declared_decimal_sign_settles_it_and_what_contradicts_it_is_an_error():
    point, comma = measures({"decimal": "."}), measures({"decimal": ","})

    assert column(cells("cost_eur", "1.234", mapping=point), "cost_eur") == ["1.234"]
    assert column(cells("cost_eur", "1.234", mapping=comma, delimiter=","), "cost_eur") == ["1234"]
    assert codes(cells("cost_eur", "12.5", mapping=comma)) == ["ambiguous-number"]
    assert codes(cells("cost_eur", "12,5", mapping=point)) == ["ambiguous-number"]


@pytest.mark.parametrize(
    ("text", "number", "by"),
    [
        ("1.200 €", "1200", ["unit", "thousands"]),
        ("€ 1.200,00", "1200", ["unit", "thousands"]),
        ("1200 EUR", "1200", ["unit"]),
        ("1.200,- Euro", "1200", ["unit", "unit", "thousands"]),
        ("1 200,5", "1200.5", ["thousands", "decimal-comma"]),
        ("1\u00a0200", "1200", ["thousands"]),
        ("\u22125", "-5", ["canonical-number"]),
        ("0012", "12", ["canonical-number"]),
        ("1,50", "1.5", ["decimal-comma"]),
        ("5", "5", []),
        ("ca. 5", "ca. 5", []),
        ("5 T€", "5000", ["unit-thousand-euro"]),
        ("-", None, ["missing-word"]),
        ("k.A.", None, ["missing-word"]),
        ("./.", None, ["missing-word"]),
    ],
)
def test_amounts_lose_their_unit_and_notation_but_not_their_value(text: str, number: str | None, by: list[str]):
    mapped = cells("cost_eur", text)

    assert column(mapped, "cost_eur") == [number]
    assert rules(mapped, "cost_eur") == by


def test_a_percent_sign_is_stripped_where_the_field_counts_in_percent_and_refused_among_euros():
    assert first("progress", "75 %") == "75"
    assert first("progress", "12,5%") == "12.5"
    assert first("cost_eur", "75 %") is None
    assert codes(cells("cost_eur", "75 %")) == ["unit-does-not-fit"]


def test_a_workbooks_percent_is_read_by_its_format():
    mapped = read_upload(
        [SourceFile("t.xlsx", _percent_workbook())], KIND, measures({"fields": {"Anteil": "cost_eur"}})
    )

    assert column(mapped, "progress") == ["75.5"]
    assert column(mapped, "cost_eur") == [None]
    assert codes(mapped) == ["unit-does-not-fit"]


def _percent_workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        percent = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nr.", "Maßnahme", "Fortschritt", "Anteil"])
        sheet.write_row(1, 0, ["1", "Radweg"])
        sheet.write(1, 2, 0.755, percent)
        sheet.write(1, 3, 0.755, percent)
    return content.getvalue()


def test_numbers_that_a_workbook_stores_are_exact_whatever_the_texts_beside_them():
    rows: list[list[object]] = [
        ["Nr.", "Maßnahme", "Kosten"],
        ["1", "a", 1.234],
        ["2", "b", "1.234"],
        ["3", "c", 0.1],
    ]

    mapped = read_upload([SourceFile("t.xlsx", written_by_openpyxl(rows))], KIND, None)

    assert column(mapped, "cost_eur") == ["1.234", "1234", "0.1"]
    assert rules(mapped, "cost_eur") == ["thousands"]


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity", "nan12", "sNaN", "1e9999999"])
def test_numbers_that_are_none_are_refused_although_a_schema_takes_them(text: str):
    assert codes(cells("cost_eur", text)) == ["not-a-finite-number"]


@pytest.mark.parametrize(
    ("text", "number"), [("1.234", "1234"), ("12", "12"), ("12,5", "12,5"), ("+7", "7"), ("007", "7")]
)
def test_whole_numbers_are_whole_or_left_to_the_check(text: str, number: str):
    assert first("people", text) == number


@pytest.mark.parametrize(
    ("word", "truth"), [("ja", "true"), ("Nein", "false"), ("WAHR", "true"), ("x", "x"), ("1", "true")]
)
def test_truth_has_words(word: str, truth: str):
    assert first("public", word) == truth


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("in Planung", "planning"),
        ("IN  PLANUNG ", "planning"),
        ("planning", "planning"),
        ("erledigt", "completed"),
        ("k. A.", "unknown"),
        ("-", "unknown"),
        ("vielleicht", "vielleicht"),
    ],
)
def test_words_become_codes_and_unknown_words_stay_for_the_check(word: str, code: str | None):
    assert first("phase", word) == code


def test_the_mappings_words_for_codes_come_first():
    mapping = measures({"codes": {"phase": {"erledigt": "planning", "Idee": "unknown"}}})

    assert column(cells("phase", "erledigt", "IDEE", mapping=mapping), "phase") == ["planning", "unknown"]


@pytest.mark.parametrize(
    ("text", "after", "by"),
    [
        (" a\u00a0", "a", ["trim"]),
        ("\ufeffa\u200b", "a", ["trim"]),
        ("a\u0308", "ä", ["unicode-nfc"]),
        ("a\rb", "a\nb", ["line-breaks"]),
        ("a\x07b", "a b", ["control-characters"]),
        ("\u200b", None, ["trim"]),
        ("k. A.", None, ["missing-word"]),
        ("KEINE ANGABE", None, ["missing-word"]),
        ("n/a", None, ["missing-word"]),
        ("-", "-", []),
        ("1.234,5", "1.234,5", []),
        ("31.12.2024", "31.12.2024", []),
    ],
)
def test_texts_are_only_tidied(text: str, after: str | None, by: list[str]):
    mapped = cells("note", text, "b")

    assert column(mapped, "note")[0] == after
    assert rules(mapped, "note") == by


def test_a_fields_own_missing_words_hold_for_that_field():
    assert first("planned_end", "Offen") is None
    assert first("note", "offen") == "offen"


@pytest.mark.parametrize("text", ["#N/A", "#NV", "#REF!", "#BEZUG!", "#DIV/0!"])
def test_error_values_are_errors_and_never_empty_cells(text: str):
    for field in ("note", "cost_eur", "phase", "decided_on"):
        assert codes(cells(field, text)) == ["cell-error"]


def test_formulas_without_value_are_errors_only_where_they_are_published():
    rows = [["Nr.", "Maßnahme", "Kosten", "intern"], ["1", "a", "=1+1", "=1+1"]]

    mapped = read_upload([SourceFile("t.xlsx", written_by_openpyxl(rows))], KIND, None)

    assert [(error.code, error.address) for error in mapped.report.errors] == [("formula-without-value", "C2")]
    assert "neu berechnen" in mapped.report.errors[0].messages["de"]


def test_every_rewrite_says_where_it_was_and_what_it_did():
    mapped = cells("cost_eur", " 1.200,50 €")

    assert list(mapped.report.rewrites) == [
        Rewrite("measures", 2, "cost_eur", "C2", " 1.200,50 €", "1200.5", "trim+unit+thousands"),
    ]


def test_rewrites_are_a_sequence_that_is_only_made_when_asked_for():
    rewrites = cells("planned_end", *["31.12.2024"] * 50_000).report.rewrites

    assert len(rewrites) == 50_000
    assert rewrites[49_999].address == "C50001"
    assert rewrites[-1] == rewrites[49_999]
    assert [each.row for each in rewrites[10:13]] == [12, 13, 14]
    with pytest.raises(IndexError):
        rewrites[50_000]


def test_errors_beyond_a_thousand_are_counted_and_not_listed():
    report = cells("decided_on", *["01/02/25"] * 1500).report

    assert (len(report.errors), report.error_count, report.more) == (1000, 1500, True)


def test_a_factor_converts_exactly_and_is_listed():
    mapping = measures({"fields": {"Kosten": {"name": "cost_eur", "factor": 1000}}})
    mapped = cells("cost_eur", "1,9535", "0", "k. A.", mapping=mapping)

    assert column(mapped, "cost_eur") == ["1953.5", "0", None]
    assert rules(mapped, "cost_eur") == ["decimal-comma", "factor", "missing-word"]


def test_formula_like_texts_and_personal_data_are_pointed_out():
    mapped = cells("note", "=1+1", "Frau M., maria@stadt.de", "Tel. 0251/492-1234", "Vorlage V/0021/2019", "- Punkt")

    notes = {note.code: note for note in mapped.report.notes}
    assert notes["formula-text"].address == "C2"
    assert [question.texts["de"].split(":")[0] for question in mapped.report.questions] == ["C3, C4"]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
XML_TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cs", "Cc", "Zl", "Zp"],
        exclude_characters="\ufffe\uffff_",
        include_characters="\n",
    ),
    max_size=20,
).filter(lambda text: not text.startswith("="))


def follow(mapped: Mapped, before: list[str]) -> list[str | None]:
    """The notes as they stood in the file, with every listed rewrite done to them by hand."""
    rows = list(mapped.tables["measures"].rows)
    cells: dict[int, str | None] = dict(zip(rows, before, strict=True))
    for rewrite in mapped.report.rewrites:
        if rewrite.field == "note" and rewrite.row is not None:
            assert cells[rewrite.row] == rewrite.before
            cells[rewrite.row] = rewrite.after
    # What says nothing by itself is named in the whole column once it is read, and stays in it.
    kept = ("as-above", "number-in-exponent")
    problems = {error.row for error in mapped.report.errors if error.code not in kept}
    return [None if row in problems else cells[row] or None for row in rows]


@costly()
@given(st.lists(TEXT.filter(lambda text: "\0" not in text), min_size=1, max_size=8))
def test_texts_survive_csv_but_for_what_is_listed(texts: list[str]):
    mapped = cells("note", *texts)

    assert column(mapped, "note") == follow(mapped, texts)


@costly()
@given(st.lists(XML_TEXT, min_size=1, max_size=8), st.sampled_from([written_by_openpyxl, written_by_xlsxwriter]))
def test_texts_survive_xlsx_but_for_what_is_listed(texts: list[str], write: object):
    rows = [["Nr.", "Maßnahme", "Sachstand"], *([f"M{n}", "a", text] for n, text in enumerate(texts))]

    mapped = read_upload([SourceFile("t.xlsx", write(rows))], KIND, None)  # type: ignore[operator]

    assert column(mapped, "note") == follow(mapped, texts)


@costly()
@given(st.lists(XML_TEXT, min_size=1, max_size=8))
def test_texts_survive_ods_but_for_what_is_listed(texts: list[str]):
    rows = [["Nr.", "Maßnahme", "Sachstand"], *([f"M{n}", "a", text] for n, text in enumerate(texts))]

    mapped = read_upload([SourceFile("t.ods", written_by_odfpy(rows))], KIND, None)

    assert column(mapped, "note") == follow(mapped, texts)


@costly()
@given(
    st.lists(st.decimals(-(10**9), 10**9, allow_nan=False, places=2), min_size=2, max_size=8), st.sampled_from(",.")
)
def test_amounts_written_in_one_style_keep_their_value(amounts: list[Decimal], decimal: str):
    texts = [f"{amount:,.2f}" for amount in amounts]
    if decimal == ",":
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]

    mapped = cells("cost_eur", *texts)

    assert [Decimal(cell or "NaN") for cell in column(mapped, "cost_eur")] == amounts


@given(
    TEXT | st.sampled_from(["1.234", "1,234", "1e5", "-0", "1_000", "٣", "1.2.3", "٣.٥", "+.5", "5.", "01.02.2025"])
)
def test_what_is_proven_clean_is_what_the_reader_would_leave(text: str):
    """The expression that spares cells the reader must agree with the reader."""
    frame = pl.DataFrame({"text": [text], "mark": [0]}, schema={"text": pl.String, "mark": pl.UInt8})
    for field in KIND.table("measures"):
        for style in NumberStyle:
            reader = FieldCellReader(field, style, {})
            if text and frame.select(certainly_canonical(reader, pl.col("text"), pl.col("mark"))).item():
                reading = reader.read(text, CellMark.TEXT)
                assert (reading.after, reading.steps, reading.problem) == (text, (), None)


NUMBER_LIKE = st.text("0123456789.,-+ €%", min_size=1, max_size=14) | st.decimals(
    -(10**9), 10**9, allow_nan=False, places=3
).map(lambda number: f"{number:,}".translate(str.maketrans(",.", ".,")))


@given(st.lists(NUMBER_LIKE, min_size=1, max_size=20), st.sampled_from(list(NumberStyle)))
def test_columns_read_what_the_reader_reads_cell_by_cell(texts: list[str], style: NumberStyle):
    reader = FieldCellReader(KIND.table("measures").field("cost_eur"), style, {})
    body = read_csv(csv_file(*([text, "x"] for text in texts), delimiter=";"), Limits(), None, {"delimiter": ";"})
    readings = [reader.read(text) for text in texts]

    read = read_column(reader, body, FieldColumn(1, "Kosten"), "measures")

    assert read.values.to_list() == [each.after for each in readings]
    assert read.finding_count == sum(bool(each.problem) for each in readings)
    expected = [
        (row, "+".join(step[0] for step in each.steps), each.steps[0][1], each.steps[-1][2])
        for row, each in enumerate(readings, 1)
        if each.steps
    ]
    assert [(r.row, r.rule, r.before, r.after) for r in read.rewrites or ()] == expected


def test_a_number_may_be_a_word_for_nothing():
    field = replace(KIND.table("measures").field("cost_eur"), missing_words=("0", "9.999"))
    reader = FieldCellReader(field, NumberStyle.COMMA, {})

    body = read_csv(csv_file(["0", "x"], ["9.999", "x"], ["5", "x"]), Limits())

    assert read_column(reader, body, FieldColumn(1, "Kosten"), "measures").values.to_list() == [None, None, "5"]


@costly()
@given(TEXT)
def test_canonical_text_is_nfc_and_has_nothing_that_xml_cannot_hold(text: str):
    fields = ("note", "cost_eur", "planned_end", "phase")
    row = ["1", "Radweg", *[text.replace("\0", "")] * len(fields)]
    mapped = upload(["Nr.", "Maßnahme", *(HEADERS[field] for field in fields)], row, delimiter=";")
    for field in fields:
        (cell,) = column(mapped, field)
        if cell is not None:
            assert unicodedata.is_normalized("NFC", cell)
            assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in cell)
            assert cell == cell.strip()
        if cell is not None and field == "cost_eur":
            with suppress(InvalidOperation):  # the check names what is no number
                assert math.isfinite(Decimal(cell))


def test_semicolon_and_comma_files_of_equal_numbers_read_equal():
    german = csv_file(["Nr.", "Maßnahme", "Kosten"], ["1", "a", "1.234,5"], delimiter=";")
    english = csv_file(["Nr.", "Maßnahme", "Kosten"], ["1", "a", "1,234.5"], delimiter=",")

    assert column(read_upload([german], KIND, None), "cost_eur") == column(
        read_upload([english], KIND, None), "cost_eur"
    )
