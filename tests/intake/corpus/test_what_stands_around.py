"""Tables whose cells mean something else because of what stands around them, or are seen otherwise than stored.

Here: groups of headers, tables beside the table, values that stand for the rows below them, marks for "the same as
above", quarters that the header announces, and cells that nobody sees. Not here: the collected kinds themselves (the
other modules of this folder).
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.validation import check
from tests.archives import zipped
from tests.intake.corpus.test_what_the_cell_shows import KIND, In, ods_document, xlsx
from tests.intake.making import column, xlsx_file

Row = list[Any]
START: Row = ["Nr.", "Maßnahme", "Status"]
RAD: Row = ["A1", "Radweg", "geplant"]
ALLEE: Row = ["A2", "Allee", "geplant"]
BUS: Row = ["A3", "Bus", "laufend"]


def read(*rows: Row, merge: tuple[str, ...] = ()) -> Mapped:
    return read_upload([xlsx_file(*rows, merge=merge)], KIND, None)


def asked(mapped: Mapped) -> list[str]:
    return [question.id for question in mapped.report.questions]


def errors(mapped: Mapped) -> dict[str | None, str]:
    return {error.address: error.code for error in check(mapped).errors}


def grouped(group: str, names: Row, *cells: Any) -> Mapped:
    """A measure with columns of these names below one merged header."""
    last = chr(ord("D") + len(names) - 1)
    return read(
        [*START, group], [None, None, None, *names], [*RAD, *cells], merge=("A1:A2", "B1:B2", "C1:C2", f"D1:{last}1")
    )


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("Kosten", ["Investition", "Betrieb"]),
        ("Kosten (T€)", ["Investitionskosten", "Personalkosten"]),
        ("Gesamtkosten", ["Investition", "Folgekosten"]),
    ],
)
def test_a_part_of_the_costs_is_not_taken_for_all_of_them(group: str, names: Row) -> None:
    mapped = grouped(group, names, 800, 200)
    assert column(mapped, "cost_eur") == [None]
    assert asked(mapped) == ["unread_column:measures:D", "unread_column:measures:E"]


def test_the_whole_among_the_parts_of_the_costs_is_read() -> None:
    mapped = grouped("Kosten in T€", ["Investition", "Betrieb", "Gesamtkosten"], 800, 200, 1000)
    assert column(mapped, "cost_eur") == ["1000000"]
    assert asked(mapped) == ["unread_column:measures:D", "unread_column:measures:E"]


@pytest.mark.parametrize(
    ("group", "names", "cells"),
    [
        ("Bewilligungszeitraum", ["von", "bis"], ["2024", "2025"]),
        ("Förderung", ["Beginn", "Ende"], ["2024", "2025"]),
        ("Vorjahr", ["Kosten", "CO2-Einsparung"], [800, 5]),
        ("Personal", ["Kosten", "Stellen"], [800, 2]),
        ("Plan 2019", ["Ende", "Kosten"], ["2024", 800]),
        ("Anteil des Landes", ["Kosten", "Bemerkung"], [800, "x"]),
        ("Bewertung (1–5)", ["Kosten", "CO2-Einsparung"], [3, 1]),
        ("Kosten und Wirkung (je EW)", ["Kosten", "CO2-Einsparung"], [3, 1]),
        ("Planungsphase", ["Beginn", "Ende"], ["2024", "2025"]),
        ("pro Jahr", ["Kosten", "CO2-Einsparung"], [3, 1]),
    ],
)
def test_a_group_that_may_change_what_its_columns_mean_is_asked_about(group: str, names: Row, cells: Row) -> None:
    mapped = grouped(group, names, *cells)
    (text,) = [question.texts["de"] for question in mapped.report.questions if question.about == "group_header"]
    assert group in text and names[0] in text


@pytest.mark.parametrize(
    ("group", "names", "cells"),
    [
        ("Termine", ["Start", "Fertigstellung"], ["2024", "2025"]),
        ("Zeitliche Umsetzung", ["Beginn", "Ende"], ["2024", "2025"]),
        ("Angaben zur Umsetzung (Stand 2025)", ["Beginn", "Ende"], ["2024", "2025"]),
        ("Wirkung und Kosten", ["Kosten", "CO2-Einsparung"], [800, 5]),
        ("Finanzierung [T€]", ["Kosten", "CO2-Einsparung"], [800, 5]),
        ("Zuständigkeiten", ["Amt", "Beschreibung"], ["Amt 66", "x"]),
        ("Ist", ["Beginn", "Ende"], ["2024", "2025"]),
        ("Kosten und Wirkung (in T€)", ["Gesamtkosten", "CO2-Einsparung"], [800, 5]),
        ("Kosten / Finanzierung (brutto)", ["Gesamtkosten", "Bemerkung"], [800, "x"]),
        ("Umsetzungsstand (31.12.2025)", ["Fortschritt", "Sachstand"], [50, "x"]),
        ("THG-Bilanz", ["CO2-Einsparung", "Bemerkung"], [5, "x"]),
        ("Wann?", ["Beginn", "Ende"], ["2024", "2025"]),
    ],
)
def test_a_group_that_says_nothing_else_asks_nothing(group: str, names: Row, cells: Row) -> None:
    mapped = grouped(group, names, *cells)
    assert (asked(mapped), errors(mapped)) == ([], {})


def test_the_columns_own_status_comes_before_that_of_a_group() -> None:
    header: Row = [*START, "Förderung", None]
    mapped = read(
        header,
        [None, None, None, "Status", "Ende"],
        [*RAD, "bewilligt", "2026"],
        merge=("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    )
    assert (column(mapped, "phase"), errors(mapped)) == (["not_started"], {})
    assert asked(mapped) == ["group_header:measures:E"]


def test_a_title_over_most_of_the_table_is_no_group() -> None:
    mapped = read(
        ["Klimaschutzplan Musterhausen", None, None, None, None],
        [*START, "Beginn", "Kosten"],
        [*RAD, "2024", 800],
        merge=("A1:E1",),
    )
    assert (asked(mapped), column(mapped, "cost_eur")) == ([], ["800"])


def test_yearly_costs_below_a_group_of_costs_are_no_total() -> None:
    mapped = grouped("Kosten in T€", ["einmalig", "jährlich"], 800, 200)
    assert errors(mapped) == {"E2": "unit-does-not-fit"}


@pytest.mark.parametrize(
    ("header", "cell", "end"),
    [
        ("Ende (Quartal/Jahr)", "3/2026", "2026-09"),
        ("Fertigstellung (Quartal)", "4/27", "2027-12"),
        ("Ende [Jahr/Quartal]", "2026/3", "2026-09"),
        ("Ende (Halbjahr)", "1/2026", "2026-06"),
        ("Ende (Halbjahr/Jahr)", "2 / 2026", "2026-12"),
        ("Ende (Quartal)", "Q3/2026", "2026-09"),
        ("Ende (Quartal)", "2026", "2026"),
        ("Ende (Monat/Jahr)", "3/2026", "2026-03"),
        ("Ende (MM/JJJJ)", "03/2026", "2026-03"),
        ("Ende", "3/2026", "2026-03"),
    ],
)
def test_the_quarters_that_a_header_announces_are_no_months(header: str, cell: str, end: str) -> None:
    mapped = read([*START, header], [*RAD, cell])
    assert (column(mapped, "planned_end"), errors(mapped)) == ([end], {})


@pytest.mark.parametrize("cell", ["03/2026", "2026-03", "7/2026", "0/2026"])
def test_a_month_below_a_header_of_quarters_is_refused(cell: str) -> None:
    assert errors(read([*START, "Ende (Quartal/Jahr)"], [*RAD, cell])) == {"D2": "ambiguous-date"}


def test_a_row_of_units_announces_quarters_as_well() -> None:
    mapped = read([*START, "Ende", "Kosten"], [None, None, None, "Quartal/Jahr", "T€"], [*RAD, "3/2026", 5])
    assert (column(mapped, "planned_end"), column(mapped, "cost_eur")) == (["2026-09"], ["5000"])


@pytest.mark.parametrize(
    ("cell", "end"),
    {
        "Di, 30.06.2026": "2026-06-30",
        "Dienstag, 30. Juni 2026": "2026-06-30",
        "Mo. 1.6.2026": "2026-06-01",
        "Ende '26": "2026",
        "2026.06": "2026-06",
        "２０２６": "2026",
        "３０.06.2026": "2026-06-30",
        "'26": "2026",
        "'30.06.2026": "2026-06-30",
    }.items(),
)
def test_a_weekday_or_a_short_year_keeps_no_date_from_being_read(cell: str, end: str) -> None:
    mapped = read([*START, "Ende"], [*RAD, cell])
    assert (column(mapped, "planned_end"), errors(mapped)) == ([end], {})


def of_csv(*lines: str) -> Mapped:
    return read_upload([SourceFile("m.csv", "\n".join(lines).encode())], KIND, None)


@pytest.mark.parametrize(
    ("cell", "key"), {"'001": "001", "'1.10": "1.10", "'M-1": "M-1", "' 7": "7", "'": "'", "'a'": "'a'"}.items()
)
def test_the_mark_of_a_text_is_no_part_of_a_number(cell: str, key: str) -> None:
    mapped = of_csv("Nr.;Maßnahme;Status", f"{cell};Radweg;'geplant")
    assert (column(mapped, "measure_id"), column(mapped, "phase")) == ([key], ["not_started"])
    assert column(read(START, [cell, "Radweg", "geplant"]), "measure_id") == [key]


@pytest.mark.parametrize(
    ("cell", "text"),
    {
        "'+49 261 1234": "+49 261 1234",
        "'=1+1": "=1+1",
        "'-3": "-3",
        "'3-4": "3-4",
        "'01.02.2026": "01.02.2026",
        "'s-Hertogenbosch": "'s-Hertogenbosch",
        "'68er Siedlung": "'68er Siedlung",
        "'26": "'26",
        "'Klima'": "'Klima'",
        "'Klima": "'Klima",
    }.items(),
)
def test_the_mark_of_a_text_is_taken_from_numbers_and_formulas_alone(cell: str, text: str) -> None:
    mapped = of_csv("Nr.;Maßnahme;Status;Bemerkung;Kosten", f"A1;Radweg;geplant;{cell};'1.250,50")
    assert (column(mapped, "status_note"), column(mapped, "cost_eur")) == ([text], ["1250.5"])


@pytest.mark.parametrize("status", ["umgesetzt: n", "umgesetzt (j/n): n", "abgeschlossen: n"])
def test_a_status_that_is_answered_by_n_is_refused(status: str) -> None:
    assert errors(read(START, ["A1", "Radweg", status])) == {"C2": "unsettled-code"}


SECRET: list[Row] = [[*START, "Bemerkung", "Kosten"], [*RAD, "INTERN", 1000], [*ALLEE, "INTERN", 0]]


def painted(font: str | None, fill: str) -> Mapped:
    """A table with a remark in D2 whose font and background have these colours; font None: the usual one."""
    book = openpyxl.Workbook()
    for row in SECRET:
        book.worksheets[0].append(row)
    cell = book.worksheets[0]["D2"]
    cell.font, cell.fill = Font(color=font) if font else Font(), PatternFill("solid", fgColor=fill)
    content = io.BytesIO()
    book.save(content)
    return read_upload([SourceFile("massnahmen.xlsx", content.getvalue())], KIND, None)


@pytest.mark.parametrize(
    ("font", "fill"),
    [("FF000000", "FF000000"), (None, "FF000000"), ("FFD9D9D9", "FFD9D9D9"), ("FF4472C4", "FF4472C4")],
)
def test_a_text_in_the_colour_of_its_background_is_asked_about(font: str | None, fill: str) -> None:
    (question,) = painted(font, fill).report.questions
    assert question.id == "hidden_content:measures:unseen"
    assert "D2" in question.texts["de"] and "Hintergrund" in question.texts["de"]


@pytest.mark.parametrize(("font", "fill"), [("FFFFFFFF", "FF000000"), (None, "FFD9D9D9"), ("FFFF0000", "FFFFC000")])
def test_a_text_that_is_seen_on_its_background_asks_nothing(font: str | None, fill: str) -> None:
    assert asked(painted(font, fill)) == []


def coloured(font: Color, fill: Color | None = None) -> list[str]:
    """What is asked about a remark in D2 of these colours."""
    book = openpyxl.Workbook()
    for row in SECRET:
        book.worksheets[0].append(row)
    cell = book.worksheets[0]["D2"]
    cell.font = Font(color=font)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    content = io.BytesIO()
    book.save(content)
    return asked(read_upload([SourceFile("massnahmen.xlsx", content.getvalue())], KIND, None))


WHITE_ON_WHITE, LIKE_ITS_FILL = ["hidden_content:measures:white"], ["hidden_content:measures:unseen"]


@pytest.mark.parametrize(
    ("font", "fill", "questions"),
    [
        (Color(theme=0), None, WHITE_ON_WHITE),
        (Color("FFFEFEFE"), None, WHITE_ON_WHITE),
        (Color(theme=0, tint=-0.05), None, WHITE_ON_WHITE),
        (Color(theme=1, tint=0.99), None, WHITE_ON_WHITE),
        (Color(indexed=9), None, WHITE_ON_WHITE),
        (Color("FFD9D9D9"), None, []),
        (Color(theme=0, tint=-0.5), None, []),
        (Color(theme=4), Color("FF4F81BD"), LIKE_ITS_FILL),  # the accent of the theme that openpyxl writes
        (Color(theme=4, tint=0.6), Color(theme=4, tint=0.6), LIKE_ITS_FILL),
        (Color(theme=1), Color("FF000000"), LIKE_ITS_FILL),
        (Color(theme=0), Color("FFF2F2F2"), LIKE_ITS_FILL),
        (Color(theme=0), Color(theme=4), []),
        (Color(theme=4, tint=0.6), Color(theme=4), []),
        (Color(indexed=10), Color("FFFF0000"), LIKE_ITS_FILL),
    ],
)
def test_colours_are_compared_as_the_screen_shows_them(font: Color, fill: Color | None, questions: list[str]) -> None:
    assert coloured(font, fill) == questions


WHITE_FONT, BLACK_FILL = Font(color="FFFFFFFF"), PatternFill("solid", bgColor="FF000000")
RED, RED_FILL = Font(color="FFFF0000"), PatternFill("solid", bgColor="FFFF0000")
GREEN, GREEN_FILL = Font(color="FF006100"), PatternFill("solid", bgColor="FFC6EFCE")


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        (CellIsRule(operator="equal", formula=["1000"], font=WHITE_FONT), "E2"),
        (CellIsRule(operator="greaterThan", formula=["5"], font=WHITE_FONT), "E2"),
        (CellIsRule(operator="between", formula=["1", "99"], font=WHITE_FONT), ""),
        (CellIsRule(operator="equal", formula=["$H$1"], font=WHITE_FONT), "E2, E3"),
        (FormulaRule(formula=['$C2="geplant"'], font=WHITE_FONT), "E2, E3"),
        (FormulaRule(formula=['$B2="Allee"'], font=WHITE_FONT), "E3"),
        (FormulaRule(formula=['$B2<>"Allee"'], font=WHITE_FONT), "E2"),
        (FormulaRule(formula=["$E2=$E1"], font=WHITE_FONT), ""),
        (FormulaRule(formula=["ISERROR(E2)"], font=WHITE_FONT), ""),
        (FormulaRule(formula=["MOD(ROW(),2)=0"], font=WHITE_FONT), "E2, E3"),
        (FormulaRule(formula=["TRUE"], font=RED, fill=RED_FILL), "E2, E3"),
        (FormulaRule(formula=["TRUE"], fill=BLACK_FILL), "E2, E3"),
        (FormulaRule(formula=["TRUE"], font=GREEN, fill=GREEN_FILL), ""),
        (FormulaRule(formula=["TRUE"], font=WHITE_FONT, fill=BLACK_FILL), ""),
        (Rule("expression", formula=["TRUE"], dxf=DifferentialStyle(numFmt=NumberFormat(200, ";;;"))), "E2, E3"),
        (Rule("containsText", text="00", operator="containsText", dxf=DifferentialStyle(font=WHITE_FONT)), "E2"),
        (Rule("duplicateValues", dxf=DifferentialStyle(font=WHITE_FONT)), ""),
    ],
)
def test_cells_that_a_conditional_format_hides_are_asked_about(rule: Rule, cells: str) -> None:
    book = openpyxl.Workbook()
    for row in SECRET:
        book.worksheets[0].append(row)
    book.worksheets[0].conditional_formatting.add("E2:E3", rule)
    content = io.BytesIO()
    book.save(content)
    mapped = read_upload([SourceFile("massnahmen.xlsx", content.getvalue())], KIND, None)
    texts = [question.texts["de"] for question in mapped.report.questions]
    assert [text.startswith(f"{cells} ") for text in texts] == [True] * bool(cells)


def with_sheet(change: Callable[[str], str]) -> Mapped:
    """The table with another text of the sheet's own XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx_file(*SECRET).content)) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    entries[sheet] = change(archive_text(entries[sheet]))
    return read_upload([SourceFile("massnahmen.xlsx", zipped(entries))], KIND, None)


