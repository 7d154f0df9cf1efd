"""The mapping in the description: its whole shape, and an example of it.

Here: what JSON a mapping may be. Not here: reading mappings (intake/matching/), what they mean (docs/mapping.md).
"""

from collections.abc import Mapping
from typing import Any

from opendata.api.description.shapes import TEXT, TRUTH, ref

TEXT_LIST = {"anyOf": [{"type": "array", "items": TEXT}, TEXT]}
TEXT_LIST_OR_NULL = {"anyOf": [*TEXT_LIST["anyOf"], {"type": "null"}]}
NAME_OR_FIELDS = {"anyOf": [TEXT, {"type": "object", "additionalProperties": TEXT}]}
ONE_VALUE = {"type": ["string", "number", "boolean", "null"]}
OWN_NAME = "^x_[a-z0-9_]+$"


def _by(what: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "description": what, "additionalProperties": dict(values)}


SHAPES: Mapping[str, Mapping[str, Any]] = {
    "Mapping": {
        "type": "object",
        "description": "How a city's tables become those of the kind; all parts are optional. See docs/mapping.md.",
        "additionalProperties": False,
        "properties": {"resources": _by("by the name of a table of the kind", ref("TableMapping"))},
    },
    "TableMapping": {
        "type": "object",
        "description": "How one table is read.",
        "additionalProperties": False,
        "properties": {
            "sheet": {"type": ["string", "null"], "description": "the sheet; * for every sheet that looks like it"},
            "sheets": {**TEXT_LIST_OR_NULL, "description": "the sheets that make up the table together"},
            "skip_sheets": {**TEXT_LIST_OR_NULL, "description": "sheets that are not published and ask nothing"},
            "sheet_as": {"type": ["string", "null"], "description": "the field that the name of the sheet fills"},
            "file": {"type": ["string", "null"], "description": "the name of the file, where several are sent"},
            "header_row": {"type": ["integer", "null"], "minimum": 1, "description": "the row with the headers"},
            "fields": _by("by header: what its column fills", ref("MappingTarget")),
            "codes": _by("by field: the code that each word means", {"type": "object", "additionalProperties": TEXT}),
            "constants": _by("by field: one value for all rows", {"type": ["string", "number", "boolean"]}),
            "skip_rows": {
                "type": ["array", "null"],
                "description": "rows that are no entries: those that have these cells below these headers",
                "items": {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {"anyOf": [ONE_VALUE, {"type": "array", "items": ONE_VALUE}]},
                },
            },
            "decimal": {"enum": [",", ".", None], "description": "the sign before decimals"},
            "ticks": _by(
                "by field: the headers of columns of ticks, and the code of each",
                {"type": "object", "additionalProperties": TEXT},
            ),
            "sections": {"type": ["string", "null"], "description": "the field that headings between rows fill"},
            "key": {
                "description": "headers that the key is made of, or by field",
                "anyOf": [
                    {"type": "null"},
                    {"type": "array", "items": TEXT},
                    {"type": "object", "additionalProperties": TEXT_LIST},
                ],
            },
            "renamed": _by("new titles, and the old ones whose key they keep", TEXT),
            "unpivot": {"anyOf": [ref("MappingUnpivot"), {"type": "null"}]},
            "distinct": {**TRUTH, "description": "repeated rows are published once"},
            "missing": _by("by field: cells that mean nothing", TEXT_LIST),
        },
    },
    "MappingTarget": {
        "description": "A field; null: the column is not published; several fields; or a field of the dataset's own.",
        "anyOf": [
            {"type": "null"},
            TEXT,
            ref("MappingField"),
            {"type": "array", "items": {"anyOf": [TEXT, ref("MappingField")]}},
        ],
    },
    "MappingField": {
        "type": "object",
        "description": "A field by name, with the factor of its numbers; one whose name begins with x_ is the "
        "dataset's own, and has the properties of a Table Schema field.",
        "required": ["name"],
        "properties": {"name": TEXT, "factor": {"type": ["number", "string"]}, "type": TEXT, "title": TEXT},
        "additionalProperties": True,
    },
    "MappingUnpivot": {
        "type": "object",
        "description": "Columns that become rows: `values` says in which columns the values of a field stand, `name` "
        "which field or fields say where each of them stood, `factors` what its numbers are multiplied by.",
        "required": ["name", "values"],
        "properties": {
            "name": {"anyOf": [TEXT, TEXT_LIST]},
            "values": _by(
                "by field: a pattern with YEAR, headers, or headers with what they are called in the data, or with "
                "the fields that they fill",
                {"anyOf": [TEXT, TEXT_LIST, {"type": "object", "additionalProperties": NAME_OR_FIELDS}]},
            ),
            "factors": _by("by field: what its numbers are multiplied by", {"type": ["number", "string"]}),
        },
    },
}
EXAMPLE: Mapping[str, Any] = {
    "resources": {
        "measures": {
            "sheet": "Tabelle1",
            "header_row": 4,
            "fields": {
                "Nr.": "measure_id",
                "Maßnahme": "title",
                "Bewertung": None,
                "Priorität": {"name": "x_priority", "type": "string", "title": "Priorität"},
            },
            "codes": {"phase": {"in Bearb.": "implementation"}},
            "skip_rows": [{"Maßnahme": "Mittelwert Handlungsfeld"}],
        }
    }
}
