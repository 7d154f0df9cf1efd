"""Tables whose meaning is in their number formats, each with what a person reads on the screen."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.cells.stored_cells import sensible_digits
from opendata.intake.files.format_codes import number_format
from opendata.intake.files.shown_dates import shown_date
from opendata.intake.files.shown_numbers import ShownCell, shown_number, shown_text
from opendata.intake.text_tables import CellMark
from opendata.intake.upload_reading import read_tables
from opendata.kind_folders import load_kind
from tests.intake.making import ROOT, codes, column, rules, zip_file

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
ACCOUNTING = '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'


class In(NamedTuple):
    """A value and the number format of its cell, and perhaps its colour."""

    value: Any
    code: str = "General"
    colour: str | None = None


def xlsx(*rows: list[Any]) -> SourceFile:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row, 1):
            shown = cell if isinstance(cell, In) else In(cell)
            written = sheet.cell(number, place, shown.value)
            if shown.code != "General":
                written.number_format = shown.code
            if shown.colour:
                written.fill = PatternFill("solid", fgColor=shown.colour)
    content = io.BytesIO()
    book.save(content)
    return SourceFile("massnahmen.xlsx", content.getvalue())


def read(*rows: list[Any]) -> Mapped:
    return read_upload([xlsx(*rows)], KIND, None)


def field(name: str, header: str, *cells: Any) -> list[str | None]:
    """What is published of cells in one column of an otherwise plain table."""
    rows = [[f"A{number}", f"Maßnahme {number}", "geplant", cell] for number, cell in enumerate(cells, 1)]
    return column(read(["Nr.", "Maßnahme", "Status", header], *rows), name)


def keys(*cells: Any) -> Mapped:
    rows = [[cell, f"Maßnahme {number}", "geplant"] for number, cell in enumerate(cells, 1)]
    return read(["Nr.", "Maßnahme", "Status"], *rows)


@pytest.mark.parametrize(
    ("number", "code", "text", "shown"),
    [
        ("1200000", '#,##0 "€"', "1200000 €", "1.200.000 €"),
        ("1250000", '#,##0,"T€"', "1250 T€", "1.250T€"),
        ("1200000", '0.0,,\\ "Mio. €"', "1.2 Mio. €", "1,2 Mio. €"),
        ("1234567.5", ACCOUNTING, "1234567.5 €", "1.234.567,50 €"),
        ("-5", ACCOUNTING, "-5 €", "-5,00 €"),
        ("0", ACCOUNTING, "0 €", "- €"),
        ("1200", "[$CHF] #,##0", "1200 CHF", "CHF 1.200"),
        ("1200", "#,##0.00 [$€-407]", "1200 €", "1.200,00 €"),
        ("12", '#,##0",-- €"', "12 €", "12,-- €"),
        ("2500000", '[>=1000000]0.0,," Mio. €";[>=1000]0.0," T€";0 "€"', "2.5 Mio. €", "2,5 Mio. €"),
        ("2500", '[>=1000000]0.0,," Mio. €";[>=1000]0.0," T€";0 "€"', "2.5 T€", "2,5 T€"),
        ("25", '[>=1000000]0.0,," Mio. €";[>=1000]0.0," T€";0 "€"', "25 €", None),
        ("-3", "0;[Red]-0", "-3", None),
        ("-3", '[Red]0" t";[Blue]-0" t"', "-3 t", None),
        ("0.755", "0.0%", "75.5%", "75,5%"),
        ("50", '0"%"', "50%", None),
        ("50", '0\\ "%"', "50%", "50 %"),
        ("3", "000", "3", "003"),
        ("7", '"M-"0', "M-7", None),
        ("7", '"M-"000', "M-7", "M-007"),
        ("1.2", "0.00", "1.2", "1.20"),
        ("120", '0"."00', "120", "1.20"),
        ("12345", '00"-"000', "12345", "12-345"),
        ("5", '"ca. "0', "ca. 5", None),
        ("5", '#,##0 "kg/a"', "5 kg/a", None),
        ("5", 'General" Stück"', "5 Stück", None),
        ("5", "0 Mio. €", "5 Mio. €", None),
        ("0.5", "# ?/?", "0.5", "1/2"),
        ("1.5", "# ?/?", "1.5", "1 1/2"),
        ("1.5", "?/?", "1.5", "3/2"),
        ("0.5", "# ?/4", "0.5", "2/4"),
        ("0.74", "# ?/100", "0.74", "74/100"),
        ("0.3333333333333333", "# ??/??", "0.3333333333333333", "1/3"),
        ("2", "# ?/?", "2", None),
        ("0", "# ?/?", "0", None),
        ("0.99", "# ?/?", "0.99", "1"),
        ("-0.5", "# ?/?", "-0.5", "-1/2"),
        ("0.125", '# ?/8" km"', "0.125 km", "1/8 km"),
        ("12345", "0.00E+00", "12345", "1.23E+04"),
        ("1", '"ja";;"nein"', "ja", None),
        ("0", '"ja";;"nein"', "nein", None),
        ("0", "0;-0;;@", None, ""),
        ("17", ";;;", None, ""),
        ("5", "@", "5", None),
    ],
)
def test_a_number_is_what_its_format_shows(number: str, code: str, text: str | None, shown: str | None):
    cell = shown_number(number, number_format(code))

    assert (cell.text, cell.shown) == (text, shown)


@pytest.mark.parametrize(
    ("day", "code", "text", "shown"),
    [
        ("2026-06-01", "yyyy", "2026", None),
        ("2026-06-01", "mm/yyyy", "2026-06", "06/2026"),
        ("2026-06-01", "mmm\\ yy", "2026-06", "Jun 26"),
        ("2026-03-01", "[$-407]mmmm yyyy", "2026-03", "März 2026"),
        ("2026-06-30", "dd.mm.yyyy", "2026-06-30", None),
        ("2026-06-30", "[$-F800]dddd, mmmm dd, yyyy", "2026-06-30", None),
        ("2026-06-30", "TT.MM.JJJJ", "2026-06-30", None),
        ("2026-09-01", '"Q3/"yyyy', "Q3/2026", None),
        ("2026-09-01", '"Q3/"yy', "Q3/2026", "Q3/26"),
        ("2026-02-01", "Q/YYYY", "Q1/2026", None),
        ("2026-02-01", "QQ\\ YYYY", "Q1/2026", "1. Quartal 2026"),
        ("2026-12-31", '"Ende "yyyy', "Ende 2026", None),
        ("2026-12-31", '"bis "mm/yy', "bis 12/2026", "bis 12/26"),
        ("2025-02-01", "d.m", "2025-02-01", "1.2"),
        ("2026-06-30T10:30:00", "dd.mm.yyyy hh:mm", "2026-06-30T10:30:00", None),
        ("2026-06-30T10:30:00", "dd.mm.yyyy", "2026-06-30", None),
        ("10:30:00", "h:mm", "10:30:00", "10:30"),
        ("PT30H5M0S", "[h]:mm", "PT30H5M0S", "30:05"),
    ],
)
def test_a_date_is_no_more_precise_than_its_format(day: str, code: str, text: str, shown: str | None):
    cell = shown_date(day, number_format(code).numbers[0].parts)

    assert cell == ShownCell(text, CellMark.DATE, shown)


def test_texts_have_formats_too():
    assert shown_text("7", number_format('"M-"@')).shown == "M-7"
    assert shown_text("geheim", number_format(";;;")) == ShownCell(None, CellMark.TEXT, "")
    assert shown_text("7", number_format("@")) == ShownCell("7", CellMark.TEXT)


def test_amounts_are_published_in_the_scale_that_is_shown():
    amounts = field(
        "cost_eur",
        "Kosten",
        In(1200000, '#,##0 "€"'),
        In(1250000, '#,##0," T€"'),
        In(1.2, '0.0 "Mio. €"'),
        In(500, '#,##0 "Tsd. €"'),
        In(2400000, '0.0,," Mio. €"'),
        In(300.0000000000001),
        In(1234.5, ACCOUNTING),
    )

    assert amounts == ["1200000", "1250000", "1200000", "500000", "2400000", "300", "1234.5"]


def test_another_currency_is_refused_where_only_its_format_says_so():
    mapped = read(["Nr.", "Maßnahme", "Status", "Kosten"], ["1", "a", "geplant", In(1200, "[$CHF] #,##0")])

    assert codes(mapped) == ["foreign-currency"]
    assert column(mapped, "cost_eur") == [None]


def test_dates_are_published_as_precise_as_they_are_shown():
    day = dt.date(2026, 6, 1)
    ends = field("planned_end", "Ende", In(day, "YYYY"), In(day, "MM/YYYY"), In(day, "DD.MM.YYYY"), 2026)

    assert ends == ["2026", "2026-06", "2026-06-01", "2026"]


def test_the_year_that_a_date_does_not_show_is_listed():
    mapped = read(["Nr.", "Maßnahme", "Status", "Ende"], ["1", "a", "geplant", In(dt.date(2025, 2, 1), "DD. MMM")])

    assert column(mapped, "planned_end") == ["2025-02-01"]
    assert rules(mapped, "planned_end") == ["hidden-year"]


def test_numbers_of_measures_are_what_is_shown():
    mapped = keys(In(1.2, "0.00"), In(1.1, "0.00"), In(2, "0.0"), In(7, '"M-"0'), In(3, "000"), In(12, '"KS "00'), 9)

    assert column(mapped, "measure_id") == ["1.20", "1.10", "2.0", "M-7", "003", "KS 12", "9"]
    assert codes(mapped) == [] and rules(mapped, "measure_id") == ["shown-by-format"] * 4


def test_texts_show_numbers_and_dates_as_the_office_sees_them():
    notes = field(
        "status_note",
        "Sachstand",
        In(1250000, '#,##0," T€"'),
        In(dt.date(2026, 6, 1), "MMMM YYYY"),
        In(dt.date(2026, 6, 30), "DD.MM.YYYY"),
        In(1 / 3),
        "Text",
    )

    assert notes == ["1.250 T€", "Juni 2026", "2026-06-30", "0.3333", "Text"]


@pytest.mark.parametrize("ids", [(1.1, 1.2, 1.1), ("1.1", 1.2, 1.1), (1.8, 1.9, 1.1, 1.11), (2.18, 2.19, 2.2)])
def test_a_number_that_lost_its_zero_is_an_error(ids: tuple[Any, ...]):
    mapped = keys(*ids)

    assert codes(mapped) == ["number-lost-zero"]
    error = mapped.report.errors[0]
    assert "als „Text“" in error.messages["de"] and "0“" in error.messages["de"]


@pytest.mark.parametrize(
    "ids",
    [
        (1.1, 1.2, 1.3, 2.1),
        ("1.1", "1.2", "1.10"),
        (3.9, 1.1, 2.5),
        (1.9, 1.1, 1.2),
        (In(1.1, "0.00"), In(1.2, "0.00"), In(1.11, "0.00")),
        (1, 2, 3),
    ],
)
def test_numbers_that_lost_nothing_are_no_error(ids: tuple[Any, ...]):
    assert codes(keys(*ids)) == []


def test_days_among_numbers_of_measures_are_errors_and_never_published():
    mapped = keys(
        "1.1", In(dt.date(2025, 2, 1), "D.M"), In(dt.date(2025, 3, 1), "DD. MMM"), In(dt.time(1, 10), "h:mm")
    )

    assert codes(mapped) == ["date-in-key"] * 3
    assert [error.address for error in mapped.report.errors] == ["A3", "A4", "A5"]
    assert column(mapped, "measure_id") == ["1.1", None, None, None]
    assert "„Text“" in mapped.report.errors[0].messages["de"]


def test_a_day_among_amounts_is_an_error_and_a_year_is_the_number_that_is_shown():
    rows = [
        ["1", "a", "geplant", In(dt.date(2025, 2, 1), "D.M")],
        ["2", "b", "geplant", In(dt.date(2025, 2, 1), "YYYY")],
    ]
    mapped = read(["Nr.", "Maßnahme", "Status", "Kosten"], *rows)

    assert codes(mapped) == ["date-in-number-column"]
    assert column(mapped, "cost_eur") == [None, "2025"]


GREEN, YELLOW, RED, GREY = "00B050", "FFC000", "FF0000", "D9D9D9"


def coloured(*cells: In, header: str = "Status") -> Mapped:
    """A table of which one column holds these cells."""
    rows: list[list[Any]] = [[str(n), f"Maßnahme {n}", "geplant"] for n in range(1, len(cells) + 1)]
    if header == "Status":
        rows = [[*row[:2], cell] for row, cell in zip(rows, cells, strict=True)]
        return read(["Nr.", "Maßnahme", header], *rows)
    return read(["Nr.", "Maßnahme", "Status", header], *([*row, cell] for row, cell in zip(rows, cells, strict=True)))


def test_a_status_by_colour_alone_is_an_error_at_each_cell():
    mapped = coloured(In(None, colour=GREEN), In("geplant", colour=YELLOW), In(None, colour=RED))

    assert [(error.code, error.address) for error in mapped.report.errors] == [
        ("colour-only", "C2"),
        ("colour-only", "C4"),
    ]
    assert "Farben werden nicht gelesen" in mapped.report.errors[0].messages["de"]


def test_a_column_of_codes_by_colour_alone_is_an_error_and_a_text_column_is_a_note():
    lights = (In(None, colour=GREEN), In(None, colour=RED), In(None))

    assert codes(coloured(*lights, header="Zeitplan")) == ["colour-only"] * 2
    noted = coloured(*lights, header="Sachstand")
    assert codes(noted) == [] and "colour-only" in {note.code for note in noted.report.notes}


def test_painted_rows_columns_and_white_cells_say_nothing():
    striped = [
        [
            In(str(n), colour=GREY if n % 2 else None),
            In("a", colour=GREY if n % 2 else None),
            "geplant",
            In(None, colour=GREY if n % 2 else None),
        ]
        for n in range(1, 5)
    ]
    painted = [[str(n), "a", "geplant", In("im Plan" if n < 3 else None, colour=YELLOW)] for n in range(1, 5)]
    white = [[str(n), "a", "geplant", In(None, colour="FFFFFF" if n % 2 else None)] for n in range(1, 5)]

    for rows in (striped, painted, white):
        mapped = read(["Nr.", "Maßnahme", "Status", "Zeitplan"], *rows)
        assert codes(mapped) == [] and "colour-only" not in {note.code for note in mapped.report.notes}


def test_a_value_that_its_format_hides_is_the_empty_cell_that_is_seen():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten"],
        ["1", "a", "geplant", In(0, "0;-0;;@")],
        ["2", "b", "geplant", In(5, ";;;")],
    )

    assert column(mapped, "cost_eur") == [None, None]
    note = next(note for note in mapped.report.notes if note.code == "value-not-shown")
    assert note.messages["de"].startswith("D2, D3:")


ODS_NAMES = {
    "office": "office",
    "table": "table",
    "text": "text",
    "style": "style",
    "number": "datastyle",
    "fo": "xsl-fo-compatible",
}


def ods(styles: str, *cells: str) -> SourceFile:
    """A spreadsheet of one row of cells; the named styles of the document hold an ordinary percentage."""
    return ods_document(styles, f"<table:table-row>{''.join(cells)}</table:table-row>")


def ods_document(styles: str, columns_and_rows: str) -> SourceFile:
    """A spreadsheet of one sheet; styles: those that belong to its content."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in ODS_NAMES.items()
    )
    body = f'<table:table table:name="S">{columns_and_rows}</table:table>'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    named = (
        f'<office:document-styles {names}><office:styles><number:number-style style:name="N0"><number:number '
        'number:decimal-places="2" number:min-integer-digits="1"/></number:number-style><style:style '
        'style:name="Kosten" style:family="table-cell" style:data-style-name="N0"/></office:styles>'
        "</office:document-styles>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_file({"mimetype": kind, "styles.xml": named, "content.xml": content}, "t.ods")


def ods_cell(style: str, value: str, kind: str = "float") -> str:
    name = {"date": "date-value"}.get(kind, "value")
    return f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" office:{name}="{value}"/>'


def data_style(name: str, body: str, kind: str = "number-style") -> str:
    """A data style and a cell style of the same name that uses it."""
    return (
        f'<number:{kind} style:name="N{name}">{body}</number:{kind}><style:style style:name="{name}" '
        f'style:family="table-cell" style:data-style-name="N{name}"/>'
    )


WHOLE = '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
ODS_CASES = [
    ("<number:text>M-</number:text>" + WHOLE, "7", "M-7", None),
    ('<number:number number:decimal-places="0" number:min-integer-digits="3"/>', "3", "3", "003"),
    ('<number:number number:decimal-places="2" number:min-integer-digits="1"/>', "1.2", "1.2", "1.20"),
    (
        '<number:number number:decimal-places="1" number:min-integer-digits="1" number:display-factor="1000000"/>'
        "<number:text> Mio. €</number:text>",
        "1200000",
        "1.2 Mio. €",
        "1,2 Mio. €",
    ),
    (
        '<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true" '
        'number:display-factor="1000"/><number:text> T€</number:text>',
        "1250000",
        "1250 T€",
        "1.250 T€",
    ),
    ('<number:number number:min-integer-digits="1"/><number:text> Stück</number:text>', "5", "5 Stück", None),
    (
        '<number:number number:decimal-places="0" number:min-integer-digits="5"><number:embedded-text '
        'number:position="3">-</number:embedded-text></number:number>',
        "12345",
        "12345",
        "12-345",
    ),
]


@pytest.mark.parametrize(("body", "value", "text", "shown"), ODS_CASES)
def test_data_styles_of_opendocument_show_the_same(body: str, value: str, text: str, shown: str | None):
    table = read_tables([ods(data_style("ce1", body), ods_cell("ce1", value))])[0]

    assert table.cells["1"][0] == text
    assert (table.shown["1"][0] if table.shown is not None else None) == shown


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<number:year number:style="long"/>', "2026"),
        (
            '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>',
            "2026-09",
        ),
        ('<number:month number:textual="true"/><number:text> </number:text><number:year/>', "2026-09"),
        ('<number:quarter/><number:text>/</number:text><number:year number:style="long"/>', "Q3/2026"),
        ('<number:text>Ende </number:text><number:year number:style="long"/>', "Ende 2026"),
        (
            "<number:day/><number:text>. </number:text><number:month/><number:text>. </number:text><number:year/>",
            "2026-09-30",
        ),
    ],
)
def test_date_styles_of_opendocument_show_the_same(body: str, text: str):
    table = read_tables([ods(data_style("ce1", body, "date-style"), ods_cell("ce1", "2026-09-30", "date"))])[0]

    assert table.cells["1"][0] == text


