"""More hostile Data Packages: names, keys, patterns and character sets that a descriptor may ask for.

Here: the contents. Not here: packages that unpack to much more than they are (requests.py).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.hostile.requests import own_field
from bench.hostile.sending import Hostile, checked
from tests.archives import zipped

CSV = "measure_id,title,phase\n" + "".join(f"{number},Radweg,planning\n" for number in range(500))
TRIES_ALL_WAYS = "^(([a-z])+.)+[A-Z]([a-z])+$"


def _package(*resources: Mapping[str, Any], files: Mapping[str, str | bytes] | None = None, **about: Any) -> bytes:
    descriptor = json.dumps({"name": "a", "resources": list(resources), **about})
    return zipped({"datapackage.json": descriptor, "x.csv": CSV, **(files or {})})


def _measures(path: Any = "x.csv", **about: Any) -> dict[str, Any]:
    return {"name": "measures", "path": path, **about}


def _schema(**about: Any) -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in ("measure_id", "title", "phase")]
    return _measures(schema={"fields": fields, **about})


def _with_field(**about: Any) -> dict[str, Any]:
    return _measures(schema={"fields": [{"name": "measure_id", **about}, {"name": "title"}, {"name": "phase"}]})


def _crossing(count: int) -> list[dict[str, Any]]:
    """So many resources, each of whose rows must be found in all others."""
    names = [f"r{number}" for number in range(count)]
    return [
        {
            "name": name,
            "path": "x.csv",
            "schema": {
                "fields": [{"name": "measure_id", "type": "string"}],
                "primaryKey": "measure_id",
                "foreignKeys": [
                    {"fields": "measure_id", "reference": {"resource": other, "fields": "measure_id"}}
                    for other in names
                ],
            },
        }
        for name in names
    ]


def _encoded(name: str, content: bytes) -> bytes:
    return _package(_measures(encoding=name), files={"x.csv": content})


PACKAGES: Mapping[str, Callable[[], bytes]] = {
    "249 resources of one file with a schema each": lambda: _package(
        *({**_schema(primaryKey=["measure_id"]), "name": f"r{number}"} for number in range(249))
    ),
    "one resource of 10,000 parts": lambda: _package(_measures(["x.csv"] * 10_000)),
    "paths with points and slashes": lambda: _package(_measures("a/./../x.csv")),
    "a path with NUL": lambda: _package(_measures("x.csv\0.txt")),
    "a path of the machine": lambda: _package(_measures("/proc/self/environ")),
    "a path of another system": lambda: _package(_measures("\\\\127.0.0.1\\share\\x.csv")),
    "an address of a file": lambda: _package(_measures("file:///etc/passwd")),
    "a path of 900,000 characters": lambda: _package(_measures("a/" * 450_000)),
    "paths that are no texts": lambda: _package(_measures({"a": 1}), _measures([[]]), _measures(None)),
    "a schema at an address": lambda: _package(_measures(schema="http://127.0.0.1:1/schema.json")),
    "a schema that is a file of the machine": lambda: _package(_measures(schema="../../../etc/passwd")),
    "a profile at an address": lambda: _package(_measures(), profile="http://127.0.0.1:1/profile.json"),
    "a schema that refers to itself": lambda: _package(_measures(schema={"$ref": "#/resources/0/schema"})),
    "a pattern that tries all ways": lambda: _package(
        _with_field(type="string", constraints={"pattern": TRIES_ALL_WAYS}),
        files={"x.csv": "measure_id,title,phase\n" + f"{'a' * 60},x,planning\n" * 1_000},
    ),
    "a pattern that looks back": lambda: _package(
        _with_field(type="string", constraints={"pattern": r"(.*)(.*)(.*)(.*)\1\2\3\4x"})
    ),
    "a format of a date that is none": lambda: _package(_with_field(type="date", format="%Y%Y%" * 10_000)),
    "100 tables whose keys cross": lambda: _package(*_crossing(100)),
    "a foreign key of 10,000 fields": lambda: _package(
        _schema(foreignKeys=[{"fields": ["title"] * 10_000, "reference": {"resource": "", "fields": ["title"] * 9}}])
    ),
    "foreign keys that are none": lambda: _package(_schema(foreignKeys=[None, 1, {"fields": {}, "reference": []}])),
    "a primary key of 10,000 fields": lambda: _package(_schema(primaryKey=["title"] * 10_000)),
    "200,000 values for empty cells": lambda: _package(_schema(missingValues=[str(n) for n in range(200_000)])),
    "limits beyond all numbers": lambda: _package(
        _with_field(type="number", constraints={"minimum": "1e999999999", "maximum": -1e308, "enum": [[], {}]})
    ),
    "a type that does not exist": lambda: _package(_with_field(type={"a": []}, format=[], constraints=7)),
    "separators that are none": lambda: _package(_measures(dialect={"delimiter": "", "quoteChar": "ab"})),
    "a header in row 10^18": lambda: _package(_measures(dialect={"headerRows": [10**18], "commentRows": [-1]})),
    "a header of 100,000 rows": lambda: _package(_measures(dialect={"headerRows": list(range(1, 100_000))})),
    "a dialect at an address": lambda: _package(_measures(dialect="http://127.0.0.1:1/dialect.json")),
    "a character set that packs": lambda: _encoded("zlib_codec", b"x"),
    "a character set for host names": lambda: _encoded("punycode", b"a" * 100_000 + b"-" + b"z9" * 100_000),
    "a character set of escapes": lambda: _encoded("unicode_escape", rb"\U0010ffff" * 50_000),
    "a character set that turns letters": lambda: _encoded("rot13", CSV.encode()),
    "a character set that is undefined": lambda: _encoded("undefined", CSV.encode()),
    "a character set of 900,000 letters": lambda: _encoded("u" * 900_000, CSV.encode()),
    "rows that stand in the descriptor": lambda: _package(
        {"name": "measures", "data": [["measure_id", "title", "phase"], *[[[[]], {"a": 1}, None]] * 60_000]}
    ),
    "rows that are one text": lambda: _package({"name": "measures", "data": CSV * 50, "format": "csv"}),
    "digests and sizes that are none": lambda: _package(_measures(hash="md5:" + "0" * 900_000, bytes=-1)),
    "a descriptor in UTF-16": lambda: zipped(
        {"datapackage.json": json.dumps({"resources": [_measures()]}).encode("utf-16"), "x.csv": CSV}
    ),
    "a descriptor of NaN": lambda: zipped({"datapackage.json": '{"resources": NaN, "a": Infinity}', "x.csv": CSV}),
    "one member 200,000 times": lambda: zipped(
        {"datapackage.json": "{" + '"resources": [{}],' * 200_000 + '"a": 1}', "x.csv": CSV}
    ),
    "a descriptor in another package": lambda: zipped(
        {"datapackage.json": json.dumps({"resources": [_measures("a/datapackage.json")]}), "a/datapackage.json": "{}"}
    ),
    "resources of one name": lambda: _package(*[_measures()] * 240),
    "a table that is the descriptor": lambda: _package(_measures("datapackage.json")),
}


def _fields(**fields: Any) -> str:
    return json.dumps({"resources": {"measures": {"fields": fields}}})


def _own(**about: Any) -> str:
    return _fields(X={"name": "x_t", **about})


MAPPINGS: Mapping[str, Callable[[], str]] = {
    "a pattern of repetitions around repetitions": lambda: own_field(pattern="^(z*)*(z*)*(z*)*y$"),
    "a pattern that looks around": lambda: own_field(pattern="(?=(z+)+y)(?!(z+)+x)(?<=zzzz)z"),
    "a pattern with flags and comments": lambda: own_field(pattern="(?ix)" + "(?#a)" * 190),
    "a number with limits beyond all numbers": lambda: _own(type="number", constraints={"maximum": "1e999999999"}),
    "a format of 1,000 signs": lambda: _own(type="date", format="%d.%m.%Y %H:%M:%S" * 50),
    "separators of numbers that are letters": lambda: _own(type="number", decimalChar="z", groupChar="z"),
    "a name that leads out": lambda: _fields(X={"name": "x_../../etc/passwd"}),
    "one field fed by 50,000 columns": lambda: _fields(**{f"h{n}": ["title", "title"] for n in range(50_000)}),
    "all resources at once": lambda: json.dumps({"resources": {f"r{n}": {"fields": {}} for n in range(100_000)}}),
    "codes for 100,000 words": lambda: json.dumps(
        {"resources": {"measures": {"codes": {"phase": {f"w{n}": "planning" for n in range(100_000)}}}}}
    ),
    "a sheet name of a megabyte": lambda: json.dumps({"resources": {"measures": {"sheet": "s" * 2**20}}}),
    "a text instead of a mapping": lambda: json.dumps("x" * 2**20),
    "half letters": lambda: '{"resources": {"measures": {"sheet": "\\ud800", "constants": {"title": "\\udfff"}}}}',
}


def package_tricks() -> Iterator[Hostile]:
    """All of them, each sent to the open check."""
    table = "Nr.;Maßnahme;Status;X\n" + "".join(f"{number};a;geplant;{'z' * 40}\n" for number in range(60))
    for name, content in PACKAGES.items():
        yield checked(f"package: {name}", "package.zip", content)
    for name, mapping in MAPPINGS.items():
        yield _with_mapping(name, table, mapping)


def _with_mapping(name: str, table: str, mapping: Callable[[], str]) -> Hostile:
    sent = checked(f"mapping: {name}", "table.csv", table.encode)
    return Hostile(
        sent.name, lambda: checked("", "table.csv", table.encode, mapping=mapping()).body(), headers=sent.headers
    )
