"""Hostile workbooks: XLSX, ODS, XLS and XLSB that unpack to much more than they are, or lead their reader in circles.

Here: the contents. Not here: CSV (tables.py), packages, mappings and requests (requests.py).
"""

import struct
from collections.abc import Callable, Iterator

from bench.hostile.sending import Hostile, checked
from tests.archives import zipped

MIB = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
HEADER_ROW = '<row r="1">' + "".join(
    f'<c r="{column}1" t="str"><v>{text}</v></c>'
    for column, text in zip("ABCD", ("Nr.", "Maßnahme", "Status", "Beschreibung"), strict=True)
)


def xlsx(sheet: str, *, shared: str = "", styles: str = "", sheets: int = 1, head: str = "") -> bytes:
    """A workbook whose sheets all hold this XML; head: in front of the root of each sheet."""
    numbers = range(1, sheets + 1)
    names = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/s{number}.xml"/>'
        for number in numbers
    )
    links += f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="u" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="w" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
            **{
                f"xl/worksheets/s{number}.xml": f'{head}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
                for number in numbers
            },
        }
    )


def rows_xlsx(rows: str, **parts: str) -> bytes:
    """A workbook with the header of measures above these rows."""
    return xlsx(f"<sheetData>{HEADER_ROW}</row>{rows}</sheetData>", **parts)  # type: ignore[arg-type]


def ods(body: str, styles: str = "") -> bytes:
    """A spreadsheet whose tables are this XML."""
    names = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    names += f' xmlns:number="{ODF}:datastyle:1.0"'
    document = (
        f'<?xml version="1.0"?><office:document-content {names}><office:automatic-styles>{styles}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": document})


def _ods_cell(inside: str, cell: str = "", row: str = "") -> bytes:
    return ods(
        f'<table:table table:name="s"><table:table-row {row}><table:table-cell office:value-type="string" {cell}>'
        f"{inside}</table:table-cell></table:table-row></table:table>"
    )


def _repeating_sheet(number: int) -> str:
    """A table of one cell that is repeated ten million times."""
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="100"><text:p>a</text:p>'
    row = f'<table:table-row table:number-rows-repeated="99999">{cell}</table:table-cell></table:table-row>'
    return f'<table:table table:name="s{number}">{row}</table:table>'


def one_text_in_many_cells(characters: int, rows: int) -> bytes:
    """A workbook with one long text, kept once, that is the description of every row, with blanks around it."""
    lines = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="str"><v>Plan {row}</v></c>'
        f'<c r="C{row}" t="str"><v>geplant</v></c><c r="D{row}" t="s"><v>0</v></c></row>'
        for row in range(2, rows + 2)
    )
    return rows_xlsx(lines, shared=f'<si><t xml:space="preserve"> {"x" * characters} </t></si>')


def _merged(count: int) -> bytes:
    merges = '<mergeCell ref="A1:B50"/>' * count
    return xlsx(f"<sheetData>{HEADER_ROW}</row></sheetData><mergeCells>{merges}</mergeCells>")


def _laughs(levels: int) -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)
    )
    return f"<!DOCTYPE worksheet [{entities}]>"


def _overlapping() -> bytes:
    """A ZIP whose directory names one compressed part under 2,000 names."""
    plain = bytearray(zipped({"a": b"0" * (10 * MIB)}))
    place = plain.index(b"PK\x01\x02")
    entry, ending = bytes(plain[place : plain.index(b"PK\x05\x06")]), plain[plain.index(b"PK\x05\x06") :]
    struct.pack_into("<HHLL", ending, 8, 2_000, 2_000, len(entry) * 2_000, place)
    return bytes(plain[:place]) + entry * 2_000 + bytes(ending)