def archive_text(entry: bytes | str) -> str:
    return entry.decode() if isinstance(entry, bytes) else entry


@pytest.mark.parametrize("code", ["[White]0", "[Weiß]#,##0", "[Color 2]General", "[weiss]0.00;0", ";;;", "0;0;;"])
def test_a_number_that_its_format_does_not_show_is_empty_and_told(code: str) -> None:
    cell = 0 if code == "0;0;;" else 500
    mapped = read_upload([xlsx([*START, "Kosten"], [*RAD, In(cell, code)], [*ALLEE, 7])], KIND, None)
    assert column(mapped, "cost_eur") == [None, "7"]
    assert "value-not-shown" in [note.code for note in mapped.report.notes]


@pytest.mark.parametrize(
    ("value", "code", "colour", "cost"),
    [
        (500, "[White]0", "FF0000FF", "500"),
        (500, "[Blue]0", "FF0000FF", None),
        (500, "[=0][White]0;0", None, "500"),
        (0, "[=0][White]0;0", None, None),
        (-5, "0;[White]-0", None, None),
        (500, "[Red]0", None, "500"),
    ],
)
def test_the_colour_of_a_format_counts_on_the_background_of_its_cell(
    value: int, code: str, colour: str | None, cost: str | None
) -> None:
    mapped = read_upload([xlsx([*START, "Kosten"], [*RAD, In(value, code, colour)])], KIND, None)
    assert column(mapped, "cost_eur") == [cost]