def test_conditions_named_styles_and_currencies_of_opendocument():
    thousands = (
        '<number:number number:decimal-places="1" number:display-factor="1000"/><number:text> T€</number:text>'
    )
    condition = '<style:map style:condition="value()&gt;=1000" style:apply-style-name="NP0"/>'
    plain = WHOLE + "<number:text> €</number:text>" + condition
    styles = data_style("P0", thousands) + data_style("ce1", plain, "currency-style")
    dollars = '<table:table-cell office:value-type="currency" office:currency="USD" office:value="12"/>'
    cells = ods_cell("ce1", "2500"), ods_cell("ce1", "25"), ods_cell("Kosten", "2.5"), dollars

    table = read_tables([ods(styles, *cells)])[0]

    assert table.cells.row(0) == ("2.5 T€", "25 €", "2.5", "12 USD")
    assert table.shown is not None and table.shown["3"][0] == "2.50"


@pytest.mark.parametrize(
    ("number", "tidy"),
    [
        ("300.00000000000006", "300"),
        ("299.99999999999994", "300"),
        ("33.33333333333333", "33.33"),
        ("0.30000000000000004", "0.3"),
        ("0.000123456789012345", "0.0001235"),
        ("-66.66666666666667", "-66.67"),
        ("123456789012.5", "123456789012.5"),
        ("1234567.89", "1234567.89"),
        ("8.2416666", "8.2416666"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_computed_numbers_keep_a_sensible_number_of_digits(number: str, tidy: str):
    assert sensible_digits(number) == tidy


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_numbers_that_people_type_stay_exact(number: Decimal):
    text = f"{number.normalize():f}"

    assert sensible_digits(text) == text


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 6))
def test_a_rounded_number_is_near_to_the_one_that_was_stored(number: float, decimals: int):
    text = f"{Decimal(repr(number)):f}"

    tidy = Decimal(sensible_digits(text, decimals))

    assert abs(tidy - Decimal(text)) <= Decimal("0.005")


@given(st.text(max_size=40), st.floats(-1e12, 1e12, allow_nan=False))
def test_any_code_is_read_and_loses_no_sign_of_the_number(code: str, number: float):
    parsed = number_format(code)
    text = f"{Decimal(repr(number)):f}"

    cell = shown_number(text, parsed)

    assert cell.mark in set(CellMark)
    if cell.mark == CellMark.NUMBER and cell.text and "%" not in code and "," not in code:
        assert Decimal(cell.text) == Decimal(text)


@given(st.text(alphabet='0#?,.;"\\[]_*%€ymdhsq@-/ E+$<>=1', max_size=30), st.integers(-(10**6), 10**6))
def test_formats_of_odd_signs_are_read(code: str, number: int):
    parsed = number_format(code)

    shown_number(str(number), parsed)
    shown_text("Text", parsed)
    for section in parsed.numbers:
        shown_date("2026-06-30", section.parts)
