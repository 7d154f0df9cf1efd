"""The metadata beside a CSV (CSVW) is true of every cell, by the rules of the W3C as they are written here anew.

The rules: www.w3.org/TR/tabular-metadata and www.w3.org/TR/tabular-data-model, section 6.6 on validating tables.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.making import PLANS
from tests.service import DATASET, Service, add_city, open_service, table

VERSION = f"{DATASET}/versions/1.0.0"
# What a cell of each datatype looks like where it has no format of its own.
LEXICAL = {
    "string": r"[\s\S]*",
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "boolean": "true|false|1|0",
    "date": r"-?\d{4}-\d\d-\d\d",
    "datetime": r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "gYear": r"-?\d{4}",
    "gYearMonth": r"-?\d{4}-\d\d",
}
COLUMN_NAME = re.compile(r"(?!_)([A-Za-z0-9_.]|%[0-9A-F]{2})+")
FIELDS: list[dict[str, Any]] = [
    {"name": "nr", "type": "integer", "title": "Nr.", "constraints": {"required": True, "minimum": 1}},
    {"name": "part", "type": "string", "constraints": {"required": True, "pattern": "[a-z]|[0-9]+"}},
    {"name": "colour", "type": "string", "constraints": {"enum": ["rot", "a|b", "c.d"], "maxLength": 5}},
    {"name": "share", "type": "number", "description": "In Prozent", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "done", "type": "boolean"},
    {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
    {"name": "at", "type": "datetime"},
    {"name": "since", "type": "year"},
    {"name": "month-of-report", "type": "yearmonth"},
    {"name": "above", "type": "integer"},
    {"name": "plan", "type": "string", "constraints": {"required": True}},
]
PARTS: dict[str, Any] = {
    "name": "parts",
    "path": "parts.csv",
    "title": "Teile",
    "labels": {"de": "Teile", "en": "parts"},
    "schema": {
        "fields": FIELDS,
        "primaryKey": ["nr", "part"],
        "foreignKeys": [
            {"fields": "plan", "reference": {"resource": "plans", "fields": "id"}},
        ],
    },
}
ROWS = (
    '1,a,rot,12.50,true,2024-02-29,2024-02-29T10:00:00Z,2024,2024-02,,"B ""1"", ja"',
    "1,2,a|b,100,false,2020-01-01,2024-02-29T10:00:00,1999,1999-12,1,2",
    "2,b,,,,,,,,,2",
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A version with three tables: cells of all datatypes, empty ones, and foreign keys of both sorts."""
    kind = {**PLANS, "resources": [*PLANS["resources"], PARTS]}
    made = open_service(tmp_path_factory.mktemp("csvw"), [kind])
    add_city(made)
    files = {
        "plans.csv": table('"B ""1"", ja",Radweg,planning,2024-03,12.5,"zwei\nZeilen, und mehr"', "2,Park,,,,"),
        "grants.csv": table("2024,KIPKI,2,1000", "2025,NKI,,", header="year,programme,plan_id,paid"),
        "parts.csv": table(*ROWS, header=",".join(field["name"] for field in FIELDS)),
    }
    answer = made.upload({name: text.encode() for name, text in files.items()})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    yield made
    made.app.extensions[EXTENSION]().close()


def metadata(service: Service, resource: str) -> dict[str, Any]:
    """The metadata at the address where readers of CSVW look by themselves: that of the CSV, and an ending."""
    answer = service.get(f"{VERSION}/{resource}.csv-metadata.json")
    assert (answer.status_code, answer.content_type) == (200, "application/csvm+json")
    found: dict[str, Any] = json.loads(answer.data)
    return found


def records(text: str, dialect: dict[str, Any]) -> list[list[str]]:
    """The records of a CSV, read as its dialect says."""
    assert dialect["lineTerminators"] == ["\n"]
    assert dialect["headerRowCount"] == 1
    read = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
        strict=True,
    )
    return list(read)


