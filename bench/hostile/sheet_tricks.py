"""Hostile spreadsheets and archives of a further kind: long parts that nobody reads, formats that are dear to apply.

Here: the contents. Not here: workbooks that name themselves, and numbers beyond all numbers (office_tricks.py).
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping

from bench.hostile.office_tricks import ROWS, changed, parts_of, plain
from bench.hostile.sending import Hostile, checked
from bench.hostile.workbooks import MIB, ods, rows_xlsx, xlsx
from tests.archives import zipped


def _with(**more: str | bytes) -> bytes:
    """A workbook with further parts; a name has "__" for each slash, and "_" for its point."""
    return zipped(
        {
            **parts_of(plain()),
            **{f"xl/{name.replace('__', '/').replace('_', '.')}": part for name, part in more.items()},
        }
    )


def _many(around: str, part: str, count: int) -> str:
    """An element with so many equal parts."""
    return f"<{around}>{part * count}</{around}>"


def _stored_over_stored(count: int = 4_000) -> bytes:
    """A ZIP each of whose entries begins inside of the one before, which is stored as it is."""
    body, entries, places = bytearray(), [], []
    heads = []
    for number in range(count):
        name = f"xl/{number:05d}".encode()
        heads.append((name, 30 + len(name)))
    total = sum(length for _, length in heads) + 8 * MIB
    left = total
    for name, length in heads:
        left -= length
        places.append(len(body))
        body += struct.pack("<LHHHHHLLLHH", 0x04034B50, 20, 0, 0, 0, 0, 0, left, left, len(name), 0) + name
        entries.append((name, left))
    body += b"0" * (8 * MIB)
    directory = bytearray()
    for (name, size), place in zip(entries, places, strict=True):
        directory += struct.pack(
            "<LHHHHHHLLLHHHHHLL", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, size, size, len(name), 0, 0, 0, 0, 0, place
        )
        directory += name
    end = struct.pack("<LHHHHLLH", 0x06054B50, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _packed_by(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts_of(plain()).items():
            archive.writestr(name, part)
        archive.writestr("xl/media/a.bin", b"0" * (64 * MIB))
    return buffer.getvalue()


def _numbers(formats: list[str], rows: int = 20_000, value: str = "{n}.123456789") -> bytes:
    """A workbook whose rows show a number each in one of these formats."""
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = f"<numFmts>{codes}</numFmts><cellXfs>"
    styles += "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats))) + "</cellXfs>"
    return rows_xlsx(
        "".join(
            f'<row r="{row}"><c r="A{row}" s="{row % len(formats)}"><v>{value.replace("{n}", str(row))}</v></c></row>'
            for row in range(2, rows + 2)
        ),
        styles=styles,
    )


def _painted(columns: int, rows: int) -> bytes:
    """A workbook of empty cells, each of which has another colour than the one before."""
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{n:06X}"/></patternFill></fill>' for n in range(500)
    )
    xfs = "".join(f'<xf numFmtId="0" fillId="{n}" applyFill="1"/>' for n in range(500))
    line = "".join(f'<c s="{n % 500}"/>' for n in range(columns))
    styles = f"<fills>{fills}</fills><cellXfs>{xfs}</cellXfs>"
    return rows_xlsx("".join(f'<row r="{row}">{line}</row>' for row in range(2, rows + 2)), styles=styles)


def _merged_rows(count: int, last: str) -> bytes:
    """A workbook with so many ranges, each of a row that is filled in its first cell."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="str"><v>a</v></c></row>' for row in range(2, count + 2))
    merges = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in range(2, count + 2))
    return xlsx(f"{ROWS.replace('</row></sheetData>', '')}</row>{rows}</sheetData><mergeCells>{merges}</mergeCells>")


def _styled_rows(count: int) -> bytes:
    return rows_xlsx("".join(f'<row r="{row}" s="0" customFormat="1"/>' for row in range(2, count)))


