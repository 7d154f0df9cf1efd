"""Hostile text, JSON and PDF of a further kind: tables that nearly are one, and descriptions that name one another.

Here: the contents. Not here: the first ones of each (tables.py, text_tricks.py, package_tricks.py, pdf_tricks.py).
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping

from bench.hostile.pdf_tricks import TEXT, one_page, packed, pdf, stream
from bench.hostile.sending import Hostile, checked
from bench.hostile.tables import HEADER, MIB
from tests.archives import zipped

LINE = "1;Radweg;geplant;2027;5;x"


def _lines(line: str, count: int, header: str = HEADER) -> bytes:
    return "\n".join([header, *(line.replace("{n}", str(number)) for number in range(count))]).encode()


CSV: Mapping[str, Callable[[], bytes]] = {
    "16,000 columns of years in 60 rows": lambda: "\n".join(
        ["Maßnahme;" + ";".join(map(str, range(16_000))), *["Radweg;" + ";".join("5" * 16_000)] * 60]
    ).encode(),
    "3,000 costs of a year each": lambda: _lines(
        ";".join(["{n}", "Radweg", *["5"] * 3_000]),
        200,
        ";".join(["Nr.", "Maßnahme", *(f"Kosten {year} in T€" for year in range(3_000))]),
    ),
    "100,000 headers below one another": lambda: "\n".join([HEADER] * 100_000).encode(),
    "250 tables below one another": lambda: "\n\n".join(["\n".join([HEADER, *[LINE] * 50])] * 250).encode(),
    "a separator of its own in each line": lambda: "\n".join(
        [HEADER, *(LINE.replace(";", ";,\t|"[number % 4]) for number in range(100_000))]
    ).encode(),
    "line breaks inside of a million cells": lambda: HEADER.encode() + b'\n"\n";"\n";' * (MIB // 2),
    "quotation marks inside of quotation marks": lambda: HEADER.encode() + b'\n1;"' + b'""' * 400_000 + b'";x',
    "a NUL in each cell": lambda: _lines("{n}\0;Rad\0weg;gep\0lant;2027;5;\0", 20_000),
    "UTF-32 with a mark": lambda: _lines(LINE, 20_000).decode().encode("utf-32"),
    "UTF-16 that ends in the middle": lambda: _lines(LINE, 20_000).decode().encode("utf-16")[:-1],
    "UTF-7": lambda: _lines("{n};+AGEAYQBh-;geplant;2027;5;x", 20_000),
    "pictures of families": lambda: _lines("{n};" + "👩‍👩‍👧‍👦" * 300 + ";geplant;2027;5;x", 500),
    "letters that turn the line around": lambda: _lines("{n};\u202eRadweg\u2066\u2069;geplant;2027;5;x", 20_000),
    "100,000 names in one cell": lambda: _lines("{n};" + "a, " * 100_000 + ";geplant;2027;5;x", 3),
    "brackets in 300 headers": lambda: _lines(LINE, 10, ";".join("Kosten [" * 40 + str(n) for n in range(300))),
    "100,000 comments in front": lambda: b"# a\n" * 100_000 + _lines(LINE, 10),
    "errors in every cell of 60,000 rows": lambda: _lines("{n};;demnächst;gestern;viel;", 60_000),
    "60,000 sorts of errors": lambda: _lines("{n};Radweg;Status {n};am {n}. Tag;{n} viel {n};x", 60_000),
    "a title of 900 characters in 20,000 rows": lambda: _lines(
        "{n};" + "Radweg " * 128 + ";geplant;2027;5;x", 20_000
    ),
}


def _object_of(count: int) -> str:
    return "{" + ",".join(f'"a{number}":{number}' for number in range(count)) + "}"


JSON: Mapping[str, Callable[[], bytes]] = {
    "20,000 objects with a member of their own": lambda: json.dumps([{f"a{n}": n} for n in range(20_000)]).encode(),
    "one member a million times": lambda: b"{" + b'"a":1,' * MIB + b'"a":1}',
    "an object of a million members": lambda: _object_of(MIB).encode(),
    "99,000 lists in one another": lambda: b"[" * 99_000 + b"]" * 99_000,
    "objects in one another": lambda: b'{"a":' * 400 + b"1" + b"}" * 400,
    "a number of 4 MB": lambda: b"[" + b"9" * (4 * MIB) + b"]",
    "numbers beyond all numbers": lambda: b"[" + b"1e999999999,-1e-999999999," * 50_000 + b"0]",
    "escaped NULs": lambda: b'{"a":"' + b"\\u0000" * MIB + b'"}',
    "half letters in every text": lambda: b"[" + b'"\\ud800",' * 200_000 + b'""]',
    "tasks that belong to one another": lambda: json.dumps(
        [{"id": n, "title": "a", "parent": (n + 1) % 20_000, "slugs": "a", "numchild": 1} for n in range(20_000)]
    ).encode(),
    "actions without end": lambda: json.dumps(
        {"data": {"planActions": [{"id": str(n), "identifier": "1", "name": "a"} for n in range(60_000)]}}
    ).encode(),
    "a descriptor alone of 50,000 tables": lambda: json.dumps(
        {"resources": [{"name": f"r{n}", "path": f"{n}.csv"} for n in range(50_000)]}
    ).encode(),
    "values where tables belong": lambda: json.dumps({"resources": [[[]], 1, "a", None] * 50_000}).encode(),
}


def _package(**about: object) -> bytes:
    resource = {"name": "measures", "path": "x.csv", **about}
    rows = "measure_id,title,phase\n" + "".join(f"{n},Radweg,planning\n" for n in range(2_000))
    return zipped({"datapackage.json": json.dumps({"name": "a", "resources": [resource]}), "x.csv": rows})


def _fields(**about: object) -> dict[str, object]:
    return {"schema": {"fields": [{"name": "measure_id", "type": "string", **about}, {"name": "title"}]}}


PACKAGES: Mapping[str, Callable[[], bytes]] = {
    "5,000 foreign keys to itself": lambda: _package(
        schema={
            "fields": [{"name": "measure_id"}, {"name": "title"}, {"name": "phase"}],
            "foreignKeys": [{"fields": "title", "reference": {"resource": "", "fields": "measure_id"}}] * 5_000,
        }
    ),
    "one field 10,000 times": lambda: _package(schema={"fields": [{"name": "title"}] * 10_000}),
    "an allowed value of 4 MB": lambda: _package(**_fields(constraints={"enum": ["x" * (4 * MIB)]})),
    "a million allowed values": lambda: _package(**_fields(constraints={"enum": list(range(MIB))})),
    "a pattern of a million brackets": lambda: _package(**_fields(constraints={"pattern": "(" * MIB + ")" * MIB})),
    "a pattern of a thousand choices": lambda: _package(**_fields(constraints={"pattern": "(a|b?)*" * 120 + "$"})),
    "a title of 20 MB": lambda: _package(title="x" * (20 * MIB)),
    "a length of many digits": lambda: _package(**_fields(constraints={"minLength": 10**4_000})),
    "licences without end": lambda: _package(licenses=[{"name": "a", "path": "http://127.0.0.1:1/"}] * 50_000),
    "a table in a package in a package": lambda: zipped(
        {
            "datapackage.json": json.dumps({"resources": [{"name": "measures", "path": "a.zip"}]}),
            "a.zip": _package(path="b.zip"),
        }
    ),
    "a table that is packed by gzip": lambda: zipped(
        {
            "datapackage.json": json.dumps({"resources": [{"name": "measures", "path": "x.csv.gz"}]}),
            "x.csv.gz": zlib.compress(b"0" * (64 * MIB)),
        }
    ),
}


def _widths() -> bytes:
    """A font with a million widths, and as many names of letters."""
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 999999 /Widths [%s] " % (
        b"500 " * 1_000_000
    )
    font += b"/Encoding << /Type /Encoding /Differences [0 %s] >> >>" % (b"/a " * 1_000_000)
    page = b"/Resources << /Font << /F1 10 0 R >> >>"
    return one_page(stream(TEXT), page=page, more={10: font})


def _letters_that_draw_themselves() -> bytes:
    """A font whose letter is drawn by the letter itself."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 "
    font += b"/Widths [9] /CharProcs << /a 11 0 R >> /Encoding << /Differences [97 /a] >> "
    font += b"/Resources << /Font << /F1 10 0 R >> >> >>"
    page = b"/Resources << /Font << /F1 10 0 R >> >>"
    draws = b"BT /F1 9 Tf 72 700 Td (" + b"a" * 50_000 + b") Tj ET"
    return one_page(packed(draws), page=page, more={10: font, 11: stream(b"BT /F1 9 Tf (aaaa) Tj ET")})


