"""Hostile packages, mappings and requests: descriptions that are deep or long, and HTTP that is bent.

Here: the contents. Not here: tables (tables.py) and workbooks (workbooks.py).
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from bench.hostile.sending import BOUNDARY, CHECK, Hostile, checked
from tests.archives import zipped

MIB = 2**20
TABLE = "Nr.;Maßnahme;Status;X\n" + "".join(f"{number};a;geplant;zzzz\n" for number in range(60))
DEEP = "[" * 100_000 + "]" * 100_000


def _package(descriptor: str, **files: str | bytes) -> bytes:
    return zipped({"datapackage.json": descriptor, **{name.replace("_", "."): file for name, file in files.items()}})


def _resources(*resources: dict[str, Any]) -> str:
    return json.dumps({"name": "a", "resources": list(resources)})


def _nested() -> bytes:
    """A package whose table is a ZIP in a ZIP, of 64 MiB."""
    inner = zipped({"x.csv": b"0" * 2**26})
    return _package(_resources({"name": "measures", "path": "y.zip"}), y_zip=zipped({"x.zip": inner}))


PACKAGES: dict[str, Callable[[], bytes]] = {
    "one file of 64 MiB": lambda: _package(_resources({"name": "measures", "path": "x.csv"}), x_csv=b"0" * 2**26),
    "a ZIP in a ZIP in a ZIP": _nested,
    "one file named by 900 resources": lambda: _package(
        _resources(*({"name": f"r{number}", "path": "x.csv"} for number in range(900))),
        x_csv="a;" * 16_000 + "\n" + "a\n" * 300,
    ),
    "20,000 resources": lambda: _package(
        _resources(*({"name": f"r{number}", "path": f"{number}.csv"} for number in range(20_000)))
    ),
    "paths that lead out": lambda: _package(_resources({"name": "measures", "path": "../../../etc/passwd"})),
    "the address of another host": lambda: _package(
        _resources({"name": "measures", "path": "http://127.0.0.1:1/x.csv"})
    ),
    "a description 100,000 deep": lambda: _package(f'{{"name":"a","resources":{DEEP}}}'),
    "10,000 fields": lambda: _package(
        _resources(
            {
                "name": "measures",
                "path": "x.csv",
                "schema": {"fields": [{"name": f"f{number}"} for number in range(10_000)]},
            }
        ),
        x_csv=";".join(f"f{number}" for number in range(10_000)),
    ),
    "a number of a million digits": lambda: _package(f'{{"name":"a","profile":{"9" * 1_000_000},"resources":[]}}'),
}


def own_field(**constraints: Any) -> str:
    """A mapping with a text field of the dataset's own that has these constraints."""
    about = {"name": "x_t", "title": "X", "type": "string", "constraints": constraints}
    return json.dumps({"resources": {"measures": {"fields": {"X": about}}}})


def _measures(**parts: Any) -> str:
    return json.dumps({"resources": {"measures": parts}})


MAPPINGS: dict[str, Callable[[], str]] = {
    "2,000 character sets that ignore case": lambda: own_field(pattern="(?i:" + r"[\x00-\ufffe]" * 2_000 + ")"),
    "a pattern of 900 KB": lambda: own_field(pattern="[a" + "b" * 900 * 1024 + "]{2}"),
    "a pattern that tries all ways": lambda: own_field(pattern="^(z+)+$|(z|zz)+x"),
    "repetitions of repetitions": lambda: own_field(pattern="((((z{1,99}){1,99}){1,99}){1,99}){1,99}x"),
    "200,000 allowed values": lambda: own_field(enum=[f"v{number}" for number in range(200_000)]),
    "lists in lists, 100,000 deep": lambda: f'{{"resources":{DEEP}}}',
    "a number of a million digits": lambda: f'{{"resources":{"9" * 1_000_000}}}',
    "100,000 fields": lambda: _measures(fields={f"h{number}": None for number in range(100_000)}),
    "100,000 conditions": lambda: _measures(skip_rows=[{"Maßnahme": str(number)} for number in range(100_000)]),
    "a factor beyond all numbers": lambda: _measures(fields={"X": {"name": "cost_eur", "factor": "1e999999999"}}),
    "a header in row 10^18": lambda: _measures(header_row=10**18),
    "a date format of years alone": lambda: json.dumps(
        {"resources": {"measures": {"fields": {"X": {"name": "x_d", "type": "date", "format": "%Y%Y%Y"}}}}}
    ),
    "a constant of 5 MB": lambda: _measures(constants={"description": "x" * 5 * MIB}),
    "lists where words belong": lambda: _measures(sheet=[[]], file={}, sections=[1], decimal=["."]),
}


