"""Real tables of real cities go in and come out: the worked examples of docs/examples.

The files are third-party and no part of this repository: they are looked for beside it.
"""

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from opendata.web.services import EXTENSION
from tests.api.test_feeds import feed
from tests.service import Service, open_service

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
MUENSTER = "/api/v1/publishers/muenster/datasets"
REPORTS = {"2013": "2013-12-31", "2015-16": "2016-12-31", "2017-18": "2018-12-31"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the real kinds and Münster's two datasets."""
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real tables are missing: {DATA}")
        pytest.skip(f"the real tables are not here: {DATA}")
    made = open_service(tmp_path_factory.mktemp("real"), [], kinds_dir=ROOT / "datapackages")
    add(made, "muenster", "massnahmen", "massnahmen-excel")
    publish(made, "muenster/massnahmen", "muenster/snapshots/massnahmen_2009.csv", "2009-11-30", "muenster-csv")
    for name, as_of in REPORTS.items():
        path = f"muenster/snapshots/massnahmen_{name}.csv"
        publish(made, "muenster/massnahmen", path, as_of, "muenster-csv")
        path = f"muenster/excel/Massnahmen_Stand_{name}.xlsx"
        publish(made, "muenster/massnahmen-excel", path, as_of, "muenster-excel")
    yield made
    made.app.extensions[EXTENSION]().close()


def add(service: Service, publisher: str, *datasets: str, kind: str = "climate-measures") -> None:
    service.done("publishers", "add", publisher, "--name", publisher.title())
    for dataset in datasets:
        service.done("datasets", "add", publisher, dataset, "--kind", kind, "--title", "Bericht")


def publish(service: Service, dataset: str, path: str, as_of: str, mapping: str | None) -> str:
    examples = ROOT / "docs" / "examples"
    mapped = ("--mapping", str(examples / f"{mapping}.json")) if mapping else ()
    arguments = ("publish", dataset, str(DATA / path), "--as-of", as_of, *mapped)
    # A hidden column, and what may be a person's name, need a yes; measures that are gone need to be told what became
    # of them.
    published = service.flask(*arguments, "--yes")
    if published.exit_code == 0:
        return published.output
    asked = json.loads(service.flask(*arguments, "--yes", "--json").stdout.splitlines()[0])["questions"]
    answers = {question["id"]: {"disposition": "completed"} for question in asked if question["required"]}
    file = service.folder / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    return service.done(*arguments, "--yes", "--answers", str(file))


def snapshot(name: str) -> dict[str, dict[str, str]]:
    """A snapshot as the csv module reads it, by id."""
    path = DATA / "muenster" / "snapshots" / f"massnahmen_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def rows(service: Service, dataset: str, number: str = "latest") -> dict[str, dict[str, Any]]:
    items = service.get(f"{MUENSTER}/{dataset}/versions/{number}/measures.json?limit=0").json["items"]
    return {row["measure_id"]: row for row in items}


SHOWN = {"title": "title", "field_of_action": "field_of_action", "status_text": "status_note"}


@pytest.mark.parametrize(
    ("number", "name"), [("1.0.0", "2009"), ("1.1.0", "2013"), ("1.2.0", "2015-16"), ("1.3.0", "2017-18")]
)
def test_every_snapshot_comes_out_as_it_went_in(service: Service, number: str, name: str):
    expected, found = snapshot(name), rows(service, "massnahmen", number)

    assert found.keys() == expected.keys()
    for key, row in found.items():
        for theirs, ours in SHOWN.items():
            # Blanks at the end and Windows line ends are mended, and said to be: no letter more.
            text = expected[key][theirs].replace("\r\n", "\n").strip()
            assert (row[ours] or "") == text, (key, ours)
        assert row["phase"] == "unknown"  # the city states none, and nobody else's judgement is one


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("1.0.0", "1.1.0", ("2009", "2013")),
        ("1.1.0", "1.2.0", ("2013", "2015-16")),
        ("1.2.0", "1.3.0", ("2015-16", "2017-18")),
    ],
)
def test_changes_and_feed_agree_with_a_comparison_of_the_files(
    service: Service, before: str, after: str, names: tuple[str, str]
):
    old, new = (snapshot(name) for name in names)
    fields = [*SHOWN, "priority", "co2_potential"]
    changed = {key for key in old.keys() & new.keys() if any(old[key][f] != new[key][f] for f in fields)}

    body = service.get(f"{MUENSTER}/massnahmen/versions/{before}...{after}/changes.json?limit=0").json
    found = {kind: {each["key"] for each in body["items"] if each["change"] == kind} for kind in body["counts"]}

    assert found == {"added": new.keys() - old.keys(), "removed": old.keys() - new.keys(), "changed": changed}
    first, last = service.get(f"{MUENSTER}/massnahmen/versions/{after}").json["serials"]
    journal = service.get(f"/api/v1/changes?since={first - 1}&limit={last - first + 1}").json["items"]
    assert {each["key"] for each in journal if each["key"]} == found["added"] | found["removed"] | changed
    assert len(journal) == len(found["added"] | found["removed"] | changed) + 1


