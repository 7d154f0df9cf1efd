"""The fixture for LocalMonitoring, held against what its database asks of a city and of a tree of tasks."""

import re
import unicodedata
from collections import Counter
from datetime import date
from typing import Any

from opendata.domain.model import Publisher
from opendata.formats.localmonitoring_fixture import fixture

CITY = Publisher("altstadt", "Altstadt", ags="01002003", homepage="https://example.org", email="klima@example.org")
LONG = "Ausbau und Verdichtung des Radverkehrsnetzes zwischen der Altstadt und den nördlichen Stadtteilen"
# The columns of its two tables that cannot do without a value, and how long texts may be, as its models say.
CITY_COLUMNS = {
    *("draft_mode", "name", "zipcode", "municipality_key", "url", "resolution_date", "target_year", "teaser"),
    *("show_roof_pv_indicator", "description", "co2e_budget", "assessment_administration", "assessment_action_plan"),
    *("assessment_status", "last_update", "contact_name", "contact_email", "internal_information", "supporting_ngos"),
    *("slug", "city_editors", "city_admins"),
}
TASK_COLUMNS = {
    *("path", "depth", "numchild", "city", "draft_mode", "source", "frontpage", "title", "teaser", "description"),
    *("planned_start", "planned_completion", "responsible_organ", "responsible_organ_explanation", "plan_assessment"),
    *("execution_status", "execution_justification", "supporting_ngos", "execution_completion", "actual_start"),
    *("actual_completion", "internal_information", "slugs"),
}
LONGEST = {"title": 50, "teaser": 200, "responsible_organ": 200, "slugs": 255, "path": 255, "name": 50}


def row(key: str, title: str, **values: str) -> dict[str, str | None]:
    return {"measure_id": key, "title": title, "phase": "unknown", "schedule": "unknown", **values}


def made(*rows: dict[str, str | None]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The records of the city, and of its tasks."""
    records = fixture(CITY, "altstadt/plan", rows, as_of=date(2025, 12, 31), teaser="Stand 31.12.2025.")
    assert [record["model"] for record in records] == ["cpmonitor.city", *["cpmonitor.task"] * (len(records) - 1)]
    return records[0], records[1:]


def django_slug(text: str) -> str:
    """What Django's slugify() makes of a text, by which LocalMonitoring names a task anew when it is saved."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-_")


def test_every_column_has_a_value_that_it_can_hold():
    city, tasks = made(
        row("1", LONG, description="Kurz.", field_of_action="Verkehr", planned_end="2027", phase="planning"),
        row("2", "Stadtbus", parent_id="1", responsible="Amt " * 100, kind="proposal", progress_percent="12.4"),
    )

    assert set(city["fields"]) == CITY_COLUMNS
    assert (city["fields"]["name"], city["fields"]["slug"], city["fields"]["municipality_key"]) == (
        *("Altstadt", "altstadt", "01002003"),
    )
    for task in tasks:
        assert set(task["fields"]) == TASK_COLUMNS
        assert task["fields"]["city"] == city["pk"]
        for name, letters in LONGEST.items():
            assert len(task["fields"].get(name, "")) <= letters, name
    by_title = {task["fields"]["title"]: task["fields"] for task in tasks}
    cut = by_title["Ausbau und Verdichtung des Radverkehrsnetzes…"]
    assert cut["description"] == f"**{LONG}**\n\nKurz."
    assert (cut["planned_completion"], cut["planned_start"], cut["execution_status"]) == ("2027-12-31", None, 2)
    assert (by_title["Stadtbus"]["source"], by_title["Stadtbus"]["execution_completion"]) == (1, 12)


def test_facts_of_a_city_for_which_there_is_no_room_are_left_out():
    long = Publisher(
        *("altstadt", "Altstadt an der Oberen Unteren Mittleren Langen Breiten Aue"),
        ags="010020030000",
        homepage=f"https://example.org/{'x' * 200}",
        email=f"{'x' * 250}@example.org",
    )
    city = fixture(long, "altstadt/plan", [], as_of=date(2025, 12, 31), teaser="Stand " * 50)[0]["fields"]

    assert (city["url"], city["municipality_key"], city["contact_email"]) == ("", "", "")
    assert len(city["name"]) <= 50 and len(city["teaser"]) <= 200 and city["slug"] == "altstadt"


def test_the_paths_are_those_of_a_tree_that_begins_at_the_root():
    city, tasks = made(
        *(row(f"A-{number}", f"Maßnahme {number}", field_of_action="Energie") for number in range(1, 41)),
        row("B", "Einzelnes"),
        row("A-1.1", "Unter der ersten", parent_id="A-1"),
    )

    paths = [task["fields"]["path"] for task in tasks]
    assert paths == sorted(paths)  # parents and elder siblings first, as the city has them
    assert len(set(paths)) == len({task["pk"] for task in tasks}) == 43
    children = Counter(path[:-4] for path in paths)
    for task in tasks:
        path = task["fields"]["path"]
        assert re.fullmatch(r"([0-9A-Z]{4})+", path)
        assert task["fields"]["depth"] == len(path) // 4
        assert task["fields"]["numchild"] == children[path]
        assert path[:-4] in {"", *paths}
    assert city["pk"] not in (0, 1)
    again = made(row("B", "Einzelnes"))[1][0]
    assert again["pk"] == next(task["pk"] for task in tasks if task["fields"]["title"] == "Einzelnes")


def test_addresses_are_unique_also_when_somebody_saves_a_task_there():
    same = "Ausbau der Ladeinfrastruktur für Elektrofahrzeuge im Stadtgebiet"
    chain = [row("0", same), *(row(str(number), same, parent_id=str(number - 1)) for number in range(1, 19))]
    _, tasks = made(
        row("x", same), row("y", same), row("z", "Radweg (2)"), row("z2", "Radweg"), row("z3", "Radweg"), *chain
    )

    addresses = [task["fields"]["slugs"] for task in tasks]
    assert len(set(addresses)) == len(addresses) == 24
    assert max(map(len, addresses)) <= 255
    siblings = Counter((task["fields"]["path"][:-4], django_slug(task["fields"]["title"])) for task in tasks)
    assert max(siblings.values()) == 1
    assert all(
        same in task["fields"]["description"] for task in tasks if task["fields"]["title"].startswith("Ausbau")
    )
