"""Cities and measures as LocalMonitoring's own pages read them."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from opendata.api.localmonitoring import MOST_TASKS
from opendata.web.services import EXTENSION
from tests.service import Service, open_service

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "data" / "mainz" / "task.json"
API = "/compat/localmonitoring/api"
LONG = "Ausbau und Verdichtung des Radverkehrsnetzes zwischen der Altstadt und den nördlichen Stadtteilen"
HEADER = (
    "measure_id,title,description,field_of_action,parent_id,kind,responsible,planned_start,planned_end,actual_end,phase,"
    "schedule,progress_percent,status_note"
)
ROWS = [
    "M-10,Solardächer,Auf Schulen. Bis 2030.,Energie,,official,Bauamt,2024,2027-02,,implementation,on_time,12.5,",
    "M-2,Wärmenetz,,Energie,,official,,,,,implementation,late,,Die Förderung fehlt.",
    f"M-3,{LONG},Kurz.,,,proposal,,,,,planning,,,",
    "M-4,Radweg Nord,,Verkehr,M-3,official,,,,2023-05-04,completed,late,100,",
    "M-5,Radweg Süd,,Verkehr,M-3,official,,,,,cancelled,,,",
    "M-6,Radweg Süd,,Verkehr,M-3,official,,,,,unknown,,,",
    "M-7,Stadtbus,,,,official,,,,,merged,,,Siehe M-4",
    "M-8,Einzelnes,,,,official,,,,,unknown,on_time,,",
    "M-9,Wartet,,,,official,,,,,not_started,postponed,,",
]
# Phase and schedule of a row, and its status there.
STATUSES = {
    "M-10": 2,
    "M-2": 6,
    "M-3": 2,
    "M-4": 4,
    "M-5": 8,
    "M-6": 0,
    "M-7": 0,
    "M-8": 2,
    "M-9": 6,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two cities with measures, one of them with a second dataset of another kind; a city without any."""
    made = open_service(tmp_path_factory.mktemp("neighbours"), [], kinds_dir=ROOT / "datapackages")
    details = ("--ags", "01002003", "--homepage", "https://example.org", "--email", "klima@example.org")
    made.done("publishers", "add", "altstadt", "--name", "Altstadt", *details)
    for name in ("neustadt", "leerstadt"):
        made.done("publishers", "add", name, "--name", name.title())
    for city in ("altstadt", "neustadt", "leerstadt"):
        made.done("datasets", "add", city, "plan", "--kind", "climate-measures", "--title", "Plan")
    for city, rows in (("altstadt", ROWS), ("neustadt", ROWS[:1])):
        table = made.folder / "measures.csv"
        table.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        made.done("publish", f"{city}/plan", str(table), "--as-of", "2024-12-31", "--yes")
    yield made
    made.app.extensions[EXTENSION]().close()


