"""Small kinds, files and uploads for the tests of intake."""

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata.domain.kinds import Kind
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from tests.archives import zipped

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
CASES = ROOT.parent / "shared" / "cases"
EXAMPLES = ROOT / "docs" / "examples"

MEASURES: dict[str, Any] = {
    "name": "measures",
    "labels": {"de": "Maßnahmen", "en": "Measures"},
    "synonyms": ["Maßnahmenliste"],
    "schema": {
        "primaryKey": "measure_id",
        "fields": [
            {
                "name": "measure_id",
                "type": "string",
                "labels": {"de": "Nummer"},
                "synonyms": ["Nr."],
                "constraints": {"required": True},
            },
            {
                "name": "title",
                "type": "string",
                "labels": {"de": "Maßnahme"},
                "synonyms": ["Titel", "Bezeichnung"],
                "constraints": {"required": True},
            },
            {
                "name": "phase",
                "type": "string",
                "labels": {"de": "Umsetzungsstand"},
                "synonyms": ["Status"],
                "default": "unknown",
                "constraints": {"required": True, "enum": ["unknown", "planning", "completed"]},
                "codes": {
                    "unknown": {"labels": {"de": "unbekannt"}, "synonyms": ["k. A."]},
                    "planning": {"labels": {"de": "in Planung"}},
                    "completed": {"labels": {"de": "abgeschlossen"}, "synonyms": ["erledigt"]},
                },
            },
            {
                "name": "planned_start",
                "type": "string",
                "precision": "reduced",
                "labels": {"de": "Beginn geplant"},
                "synonyms": ["Beginn"],
            },
            {
                "name": "planned_end",
                "type": "string",
                "precision": "reduced",
                "labels": {"de": "Ende geplant"},
                "synonyms": ["Ende"],
                "missingWords": ["offen"],
            },
            {"name": "decided_on", "type": "date", "labels": {"de": "Beschluss"}},
            {"name": "cost_eur", "type": "number", "unit": "EUR", "labels": {"de": "Kosten"}},
            {"name": "progress", "type": "number", "unit": "percent", "labels": {"de": "Fortschritt"}},
            {"name": "people", "type": "integer", "labels": {"de": "Personen"}},
            {"name": "public", "type": "boolean", "labels": {"de": "Öffentlich"}},
            {"name": "note", "type": "string", "labels": {"de": "Sachstand"}, "synonyms": ["Bemerkung"]},
        ],
    },
}
FUNDING: dict[str, Any] = {
    "name": "funding",
    "labels": {"de": "Förderung", "en": "Funding"},
    "schema": {
        "primaryKey": "funding_id",
        "fields": [
            {
                "name": "funding_id",
                "type": "string",
                "labels": {"de": "Fördernummer"},
                "constraints": {"required": True},
            },
            {"name": "programme", "type": "string", "labels": {"de": "Programm"}},
            {"name": "grant_eur", "type": "number", "unit": "EUR", "labels": {"de": "Fördersumme"}},
        ],
    },
}
KIND = Kind.from_descriptor({"name": "small", "resources": [MEASURES, FUNDING]})


def csv_file(*rows: Sequence[str], name: str = "massnahmen.csv", delimiter: str = ";") -> SourceFile:
    """A UTF-8 CSV file of these rows."""
    text = io.StringIO(newline="")
    # The csv module does not quote a carriage return by itself.
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if any("\r" in cell for row in rows for cell in row):
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    return SourceFile(name, text.getvalue().encode())


def zip_file(entries: Mapping[str, bytes | str], name: str = "package.zip") -> SourceFile:
    """A zip of these entries."""
    return SourceFile(name, zipped(entries))


def upload(*rows: Sequence[str], mapping: Any = None, delimiter: str = ";", kind: Kind = KIND) -> Mapped:
    """What intake makes of one CSV file of these rows."""
    return read_upload([csv_file(*rows, delimiter=delimiter)], kind, mapping)


def measures(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping of the measures alone."""
    return {"resources": {"measures": dict(mapping)}}


def column(mapped: Mapped, field: str, resource: str = "measures") -> list[str | None]:
    """A field's cells."""
    return mapped.tables[resource].frame[field].to_list()


def codes(mapped: Mapped) -> list[str]:
    """The codes of the errors that intake found."""
    return [error.code for error in mapped.report.errors]


def rules(mapped: Mapped, field: str) -> list[str]:
    """The rules by which a field's cells were rewritten."""
    return [rule for each in mapped.report.rewrites if each.field == field for rule in each.rule.split("+")]


def example(name: str) -> Any:
    """One of the worked mappings in docs/examples/."""
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def xlsx_file(*rows: Sequence[Any], merge: Sequence[str] = ()) -> SourceFile:
    """A workbook with one sheet of these rows, in which these ranges are merged."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Maßnahmen"
    for row in rows:
        sheet.append(row)
    for merged in merge:
        sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return SourceFile("massnahmen.xlsx", content.getvalue())


def data_file(path: str) -> SourceFile:
    """One of the real tables; the test is skipped where they are not at hand, except in CI."""
    return _file_beside(DATA / path)


def case_file(name: str) -> SourceFile:
    """One of the collected cases; the test is skipped where they are not at hand, except in CI."""
    return _file_beside(CASES / name)


def _file_beside(file: Path) -> SourceFile:
    if not file.exists():
        message = f"This table is no part of the repository and not at hand: {file}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SourceFile(file.name, file.read_bytes())