@pytest.mark.parametrize(
    ("listed", "hidden"), [("", "ABCDE"), ('<col min="1" max="3" width="12"/>', "DE"), ('<col min="1" max="5"/>', "")]
)
def test_columns_of_a_sheet_that_closes_all_columns_are_asked_about_where_they_say_nothing_of_their_own(
    listed: str, hidden: str
) -> None:
    sizes = '<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>' + (
        f"<cols>{listed}</cols>" if listed else ""
    )
    mapped = with_sheet(lambda text: re.sub("<sheetFormatPr[^>]*/>", sizes, text))
    assert asked(mapped) == [f"hidden_content:measures:{letter}" for letter in hidden]


def test_zeros_that_a_sheet_does_not_show_are_the_empty_cells_that_are_seen() -> None:
    mapped = with_sheet(lambda text: text.replace("<sheetView ", '<sheetView showZeros="0" '))
    assert column(mapped, "cost_eur") == ["1000", None]
    assert "value-not-shown" in [note.code for note in mapped.report.notes]


DRAWING = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def open_document(title: str, styles: str = "", group: str = "") -> Mapped:
    def cell(text: str) -> str:
        return text if text.startswith("<") else f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    def row(*texts: str) -> str:
        return f"<table:table-row>{''.join(map(cell, texts))}</table:table-row>"

    rows = row("Nr.", "Maßnahme", "Status") + group + row("A1", title, "geplant")
    end = "</table:table-row-group>" if group else ""
    return read_upload([ods_document(styles, rows + end)], KIND, None)


