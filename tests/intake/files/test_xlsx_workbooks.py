"""XLSX as text, held against openpyxl and XlsxWriter."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from opendata.intake import Limits, SourceFile
from opendata.intake.files.xlsx_workbooks import read_workbook
from opendata.intake.text_tables import CellMark, TextTable
from tests.intake.making import zip_file
from tests.made_up import costly

LIMITS = Limits()
# What XML can hold, without the signs that office programs escape or normalise in ways of their own.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff_"), max_size=30
).filter(lambda text: not text.startswith("="))
FIRST, LAST = dt.datetime(1901, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
MOMENTS = st.datetimes(FIRST, LAST).map(lambda m: m.replace(microsecond=0))
CELLS = st.one_of(
    st.none(),
    TEXT,
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: float(f"{number:.9g}")),
    st.booleans(),
    MOMENTS,
    MOMENTS.map(lambda moment: moment.date()),
)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=8)


def read(content: bytes, sheet: int = 0) -> TextTable:
    return read_workbook(SourceFile("t.xlsx", content), LIMITS)[sheet]


def cells(table: TextTable) -> dict[str, str]:
    """Every cell that is not empty, by its address."""
    return {
        f"{get_column_letter(column)}{row}": text
        for row, line in zip(table.rows, table.cells.rows(), strict=True)
        for column, text in zip(table.columns, line, strict=True)
        if text is not None
    }


def marks(table: TextTable) -> dict[str, CellMark]:
    assert table.marks is not None
    return {
        f"{get_column_letter(column)}{row}": CellMark(mark)
        for row, line in zip(table.rows, table.marks.rows(), strict=True)
        for column, mark in zip(table.columns, line, strict=True)
        if mark
    }


def as_text(value: Any) -> str:
    """The text that a value of openpyxl has in a text table."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            text = format(Decimal(repr(value)), "f")
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return "0" if text == "-0" else text
        case dt.datetime() if value.time() != dt.time(0):
            return value.isoformat()
        case dt.datetime():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def by_openpyxl(content: bytes, sheet: int = 0) -> dict[str, str]:
    worksheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[sheet]
    return {
        cell.coordinate: as_text(cell.value)
        for row in worksheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def written_by_openpyxl(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def written_by_xlsxwriter(rows: list[list[Any]], **options: Any) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm:ss", **options}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(place, column, value)
                elif value is not None:
                    sheet.write(place, column, value)
    return content.getvalue()


@costly()
@given(TABLES)
def test_every_cell_reads_as_openpyxl_reads_it(rows: list[list[Any]]):
    content = written_by_openpyxl(rows)

    assert cells(read(content)) == by_openpyxl(content)


@costly()
@given(TABLES, st.booleans(), st.booleans())
def test_files_of_another_writer_read_as_openpyxl_reads_them(rows: list[list[Any]], from_1904: bool, inline: bool):
    if from_1904:  # XlsxWriter refuses days before the first
        rows = [[c for c in row if not isinstance(c, dt.date) or c.year >= 1905] for row in rows]
    content = written_by_xlsxwriter(rows, date_1904=from_1904, constant_memory=inline)

    assert cells(read(content)) == by_openpyxl(content)


def sheet_xml(body: str, styles: str = "", strings: str = "", around: str = "") -> bytes:
    """A minimal workbook whose first sheet has this sheetData."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return zip_file(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {packages}><Relationship Id="a" Type="{links}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{links}"><sheets><sheet name="S" sheetId="1" r:id="a"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships {packages}>"
            f'<Relationship Id="a" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{links}/styles" Target="styles.xml"/>'
            f'<Relationship Id="c" Type="{links}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
            "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body}</sheetData>{around}</worksheet>",
        }
    ).content


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("5", "5"),
        ("5.0", "5"),
        ("-0", "0"),
        ("4.1699999999999999", "4.17"),
        ("1.0E-3", "0.001"),
        ("1.2345E+20", "123450000000000000000"),
        ("1E400", "1E400"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_numbers_are_the_shortest_exact_text(stored: str, text: str):
    table = read(sheet_xml(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))

    assert cells(table) == {"A1": text}
    assert marks(table) == {"A1": CellMark.NUMBER}


def test_percentages_dates_times_and_durations_follow_their_number_format():
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/><numFmt numFmtId="171" formatCode="0.0&quot;%&quot;"/>'
        '<numFmt numFmtId="172" formatCode="[$-407]d. mmmm yyyy;@"/></numFmts><cellXfs>'
        + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 9, 14, 22, 20, 170, 171, 172))
        + "</cellXfs>"
    )
    body = "".join(
        f'<c r="{letter}1" s="{style}"><v>{value}</v></c>'
        for letter, style, value in (
            ("A", 1, "0.755"),
            ("B", 2, "45657"),
            ("C", 3, "45657.4375"),
            ("D", 4, "0.4375"),
            ("E", 5, "1.0625"),
            ("F", 6, "75"),
            ("G", 7, "45657"),
            ("H", 2, "-5"),
        )
    )

    table = read(sheet_xml(f'<row r="1">{body}</row>', styles))

    assert cells(table) == {
        "A1": "75.5%",
        "B1": "2024-12-31",
        "C1": "2024-12-31T10:30:00",
        "D1": "10:30:00",
        "E1": "PT25H30M0S",
        "F1": "75%",
        "G1": "2024-12-31",
        "H1": "-5",
    }


def test_texts_errors_truth_values_and_formulas():
    strings = "<si><r><t>Rad</t></r><r><t>weg</t></r><rPh><t>phonetic</t></rPh></si>" + (
        "<si><t>a_x000D_\nb_x005F_x000D_</t></si>"
    )
    body = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>in</t></is></c>'
        '<c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="b"><v>1</v></c><c r="F1"><f>SUM(A1)</f></c>'
        '<c r="G1"><f>1+1</f><v>2</v></c><c r="H1" t="str"><f>""</f><v></v></c>'
        '<c r="I1" t="str"><f>x</f><v>text</v></c>'
        '<c r="J1" t="d"><v>2024-12-31T00:00:00</v></c><c r="K1" s="9"/>'
    )

    table = read(sheet_xml(f'<row r="1">{body}</row>', strings=strings))

    assert cells(table) == {
        "A1": "Radweg",
        "B1": "a\r\nb_x000D_",
        "C1": "in",
        "D1": "#N/A",
        "E1": "true",
        "G1": "2",
        "I1": "text",
        "J1": "2024-12-31",
    }
    assert marks(table) == {
        "D1": CellMark.ERROR,
        "E1": CellMark.BOOLEAN,
        "F1": CellMark.FORMULA,
        "G1": CellMark.NUMBER,
        "J1": CellMark.DATE,
    }


def test_cells_without_addresses_stand_one_after_another():
    table = read(sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))

    assert cells(table) == {"A1": "1", "B1": "2", "A2": "3"}


def test_a_lone_cell_in_the_last_corner_costs_one_cell():
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    table = read(sheet_xml(body, around="<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"))

    assert cells(table) == {"A1": "1", "XFD1048576": "2"}
    assert table.cells.shape == (2, 2)


def test_hidden_sheets_columns_and_rows_and_merged_cells_are_known():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "b", "c"])
    sheet.append(["d", "e", "f"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("A1:B1")
    book.create_sheet("still").append(["x"])
    book.worksheets[1].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)

    first, second = read(content.getvalue()), read(content.getvalue(), 1)

    assert (first.hidden_columns, first.hidden_rows, first.hidden) == (frozenset({2}), (2,), False)
    assert [(each.top, each.left, each.bottom, each.right) for each in first.merged] == [(1, 1, 1, 2)]
    assert second.hidden