def _ole(sectors: int, next_sector: int) -> bytes:
    """A file of the old Office format whose chains of sectors lead to the given one."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<LLLLLLLLL", 0, sectors, 1, 0, 4096, 0, 1, 0, 0) + struct.pack("<109L", *([0] * 109))
    return head + struct.pack("<128L", *([next_sector] * 128)) + b"\0" * 512


CONTENTS: dict[str, Callable[[], bytes]] = {
    "a.xlsx: 10,000 hidden ranges of all columns": lambda: xlsx(
        "<cols>"
        + '<col min="1" max="16384" hidden="1"/>' * 10_000
        + f"</cols><sheetData>{HEADER_ROW}</row></sheetData>"
    ),
    "b.xlsx: 200,000 merged ranges": lambda: _merged(200_000),
    "c.xlsx: 20 million empty shared texts": lambda: rows_xlsx("", shared="<si/>" * (20 * MIB)),
    "d.xlsx: an attribute of 64 MB": lambda: xlsx(f'<sheetData x="{"a" * (64 * MIB)}"></sheetData>'),
    "e.xlsx: one long text in 540 cells": lambda: one_text_in_many_cells(900_000, 540),
    "f.xlsx: 200 MB of blanks": lambda: xlsx(f"<sheetData>{' ' * (200 * MIB)}</sheetData>"),
    "g.xlsx: entities of entities": lambda: xlsx("<sheetData>&a9;</sheetData>", head=_laughs(10)),
    "h.xlsx: one long entity 50,000 times": lambda: xlsx(
        f"<sheetData>{'&a;' * 50_000}</sheetData>", head=f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 50_000}">]>'
    ),
    "i.xlsx: an entity of another file": lambda: xlsx(
        "<sheetData>&a;</sheetData>", head='<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "j.xlsx: 1,000 sheets": lambda: xlsx(f"<sheetData>{HEADER_ROW}</row></sheetData>", sheets=1_000),
    "k.xlsx: a cell in the last column of the last row": lambda: rows_xlsx(
        '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    ),
    "l.xlsx: elements in elements, 200,000 deep": lambda: xlsx("<a>" * 200_000 + "</a>" * 200_000),
    "m.xlsx: 300,000 number formats": lambda: rows_xlsx(
        "",
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{number}" formatCode="0.0"/>' for number in range(200, 300_200))
        + "</numFmts>",
    ),
    "n.xlsx: a format code of 200,000 characters": lambda: rows_xlsx(
        '<row r="2"><c r="A2" s="0"><v>1</v></c></row>',
        styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"[h]" * 70_000}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs>',
    ),
    "o.xlsx: 100,000 attributes": lambda: xlsx(
        "<sheetData " + " ".join(f'a{number}="1"' for number in range(100_000)) + "></sheetData>"
    ),
    "p.xlsx: one text of a million runs": lambda: rows_xlsx("", shared=f"<si>{'<r><t>a</t></r>' * MIB}</si>"),
    "q.xlsx: rows and columns beyond all numbers": lambda: rows_xlsx(
        '<row r="99999999999999999999"><c r="ZZZZZZZZZZZZ1" t="s"><v>99999999999999999999</v></c></row>'
    ),
    "r.xlsx: dates beyond all years": lambda: rows_xlsx(
        "".join(f'<row r="{row}"><c r="A{row}"><v>1e300</v></c></row>' for row in range(2, 20_000))
    ),
    "s.xlsx: every second of 200,000 rows is hidden": lambda: rows_xlsx(
        "".join(f'<row r="{row}" hidden="{row % 2}"><c r="A{row}"><v>1</v></c></row>' for row in range(2, 200_000))
    ),
    "t.xlsx: 100,000 formulas without values": lambda: rows_xlsx(
        "".join(f'<row r="{row}"><c r="A{row}"><f>A1+1</f></c></row>' for row in range(2, 100_000))
    ),
    "u.xlsx: 60,000 empty entries": lambda: zipped({f"xl/{number}": "" for number in range(60_000)}),
    "v.xlsx: one entry under 2,000 names": _overlapping,
    "w.xlsx: names that lead out of the folder": lambda: zipped({"../../etc/cron.d/x": "x", "/etc/passwd": "x"}),
    "x.xlsx: cut in the middle": lambda: one_text_in_many_cells(1_000, 1_000)[:-500],
    "y.xlsx: 300,000 errors of formulas": lambda: rows_xlsx(
        "".join(f'<row r="{row}"><c r="A{row}" t="e"><v>#REF!</v></c></row>' for row in range(2, 300_000))
    ),
    "a.ods: one cell repeated 40 million times": lambda: _ods_cell(
        "<text:p>a</text:p>", 'table:number-columns-repeated="40"', 'table:number-rows-repeated="999000"'
    ),
    "b.ods: repeated beyond all numbers": lambda: _ods_cell(
        "<text:p>a</text:p>",
        'table:number-columns-repeated="999999999999"',
        'table:number-rows-repeated="99999999999"',
    ),
    "c.ods: a billion blanks": lambda: _ods_cell('<text:p>a<text:s text:c="1000000000"/>b</text:p>'),
    "d.ods: a million paragraphs": lambda: _ods_cell("<text:p>a</text:p>" * MIB),
    "e.ods: spans of all columns": lambda: _ods_cell(
        "<text:p>a</text:p>", 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"'
    ),
    "f.ods: tables in tables": lambda: ods('<table:table table:name="s">' * 20_000 + "</table:table>" * 20_000),
    "g.ods: 300 sheets of many repeated cells": lambda: ods(
        "".join(map(_repeating_sheet, range(300))),
    ),
    "h.ods: 200,000 styles": lambda: ods(
        "", "".join(f'<number:number-style style:name="n{number}"/>' for number in range(200_000))
    ),
    "a.xls: a chain of sectors that leads to itself": lambda: _ole(1, 0),
    "b.xls: more sectors than the file has": lambda: _ole(0xFFFFFF, 0x7FFFFFFF),
    "a.xlsb: a record longer than the file": lambda: zipped(
        {"xl/workbook.bin": b"\x83\x01\xff\xff\xff\x7f" + b"\0" * 1_000, "[Content_Types].xml": "<Types/>"}
    ),
    "a.pdf: no table at all": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000,
}


def hostile_workbooks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for name, content in CONTENTS.items():
        file, _, what = name.partition(": ")
        yield checked(f"{file.partition('.')[2].upper()}: {what}", file, content)