@pytest.mark.parametrize("shape", ["custom-shape", "rect", "caption", "g"])
def test_the_text_of_a_shape_over_a_cell_is_none_of_the_cell(shape: str) -> None:
    cell = f"<draw:{shape} {DRAWING}><text:p>INTERN</text:p></draw:{shape}><text:p>Radweg</text:p>"
    assert column(open_document(f"<table:table-cell>{cell}</table:table-cell>"), "title") == ["Radweg"]


def test_rows_of_a_closed_group_of_an_opendocument_table_are_asked_about() -> None:
    mapped = open_document("Radweg", group='<table:table-row-group table:display="false">')
    assert asked(mapped) == ["hidden_content:measures:row-2"]


def test_black_on_black_is_asked_about_in_an_opendocument_table() -> None:
    style = (
        '<style:style style:name="Balken" style:family="table-cell"><style:table-cell-properties '
        'fo:background-color="#000000"/><style:text-properties fo:color="#000000"/></style:style>'
    )
    cell = '<table:table-cell table:style-name="Balken"><text:p>Radweg</text:p></table:table-cell>'
    assert asked(open_document(cell, style)) == ["hidden_content:measures:unseen"]


@pytest.mark.parametrize(
    "mark", ['"', "„", '- " -', "″", "dito", "Ditto", "do.", "s. o.", "s.o.", "siehe oben", "wie vor", "ebd.", "dgl."]
)
@pytest.mark.parametrize(("header", "place"), [("Handlungsfeld", "D3"), ("Zuständig", "D3"), ("Maßnahme", "B3")])
def test_a_mark_for_the_cell_above_is_an_error(mark: str, header: str, place: str) -> None:
    rows: list[Row] = [[*START, "Handlungsfeld"], [*RAD, "Mobilität"], [*ALLEE, "Mobilität"]]
    rows[0][3] = header if header != "Maßnahme" else "Handlungsfeld"
    rows[2][1 if header == "Maßnahme" else 3] = mark
    assert errors(read(*rows)) == {place: "as-above"}


