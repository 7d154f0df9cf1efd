"""More habits of offices: struck-out and unseen cells, wrapped CSV files, lost letters, times of day, template rows.

Here: tables that were published wrongly, or answered by a silly sentence, until they were collected. Not here: the
collected kinds themselves (the other modules of this folder).
"""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.summary import summary_lines
from opendata.intake import SourceFile, read_upload
from opendata.validation import check
from tests.intake.corpus.test_what_the_cell_shows import KIND, In, field, ods_document, read
from tests.intake.making import column, csv_file

HEADER = ["Nr.", "Maßnahme", "Status", "Bemerkung"]
ROWS = [["1", "Radweg", "geplant", "INTERN"], ["2", "Abriss der Halle", "geplant", "x"], ["3", "PV", "laufend", "y"]]


def styled(change: Callable[[Worksheet], None]) -> Mapped:
    """Three measures in a workbook in which somebody changed how they look."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return read_upload([SourceFile("massnahmen.xlsx", content.getvalue())], KIND, None)


def read_csv(text: str, encoding: str = "utf-8") -> Mapped:
    return read_upload([SourceFile("massnahmen.csv", text.encode(encoding))], KIND, None)


def questions(mapped: Mapped) -> dict[str, str]:
    return {question.id: question.texts["de"] for question in mapped.report.questions}


def errors(mapped: Mapped) -> dict[str | None, str]:
    return {error.address: error.code for error in check(mapped).errors}


def told(mapped: Mapped) -> list[str]:
    """The codes or rules of the lines that are told first."""
    return [line.rule or line.code for line in summary_lines(check(mapped), KIND) if line.matters]


def row_font(sheet: Worksheet, row: int, font: Font) -> None:
    for cell in sheet[row]:
        cell.font = font


def strike_row(sheet: Worksheet) -> None:
    row_font(sheet, 3, Font(strike=True))


def strike_a_part(sheet: Worksheet) -> None:
    sheet["B3"] = CellRichText(TextBlock(InlineFont(strike=True), "Neubau "), "Abriss")


def strike_a_cell(sheet: Worksheet) -> None:
    sheet["B3"].font = Font(strike=True)


@pytest.mark.parametrize("change", [strike_row, strike_a_part, strike_a_cell])
def test_what_is_struck_out_is_asked_about(change: Callable[[Worksheet], None]) -> None:
    (text,) = [text for id_, text in questions(styled(change)).items() if id_ == "struck_out:measures"]
    assert "B3" in text and "durchgestrichen" in text and "Abriss" in text


@pytest.mark.parametrize(("change", "told"), [(strike_a_cell, "is struck out"), (strike_row, "are struck out")])
def test_one_cell_and_several_are_spoken_of_as_such(change: Callable[[Worksheet], None], told: str) -> None:
    (english,) = [asked.texts["en"] for asked in styled(change).report.questions if asked.id == "struck_out:measures"]
    assert told in english
    assert ("but was read." if told.startswith("is") else "but were read.") in english


def test_a_line_of_asterisks_above_the_table_is_passed_over() -> None:
    mapped = read_csv(f"{'*' * 50} Kosten;;\nNr.;Maßnahme;Status\n1;Radweg;geplant\n")
    assert column(mapped, "title") == ["Radweg"]


def white_notes(sheet: Worksheet) -> None:
    for row in range(1, 5):
        sheet.cell(row, 4).font = Font(color="FFFFFFFF")


def narrow_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].width = 0.1


def flat_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].height = 0.75


@pytest.mark.parametrize(("change", "subject"), [(white_notes, "white"), (narrow_column, "D"), (flat_row, "row-3")])
def test_what_nobody_sees_is_asked_about(change: Callable[[Worksheet], None], subject: str) -> None:
    assert f"hidden_content:measures:{subject}" in questions(styled(change))


def white_on_blue(sheet: Worksheet) -> None:
    for cell in (*sheet[1], *sheet[3]):
        cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000080")


def struck_header(sheet: Worksheet) -> None:
    row_font(sheet, 1, Font(strike=True, color="FFFFFFFF"))


@pytest.mark.parametrize("change", [white_on_blue, struck_header])
def test_looks_that_hide_no_entry_ask_nothing(change: Callable[[Worksheet], None]) -> None:
    assert not questions(styled(change))


@pytest.mark.parametrize(
    "title",
    [
        *("Stra?enb?ume", "Gr?nfl?chen", "?PNV-Ausbau", "Ausbau ?PNV", "M?ller-Platz", "B„ume pflanzen", "K”ln"),
        *("Stra§e", "fŸr alle", "BŠume", "Gr&uuml;n", "Rad &amp; Bus", "R&#228;der", "5 ¤", "StraÃŸe"),
    ],
)
def test_letters_that_were_lost_are_errors(title: str) -> None:
    assert errors(read(HEADER, ["1", title, "geplant"])) == {"B2": "damaged-characters"}


@pytest.mark.parametrize("encoding", ["cp437", "mac_roman"])
def test_a_file_of_an_old_machine_is_never_published_with_wrong_letters(encoding: str) -> None:
    assert errors(read_csv("Nr.;Titel;Status\n1;Bäume in Köln;geplant\n2;Rad;geplant\n", encoding))


@pytest.mark.parametrize(
    "title",
    [
        *("Was nun? Weiter", "Wer? Wie?", "https://a.example/x?b=c", "siehe www.a.example/?id=3", "? unklar", "ja?"),
        *("Müller&Sohn; Meier", "„Klima“ und „Rad“", '"Sonne”nstrom', "„Haus”technik", "§ 5 BauGB", "BauGB§34"),
        *("Škoda-Weg", "R&D; neu", "Bürger*innen", "5 °C", "Wie weiter?Was tun", "a?b#c%20"),
    ],
)
def test_letters_that_are_right_are_no_errors(title: str) -> None:
    mapped = read(HEADER, ["1", title, "geplant"])
    assert (errors(mapped), column(mapped, "title")) == ({}, [title])


@pytest.mark.parametrize("same", ["М-1", "Ｍ－１", "M–1", "Μ-1"])  # Cyrillic, wide, with another dash, Greek
def test_numbers_that_only_look_the_same_are_the_same(same: str) -> None:
    mapped = read_upload([csv_file(HEADER, ["M-1", "a", "geplant", ""], [same, "b", "geplant", ""])], KIND, None)
    assert errors(mapped) == {"A3": "primary-key"}


def test_numbers_in_another_alphabet_stay() -> None:
    mapped = read_upload([csv_file(HEADER, ["π-1", "a", "geplant", ""], ["ω", "b", "geplant", ""])], KIND, None)
    assert column(mapped, "measure_id") == ["π-1", "ω"]


@pytest.mark.parametrize(
    ("text", "titles", "note"),
    [
        ('"Nr.;Maßnahme;Status"\n"001;Rad;geplant"\n"2;Bus ""Nord"";geplant"\n', ["Rad", 'Bus "Nord"'], True),
        ("Nr.;Maßnahme;Status\n=\"001\";Rad;geplant\n\"=\"\"2\"\"\";Bus;geplant\n", ["Rad", "Bus"], True),
        ("'Nr.';'Maßnahme';'Status'\n'001';'Rad; Fuß';'geplant'\n'2';'Bus';'geplant'\n", ["Rad; Fuß", "Bus"], False),
        ('"Nr.";"Maßnahme";"Status"\n"001";"Rad";"geplant"\n"2";"a=""b""";"geplant"\n', ["Rad", 'a="b"'], False),
    ],
)  # fmt: skip
def test_marks_that_programs_put_around_cells_are_no_part_of_them(text: str, titles: list[str], note: bool) -> None:
    mapped = read_csv(text)
    assert (column(mapped, "measure_id"), column(mapped, "title")) == (["001", "2"], titles)
    assert (errors(mapped), bool({"lines-in-quotes", "text-formulas"} & set(told(mapped)))) == ({}, note)


