"""More hostile workbooks: parts that name one another, numbers beyond all numbers, and archives that lie.

Here: the contents. Not here: workbooks that unpack to much more than they are, and the forms in which all of them are
built (workbooks.py).
"""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench.hostile.sending import Hostile, checked
from bench.hostile.workbooks import HEADER_ROW, MAIN, MIB, OFFICE, ods, rows_xlsx, xlsx
from tests.archives import zipped

PARTS = {
    "main": "xl/workbook.xml",
    "links": "xl/_rels/workbook.xml.rels",
    "texts": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "sheet": "xl/worksheets/s1.xml",
}
ROWS = f"<sheetData>{HEADER_ROW}</row></sheetData>"
DTD = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
DATES = '<cellXfs><xf numFmtId="14"/></cellXfs>'


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """A workbook in which parts are others."""
    old = parts_of(content)
    return zipped({**old, **{PARTS[part]: change(old[PARTS[part]]) for part, change in parts.items()}})


def plain() -> bytes:
    return rows_xlsx('<row r="2"><c r="A2"><v>1</v></c></row>')


def _twice(names: Sequence[str]) -> bytes:
    """A workbook whose archive has further entries with names that it has already."""
    buffer = io.BytesIO(plain())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            archive.writestr(name, "<other/>")
    return buffer.getvalue()


def _zip64() -> bytes:
    """A workbook one of whose entries says, in the form for large archives, that it has an exabyte."""
    content = bytearray(plain())
    place = content.index(b"PK\x01\x02")
    name, extra = struct.unpack_from("<HH", content, place + 28)
    struct.pack_into("<LL", content, place + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", content, place + 30, extra + 20)
    more = struct.pack("<HHQQ", 1, 16, 2**60, 2**60)
    at = place + 46 + name + extra
    content[at:at] = more
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, end + 12, struct.unpack_from("<L", content, end + 12)[0] + len(more))
    return bytes(content)


def _linked(target: str, count: int = 1) -> bytes:
    """A workbook with so many relations to this target."""
    links = "".join(
        f'<Relationship Id="z{number}" Type="{OFFICE}/externalLink" Target="{target}" TargetMode="External"/>'
        for number in range(count)
    ).encode()
    return changed(plain(), links=lambda old: old.replace(b"</Relationships>", links + b"</Relationships>"))


def _sheets_that_are(target: str, count: int) -> bytes:
    """A workbook with so many sheets, all of which are this part."""
    names = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="r1"/>' for number in range(1, count + 1))
    parts = parts_of(plain())
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"worksheets/s1.xml", target.encode())
    main = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    return zipped({**parts, "xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": links})


def _in_front(*parts: str) -> bytes:
    """A workbook with a document type in front of these parts."""
    return changed(plain(), **dict.fromkeys(parts, lambda old: DTD.encode() + old))


def _cells(cell: str, rows: int = 20_000) -> bytes:
    """A workbook whose rows hold this cell, with the number of the row in place of {n}."""
    return rows_xlsx(
        "".join(f'<row r="{row}">{cell.replace("{n}", str(row))}</row>' for row in range(2, rows + 2)),
        styles=DATES,
        shared="<si><t>a</t></si>",
    )


def _nested_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A1:{column}{row}"/>' for row in range(2, 5_002) for column in "BCD")
    return xlsx(f"{ROWS}<mergeCells>{merges}</mergeCells>")


def _spaces(count: int, elements: int) -> bytes:
    """A workbook with elements that each declare so many name spaces."""
    names = " ".join(f'xmlns:a{number}="u{number}"' for number in range(count))
    return xlsx(f"{ROWS}{f'<x {names}/>' * elements}")


def _ods_rows(row: str, count: int) -> bytes:
    return ods('<table:table table:name="s">' + row * count + "</table:table>")


def _cell(attributes: str = "", text: str = "<text:p>a</text:p>") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}>{text}</table:table-cell>'


def _ods_of(cell: str) -> bytes:
    return _ods_rows(f"<table:table-row>{cell}</table:table-row>", 1)


