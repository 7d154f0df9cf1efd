"""Further hostile requests: addresses of webhooks and sources, edits, mappings, heads and bytes that nobody expects.

Here: single requests. Not here: the first ones of each sort (http_tricks.py, question_tricks.py, wire_tricks.py),
files (other_files.py).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bench.hostile.http_tricks import DATA, UPLOADS
from bench.hostile.portal_tricks import FIELDS, INSIDE, OUTSIDE, PARTS
from bench.hostile.question_tricks import HOOKS, JSON, ROWS, TOKEN
from bench.hostile.sending import BOUNDARY, CHECK, Hostile, multipart
from bench.hostile.wire_tricks import FORM, HOST, LAST, MIB

EDITS = "/api/v1/uploads/{draft}/edits"
INSIDE_ADDRESSES = (
    "http://0x7f.1/",
    "http://2130706433/",
    "http://127.1:6379/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1%25lo]/",
    "http://localhost./",
    "http://①②⑦.⓪.⓪.①/",
    "http://169.254.169.254/latest/meta-data/",
    "https://example.org:0/",
    "https://example.org@127.0.0.1/",
    "https://" + "a." * 4_000 + "org/",
    "https://xn--" + "a" * 3_000 + ".org/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "https://exa\u00admple.org/\r\nX: y",
)
CELLS = ("A0", "$B$2", "XFD1048576", "A" * 900 + "1", "B-1", "B" + "9" * 4_000, "B２", "\0", "2B", "B2:B9", "")
WHERE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "numbers that are none": (f"{ROWS}.json?cost_eur__lt=NaN&cost_eur__gt=-Infinity&cost_eur=1e400", {}),
    "a number with a million noughts": (f"{ROWS}.json?cost_eur__gte=1e-999999999999", {}),
    "dates beyond all dates": (f"{ROWS}.json?planned_end__gt=99999-12-31", {}),
    "a day that there is not": (f"{DATA}/versions/latest?as_of=2023-02-29", {}),
    "a truth that is none": (f"{ROWS}.json?title__isnull=maybe", {}),
    "fields without names": (f"{ROWS}.json?fields=,,,&sort=--title", {}),
    "a cursor of another question": (f"{ROWS}.json?cursor=eyJhIjoxfQ==&sort=title", {}),
    "filters of filters": (f"{ROWS}.json?title__contains__contains__lt__in=a", {}),
    "800 conditions on one field": (f"{ROWS}.json?" + "&".join(f"title__ne=a{n}" for n in range(400)), {}),
    "a wait without an end": ("/api/v1/changes?since=0&wait=1e99", {}),
    "a wait below nothing": ("/api/v1/changes?since=9007199254740991&wait=-1", {}),
    "900 events": ("/api/v1/changes?since=0&" + "&".join(f"event=a{n}" for n in range(500)), {}),
    "a part of a feed below nothing": ("/feeds/all.atom?archive=-1&lang=de&lang=en", {}),
    "a feed of a field that is none": ("/feeds/all.json?field=__class__&value=%00", {}),
    "nothing is acceptable": (f"{ROWS}.json", {"Accept": "*/*;q=0", "Accept-Encoding": "*;q=0, identity;q=0"}),
    "600 codings": (f"{ROWS}.csv", {"Accept-Encoding": ",".join(f"x{n};q=0.{n}" for n in range(600))}),
    "ranges from both ends": (f"{ROWS}.csv", {"Range": "bytes=-1,0-0,-2,1-1," + "5-4," * 900, "If-Range": '"a"'}),
    "ranges of a packed answer": (
        f"{ROWS}.parquet",
        {"Range": "bytes=0-,-99999999999999999999", "If-Range": "x" * 7_000},
    ),
    "dates of no calendar": (f"{ROWS}.json", {"If-Modified-Since": "Mon, 99 Foo 99999999999 99:99:99 GMT"}),
    "900 marks in quotation marks that do not end": (
        f"{ROWS}.json",
        {"If-None-Match": 'W/"' * 900, "If-Match": "*,*"},
    ),
    "another method beside the method": (f"{DATA}/versions/1.0.0", {"X-HTTP-Method-Override": "DELETE"}),
    "a scheme that runs": ("/", {"X-Forwarded-Proto": "javascript", "X-Forwarded-Host": 'a\u00e4"<>'}),
    "a way of 900 proxies": (
        "/healthz",
        {"Forwarded": "for=[::1];proto=x," * 300, "X-Forwarded-Prefix": "//example.org"},
    ),
    "a preflight of 900 heads": (f"{ROWS}.json", {"Access-Control-Request-Headers": "a," * 3_000, "Origin": "null"}),
    "a sitemap that is none": ("/sitemap-%2e%2e-measures-99999999999999999999.xml", {}),
    "a catalogue far behind its end": ("/catalog.rdf?page=99999999999&cursor=-5", {}),
    "tasks of a city above": ("/compat/localmonitoring/api/cities/..%2f..%2fportal/tasks?limit=-1", {}),
    "an answer of OpenID that nobody asked": (
        "/portal/login/openid/back?code=" + "a" * 4_000 + "&state=%00",
        OUTSIDE,
    ),
    "an answer of OpenID with a cookie of ours": (
        "/portal/login/openid/back?state=a&error=" + "%3Cscript%3E" * 300,
        {"Cookie": "portal_openid=" + "a.b" * 2_000},
    ),
    "the pages of long lists": ("/portal/{reader}/tokens?valid=" + "9" * 4_000 + "&over=-1", INSIDE),
    "a link that ends mails, guessed": ("/mail/stop/" + "%F0%9F%98%80" * 500, {}),
    "the log of a city as CSV for nobody": ("/portal/{reader}/log.csv?dialect=" + "x" * 6_000, OUTSIDE),
}


def _measures(**parts: object) -> dict[str, object]:
    return {"resources": {"measures": parts}}


MAPPED: Mapping[str, object] = {
    "20,000 columns that become rows": _measures(
        unpivot={"name": "x_y", "values": {f"x_{n}": f"{n} YEAR" for n in range(20_000)}}
    ),
    "YEAR a thousand times": _measures(unpivot={"name": "x_y", "values": {"cost_eur": "YEAR" * 1_000}}),
    "a key of 20,000 columns": _measures(key=["Maßnahme"] * 20_000),
    "20,000 sheets": _measures(sheets=[f"s{n}" for n in range(20_000)], sheet_as="field_of_action"),
    "all sheets and none": _measures(sheets="*", skip_sheets=["*"] * 20_000, sheet="*"),
    "factors that are no numbers": _measures(
        fields={"X": {"name": "cost_eur", "factor": "NaN", "unit": "€" * 9_000}}
    ),
    "conditions of 5,000 columns": _measures(skip_rows=[{f"h{n}": None for n in range(5_000)}] * 20),
    "a resource that is a list of lists": {"resources": [[[]]] * 20_000},
    "names of Python": _measures(fields={"X": "__class__"}, constants={"__init__": 1}, codes={"__dict__": {}}),
}
TABLE = ("Nr.;Maßnahme;Status;X\n" + "".join(f"{n};a{n};geplant;zzzz\n" for n in range(60))).encode()


def _renumbered(count: int) -> bytes:
    """A table of the large dataset's titles under other keys."""
    return ("Nr.;Maßnahme;Status\n" + "".join(f"N-{n};Plan {n};geplant\n" for n in range(count))).encode()


