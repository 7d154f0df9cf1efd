"""Hostile CSV: few bytes that become many cells, and cells that are hard to read.

Here: the contents. Not here: workbooks (workbooks.py), packages, mappings and requests (requests.py).
"""

from collections.abc import Callable, Iterator

from bench.hostile.sending import Hostile, checked

HEADER = "Nr.;Maßnahme;Status;geplantes Ende;Kosten in Euro;Beschreibung"
MIB = 2**20


def _rows(line: str, count: int, header: str = HEADER) -> bytes:
    """A table whose rows are the line with its number in place of {n}."""
    return "\n".join([header, *(line.replace("{n}", str(number)) for number in range(count))]).encode()


def _described(cell: str) -> bytes:
    """A table of one row with this description."""
    return f"{HEADER}\n1;Radweg;geplant;2027;5;{cell}\n".encode()


def _costing(cell: str) -> bytes:
    return f"{HEADER}\n1;Radweg;geplant;2027;{cell};x\n".encode()


def _headers(headers: list[str]) -> bytes:
    """A table with these headers and one row."""
    return f"{';'.join(headers)}\n{';'.join('x' * len(headers))}".encode()


CONTENTS: dict[str, Callable[[], bytes]] = {
    "16,000 columns, then 40,000 rows of one cell": lambda: b"a;" * 16_000 + b"\n" + b"a\n" * 40_000,
    "one line of 20 MB": lambda: b"a" * (20 * MIB),
    "two million empty lines": lambda: HEADER.encode() + b"\n" * 2_000_000,
    "a quotation mark that is never closed": lambda: HEADER.encode() + b'\n1;"' + b"text;\n" * MIB,
    "quotation marks alone": lambda: b'"' * (5 * MIB),
    "zero bytes": lambda: HEADER.encode() + b"\n" + b"\0" * MIB,
    "100,000 columns": lambda: b";".join(b"h%d" % number for number in range(100_000)),
    "a million semicolons": lambda: HEADER.encode() + b"\n" + b";" * MIB,
    "200,000 wrong dates": lambda: _rows("{n};Radweg;geplant;gestern;5;x", 200_000),
    "text in UTF-16 without a mark": lambda: (
        _rows("{n};Radweg;geplant;2027;5;x", 20_000).decode().encode("utf-16-le")
    ),
    "half a million combining marks": lambda: _described("a" + "\u0301" * 500_000),
    "16,000 equal headers": lambda: _headers(["Maßnahme"] * 16_000),
    "a number of 900,000 digits": lambda: _costing("9" * 900_000),
    "numbers with exponents": lambda: _rows("{n};Radweg;geplant;2027;1e99999999{n};x", 20_000),
    "3,000 headers that nearly match": lambda: _headers([f"Massnahm{number}" for number in range(3_000)]),
    "50,000 units": lambda: _rows("{n};Radweg;geplant;2027;{n} T€ p. a.;x", 50_000),
    "50,000 equal keys": lambda: _rows("1;Radweg {n};geplant;2027;5;x", 50_000),
    "50,000 names and addresses": lambda: _rows(
        "{n};Radweg;geplant;2027;5;Anna Weber {n}, a{n}@b.de, 0228 77 {n}", 50_000
    ),
    "a mail address that never ends": lambda: _described("a@" + "a." * 400_000),
    "half a million brackets": lambda: _described("(" * 500_000),
    "a web address that never ends": lambda: _described("https://" + "a/" * 400_000),
    "blanks of a megabyte in the header": lambda: _headers(["Nr." + " " * 900_000, "Maßnahme", "Status"]),
    "lines that end with CR alone": lambda: _rows("{n};Radweg;geplant;2027;5;x", 100_000).replace(b"\n", b"\r"),
    "30,000 different statuses": lambda: _rows("{n};Radweg;zu {n} % in Umsetzung seit {n};2027;5;x", 30_000),
    "20,000 spans of dates": lambda: _rows("{n};Radweg;geplant;von KW {n} bis Ende Q3 20{n};5;x", 20_000),
    "sums all over": lambda: _rows("Summe {n};Gesamt {n};;;{n};", 60_000),
    "headings all over": lambda: _rows("{n} Handlungsfeld {n};;;;;", 60_000),
    "letters of many alphabets": lambda: _described("".join(map(chr, range(0x100, 0xD000)))),
    "half letters": lambda: HEADER.encode() + b"\n1;\xed\xa0\x80\xff\xfe;geplant;2027;5;" + b"\xc3" * 500_000,
}


def hostile_tables() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for name, content in CONTENTS.items():
        yield checked(f"CSV: {name}", "table.csv", content)