def test_a_mark_for_the_cell_above_is_told_in_a_free_text() -> None:
    mapped = read([*START, "Bemerkung"], [*RAD, "läuft"], [*ALLEE, "s. o."])
    assert (errors(mapped), column(mapped, "status_note")) == ({}, ["läuft", "s. o."])
    assert "as-above" in [note.code for note in mapped.report.notes]


@pytest.mark.parametrize(
    "text", ["Doku", "Ditotal", "siehe obenstehend", "Amt 66", "S.O.S.-Telefon", '"Klima"', "Do"]
)
def test_texts_that_only_begin_like_such_marks_are_texts(text: str) -> None:
    mapped = read([*START, "Zuständig"], [*RAD, text])
    assert (errors(mapped), column(mapped, "responsible")) == ({}, [text])


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("1,00E+02", "1E3"), {"A2": "number-in-exponent"}),
        (("2,02401E+12",), {"A2": "number-in-exponent"}),
        ((In(100, "0.00E+00"), "M-2"), {"A2": "number-in-exponent"}),
        (("-", "?", "n. n.", "…", "tbd", "7"), dict.fromkeys(["A2", "A3", "A4", "A5", "A6"], "placeholder")),
        (("1.1", 45689, "1.3"), {"A3": "date-in-key"}),
        (("1.1", "01:10", "1.3"), {"A3": "date-in-key"}),
        (("45689", "45690"), {}),
        ((12345678901234567, "12345678901234568"), {"A2": "number-in-exponent"}),
        ((123456789012345, 2), {}),
        (("1E2", "①", "½", "NN", "KA", "N1"), {}),
    ],
)
def test_what_is_no_number_of_a_measure_is_an_error(cells: Row, found: dict[str, str]) -> None:
    mapped = read_upload(
        [xlsx(START, *[[cell, f"Maßnahme {number}", "geplant"] for number, cell in enumerate(cells)])], KIND, None
    )
    assert errors(mapped) == found


