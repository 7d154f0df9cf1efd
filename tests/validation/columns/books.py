"""Workbooks of any kind: written by openpyxl and XlsxWriter, and by hand, with XML that no program would write."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from opendata.domain.tables.cell_addresses import column_letters
from tests.archives import zipped
from tests.validation.columns.made import EDGES, Made, schemas

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The styles of a cell, by number: none, a date, a date and time, a time, a length of time, a text, a decimal, days.
FORMATS = ["General", "yyyy-mm-dd", "dd.mm.yyyy hh:mm", "h:mm", "[h]:mm:ss", "@", "0.00", "[d]"]


def workbook(
    rows: str,
    *,
    strings: str | None = "",
    before: str = "",
    after: str = "",
    root: str = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}" xmlns:x14ac="urn:x14ac">',
    sheet: bytes | None = None,
    epoch_1904: bool = False,
    more_sheets: Sequence[str] = (),
    main: str = MAIN,
) -> bytes:
    """A workbook of one sheet. rows: the XML within sheetData. strings: the XML of the shared strings' items."""
    parts = "/xl/worksheets/sheet{}.xml"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    count = 1 + len(more_sheets)
    overrides = "".join(
        f'<Override PartName="{parts.format(at)}" ContentType="{kind}.worksheet+xml"/>' for at in range(1, count + 1)
    )
    if strings is not None:
        overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
    sheets = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, count + 1))
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, count + 1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{escape(code)}"/>' for at, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{164 + at if at else 0}"/>' for at in range(len(FORMATS)))
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}">'
        f'<workbookPr date1904="{int(epoch_1904)}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts><fonts><font/></fonts>'
        f"<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": sheet
        if sheet is not None
        else f"{START}{root}{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    for at, each in enumerate(more_sheets, start=2):
        files[f"xl/worksheets/sheet{at}.xml"] = each
    if strings is not None:
        files["xl/sharedStrings.xml"] = f'{START}<sst xmlns="{main}">{strings}</sst>'
    return zipped(files)


def cell(row: int, column: int, inside: str = "", attributes: str = "") -> str:
    """A cell; attributes as they stand after its place."""
    place = f'r="{column_letters(column)}{row}"'
    return f"<c {place}{attributes}>{inside}</c>" if inside else f"<c {place}{attributes}/>"


def inline(text: str) -> tuple[str, str]:
    """The inside and the attributes of a cell with a text of its own."""
    return f'<is><t xml:space="preserve">{escape(text)}</t></is>', ' t="inlineStr"'


Inside = tuple[str, str]  # what stands in a cell, and its attributes

NUMBERS = ["0", "-0", "1", "5", "5.0", "-3", "100", "0.1", "0.10", "1E2", "1e+2", "1.5E-3", "2024",
           "1.0000000000000002", "0.10000000000000001", "123456789012345678", "1e999", "100.00000000000000000001",
           "99", "12024", "36.5"]  # fmt: skip
BAD_NUMBERS = [" 5 ", "x", "1_0", "+1", "٣", "1,5", "", "5.", ".5", "--1", "1e"]
SERIALS = ["0", "0.5", "0.99999999", "1", "59", "60", "61", "45296", "45296.0", "45296.5", "45296.4375", "2958465",
           "2958466", "-1", "36526.99999999999", "1462", "45351", "1e9", "61.25"]  # fmt: skip
ISO = ["2024-01-05", "2024-01-05T10:30:00", "10:30:00", "PT1H", "2024-01-05T10:30:00Z", "x"]
ERRORS = ["#N/A", "#DIV/0!", "#VALUE!"]


def number(value: str, style: int = 0) -> Inside:
    return f"<v>{value}</v>", f' s="{style}"' if style else ""