def _map_of_letters_that_uses_itself() -> bytes:
    mapping = b"/CIDInit /ProcSet findresource begin begincmap /X usecmap 1 begincodespacerange <00> <ff> "
    mapping += b"endcodespacerange 1 beginbfrange <00> <ff> [" + b"<0041> " * 300_000 + b"] endbfrange endcmap"
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 11 0 R /ToUnicode 11 0 R /DescendantFonts [10 0 R] >>"
    )
    page = b"/Resources << /Font << /F1 10 0 R >> >>"
    about = b"/Type /CMap /CMapName /X /UseCMap 11 0 R"
    return one_page(stream(TEXT), page=page, more={10: font, 11: stream(mapping, about)})


def _many_pages(count: int = 20_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)}
    return pdf({**tree, **dict.fromkeys(range(10, 10 + count), b"<< /Type /Page /Parent 2 0 R >>")})


def _many_tables(count: int = 400) -> bytes:
    """Pages that are one lattice with a word in each cell."""
    lines = b"".join(b"40 %d m 560 %d l S %d 40 m %d 800 l S\n" % (y, y, y, y) for y in range(40, 800, 12))
    words = b"".join(
        b"BT /F1 5 Tf %d %d Td (ab) Tj ET\n" % (x, y) for x in range(41, 560, 12) for y in range(41, 800, 12)
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
    page += b"/Resources << /Font << /F1 4 0 R >> >> >>"
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)}
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return pdf({**tree, 4: font, 5: packed(lines + words), **dict.fromkeys(range(10, 10 + count), page)})