def test_a_title_that_only_holds_its_place_is_an_error() -> None:
    assert errors(read(START, ["1", "–", "geplant"], ["2", "n.n.", "geplant"], ["3", "3", "geplant"])) == {
        "B2": "placeholder",
        "B3": "placeholder",
    }


def test_a_long_number_that_excel_shortened_is_an_error_in_any_text() -> None:
    assert errors(read([*START, "Quelle"], [*RAD, "2,02401E+12"])) == {"D2": "number-in-exponent"}


REST: list[Row] = [RAD, ALLEE, BUS, ["A4", "PV", "geplant"]]


def beside(header: Row, *cells: Row) -> Mapped:
    """Four measures, an empty column, and a block of columns of which these are the first rows."""
    right = [*cells, *[[None] * len(header)] * (len(REST) - len(cells))]
    return read([*START, None, *header], *[[*row, None, *block] for row, block in zip(REST, right, strict=True)])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Handlungsfeld", "Kosten"], [["Mobilität", 300], ["Energie", 500]]),
        (["Amt", "Telefon"], [["Amt 66", "12"], ["Amt 61", "13"], ["Amt 20", "14"]]),
        (["Thema", "Anzahl"], [["Verkehr", 2], ["Gebäude", 2]]),
    ],
)
def test_a_table_beside_the_list_is_asked_about(header: Row, cells: list[Row]) -> None:
    mapped = beside(header, *cells)
    (text,) = [question.texts["de"] for question in mapped.report.questions if question.about == "table_beside"]
    assert f"E „{header[0]}“" in text and f"ersten {len(cells)} von 4" in text


