"""Further hostile files: archives that contradict themselves, tables in old writings, and PDFs that tell lies.

Here: the contents. Not here: the first ones of each format (tables.py, office_tricks.py, sheet_tricks.py,
data_tricks.py, pdf_tricks.py, package_tricks.py).
"""

import base64
import gzip
import json
import struct
from collections.abc import Callable, Iterator, Mapping

from bench.hostile.office_tricks import changed, parts_of, plain
from bench.hostile.pdf_tricks import TEXT, one_page, packed, pdf, stream
from bench.hostile.sending import Hostile, checked
from bench.hostile.tables import HEADER, MIB
from bench.hostile.workbooks import ods, rows_xlsx
from tests.archives import zipped

LINE = "{n};Radweg;geplant;2027;5;x"


def _lines(line: str, count: int, header: str = HEADER) -> bytes:
    return "\n".join([header, *(line.replace("{n}", str(number)) for number in range(count))]).encode()


CSV: Mapping[str, Callable[[], bytes]] = {
    "a table of large computers": lambda: _lines(LINE, 9_000).decode().encode("cp500", "replace"),
    "a table in Chinese writing": lambda: _lines(LINE + "的路", 9_000).decode().encode("gb18030"),
    "letters that are longer than they need": lambda: (
        HEADER.encode() + b"\n" + b"\xc0\xaf\xe0\x80\xaf\xf8\x80" * 300_000
    ),
    "a line for a spreadsheet without a sign": lambda: b"sep=\n" * 60_000 + _lines(LINE, 9),
    "keys that differ in noughts": lambda: b"\n".join(
        [HEADER.encode(), *(f"{'0' * (n % 300)}1.{n % 90}0;a;geplant;2027;5;x".encode() for n in range(20_000))]
    ),
    "numbers of 3,000 parts": lambda: _lines("{n}" + ".1" * 3_000 + ";Radweg;geplant;2027;5;x", 300),
    "signs for terminals": lambda: _lines("{n};\x1b]0;a\x07\x1b[2J;geplant;2027;5;\x9b31m", 20_000),
    "links that spreadsheets would open": lambda: _lines(
        '{n};"=HYPERLINK(""http://127.0.0.1"";""a"")";geplant;2027;5;x', 9_000
    ),
    "sums with every sort of blank": lambda: _lines(
        "{n};a;geplant;2027;1\u2009000\u202f000\u00a0'00,0{n} T€/a;x", 30_000
    ),
    "addresses in words": lambda: _lines("{n};a;geplant;2027;5;Frau Dr. Erika {n} (at) stadt punkt de", 20_000),
    "shares of many digits": lambda: _lines("{n};a;geplant;2027;0,{n}" + "3" * 4_000 + " %;x", 300),
    "raised numbers behind 900 headers": lambda: _lines(
        LINE, 9, ";".join(f"Kosten{'¹²³' * 90} {n}" for n in range(900))
    ),
    "quarters and halves of years": lambda: _lines("{n};a;geplant;{n}. Quartal 2027 / 2. Halbjahr {n};5;x", 30_000),
    "a page of the web": lambda: b"<html><body>" + b"<table><tr><td>Nr.<td>a" * 100_000,
    "a table packed by gzip": lambda: gzip.compress(_lines(LINE, 9) * 20_000),
    "a table in the writing of mails": lambda: base64.encodebytes(_lines(LINE, 90_000)),
}


def _wrong_digests() -> bytes:
    """A workbook whose entries say that they have other digests."""
    content = bytearray(plain())
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        struct.pack_into("<L", content, place + 16, 0x12345678)
        place += 4
    return bytes(content)


def _flagged(bits: int, method: int | None = None) -> bytes:
    """A workbook whose entries have these flags, such as that of a lock, and say that they are packed in this way."""
    content = bytearray(plain())
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = 0
        while (place := content.find(mark, place)) >= 0:
            struct.pack_into("<H", content, place + flags, bits)
            if method is not None:
                struct.pack_into("<H", content, place + flags + 2, method)
            place += 4
    return bytes(content)


def _other_names() -> bytes:
    """A workbook whose index calls its entries otherwise than they call themselves."""
    content = plain()
    begin = content.index(b"PK\x01\x02")
    return content[:begin] + content[begin:].replace(b"xl/", b"../")


