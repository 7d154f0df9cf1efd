"""Counts: as many errors of each kind and field as the whole list has, however few of them are listed."""

import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.domain.report.findings import Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.validation import as_text, check, validate_files
from tests.validation.columns.test_uploads import large_upload
from tests.validation.kinds import kind, table, things

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "n", "type": "integer", "constraints": {"minimum": 3, "enum": [5, 6]}},
        {"name": "text", "constraints": {"required": True}},
    ],
    "primaryKey": ["n"],
}


def file_of(rows: int, folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(text_of(rows))
    return path


def text_of(rows: int) -> str:
    lines = [f"{number % 1_000},{'x' if number % 3 else ''}" for number in range(rows)]
    lines[7], lines[8], lines[9] = "x,x", ",", "1,2,3"
    return "\n".join(["n,text", *lines])


@cache
def whole_list(text: str) -> dict[str, Any]:
    """What Frictionless reports of a file with this text; several tests hold the same file against it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(text)
        return validate_files(path, schema=SCHEMA, engine="frictionless", limit=0)


def grouped(report: dict[str, Any]) -> Counter[tuple[str, str | None, str]]:
    return Counter((each["resource"], each["field"], each["code"]) for each in report["errors"])


def counted(report: dict[str, Any]) -> dict[tuple[str, str | None, str], int]:
    found = {(each["resource"], each["field"], each["code"]): each["count"] for each in report["counts"]}
    assert len(found) == len(report["counts"])
    return found


@pytest.mark.parametrize(("rows", "engine"), [(500, "fast"), (500, "frictionless"), (5_000, "fast")])
@pytest.mark.parametrize("limit", [1, 10, 1_000, 0])
def test_files_have_the_counts_of_the_whole_list(rows: int, engine: str, limit: int, tmp_path: Path):
    path = file_of(rows, tmp_path)
    short = validate_files(path, schema=SCHEMA, engine=engine, limit=limit, counts=True)
    whole = whole_list(text_of(rows))

    assert counted(short) == grouped(whole)
    assert short["counts_complete"]
    assert short["errors"] == whole["errors"][: limit or None]


def test_they_are_not_counted_without_being_asked_for(tmp_path: Path):
    report = validate_files(file_of(10, tmp_path), schema=SCHEMA)

    assert (report["counts"], report["counts_complete"]) == (None, False)


def test_what_cannot_be_counted_cheaply_is_said(tmp_path: Path):
    report = validate_files(file_of(5_000, tmp_path), schema=SCHEMA, engine="frictionless", limit=10, counts=True)

    assert counted(report) == grouped(report)
    assert not report["counts_complete"]
    assert "Errors counted; there are more:" in as_text(report, "en")


def test_terminals_show_them(tmp_path: Path):
    report = validate_files(file_of(5_000, tmp_path), schema=SCHEMA, limit=1, counts=True)

    assert "\nAlle Fehler, gezählt:\n" in as_text(report, "de")
    count = counted(report)["table", "text", "constraint-error"]
    assert f"     {count} text · constraint-error\n" in as_text(report, "de")


def lines_of(report: Report) -> Counter[tuple[str | None, str | None, str]]:
    return Counter((each.resource, each.field, each.code) for each in report.errors)


def counts_of(report: Report) -> dict[tuple[str | None, str | None, str], int]:
    return {(each.resource, each.field, each.code): each.count for each in report.counts or ()}


@pytest.mark.parametrize("limit", [1, 30, 1_000])
def test_a_large_upload_is_counted_to_its_end(limit: int):
    upload = large_upload()
    report, whole = check(upload, limit=limit), check(upload, limit=0)

    assert report.counts_complete
    assert counts_of(report) == counts_of(whole) == lines_of(whole)


def test_a_cell_that_breaks_two_constraints_is_one_mistake():
    field = {"name": "text", "constraints": {"enum": ["a"], "minLength": 3}}
    own = kind({"name": "things", "schema": {"fields": [field]}})
    cells = table(own, "things", [{"text": "bb"}] * 3_000)
    report = check(Mapped(own, {"things": cells}), limit=10)

    assert counts_of(report) == {("things", "text", "constraint-error"): 3_000}
    assert len(report.errors) == 10


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["1", "2", "x", "", "9"]), min_size=1), st.sampled_from([1, 2, 5, 1_000]))
def test_small_uploads_are_counted_to_their_end(cells: list[str], limit: int):
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": {"maximum": 5, "required": True}}]}
    upload = things(schema, *({"n": cell or None} for cell in cells))
    report, whole = check(upload, limit=limit), check(upload, limit=0)

    assert report.counts_complete
    assert counts_of(report) == lines_of(whole)