@pytest.mark.parametrize(
    "cells",
    [
        [[300, "Amt 66"], [500, "Amt 61"], [7, None]],  # not all columns of each row
        [[300, "Amt 66"], [None, None], [7, "Amt 20"]],  # not the first rows alone
        [[300, "Amt 66"], [500, "Amt 61"], [7, "Amt 20"], [8, "Amt 66"]],  # all rows
        [[300, "Amt 66"]],
    ],
)
def test_columns_behind_an_empty_one_may_belong_to_the_list(cells: list[Row]) -> None:
    assert asked(beside(["Kosten", "Zuständig"], *cells)) == []


def test_a_field_of_action_that_only_the_first_row_of_each_group_names_is_asked_about() -> None:
    header: Row = ["Handlungsfeld", *START]
    rows: list[Row] = [["Mobilität", *RAD], [None, *ALLEE], [None, *BUS], ["Energie", "B1", "PV", "geplant"]]
    mapped = read(header, *rows)
    (question,) = mapped.report.questions
    assert question.id == "group_named_once:measures:A"
    assert "A2 „Mobilität“" in question.texts["de"] and "2 Zeilen" in question.texts["de"]
    assert asked(read(header, *rows, merge=("A2:A4",))) == []


@pytest.mark.parametrize(
    "groups",
    [
        ["Mobilität", "Mobilität", None, "Energie"],
        [None, "Mobilität", None, "Energie"],
        ["Mobilität", "Energie", "Wald", None],
        ["Mobilität", None, None, None],
        ["Mobilität", "Energie", "Wald", "Wasser"],
    ],
)
def test_fields_of_action_that_are_missing_here_and_there_ask_nothing(groups: list[str | None]) -> None:
    rows = [[group, *row] for group, row in zip(groups, REST, strict=True)]
    assert asked(read(["Handlungsfeld", *START], *rows)) == []


def with_costs(*rows: Row) -> Mapped:
    return read([*START, "Kosten"], [*RAD, 100], [*ALLEE, 200], *rows)


@pytest.mark.parametrize("words", ["Ergebnis", "Mobilität Ergebnis", "Zw.-Summe", "insg.", "Ergebnis:"])
def test_the_sums_that_a_spreadsheet_program_writes_are_sums(words: str) -> None:
    mapped = with_costs([words, None, None, 300])
    assert (column(mapped, "measure_id"), asked(mapped)) == (["A1", "A2"], [])
    assert "totals-agree" in [note.code for note in mapped.report.notes]


