"""Shapes: schemas of bodies that no marshmallow schema describes, each in one place by its name.

Here: answers that are files of packages, lists of changes, and what forms hold. Not here: shapes of feeds and of
neighbours (neighbour_shapes.py), the mapping (mapping_shape.py), rows (row_shapes.py), problems (problem_shapes.py).
"""

from collections.abc import Mapping
from typing import Any

TEXT, NUMBER, TRUTH, ANY = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}, {"description": "any value"}
OR_NULL, NUMBER_OR_NULL = {"type": ["string", "null"]}, {"type": ["integer", "null"]}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
LINKS = {"type": "object", "additionalProperties": ADDRESS}
TEXTS = {"type": "object", "required": ["de", "en"], "properties": {"de": TEXT, "en": TEXT}}
COUNTS = {"type": "object", "additionalProperties": NUMBER}


def ref(name: str) -> dict[str, str]:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(about: str, required: str, /, **properties: Any) -> dict[str, Any]:
    """An object; required: the names of the members that are always there."""
    return {"type": "object", "description": about, "required": required.split(), "properties": properties}


def items_of(about: str, name: str, **more: Any) -> dict[str, Any]:
    """A list in the form that all lists have; more: members beside it."""
    total = {**NUMBER, "description": "how many there are on all pages"}
    listed = {"type": "array", "items": ref(name)}
    return thing(about, " ".join(("items", "total", "links", *more)), items=listed, total=total, links=LINKS, **more)


