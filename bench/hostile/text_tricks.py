"""More hostile CSV: character sets that are none, lines without end, and cells that every reader of words looks at.

Here: the contents. Not here: CSV that becomes many cells (tables.py).
"""

from collections.abc import Callable, Iterator, Mapping

from bench.hostile.sending import Hostile, checked
from bench.hostile.tables import HEADER, MIB

ROW = "1;Radweg;geplant;2027;5;"
LONG = 900_000


def _described(cell: str) -> str:
    """A table of one row with this description."""
    return f"{HEADER}\n{ROW}{cell}\n"


def _filled(place: int, text: str, rows: int = 1) -> bytes:
    """A table in which the cells of one column hold this text."""
    cells = [*ROW.split(";")[:-1], "x"]
    cells[place] = text
    return "\n".join([HEADER, *[";".join(cells)] * rows]).encode()


def _many(line: str, count: int) -> bytes:
    return "\n".join([HEADER, *(line.replace("{n}", str(number)) for number in range(count))]).encode()


CONTENTS: Mapping[str, Callable[[], bytes]] = {
    "one line of 99 MB": lambda: b"a;" * (49 * MIB + MIB // 2),
    "one quoted cell of 90 MB": lambda: b'a;b\n1;"' + b"a b " * (22 * MIB + MIB // 2) + b'"\n',
    "quotation marks in twos": lambda: HEADER.encode() + b"\n" + b'"";' * (4 * MIB),
    "quotation marks between all letters": lambda: HEADER.encode() + b"\n" + b'"a"b' * (2 * MIB),
    "quoted line breaks": lambda: HEADER.encode() + b"\n" + b'1;"\n\n\n";"\r\r\n";x;x;x\n' * 60_000,
    "UTF-16 of 5 MB": lambda: _many("{n};Radweg;geplant;2027;5;x", 80_000).decode().encode("utf-16"),
    "UTF-16 that breaks off in a letter": lambda: _described("\U0001f600" * 200_000).encode("utf-16")[:-3],
    "UTF-32": lambda: _described("x" * 100_000).encode("utf-32"),
    "UTF-7": lambda: _described("ä" * 50_000).encode("utf-7"),
    "a mark of UTF-16 in front of UTF-8": lambda: b"\xff\xfe" + _described("ä" * LONG).encode(),
    "marks of byte order all over": lambda: ("\ufeff" * LONG).encode() + HEADER.encode(),
    "NUL between all letters": lambda: "\0".join(_described("a" * 200_000)).encode(),
    "three character sets in one file": lambda: (
        _described("ä").encode() + ROW.encode() + "ä".encode("cp1252") * LONG + "\nä".encode("utf-16")
    ),
    "a million rows of two cells": lambda: b"Nr.;Status\n" + b"1;x\n" * MIB,
    "separators of all sorts": lambda: b"a;b,c\td|e\n" * 200_000,
    "rows that grow": lambda: "\n".join(";" * number for number in range(3_000)).encode(),
    "headers in 30 rows": lambda: "\n".join([HEADER] * 30_000).encode(),
    "a header of a million line breaks": lambda: b'Nr.;"Ma' + b"\n" * LONG + b'nahme";Status\n1;2;3\n',
    "16,000 headers of all fields": lambda: b";".join([HEADER.encode()] * 2_700) + b"\n" + b";" * 16_000,
    "signs that turn the direction": lambda: _filled(1, "\u202e\u2066\u200f" * 250_000),
    "a letter with 300,000 accents": lambda: _filled(1, "a" + "\u0323\u0307" * 300_000),
    "letters that become longer": lambda: _filled(2, "ﷺ" * 300_000),
    "a status of 900,000 words": lambda: _filled(2, "in Umsetzung " * 70_000),
    "a date of 900,000 dates": lambda: _filled(3, "bis Ende 2027, " * 60_000),
    "a date of points": lambda: _filled(3, "1." * (LONG // 2)),
    "a sum of 900,000 signs": lambda: _filled(4, "1.000.000," * 90_000),
    "a sum with 900,000 units": lambda: _filled(4, "5 T€ " * 180_000),
    "a sum of blanks": lambda: _filled(4, "5" + " " * LONG + "x"),
    "a sum in foreign digits": lambda: _filled(4, "١٢٣" * 300_000),
    "brackets in one another in every cell": lambda: _filled(2, "(" * 500 + ")" * 500, 2_000),
    "names of a megabyte": lambda: _filled(5, "Anna Weber, " * 80_000),
    "telephones of a megabyte": lambda: _filled(5, "0228 " * 180_000),
    "almost mail addresses": lambda: _filled(5, "a.b-c_d+" * 110_000 + "@"),
    "hyphens of a megabyte": lambda: _filled(1, "Rad-" * 220_000),
    "20,000 keys that differ in blanks": lambda: "\n".join(
        ["Nr.;Maßnahme;Status", *(f"1{' ' * number};a;geplant" for number in range(3_000))]
    ).encode(),
    "20,000 titles that nearly match": lambda: _many("{n};Radweg an der Straße {n};geplant;2027;5;x", 20_000),
    "formulas for spreadsheets": lambda: _many("=cmd|' /C calc'!A{n};@SUM(A1);+1;-1;=1;x", 20_000),
}


def text_tricks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    for name, content in CONTENTS.items():
        yield checked(f"CSV: {name}", "table.csv", content)