def _reworded(count: int) -> bytes:
    """A table of nearly the large dataset's titles under other keys."""
    return ("Nr.;Maßnahme;Status\n" + "".join(f"W-{n};Plann {n}a;geplant\n" for n in range(count))).encode()


SENT_FILES: Mapping[str, Callable[[], bytes]] = {
    "20,000 rows of a large table under other keys": lambda: _renumbered(20_000),
    "20,000 rows of nearly the same titles": lambda: _reworded(20_000),
    "one row in place of a large table": lambda: _renumbered(1),
}


def _wire(first: bytes, *lines: bytes, body: bytes = b"") -> Callable[[], bytes]:
    return lambda: first + b"\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + LAST + body


POST = b"POST " + CHECK.encode() + b" HTTP/1.1"
CHUNKED = b"Transfer-Encoding: chunked"
WIRE: Mapping[str, Callable[[], bytes]] = {
    "an address with a person in it": _wire(b"GET http://a:b@127.0.0.1/healthz HTTP/1.1"),
    "an address with a scheme that runs": _wire(b"GET javascript://127.0.0.1/%0a HTTP/1.1"),
    "tabs between the parts": _wire(b"GET\t/healthz\tHTTP/1.1"),
    "three parts too many": _wire(b"GET /healthz x y z HTTP/1.1"),
    "a method of small letters": _wire(b"get /healthz HTTP/1.1"),
    "a line of 200 KB": lambda: b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + LAST,
    "10,000 short lines in the head": _wire(b"GET / HTTP/1.1", *[b"a: b"] * 10_000),
    "one line of 300 KB in the head": _wire(b"GET / HTTP/1.1", b"X: " + b"a" * 300_000),
    "a name of blanks in the head": _wire(b"GET /healthz HTTP/1.1", b" : a", b": b", b"a b: c"),
    "chunks behind another blank": _wire(POST, b"Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n"),
    "chunks with an underscore": _wire(POST, CHUNKED, body=b"1_0\r\n" + b"a" * 16 + b"\r\n0\r\n\r\n"),
    "chunks whose length runs over": _wire(POST, CHUNKED, body=b"1" + b"0" * 16 + b"\r\na\r\n0\r\n\r\n"),
    "a return inside of a chunk's line": _wire(POST, CHUNKED, body=b"1;a\r=b\r\na\r\n0\r\n\r\n"),
    "5 MB behind the chunks": _wire(POST, FORM.rstrip(), CHUNKED, body=b"0\r\nX: " + b"a" * (5 * MIB) + b"\r\n\r\n"),
    "a length in another writing": _wire(POST, b"Content-Length: 0x10", body=b"a" * 16),
    "a connection that drops its length": _wire(
        POST, b"Connection: close, Content-Length", b"Content-Length: 3", body=b"abc"
    ),
    "an expectation that is none": _wire(POST, b"Expect: 200-maybe", b"Content-Length: 3", body=b"abc"),
    "an upgrade to HTTP/2": _wire(
        b"GET / HTTP/1.1", b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQ"
    ),
    "a proxy in front, in words": lambda: b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + _wire(b"GET / HTTP/1.1")(),
    "a proxy in front, in bytes": lambda: (
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + b"\x7f\0\0\x01" * 3 + _wire(b"GET / HTTP/1.1")()
    ),
    "500 HEADs at once and nobody reads": lambda: (b"HEAD /api/v1/openapi.json HTTP/1.1\r\n" + HOST + b"\r\n") * 500,
    "a part of a body that is asked for": _wire(
        POST, b"Content-Range: bytes 0-1/9", b"Content-Length: 2", body=b"ab"
    ),
}