# What an event of a row has beside the members of every event.
ROW_EVENT: Mapping[str, Any] = {
    "type": "object",
    "description": "An event of a row, with the date that the figures of its version speak of.",
    "properties": {"as_of": {"type": ["string", "null"], "format": "date"}},
}
SHAPES: Mapping[str, Mapping[str, Any]] = {
    "Kind": thing(
        "A type of dataset.", "name labels tables links",
        name=TEXT, labels=TEXTS, tables={"type": "array", "items": TEXT}, links=LINKS,
    ),
    "Kinds": items_of("All kinds of dataset.", "Kind"),
    "KindWithSchemas": thing(
        "A kind with the schema of each of its tables.", "name labels tables links description resources",
        name=TEXT, labels=TEXTS, tables={"type": "array", "items": TEXT}, links=LINKS, description=OR_NULL,
        resources={"type": "array", "items": thing(
            "A table.", "name labels entity schema",
            name=TEXT, labels=TEXTS, entity=TEXT, schema=ref("TableSchema"),
        )},
    ),
    "TableSchema": {
        "type": "object",
        "description": "A Table Schema (datapackage.org/standard/table-schema), with labels and codes beside it.",
        "required": ["fields"],
        "properties": {
            "fields": {"type": "array", "items": {
                "type": "object", "required": ["name"], "properties": {"name": TEXT, "type": TEXT},
                "additionalProperties": True,
            }},
            "primaryKey": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
        },
        "additionalProperties": True,
    },
    "DataPackage": {
        "type": "object",
        "description": "The descriptor of a Data Package (datapackage.org), as it was published.",
        "required": ["name", "version", "resources"],
        "properties": {"name": TEXT, "version": TEXT, "resources": {"type": "array", "items": {
            "type": "object", "required": ["name", "path"], "properties": {"name": TEXT, "path": TEXT},
            "additionalProperties": True,
        }}},
        "additionalProperties": True,
    },
    "CsvwMetadata": {
        "type": "object",
        "description": "What the columns of a CSV mean, as CSV on the Web says it (www.w3.org/TR/tabular-metadata).",
        "required": ["@context"],
        "properties": {
            "@context": ANY, "url": TEXT, "tables": {"type": "array"},
            "tableSchema": {"type": "object", "additionalProperties": True},
        },
        "additionalProperties": True,
    },
    "PackageEvents": {
        "type": "object",
        "description": "The events of a version, as its package keeps them.",
        "additionalProperties": True,
    },
    "PublishedEdit": thing(
        "A cell that the publisher mended in the service before the version went out.",
        "resource field address before after",
        resource=TEXT, field=TEXT, address=TEXT, before=OR_NULL, after=OR_NULL,
    ),
    "RowChange": thing(
        "A row that was added, changed or removed.", "resource key change fields",
        resource=TEXT, key=TEXT, change={"enum": ["added", "changed", "removed"]}, fields=ref("FieldChanges"),
    ),
    "Differences": items_of(
        "What changed from one version to another, row by row.", "RowChange",
        **{"from": TEXT, "to": TEXT, "counts": COUNTS},
    ),
    "Preview": items_of(
        "What publishing a draft now would bring about; the items are the rows that change.", "RowChange",
        base={**OR_NULL, "description": "the version that the draft is compared with"}, next_version=OR_NULL,
        counts=COUNTS, sentences={"type": "array", "items": TEXTS},
    ),
    "Rewrite": thing(
        "A cell that is published differently from what was sent, and by which rule.",
        "resource row field address before after rule",
        resource=TEXT, row=NUMBER_OR_NULL, field=TEXT, address=OR_NULL, before=OR_NULL, after=OR_NULL, rule=TEXT,
        sheet=OR_NULL,
    ),
    "RewriteCount": thing(
        "How many cells of a field a rule rewrote.", "resource field rule count",
        resource=TEXT, field=TEXT, rule=TEXT, count=NUMBER,
    ),
    "DroppedColumn": thing(
        "A column that is not published.", "resource column header reason sheet",
        resource=OR_NULL, column=NUMBER, header=TEXT, reason=TEXT, sheet=OR_NULL,
    ),
    "LeftOut": thing(
        "A row that is no part of the table; without row, a whole sheet.", "resource row reason text sheet",
        resource=OR_NULL, row=NUMBER_OR_NULL, reason=TEXT, text=TEXT, sheet=OR_NULL,
    ),
    "Note": thing(
        "A hint about something that is no mistake.", "code message messages",
        code=TEXT, resource=OR_NULL, row=NUMBER_OR_NULL, address=OR_NULL, sheet=OR_NULL, message=TEXT, messages=TEXTS,
    ),
    "PreviousVersion": thing("The version before.", "version digest", version=TEXT, digest=TEXT),
    "Withdrawal": thing(
        "When and why a version was withdrawn.", "at reason serial", at=MOMENT, reason=TEXT, serial=NUMBER_OR_NULL
    ),
    "Said": thing(
        "The last thing that was said about a draft.", "what by at",
        what={"enum": ["asked", "sent-back"]}, by=TEXT, at=MOMENT, word=OR_NULL,
    ),
    "FieldChanges": {
        "type": "object",
        "description": "By the name of a field: its value before and after.",
        "additionalProperties": {"type": "object", "properties": {"before": ANY, "after": ANY}},
    },
    "Rewrites": items_of("All cells of an upload that are published differently from what was sent.", "Rewrite"),
    "RowHistory": {
        "type": "object",
        "description": "What happened to a row, oldest first.",
        "required": ["items", "total", "links"],
        "properties": {
            "items": {"type": "array", "items": ref("RowEvent")}, "total": NUMBER, "links": LINKS,
            "continued_as": {**TEXT, "description": "the key under which the row carries on"},
            "continues": {"type": "array", "items": TEXT, "description": "the keys that the row had before"},
        },
    },
    "SingleRow": {
        "type": "object",
        "description": "A row as it stands now: its fields as in rows of its table, and links.",
        "allOf": [ref("Row")],
        "required": ["links"],
        "properties": {"links": LINKS},
    },
    "PublicAnswer": {
        "type": "object",
        "description": "What the publisher said about a change: id, about, disposition, into, from, reason.",
        "additionalProperties": TEXT,
    },
}  # fmt: skip
