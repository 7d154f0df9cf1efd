"""Files as they are: the list of errors is that of Frictionless, letter for letter."""

import json
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from frictionless import Dialect, Package, Report, Resource, Schema, system
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table as OdfTable  # type: ignore[import-untyped]
from odf.table import TableCell, TableRow
from odf.text import P  # type: ignore[import-untyped]

from opendata.domain.errors import DomainError, RequestNotValid, ResourceNotFound, SchemaNotValid, UnreadableFile
from opendata.domain.tables.cell_addresses import address
from opendata.validation import validate_files
from tests.validation.corpus import FIELDS, PEOPLE, TABLES

Line = tuple[Any, ...]


def reference_lines(report: Report) -> list[Line]:
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    names = ("row_number", "field_name", "field_number", "cell")
    return [(error.type, error.note, *(getattr(error, name, None) for name in names)) for error in errors]


def our_lines(report: dict[str, Any]) -> list[Line]:
    names = ("code", "note", "row", "field", "column", "cell")
    return [tuple(error[name] for name in names) for error in report["errors"]]


def compare(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, schema: dict[str, Any], **options: Any) -> int:
    """Hold a file against a schema both ways; Frictionless itself trusts only paths below the working directory."""
    monkeypatch.chdir(folder)
    expected = Resource(path=name, schema=Schema.from_descriptor(schema)).validate()
    monkeypatch.chdir("/")
    report = validate_files([folder / name], schema=schema, **options)

    assert our_lines(report) == reference_lines(expected)
    assert report["valid"] == expected.valid
    assert report["error_count"] == len(report["errors"])
    assert all(error["messages"]["de"] and error["messages"]["en"] for error in report["errors"])
    return len(report["errors"])


@pytest.mark.parametrize(("field", "cells"), FIELDS, ids=[json.dumps(field) for field, _ in FIELDS])
def test_every_type_format_and_constraint(
    field: dict[str, Any], cells: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # Two columns, or an empty cell would be an empty row.
    lines = [("n", "cell"), *((str(number), cell) for number, cell in enumerate(cells))]
    text = "".join('{},"{}"\n'.format(first, second.replace('"', '""')) for first, second in lines)
    (tmp_path / "cells.csv").write_text(text, encoding="utf-8")

    compare(tmp_path, monkeypatch, "cells.csv", {"fields": [{"name": "n", "type": "any"}, {"name": "cell", **field}]})


@pytest.mark.parametrize("name", TABLES)
def test_every_error_of_header_rows_and_keys(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    schema, text = TABLES[name]
    (tmp_path / "table.csv").write_text(text, encoding="utf-8", newline="")

    compare(tmp_path, monkeypatch, "table.csv", schema)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_detected_as_frictionless_does(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = "".join(f"{number},Straße für Fußgänger,\n" for number in range(60))
    (tmp_path / "table.csv").write_bytes(f"id,name,boss\n{rows}x,Ö,\n".encode(encoding))

    assert compare(tmp_path, monkeypatch, "table.csv", PEOPLE) >= 1


def test_a_bad_byte_late_in_the_file_ends_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "table.csv").write_bytes(b"n,text\nx,A\n" + b"1,%b\n" % (b"A" * 90) * 2000 + b"1,\xff\xfe\n")
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "text", "type": "string"}]}

    assert compare(tmp_path, monkeypatch, "table.csv", schema) == 2


def test_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    book = import_module("openpyxl").Workbook()
    sheet = book.active
    for row in [
        ("id", "name", "on"),
        (1, "A", date(2024, 1, 5)),
        (2.5, 7, datetime.fromisoformat("2024-01-05T03:00")),
        (1, None, "x"),
    ]:
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    schema = {**PEOPLE, "fields": [*PEOPLE["fields"][:2], {"name": "on", "type": "date"}], "foreignKeys": []}

    assert compare(tmp_path, monkeypatch, "table.xlsx", schema) >= 4
    report = validate_files([tmp_path / "table.xlsx"], schema=schema)
    assert {error["address"] for error in report["errors"] if error["column"]} >= {"A3", "B3", "B4", "C4"}


