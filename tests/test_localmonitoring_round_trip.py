"""A city of LocalMonitoring comes in by `flask import` and goes back by `flask export`, and what is held on the way.

The file is third-party and no part of this repository: it is looked for beside it. What it holds is computed here by
plain walks over its JSON, which share nothing with the code that reads it.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.service import Service, open_service

ROOT = Path(__file__).parent.parent
MAINZ = ROOT.parent / "shared" / "data" / "mainz" / "task.json"
IMPORT = ("import", "localmonitoring", str(MAINZ), "mainz/klima", "--as-of", "2024-09-30")
STATES = {  # by execution_status: phase, schedule, the words that LocalMonitoring shows
    0: ("unknown", "unknown", "unbekannt"),
    2: ("implementation", "on_time", "in Arbeit"),
    4: ("completed", "unknown", "abgeschlossen"),
    6: ("unknown", "late", "verzögert / fehlt"),
    8: ("cancelled", "unknown", "gescheitert"),
}
SAME = {  # by the part of a task: the field of a measure that holds the same
    "title": "title",
    "description": "description",
    "teaser": "x_teaser",
    "planned_start": "planned_start",
    "planned_completion": "planned_end",
    "actual_start": "actual_start",
    "actual_completion": "actual_end",
    "responsible_organ": "responsible",
    "responsible_organ_explanation": "x_responsible_explanation",
    "plan_assessment": "x_plan_assessment",
    "execution_justification": "status_note",
    "execution_completion": "progress_percent",
}
NOT_HELD = {"id", "city"}  # docs/bridges.md says why


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the real kinds, and Mainz as it was imported."""
    if not MAINZ.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real tasks are missing: {MAINZ}")
        pytest.skip(f"the real tasks are not here: {MAINZ}")
    made = open_service(tmp_path_factory.mktemp("mainz"), [], kinds_dir=ROOT / "datapackages")
    made.done("publishers", "add", "mainz", "--name", "Mainz")
    made.done("datasets", "add", "mainz", "klima", "--kind", "climate-measures", "--title", "Maßnahmen")
    done = made.flask(*IMPORT)
    # Its texts name somebody, which is told; everybody can read it there, so nobody has to say yes.
    assert done.exit_code == 0 and "Name einer Person" in done.output
    yield made
    made.app.extensions[EXTENSION]().close()


def walked(tasks: list[dict[str, Any]], above: tuple[dict[str, Any], ...] = ()) -> Iterator[Any]:
    """Each task with those above it."""
    for task in tasks:
        yield task, above
        yield from walked(task["children"], (*above, task))


def tasks() -> list[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
    return list(walked(json.loads(MAINZ.read_bytes())))


def plain(value: Any) -> Any:
    """A text as a version holds it: with line breaks of one kind; nothing where there is none."""
    return value.replace("\r\n", "\n") if isinstance(value, str) and value else None if value == "" else value


def test_every_task_is_a_measure_with_all_that_a_version_can_hold(service: Service):
    items = service.get("/api/v1/publishers/mainz/datasets/klima/versions/latest/measures.json?limit=0").json["items"]
    rows = {row["measure_id"]: row for row in items}

    assert len(rows) == len(tasks()) == 55
    for task, above in tasks():
        row = rows[str(task["id"])]
        assert row["parent_id"] == (str(above[-1]["id"]) if above else None)
        assert row["field_of_action"] == (above[0] if above else task)["title"]
        assert (row["phase"], row["schedule"], row["source_status"]) == STATES[task["execution_status"]]
        assert row["kind"] == ("proposal" if re.match("MainzZero:", task["title"]) else "official")
        for theirs, ours in SAME.items():
            assert row[ours] == plain(task[theirs]), (task["id"], theirs)


def test_what_goes_back_is_what_came(service: Service, tmp_path: Path):
    service.done("export", "localmonitoring", "mainz/klima", str(tmp_path / "mainz.json"))
    records = json.loads((tmp_path / "mainz.json").read_bytes())
    back = {record["fields"]["slugs"]: record["fields"] for record in records if record["model"] == "cpmonitor.task"}
    titles = {fields["path"]: fields["title"] for fields in back.values()}

    assert len(back) == 55
    for task, above in tasks():
        fields = back[task["slugs"]]
        for name in task.keys() - NOT_HELD - {"children"}:
            assert plain(fields[name]) == plain(task[name]), (task["id"], name)
        path = fields["path"]
        assert [titles[path[:end]] for end in range(4, len(path), 4)] == [upper["title"] for upper in above]
        assert fields["source"] == int(task["title"].startswith("MainzZero:"))


def test_what_went_back_comes_again_with_other_numbers_alone(service: Service, tmp_path: Path):
    service.done("export", "localmonitoring", "mainz/klima", str(tmp_path / "mainz.json"))
    service.done("datasets", "add", "mainz", "nochmal", "--kind", "climate-measures", "--title", "Noch einmal")
    arguments = ("import", "localmonitoring", str(tmp_path / "mainz.json"), "mainz/nochmal", "--as-of", "2024-09-30")
    service.done(*arguments)

    first, again = (
        service.get(f"/api/v1/publishers/mainz/datasets/{name}/versions/latest/measures.json?limit=0").json["items"]
        for name in ("klima", "nochmal")
    )
    told = [
        sorted(
            tuple(str(row[name]) for name in sorted(row) if name not in ("measure_id", "parent_id", "links"))
            for row in rows
        )
        for rows in (first, again)
    ]
    assert told[0] == told[1]
