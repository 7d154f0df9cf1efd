"""More hostile requests: HTTP that is bent, forms of thousands of parts, and questions that nobody asks.

Here: requests to pages and to the API. Not here: the staff portal (portal_tricks.py), large answers (requests.py).
"""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping

from bench.hostile.sending import BOUNDARY, CHECK, Hostile, multipart

MIB = 2**20
FORM = f"multipart/form-data; boundary={BOUNDARY}"
TABLE = b"Nr.;Ma\xc3\x9fnahme;Status\n1;a;geplant\n"
DATA = "/api/v1/publishers/{reader}/datasets/climate"
UPLOADS = f"{DATA}/uploads"
FILE = b'Content-Disposition: form-data; name="file"; filename="a.csv"'


def _part(head: bytes, content: bytes = TABLE) -> bytes:
    return b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def _form(*parts: bytes, end: bool = True) -> bytes:
    return b"".join(parts) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def _chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


FORMS: Mapping[str, Callable[[], bytes]] = {
    "999 files of one byte": lambda: _form(*[_part(FILE.replace(b"a.csv", b"%d.csv" % n), b"a") for n in range(990)]),
    "990 files of one name": lambda: _form(*[_part(FILE)] * 990),
    "a form without an end": lambda: _form(_part(FILE), end=False),
    "90 MB in front of a form": lambda: b"a" * (90 * MIB) + b"\r\n" + _form(_part(FILE)),
    "90 MB behind a form": lambda: _form(_part(FILE)) + b"a" * (90 * MIB),
    "90 MB of line breaks in a file": lambda: _form(_part(FILE, b"\r\n" * (45 * MIB))),
    "almost a boundary in each line of a file": lambda: _form(
        _part(FILE, f"\r\n--{BOUNDARY[:-1]}".encode() * 2 * MIB)
    ),
    "10,000 lines in the head of a part": lambda: _form(_part(FILE + b"\r\nX-A: b" * 1_900)),
    "a form in a form": lambda: _form(
        _part(b'Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=x', b"--x--")
    ),
    "a part in a character set that packs": lambda: _form(
        _part(b'Content-Disposition: form-data; name="kind"\r\nContent-Type: text/plain; charset=zlib_codec', b"x")
    ),
    "a name of a file in many encodings": lambda: _form(
        _part(b"Content-Disposition: form-data; name=file; filename*=utf-7''+AC4ALg-/; filename*0=a; filename*1=b")
    ),
    "the name of a file leads out": lambda: _form(_part(FILE.replace(b"a.csv", b"../../../../etc/cron.d/a"))),
    "the name of a file has 16,000 characters": lambda: _form(_part(FILE.replace(b"a.csv", b"a" * 16_000))),
    "a field of 90 MB": lambda: _form(_part(b'Content-Disposition: form-data; name="kind"', b"x" * (90 * MIB))),
    "line breaks without returns": lambda: _form(_part(FILE)).replace(b"\r\n", b"\n"),
    "a part without a name": lambda: _form(_part(b"Content-Disposition: form-data"), _part(b"X: y"), _part(b"")),
}
CHUNKS: Mapping[str, Callable[[], bytes]] = {
    "300,000 chunks of one byte": lambda: _chunked(*[b"a"] * 300_000),
    "a chunk larger than all": lambda: b"ffffffffffffffff\r\na",
    "a length of a chunk of a megabyte": lambda: b"0" * MIB + b"1\r\na\r\n0\r\n\r\n",
    "a chunk with an extension of a megabyte": lambda: b"1;" + b"a" * MIB + b"\r\na\r\n0\r\n\r\n",
    "lines behind the chunks without end": lambda: b"0\r\n" + b"X-A: b\r\n" * 200_000 + b"\r\n",
    "a chunk of a negative length": lambda: b"-1\r\na\r\n0\r\n\r\n",
}


def _get(name: str, path: str, **headers: str) -> Hostile:
    return Hostile(name, path=path, method="GET", headers={key.replace("_", "-"): v for key, v in headers.items()})


