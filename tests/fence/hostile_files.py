"""Small files that become large, or take long, when they are read: each made by code, none larger than a megabyte.

Here: the files by name. Not here: what must become of them (test_hostile_uploads.py).
"""

import gzip
import json
import struct
from collections.abc import Callable, Mapping, Sequence

from tests.archives import zipped

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = (
    '<row r="1">'
    + "".join(
        f'<c r="{letter}1" t="str"><v>{title}</v></c>'
        for letter, title in zip("ABCD", ("Nr.", "Maßnahme", "Status", "Beschreibung"), strict=True)
    )
    + "</row>"
)
ROW = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Radweg</v></c><c r="C2" t="str"><v>geplant</v></c></row>'
CSV = "Nr.;Maßnahme;Status\n"

Made = tuple[str, bytes]


def xlsx(sheets: Sequence[str], *, shared: str = "", styles: str = "", workbook: str = "", **parts: str) -> Made:
    """A workbook of these sheets; workbook: more elements of its main part."""
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="s{n}.xml"/>' for n in range(len(sheets))
    )
    links += f'<Relationship Id="ss" Type="{RELATIONS}/sharedStrings" Target="ss.xml"/>'
    links += f'<Relationship Id="st" Type="{RELATIONS}/styles" Target="st.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    main = f'<Relationship Id="m" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations.format(main),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{names}</sheets>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": relations.format(links),
        "xl/ss.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/st.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **{f"xl/s{n}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>' for n, sheet in enumerate(sheets)},
        **parts,
    }
    return "t.xlsx", zipped(files)


def sheet(*, before: str = "", rows: str = "", after: str = "", attribute: str = "") -> str:
    """The inside of a worksheet: a header, a row and more."""
    return f"{before}<sheetData{attribute}>{HEADER}{ROW}{rows}</sheetData>{after}"