def test_measures_that_were_merged_are_told(service: Service):
    changes = service.get(f"{MUENSTER}/massnahmen/versions/1.0.0...1.1.0/changes.json?limit=0").json["items"]
    by_kind = {kind: {c["key"] for c in changes if c["change"] == kind} for kind in ("added", "removed")}

    assert by_kind["removed"] == {"B5", "B6", "V6", "V7"}
    assert by_kind["added"] == {"B5+6", "V6+7", "Üneu1", "Üneu2", "Üneu3", "Vneu"}


def test_the_overview_of_the_plan_counts_what_the_files_hold(service: Service):
    names = ["2009", *REPORTS]
    texts = [(DATA / f"muenster/snapshots/massnahmen_{name}.csv").read_text(encoding="utf-8") for name in names]
    files = [list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts]
    keys = [{row["id"] for row in rows} for rows in files]
    progress = service.get(f"{MUENSTER}/massnahmen/progress").json["items"]
    assert [step["measures"] for step in progress] == [len(rows) for rows in files]
    # The city gives no phase, and none is made up.
    assert [step["by_phase"] for step in progress] == [{"unknown": len(rows)} for rows in files]
    for step, before, after in zip(progress[1:], keys, keys[1:], strict=False):
        assert (step["added"], step["removed"]) == (len(after - before), len(before - after))
    overview = service.get(f"{MUENSTER}/massnahmen/overview").json
    assert overview["by_field_of_action"] == {
        field: {"unknown": sum(row["field_of_action"] == field for row in files[-1])}
        for field in dict.fromkeys(row["field_of_action"] for row in files[-1])
    }
    assert overview["coverage"]["status_note"] == round(sum(bool(row["status_text"]) for row in files[-1]) / 54, 4)
    assert (overview["cost_eur"], overview["late"], overview["coverage"]["planned_end"]) == (None, 0, 0.0)
    assert service.get(f"{MUENSTER}/massnahmen/slip").json["items"] == []
    dropped = service.get(f"{MUENSTER}/massnahmen/dropped?limit=0").json["items"]
    assert {item["key"] for item in dropped if item["why"] == "removed"} == keys[0] - keys[-1]


@pytest.mark.parametrize(("number", "csv_number"), [("1.0.0", "1.1.0"), ("1.1.0", "1.2.0"), ("1.2.0", "1.3.0")])
def test_the_excel_files_hold_the_same_measures_titles_and_texts(service: Service, number: str, csv_number: str):
    excel, table = rows(service, "massnahmen-excel", number), rows(service, "massnahmen", csv_number)

    assert len(excel) == 54
    assert excel.keys() == table.keys()
    for key, row in excel.items():
        for field in (*SHOWN.values(), "x_priority", "x_co2_potential"):
            assert row[field] == table[key][field], (key, field)


def test_the_volunteers_judgement_appears_nowhere(service: Service):
    for file in (service.folder / "packages").rglob("*.*"):
        text = file.read_text("utf-8") if file.is_file() else ""
        assert not any(word in text for word in ("partly_implemented", "not_implemented", '"Bewertung"')), file


def test_who_follows_one_measure_reads_what_happened_to_it(service: Service):
    entries = feed(service, "/feeds/muenster/massnahmen/measures/B5%2B6.atom").entries

    assert [entry.summary.split(":")[0] for entry in entries][-1].startswith("Technikimpulse")
    assert len(entries) == len(service.get(f"{MUENSTER}/massnahmen/measures/B5+6/history").json["items"])


@pytest.mark.parametrize(("city", "count"), [("karlsruhe", 68), ("mainz", 55)])
def test_other_cities_publish_with_a_mapping_of_their_own(service: Service, city: str, count: int):
    add(service, city, "massnahmen")

    printed = publish(service, f"{city}/massnahmen", f"{city}/massnahmen.csv", "2024-12-31", city)

    assert f"{count} neu" in printed
    with (DATA / city / "massnahmen.csv").open(encoding="utf-8-sig", newline="") as file:
        stated = Counter(row.get("status_label", "") for row in csv.DictReader(file))
    phases = {"in Arbeit": "implementation", "abgeschlossen": "completed", "gescheitert": "cancelled"}
    told = {phase: stated[label] for label, phase in phases.items() if stated[label]}
    overview = service.get(f"/api/v1/publishers/{city}/datasets/massnahmen/overview").json
    assert overview["by_phase"] == {**told, "unknown": count - sum(told.values())}
    page = service.get(f"/{city}").get_data(as_text=True)
    if late := stated["verzögert / fehlt"]:  # of Mainz alone; nothing else says how a measure keeps to its schedule
        assert f"Angabe bei {sum(told.values())} von {count}" in page and f"Angabe bei {late} von {count}" in page
    else:
        assert "Die Stadt nennt keine Phasen." in page and "Angabe bei" not in page