def _sheet(text: str) -> bytes:
    return changed(plain(), sheet=lambda old: old.replace(b"<sheetData>", text.encode() + b"<sheetData>"))


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "a.xlsx: digests that are wrong": _wrong_digests,
    "b.xlsx: entries that are locked": lambda: _flagged(1),
    "c.xlsx: entries in a packing of nobody": lambda: _flagged(0, 99),
    "d.xlsx: entries whose sizes come behind them": lambda: _flagged(8),
    "e.xlsx: entries with two names": _other_names,
    "f.xlsx: the strict writing": lambda: zipped(
        {
            name: part.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")
            for name, part in parts_of(plain()).items()
        }
    ),
    "g.xlsx: cells without places": lambda: rows_xlsx("<row><c><v>1</v></c><c t='s'/><c/></row>" * 60_000),
    "h.xlsx: 16,000 groups of columns": lambda: _sheet(
        "<cols>"
        + "".join(f'<col min="{n}" max="16384" outlineLevel="{n}" hidden="1"/>' for n in range(16_000))
        + "</cols>"
    ),
    "i.xlsx: formulas that share one another": lambda: rows_xlsx(
        "".join(
            f'<row r="{n}"><c r="A{n}"><f t="shared" ref="A1:XFD1048576" si="{n}"/></c></row>'
            for n in range(2, 40_000)
        )
    ),
    "j.xlsx: an entry of 4,000 folders": lambda: zipped({**parts_of(plain()), "a/" * 4_000 + "x": b""}),
    "k.xlsx: a workbook that is a macro": lambda: zipped(
        {**parts_of(plain()), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * MIB}
    ),
    "a.ods: a locked one": lambda: zipped(
        {
            **parts_of(ods('<table:table table:name="s"/>')),
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            + '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>' * 20_000
            + "</m:manifest>",
        }
    ),
    "b.ods: tables without rows": lambda: ods("".join(f'<table:table table:name="{n}"/>' for n in range(60_000))),
    "c.ods: formulas that are long": lambda: ods(
        f'<table:table table:name="s"><table:table-row><table:table-cell table:formula="of:={"(" * 900_000}"/>'
        "</table:table-row></table:table>"
    ),
    "a.xls: a beginning and noughts": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * (20 * MIB),
    "b.xls: a table of before 1993": lambda: (
        b"\x09\x08\x08\x00\x00\x04\x10\x00" + b"\x04\x02\x0f\x00\xff\xff\xff\xff" * 900_000
    ),
    "a.xlsb: parts that are empty": lambda: zipped(
        {"xl/workbook.bin": b"", "[Content_Types].xml": b"", "xl/worksheets/sheet1.bin": b"\xff" * MIB}
    ),
}


def _changed_again(times: int) -> bytes:
    """A file that was changed so many times, each time behind its end."""
    content, last = one_page(stream(TEXT)), 0
    for number in range(times):
        place = len(content)
        content += b"5 0 obj\n%s\nendobj\n" % stream(TEXT)
        index = len(content)
        content += (
            b"xref\n5 1\n%010d %05d n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
            % (
                place,
                number % 65_535,
                last,
                index,
            )
        )
        last = index
    return content


def _letters_of_all_sizes() -> bytes:
    """Text of no size, of a size below nothing, and of one beyond all paper, moved by numbers beyond all numbers."""
    draws = b"".join(
        b"BT /F1 %d Tf %d Td [(a) -%d (b)] TJ ET\n" % (n - 9_000, 9**n % 10**30, 10**9) for n in range(20_000)
    )
    return one_page(packed(draws.replace(b" Td", b" 1 Td")))


PDF: Mapping[str, Callable[[], bytes]] = {
    "a file changed 3,000 times": lambda: _changed_again(3_000),
    "letters of all sizes": _letters_of_all_sizes,
    "a page that is inside out": lambda: one_page(
        stream(TEXT), box=b"[600 900 -600 -900]", page=b"/CropBox [9 9 9 9] /Rotate 45 /UserUnit 1e30"
    ),
    "100,000 layers that are switched": lambda: one_page(packed(b"/OC /a BDC " * 100_000 + TEXT + b"EMC " * 200_000)),
    "a form to fill of 60,000 fields": lambda: pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] /XFA (a) >> >>" % (b"3 0 R " * 60_000),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /Kids [3 0 R] /FT /Tx /V 3 0 R >>",
        }
    ),
    "a lock that takes long to open": lambda: pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"},
        trailer=b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -1 /O <%s> /U <%s> /OE <%s>"
        b" /UE <%s> >>" % (b"00" * 48, b"00" * 48, b"00" * 32, b"00" * 32),
    ),
    "a picture of text in each cell": lambda: one_page(
        packed(b"BI /W 9 /H 9 /BPC 1 ID aaaaaaaaaaaaaaaaaa EI\n" * 100_000 + TEXT)
    ),
}


def _package(**files: str | bytes) -> bytes:
    about = {"name": "a", "resources": [{"name": "measures", "path": "x.csv"}]}
    return zipped({"datapackage.json": json.dumps(about), "x.csv": "measure_id,title,phase\n1,a,planning\n", **files})


PACKAGES: Mapping[str, Callable[[], bytes]] = {
    "two files whose names look alike": lambda: _package(
        **{"x\u0301.csv": "a", "X.CSV": "b", "x.csv ": "c", "./x.csv": "d"}
    ),
    "a descriptor in a folder of each name": lambda: _package(
        **{f"{n}/datapackage.json": "{}" for n in range(4_000)}
    ),
    "a drive in front of a name": lambda: _package(**{"C:\\x.csv": "a", "//host/x.csv": "b", "/etc/passwd": "c"}),
    "a descriptor of 20 MB of escapes": lambda: zipped(
        {"datapackage.json": '{"a":"' + "\\u00e4" * (3 * MIB) + '"}', "x.csv": "a"}
    ),
}


def other_files() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for ending, contents in (("csv", CSV), ("pdf", PDF), ("zip", PACKAGES)):
        for name, content in contents.items():
            yield checked(f"{ending.upper()}: {name}", f"a.{ending}", content)
    for name, content in WORKBOOKS.items():
        yield checked(f"workbook {name}", name.partition(":")[0], content)
