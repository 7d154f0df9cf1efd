"""One column of each type with each option and constraint, and missing values of every kind."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from tests.validation.columns.made import EDGES, OPTIONS
from tests.validation.standard.held import Case
from tests.validation.standard.tables import V2, key

# Beside those of the tables that hypothesis makes.
MORE_OPTIONS: dict[str, list[dict[str, Any]]] = {
    "string": [{"format": "wkt"}, {"format": "unknown"}, {"categories": ["a"]}],
    "integer": [{"groupChar": ","}, {"bareNumber": "x"}, {"categories": [{"value": 1, "label": "a"}]}],
    "number": [
        {"decimalChar": ",", "groupChar": " "},
        {"decimalChar": "::"},
        {"decimalChar": ""},
        {"groupChar": "'"},
    ],
    "boolean": [
        {"trueValues": ["ja"]},
        {"trueValues": [], "falseValues": []},
        {"trueValues": "ja"},
        {"trueValues": [1]},
    ],
    "date": [{"format": "%d.%m.%y"}, {"format": "%b %d, %Y"}, {"format": "x"}, {"format": "%"}, {"format": "%Q"}],
    "datetime": [{"format": "%Y-%m-%dT%H:%M:%S%z"}, {"format": "x"}],
    "time": [{"format": "%I:%M %p"}],
    "list": [{"itemType": "number"}, {"itemType": "date"}, {"itemType": "x"}, {"delimiter": ""}],
    "array": [{"arrayItem": {"type": "string", "constraints": {"enum": ["a"]}}}, {"arrayItem": {"type": "nothing"}}],
    "geojson": [{"format": "topojson"}],
}
BOUNDS: dict[str, list[Any]] = {
    "integer": [1, "5", 2**70, "x", 1.5],
    "number": [0.5, "1.5", "x"],
    "date": ["2024-01-05", "05.01.2024", 2024],
    "datetime": ["2024-01-05T10:30:00", "2024-01-05T10:30:00Z", "2024-01-05"],
    "time": ["10:30:00", "10:30:00Z", "10:30"],
    "year": [2024, "2030", 24],
    "yearmonth": ["2024-01"],
    "duration": ["P1Y"],
}
PATTERNS = [
    "[a-z]+",
    "a|b",
    r"\d{2,4}",
    "",
    "[[:alpha:]]",
    r"\p{L}",
    "(?i)x",
    "(",
    "[a--b]",
    "[a||b]",
    r"\Z",
    5,
    None,
]
MISSING: list[list[str]] = [["k.A."], ["", "-"], [], ["None"], [" "], ["1", "a"]]
LABELLED: list[Any] = [[{"value": "-", "label": "none"}], [{"value": "1"}]]
# Refused whatever the type is.
NO_MISSING: list[Any] = ["x", [1], None]
NOT_LABELLED: list[Any] = [[{"label": "x"}]]


def constraints(kind: str) -> Iterator[dict[str, Any]]:
    yield from ({"required": True}, {"required": "true"}, {"unique": True}, {"unknown": 1}, {"jsonSchema": {}})
    for bound in BOUNDS.get(kind, [1]):
        yield from ({"minimum": bound}, {"maximum": bound})
    yield from ({"exclusiveMinimum": BOUNDS.get(kind, [1])[0]}, {"exclusiveMaximum": BOUNDS.get(kind, [1])[0]})
    yield from ({"minLength": 1}, {"maxLength": 2}, {"minLength": "2"}, {"maxLength": -1})
    yield from ({"pattern": each} for each in (PATTERNS if kind == "string" else PATTERNS[:2]))
    yield from ({"enum": EDGES[kind][:2]}, {"enum": []}, {"enum": [1, None, True]}, {"enum": "abc"}, {"enum": [[1]]})


def column(field: dict[str, Any], cells: Sequence[str], **schema: Any) -> Case:
    """A column beside the numbers of its cells, for an empty cell alone would be an empty row."""
    out = io.StringIO(newline="")
    rows = [("n", "cell"), *((number, cell) for number, cell in enumerate([*cells, "", "k.A.", "-", cells[0]]))]
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    fields = [{"name": "n", "type": "any"}, {"name": "cell", **field}]
    return Case({"table.csv": out.getvalue().encode()}, {**schema, "fields": fields}, limit=0)


def all_types(options: dict[str, Any], **schema: Any) -> Case:
    """A column of each type in one table, each with these options; the cells of each begin again at its end."""
    columns = [[*cells, "", "k.A.", "-"] for cells in EDGES.values()]
    rows = [["n", *EDGES]]
    for at in range(max(map(len, columns)) + 1):
        rows.append([str(at), *(cells[at % len(cells)] for cells in columns)])
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    fields = [{"name": "n", "type": "any"}, *({"name": kind, "type": kind, **options} for kind in EDGES)]
    return Case({"table.csv": out.getvalue().encode()}, {**schema, "fields": fields}, limit=0)


def missing_values() -> Iterator[tuple[str, Case]]:
    """Missing values of every kind for all types: those of a field, and those of a schema."""
    for missing in MISSING:
        yield f"all types without {missing}", all_types({"missingValues": missing})
        yield f"all types in a schema without {missing}", all_types({}, missingValues=missing)
    for missing in LABELLED:
        yield f"all types v2 without {missing}", all_types({}, missingValues=missing, **V2)
    for kind in ("string", "number"):
        for missing in NO_MISSING:
            yield f"{kind} without {missing}", column({"type": kind, "missingValues": missing}, EDGES[kind])
            yield f"{kind} in a schema without {missing}", column({"type": kind}, EDGES[kind], missingValues=missing)
        for missing in NOT_LABELLED:
            yield f"{kind} v2 without {missing}", column({"type": kind}, EDGES[kind], missingValues=missing, **V2)


def cases() -> Iterator[tuple[str, Case]]:
    yield from missing_values()
    for kind, cells in EDGES.items():
        plain = {"type": kind}
        for option in [*OPTIONS.get(kind, []), *MORE_OPTIONS.get(kind, [])]:
            yield f"{kind} {option}", column({**plain, **option}, cells)
        many = [*cells[:1] * 300, *cells]  # more rows than the 100 by which Frictionless guesses
        yield f"{kind}, 300 rows", column({**plain, "constraints": {"required": True}}, many)
        for each in constraints(kind):
            yield f"{kind} {each}", column({**plain, "constraints": each}, cells)
            if "xclusive" in str(each):
                yield f"{kind} {each} v2", column({**plain, "constraints": each}, cells, **V2)
        yield f"{kind} as key", column(plain, cells, primaryKey="cell")
        yield f"{kind} as part of a key", column(plain, cells, primaryKey=["n", "cell"])
        yield f"{kind} as foreign key", column(plain, cells, foreignKeys=[key("cell", "", "n")])
        yield f"{kind} as foreign key to itself", column(plain, cells, foreignKeys=[key("cell", "table", "cell")])
