"""The example data: complete, invented for all to see, valid as staff keep it, and different from year to year."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.tables.partial_dates import slip
from opendata.intake.upload_reading import read_upload
from opendata.kind_folders import KindFolders
from opendata.validation.check import check

FOLDER = Path(__file__).parents[1] / "datapackages"
KINDS = KindFolders(FOLDER)


@dataclass(frozen=True)
class Example:
    """One dataset of one manifest."""

    kind: Kind
    publisher: Mapping[str, Any]
    about: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.publisher['slug']}/{self.about['name']}"

    @property
    def folder(self) -> Path:
        return FOLDER / self.kind.name / "example"

    @property
    def versions(self) -> Sequence[Mapping[str, Any]]:
        """Oldest first."""
        return list(self.about["versions"])

    def mapping(self, version: Mapping[str, Any]) -> Any:
        path = version.get("mapping")
        return json.loads((self.folder / path).read_text(encoding="utf-8")) if path else None

    def files(self, version: Mapping[str, Any]) -> list[Path]:
        return [self.folder / each for each in version["files"]]


def manifest(kind: str) -> Any:
    return json.loads((FOLDER / kind / "example" / "example.json").read_text(encoding="utf-8"))


def examples(*kinds: str) -> list[Example]:
    return [
        Example(KINDS[kind], publisher, dataset)
        for kind in kinds or KINDS
        for publisher in manifest(kind)["publishers"]
        for dataset in publisher["datasets"]
    ]


each_example = pytest.mark.parametrize("example", examples(), ids=str)
each_of_measures = pytest.mark.parametrize("example", examples("climate-measures"), ids=str)


def read(example: Example, version: Mapping[str, Any]) -> Mapped:
    files = [SourceFile(path.name, path.read_bytes()) for path in example.files(version)]
    return read_upload(files, example.kind, example.mapping(version))


@cache
def all_tables(name: str) -> list[dict[str, pl.DataFrame]]:
    """The tables of every version of a dataset, oldest first."""
    example = next(each for each in examples() if str(each) == name)
    return [{k: t.frame for k, t in read(example, version).tables.items()} for version in example.versions]


def measures(example: Example) -> list[dict[str, dict[str, Any]]]:
    frames = (tables["measures"] for tables in all_tables(str(example)))
    return [{row["measure_id"]: row for row in frame.iter_rows(named=True)} for frame in frames]


def csv_rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    lines = io.StringIO(text, newline="")
    return [row for row in csv.reader(lines, delimiter=";" if text.count(";") > text.count(",") else ",") if any(row)]


def test_four_municipalities_report_measures_and_one_of_them_emissions():
    with_measures = [each["slug"] for each in manifest("climate-measures")["publishers"]]
    with_emissions = [each["slug"] for each in manifest("ghg-inventory")["publishers"]]

    assert len(with_measures) == len(set(with_measures)) == 4
    assert len(with_emissions) == 1
    assert set(with_emissions) <= set(with_measures)


@each_example
def test_a_municipality_is_invented_and_says_so(example: Example):
    publisher = example.publisher

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", publisher["slug"])
    assert "erfunden" in publisher["name"]
    assert "ags" not in publisher or re.fullmatch(r"\d{2}999\d{3}", publisher["ags"]), "999 is no district"
    assert publisher.get("homepage", "https://example.org/").startswith("https://example.org/")
    assert publisher["population"] > 0


@each_example
def test_a_manifest_is_complete(example: Example):
    dates = [date.fromisoformat(version["as_of"]) for version in example.versions]

    assert example.about.get("kind", example.kind.name) == example.kind.name
    assert example.about["licence"] == "CC0-1.0"
    assert re.fullmatch(r"P\dY", example.about["rhythm"])
    assert 2 <= len(dates) <= 4
    assert dates == sorted(set(dates))
    for version in example.versions:
        assert version["message"]
        assert version["files"]
        assert all(path.is_file() for path in example.files(version))


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_the_example_is_in_its_manifest(kind: str):
    folder = FOLDER / kind / "example"
    listed = {folder / "example.json"}
    for example in examples(kind):
        for version in example.versions:
            listed.update(example.files(version))
            if "mapping" in version:
                listed.add(folder / version["mapping"])

    assert {p for p in folder.rglob("*") if p.is_file() and p.parent.name != "package"} == listed


@each_example
def test_a_publisher_is_described_the_same_in_every_manifest(example: Example):
    others = [each.publisher for each in examples() if each.publisher["slug"] == example.publisher["slug"]]
    described = [{k: v for k, v in other.items() if k != "datasets"} for other in others]

    assert all(each == described[0] for each in described)


@each_example
def test_every_version_is_read_and_valid(example: Example):
    for version in example.versions:
        report = check(read(example, version))
        assert report.valid, (version["as_of"], report.as_json()["errors"])
        assert not report.dropped, version["as_of"]


@each_example
def test_consecutive_versions_differ(example: Example):
    for before, after in pairwise(all_tables(str(example))):
        assert any(not before[name].equals(after[name]) for name in before)


@each_of_measures
def test_a_municipality_has_25_to_60_measures(example: Example):
    assert all(25 <= len(rows) <= 60 for rows in measures(example))


@each_of_measures
def test_csv_files_hold_as_many_measures_as_are_read(example: Example):
    for version, rows in zip(example.versions, measures(example), strict=True):
        for path in example.files(version):
            if path.suffix == ".csv" and path.stem.lower() in ("measures", "massnahmen"):
                keys = [row[0] for row in csv_rows(path)]
                assert set(rows) <= set(keys)
                assert len(keys) - len(rows) in (1, 2, 3), "a header, and titles above it"


@each_of_measures
def test_phases_move_and_deadlines_slip_from_version_to_version(example: Example):
    for before, after in pairwise(measures(example)):
        kept = before.keys() & after.keys()
        assert after.keys() - before.keys(), "measures are added"
        assert sum(before[key]["phase"] != after[key]["phase"] for key in kept) >= 5
        assert sum(put_off(before[key]["planned_end"], after[key]["planned_end"]) for key in kept) >= 2


@pytest.mark.parametrize("phase", ["cancelled", "merged", "completed", "unknown", "ongoing"])
def test_every_fate_of_a_measure_occurs(phase: str):
    assert any(
        row["phase"] == phase
        for example in examples("climate-measures")
        for rows in measures(example)
        for row in rows.values()
    )


def test_some_deadlines_slip_three_times():
    often = 0
    for example in examples("climate-measures"):
        history = measures(example)
        for key in history[-1]:
            ends = [rows[key]["planned_end"] for rows in history if key in rows]
            often += sum(put_off(a, b) for a, b in pairwise(ends)) >= 3

    assert often >= 2


def put_off(before: str | None, after: str | None) -> bool:
    days = slip(before, after) if before and after else None
    return days is not None and days > 0


@each_of_measures
def test_what_is_done_has_an_end_and_nothing_ends_after_the_report(example: Example):
    for version, rows in zip(example.versions, measures(example), strict=True):
        for key, row in rows.items():
            assert bool(row["actual_end"]) == (row["phase"] == "completed"), (version["as_of"], key)
            assert max(row["actual_start"] or "", row["actual_end"] or "") <= version["as_of"], key


@each_of_measures
def test_offices_are_responsible_never_persons(example: Example):
    for rows in measures(example):
        for row in rows.values():
            assert not re.search(r"\b(Herr|Frau|Dr\.)\s", row["responsible"] or "")


def test_at_least_three_municipalities_have_funding_whose_stage_moves():
    moving = [example.publisher["slug"] for example in examples("climate-measures") if stages_moved(example)]

    assert len(moving) >= 3


def stages_moved(example: Example) -> int:
    histories = [
        dict(tables["funding"].select("funding_id", "stage").iter_rows()) for tables in all_tables(str(example))
    ]
    return sum(
        before[key] != after[key] for before, after in pairwise(histories) for key in before.keys() & after.keys()
    )


@each_of_measures
def test_no_more_is_paid_than_was_granted(example: Example):
    for tables in all_tables(str(example)):
        amounts = tables["funding"].select("funding_id", "grant_eur", "paid_eur").iter_rows()
        assert [key for key, grant, paid in amounts if float(paid or 0) > float(grant or 0)] == []


def test_two_municipalities_measure_indicators():
    measured = [example for example in examples("climate-measures") if indicator_values(example)]

    assert len(measured) >= 2


def indicator_values(example: Example) -> int:
    last = all_tables(str(example))[-1]
    return last["indicator_values"].height if "indicator_values" in last else 0


def test_the_totals_of_the_inventory_are_the_sums_of_its_parts():
    (example,) = examples("ghg-inventory")

    for tables in all_tables(str(example)):
        parts: dict[str, float] = {}
        totals: dict[str, float] = {}
        for row in tables["emissions"].filter(pl.col("scenario") == "real").iter_rows(named=True):
            value, year = float(row["co2e_t"]), row["year"]
            assert row["sector"], row["category"]
            if row["sector"] == "total":
                totals[year] = value
            elif value > 0:
                parts[year] = parts.get(year, 0) + value
        assert {year: round(value, 1) for year, value in parts.items()} == totals


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_in_the_readme_is_valid(kind: str):
    readme = (FOLDER / kind / "README.md").read_text(encoding="utf-8")
    lines = readme.partition("## Ein Beispiel\n")[2].strip().splitlines()
    table = [line for line in lines[: lines.index("")] if not line.startswith("|---")]
    content = "\n".join(";".join(cell.strip() for cell in line.strip("|").split("|")) for line in table)

    report = check(read_upload([SourceFile("beispiel.csv", content.encode())], KINDS[kind], None))

    assert report.valid, report.as_json()["errors"]
    assert not report.dropped


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_a_readme_names_exists(kind: str):
    readme = (FOLDER / kind / "README.md").read_text(encoding="utf-8")
    known = {table.name for table in KINDS[kind]} | {name for table in KINDS[kind] for name in table.field_names}
    known |= {code for table in KINDS[kind] for field in table for code in field.codes} | {"skip_rows"}

    assert set(re.findall(r"`([a-z_0-9]+)`", readme)) <= known
