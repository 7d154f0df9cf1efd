"""What tests are made of: a small kind, tables written as rows, and drafts of them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher
from opendata.domain.packages.canonical_tables import canonical_csv, written_tables
from opendata.domain.packages.long_tables import LongCsv, LongTable
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.steps.publishing import Draft

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
CITY = Publisher("musterstadt", "Musterstadt", ags="00000001")

PLANS: dict[str, Any] = {
    "name": "plans",
    "title": "Pläne",
    "resources": [
        {
            "name": "plans",
            "path": "plans.csv",
            "entity": "plan",
            "entityLabels": {"de": "Plan", "en": "plan"},
            "roles": {"title": "title", "status": "phase", "deadline": "end"},
            "schema": {
                "fields": [
                    {"name": "id", "type": "string", "title": "Nr.", "constraints": {"required": True}},
                    {"name": "title", "type": "string", "title": "Titel", "constraints": {"required": True}},
                    {
                        "name": "phase",
                        "type": "string",
                        "labels": {"de": "Phase", "en": "phase"},
                        "event": "phase_changed",
                        "constraints": {"enum": ["planning", "implementation", "completed"]},
                        "codes": {
                            "planning": {"labels": {"de": "in Planung", "en": "being planned"}},
                            "implementation": {
                                "labels": {"de": "in Umsetzung", "en": "being implemented"},
                                "synonyms": ["in Arbeit"],
                            },
                            "completed": {"labels": {"de": "abgeschlossen", "en": "completed"}},
                        },
                    },
                    {
                        "name": "end",
                        "type": "string",
                        "labels": {"de": "Ende", "en": "end"},
                        "precision": "reduced",
                        "event": "deadline_moved",
                    },
                    {"name": "cost", "type": "number", "labels": {"de": "Kosten", "en": "cost"}, "unit": "EUR"},
                    {"name": "text", "type": "string", "labels": {"de": "Text", "en": "text"}},
                ],
                "primaryKey": "id",
            },
        },
        {
            "name": "grants",
            "path": "grants.csv",
            "entity": "grant",
            "entityLabels": {"de": "Förderung", "en": "grant"},
            "schema": {
                "fields": [
                    {"name": "year", "type": "integer", "constraints": {"required": True}},
                    {"name": "programme", "type": "string", "constraints": {"required": True}},
                    {"name": "plan_id", "type": "string"},
                    {"name": "paid", "type": "number"},
                ],
                "primaryKey": ["year", "programme"],
                "foreignKeys": [{"fields": "plan_id", "reference": {"resource": "plans", "fields": "id"}}],
            },
        },
    ],
}
PLAN_FIELDS = ("id", "title", "phase", "end", "cost", "text")
GRANT_FIELDS = ("year", "programme", "plan_id", "paid")


def frame(names: Sequence[str], *rows: Sequence[str | None]) -> pl.DataFrame:
    """A canonical table; short rows end in empty cells."""
    full = [[*row, *[None] * (len(names) - len(row))] for row in rows]
    return pl.DataFrame(full, schema=dict.fromkeys(names, pl.String), orient="row")


def cut(whole: pl.DataFrame, part_bytes: int = 200) -> LongTable:
    """The same rows as those of a table that is too long to be a frame, in many small parts."""
    content = canonical_csv(whole)
    csv = LongCsv(lambda start, length: content[start : start + length], len(content), part_bytes)
    return LongTable.of(csv, whole.columns, whole.columns, whole.height)


def plans(*rows: Sequence[str | None]) -> pl.DataFrame:
    """A table of plans: id, title, phase, end, cost, text."""
    return frame(PLAN_FIELDS, *rows)


def grants(*rows: Sequence[str | None]) -> pl.DataFrame:
    """A table of grants: year, programme, plan_id, paid."""
    return frame(GRANT_FIELDS, *rows)


def plans_kind() -> Kind:
    """The kind of plans, canonical."""
    return canonical_kind(Kind.from_descriptor(PLANS))


def write_kind(folder: Path, descriptor: Mapping[str, Any] = PLANS) -> None:
    """A folder of datapackages/ with this kind in it."""
    (folder / descriptor["name"]).mkdir(parents=True, exist_ok=True)
    path = folder / descriptor["name"] / "datapackage.json"
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def dataset(current: str | None = None, name: str = "plaene") -> Dataset:
    """Musterstadt's dataset of plans."""
    return Dataset(CITY, name, "plans", "Pläne der Stadt", current=current)


def draft(of: Dataset, as_of: str, tables: Mapping[str, pl.DataFrame], kind: Kind | None = None) -> Draft:
    """A draft of these tables, ready to be published."""
    kind = kind or plans_kind()
    return Draft(of, kind, written_tables(sorted_tables(tables, kind)), date.fromisoformat(as_of))
