"""Tables and schemas that hypothesis makes: every type, cells near its edges, files of every untidiness."""

import csv
import io
from typing import Any, NamedTuple

from hypothesis import strategies as st


class Made(NamedTuple):
    """A package with its files, and how it is to be judged."""

    descriptor: dict[str, Any]
    files: dict[str, bytes]
    limit: int
    piece_bytes: int


NAMES = ("a", "b", "c", "d")
LETTERS = " +-.,:;/_0123456789aäßxTZPYM\t\u00a0٣²\u2028\x1c\x00'\"\n\ré€𝄞"
BOUNDS: dict[str, list[Any]] = {
    "integer": [0, 1, "5", -3, 5.0, 2**70],
    "number": [0, 0.5, "1.5", 100, "-1e3", "0.1", 1e400],
    "date": ["2024-01-05", "2024-02-29", "0001-01-01"],
    "datetime": ["2024-01-05T10:30:00", "2024-01-05T10:30:00Z", "2024-01-05T10:30:00.5"],
    "time": ["10:30:00", "10:30:00Z"],
    "year": [2024, "2030", 0],
    "yearmonth": ["2024-01", "2023-12"],
}
PATTERNS = [
    *("[a-z]+", "a|b", "^x$", r"\d{2,4}", r"\w+", "[^a]*", "x?y?", "(?:ab)+c?", ".", ".{2}", "ä+", "[[:alpha:]]"),
    *(
        r"\s*",
        r"[\w.-]+@\w+",
        r"(a)\1",
        "(?=a)a",
        "a$",
        r"a\Z",
        "[a-z&&[^b]]",
        "(?i:a)",
        r"[\d.]{,3}",
        "é|ß",
        "(a?)*",
        *("[[a]", "[a--b]", "[a||b]", "[a~~b]", "(?i)a", "(?s:.)+", r"\b\w", r"[^\W\d]", "a{,2}", "(?!b).*", "(", ""),
        *("x*+a", "(?>a|ab)b", r"\x61", r"\N{LATIN SMALL LETTER A}", "a|", "(a)?(?(1)b|a)", "[ä-ü]+", "^", "$"),
    ),
]
EDGES = {
    "string": ["", " ", "a", "b", "ab", "x", "abc", "a@b.de", "https://a.de", "A", "ä", "1", "None", "12", "ab\n"],
    "integer": ["0", "-0", "1", "01", "+1", " 1", "1 ", "1.0", "1_0", "-3", "5", "6", "٣", "9" * 19, "9" * 40, "5-"],
    "number": ["0", "0.0", "-0", "0.5", "0.50", ".5", "5.", "1.5", "1e2", "100", "100.0", "NaN", "nan", "inf", "1,5",
               "1.234,5", "0.1", "0.10", "100.00000000000000000001", "99.9999999999999999999", "-1000", "sNaN"],
    "boolean": ["true", "True", "1", "0", "false", "ja", " true"],
    "date": ["2024-01-05", "2024-1-5", "2024-02-29", "2023-02-29", "2024-12-31", "2024-11-31", "0001-01-01",
             "0000-01-01", "05.01.2024", "5.1.2024", "2024-01-05 ", "+2024-01-05", "20-01-05", "9999-12-31"],
    "datetime": ["2024-01-05T10:30:00", "2024-01-05T10:30:00Z", "2024-01-05 10:30:00", "2024-01-05T24:00:00",
                 "2024-01-05T10:30:60", "2024-01-05T12:30:00+02:00", "2024-01-05T10:30:00.500"],
    "time": ["10:30:00", "10:30", "24:00:00", "10:30:00Z", "23:59:60", "12:30:00+02:00"],
    "year": ["2024", "0024", "24", "+123", " 202", "12024", "2030", "2031", "1_00", "0000"],
    "yearmonth": ["2024-01", "2024-13", "24-1", "2024/01", " 2024 - 01 ", "2023-12", "02024-01"],
    "duration": ["P", "P1Y", "PT", "P1D", "PT24H", "P1Y2M3D", "P1M1Y", "P0D", "P-1D", "p1y", "P1W"],
    "geopoint": ["6.95,50.93", "6.95, 50.93", "180,90", "180.1,0", "179.9,89.99", "nan,1", "1,2,3", "-0,0", "1e1,5"],
    "list": ["a,b", "a", "1,2", "1,x", ",", "a;b"],
    "object": ["{}", '{"a": 1}', "[1]", "x"],
    "array": ["[]", "[1, 2]", "{}", "x"],
    "geojson": ['{"type": "Point", "coordinates": [1, 2]}', "{}", "x"],
    "any": ["x", "1", " ", "None"],
}  # fmt: skip
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "string": [{}, {}, {}, *({"format": each} for each in ("email", "uri", "uuid", "binary"))],
    "integer": [{}, {}, {"bareNumber": False}],
    "number": [{}, {}, {"decimalChar": ","}, {"decimalChar": ",", "groupChar": "."}, {"groupChar": ","},
               {"groupChar": " "}, {"bareNumber": False}, {"floatNumber": True}, {"decimalChar": "x"}],
    "boolean": [{}, {"trueValues": ["ja", "1"], "falseValues": ["nein", ""]}],
    "date": [{}, {}, {"format": "%d.%m.%Y"}, {"format": "any"}, {"format": "%Y/%m/%d"}, {"format": "%d%m%Y"}],
    "datetime": [{}, {}, {"format": "any"}, {"format": "%d.%m.%Y %H:%M"}],
    "time": [{}, {}, {"format": "any"}, {"format": "%H:%M"}],
    "geopoint": [{}, {}, {"format": "array"}, {"format": "object"}],
    "list": [{}, {}, {"itemType": "integer"}, {"delimiter": ";"}],
    "array": [{}, {"arrayItem": {"type": "integer", "constraints": {"maximum": 1}}}],
}  # fmt: skip
CONTROLS: list[dict[str, Any]] = [
    {"skipInitialSpace": True},
    {"quoteChar": "'"},
    {"doubleQuote": False},
    {"escapeChar": "\\"},
    {"doubleQuote": False, "escapeChar": "\\"},
    {"lineTerminator": "\n"},
    {"quoteChar": ""},
]
LENGTHS = ("string", "list", "array", "object")