def ods(body: str) -> Made:
    """A spreadsheet of OpenDocument with these tables."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{space}{name}:1.0"' for name in ("office", "table", "text", "style"))
    inside = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{inside}</office:document-content>"
    return "t.ods", zipped({"mimetype": ODS_TYPE, "content.xml": content})


def ods_table(columns: int, rows: int, cell: str = "<text:p>a</text:p>", name: str = "s") -> str:
    """A table of one cell that is repeated so often."""
    repeated = f'office:value-type="string" table:number-columns-repeated="{columns}"'
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {repeated}>{cell}</table:table-cell>'
    )
    return f'<table:table table:name="{name}">{row}</table:table-row></table:table>'


def package(descriptor: object, files: Mapping[str, str | bytes]) -> Made:
    """A Data Package."""
    text = descriptor if isinstance(descriptor, str) else json.dumps(descriptor)
    return "t.zip", zipped({"datapackage.json": text, **files})


def lying_zip() -> Made:
    """An archive whose entries overlap: both begin at the first one's bytes."""
    content = bytearray(zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x>" + "a" * 10_000 + "</x>"}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return "t.xlsx", bytes(content)


def _text(columns: int, rows: int) -> str:
    return ";".join(["a"] * columns) + "\n" + "a\n" * rows


def _cut(made: Made, share: float) -> Made:
    return made[0], made[1][: int(len(made[1]) * share)]


def _resources(count: int, path: str = "x.csv") -> dict[str, object]:
    return {"name": "a", "resources": [{"name": f"r{n}", "path": path} for n in range(count)]}


def _merges(count: int, reference: str) -> str:
    return (
        "<mergeCells>"
        + "".join(f'<mergeCell ref="{reference.format(n + 1)}"/>' for n in range(count))
        + "</mergeCells>"
    )


def _deep(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


def _old_workbook(records: bytes) -> Made:
    """An .xls without the file around it that a sector at a time would need: damaged, in the first of its parts."""
    return "t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + records


def _binary_workbook(main: bytes) -> Made:
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    link = f'<Relationship Id="m" Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/>'
    return "t.xlsb", zipped(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations.format(link), "xl/workbook.bin": main}
    )


ZEROS = b"0" * 2**27
BIG_TEXT = f'<si><t xml:space="preserve"> {"x" * 900_000} </t></si>'
SHARED_ROWS = "".join(
    f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>a</v></c><c r="D{n}" t="s"><v>0</v></c></row>'
    for n in range(3, 543)
)

FILES: Mapping[str, Callable[[], Made]] = {
    # CSV
    "one wide row, then many narrow ones": lambda: ("t.csv", _text(16_000, 40_000).encode()),
    "a million columns": lambda: ("t.csv", (";" * 1_000_000 + "\n").encode()),
    "one line that never ends": lambda: ("t.csv", b"a" * 1_000_000),
    "one quotation mark": lambda: ("t.csv", (CSV + '1;"' + "a;b\n" * 200_000).encode()),
    "nothing but quotation marks": lambda: ("t.csv", (CSV + '"' * 900_001).encode()),
    "quotation marks in the middle of cells": lambda: ("t.csv", (CSV + '1;"a"b"c";x\n' * 60_000).encode()),
    "wide rows with quotation marks": lambda: ("t.csv", ('"a";' * 16_000 + "\n" + '"a"\n' * 40_000).encode()),
    "lines without anything": lambda: ("t.csv", (CSV + "\n" * 900_000).encode()),
    "rows of one letter": lambda: ("t.csv", (CSV + "a\n" * 450_000).encode()),
    "carriage returns alone": lambda: ("t.csv", (CSV + "a\r" * 400_000).encode()),
    "combining characters": lambda: ("t.csv", (CSV + "1;" + "a" + "\u0301" * 400_000 + ";x\n").encode()),
    "cells of digits": lambda: ("t.csv", (CSV + f"1;{'9' * 400_000};x\n" * 2).encode()),
    "headers of a thousand words": lambda: (
        "t.csv",
        (";".join(["Maßnahme Status " * 60] * 900) + "\n1;2\n").encode(),
    ),
    # zip
    "a zip in a zip": lambda: package(_resources(1, "y.zip"), {"y.zip": zipped({"x.zip": zipped({"x.csv": ZEROS})})}),
    "a large entry": lambda: package(_resources(1), {"x.csv": ZEROS}),
    "gzip in a zip": lambda: package(_resources(1, "x.csv.gz"), {"x.csv.gz": gzip.compress(ZEROS)}),
    "a workbook in a package that unpacks far": lambda: package(
        _resources(40, "x.xlsx"), {"x.xlsx": xlsx([sheet(rows="<row/>" * 200_000)])[1]}
    ),
    "entries that overlap": lying_zip,
    "many entries": lambda: package(_resources(1), {f"{n}": "" for n in range(6_000)}),
    # Data Packages
    "one file named by many resources": lambda: package(_resources(900), {"x.csv": _text(16_000, 300)}),
    "one file named by some resources": lambda: package(_resources(200), {"x.csv": _text(16_000, 300)}),
    "one long file named by some resources": lambda: package(_resources(200), {"x.csv": _text(3, 300_000)}),
    "a descriptor nested deeply": lambda: package("[" * 100_000 + "]" * 100_000, {"x.csv": "a"}),
    "a descriptor of long numbers": lambda: package('{"resources":[' + "9" * 900_000 + "]}", {"x.csv": "a"}),
    "a schema of many fields": lambda: package(
        {
            "resources": [
                {"name": "m", "path": "x.csv", "schema": {"fields": [{"name": f"x_{n}"} for n in range(50_000)]}}
            ]
        },
        {"x.csv": CSV},
    ),
    "rows in the descriptor": lambda: package(
        {"resources": [{"name": "m", "data": [{f"k{n}": n} for n in range(12_000)]}]}, {}
    ),
    "a pattern that is slow to compile": lambda: package(
        {
            "resources": [
                {
                    "name": "measures",
                    "path": "x.csv",
                    "schema": {
                        "fields": [
                            {
                                "name": "x_t",
                                "type": "string",
                                "constraints": {"pattern": "(?i:" + r"[\x00-\ufffe]" * 2_000 + ")"},
                            }
                        ]
                    },
                }
            ]
        },
        {"x.csv": "x_t\nzzzz\n"},
    ),
    # XLSX
    "hidden columns that overlap": lambda: xlsx(
        [sheet(before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 10_000 + "</cols>")]
    ),
    "hidden columns in many sheets": lambda: xlsx(
        [sheet(before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 10_000 + "</cols>")] * 200
    ),
    "many merged ranges": lambda: xlsx([sheet(after=_merges(200_000, "A1:B50"))]),
    "merged ranges below the limit": lambda: xlsx(
        [sheet(rows=SHARED_ROWS.replace('t="s"', ""), after=_merges(19_000, "A{0}:D{0}"))]
    ),
    "merged ranges that overlap": lambda: xlsx(
        [sheet(rows=SHARED_ROWS.replace('t="s"', ""), after=_merges(19_000, "A1:D1048576"))]
    ),
    "many empty shared texts": lambda: xlsx([sheet()], shared="<si/>" * 4_000_000),
    "one long text in many cells": lambda: xlsx([sheet(rows=SHARED_ROWS)], shared=BIG_TEXT),
    "a long attribute": lambda: xlsx([sheet(attribute=f' x="{"a" * 32_000_000}"')]),
    "a long comment": lambda: xlsx([sheet(after=f"<!--{'-a' * 16_000_000}-->")]),
    "many attributes": lambda: xlsx([sheet(after="<x " + " ".join(f'a{n}=""' for n in range(60_000)) + "/>")]),
    "elements nested deeply": lambda: xlsx([sheet(after=_deep(240_000))]),
    "many sheets": lambda: xlsx([sheet()] * 900),
    "as many sheets as are read": lambda: xlsx([sheet()] * 250),
    "styles by the million": lambda: xlsx(
        [sheet()], styles="<cellXfs>" + '<xf numFmtId="1" fillId="1"/>' * 2_000_000 + "</cellXfs>"
    ),
    "number formats of their own": lambda: xlsx(
        [sheet()],
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="{"[$-407]0.00" * 50}{n}"/>' for n in range(200, 9_000))
        + "</numFmts><cellXfs>"
        + "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 9_000))
        + "</cellXfs>",
    ),
    "a number format without end": lambda: xlsx(
        [sheet(rows='<row r="3"><c r="A3" s="0"><v>1</v></c></row>')],
        styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"#,##0.00;" * 90_000}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs>',
    ),
    "data validations": lambda: xlsx(
        [
            sheet(
                after="<dataValidations>" + '<dataValidation sqref="A1:XFD1048576"/>' * 400_000 + "</dataValidations>"
            )
        ]
    ),
    "conditional formats": lambda: xlsx(
        [sheet(after='<conditionalFormatting sqref="A1:XFD1048576"><cfRule/></conditionalFormatting>' * 300_000)]
    ),
    "defined names": lambda: xlsx(
        [sheet()],
        workbook="<definedNames>" + '<definedName name="a">s0!A1</definedName>' * 300_000 + "</definedNames>",
    ),
    "comments": lambda: xlsx(
        [sheet()], **{"xl/comments1.xml": "<comments>" + "<comment/>" * 4_000_000 + "</comments>"}
    ),
    "one cell far below": lambda: xlsx([sheet(rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')]),
    "rows without cells": lambda: xlsx([sheet(rows="<row/>" * 900_000)]),
    "hidden rows": lambda: xlsx([sheet(rows='<row hidden="1"/>' * 400_000)]),
    "entities": lambda: xlsx(["<!DOCTYPE x>" + sheet()]),
    "wide rows in all columns": lambda: xlsx(
        [sheet(rows="".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 16_000 + "</row>" for n in range(3, 11)))]
    ),
    # ODS
    "a cell repeated in columns and rows": lambda: ods(ods_table(40, 999_000)),
    "a cell repeated in many tables": lambda: ods("".join(ods_table(40, 9_000, name=f"s{n}") for n in range(100))),
    "a row repeated below the limit": lambda: ods(ods_table(5, 190_000)),
    "a column repeated below the limit": lambda: ods(ods_table(16_000, 60)),
    "blanks by number": lambda: ods(ods_table(9, 99_000, '<text:p><text:s text:c="999999"/></text:p>')),
    "column definitions": lambda: ods(
        "<table:table>"
        + '<table:table-column table:visibility="collapse" table:number-columns-repeated="16384"/>' * 300_000
        + "</table:table>"
    ),
    "spanned cells": lambda: ods(
        "<table:table>"
        + '<table:table-row><table:table-cell table:number-columns-spanned="999" table:number-rows-spanned="9999">'
        "<text:p>a</text:p></table:table-cell></table:table-row>" * 100_000 + "</table:table>"
    ),
    # old and binary workbooks
    "an old workbook that breaks off": lambda: _old_workbook(bytes(300_000)),
    "an old workbook of large counts": lambda: _old_workbook(b"\xff" * 300_000),
    "a binary workbook that breaks off": lambda: _cut(_binary_workbook(b"\x9c\x01\x40" + bytes(500_000)), 0.6),
    "a binary workbook of large counts": lambda: _binary_workbook(
        b"\x9c\x01" + b"\xff\xff\xff\x7f" + bytes(5_000_000)
    ),
    "a binary workbook of empty records": lambda: _binary_workbook(bytes(20_000_000)),
}