MOMENT = dt.datetime(2026, 8, 15, 12, 30)  # noqa: DTZ001 - a workbook knows no time zones


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (In(MOMENT, "dd.mm.yyyy"), None),
        (In(MOMENT, "dd.mm.yyyy hh:mm"), "time-left-out"),
        ("15.08.2026 12:30", "time-left-out+german-date"),
        ("15.08.2026, 12:30 Uhr", "time-left-out+german-date"),
    ],
)
def test_the_time_of_a_day_is_left_out_and_told(cell: Any, rule: str | None) -> None:
    mapped = read(["Nr.", "Maßnahme", "Status", "Ende"], ["1", "Rad", "geplant", cell])
    assert (column(mapped, "planned_end"), errors(mapped)) == (["2026-08-15"], {})
    assert told(mapped) == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("cell", "end"),
    {
        "2026*": "2026",
        "2026¹": "2026",
        "31.12.2026²": "2026-12-31",
        "Q3/2026*": "2026-09",
        "06/2026 **": "2026-06",
    }.items(),
)
def test_the_mark_of_a_footnote_is_no_part_of_a_date(cell: str, end: str) -> None:
    assert field("planned_end", "Ende", cell) == [end]


@pytest.mark.parametrize(("cell", "code"), {"46203¹": "excel-day-number", "KW 12/2026*": "calendar-week"}.items())
def test_a_refused_date_with_the_mark_of_a_footnote_is_explained(cell: str, code: str) -> None:
    (error,) = read(["Nr.", "Maßnahme", "Status", "Ende"], ["1", "Rad", "geplant", cell]).report.errors
    assert error.code == code


