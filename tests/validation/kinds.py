"""A small kind and its tables, for the tests of validation."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.findings import Report
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.tables.canonical_text import canonical_kind

MEASURES: dict[str, Any] = {
    "name": "measures",
    "labels": {"de": "Maßnahmen", "en": "Measures"},
    "entity": "measure",
    "entityLabels": {"de": "Maßnahme", "en": "Measure"},
    "schema": {
        "fields": [
            {
                "name": "measure_id",
                "type": "string",
                "labels": {"de": "Nr.", "en": "No."},
                "constraints": {"required": True},
            },
            {
                "name": "title",
                "type": "string",
                "labels": {"de": "Titel", "en": "Title"},
                "synonyms": ["Maßnahme", "Bezeichnung"],
                "constraints": {"required": True, "maxLength": 80},
            },
            {
                "name": "phase",
                "type": "string",
                "labels": {"de": "Phase", "en": "Phase"},
                "codes": {
                    "planning": {"labels": {"de": "in Planung", "en": "being planned"}},
                    "implementation": {
                        "labels": {"de": "in Umsetzung", "en": "under way"},
                        "synonyms": ["in Arbeit"],
                    },
                    "completed": {"labels": {"de": "abgeschlossen", "en": "completed"}, "synonyms": ["erledigt"]},
                },
                "constraints": {"enum": ["planning", "implementation", "completed"]},
            },
            {
                "name": "planned_end",
                "type": "string",
                "precision": "reduced",
                "labels": {"de": "Ende", "en": "End"},
                "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
            },
            {
                "name": "progress",
                "type": "number",
                "unit": "percent",
                "labels": {"de": "Fortschritt", "en": "Progress"},
                "constraints": {"minimum": 0, "maximum": 100},
            },
            {"name": "decided_on", "type": "date", "labels": {"de": "Beschluss", "en": "Decision"}},
            {"name": "parent_id", "type": "string", "labels": {"de": "Teil von", "en": "Part of"}},
        ],
        "primaryKey": ["measure_id"],
        "foreignKeys": [{"fields": ["parent_id"], "reference": {"resource": "", "fields": ["measure_id"]}}],
    },
}
FUNDING: dict[str, Any] = {
    "name": "funding",
    "labels": {"de": "Förderung", "en": "Funding"},
    "schema": {
        "fields": [
            {"name": "funding_id", "type": "string", "constraints": {"required": True}},
            {"name": "measure_id", "type": "string", "labels": {"de": "Maßnahme", "en": "Measure"}},
        ],
        "primaryKey": ["funding_id"],
        "foreignKeys": [{"fields": ["measure_id"], "reference": {"resource": "measures", "fields": ["measure_id"]}}],
    },
}  # fmt: skip


def kind(*resources: Mapping[str, Any]) -> Kind:
    """A canonical kind of these resources."""
    return canonical_kind(Kind.from_descriptor({"name": "test", "resources": list(resources or (MEASURES, FUNDING))}))


def one_table(schema: Mapping[str, Any], name: str = "things") -> Kind:
    """A kind of one table."""
    return kind({"name": name, "schema": schema})


def table(of: Kind, name: str, cells: Sequence[Mapping[str, str | None]], **where: Any) -> MappedTable:
    """A mapped table; its rows start below a header in row 4, its columns stand in schema order."""
    names = of.table(name).field_names
    frame = pl.DataFrame(
        {each: [row.get(each) for row in cells] for each in names}, schema=dict.fromkeys(names, pl.String)
    )
    columns = {each: position for position, each in enumerate(names, start=1)}
    return MappedTable(frame, **{"rows": range(5, 5 + len(cells)), "columns": columns, **where})


def measures(*rows: Mapping[str, str | None], report: Report | None = None, **where: Any) -> Mapped:
    """An upload of measures; a row is complete where it does not say otherwise."""
    whole = kind()
    filled = [
        {"measure_id": f"M{number}", "title": "Radweg", "phase": "planning", **row}
        for number, row in enumerate(rows, start=1)
    ]
    return Mapped(whole, {"measures": table(whole, "measures", filled, **where)}, report or Report())


def things(schema: Mapping[str, Any], *rows: Mapping[str, str | None]) -> Mapped:
    """An upload of one table with any schema."""
    whole = one_table(schema)
    return Mapped(whole, {"things": table(whole, "things", rows)})
