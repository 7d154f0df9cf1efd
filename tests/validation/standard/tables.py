"""Tables as files of every kind: headers, untidy bytes, dialects, keys, what a resource may say of itself."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.validation.standard.held import Case

FIELDS = [{"name": "a", "type": "integer"}, {"name": "b"}, {"name": "c", "type": "date"}]
SCHEMA: dict[str, Any] = {"fields": FIELDS}
V2 = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"}
TABLE = b"a,b,c\n1,x,2024-01-05\ny,,x\n1,2\n"
GOOD = b"1,x,2024-01-05\n"
MANY = 700  # rows: more bytes than the 10,000 by which encoding and dialect are guessed

HEADERS = [
    "a,b,c",
    "a,b",
    "b,a,c",
    "a,b,c,d",
    "a,b,c,a",
    "a,a,c",
    "a,b,",
    "a,,c",
    "A,b,c",
    "a , b,c",
    "x,y,z",
    "a,b,b",
    "",
]
MATCHES = ["exact", "equal", "subset", "superset", "partial", ["subset"]]
UNTIDY = {
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf",
    "a line end": b"\n",
    "line ends": b"\n\n\n",
    "a header": b"a,b,c",
    "ragged rows": b"a,b,c\n1\n1,2\n1,2,3,4\n1,2,2024-01-01,,\n,,\n\n,,,\n",
    "a zero byte": b"a,b,c\n1,\0,2024-01-01\n",
    "line ends in quotes": b'a,b,c\n1,"x\ny",2024-01-01\nx,"a\r\nb",\n',
    "a lone carriage return": b"a,b,c\n1,x\ry,2024-01-01,\n",
    "an unclosed quote": b'a,b,c\n1,"x,2024-01-01\n2,y,z\n',
    "text after a quote": b'a,b,c\n1,"x"y,2024-01-01\n2,x"y"z,\n',
    "a title": b"Bericht 2024,,\na,b,c\n1,x,y\n",
    "a footer": b"a,b,c\n1,x,2024-01-05\nQuelle: Stadt\n",
    "semicolons": b"a;b;c\n1;x;y\n",
    "colons": b"a:b:c\n1:x:y\n",
    "a web page": b"<!doctype html><html><body>1,2</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "something packed": gzip.compress(TABLE, mtime=0),
    "Windows-1252": "a,b,c\n1,Straße für Müller €,x\n".encode("cp1252"),
    "UTF-16": "a,b,c\n1,äöü,x\n".encode("utf-16"),
    "a bad byte late": b"a,b,c\n" + b"1,x,y\n" * 1_700 + b"\xff\xfe,\n",
}
ENCODINGS = ["utf-8", "utf-16", "cp1252", "ascii", "nonsense"]
WRITTEN = {
    "commas": TABLE,
    "semicolons": TABLE.replace(b",", b";"),
    "single quotes": b"'a','b','c'\n'1','x,y','x'\n'2','it''s','x'\n",
    "escapes": b'a,b,c\n1,"x\\"y",x\n2,a\\,b,c\n',
    "blanks after commas": b'a, b, c\n1, "x,y", x\n',
    "comments": b"# t\na,b,c\n#1,2,3\n1,#x,y\n2,x,y # z\n\n",
    "two headers": b"A,B,\na,b,c\n1,x,2024-01-05\nz,y,x\n",
    "blank rows": b"a,b,c\n\n1,x,y\n,,\n\n2,x,y\n",
}
DIALECTS: list[dict[str, Any]] = [
    *({"csv": {"delimiter": each}} for each in (",", ";", "", "::", 5)),
    *({"csv": each} for each in ({"quoteChar": "'"}, {"quoteChar": ""}, {"doubleQuote": False})),
    {"csv": {"escapeChar": "\\"}},
    *({"csv": each} for each in ({"skipInitialSpace": True}, {"lineTerminator": "\r\n"}, {"nullSequence": "x"}, "x")),
    *({"delimiter": ";"}, {"quoteChar": "'"}, {"skipInitialSpace": True}, {"caseSensitiveHeader": True}),
    *({"header": False}, {"headerRows": [2]}, {"headerRows": [1, 2]}, {"headerRows": [1, 2], "headerJoin": "-"}),
    *({"headerRows": []}, {"headerRows": [99]}, {"headerRows": "x"}, {"headerCase": False}, {"skipBlankRows": True}),
    *({"commentChar": "#"}, {"commentRows": [1]}, {"commentRows": [3, 4]}, {"header": False, "commentRows": [1]}),
]  # fmt: skip
RESOURCES: list[dict[str, Any]] = [
    *({"bytes": len(TABLE)}, {"bytes": 1}, {"hash": "x"}, {"hash": "sha1:x"}, {"rows": 4}, {"fields": 4}),
    {"stats": {"bytes": 5}},
    *({"format": "tsv"}, {"format": "json"}, {"format": "xlsx"}, {"compression": "gz"}, {"mediatype": "text/csv"}),
    *({"profile": "tabular-data-resource"}, {"type": "table"}, {"type": "file"}, {"type": "x"}),
    *({"name": "a b"}, {"name": 5}),
    *({"path": []}, {"path": ["t.csv", "t.csv"]}, {"path": "t.csv", "data": [["a"]]}),
    *({"innerpath": "x"}, {"title": 5}),
    *({"schema": None}, {"schema": {}}, {"schema": {"fields": []}}, {"schema": 5}, {"encoding": ""}, {"unknown": 1}),
]  # fmt: skip
DATA: list[Any] = [
    [["a", "b", "c"], [1, "x", "2024-01-05"], ["y", None, "x"], [1, 2], [], [None, None, None]],
    [{"a": 1, "b": "x", "c": "2024-01-05"}, {"a": "y", "c": "x"}, {"d": 1}],
    *([], {}, "x", 5, [[]], [1, 2], [["a"], 1], [{}], [["a", "b", "c"], [1.0, [1], {"a": True}]]),
]


def key(fields: Any, resource: str, target: Any) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": resource, "fields": target}}


KEYED = b"a,b,c\n1,A,\n01,B,1\n,C,7\n,,\n3,,x\n2,D,2\n1,E,02\nx,F,3\n"
KEYS: list[dict[str, Any]] = [
    *({"primaryKey": each} for each in ("a", ["a"], ["a", "b"], [], "zz", ["a", "a"], None, 1)),
    *({"uniqueKeys": each} for each in (["a"], [["a", "b"]], "a")),
    *({"foreignKeys": [each]} for each in (key("c", "", "a"), key(["c"], "t", ["a"]), key("c", "other", "a"))),
    *({"foreignKeys": [each]} for each in (key(["c", "b"], "", ["a", "b"]), key(["c", "b"], "", ["a"]))),
    {"foreignKeys": [key("zz", "", "a")]},
    *({"foreignKeys": []}, {"foreignKeys": {}}, {"foreignKeys": [{"fields": "c"}]}),
    {"foreignKeys": [key("c", "", "a"), key("b", "", "b")]},
]  # fmt: skip


def one(content: bytes, **declared: Any) -> Case:
    """A package of one table."""
    resource = {"name": "t", "path": "t.csv", "schema": SCHEMA, **declared}
    return Case({"t.csv": content}, package={"resources": [resource]})


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def cases() -> Iterator[tuple[str, Case]]:
    for header, match in product(HEADERS, MATCHES):
        schema = {**SCHEMA, "fieldsMatch": match}
        yield f"header {header!r} {match}", Case({"t.csv": f"{header}\n1,x,2024-01-05\ny,,x\n1,2\n".encode()}, schema)
    for header in HEADERS:
        yield f"header {header!r}, keyed", one(f"{header}\n1,x\ny,\n".encode(), dialect={"headerCase": False},
                                               schema={**SCHEMA, "primaryKey": ["a"]})  # fmt: skip
    for name, content in UNTIDY.items():
        yield name, Case({"t.csv": content}, SCHEMA)
        yield (
            f"{name} and many rows",
            Case({"t.csv": content + GOOD * MANY}, {**SCHEMA, "primaryKey": ["b"]}, limit=7),
        )
        for encoding in ENCODINGS if len(content) < 1_000 else ():
            yield f"{name} as {encoding}", one(content, encoding=encoding)
    for (name, content), dialect in product(WRITTEN.items(), DIALECTS):
        yield f"{name} {dialect}", one(content, dialect=dialect)
    for keys, version in product(KEYS, ({}, V2)):
        schema = {**version, **SCHEMA, "fields": [*FIELDS[:2], {"name": "c", "type": "integer"}], **keys}
        yield f"keys {schema}", Case({"t.csv": KEYED}, schema)
        rows = "".join(f"{number},x,{number - 1}\n" for number in range(100, 400)).encode()
        yield f"many keys {schema}", Case({"t.csv": KEYED + rows}, schema, limit=4 if version else 0)
    for declared in RESOURCES:
        yield f"resource {declared}", one(TABLE, **declared)
        yield f"large resource {declared}", one(TABLE + GOOD * MANY, **declared)
    for data in DATA:
        yield f"data {data}", Case({}, package={"resources": [{"name": "t", "data": data, "schema": SCHEMA}]})
        yield f"JSON {data}", Case({"t.json": json.dumps(data).encode()}, SCHEMA)
    for content in (TABLE, TABLE + GOOD * MANY):
        yield f"gz {len(content)}", Case({"t.csv.gz": gzip.compress(content)}, SCHEMA)
        yield f"half a gz {len(content)}", Case({"t.csv.gz": gzip.compress(content)[:-9]}, SCHEMA)
        yield f"zip {len(content)}", Case({"t.csv.zip": packed("t.csv", content)}, SCHEMA)
        yield f"no zip {len(content)}", Case({"t.csv.zip": content}, SCHEMA)
        yield f"tsv {len(content)}", Case({"t.tsv": content.replace(b",", b"\t")}, SCHEMA)
        parts = {"p.csv": content[:20], "q.csv": content[20:]}
        resource = {"name": "t", "path": list(parts), "schema": SCHEMA}
        yield f"parts {len(content)}", Case(parts, package={"resources": [resource]})
    for limit in (None, 0, 1, 2, 10, 1000):
        yield f"limit {limit}", Case({"t.csv": b"a,b,c,d\n" + b"x,y,z\n" * 1_050}, SCHEMA, limit=limit)