def test_times_and_durations_of_a_text_are_what_is_seen() -> None:
    cells = In(dt.time(10, 5), "hh:mm"), In(dt.timedelta(hours=30), "[h]:mm"), In(MOMENT, "dd.mm.yyyy")
    assert field("status_note", "Sachstand", *cells) == ["10:05", "30:00", "2026-08-15"]


def test_a_duration_among_amounts_is_called_so() -> None:
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten"], ["1", "a", "geplant", In(dt.timedelta(hours=30), "[h]:mm")]
    )
    assert "eine Uhrzeit oder Dauer (30:00)" in mapped.report.errors[0].messages["de"]


@pytest.mark.parametrize("code", ["# ?/4", "# ??/100", "0/8"])
def test_a_fraction_of_a_fixed_kind_is_its_number(code: str) -> None:
    assert field("cost_eur", "Kosten", In(0.25, code)) == ["0.25"]


@pytest.mark.parametrize("line", ["€ x 1.000", "Angaben in € x 1000", "Beträge in EUR × 1.000"])
def test_thousands_behind_the_currency_of_a_line_are_read(line: str) -> None:
    mapped = read([line], ["Nr.", "Maßnahme", "Status", "Kosten"], ["1", "Rad", "geplant", 1250])
    assert column(mapped, "cost_eur") == ["1250000"]


@pytest.mark.parametrize("header", ["Kosten (€ x 1000)", "Kosten in EUR × 1.000"])
def test_thousands_behind_the_currency_of_a_header_are_read(header: str) -> None:
    assert field("cost_eur", header, 1250) == ["1250000"]


