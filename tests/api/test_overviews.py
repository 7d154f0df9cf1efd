"""Overviews in the API: each figure is the one that a few lines find in the files of the example."""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from opendata.domain.model import Version
from opendata.domain.overview.progress import ProgressStep, ReportRows, progress
from opendata.storage.versions.sql_versions import SqlVersions
from tests.example_service import KINDS
from tests.service import Service

EXAMPLE = KINDS / "climate-measures" / "example"
AUENTAL, HUETTEN, BAD = "beispielstadt-auental", "beispielstadt-musterhuetten", "kurstadt-bad-musterquell-beispiel"
TOWNS = (AUENTAL, "beispiel-vg-hinterwalden", HUETTEN, BAD)
YEARS = ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31")
FINISHED = {"completed", "cancelled", "merged"}


def rows(day: str, table: str = "measures") -> list[dict[str, str]]:
    """The rows of a report of Auental, as they stand in its file."""
    with (EXAMPLE / AUENTAL / day / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def body(service: Service, path: str) -> Any:
    response = service.get(f"/api/v1{path}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def dataset_of(service: Service, publisher: str) -> str:
    """The path of the measures of a town."""
    listed = body(service, f"/publishers/{publisher}/datasets")["items"]
    name = next(item["slug"] for item in listed if item["kind"] == "climate-measures")
    return f"/publishers/{publisher}/datasets/{name}"


def test_four_towns_stand_beside_each_other_with_what_each_figure_rests_on(towns: Service):
    told = body(towns, f"/compare?publishers={','.join(TOWNS)}")
    assert [item["publisher"] for item in told["items"]] == list(TOWNS)
    assert told["total"] == 4 and told["links"]["self"].endswith(",".join(TOWNS))
    measures, funding = rows("2024-12-31"), rows("2024-12-31", "funding")
    first = told["items"][0]
    assert first["population"] == 68_400
    assert (first["version"], first["as_of"], first["overdue_since"]) == ("1.3.0", "2024-12-31", "2025-12-31")
    assert first["measures"] == len(measures)
    assert first["by_phase"] == Counter(row["phase"] for row in measures)
    for sector, phases in first["by_sector"].items():
        assert phases == Counter(row["phase"] for row in measures if row["sector"] == sector)
    unfinished = [row for row in measures if row["phase"] not in FINISHED]
    assert first["late_by_schedule"] == sum(row["schedule"] in ("late", "postponed") for row in unfinished)
    assert first["late"] == first["late_by_schedule"]  # no deadline had passed on the day of the figures
    assert first["cost_eur"] == sum(int(row["cost_eur"]) for row in measures if row["cost_eur"])
    assert first["grant_eur"] == sum(int(row["grant_eur"]) for row in funding)
    for field, share in first["coverage"].items():
        assert share == pytest.approx(sum(bool(row.get(field)) for row in measures) / len(measures), abs=1e-4)
    assert first["per_1000_inhabitants"]["measures"] == pytest.approx(len(measures) / 68.4, abs=0.005)
    for item in told["items"]:
        assert towns.get(item["links"]["latest"]).json["version"] == item["version"]
        assert set(item["by_phase"].values()) != {0} and sum(item["by_phase"].values()) == item["measures"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("publishers=" + AUENTAL, "2 to 4"),
        ("publishers=" + ",".join([*TOWNS, "e"]), "2 to 4"),
        ("", "missing"),
        (f"publishers={AUENTAL},{HUETTEN}&sort=late", "publishers"),
        (f"publishers={AUENTAL},{HUETTEN}&kind=ghg-inventory", "climate-measures"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_what_can(towns: Service, query: str, named: str):
    response = towns.get(f"/api/v1/compare?{query}")
    assert response.status_code == 400
    assert named in response.get_data(as_text=True)
    assert towns.get(f"/api/v1/compare?publishers={AUENTAL},nobody").status_code == 404


def test_progress_tells_of_each_version_with_what_came_and_went(towns: Service):
    told = body(towns, f"{dataset_of(towns, AUENTAL)}/progress")
    assert [item["as_of"] for item in told["items"]] == list(YEARS)
    keys = [{row["measure_id"] for row in rows(day)} for day in YEARS]
    for item, day, (before, after) in zip(told["items"], YEARS, pairwise([set[str](), *keys]), strict=True):
        assert item["by_phase"] == Counter(row["phase"] for row in rows(day))
        assert (item["added"], item["removed"]) == (len(after - before), len(before - after))
    part = body(towns, f"{dataset_of(towns, AUENTAL)}/progress?limit=2&cursor=1")
    assert (part["items"], part["total"]) == (told["items"][1:3], 4)
    assert part["links"]["next"].endswith("cursor=3")


def test_slip_is_told_most_first(towns: Service):
    told = body(towns, f"{dataset_of(towns, AUENTAL)}/slip")["items"]
    first = {name: told[0][name] for name in ("key", "baseline", "planned_end", "slip_days", "moved")}
    assert first == {"key": "A-5", "baseline": "2023", "planned_end": "2026", "slip_days": 1096, "moved": 3}
    history = towns.get(told[0]["links"]["history"]).json["items"]
    moves = [entry["fields"]["planned_end"] for entry in history if "planned_end" in entry["fields"]]
    assert [(move["before"], move["after"]) for move in moves if move["before"]] == [
        ("2023", "2024"), ("2024", "2025"), ("2025", "2026"),
    ]  # fmt: skip
    days = [item["slip_days"] for item in told if item["slip_days"] is not None]
    assert days == sorted(days, reverse=True)
    assert towns.get(told[0]["links"]["self"]).json["title"] == told[0]["title"]


def test_what_was_dropped_stands_with_what_the_town_says(towns: Service):
    told = body(towns, f"{dataset_of(towns, AUENTAL)}/dropped")["items"]
    merged = next(item for item in told if item["key"] == "B-4")
    assert (merged["why"], merged["since"], merged["disposition"], merged["into"]) == (
        "removed", "2023-12-31", "merged", "G-8",
    )  # fmt: skip
    assert merged["title"] == next(row["title"] for row in rows("2022-12-31") if row["measure_id"] == "B-4")
    given_up = {item["key"]: item["note"] for item in told if item["why"] == "given_up"}
    cancelled = [row for row in rows("2024-12-31") if row["phase"] == "cancelled"]
    assert given_up == {row["measure_id"]: row["status_note"] for row in cancelled}


def test_an_overview_can_be_had_as_of_an_earlier_day(towns: Service):
    path = f"{dataset_of(towns, AUENTAL)}/overview"
    now, then = body(towns, path), body(towns, f"{path}?as_of=2022-12-31")
    assert (now["as_of"], then["as_of"], then["overdue_since"]) == ("2024-12-31", "2022-12-31", None)
    assert then["by_phase"] == Counter(row["phase"] for row in rows("2022-12-31"))
    assert now["by_field_of_action"].keys() == {row["field_of_action"] for row in rows("2024-12-31")}
    cost = now["weighted"]["cost_eur"]
    assert cost["total"] == now["cost_eur"] == sum(cost["by_phase"].values())


def test_funding_is_told_by_programme_row_by_row_and_with_what_is_due(towns: Service):
    told, own = body(towns, f"/publishers/{AUENTAL}/funding"), rows("2024-12-31", "funding")
    kipki = told["programmes"][0]
    kipki_rows = [row for row in own if row["programme"] == "kipki"]
    assert (kipki["programme"], kipki["count"]) == ("kipki", len(kipki_rows))
    assert kipki["applied_eur"] == kipki["approved_eur"] == sum(int(row["grant_eur"]) for row in kipki_rows)
    assert kipki["paid_eur"] == sum(int(row["paid_eur"]) for row in kipki_rows)
    assert kipki["own_share_eur"] == sum(int(row["own_share_eur"]) for row in kipki_rows)
    assert told["total"] == len(own) == len(told["items"])
    titles = {row["measure_id"]: row["title"] for row in rows("2024-12-31")}
    for item, row in zip(told["items"], own, strict=True):
        assert (item["publisher"], item["measure_title"]) == (AUENTAL, titles[row["measure_id"]])
        assert item["funding_id"] == row["funding_id"] and item["grant_eur"] == int(row["grant_eur"])
    due = [(entry["key"], entry["what"], entry["on"], entry["days"]) for entry in told["due"]]
    assert ("F-2023-01", "proof_due", "2026-12-31", 34) in due
    assert all(0 <= days <= 90 for *_, days in due) and all(entry["days"] < 0 for entry in told["past"])
    assert body(towns, f"/publishers/{AUENTAL}/funding?days=33")["due"] == []
    everybody = body(towns, "/funding?limit=0")
    assert everybody["total"] == sum(body(towns, f"/publishers/{town}/funding")["total"] for town in TOWNS)


def test_a_town_without_funding_and_a_withdrawn_version_are_told_as_they_are(service: Service):
    service.published("1,Radweg,planning,2023,,", "2,Dach,planning,2023,,", as_of="2022-12-31")
    token = service.token()
    service.published("1,Radweg,planning,2025,,", as_of="2023-12-31", headers=token)
    assert body(service, "/publishers/musterstadt/funding")["items"] == []
    path = "/publishers/musterstadt/datasets/plaene"
    assert [(item["key"], item["slip_days"]) for item in body(service, f"{path}/slip")["items"]] == [("1", 731)]
    assert [item["removed"] for item in body(service, f"{path}/progress")["items"]] == [0, 1]
    withdrawn = service.client.post(
        f"/api/v1{path}/versions/1.1.0/withdraw", json={"reason": "Falsch."}, headers=token
    )
    assert withdrawn.status_code == 200
    assert body(service, f"{path}/slip")["items"] == []
    assert [item["version"] for item in body(service, f"{path}/progress")["items"]] == ["1.0.0"]
    assert body(service, f"{path}/dropped")["items"] == []
    assert service.get(f"/api/v1{path}/slip?phase=planning").status_code == 400


def test_a_further_version_has_one_step_told_and_the_page_of_the_city_reads_few_versions(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    phases = ("planning", "implementation")
    sent = [
        [f"{key},Plan {key},{phases[(turn + key) % 2]},2030,," for key in range(1, 4 + turn)] for turn in range(9)
    ]
    token = service.token()
    for turn, plans in enumerate(sent[:8]):
        service.published(*plans, as_of=f"2023-01-{turn + 10}", headers=token)
    told, read, table = list[int](), list[str](), SqlVersions.table

    def told_step(reports: Sequence[ReportRows], *more: Any) -> list[ProgressStep]:
        told.append(len(reports))
        return progress(reports, *more)

    def read_table(self: SqlVersions, version: Version, name: str) -> Any:
        read.append(version.number)
        return table(self, version, name)

    monkeypatch.setattr("opendata.steps.overviews.progress", told_step)
    monkeypatch.setattr(SqlVersions, "table", read_table)
    monkeypatch.setattr("opendata.steps.dataset_reports.MOST_REPORTS", 3)
    path = "/publishers/musterstadt/datasets/plaene/progress?limit=0"

    steps = body(service, path)["items"]
    assert [item["by_phase"] for item in steps] == [Counter(row.split(",")[2] for row in rows) for rows in sent[:8]]
    assert [(item["added"], item["removed"]) for item in steps] == [(3, 0), *[(1, 0)] * 7]
    assert len(told) == 8

    told.clear()
    service.published(*sent[8], as_of="2023-01-18", headers=token)
    assert body(service, path)["items"] == [*steps, {**body(service, path)["items"][-1], "added": 1, "removed": 0}]
    assert len(told) == 1

    read.clear()
    assert service.get("/musterstadt").status_code == 200
    assert set(read) <= {f"1.{minor}.0" for minor in range(2, 9)}
