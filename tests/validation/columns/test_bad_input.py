"""What nobody sends on purpose, and some do: the answer is a list of errors or one clear sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.errors import SchemaNotValid, UnreadableFile
from opendata.validation import validate_files
from opendata.validation.limits import csv_sniffing_limit
from tests.archives import zipped
from tests.validation.columns.books import workbook

TWO: dict[str, Any] = {"fields": [{"name": "n", "type": "integer"}, {"name": "text"}]}
MANY = 100_000


@pytest.mark.parametrize(
    "before",
    [("", 1), ("a narrow line\n", 1), (f"a long cell {'x' * 90_000}\n", 99)],
    ids=["nothing before", "a narrow line before", "long cells before"],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_hundred_thousand_columns(separator: str, before: tuple[str, int], tmp_path: Path):
    line, times = before
    (tmp_path / "wide.csv").write_text(line * times + separator.join(f"c{at}" for at in range(MANY)) + "\n")
    with pytest.raises(UnreadableFile, match="100,000 columns"):
        validate_files([tmp_path / "wide.csv"], schema=TWO)


def test_a_schema_of_a_hundred_thousand_fields(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n1,a\n")
    wide = {"fields": [{"name": f"c{at}"} for at in range(MANY)]}
    with pytest.raises(SchemaNotValid, match="100,000 fields"):
        validate_files([tmp_path / "table.csv"], schema=wide)
    with pytest.raises(SchemaNotValid, match="100,000 fields"):
        validate_files([], package={"resources": [{"name": "t", "path": "table.csv", "schema": wide}]})


@pytest.mark.parametrize("schema", [[], 3, "{}", {"fields": 3}, {"fields": [3]}])
def test_a_schema_that_is_none(schema: Any, tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n1,a\n")
    with pytest.raises(SchemaNotValid):
        validate_files([tmp_path / "table.csv"], schema=schema)


def test_separators_within_a_cell_are_no_columns(tmp_path: Path):
    (tmp_path / "table.csv").write_text('n,text\n1,"' + "," * 7_000 + '"\n')

    assert validate_files([tmp_path / "table.csv"], schema=TWO)["valid"]


def test_a_line_whose_separators_would_be_guessed_at_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_sniffing_limit, "SECONDS", 0.5)  # of the processor instead of five: it would take hours
    (tmp_path / "table.csv").write_text('n,text\n1,"' + "," * MANY + '"\n')
    with pytest.raises(UnreadableFile, match="too long"):
        validate_files([tmp_path / "table.csv"], schema=TWO)


def test_a_wide_table_that_a_key_leads_to(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n1,a\n")
    (tmp_path / "wide.csv").write_text(",".join(f"c{at}" for at in range(MANY)) + "\n")
    keys = [{"fields": ["n"], "reference": {"resource": "wide", "fields": ["c0"]}}]
    package = {
        "resources": [
            {"name": "table", "path": "table.csv", "schema": {**TWO, "foreignKeys": keys}},
            {"name": "wide", "path": "wide.csv", "schema": {"fields": [{"name": "c0"}]}},
        ]
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(UnreadableFile, match=r"wide.csv.*100,000 columns"):
        validate_files([], package=tmp_path, resource="table")


def test_one_long_cell_in_a_large_table(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + "1,a\n" * 2_500 + "x," + "b" * 2_000_000 + "\n")
    report = validate_files([tmp_path / "table.csv"], schema=TWO)

    assert [(error["row"], error["code"]) for error in report["errors"]] == [(2_502, "type-error")]
    assert report["engine"] == "fast"


@pytest.mark.parametrize(
    "constraints",
    [{"minimum": 1.5}, {"maximum": "x"}, {"exclusiveMinimum": "2024-01-01"}],
)
def test_a_bound_that_its_type_cannot_read(constraints: dict[str, Any], tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + "1,a\n" * 2_500)
    fields = [{"name": "n", "type": "integer", "constraints": constraints}, {"name": "text"}]
    with pytest.raises(SchemaNotValid):
        validate_files([tmp_path / "table.csv"], schema={"fields": fields})


def test_a_large_table_whose_values_do_not_fit_their_bounds(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + "1,10:30:00\n" * 2_500 + "2,10:30:00Z\n")
    fields = [{"name": "n"}, {"name": "text", "type": "time", "constraints": {"minimum": "08:00:00"}}]
    with pytest.raises(SchemaNotValid, match="do not fit"):
        validate_files([tmp_path / "table.csv"], schema={"fields": fields})


def test_who_answered_is_told(tmp_path: Path):
    (tmp_path / "small.csv").write_text("n,text\n1,a\n")
    (tmp_path / "large.csv").write_text("n,text\n" + "1,a\n" * 2_500)

    assert validate_files([tmp_path / "small.csv"], schema=TWO)["engine"] == "frictionless"
    assert validate_files([tmp_path / "large.csv"], schema=TWO)["engine"] == "fast"
    assert validate_files([tmp_path / "large.csv"], schema=TWO, engine="frictionless")["engine"] == "frictionless"


def wide_ods(rows: str) -> bytes:
    """An ODS file with these rows."""
    names = {each: f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" for each in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>",
    })  # fmt: skip


@pytest.mark.parametrize("engine", ["fast", "frictionless"])
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a size that is no size.xlsx",
            workbook('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
            "16,384 columns",
        ),
        ("a cell far out.xlsx", workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "16,384 columns"),
        (
            "a row far down.xlsx",
            workbook(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"/>', before='<dimension ref="A1:ZZ1048576"/>'
            ),
            "rows that are not there",
        ),
        ("much in little.xlsx", workbook("", strings="<si><t>" + "a" * 2**26 + "</t></si>"), "out of proportion"),
        (
            "cells for thirty.ods",
            wide_ods(
                "<table:table-row>"
                + '<table:table-cell table:number-columns-repeated="30"/>' * 200
                + "</table:table-row>"
            ),
            "6,000 columns",
        ),
        (
            "rows for thirty.ods",
            wide_ods(
                (
                    '<table:table-row table:number-rows-repeated="30">'
                    + '<table:table-cell table:number-columns-repeated="30"/>' * 100
                    + "</table:table-row>"
                )
                * 120
            ),
            "10,000,000 cells",
        ),
    ],
)
def test_workbooks_that_are_larger_than_they_look(
    name: str, content: bytes, reason: str, engine: str, tmp_path: Path
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        validate_files([tmp_path / name], schema=TWO, engine=engine)