XLSX: Mapping[str, Callable[[], bytes]] = {
    "4,900 entries that say nothing": lambda: zipped(
        {**parts_of(plain()), **{f"xl/worksheets/x{n}.xml": "<x/>" for n in range(4_900)}}
    ),
    "entries that lie in one another": _stored_over_stored,
    "parts that are packed by LZMA": lambda: _packed_by(zipfile.ZIP_LZMA),
    "parts that are packed by bzip2": lambda: _packed_by(zipfile.ZIP_BZIP2),
    "ends of archives all over": lambda: plain()[:-2] + struct.pack("<H", 65_000) + b"PK\x05\x06" * 16_250,
    "20 MB in front of an archive": lambda: b"PK\x03\x04" + b"0" * (20 * MIB) + plain(),
    "a size of all cells": lambda: xlsx(f'<dimension ref="A1:XFD1048576"/>{ROWS}'),
    "200,000 defined names": lambda: changed(
        plain(),
        main=lambda old: old.replace(
            b"</workbook>",
            b"<definedNames>"
            + b"".join(b'<definedName name="a%d">s1!$A$1</definedName>' % n for n in range(200_000))
            + b"</definedNames></workbook>",
        ),
    ),
    "400,000 styles of cells": lambda: rows_xlsx(
        "", styles=_many("cellXfs", '<xf numFmtId="14" fillId="1"/>', 400_000)
    ),
    "300,000 fonts and fills": lambda: rows_xlsx(
        "", styles=_many("fonts", "<font><b/></font>", 150_000) + _many("fills", "<fill/>", 150_000)
    ),
    "names of styles in circles": lambda: rows_xlsx(
        '<row r="2"><c r="A2" s="0"><v>1</v></c></row>',
        styles='<cellStyleXfs><xf xfId="0"/></cellStyleXfs><cellXfs><xf xfId="99999999" numFmtId="-1"/></cellXfs>'
        + "<cellStyles>"
        + '<cellStyle name="a" xfId="0" builtinId="x"/>' * 50_000
        + "</cellStyles>",
    ),
    "200,000 conditional formats": lambda: xlsx(
        ROWS + '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"><formula>A1&gt;1'
        "</formula></cfRule></conditionalFormatting>" * 200_000
    ),
    "a list of choices for a million ranges": lambda: xlsx(
        ROWS
        + '<dataValidations><dataValidation type="list" sqref="'
        + "A1:B9 " * 150_000
        + '"/>'
        + '<dataValidation type="list" sqref="A1"><formula1>"a,b"</formula1></dataValidation>' * 100_000
        + "</dataValidations>"
    ),
    "65,000 links in cells": lambda: xlsx(ROWS + _many("hyperlinks", '<hyperlink ref="A1" r="x"/>', 65_000)),
    "a picture of 64 MB": lambda: _with(media__a_png=b"\x89PNG" + b"0" * (64 * MIB)),
    "500,000 comments": lambda: _with(
        comments1_xml="<comments><commentList>"
        + '<comment ref="A1"><text><t>a</t></text></comment>' * 500_000
        + "</commentList></comments>"
    ),
    "a drawing of 500,000 shapes": lambda: _with(drawings__drawing1_xml=_many("wsDr", "<sp/>", 500_000)),
    "an external workbook that is kept": lambda: _with(
        externalLinks__externalLink1_xml=_many("externalLink", '<cell r="A1"><v>1</v></cell>', 500_000)
    ),
    "a pivot table of a million records": lambda: _with(
        pivotCache__pivotCacheRecords1_xml=_many("pivotCacheRecords", '<r><n v="1"/></r>', 1_000_000)
    ),
    "fractions of many digits": lambda: _numbers(["# ?????????/?????????"]),
    "a number format of 60,000 decimal places": lambda: _numbers(["0." + "0" * 60_000], 2_000),
    "an exponent of 60,000 digits": lambda: _numbers(["0E+" + "0" * 60_000], 2_000),
    "a thousand commas behind numbers": lambda: _numbers(["0" + "," * 1_000]),
    "5,000 number formats of 60 parts": lambda: _numbers([f"[&gt;{n}]0.0;" * 60 for n in range(5_000)]),
    "hours of a million years": lambda: _numbers(["[h]:mm:ss.000"], value="99999999{n}"),
    "texts around texts": lambda: _numbers(["@" * 30_000], 500),
    "empty cells of many colours": lambda: _painted(16_000, 30),
    "60,000 rows of coloured cells": lambda: _painted(8, 60_000),
    "19,000 merged rows of all columns": lambda: _merged_rows(19_000, "XFD"),
    "19,000 merged rows of 50 columns": lambda: _merged_rows(19_000, "AX"),
    "a million rows that have a format alone": lambda: _styled_rows(1_000_000),
    "phonetic signs in one another": lambda: rows_xlsx(
        "", shared=f"<si>{'<rPh>' * 200_000}<t>a</t>{'</rPh>' * 200_000}</si>"
    ),
    "60,000 different shared texts in as many cells": lambda: rows_xlsx(
        "".join(
            f'<row r="{n + 2}"><c t="s"><v>{n}</v></c><c t="s"><v>{59_999 - n}</v></c></row>' for n in range(60_000)
        ),
        shared="".join(f"<si><t>Radweg {n}</t></si>" for n in range(60_000)),
    ),
    "wrong dates in 20 columns of 15,000 rows": lambda: rows_xlsx(
        "".join(f'<row r="{row}">' + '<c t="str"><v>gestern</v></c>' * 20 + "</row>" for row in range(2, 15_002))
    ),
    "240 sheets of a thousand rows": lambda: xlsx(
        f"{ROWS.replace('</row></sheetData>', '</row>')}{'<row><c><v>1</v></c></row>' * 1_000}</sheetData>",
        sheets=240,
    ),
}
CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
ODS: Mapping[str, Callable[[], bytes]] = {
    "rows repeated in groups": lambda: ods(
        '<table:table table:name="s">'
        + f'<table:table-rows><table:table-row table:number-rows-repeated="1000">{CELL}</table:table-row>'
        "</table:table-rows>" * 5_000 + "</table:table>"
    ),
    "a thousand cells of a million blanks": lambda: ods(
        '<table:table table:name="s"><table:table-row>'
        + '<table:table-cell office:value-type="string"><text:p><text:s text:c="999999"/></text:p></table:table-cell>'
        * 1_000
        + "</table:table-row></table:table>"
    ),
    "300,000 changes that were followed": lambda: ods(
        f"<table:tracked-changes>{'<table:insertion/>' * 300_000}</table:tracked-changes>"
    ),
    "100,000 styles with conditions": lambda: ods(
        "",
        "".join(
            f'<number:number-style style:name="n{n}"><style:map style:condition="value()&gt;{n}" '
            f'style:apply-style-name="n{n - 1}"/></number:number-style>'
            for n in range(100_000)
        ),
    ),
    "coloured rows to the end of the sheet": lambda: ods(
        '<table:table table:name="s">'
        + f"<table:table-row>{CELL}</table:table-row>"
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:style-name="c" '
        'table:number-columns-repeated="1000"/></table:table-row></table:table>',
        '<style:style style:name="c" style:family="table-cell"><style:table-cell-properties '
        'fo:background-color="#ff0000" xmlns:fo="x"/></style:style>',
    ),
    "spans that cover one another": lambda: ods(
        '<table:table table:name="s">'
        + (
            '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="1000" '
            'table:number-rows-spanned="10000"><text:p>a</text:p></table:table-cell></table:table-row>'
        )
        * 10_000
        + "</table:table>"
    ),
}


def sheet_tricks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for ending, contents in (("xlsx", XLSX), ("ods", ODS)):
        for name, content in contents.items():
            yield checked(f"{ending.upper()}: {name}", f"a.{ending}", content)