XLSX: Mapping[str, Callable[[], bytes]] = {
    "a million cells of one shared text": lambda: _cells('<c t="s"><v>0</v></c>' * 50),
    "shared texts that are not there": lambda: _cells('<c r="A{n}" t="s"><v>99999999</v></c>'),
    "the number of a shared text has 900,000 digits": lambda: _cells(f'<c t="s"><v>{"9" * 900_000}</v></c>', 1),
    "cells in the last column of 60,000 rows": lambda: _cells('<c r="XFD{n}"><v>1</v></c>', 60_000),
    "a column of 900,000 letters": lambda: _cells(f'<c r="{"A" * 900_000}1"><v>1</v></c>', 1),
    "a row of 900,000 digits": lambda: rows_xlsx(f'<row r="{"1" * 900_000}"><c><v>1</v></c></row>'),
    "rows that go backwards": lambda: rows_xlsx(
        "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(100_000, 1, -1))
    ),
    "one row 100,000 times": lambda: rows_xlsx('<row r="2"><c r="A2"><v>1</v></c></row>' * 100_000),
    "merged ranges in one another": _nested_merges,
    "a merged range of all cells": lambda: xlsx(f'{ROWS}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged ranges beyond all cells": lambda: xlsx(
        f'{ROWS}<mergeCells><mergeCell ref="{"Z" * 50_000}9:A{"9" * 5_000}"/><mergeCell ref="::"/></mergeCells>'
    ),
    "columns of any number and width": lambda: xlsx(
        "<cols>"
        + '<col min="-5" max="99999999999999999999" hidden="1" width="1e308"/><col min="x" max="" hidden="1"/>' * 200
        + f"</cols>{ROWS}"
    ),
    "100,000 links to other hosts": lambda: _linked("http://127.0.0.1:1/x.xlsx", 100_000),
    "a link to a file of the machine": lambda: _linked("file:///etc/passwd"),
    "250 sheets that are one part": lambda: _sheets_that_are("worksheets/s1.xml", 250),
    "a sheet that is the workbook itself": lambda: _sheets_that_are("workbook.xml", 1),
    "a sheet outside of the archive": lambda: _sheets_that_are("../../../../etc/passwd", 1),
    "document types in the workbook": lambda: _in_front("main"),
    "document types in shared texts": lambda: _in_front("texts"),
    "document types in styles and relations": lambda: _in_front("styles", "links"),
    "a size of an exabyte": _zip64,
    "two entries of one name": lambda: _twice(["xl/workbook.xml"]),
    "4,900 names that differ in their case": lambda: zipped(
        {**parts_of(plain()), **{f"XL/{number:013b}".translate({48: "a", 49: "A"}): "x" for number in range(4_900)}}
    ),
    "a name defined by 30 MB": lambda: changed(
        plain(),
        main=lambda old: old.replace(
            b"</workbook>", b'<definedName name="a">' + b"A1+" * (10 * MIB) + b"</definedName></workbook>"
        ),
    ),
    "dates beyond all dates": lambda: _cells('<c r="A{n}" s="0"><v>1e308</v></c><c s="0"><v>-1e308</v></c>'),
    "numbers that are none": lambda: _cells('<c r="A{n}"><v>NaN</v></c><c><v>-Infinity</v></c><c><v>1e</v></c>'),
    "a number of 900,000 digits": lambda: _cells(f'<c r="A2"><v>0.{"1" * 900_000}</v></c>', 1),
    "truth values and errors that are none": lambda: _cells('<c t="b"><v>{n}</v></c><c t="e"><v>{n}</v></c>'),
    "types of cells that do not exist": lambda: _cells('<c t="{n}"><v>1</v></c><c t="d"><v>9999-99-99</v></c>'),
    "styles beyond all styles": lambda: _cells('<c s="99999999999999999999"><v>1</v></c><c s="-1"><v>1</v></c>'),
    "one text of 500,000 runs in a cell": lambda: _cells(
        f'<c r="B2" t="inlineStr"><is>{"<r><t>a</t></r>" * 250_000}</is></c>', 1
    ),
    "60,000 name spaces in one element": lambda: _spaces(30_000, 1),
    "10,000 elements of 100 name spaces": lambda: _spaces(100, 10_000),
    "XML in UTF-16": lambda: changed(
        plain(), sheet=lambda old: f"<?xml version='1.0'?>{old.decode()}".encode("utf-16")
    ),
    "XML in the characters of large computers": lambda: changed(
        plain(), sheet=lambda old: b"<?xml version='1.0' encoding='cp037'?>" + old.decode().encode("cp037")
    ),
    "XML in a character set that is none": lambda: changed(
        plain(), sheet=lambda old: b"<?xml version='1.0' encoding='zlib_codec'?>" + old
    ),
    "escaped characters in a megabyte": lambda: _cells(
        f'<c r="B2" t="inlineStr"><is><t>{"_x0041_" * 130_000}</t></is></c>', 1
    ),
    "200,000 comments between cells": lambda: rows_xlsx("<!--a-->" * 200_000),
    "the name of a sheet is 900,000 characters long": lambda: changed(
        plain(), main=lambda old: old.replace(b'name="s1"', b'name="' + b"s" * 900_000 + b'"')
    ),
}
ODS: Mapping[str, Callable[[], bytes]] = {
    "rows in groups, 100,000 deep": lambda: ods(
        '<table:table table:name="s">'
        + "<table:table-row-group>" * 100_000
        + "</table:table-row-group>" * 100_000
        + "</table:table>"
    ),
    "covered cells repeated beyond all numbers": lambda: _ods_rows(
        '<table:table-row><table:covered-table-cell table:number-columns-repeated="99999999999"/></table:table-row>',
        10_000,
    ),
    "a repetition of 900,000 digits": lambda: _ods_of(_cell(f' table:number-columns-repeated="{"9" * 900_000}"')),
    "a repetition below nothing": lambda: _ods_of(_cell(' table:number-columns-repeated="-5"')),
    "spans in spans, 100,000 deep": lambda: _ods_of(
        _cell(text=f"<text:p>{'<text:span>' * 100_000}a{'</text:span>' * 100_000}</text:p>")
    ),
    "a number beyond all numbers": lambda: _ods_of(
        '<table:table-cell office:value-type="float" office:value="1e999999999"><text:p>1</text:p></table:table-cell>'
    ),
    "dates that are none": lambda: _ods_of(
        '<table:table-cell office:value-type="date" office:date-value="9999999999-99-99T99:99:99Z"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT99999999999999H"/>' * 5_000
    ),
    "empty rows to the end of all sheets": lambda: ods(
        "".join(
            f'<table:table table:name="s{number}"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
            for number in range(240)
        )
    ),
    "filled cells far below empty rows": lambda: ods(
        '<table:table table:name="s"><table:table-row table:number-rows-repeated="1048575"><table:table-cell/>'
        f"</table:table-row><table:table-row>{_cell()}"
        "</table:table-row></table:table>"
    ),
    "annotations in annotations": lambda: _ods_of(
        _cell(text="<office:annotation>" * 50_000 + "</office:annotation>" * 50_000)
    ),
    "styles that lead to one another": lambda: ods(
        "",
        "".join(
            f'<style:style style:name="a{number}" style:parent-style-name="a{(number + 1) % 20_000}"/>'
            for number in range(20_000)
        ),
    ),
}
XLSB: Mapping[str, Callable[[], bytes]] = {
    "records of all types without content": lambda: zipped(
        {
            "xl/workbook.bin": b"".join(bytes([0x80 | number & 0x7F, number >> 7, 0]) for number in range(16_384))
            * 20,
            "[Content_Types].xml": "<Types/>",
        }
    ),
}


def office_tricks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for ending, contents in (("xlsx", XLSX), ("ods", ODS), ("xlsb", XLSB)):
        for name, content in contents.items():
            yield checked(f"{ending.upper()}: {name}", f"a.{ending}", content)