ASKED = (
    _get("a question of a million characters", f"/?q={'a' * MIB}"),
    _get("a question of 10,000 parameters", f"{DATA}/versions?{'&'.join(f'a{n}=1' for n in range(10_000))}"),
    _get("a question of 4,000 parameters without names", f"{DATA}/versions?{'&' * 4_000}"),
    _get("one parameter 1,500 times", f"{DATA}/versions?{'limit=1&' * 900}"),
    _get("an address of 4,000 slashes", "/" * 4_000),
    _get("an address of 1,300 points", "/.." * 1_300),
    _get("an address of escapes", "/" + "%25" * 2_500),
    _get("an address of half letters", "/" + "%c3" * 2_500),
    _get("a head of 60 KB", "/", X_A="a" * 8_000, X_B="b" * 8_000, X_C="c" * 8_000),
    _get("a cookie of 8,000 characters", "/portal/login", Cookie="portal=" + "a" * 8_000),
    _get("1,300 cookies", "/portal/login", Cookie=";".join(f"a{n}=" for n in range(1_300))),
    _get("8,000 characters of languages", "/", Accept="text/html", Accept_Language="de;q=" + "1" * 8_000),
    _get("800 types with weights", "/", Accept=",".join(f"a/b{n};q=0.{n}" for n in range(600))),
    _get("a token of 8,000 characters", f"{DATA}/webhooks", Authorization="Bearer " + "a" * 8_000),
    _get("2,000 digests of other versions", f"{DATA}/versions/latest", If_None_Match=",".join(['W/"a"'] * 1_000)),
    _get("ranges that overlap", f"{DATA}/versions/1.0.0/measures.csv", Range="bytes=" + ",".join(["0-"] * 1_500)),
    _get("a range beyond the end", f"{DATA}/versions/1.0.0/measures.csv", Range=f"bytes={'9' * 4_000}-"),
    _get("a date of no year", f"{DATA}/versions/latest?as_of=0000-00-00"),
    _get("a version of many digits", f"{DATA}/versions/{'9' * 3_000}.{'9' * 3_000}.0"),
    _get("a comparison with itself", f"{DATA}/versions/1.0.0...1.0.0/changes.json?limit=0"),
    _get("a comparison of comparisons", f"{DATA}/versions/1.0.0...1.1.0...1.0.0/changes.json"),
    _get("all rows from the middle on", f"{DATA}/versions/1.0.0/measures.json?limit=0&cursor=50000"),
    _get("rows from the end of all numbers on", f"{DATA}/versions/1.0.0/measures.json?cursor=9007199254740991"),
    _get("a large table for a spreadsheet", f"{DATA}/versions/1.0.0/measures.csv?dialect=excel-de"),
    _get("a large table as a workbook", f"{DATA}/workbook.xlsx"),
    _get("the page of a large table", "/{reader}/climate/measures?page=999999999999999999999"),
    _get("the last page of a large table", "/{reader}/climate/measures?page=2000&status=planning"),
    _get("the page of a row", "/{reader}/climate/measures/50000"),
    _get("the history of a row", f"{DATA}/measures/50000/history?limit=0"),
    _get("a row with a key of 3,000 characters", "/{reader}/climate/measures/" + "%F0%9F%98%80" * 600),
    _get("a feed of everything", "/feeds/all.atom"),
    _get("the oldest page of a feed", "/feeds/{reader}.atom?archive=1"),
    _get("the feed of a row", "/feeds/{reader}/climate/measures/50000.atom"),
    _get("the pages of the API", "/api/v1/openapi.json"),
    _get("all figures of the service", "/metrics"),
)


def _json(name: str, path: str, body: Callable[[], bytes], method: str = "POST") -> Hostile:
    return Hostile(name, body, path, method, {"Authorization": "Bearer {token}", "Content-Type": "application/json"})


PUBLISH = "/api/v1/uploads/{draft}/publish"
SENT = (
    _json(
        "answers to 40,000 questions",
        PUBLISH,
        lambda: json.dumps({"answers": {f"q{n}": {} for n in range(40_000)}}).encode(),
    ),
    _json("an answer of a megabyte", PUBLISH, lambda: json.dumps({"answers": {"a": {"reason": "x" * MIB}}}).encode()),
    _json("60 levels of answers", PUBLISH, lambda: b'{"answers":' * 60 + b"1" + b"}" * 60),
    _json("one answer 60,000 times", PUBLISH, lambda: b'{"answers":{},' * 1 + b'"answers":{},' * 60_000 + b'"a":1}'),
    _json("escapes of half letters", PUBLISH, lambda: b'{"answers":{"' + rb"\ud800" * 100_000 + b'":1}}'),
    _json("a reason of a megabyte", f"{DATA}/versions/9.9.9/withdraw", lambda: b'{"reason":"' + b"x" * MIB + b'"}'),
    _json("JSON in UTF-16", PUBLISH, lambda: json.dumps({"answers": {}}).encode("utf-16")),
    _json("50 MB of blanks", PUBLISH, lambda: b" " * (50 * MIB) + b"{}"),
    Hostile(
        "a body packed a thousand times",
        lambda: gzip.compress(_form(_part(FILE, b"0" * (64 * MIB)))),
        headers={"Content-Type": FORM, "Content-Encoding": "gzip"},
    ),
    Hostile(
        "two lengths of one body", lambda: b"a" * 10, headers={"Transfer-Encoding": "chunked", "Content-Length": "5"}
    ),
    Hostile("a length below nothing", headers={"Content-Length": "-1"}),
    Hostile("a length of many digits", headers={"Content-Length": "9" * 5_000}),
    Hostile("a boundary of 7,000 characters", lambda: b"a" * MIB, headers={"Content-Type": FORM + "a" * 7_000}),
    Hostile("a boundary of one letter", lambda: b"--a\r\n" * MIB, headers={"Content-Type": FORM[:29] + "=a"}),
    Hostile(
        "a form of 10,000 parameters",
        lambda: b"a=1&" * 10_000,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Hostile("a method of 8,000 letters", method="A" * 8_000),
    Hostile(
        "what waits to be asked for its body",
        lambda: _form(_part(FILE)),
        headers={"Content-Type": FORM, "Expect": "100-continue"},
    ),
    Hostile(
        "an upload with a date of many digits",
        lambda: multipart({"as_of": "9" * 5_000}, {"a.csv": TABLE}),
        UPLOADS,
        headers={"Content-Type": FORM, "Authorization": "Bearer {token}"},
    ),
    Hostile(
        "an upload with a message of 400 KB",
        lambda: multipart({"as_of": "2025-12-31", "message": "x" * 400_000}, {"a.csv": TABLE}),
        UPLOADS,
        headers={"Content-Type": FORM, "Authorization": "Bearer {token}"},
    ),
)


def http_tricks() -> Iterator[Hostile]:
    """All of them; names in braces stand for what the server has."""
    for name, body in FORMS.items():
        yield Hostile(f"form: {name}", body, headers={"Content-Type": FORM})
    for name, body in CHUNKS.items():
        yield Hostile(f"chunks: {name}", body, CHECK, headers={"Content-Type": FORM, "Transfer-Encoding": "chunked"})
    yield from ASKED
    yield from SENT