def _sent(name: str, path: str, body: object, headers: Mapping[str, str], method: str = "POST") -> Hostile:
    content = json.dumps(body).encode()
    return Hostile(name, lambda: content, path, method, headers)


def _named(addresses: Sequence[str]) -> Iterator[Hostile]:
    for number, address in enumerate(addresses):
        yield _sent(f"address {number} of a webhook", HOOKS, {"url": address}, TOKEN)
        source = {"url": address, "rhythm": "P1D", "as_of_from": "fetched"}
        yield _sent(f"address {number} of a source", f"{DATA}/source", source, TOKEN, "PUT")


def other_requests() -> Iterator[Hostile]:
    """All of them; names in braces stand for what the server has."""
    for name, (path, headers) in WHERE.items():
        method = "OPTIONS" if "Access-Control-Request-Headers" in headers else "GET"
        yield Hostile(f"asked: {name}", path=path, method=method, headers=headers)
    for name, mapping in MAPPED.items():
        form = {"kind": "climate-measures", "mapping": json.dumps(mapping)}
        yield Hostile(f"mapping: {name}", partial(multipart, form, {"a.csv": TABLE}), headers=PARTS)
    for name, whole in WIRE.items():
        yield Hostile(f"wire: {name}", whole, is_whole=True)
    yield from _named(INSIDE_ADDRESSES)
    edits = [{"file": "draft.csv", "address": cell, "after": "x"} for cell in CELLS]
    for number, edit in enumerate(edits):
        yield _sent(f"edit {number} of a cell that is none", EDITS, {"edits": [edit]}, TOKEN, "PUT")
    yield _sent("edits of files above", EDITS, {"edits": [{**edits[1], "file": "../" * 900}] * 90}, TOKEN, "PUT")
    yield _sent("values that are no texts", EDITS, {"edits": [{**edits[1], "after": [{}]}] * 90}, TOKEN, "PUT")
    yield _sent(
        "a mail to nobody", "/api/v1/mail/requests", {"email": "a@" + "b." * 2_000 + "de", "subject": "\0"}, JSON
    )
    yield Hostile(
        "a form of an answer twice", lambda: b"csrf_token=a&" * 900, "/portal/login", headers={**FIELDS, **OUTSIDE}
    )
    about = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Authorization": "Bearer {token}"}
    for name, made in SENT_FILES.items():
        yield Hostile(f"upload: {name}", partial(_upload, made), UPLOADS, headers=about)


def _upload(content: Callable[[], bytes]) -> bytes:
    return multipart({"as_of": "2025-12-31"}, {"a.csv": content()})