@pytest.mark.parametrize("words", ["alle Maßnahmen", "Maximum", "Anzahl", "davon gesamt", "Saldo", "Mobilität"])
def test_a_row_whose_number_is_its_title_is_asked_about_below_numbers(words: str) -> None:
    assert asked(with_costs([words, words, "laufend", 300])) == ["unclear_row:measures:4"]


@pytest.mark.parametrize(
    "row", [["RAD", "RAD", "laufend", None], ["Ges 1", "Bau", "laufend", 5], ["ZW 1", "Bau", "laufend", 5]]
)
def test_short_names_of_measures_are_no_sums(row: Row) -> None:
    assert (column(with_costs(row), "measure_id"), asked(with_costs(row))) == (["A1", "A2", row[0]], [])


@pytest.mark.parametrize(
    "header", ["CO2-Einsparung gesamt (t)", "CO2-Einsparung (t, gesamt)", "THG-Minderung insgesamt"]
)
def test_a_saving_of_all_years_is_not_taken_for_that_of_one(header: str) -> None:
    mapped = read([*START, header], [*RAD, 500])
    assert (column(mapped, "co2_saving_t_per_year"), asked(mapped)) == ([None], ["unread_column:measures:D"])


def test_a_saving_of_all_measures_in_a_year_is_read() -> None:
    mapped = read([*START, "CO2-Einsparung gesamt (t/a)"], [*RAD, 500])
    assert (column(mapped, "co2_saving_t_per_year"), asked(mapped)) == (["500"], [])


def test_a_unit_at_the_end_of_the_headers_row_counts_for_the_table() -> None:
    mapped = read([*START, "Kosten", None, "Beträge in T€"], [*RAD, 1250])
    assert column(mapped, "cost_eur") == ["1250000"]


def test_the_unit_of_an_empty_column_counts_for_no_other() -> None:
    mapped = read([*START, "Budget", "Fördersumme in T€"], [*RAD, 1250, None])
    assert column(mapped, "cost_eur") == ["1250"]


def test_milligrams_are_most_likely_megagrams_and_refused() -> None:
    assert errors(read([*START, "CO2-Einsparung"], [*RAD, "5 mg"])) == {"D2": "unit-does-not-fit"}
    assert errors(read([*START, "CO2-Einsparung (mg/a)"], [*RAD, 5])) == {"D1": "unit-does-not-fit"}


def test_one_percent_of_a_completed_measure_is_told() -> None:
    report = check(read([*START, "Fortschritt"], ["1", "a", "abgeschlossen", 1], ["2", "b", "geplant", 0]))
    assert ("sense-done-at-one-percent", "D2") in [(note.code, note.address) for note in report.notes]


def test_an_address_with_its_point_in_words_is_asked_about() -> None:
    mapped = read([*START, "Bemerkung"], [*RAD, "max.mustermann [at] stadt [punkt] example"])
    assert asked(mapped) == ["personal_data:measures:D"]


def test_measures_that_are_called_by_words_may_name_themselves_twice() -> None:
    mapped = read([*START, "Kosten"], ["RADWEG", "RADWEG", "geplant", 5], ["SOLAR", "SOLAR", "laufend", 6])
    assert (column(mapped, "measure_id"), asked(mapped)) == (["RADWEG", "SOLAR"], [])


@pytest.mark.parametrize(
    ("costs", "doubtful"),
    [
        (("1.5", "2.5", "10.000"), True),
        (("0.25", "250.500"), True),
        (("0.125", "1.500", "10.000"), False),
        (("1.5", "2.375"), False),
        (("1.5", "2.5"), False),
    ],
)
def test_a_number_like_thousands_among_decimals_is_asked_about(costs: Row, doubtful: bool) -> None:
    rows = [[*row, cost] for row, cost in zip(REST, costs, strict=False)]
    assert asked(read([*START, "Kosten"], *rows)) == (["doubtful_number:measures:cost_eur"] if doubtful else [])


def test_costs_above_a_billion_are_told() -> None:
    report = check(read([*START, "Kosten (T€)"], [*RAD, 1250000], [*ALLEE, 500]))
    assert [note.address for note in report.notes if note.code == "sense-cost-out-of-range"] == ["D2"]
