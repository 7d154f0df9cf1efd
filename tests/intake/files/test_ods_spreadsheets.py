"""ODS as text, held against odfpy."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf import table as odf_table  # type: ignore[import-untyped]
from odf import teletype
from odf.opendocument import OpenDocumentSpreadsheet, load  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]

from opendata.domain.errors import UnreadableFile
from opendata.intake import Limits, SourceFile
from opendata.intake.files.ods_spreadsheets import read_opendocument
from opendata.intake.text_tables import CellMark, TextTable
from tests.intake.files.test_xlsx_workbooks import cells, marks
from tests.intake.making import zip_file
from tests.made_up import costly

LIMITS = Limits()
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip(" "))
CELLS = st.one_of(st.none(), TEXT, TEXT.map(lambda text: f"{text}\nb"), st.integers(-(10**12), 10**12), st.booleans())


def read(content: bytes) -> TextTable:
    return read_opendocument(SourceFile("t.ods", content), LIMITS)[0]


def written_by_odfpy(rows: list[list[Any]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    sheet = odf_table.Table(name="S")
    for row in rows:
        line = odf_table.TableRow()
        for value in row:
            line.addElement(_odf_cell(value))
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    content = io.BytesIO()
    document.write(content)
    return content.getvalue()


def _odf_cell(value: Any) -> Any:
    if value is None:
        return odf_table.TableCell()
    if isinstance(value, bool):
        cell = odf_table.TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    elif isinstance(value, int):
        cell = odf_table.TableCell(valuetype="float", value=str(value))
    else:
        cell = odf_table.TableCell(valuetype="string")
    for line in str(value).split("\n"):
        paragraph = P()
        teletype.addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell


def by_odfpy(content: bytes) -> dict[str, str]:
    sheet = load(io.BytesIO(content)).spreadsheet.getElementsByType(odf_table.Table)[0]
    found = {}
    for place, row in enumerate(sheet.getElementsByType(odf_table.TableRow), 1):
        for column, cell in enumerate(row.getElementsByType(odf_table.TableCell)):
            kind = cell.getAttribute("valuetype")
            if kind == "string":
                text = "\n".join(teletype.extractText(each) for each in cell.getElementsByType(P))
            else:
                text = cell.getAttribute("value") or cell.getAttribute("booleanvalue")
            if kind:
                found[f"{chr(65 + column)}{place}"] = text
    return found


@costly()
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_every_cell_reads_as_odfpy_reads_it(rows: list[list[Any]]):
    content = written_by_odfpy(rows)

    assert cells(read(content)) == by_odfpy(content)


def content_xml(body: str, styles: str = "") -> bytes:
    """A spreadsheet whose only table holds this."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="S" table:style-name="ta1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_file({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}).content


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(kind: str, value: str, shown: str = "", attributes: str = "") -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    stored = f'office:value-type="{kind}" office:{name}="{value}"' if kind else ""
    return f"<table:table-cell {stored} {attributes}><text:p>{shown}</text:p></table:table-cell>"


def test_stored_values_count_and_not_how_they_are_shown():
    table = read(
        content_xml(
            row(
                cell("float", "1234.5", "1.234,50"),
                cell("percentage", "0.75", "75 %"),
                cell("currency", "1200", "1.200 €"),
                cell("date", "2024-12-31", "31.12.24"),
                cell("date", "2024-12-31T00:00:00", "31.12.24"),
                cell("time", "PT10H30M00S", "10:30"),
                cell("time", "PT30H00M00S", "30:00"),
                cell("boolean", "true", "WAHR"),
                cell("", "", "#N/A", 'table:formula="of:=NA()"'),
                '<table:table-cell table:formula="of:=SUM([.A1])"/>',
            )
        )
    )

    assert list(cells(table).values()) == [
        *("1234.5", "75%", "1200", "2024-12-31", "2024-12-31", "10:30:00", "PT30H0M0S", "true", "#N/A"),
    ]
    assert marks(table)["I1"] is CellMark.ERROR
    assert marks(table)["J1"] is CellMark.FORMULA


def test_blanks_line_breaks_and_paragraphs_are_kept_and_comments_are_not():
    text = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>comment</text:p></office:annotation>'
        '<text:p>a<text:s text:c="2"/>b<text:tab/><text:span>c</text:span><text:line-break/>d</text:p>'
        "<text:p>e</text:p>"
        "</table:table-cell>"
    )

    assert cells(read(content_xml(row(text)))) == {"A1": "a  b\tc\nd\ne"}


def test_repeats_of_content_are_expanded_and_repeats_of_nothing_cost_nothing():
    body = (
        row(
            cell("float", "1", attributes='table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="2"',
        )
        + row("<table:table-cell/>", attributes='table:number-rows-repeated="1048570"')
        + row(cell("float", "2"))
    )

    table = read(content_xml(body))

    assert cells(table) == {"A1": "1", "B1": "1", "A2": "1", "B2": "1", "A1048573": "2"}


def test_merged_and_hidden_parts_are_known():
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    body = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + row(
            cell("string", "", "a", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'),
            attributes='table:visibility="filter"',
        )
        + row(
            '<table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell>'
        )
    )

    table = read(content_xml(body, styles))

    assert cells(table) == {"A1": "a"}
    assert [(each.top, each.left, each.bottom, each.right) for each in table.merged] == [(1, 1, 2, 1)]
    assert (table.hidden, table.hidden_rows, table.hidden_columns) == (True, (1,), frozenset({2}))


def test_deleted_cells_kept_for_the_record_are_no_cells():
    body = (
        "<table:tracked-changes><table:cell-content-change><table:previous>"
        '<table:table-cell office:value-type="float" office:value="9"/></table:previous></table:cell-content-change>'
        "</table:tracked-changes>"
    )

    assert cells(read(content_xml(body + row(cell("float", "1"))))) == {"A1": "1"}


def test_a_bomb_of_repeats_is_refused():
    body = row(
        cell("float", "1", attributes='table:number-columns-repeated="16384"'),
        attributes='table:number-rows-repeated="1048576"',
    )

    with pytest.raises(UnreadableFile, match="cells"):
        read(content_xml(body))