def asked(service: Service, path: str) -> Any:
    """What an address of LocalMonitoring's API answers."""
    answer = service.get(f"{API}{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def all_below(tree: list[Any]) -> list[Any]:
    """Each task of a tree with those below it."""
    return [task for root in tree for task in (root, *all_below(root["children"]))]


@pytest.fixture(scope="module")
def recorded() -> Any:
    """What a LocalMonitoring answered for Mainz."""
    if not RECORDED.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the recorded answer is missing: {RECORDED}")
        pytest.skip(f"the recorded answer is not here: {RECORDED}")
    return json.loads(RECORDED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tree(service: Service) -> Any:
    """The tasks of Altstadt."""
    return asked(service, "/cities/altstadt/tasks")


def titles(tree: list[Any]) -> Mapping[str, Any]:
    """The titles of a tree, nested as it is."""
    return {task["title"]: titles(task["children"]) for task in tree}


def test_a_task_has_the_fields_and_types_that_localmonitoring_answers(tree: Any, recorded: Any):
    types: dict[str, set[type]] = {}
    for task in all_below(recorded):
        for name, value in task.items():
            types.setdefault(name, set()).add(type(value))

    for task in all_below(tree):
        # These two came to its API after that answer was recorded.
        assert set(task) - {"source", "frontpage", "draft_mode"} == set(types) - {"source", "frontpage", "draft_mode"}
        for name, value in task.items():
            assert type(value) in types.get(name, {bool, int}), (name, value)


def test_measures_stand_below_their_parents_and_their_fields_of_action(tree: Any):
    long = "Ausbau und Verdichtung des Radverkehrsnetzes…"

    assert titles(tree) == {
        "Energie": {"Wärmenetz": {}, "Solardächer": {}},
        long: {"Radweg Nord": {}, "Radweg Süd": {}},
        "Stadtbus": {},
        "Einzelnes": {},
        "Wartet": {},
    }
    assert [task["numchild"] for task in tree] == [2, 3, 0, 0, 0]


def test_each_measure_has_the_status_of_its_phase_and_schedule(tree: Any):
    by_title = {task["title"]: task["execution_status"] for task in all_below(tree)}
    names = {row.split(",")[0]: row.split(",")[1] for row in ROWS}

    assert {key: by_title[names[key]] for key in STATUSES if key not in ("M-3", "M-5", "M-6")} == {
        key: status for key, status in STATUSES.items() if key not in ("M-3", "M-5", "M-6")
    }
    assert [task["execution_status"] for task in tree[1]["children"]] == [4, 8, 0]


def test_addresses_are_unique_and_follow_the_tree(tree: Any):
    slugs = [task["slugs"] for task in all_below(tree)]

    assert len(set(slugs)) == len(slugs) == 10
    assert slugs[:3] == ["energie", "energie/warmenetz", "energie/solardacher"]
    assert {"radweg-sud", "radweg-sud-2"} <= {slug.rpartition("/")[2] for slug in slugs}
    assert all(re.fullmatch(r"[a-z0-9_-]+(/[a-z0-9_-]+)*", slug) for slug in slugs)
    assert len({task["id"] for task in all_below(tree)}) == 10


def test_what_is_too_long_is_cut_and_kept_in_the_description(tree: Any):
    cycle_paths = tree[1]

    assert len(cycle_paths["title"]) <= 50
    assert cycle_paths["description"] == f"**{LONG}**\n\nKurz."
    assert cycle_paths["source"] == 1


def test_dates_are_days_and_missing_ones_null(tree: Any):
    roofs = next(task for task in all_below(tree) if task["title"] == "Solardächer")

    assert (roofs["planned_start"], roofs["planned_completion"]) == ("2024-01-01", "2027-02-28")
    assert (roofs["actual_start"], roofs["actual_completion"]) == (None, None)
    assert roofs["execution_completion"] == 12
    assert (roofs["teaser"], roofs["responsible_organ"]) == ("Auf Schulen.", "Bauamt")


def test_cities_are_those_that_published_measures_the_last_one_first(service: Service):
    cities = asked(service, "/cities")

    assert [city["slug"] for city in cities] == ["neustadt", "altstadt"]
    assert "executionStatusCount" not in cities[0]
    assert cities[1] == asked(service, "/cities/altstadt")
    known = {name: cities[1][name] for name in ("name", "municipality_key", "url", "contact_email", "draft_mode")}
    assert known == {
        "name": "Altstadt",
        "municipality_key": "01002003",
        "url": "https://example.org",
        "contact_email": "klima@example.org",
        "draft_mode": False,
    }


def test_statuses_are_counted_where_that_is_asked(service: Service):
    expected = {"complete": 1, "asPlanned": 3, "delayed": 2, "failed": 1, "unknown": 2}

    assert asked(service, "/cities/altstadt?executionStatusCount")["executionStatusCount"] == expected
    counted = {city["slug"]: city["executionStatusCount"] for city in asked(service, "/cities?executionStatusCount")}
    assert counted["altstadt"] == expected


@pytest.mark.parametrize("path", ["/cities/nirgends", "/cities/leerstadt", "/cities/leerstadt/tasks", "/cities/a/b"])
def test_a_city_without_published_measures_is_not_there(service: Service, path: str):
    answer = service.get(f"{API}{path}")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_an_unknown_parameter_is_a_problem(service: Service):
    assert service.get(f"{API}/cities?executionstatuscount").status_code == 400


def test_pages_of_other_hosts_may_read_it_and_are_told_when_nothing_changed(service: Service):
    first = service.get(f"{API}/cities/altstadt/tasks")

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = service.client.get(f"{API}/cities/altstadt/tasks", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_version_is_written_as_a_fixture_with_the_same_tasks(service: Service, tree: Any, tmp_path: Path):
    file = tmp_path / "altstadt.json"

    told = service.done("export", "localmonitoring", "altstadt/plan", str(file), "--version", "1.0.0")

    assert told == f"{file}: altstadt/plan 1.0.0, {len(all_below(tree))} tasks"
    city, *tasks = json.loads(file.read_text(encoding="utf-8"))
    assert city["fields"]["teaser"].startswith(f"{len(ROWS)} Maßnahmen, Stand ")
    served = service.get(f"{API}/cities/altstadt").json
    assert (city["pk"], city["fields"]["slug"]) == (served["id"], served["slug"])
    statuses = {task["pk"]: task["fields"]["execution_status"] for task in tasks}
    assert statuses == {task["id"]: task["execution_status"] for task in all_below(tree)}
    assert [path.name for path in tmp_path.iterdir()] == ["altstadt.json"]
    for wrong in (("altstadt/plan", str(tmp_path)), ("altstadt/nothing", str(file))):
        refused = service.flask("export", "localmonitoring", *wrong)
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1), refused.output


def test_more_measures_than_a_tree_may_have_are_refused(service: Service):
    rows = [f"M-{number},Radweg,,,,official,,,,,unknown,,," for number in range(MOST_TASKS + 1)]
    table = service.folder / "many.csv"
    table.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    service.done("publishers", "add", "vielstadt", "--name", "Vielstadt")
    service.done("datasets", "add", "vielstadt", "plan", "--kind", "climate-measures", "--title", "Plan")
    service.done("publish", "vielstadt/plan", str(table), "--as-of", "2024-12-31", "--yes")

    refused = service.get(f"{API}/cities/vielstadt/tasks", **{"Accept-Language": "en"})

    assert refused.status_code == 400
    assert "page by page" in refused.json["detail"]