@st.composite
def insides(draw: st.DrawFn, kind: str, rare: bool) -> Inside:
    """A cell of any sort, near the edges of a type."""
    sort = draw(st.integers(0, 24 if rare else 12))
    if sort < 3:
        return inline(draw(st.sampled_from(EDGES[kind])))
    if sort < 6:
        return number(draw(st.sampled_from(NUMBERS)), draw(st.sampled_from([0, 0, 5, 6])))
    if sort < 9:
        return number(draw(st.sampled_from(SERIALS)), draw(st.integers(1, 7)))
    if sort == 9:
        return f"<v>{draw(st.sampled_from(['0', '1']))}</v>", ' t="b"'
    if sort == 10:
        return f"<v>{draw(st.sampled_from(ERRORS))}</v>", ' t="e"'
    if sort == 11:
        return "", draw(st.sampled_from(["", ' s="1"', ' t="s"', ' s="3" t="n"']))
    if sort < 16:
        return f"<f>A1&amp;B1</f><v>{escape(draw(st.sampled_from(EDGES[kind])))}</v>", ' t="str"'
    if sort < 18:
        return f"<v>{draw(st.integers(0, 4))}</v>", ' t="s"'
    if sort == 18:
        return f"<v>{draw(st.sampled_from(ISO[:-1]))}</v>", ' t="d"'
    if sort == 19:
        return draw(st.sampled_from(["<f>A1</f>", "<f/>", "<v/>", "<v></v>", "<is><t/></is>", "<is/>"])), draw(
            st.sampled_from(["", ' t="str"', ' t="inlineStr"', ' t="b"'])
        )
    if sort == 20:
        return "<is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is>", (
            ' t="inlineStr"'
        )
    if sort == 21:
        return draw(
            st.sampled_from(["<v>&#53;</v>", "<v>1</v> ", " <v>1</v>", "<x><v>1</v></x>", "<v>1</v><v>2</v>"])
        ), (draw(st.sampled_from(["", ' t="str"', ' cm="1"', ' s="1" cm="1"', ' t="b" s="1"'])))
    if sort == 22:
        return f"<v>{draw(st.sampled_from(ISO))}</v>", ' t="d"'
    if sort == 23:
        return number(escape(draw(st.sampled_from(BAD_NUMBERS))), draw(st.integers(0, 4)))
    return draw(st.sampled_from([("<v>7</v>", ' t="s"'), ("<v>-1</v>", ' t="s"'), ("<v>2</v>", ' t="b"')]))


STRINGS = (
    '<si><t>a</t></si><si><t xml:space="preserve"> b &amp; c </t></si><si>'
    "<r><t>12</t></r>"
    "<r><rPr><b/></rPr><t>3</t></r>"
    "<rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>_x005F_x000D_ &#10;</t></si><si><t/></si>"
)


@st.composite
def sheets(draw: st.DrawFn, schema: dict[str, Any]) -> bytes:
    """A header and rows with gaps, too short, too long or empty, with a size or without one."""
    rare = draw(st.booleans())
    names = [each["name"] for each in schema["fields"]]
    header = draw(st.sampled_from([*[names] * 8, names[:-1] or ["z"], [*names, "z"]]))
    pools = [draw(st.lists(insides(each["type"], rare), min_size=1, max_size=4)) for each in schema["fields"]]
    pools += [[inline("x"), ("", "")]] * (len(header) - len(pools))
    lines = ["".join(cell(1, at, *inline(name)) for at, name in enumerate(header, start=1))]
    numbers = [1]
    for _ in range(draw(st.integers(0, 10))):
        number_here = numbers[-1] + draw(st.sampled_from([*[1] * 12, 2, 4]))
        cells = [cell(number_here, at + 1, *draw(st.sampled_from(pool))) for at, pool in enumerate(pools)]
        odd = draw(st.integers(0, 16))
        if odd == 0:
            cells = cells[:-1]
        elif odd == 1:
            cells = cells[1:]
        elif odd == 2:
            cells.append(cell(number_here, len(cells) + draw(st.integers(1, 3)), *inline("more")))
        elif odd == 3:
            cells = []
        lines.append("".join(cells))
        numbers.append(number_here)
    spaces = draw(st.sampled_from(["", "", "\n  "]))
    attributes = draw(st.sampled_from(["", ' spans="1:2"', ' ht="15" x14ac:dyDescent="0.2"']))
    rows = "".join(
        f'{spaces}<row r="{at}"{attributes}>{line}</row>' if line else f'{spaces}<row r="{at}"{attributes}/>'
        for at, line in zip(numbers, lines, strict=True)
    )
    size = draw(st.integers(0, 9))
    width = len(pools) + draw(st.sampled_from([0, 0, 0, 0, -1, 1])) or 1
    last = numbers[-1] + draw(st.sampled_from([0, 0, 0, 3, -1])) or 1
    before = f'<dimension ref="A1:{column_letters(width)}{last}"/>' if size else ""
    return workbook(rows, strings=STRINGS, before=before, epoch_1904=draw(st.integers(0, 7)) == 0)


@st.composite
def packages_of_books(draw: st.DrawFn) -> Made:
    """Two workbooks that may have keys into each other."""
    contents, resources = {}, []
    for name, other in (("one", "two"), ("two", "one")):
        schema = draw(schemas(other))
        contents[f"{name}.xlsx"] = draw(sheets(schema))
        declared: dict[str, Any] = {"dialect": {"headerRows": [1]}} if draw(st.integers(0, 3)) else {}
        resources.append({"name": name, "path": f"{name}.xlsx", **declared, "schema": schema})
    limit = draw(st.sampled_from([0, 0, 1, 2, 3, 5, 10, 1000]))
    return Made({"name": "made", "resources": resources}, contents, limit, draw(st.sampled_from([60, 300, 5000])))