@pytest.mark.parametrize(
    ("headers", "cells", "conflict"),
    [
        (("Status", "Umsetzungsstand"), ("geplant", "in Umsetzung"), True),
        (("Phase", "Status"), ("Planung", "laufend"), True),
        (("Status", "Umsetzungsstand"), ("geplant", "nicht begonnen"), False),
        (("Status (Ampel)", "Umsetzungsstand"), ("grün", "geplant"), False),
        (("Status 2024", "Status 2025"), ("geplant", "in Umsetzung"), False),
    ],
)
def test_two_columns_of_one_status_must_agree(
    headers: tuple[str, str], cells: tuple[str, str], conflict: bool
) -> None:
    mapped = read(["Nr.", "Maßnahme", *headers], ["1", "Rad", *cells])
    assert ("duplicate-label" in errors(mapped).values()) is conflict


@pytest.mark.parametrize(
    "example", [["Bsp.", "Radweg"], ["0", "Beispielmaßnahme"], ["z. B.", "Dach"], ["1", "Beispiel:"]]
)
def test_the_example_of_a_template_is_asked_about(example: list[str]) -> None:
    mapped = read(["Nr.", "Maßnahme", "Status"], [*example, "geplant"], ["7", "Rad", "geplant"])
    assert list(questions(mapped)) == ["unclear_row:measures:2"]


@pytest.mark.parametrize("title", ["Beispielhafte Sanierung", "Musterhaus", "Beispielprojekte an Schulen"])
def test_a_measure_with_such_a_word_is_no_example(title: str) -> None:
    assert not questions(read(["Nr.", "Maßnahme", "Status"], ["1", title, "geplant"]))


@pytest.mark.parametrize("letters", [["a", "b", "c", "d"], ["(A)", "(B)", "(C)", "(D)"]])
def test_letters_below_the_header_count_the_columns(letters: list[str]) -> None:
    mapped = read(HEADER, letters, ["1", "Rad", "geplant", "x"])
    assert (column(mapped, "measure_id"), errors(mapped)) == (["1"], {})


def test_a_broken_line_is_no_heading() -> None:
    mapped = read_csv("Nr.;Maßnahme;Status;Bemerkung\n1;Rad;geplant;erste Zeile\nzweite Zeile\n2;Bus;geplant;y\n")
    assert list(questions(mapped)) == ["unclear_row:measures:3"]


def test_a_sum_of_one_row_speaks_of_one_row() -> None:
    mapped = read(["Nr.", "Maßnahme", "Status", "Kosten"], ["1", "Rad", "geplant", 5], ["Summe", None, None, 6])
    (note,) = [note for note in mapped.report.notes if note.code == "total-disagrees"]
    assert "Zeile 2 ergibt 5" in note.messages["de"] and "row 2 adds up to" in note.messages["en"]


def test_a_file_without_a_table_names_each_header_once() -> None:
    (error,) = read_csv("a;b\n1;2\n").report.errors
    wanted = error.messages["de"].partition("Gesucht: ")[2].partition(". Gefunden")[0].split(", ")
    assert len(wanted) == len(set(wanted)) > 3


@pytest.mark.parametrize("headers", [(2023, 2024), ("Plan 2023", "Ist 2023"), ("2023 (Soll)", "2024 (Ziel)")])
def test_numbers_below_a_year_are_asked_about(headers: tuple[Any, Any]) -> None:
    mapped = read(["Nr.", "Maßnahme", "Status", *headers], ["1", "Rad", "geplant", 100, 250])
    assert list(questions(mapped)) == ["unread_column:measures:D", "unread_column:measures:E"]


ODS_LOOKS = """<style:style style:name="co9" style:family="table-column"><style:table-column-properties
 style:column-width="0.02cm"/></style:style><style:style style:name="ro9" style:family="table-row">
<style:table-row-properties style:row-height="0.3mm"/></style:style><style:style style:name="Alt"
 style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="Weg" style:family="table-cell"><style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="Neu" style:family="table-cell" style:parent-style-name="Alt"><style:text-properties
 style:text-line-through-style="none"/></style:style>"""