def _filters() -> bytes:
    names = b"/ASCIIHexDecode /ASCII85Decode /RunLengthDecode /LZWDecode /FlateDecode "
    return one_page(stream(b"\x81a" * 500_000, b"/Filter [%s]" % (names * 200)))


def _runs() -> bytes:
    """A stream that unpacks to a gigabyte by runs of letters, which themselves are packed."""
    return one_page(stream(zlib.compress(b"\x81 " * (8 * MIB), 9), b"/Filter [/FlateDecode /RunLengthDecode]"))


def _index_as_stream() -> bytes:
    about = b"/Type /XRef /Size 999999999 /W [8 8 8] /Index [0 999999999] /Root 1 0 R /Filter /FlateDecode"
    body = zlib.compress(b"\0" * (24 * MIB), 9)
    return b"%PDF-1.7\n1 0 obj\n" + stream(body, about) + b"\nendobj\nstartxref\n9\n%%EOF\n"


def _objects_in_a_stream() -> bytes:
    about = b"/Type /ObjStm /N 999999999 /First 20 /Extends 10 0 R /Filter /FlateDecode"
    more = {10: stream(zlib.compress(b"10 0 " * 500_000), about)}
    return one_page(b"10 0 R", more=more)


def _notes() -> bytes:
    notes = b"".join(b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /URI (x) >> >> " for _ in range(100_000))
    return one_page(stream(TEXT), page=b"/Annots [%s]" % notes)


def _comments() -> bytes:
    return b"%PDF-1.7\n" + b"%a\n" * (3 * MIB) + one_page(stream(TEXT))


PDF: Mapping[str, Callable[[], bytes]] = {
    "a font of a million letters": _widths,
    "letters that draw themselves": _letters_that_draw_themselves,
    "a map of letters that uses itself": _map_of_letters_that_uses_itself,
    "20,000 empty pages": _many_pages,
    "400 pages of small cells": _many_tables,
    "a thousand packings": _filters,
    "a gigabyte of runs": _runs,
    "an index of a thousand million entries": _index_as_stream,
    "a stream of a thousand million objects": _objects_in_a_stream,
    "100,000 links on a page": _notes,
    "three million comments": _comments,
    "letters that are turned": lambda: one_page(
        packed(b"".join(b"BT /F1 9 Tf 0 1 -1 0 %d %d Tm (a) Tj ET\n" % (n % 590, n // 590) for n in range(100_000)))
    ),
    "states that are kept and never given back": lambda: one_page(packed(TEXT + b"q " * 2_000_000)),
    "curves without end": lambda: one_page(packed(TEXT + b"0 0 m " + b"1 2 3 4 5 6 c " * 1_000_000 + b"S")),
}


def data_tricks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    kinds = (("csv", CSV), ("json", JSON), ("zip", PACKAGES), ("pdf", PDF))
    for ending, contents in kinds:
        for name, content in contents.items():
            yield checked(f"{ending.upper()}: {name}", f"a.{ending}", content)
