"""What a version and LocalMonitoring cannot hold of one another: the tables of docs/bridges.md, held against both.

A field or part is held if two values of it lead to two results. Nothing here knows how either way is made.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from opendata.domain.kinds import Field
from opendata.domain.model import Publisher
from opendata.formats.localmonitoring_fixture import fixture
from opendata.intake import SourceFile, read_upload
from tests.intake.test_real_tables import CLIMATE_MEASURES

PAGE = Path(__file__).parent.parent / "docs" / "bridges.md"
MEASURES = CLIMATE_MEASURES.table("measures")
HELD_EXACTLY = {"description", "parent_id", "status_note"}
# The parts of a task that LocalMonitoring's public API names, each with two values of it.
PARTS: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("title", "teaser", "description", "responsible_organ", "plan_assessment"), ("Eins", "Zwei")),
    **dict.fromkeys(("responsible_organ_explanation", "execution_justification"), ("Eins", "Zwei")),
    **dict.fromkeys(("supporting_ngos", "internal_information", "slugs"), ("Eins", "Zwei")),
    **dict.fromkeys(("planned_start", "planned_completion"), ("2024-01-31", "2025-02-28")),
    **dict.fromkeys(("actual_start", "actual_completion"), ("2024-01-31", "2025-02-28")),
    **{
        "id": (1, 2),
        "city": (1, 2),
        "execution_status": (2, 8),
        "execution_completion": (10, 20),
        "numchild": (0, 1),
    },
    **{"source": (0, 1), "frontpage": (False, True), "draft_mode": (False, True)},
    "children": ([], [{"id": 9, "title": "Darunter", "execution_status": 0}]),
}


def listed(heading: str) -> set[str]:
    """The names in the first column of the table below a sentence of the page."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(heading) :].split("\n\n")[1]
    return {name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])}


def went_back(**values: str | None) -> list[Any]:
    """The tasks that a measure goes back as, without the numbers that name them."""
    row: dict[str, str | None] = {
        "measure_id": "M",
        "title": "Radweg",
        "phase": "planning",
        "schedule": "unknown",
        **values,
    }
    rows: list[dict[str, str | None]] = [
        row,
        {"measure_id": "0", "title": "Anderes", "phase": "planning", "schedule": "unknown"},
    ]
    city = Publisher("neustadt", "Neustadt")
    records = fixture(city, "neustadt/plan", rows, as_of=date(2024, 12, 31), teaser="")
    tasks = [record["fields"] for record in records if record["model"] == "cpmonitor.task"]
    return sorted(json.dumps({**task, "path": len(task["path"])}, sort_keys=True) for task in tasks)


def values_of(field: Field) -> list[str]:
    """Different values of a field."""
    if field.codes:
        return list(field.codes)
    if field.name == "parent_id":
        return ["0", ""]
    if field.precision:
        return ["2024-01-31", "2025-02-28"]
    return ["10", "20"]


def came_in(part: str, value: Any) -> list[Any]:
    """The rows that a task with this part becomes, without what the table does not name at all."""
    task = {"id": 1, "title": "Radweg", "execution_status": 0, "city": 1, "children": [], part: value}
    content = json.dumps([task, {**task, "id": 7, "title": "Anderes", part: None if part == "draft_mode" else value}])
    if part in ("id", "title", "execution_status"):
        content = json.dumps([task])
    return read_upload([SourceFile("a.json", content.encode())], CLIMATE_MEASURES).tables["measures"].frame.rows()


def test_the_page_names_the_fields_that_localmonitoring_does_not_hold():
    lost = {
        field.name for field in MEASURES if len({str(went_back(**{field.name: v})) for v in values_of(field)}) == 1
    }

    assert lost == listed("What LocalMonitoring does not hold of a measure")
    less_exact = listed("What it holds less exactly")
    assert not less_exact & lost
    assert lost | less_exact | HELD_EXACTLY == set(MEASURES.field_names)


def test_the_page_names_the_statuses_that_become_one():
    told = {phase: str(went_back(phase=phase)) for phase in MEASURES.field("phase").codes}
    assert len({told[phase] for phase in ("not_started", "planning", "implementation", "ongoing")}) == 1
    assert len(set(told.values())) == 5  # with those four as one: unknown, completed, cancelled, merged
    late, postponed, on_time = (str(went_back(schedule=name)) for name in ("late", "postponed", "on_time"))
    assert late == postponed != on_time
    assert went_back(phase="completed", schedule="late") == went_back(phase="completed")


def test_the_page_names_the_parts_of_a_task_that_a_version_does_not_hold():
    lost = {part for part, (one, two) in PARTS.items() if came_in(part, one) == came_in(part, two)}

    # A draft is no row at all, so its part is seen by what is missing.
    assert lost | {"draft_mode"} == listed("What a version does not hold of a task")
    assert len(came_in("draft_mode", True)) == len(came_in("draft_mode", False)) - 1
