"""A pattern that backtracks without end holds nobody up: its field is named instead."""

import time
from pathlib import Path

import pytest

from opendata.domain.errors import SchemaNotValid
from opendata.validation import check, validate_files
from opendata.validation.columns.regexes import ways
from tests.validation.kinds import things

HOSTILE = "(a|a)*b"
ENDLESS = "a" * 60 + "c"


def schema(pattern: str) -> dict[str, object]:
    return {"fields": [{"name": "n"}, {"name": "text", "type": "string", "constraints": {"pattern": pattern}}]}


@pytest.mark.parametrize("engine", ["fast", "frictionless"])
@pytest.mark.parametrize("rows", [3, 3_000])
def test_the_field_is_named_in_time(engine: str, rows: int, tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + f"1,{ENDLESS}\n" * rows)
    begin = time.monotonic()

    with pytest.raises(SchemaNotValid, match=r"field 'text'.*too long"):
        validate_files([tmp_path / "table.csv"], schema=schema(HOSTILE), engine=engine)
    assert time.monotonic() - begin < 20


def test_listed_values_are_not_tried_either(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + "1,x\n" * 3_000)
    fields = schema(HOSTILE)["fields"]
    assert isinstance(fields, list)
    fields[1]["constraints"]["enum"] = [ENDLESS]

    report = validate_files([tmp_path / "table.csv"], schema={"fields": fields})
    assert {error["note"].split('"')[1] for error in report["errors"]} == {"pattern", "enum"}


def test_an_upload_gets_a_finding():
    report = check(things({"fields": [{"name": "text", "constraints": {"pattern": HOSTILE}}]}, {"text": ENDLESS}))

    assert [(each.code, each.field) for each in report.errors] == [("schema-error", "text")]


def test_a_pattern_that_could_be_slow_and_is_not_is_judged(tmp_path: Path):
    (tmp_path / "table.csv").write_text("n,text\n" + "1,aab\n2,aac\n" * 2_000)
    report = validate_files([tmp_path / "table.csv"], schema=schema(HOSTILE), limit=0)

    assert (report["engine"], report["error_count"]) == ("fast", 2_000)


def test_how_many_ways_a_pattern_can_be_tried():
    assert ways("[a-z]{2}-[0-9]+", 1_000) <= 1_000
    assert ways("(de|en|fr)", 1_000) <= 3
    assert ways(".*a.*b.*", 1_000) > 1e8
    assert ways("(a+)+", 60) > 1e12
    assert ways("(a|aa)+", 60) > 1e12
    assert ways("(", 10) == float("inf")
