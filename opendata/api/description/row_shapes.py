"""Rows in the description: a schema for each table of each kind, made from the table's own schema.

Here: what a cell of a field is in JSON. Not here: writing rows (formats/json_rows.py).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from opendata.domain.kinds import Field, Kind, Table

TYPES: Mapping[str, str] = {
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "array",
    "object": "object",
    "geojson": "object",
}
FORMATS: Mapping[str, str] = {"date": "date", "datetime": "date-time"}
REDUCED_DATE = r"^-?\d{4}(-\d{2}(-\d{2})?)?$"
OWN_FIELDS = {"^x_": {"description": "a field of the dataset's own"}}


def schemas(kinds: Iterable[Kind]) -> dict[str, Any]:
    """A schema for the rows of each table, and the schema Row, which is any of these."""
    tables = {f"Row.{kind.name}.{table.name}": _row(kind, table) for kind in kinds for table in kind}
    one_of_them = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in tables]} if tables else {}
    about = "A row by field, of a table of a kind; only the fields that were asked for. An empty cell is null."
    return {**tables, "Row": {"type": "object", "description": about, **one_of_them}}


def _row(kind: Kind, table: Table) -> dict[str, Any]:
    return {
        "type": "object",
        "title": f"{kind.name}: {table.label('en')}",
        "description": f"A row of {table.name} of the kind {kind.name}. An empty cell is null.",
        "properties": {field.name: _cell(field) for field in table},
        "patternProperties": OWN_FIELDS,
    }


def _cell(field: Field) -> dict[str, Any]:
    """The schema of a cell as rows have it in JSON."""
    told = field.descriptor.get("description")
    schema: dict[str, Any] = {"type": [TYPES.get(field.type, "string"), "null"]}
    if field.precision == "reduced":
        schema["pattern"] = REDUCED_DATE
    elif field.type in FORMATS:
        schema["format"] = FORMATS[field.type]
    if field.type not in TYPES and field.codes and field.constraints.get("enum"):
        schema["enum"] = [*field.codes, None]
    label = field.label("en")
    parts = [told if isinstance(told, str) else label, f"in {field.unit}" if field.unit else ""]
    schema["description"] = ", ".join(filter(None, parts))
    example = field.descriptor.get("example")
    schema["examples"] = [example if _fits(example, schema) else _made_up(field, schema)]
    return schema


def _fits(example: Any, schema: Mapping[str, Any]) -> bool:
    return isinstance(example, str) and schema["type"][0] == "string" and "enum" not in schema


def _made_up(field: Field, schema: Mapping[str, Any]) -> Any:
    """A value of the field's type."""
    if "enum" in schema:
        return schema["enum"][0]
    if field.precision == "reduced":
        return "2027-06"
    by_type = {"integer": 3, "number": 12.5, "boolean": True, "array": [], "object": {}}
    if field.type == "year":
        return 2027
    by_format = {"date": "2027-06-30", "datetime": "2027-06-30T12:00:00Z"}
    return by_type.get(schema["type"][0]) or by_format.get(field.type) or field.label("en")
