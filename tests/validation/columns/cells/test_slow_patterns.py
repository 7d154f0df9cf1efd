"""A pattern that backtracks without end holds nobody up: its field is named instead."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opendata.domain.errors import SchemaNotValid
from opendata.validation import check, validate_files
from opendata.validation.columns.cells import slow_patterns
from opendata.validation.columns.proofs.pattern_translation import ways
from tests.validation.kinds import things

HOSTILE = "(a|a)*b"
ENDLESS = "a" * 60 + "c"
SECONDS = 0.25  # of the processor instead of two: what has no end is over after either


@pytest.fixture(autouse=True)
def _less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests here use up all the time that there is; tests/validation/test_check.py uses up the real one."""
    monkeypatch.setattr(slow_patterns, "SECONDS", SECONDS)


def schema(pattern: str) -> dict[str, object]:
    return {"fields": [{"name": "n"}, {"name": "text", "type": "string", "constraints": {"pattern": pattern}}]}


@pytest.mark.parametrize("engine", ["fast", "frictionless"])
@pytest.mark.parametrize("rows", [3, 3_000])
def test_the_field_is_named(engine: str, rows: int, tmp_path: Path):
    """Without a limit this would not end in a lifetime."""
    (tmp_path / "table.csv").write_text("n,text\n" + f"1,{ENDLESS}\n" * rows)
    with pytest.raises(SchemaNotValid, match=r"field 'text'.*too long"):
        validate_files([tmp_path / "table.csv"], schema=schema(HOSTILE), engine=engine)


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


def test_a_dataset_may_repeat_a_repetition_where_that_is_quick():
    pattern = {"fields": [{"name": "x_code", "constraints": {"pattern": "([a-z]+ ?)+"}}]}

    assert check(things(pattern, {"x_code": "radweg am bahnhof"})).valid


@pytest.mark.parametrize("rows", [3, 3_000])
def test_the_time_is_for_all_fields_of_a_table_together(rows: int, tmp_path: Path):
    """Each of them alone would be waited for."""
    fields = [{"name": f"f{at}", "constraints": {"pattern": "(a|a)*b"}} for at in range(30)]
    cells = [",".join(f"{'a' * 20}{row % 20:02}{at}" for at in range(30)) for row in range(rows)]
    (tmp_path / "table.csv").write_text("\n".join([",".join(str(each["name"]) for each in fields), *cells]))

    with pytest.raises(SchemaNotValid, match="too long"):
        validate_files([tmp_path / "table.csv"], schema={"fields": fields})


def test_a_harmless_pattern_may_be_slow_on_a_long_cell():
    pattern = {"fields": [{"name": "x_code", "constraints": {"pattern": "a*a{0,900}b"}}]}
    report = check(things(pattern, {"x_code": "a" * 5_000_000}))

    assert [(each.code, each.field) for each in report.errors] == [("schema-error", "x_code")]


def test_a_cell_that_polars_proves_and_python_cannot(tmp_path: Path):
    """Its value is asked for where it is a key that comes twice."""
    fields = [{"name": "n"}, {"name": "text", "constraints": {"pattern": "((a|a)*c|a*b)", "unique": True}}]
    (tmp_path / "table.csv").write_text(
        "n,text\n" + "".join(f"{at},b{at}\n" for at in range(3_000)) + "1,ENDLESS\n" * 2
    )
    content = (tmp_path / "table.csv").read_text().replace("ENDLESS", "a" * 60 + "b")
    (tmp_path / "table.csv").write_text(content)

    with pytest.raises(SchemaNotValid, match=r"field 'text'.*too long"):
        validate_files([tmp_path / "table.csv"], schema={"fields": fields}, limit=0)


def test_several_threads_are_kept_no_longer():
    """As in a server: each starts a program of its own, none a copy of this one with its locks."""
    hostile = {"fields": [{"name": "text", "constraints": {"pattern": HOSTILE}}]}
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: check(things(hostile, {"text": ENDLESS})), range(4)))

    assert [[each.code for each in report.errors] for report in reports] == [["schema-error"]] * 4