@pytest.mark.parametrize(
    ("column_style", "row_style", "cell_style", "asked"),
    [
        ("co9", "", "", ["hidden_content:measures:D"]),
        ("", "ro9", "", ["hidden_content:measures:row-3"]),
        ("", "", "Alt", ["struck_out:measures"]),
        ("", "", "Weg", ["hidden_content:measures:white"]),
        ("", "", "Neu", []),
    ],
)
def test_an_opendocument_table_is_seen_in_the_same_way(
    column_style: str, row_style: str, cell_style: str, asked: list[str]
) -> None:
    def cell(text: str, style: str = "") -> str:
        named = f' table:style-name="{style}"' if style else ""
        return f'<table:table-cell office:value-type="string"{named}><text:p>{text}</text:p></table:table-cell>'

    def row(number: int, texts: list[str]) -> str:
        of_row, of_title = (row_style, cell_style) if number == 3 else ("", "")
        cells = "".join(cell(text, of_title if place == 1 else "") for place, text in enumerate(texts))
        return f'<table:table-row table:style-name="{of_row}">{cells}</table:table-row>'

    narrow = f'<table:table-column table:style-name="{column_style}"/>'
    columns = f'<table:table-column table:number-columns-repeated="3"/>{narrow}'
    rows = "".join(row(number, texts) for number, texts in enumerate([HEADER, *ROWS], 1))
    assert list(questions(read_upload([ods_document(ODS_LOOKS, columns + rows)], KIND, None))) == asked


def test_rows_that_an_opendocument_table_repeats_are_struck_out_as_well() -> None:
    def row(repeats: int, *texts: str, style: str = "") -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string" table:style-name="{style}"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in texts
        )
        return f'<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>'

    rows = row(1, *HEADER) + row(3, "1", "Radweg", "geplant", "x", style="Alt")
    text = questions(read_upload([ods_document(ODS_LOOKS, rows)], KIND, None))["struck_out:measures"]
    assert all(address in text for address in ("B2", "B3", "B4"))


THOUSANDS = "#,##0"


def numbered(*ids: Any, parents: tuple[Any, ...] = ()) -> Mapped:
    """Measures with these numbers, and perhaps the numbers of measures above them."""
    header = ["Nr.", "Maßnahme", "Status", *(["Übergeordnete Maßnahme"] if parents else [])]
    rows = [[number, f"Maßnahme {place}", "geplant"] for place, number in enumerate(ids)]
    for row, parent in zip(rows, parents, strict=False):
        row.append(parent)
    return read(header, *rows)


@pytest.mark.parametrize(
    ("ids", "seen", "stored"),
    [
        ((In(1001, THOUSANDS), In(1002, THOUSANDS)), "1.001", "1001"),
        ((1, In(1001, THOUSANDS), 12), "1.001", "1001"),
        ((In(2024001, "#,##0;-#,##0"),), "2.024.001", "2024001"),
        ((In(1001, "#,##0.00"),), "1.001,00", "1001.00"),
        ((In(1001, '_-* #,##0_-;-* #,##0_-;_-* "-"_-'),), "1.001", "1001"),
    ],
)
def test_a_number_that_is_seen_with_a_point_and_stored_without_is_asked_about(
    ids: tuple[Any, ...], seen: str, stored: str
) -> None:
    mapped = numbered(*ids)
    (text,) = questions(mapped).values()
    assert list(questions(mapped)) == ["point_in_number:measures"] and not errors(mapped)
    assert f"„{seen}“" in text and f"die Zahl {stored}," in text and "als „Text“" in text
    assert stored in column(mapped, "measure_id")


def test_the_number_of_another_measure_is_asked_about_as_well() -> None:
    mapped = numbered(1001, 2, parents=(None, In(1001, THOUSANDS)))
    (question,) = mapped.report.questions
    assert (question.id, question.address, question.field) == ("point_in_number:measures", "D3", "parent_id")


def test_one_question_is_asked_about_all_such_numbers_of_a_table() -> None:
    mapped = numbered(*[In(1000 + place, THOUSANDS) for place in range(20)], parents=(None, In(1000, THOUSANDS)))
    (question,) = mapped.report.questions
    assert question.texts["de"].startswith("A2, A3, D3, A4") and "…" in question.texts["de"]