def mutated(cell: str, at: int, letter: str, kind: int) -> str:
    """A cell with a letter put in, taken out, or put in another's place."""
    at = min(at, len(cell))
    return cell[:at] + (letter if kind < 2 else "") + cell[at + (kind > 0) :]


def cells_of(field: dict[str, Any]) -> st.SearchStrategy[str]:
    """Cells near the edges of a type, a few of them wrong."""
    edges = st.sampled_from(EDGES.get(field["type"], EDGES["any"]))
    near = st.builds(mutated, edges, st.integers(0, 12), st.sampled_from(LETTERS), st.integers(0, 2))
    own = [str(each) for each in field["constraints"].get("enum", ())] + field.get("missingValues", [])
    return st.one_of(edges, edges, near, st.just(""), st.sampled_from(own or ["-"]))


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A field of any type, format and constraint."""
    kind = draw(st.sampled_from([*EDGES, "string", "integer", "number", "date"]))
    field = {"name": name, "type": kind, **draw(st.sampled_from(OPTIONS.get(kind, [{}])))}
    constraints: dict[str, Any] = {}
    rarely = st.sampled_from([False, False, False, True])
    if draw(rarely):
        constraints["required"] = True
    if draw(rarely):
        constraints["unique"] = True
    if kind in BOUNDS:
        for bound in ("minimum", "maximum"):
            if draw(rarely):
                constraints[bound] = draw(st.sampled_from(BOUNDS[kind]))
    if kind in LENGTHS and draw(rarely):
        constraints[draw(st.sampled_from(["minLength", "maxLength"]))] = draw(st.integers(0, 3))
    if kind == "string" and draw(rarely):
        constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    if kind != "list" and draw(rarely):
        constraints["enum"] = draw(st.lists(st.sampled_from(EDGES[kind]), min_size=1, max_size=3))
    if draw(rarely):
        field["missingValues"] = draw(st.sampled_from([["-"], ["", "-"], ["None"], [], ["1", "a", "2024-01-05"]]))
    return {**field, "constraints": constraints}


@st.composite
def schemas(draw: st.DrawFn, other: str) -> dict[str, Any]:
    """A schema with keys, some of them to another table."""
    names = NAMES[: draw(st.integers(1, 4))]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    schema: dict[str, Any] = {"fields": [draw(fields(name)) for name in names]}
    if draw(st.booleans()):
        schema["primaryKey"] = draw(some)
    if draw(st.booleans()):
        schema["missingValues"] = draw(st.sampled_from([["", "-"], ["None", ""], ["-"], []]))
    keys = []
    for _ in range(draw(st.integers(0, 2))):
        own = draw(some)
        target = [draw(st.sampled_from(names)) for _ in own]
        keys.append({"fields": own, "reference": {"resource": draw(st.sampled_from(["", other])), "fields": target}})
    if keys:
        schema["foreignKeys"] = keys
    if draw(st.sampled_from([False] * 9 + [True])):
        schema["fieldsMatch"] = draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"]))
    return schema


@st.composite
def rows(draw: st.DrawFn, schema: dict[str, Any]) -> list[list[str]]:
    """A header and rows, some of them too short, too long or empty."""
    header = [each["name"] for each in schema["fields"]]
    if draw(st.sampled_from([False] * 9 + [True])):
        header = draw(st.sampled_from([header[:-1] or ["z"], [*header, "z"], [*header, header[0]], header[::-1]]))
    columns = [draw(st.lists(cells_of(each), min_size=1, max_size=4)) for each in schema["fields"]]
    columns += [["x", ""]] * (len(header) - len(columns))
    made = []
    for _ in range(draw(st.integers(0, 12))):
        row = [draw(st.sampled_from(column)) for column in columns[: len(header)]]
        odd = draw(st.integers(0, 30))
        if odd == 0:
            row = row[:-1]
        elif odd == 1:
            row = [*row, *draw(st.sampled_from([["x"], [""], ["x", "y"]]))]
        elif odd == 2:
            row = [""] * draw(st.integers(0, len(row)))
        made.append(row)
    return [header, *made]


@st.composite
def files(draw: st.DrawFn, table: list[list[str]]) -> tuple[bytes, dict[str, Any]]:
    """A table as the bytes of a CSV file, and what its descriptor says of them."""
    delimiter = draw(st.sampled_from([",", ",", ";", "\t", "|", ":"]))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    quoting: Any = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, None]))
    if quoting is None:  # as somebody without any idea of CSV would write it
        text = "".join(delimiter.join(row) + ends for row in table)
    else:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(table)
        text = out.getvalue()
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(['"', "\n", "\r", "\r\n", " ", "\ufeff", delimiter])) + text[at:]
    if draw(st.booleans()):
        text = text.removesuffix(ends)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"]))
    declared: dict[str, Any] = {}
    if draw(st.integers(0, 3)):
        control = {"delimiter": delimiter, "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
        if draw(st.integers(0, 5)) == 0:
            control |= draw(st.sampled_from(CONTROLS))
        declared = {"encoding": encoding.replace("-sig", ""), "dialect": {"headerRows": [1], "csv": control}}
        extra = draw(st.integers(0, 20))
        options = [
            {"commentChar": "#"},
            {"commentRows": [3]},
            {"skipBlankRows": True},
            {"headerCase": False},
            {"header": False},
            {"headerRows": [1, 2]},
            {"headerRows": [2]},
            {"commentRows": [1, 2], "headerRows": [3]},
            {"commentChar": "1", "skipBlankRows": True},
            {"header": False, "skipBlankRows": True},
        ]
        if extra < len(options):
            declared["dialect"] |= options[extra]
    return text.encode(encoding, errors="replace"), declared


@st.composite
def packages(draw: st.DrawFn) -> Made:
    """Two tables that may have keys into each other."""
    contents, resources = {}, []
    for name, other in (("one", "two"), ("two", "one")):
        schema = draw(schemas(other))
        content, declared = draw(files(draw(rows(schema))))
        contents[f"{name}.csv"] = content
        resources.append({"name": name, "path": f"{name}.csv", **declared, "schema": schema})
    limit = draw(st.sampled_from([0, 0, 1, 2, 3, 5, 10, 1000]))
    return Made({"name": "made", "resources": resources}, contents, limit, draw(st.sampled_from([20, 60, 200, 5000])))


@st.composite
def columns(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """One field and many cells for it: where the proofs may err."""
    field = draw(fields("cell"))
    return field, draw(st.lists(cells_of(field), min_size=1, max_size=40))