def test_the_default_limit_is_frictionless_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "table.csv").write_text("id,name,boss\n" + "x,,\n" * 900)

    assert compare(tmp_path, monkeypatch, "table.csv", PEOPLE) == 1000
    assert validate_files([tmp_path / "table.csv"], schema=PEOPLE)["more"]
    everything = validate_files([tmp_path / "table.csv"], schema=PEOPLE, limit=0)
    assert everything["error_count"] == 2700 and not everything["more"]
    assert validate_files([tmp_path / "table.csv"], schema=PEOPLE, limit=7)["error_count"] == 7


def test_rows_columns_and_addresses(tmp_path: Path):
    (tmp_path / "table.csv").write_text('id,name,boss\n1,"A\nB",\nx,C,\n')
    report = validate_files([tmp_path / "table.csv"], schema=PEOPLE)

    error = report["errors"][0]
    assert (error["row"], error["column"], error["address"]) == (3, 1, "A3") == (3, 1, address(3, 1))
    assert error["message"] == "A3: „x“ ist keine ganze Zahl: bitte nur Ziffern schreiben, wie 1250."


def test_what_the_json_holds(tmp_path: Path):
    (tmp_path / "table.csv").write_text("id,name,boss\nx,A,\n")
    report = validate_files(str(tmp_path / "table.csv"), schema=PEOPLE)

    assert json.loads(json.dumps(report)) == report
    assert {"valid", "error_count", "more", "errors", "engine"} <= set(report)
    names = {"code", "resource", "row", "field", "column", "cell", "address", "message"}
    assert names <= set(report["errors"][0])
    assert report["errors"][0]["resource"] == "table"
    assert report["engine"] == "frictionless"


def test_several_files_are_named_in_the_messages(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("id,name,boss\nx,A,\n")
    report = validate_files([tmp_path / "a.csv", tmp_path / "b.csv"], schema=PEOPLE)

    assert [error["resource"] for error in report["errors"] if error["code"] == "type-error"] == ["a", "b"]
    assert report["errors"][0]["messages"]["en"].startswith("File 'a.csv', A2: ")


# Packages


@pytest.fixture
def package(tmp_path: Path):
    descriptor = {
        "name": "report",
        "resources": [
            {"name": "measures", "path": "data/m.csv", "encoding": "cp1252", "dialect": {"delimiter": ";"},
             "bytes": 31, "schema": {"fields": [{"name": "id"}, {"name": "title"}], "primaryKey": "id"}},
            {"name": "funding", "path": "data/f.csv", "schema": "funding.json"},
        ],
    }  # fmt: skip
    funding = {
        "fields": [{"name": "id", "type": "string"}, {"name": "measure", "type": "string"}],
        "foreignKeys": [{"fields": ["measure"], "reference": {"resource": "measures", "fields": ["id"]}}],
    }
    (tmp_path / "data").mkdir()
    (tmp_path / "funding.json").write_text(json.dumps(funding))
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    (tmp_path / "data/m.csv").write_bytes("id;title\nM1;Straße\nM1;B\n".encode("cp1252"))
    (tmp_path / "data/f.csv").write_text("id,measure\n1,M1\n2,M9\n")
    return tmp_path / "datapackage.json"


def test_a_package_is_checked_with_its_own_files(package: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(package.parent)
    expected = Package("datapackage.json").validate()
    report = validate_files([], package=package)

    assert our_lines(report) == reference_lines(expected)
    assert [(error["resource"], error["code"]) for error in report["errors"]] == [
        ("measures", "primary-key"),
        ("measures", "byte-count"),
        ("funding", "foreign-key"),
    ]


def test_one_resource_is_checked_with_the_others_for_its_keys(package: Path):
    report = validate_files([], package=package, resource="funding")

    assert [(error["code"], error["row"]) for error in report["errors"]] == [("foreign-key", 3)]
    assert "„M9“" in report["errors"][0]["message"]


def test_another_file_is_held_against_a_resources_schema_and_dialect(
    package: Path, tmp_path_factory: pytest.TempPathFactory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "neu.csv"
    elsewhere.write_bytes("id;title\nM1;Größe\nM1;x\n".encode("cp1252"))
    report = validate_files([elsewhere], package=package, resource="measures")

    assert [(error["code"], error["row"]) for error in report["errors"]] == [("primary-key", 3)]


def test_a_file_in_the_place_of_one_still_sees_the_other_tables(
    package: Path, tmp_path_factory: pytest.TempPathFactory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "f.csv"
    elsewhere.write_text("id,measure\n1,M1\n2,M2\n3,M7\n")
    report = validate_files([elsewhere], package=package)

    assert [(error["resource"], error["row"]) for error in report["errors"]] == [("funding", 3), ("funding", 4)]


def test_a_file_whose_resource_is_not_clear_is_refused(package: Path, tmp_path: Path):
    (tmp_path / "x.csv").write_text("id\n")
    with pytest.raises(UnreadableFile, match="measures, funding"):
        validate_files([tmp_path / "x.csv"], package=package)


def test_a_package_may_be_a_dict(package: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(package.parent)
    report = validate_files([], package=json.loads(package.read_text()), resource="funding")

    assert report["error_count"] == 1


def test_a_declared_dialect_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "t.csv").write_text("# note\na|b\n1|2\n")
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "boolean"}]}
    dialect = {"csv": {"delimiter": "|"}, "commentChar": "#", "headerRows": [2]}
    monkeypatch.chdir(tmp_path)
    expected = Resource(
        path="t.csv", schema=Schema.from_descriptor(schema), dialect=Dialect.from_descriptor(dialect)
    ).validate()
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema, "dialect": dialect}]}

    assert our_lines(validate_files([], package=package)) == reference_lines(expected)