def _many_parts() -> bytes:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nx\r\n'
    return part.encode() * 50_000 + f"--{BOUNDARY}--\r\n".encode()


def _long_part_head() -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{"a" * MIB}"\r\n\r\nx\r\n'.encode() * 5


_FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
_ROWS = "/api/v1/publishers/{reader}/datasets/climate/versions"
REQUESTS = (
    Hostile("50,000 parts of a form", _many_parts, headers=_FORM),
    Hostile("names of parts of a megabyte", _long_part_head, headers=_FORM),
    Hostile("almost a boundary, again and again", lambda: f"\r\n--{BOUNDARY}".encode()[:-1] * 300_000, headers=_FORM),
    Hostile(
        "a form of 40 MB in an address's writing",
        lambda: b"a=" + b"%61" * (13 * MIB),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Hostile(
        "two million fields of a form",
        lambda: b"a=&" * 2_000_000,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Hostile(
        "JSON 100,000 deep", DEEP.encode, "/api/v1/uploads/0/publish", headers={"Content-Type": "application/json"}
    ),
    Hostile("numbers of 5,000 digits", path=f"/api/v1/changes?since={'9' * 5_000}", method="GET"),
    Hostile("1,500 parameters", path=f"{CHECK}?{'&'.join(f'a{number}' for number in range(1_500))}", method="GET"),
    Hostile(
        "1,000 ranges",
        path=f"{_ROWS}/1.0.0/measures.csv",
        method="GET",
        headers={"Range": "bytes=" + ",".join(f"{number}-{number}" for number in range(1_000))},
    ),
    Hostile(
        "1,500 languages",
        path="/",
        method="GET",
        headers={"Accept-Language": ",".join(f"x{number};q=0.5" for number in range(800)), "Accept": "text/html"},
    ),
    Hostile("1,000 digests", path="/", method="GET", headers={"If-None-Match": ",".join(['"a"'] * 1_900)}),
    Hostile("all rows of a large table", path=f"{_ROWS}/1.0.0/measures.json?limit=0", method="GET"),
    Hostile("all changes of a large table", path=f"{_ROWS}/1.0.0...1.1.0/changes.json?limit=0", method="GET"),
    Hostile("all changes as CSV", path=f"{_ROWS}/1.1.0...1.0.0/changes.csv", method="GET"),
    Hostile("the whole package", path=f"{_ROWS}/1.1.0/package.zip", method="GET"),
    Hostile("the page of a large comparison", path="/{reader}/climate/compare/1.0.0...1.1.0", method="GET"),
    Hostile("the whole journal", path="/api/v1/changes?since=0&limit=0", method="GET"),
)


def hostile_requests() -> Iterator[Hostile]:
    """All of them; {reader} in a path stands for the publisher of the large table."""
    for name, content in PACKAGES.items():
        yield checked(f"package: {name}", "package.zip", content)
    for name, mapping in MAPPINGS.items():
        yield Hostile(f"mapping: {name}", _with_mapping(mapping), headers=_FORM)
    yield from REQUESTS


def _with_mapping(mapping: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: checked("", "table.csv", TABLE.encode, mapping=mapping()).body()
