"""Metadata for CSV on the Web: what a table's CSV means, said as JSON beside it (www.w3.org/TR/tabular-metadata).

Here: the descriptor of a version, as its package has it, in the words of CSVW. Not here: the address of the metadata
(api/version_files.py), the Data Package itself (domain/packages/).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from opendata.domain.kinds import Field, ForeignKey, Kind, Table

MEDIA_TYPE = "application/csvm+json"
NAMESPACE = "http://www.w3.org/ns/csvw"
EDITION = "1"  # raised when this module says something else of the same table
ENDING = "csv-metadata.json"  # beside `plans.csv`, where readers of CSVW look without being told
# As canonical tables write them; what is not here is text.
DATATYPES: Mapping[str, str] = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
    "object": "json",
    "array": "json",
    "geojson": "json",
}
BOUNDS: Mapping[str, str] = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
}
LENGTHS = ("minLength", "maxLength")
BOUNDED = ("integer", "decimal", "date", "datetime", "time", "gYear", "gYearMonth", "duration")
SYNTAX = re.compile(r"([\\^$.*+?()\[\]{}|/])")  # the signs that mean something in a regular expression


def csvw_metadata(descriptor: Mapping[str, Any], kind: Kind, resource: str) -> dict[str, Any]:
    """The metadata of one table; of a group of tables where its foreign keys lead to others of the version."""
    resources = {each["name"]: each for each in descriptor["resources"]}
    names = _with_references(kind, resource, list(resources))
    tables = [_table(resources[name], kind.table(name), resources) for name in names]
    head = {
        "@context": [NAMESPACE, {"@language": "de"}],
        "dc:title": f"{descriptor['title']}, {descriptor['version']}",
        "dc:license": {"@id": descriptor["licenses"][0]["path"]},
        "dc:publisher": descriptor["publisher"]["title"],
        "dc:issued": {"@value": descriptor["published_at"], "@type": "xsd:dateTime"},
        "dialect": _dialect(resources[resource]),
    }
    return {**head, **tables[0]} if len(tables) == 1 else {**head, "tables": tables}


def _with_references(kind: Kind, resource: str, known: Sequence[str]) -> list[str]:
    """A table and those that it refers to, directly or through others; in order, each once."""
    names = [resource]
    for name in names:  # the list grows while it is read
        for key in _foreign_keys(kind.table(name)):
            if key.resource and key.resource in known and key.resource not in names:
                names.append(key.resource)
    return names


def _table(resource: Mapping[str, Any], table: Table, resources: Mapping[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(field) for field in table]}
    if table.primary_key:
        schema["primaryKey"] = [_name(name) for name in table.primary_key]
    keys = [_foreign_key(key, table, resources) for key in _foreign_keys(table) if key.resource in ("", *resources)]
    if keys:
        schema["foreignKeys"] = keys
    titles = {language: table.label(language) for language in ("de", "en")}
    return {"url": resource["path"], "rdfs:label": _in_languages(titles), "tableSchema": schema}


def _foreign_keys(table: Table) -> list[ForeignKey]:
    """The foreign keys without empty cells: in CSVW each row has a referenced row, and nothing says "if any"."""
    filled = {*table.primary_key, *(field.name for field in table if field.required)}
    return [key for key in table.foreign_keys if filled.issuperset(key.fields)]


def _foreign_key(key: ForeignKey, table: Table, resources: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columnReference": [_name(name) for name in key.fields],
        "reference": {
            "resource": resources[key.resource or table.name]["path"],
            "columnReference": [_name(name) for name in key.reference],
        },
    }


def _column(field: Field) -> dict[str, Any]:
    # The first line of the CSV has the name itself, which is a title of no language to readers of CSVW.
    titles = {"und": field.name, **{language: field.label(language) for language in ("de", "en")}}
    column: dict[str, Any] = {"name": _name(field.name), "titles": titles, "datatype": _datatype(field)}
    if field.required:
        column["required"] = True
    description = field.descriptor.get("description")
    if isinstance(description, str) and description:
        column["dc:description"] = description
    return column


def _datatype(field: Field) -> str | dict[str, Any]:
    """The datatype of a column, with the constraints that CSVW knows."""
    base, constraints = DATATYPES.get(field.type, "string"), field.constraints
    told: dict[str, Any] = {}
    if base == "string":
        told |= {name: constraints[name] for name in LENGTHS if isinstance(constraints.get(name), int)}
        if expression := _expression(field):
            told["format"] = expression
    elif base in BOUNDED:
        told |= {ours: str(constraints[name]) for name, ours in BOUNDS.items() if constraints.get(name) is not None}
    return {"base": base, **told} if told else base


def _expression(field: Field) -> str | None:
    """The regular expression that texts of this field fit; CSVW has no other word for a list of codes.

    It has both anchors, because some readers of CSVW hold it against a whole text, and some look for it in the text.
    """
    pattern, codes = field.constraints.get("pattern"), field.constraints.get("enum")
    if codes:
        pattern = "|".join(SYNTAX.sub(r"\\\1", str(code)) for code in codes)
    elif not isinstance(pattern, str):
        return None
    return f"^(?:{pattern})$"


def _dialect(resource: Mapping[str, Any]) -> dict[str, Any]:
    dialect = resource["dialect"]
    return {
        "encoding": resource["encoding"],
        "delimiter": dialect["delimiter"],
        "quoteChar": dialect["quoteChar"],
        "doubleQuote": dialect["doubleQuote"],
        "lineTerminators": [dialect["lineTerminator"]],
        "header": True,
        "headerRowCount": 1,
    }


def _in_languages(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def _name(name: str) -> str:
    """The name of a column, escaped as a variable of a URI template must be."""
    return quote(name, safe="").replace("-", "%2D").replace("~", "%7E")