# What cannot be checked at all


@pytest.mark.parametrize(
    "schema",
    [
        {"fields": [{"name": "a", "type": "nothing"}]},
        {"fields": "a"},
        {},
        {"fields": [{"type": "string"}]},
        {"fields": [{"name": "a"}], "primaryKey": ["b"]},
        {"fields": [{"name": "a", "type": "integer", "constraints": {"pattern": "1"}}]},
        {"fields": [{"name": "a", "type": "string", "constraints": {"pattern": r"\p{L}"}}]},
        {"fields": [{"name": "a", "type": "string", "constraints": {"pattern": "("}}]},
        {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": 1.5}}]},
        {"fields": [{"name": "a", "type": "list", "constraints": {"unique": True}}]},
        {"fields": [{"name": "a", "type": "integer"}], "foreignKeys": [{"fields": "a"}]},
        {"fields": [1, 2]},
        {"fields": [{"name": "a"}], "foreignKeys": "x"},
        {"fields": [{"name": "a", "constraints": "x"}]},
    ],
)
def test_a_schema_that_is_none_is_said_to_be_none(schema: dict[str, Any], tmp_path: Path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SchemaNotValid) as caught:
        validate_files([tmp_path / "a.csv"], schema=schema)
    assert caught.value.reason


@pytest.mark.parametrize("text", ["{", "[]", "1", "", '{"fields": [}'])
def test_a_schema_file_that_is_broken(text: str, tmp_path: Path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "schema.json").write_text(text)
    with pytest.raises(SchemaNotValid):
        validate_files([tmp_path / "a.csv"], schema=tmp_path / "schema.json")


def test_files_that_are_not_there(tmp_path: Path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(UnreadableFile):
        validate_files([tmp_path / "b.csv"], schema={"fields": [{"name": "a"}]})
    with pytest.raises(UnreadableFile):
        validate_files([tmp_path], schema={"fields": [{"name": "a"}]})
    with pytest.raises(SchemaNotValid):
        validate_files([tmp_path / "a.csv"], schema=tmp_path / "schema.json")
    with pytest.raises(SchemaNotValid):
        validate_files([], package=tmp_path / "datapackage.json")


def test_questions_that_make_no_sense(tmp_path: Path, package: Path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    schema = {"fields": [{"name": "a"}]}
    for options in ({}, {"schema": schema, "package": package}, {"schema": schema, "resource": "a"}):
        with pytest.raises(RequestNotValid):
            validate_files([tmp_path / "a.csv"], **options)
    with pytest.raises(RequestNotValid, match="fast, frictionless"):
        validate_files([tmp_path / "a.csv"], schema=schema, engine="slow")
    with pytest.raises(ResourceNotFound):
        validate_files([], package=package, resource="nothing")
    with pytest.raises(RequestNotValid):
        validate_files([], schema=schema)


REMOTE = "https://example.invalid/x"


@pytest.mark.parametrize(
    "resource",
    [
        {"name": "a", "path": REMOTE},
        {"name": "a", "path": ["a.csv", REMOTE]},
        {"name": "a", "path": "s3://bucket/a.csv"},
        {"name": "a", "path": "file:///etc/passwd"},
        {"name": "a", "path": "/etc/passwd"},
        {"name": "a", "path": "../a.csv"},
        {"name": "a", "url": REMOTE},
        {"name": "a", "path": "a.csv", "schema": REMOTE},
        {"name": "a", "path": "a.csv", "schema": "../schema.json"},
        {"name": "a", "path": "a.csv", "dialect": REMOTE},
        {"name": "a", "path": "a.csv", "profile": REMOTE},
        {"name": "a", "path": "a.csv", "profiles": [REMOTE]},
        {"name": "a", "path": "a.csv", "scheme": "https"},
        {"name": "a", "path": "docs.google.com/spreadsheets/d/1"},
        {"name": "a", "path": "a.csv", "format": "gsheets"},
        {"name": "a", "path": "datapackage.json"},
        {"name": "a", "path": "datapackage.json", "type": "package"},
    ],
)
def test_nothing_is_ever_fetched(resource: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fetched(*_args: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", fetched)
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    with pytest.raises(SchemaNotValid):
        validate_files([], package=tmp_path / "datapackage.json")


def test_a_remote_schema_is_not_fetched(tmp_path: Path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(SchemaNotValid):
        validate_files([tmp_path / "a.csv"], schema=REMOTE)
    with pytest.raises(SchemaNotValid):
        validate_files([], package=REMOTE)
    with pytest.raises(SchemaNotValid):
        validate_files([], package={"profile": REMOTE, "resources": []})


def test_paths_are_trusted_for_no_other_thread(tmp_path: Path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    validate_files([tmp_path / "a.csv"], schema={"fields": [{"name": "a"}]})

    assert system.trusted is False


@pytest.mark.parametrize("name", ["~a.csv", "$HOME.csv", "http:a.csv"])
def test_a_file_name_that_frictionless_reads_as_something_else_is_refused(name: str, tmp_path: Path):
    (tmp_path / name).write_text("a\n1\n")
    with pytest.raises(UnreadableFile, match="rename"):
        validate_files([tmp_path / name], schema={"fields": [{"name": "a"}]})


@pytest.mark.parametrize("name", ["Maßnahmen 2024 (neu).csv", "a[1].csv", "a*.csv", "a.b.csv", "ohne", "table.CSV"])
def test_other_file_names_are_files(name: str, tmp_path: Path):
    (tmp_path / name).write_text("a,b\nx,1\n")
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}
    try:
        report = validate_files([tmp_path / name], schema=schema)
    except DomainError as error:
        pytest.fail(str(error))
    assert name == "ohne" or [error["code"] for error in report["errors"]] == ["type-error"]


def test_an_opendocument_table_is_held_against_a_schema_too(tmp_path: Path):
    document = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="Tabelle1")
    document.spreadsheet.addElement(sheet)
    for texts in (("id", "number"), ("a", "1"), ("b", "x")):
        row = TableRow()
        sheet.addElement(row)
        for text in texts:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
    path = tmp_path / "table.ods"
    document.save(path)

    report = validate_files(path, schema={"fields": [{"name": "id"}, {"name": "number", "type": "integer"}]})

    assert [(e["code"], e["row"], e["column"], e["address"], e["cell"]) for e in report["errors"]][-1] == (
        "type-error",
        3,
        2,
        "B3",
        "x",
    )
