"""Files of a kind: mapped first, then checked; and the report as text."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from opendata.domain.errors import KindNotFound
from opendata.domain.kinds import Kind
from opendata.domain.report.findings import Report, Rewrite
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.validation import as_text, validate_files
from tests.validation.kinds import MEASURES, kind


def read_lines(files: Sequence[tuple[str, bytes]], of: Kind) -> Mapped:
    """Intake for these tests: the titles of measures, one a line."""
    titles = files[0][1].decode().splitlines()
    names = of.table("measures").field_names
    given = {"measure_id": [str(n) for n, _ in enumerate(titles)], "title": [each or None for each in titles]}
    frame = pl.DataFrame(
        {n: given.get(n, [None] * len(titles)) for n in names}, schema=dict.fromkeys(names, pl.String)
    )
    rewrite = Rewrite("measures", 1, "title", "A1", " Radweg", "Radweg", "trim")
    table = MappedTable(frame, range(1, len(titles) + 1), {"title": 1})
    return Mapped(of, {"measures": table}, Report(rewrites=[rewrite]))


def test_files_of_a_kind_are_mapped_and_checked(tmp_path: Path):
    (tmp_path / "titles.txt").write_text("Radweg\n\nSolardach")
    report = validate_files([tmp_path / "titles.txt"], kind=kind(), read_files=read_lines)

    (error,) = report["errors"]
    assert (error["code"], error["address"], error["field"]) == ("constraint-error", "A2", "title")
    assert report["rewrite_count"] == 1 and report["rewrites"][0]["rule"] == "trim"
    assert as_text(report).splitlines() == [
        "A2: Die Zelle ist leer, „Titel“ muss ausgefüllt sein.",
        "Außerdem:",
        "  Titel: Leerzeichen am Rand entfernt (1 Zelle): A1",
        "1 Fehler.",
    ]


def test_a_kind_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "test").mkdir()
    (tmp_path / "test/datapackage.json").write_text(json.dumps({"name": "test", "resources": [MEASURES]}))
    (tmp_path / "titles.txt").write_text("Radweg")
    monkeypatch.setenv("KINDS_DIR", str(tmp_path))

    assert validate_files([tmp_path / "titles.txt"], kind="test", read_files=read_lines)["valid"]
    with pytest.raises(KindNotFound, match="test"):
        validate_files([tmp_path / "titles.txt"], kind="nothing", read_files=read_lines)


def test_a_report_as_text_says_how_many_and_of_which_table(tmp_path: Path):
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "m"}]}
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("n,m\nx,1\ny,1\n1,1\n")
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    report = validate_files(files, schema=schema, limit=1)

    assert as_text(report, "en").splitlines() == [
        "a · File 'a.csv', A2: 'x' is no whole number: please write digits only, as 1250.",
        "b · File 'b.csv', A2: 'x' is no whole number: please write digits only, as 1250.",
        "At least 2 errors.",
    ]
    assert as_text(validate_files(files[:1], schema={"fields": [{"name": "n"}, {"name": "m"}]})) == "Keine Fehler."


def test_without_being_told_how_files_are_read_as_an_upload_is(tmp_path: Path):
    (tmp_path / "measures.csv").write_text("Nr.;Titel;Phase\nM1;Radweg;in Arbeit\nM2;Solardach;in Arbiet\n")
    report = validate_files([tmp_path / "measures.csv"], kind=kind())

    assert [(each["code"], each["address"]) for each in report["errors"]] == [("constraint-error", "C3")]
    assert report["errors"][0]["messages"]["de"].endswith("Meinten Sie „in Arbeit“?")