def test_the_indicator_values_of_karlsruhe_publish_as_three_tables(service: Service):
    add(service, "karlsruhe-kennzahlen", "massnahmen")
    path = DATA / "karlsruhe" / "Kennzahlenwerte_zu_Massnahme_mit.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))

    publish(
        service, "karlsruhe-kennzahlen/massnahmen", f"karlsruhe/{path.name}", "2023-12-31", "karlsruhe-kennzahlen"
    )

    version = "/api/v1/publishers/karlsruhe-kennzahlen/datasets/massnahmen/versions/latest"
    totals = {
        name: service.get(f"{version}/{name}.json?limit=1").json["total"]
        for name in ("measures", "indicators", "indicator_values")
    }
    measured = [line for line in lines if line["Wert"] != "0"]  # zero stands for missing here
    assert totals == {"measures": 68, "indicators": 119, "indicator_values": len(measured)}


def test_a_greenhouse_gas_series_publishes_without_a_mapping(service: Service):
    add(service, "bonn", "bilanz", kind="ghg-inventory")

    printed = service.done("publish", "bonn/bilanz", str(DATA / "treibhausgas" / "bonn.csv"), "--as-of", "2022-12-31")

    assert "78 neu" in printed
    assert "in tausend Tonnen" in printed and "Einwohner" in printed


SPECIAL = {"duesseldorf", "muenchen"}  # a point between thousands, and one year twice: a small mapping says which
TOTALS_TO_LOOK_AT = {"duesseldorf": 0, "moers": 5, "paderborn": 3}  # Düsseldorf's agrees once its point is understood


def test_greenhouse_gas_series_of_all_cities_publish(service: Service):
    for path in sorted((DATA / "treibhausgas").glob("*.csv")):
        if path.stem == "staedte":
            continue
        name = f"thg-{path.stem.lower().replace('_', '-')}"
        add(service, name, "bilanz", kind="ghg-inventory")
        mapping = f"treibhausgas-{path.stem}" if path.stem in SPECIAL else None
        printed = publish(service, f"{name}/bilanz", f"treibhausgas/{path.name}", "2022-12-31", mapping)
        assert printed.count("ein Unterschied von") == TOTALS_TO_LOOK_AT.get(path.stem, 0), printed
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["year"] and row["type"] != "Einwohner"]
        found = service.get(f"/api/v1/publishers/{name}/datasets/bilanz/versions/latest/emissions.json?limit=0").json
        distinct = {(row["year"], row["category"], row["type"]) for row in rows}
        assert found["total"] == len(distinct), path.name
        german = path.stem == "duesseldorf"  # someone looked, and said so in the mapping
        kilotonnes = {
            (int(row["year"]), row["category"], row["type"]): float(
                row["co2"].replace(".", "") if german else row["co2"]
            )
            for row in rows
        }
        for row in found["items"]:
            kind = {"real": "real", "target": "geplant"}[row["scenario"]]
            expected = kilotonnes[row["year"], row["category"], kind] * 1000
            assert row["co2e_t"] == pytest.approx(expected), (path.name, row)
        totals = {
            int(year): value
            for (year, category, kind), value in kilotonnes.items()
            if category == "Gesamt" and kind == "real"
        }
        holds_on_the_page(service, name, totals)


def holds_on_the_page(service: Service, name: str, totals: dict[int, float]) -> None:
    """What the page of greenhouse gases shows of a city, and the year to which its trend points, found by NumPy.

    totals: kilotonnes by year, as the file states them.
    """
    text = service.get(f"/{name}/bilanz/trend.csv").get_data(as_text=True)
    shown = [row for row in csv.DictReader(io.StringIO(text)) if row["sector"] == "total"]
    measured = {int(row["year"]): float(row["co2e_t"]) for row in shown if row["figure"] == "measured"}
    for year, kilotonnes in totals.items():
        assert measured[year] == pytest.approx(kilotonnes * 1000), (name, year)
    years = [year for year in measured if year >= max(measured) - 10]
    trend = [row for row in shown if row["figure"] == "trend"]
    assert bool(trend) == (len(years) >= 3), name
    if trend and (line := np.polyfit(years, [measured[year] for year in years], 1))[0] < 0:
        zero = -line[1] / line[0]
        if zero <= 2100:
            assert int(trend[-1]["year"]) == int(np.ceil(zero)), name
            assert str(int(np.ceil(zero))) in service.get(f"/{name}/bilanz/trend").get_data(as_text=True)


def test_everything_published_is_sound_and_valid_without_this_service(service: Service):
    from frictionless import Package, system  # noqa: PLC0415 - as anyone else would check it

    assert service.done("verify").endswith("0 problems")
    packages = sorted((service.folder / "packages").glob("*/*/*/datapackage.json"))
    assert len(packages) >= 7
    for path in packages:
        with system.use_context(trusted=True):
            report = Package(str(path)).validate()
        assert report.valid, (path, report.flatten(["type", "note"]))