def cell_faults(value: str, column: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a cell."""
    datatype = column["datatype"]
    told: dict[str, Any] = {"base": datatype} if isinstance(datatype, str) else datatype
    if value == "":
        if column.get("required"):
            yield "is required"
        return
    if not re.fullmatch(LEXICAL[told["base"]], value):
        yield f"is no {told['base']}"
    elif "format" in told and not re.search(told["format"], value):
        yield f"does not fit {told['format']}"
    elif not told.get("minLength", 0) <= len(value) <= told.get("maxLength", len(value)):
        yield "is too long or too short"
    elif ("minimum" in told or "maximum" in told) and told["base"] in ("integer", "decimal"):
        if not Decimal(told.get("minimum", value)) <= Decimal(value) <= Decimal(told.get("maximum", value)):
            yield "is out of bounds"
    elif not told.get("minimum", value) <= value <= told.get("maximum", value):
        yield "is out of bounds"


def faults(described: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """What the rules find wrong with the tables of a description; texts: the CSV files by address."""
    tables = {each["url"]: each for each in described.get("tables", [described])}
    read = {url: records(texts[url], described["dialect"]) for url in tables}

    def values(url: str, names: list[str]) -> list[tuple[str, ...]]:
        places = [[each["name"] for each in tables[url]["tableSchema"]["columns"]].index(name) for name in names]
        return [tuple(record[place] for place in places) for record in read[url][1:]]

    for url, described_table in tables.items():
        schema, (header, *rows) = described_table["tableSchema"], read[url]
        columns = schema["columns"]
        if not len(header) == len(columns) == len({each["name"] for each in columns}):
            yield f"{url}: columns"
        for title, column in zip(header, columns, strict=True):
            if title not in column["titles"].values():
                yield f"{url}: {title} is no title of {column['name']}"
            if not COLUMN_NAME.fullmatch(column["name"]):
                yield f"{url}: {column['name']} is no name"
        for row in rows:
            pairs = zip(row, columns, strict=True)
            yield from (f"{url}: {value!r} {why}" for value, column in pairs for why in cell_faults(value, column))
        keys = values(url, schema.get("primaryKey", []))
        if schema.get("primaryKey") and len(set(keys)) < len(keys):
            yield f"{url}: keys are repeated"
        for key in schema.get("foreignKeys", []):
            referenced = values(key["reference"]["resource"], key["reference"]["columnReference"])
            if any(referenced.count(each) != 1 for each in values(url, key["columnReference"])):
                yield f"{url}: a row refers to nothing"


def texts(service: Service) -> dict[str, str]:
    """The CSV files, by the addresses that metadata beside them names."""
    return {
        f"{name}.csv": service.get(f"{VERSION}/{name}.csv").data.decode() for name in ("plans", "grants", "parts")
    }


@pytest.mark.parametrize("resource", ["plans", "grants", "parts"])
def test_the_metadata_is_true_of_the_table(described: Service, resource: str):
    assert list(faults(metadata(described, resource), texts(described))) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("rot", "blau", "'blau' does not fit"),
        ("a|b", "a", "'a' does not fit"),
        ("12.5", "zwölf", "'zwölf' is no decimal"),
        ("2,b,", "1,a,", "keys are repeated"),
        ("2,b,,,,,,,,,2", "2,b,,,,,,,,,9", "refers to nothing"),
        ("2,b,,,,,,,,,2", ",b,,,,,,,,,2", "'' is required"),
        (",100,", ",101,", "'101' is out of bounds"),
        ("2020-01-01", "2019-12-31", "'2019-12-31' is out of bounds"),
    ],
)
def test_the_metadata_shows_what_would_be_wrong(described: Service, before: str, after: str, fault: str):
    """Else the test before this one would show nothing."""
    wrong = texts(described)
    assert before in wrong["parts.csv"]
    wrong["parts.csv"] = wrong["parts.csv"].replace(before, after, 1)

    assert any(fault in each for each in faults(metadata(described, "parts"), wrong))


def test_the_metadata_says_what_people_call_things_and_what_they_may_do(described: Service):
    said = metadata(described, "plans")
    phase = said["tableSchema"]["columns"][2]

    assert said["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "de"}]
    assert said["url"] == "plans.csv"
    assert said["dc:license"] == {"@id": "https://www.govdata.de/dl-de/by-2-0"}
    assert phase["titles"] == {"und": "phase", "de": "Phase", "en": "phase"}
    assert said["tableSchema"]["primaryKey"] == ["id"]


def test_foreign_keys_lead_to_tables_of_the_same_description(described: Service):
    """Those with empty cells are left out: CSVW knows none."""
    said = {each["url"]: each["tableSchema"] for each in metadata(described, "parts")["tables"]}

    assert set(said) == {"parts.csv", "plans.csv"}
    assert [key["columnReference"] for key in said["parts.csv"]["foreignKeys"]] == [["plan"]]
    assert "tables" not in metadata(described, "grants")
    assert "foreignKeys" not in metadata(described, "grants")["tableSchema"]


def test_the_metadata_of_latest_is_that_of_its_version(described: Service):
    fixed = described.get(f"{VERSION}/plans.csv-metadata.json")
    latest = described.get(f"{DATASET}/versions/latest/plans.csv-metadata.json")

    assert latest.data == fixed.data
    again = described.get(f"{VERSION}/plans.csv-metadata.json", **{"If-None-Match": fixed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_there_is_metadata_of_tables_alone(described: Service):
    assert described.get(f"{VERSION}/nothing.csv-metadata.json").status_code == 404
    assert described.get(f"{DATASET}/versions/9.9.9/plans.csv-metadata.json").status_code == 404


def test_a_withdrawn_version_has_no_metadata(service: Service):
    service.published("1,Radweg,,,,")
    service.client.post(f"{VERSION}/withdraw", json={"reason": "Falsche Datei"}, headers=service.token())

    assert service.get(f"{VERSION}/plans.csv-metadata.json").status_code == 410