@pytest.mark.parametrize("others", [("1.1", "1.002"), (1.1, 1.2), ("2.10.3",)])
def test_a_number_without_its_point_among_numbers_with_points_is_an_error(others: tuple[Any, ...]) -> None:
    mapped = numbered(*others, In(1001, THOUSANDS))
    assert list(errors(mapped).values()) == ["number-lost-point"] and not questions(mapped)
    assert "„1.001“" in mapped.report.errors[0].messages["de"]


@pytest.mark.parametrize(
    "ids",
    [
        (In(1, THOUSANDS), In(999, THOUSANDS)),
        (1001, 1002),
        (In(1001, "0"), In(1002, "0000")),
        ("1.001", "1.002"),
        (In(1001, '"M-"0'),),
        (In(1001, '"M-"#,##0'),),  # read as it is seen: M-1.001
    ],
)
def test_numbers_that_are_seen_as_they_are_stored_ask_nothing(ids: tuple[Any, ...]) -> None:
    mapped = numbered(*ids)
    assert not questions(mapped) and not errors(mapped)


def test_amounts_years_and_texts_with_points_between_thousands_ask_nothing() -> None:
    header = ["Nr.", "Maßnahme", "Status", "Kosten", "Ende", "Bemerkung"]
    mapped = read(header, ["1", "Rad", "geplant", In(1250, THOUSANDS), In(2026, THOUSANDS), In(1250, THOUSANDS)])
    assert (column(mapped, "cost_eur"), column(mapped, "planned_end")) == (["1250"], ["2026"])
    assert not questions(mapped) and not errors(mapped)


@pytest.mark.parametrize(
    ("amounts", "read_as"), [(("5.000,- €", "12.5"), "5000"), (("1.250.000,-", "0.5"), "1250000")]
)
def test_a_dash_for_cents_tells_that_the_point_parts_thousands(amounts: tuple[str, ...], read_as: str) -> None:
    assert field("cost_eur", "Kosten", *amounts)[0] == read_as


def test_truth_values_in_a_text_are_the_words_that_are_seen() -> None:
    assert field("status_note", "Sachstand", True, False, "true") == ["WAHR", "FALSCH", "true"]


def hide_unused_rows(sheet: Worksheet) -> None:
    sheet.sheet_format.zeroHeight = True


def close_all_rows(sheet: Worksheet) -> None:
    sheet.sheet_format.customHeight, sheet.sheet_format.defaultRowHeight = True, 0


def test_rows_count_as_hidden_where_a_sheet_closes_all_of_them_and_not_where_it_hides_unused_ones() -> None:
    assert not questions(styled(hide_unused_rows))
    assert list(questions(styled(close_all_rows))) == ["hidden_content:measures:rows-2-4"]


@pytest.mark.parametrize(
    ("first", "again", "code"),
    [
        ("Kosten", "Kosten (€)", None),
        ("Kosten in Euro", "Kosten", None),
        ("Kosten (€)", "Kosten [EUR]", None),
        ("Kosten", "Kosten (T€)", "second-table"),
        ("Kosten (T€)", "Kosten (€)", "second-table"),
        ("Kosten", "Kosten 2025 (€)", "second-table"),
    ],
)
def test_a_header_may_say_its_unit_in_one_place_alone(first: str, again: str, code: str | None) -> None:
    header = ["Nr.", "Maßnahme", "Status"]
    mapped = read([*header, first], ["1", "Rad", "geplant", 5], [*header, again], ["2", "Bus", "geplant", 6])
    assert set(errors(mapped).values()) == ({code} if code else set())
    if code is None:
        assert (column(mapped, "measure_id"), column(mapped, "cost_eur")) == (["1", "2"], ["5", "6"])
