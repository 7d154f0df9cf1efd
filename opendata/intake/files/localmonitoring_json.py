"""LocalMonitoring: the tree of a city's tasks, as its public API gives it out or its database writes it.

Here: what becomes of each task and its parts. Not here: fetching (steps/), the columns of the table
(measure_tables.py), the way back (formats/localmonitoring.py). docs/bridges.md has the table of what becomes what.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, comma_list, unreadable
from opendata.intake.files.measure_tables import Row, measure_table, not_taken, own_field
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable

Json = Any
# By execution_status: the words with which LocalMonitoring shows it, our phase, our schedule.
STATUSES = {
    0: ("unbekannt", "unknown", "unknown"),
    2: ("in Arbeit", "implementation", "on_time"),
    4: ("abgeschlossen", "completed", "unknown"),
    6: ("verzögert / fehlt", "unknown", "late"),
    8: ("gescheitert", "cancelled", "unknown"),
}
NO_DRAFT = (None, False, 0, "", "0", "false", "False", "FALSE")
FROM_THE_PLAN, SUGGESTED = 0, 1  # the field "source", which older files do not have
KINDS = {FROM_THE_PLAN: "official", SUGGESTED: "proposal"}
SAME_NAME = {
    "title": "title",
    "description": "description",
    "responsible_organ": "responsible",
    "planned_start": "planned_start",
    "planned_completion": "planned_end",
    "actual_start": "actual_start",
    "actual_completion": "actual_end",
    "execution_completion": "progress_percent",
    "execution_justification": "status_note",
}
OWN = {
    "teaser": own_field("x_teaser", "Kurztext", "Teaser"),
    "plan_assessment": own_field("x_plan_assessment", "Bewertung der Planung", "Assessment of the plan"),
    "responsible_organ_explanation": own_field(
        "x_responsible_explanation", "Erläuterung zur Zuständigkeit", "Explanation of who is responsible"
    ),
    "supporting_ngos": own_field("x_supported_by", "Unterstützt von", "Supported by"),
}
# Of the parts that are not taken over, those that may say something.
ADMINISTRATIVE = ("internal_information", "frontpage")
MOST_LEVELS = 63  # of the tree: its paths have 255 letters there, four for each level
MODEL = "cpmonitor."  # how the names of tables begin in what its database writes
LONGEST_CODE, STEP_LETTERS = 4, 4  # digits; letters of the path of a node, on each level
# Local groups call themselves after their city, as in "LocalZero"; a title that says so is their own proposal.
_OF_A_GROUP = re.compile(r"(\w*Zero|Vorschlag)\s*:")
# With the whole title the description of a task begins whose title is cut, where this service has written it.
_WHOLE_TITLE = re.compile(r"\*\*(?P<title>[^\n]+)\*\*(?:\n\n|\Z)")
CUT, NUMBERED = "…", re.compile(r" \(\d+\)\Z")


@dataclass
class _Tree:
    """What was found on the way through the tasks."""

    group: str  # the local group's own name, in small letters; "" where the file does not tell it
    rows: list[Row] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    by_prefix: list[str] = field(default_factory=list)


def recognises(value: Json) -> bool:
    """Whether a value of JSON has the shape of LocalMonitoring's tasks."""
    tasks = _tasks_of(value)
    return tasks is not None and any(_is_task(task) for task in tasks)


def read(value: Json, file: str, limits: Limits) -> TextTable:
    """The table of all tasks that LocalMonitoring shows to everybody; raises UnreadableFile."""
    tree = _Tree(_group_of(value))
    _must_be_one_city(value, file)
    for task, above in _walk(_tasks_of(value) or [], file):
        _take(task, above, tree)
    if not tree.rows:
        raise unreadable(
            file,
            "Alle Einträge dieser Datei sind Entwürfe; veröffentlicht ist in LocalMonitoring noch nichts.",
            "All entries of this file are drafts; nothing of it is published in LocalMonitoring yet.",
        )
    return measure_table(file, tree.rows, list(OWN.values()), [*_notes(tree)], limits)


def _tasks_of(value: Json) -> Sequence[Json] | None:
    """The uppermost tasks; of what the database writes, all in a tree."""
    if isinstance(value, Mapping):
        value = value.get("tasks")
    if not isinstance(value, list):
        return None
    if any(isinstance(entry, Mapping) and str(entry.get("model", "")).startswith(MODEL) for entry in value):
        return _tree_of_records(value)
    return value


def _is_task(task: Json) -> bool:
    return isinstance(task, Mapping) and "title" in task and "execution_status" in task


def _tree_of_records(records: Sequence[Json]) -> list[dict[str, Json]]:
    """The tasks among the records of a database, each below the one whose path is its own without the last step."""
    roots: list[dict[str, Json]] = []
    by_path: dict[str, dict[str, Json]] = {}
    tasks = [record for record in records if isinstance(record, Mapping) and record.get("model") == f"{MODEL}task"]
    for record in sorted(tasks, key=lambda record: str(_fields(record).get("path", ""))):
        task = {**_fields(record), "id": record.get("pk"), "children": []}
        path = str(task.pop("path", ""))
        above = by_path.get(path[:-STEP_LETTERS])
        by_path[path] = task
        (roots if above is None else above["children"]).append(task)
    return roots


def _fields(record: Mapping[str, Json]) -> Mapping[str, Json]:
    fields = record.get("fields")
    return fields if isinstance(fields, Mapping) else {}


def _group_of(value: Json) -> str:
    """The name of the local group that keeps the city's page, where the file tells it."""
    city = value.get("city") if isinstance(value, Mapping) else None
    group = city.get("local_group") if isinstance(city, Mapping) else None
    name = group.get("name") if isinstance(group, Mapping) else None
    return name.strip().casefold() if isinstance(name, str) else ""


def _must_be_one_city(value: Json, file: str) -> None:
    """Raise UnreadableFile for the tasks of several cities, which are no single table."""
    cities = {str(task["city"]) for task in _tasks_of(value) or [] if isinstance(task, Mapping) and task.get("city")}
    if len(cities) > 1:
        raise unreadable(
            file,
            f"Die Datei enthält Maßnahmen von {len(cities)} Kommunen. Bitte senden Sie die einer einzigen.",
            f"The file holds measures of {len(cities)} municipalities. Please send those of a single one.",
        )


def _walk(tasks: Sequence[Json], file: str) -> Iterator[tuple[Mapping[str, Json], Sequence[Mapping[str, Json]]]]:
    """Each task after those above it, uppermost first, with what stands above it; raises UnreadableFile."""
    waiting: list[tuple[Json, tuple[Mapping[str, Json], ...]]] = [(task, ()) for task in reversed(tasks)]
    while waiting:
        task, above = waiting.pop()
        if not _is_task(task):
            raise unreadable(
                file,
                f"Ein Eintrag der Datei ist keine Maßnahme von LocalMonitoring{_below(above, 'de')}. Bitte laden Sie "
                "die Datei noch einmal herunter.",
                f"An entry of the file is no task of LocalMonitoring{_below(above, 'en')}. Please download the file "
                "once more.",
            )
        if len(above) >= MOST_LEVELS:
            raise unreadable(
                file,
                f"Der Baum der Maßnahmen hat mehr als {MOST_LEVELS} Ebenen; so tief ist keiner in LocalMonitoring.",
                f"The tree of tasks has more than {MOST_LEVELS} levels; none in LocalMonitoring is as deep.",
            )
        yield task, above
        if not _is_draft(task):
            waiting += [(child, (*above, task)) for child in reversed(_children(task, file))]


def _children(task: Mapping[str, Json], file: str) -> Sequence[Json]:
    """What stands below a task; raises UnreadableFile for what is no list, or nobody would miss it."""
    children = task.get("children")
    if children is None or isinstance(children, list):
        return children or []
    title = comma_list([str(task.get("title"))])
    raise unreadable(
        file,
        f"Was unter „{title}“ steht, ist keine Liste von Maßnahmen. Bitte laden Sie die Datei noch einmal herunter.",
        f"What stands below '{title}' is no list of tasks. Please download the file once more.",
    )


def _is_draft(task: Mapping[str, Json]) -> bool:
    """Whether a task is not to be seen by everybody; other tools write a yes in other ways than LocalMonitoring."""
    said = task.get("draft_mode")
    return not any(said == no for no in NO_DRAFT)


def _below(above: Sequence[Mapping[str, Json]], language: str) -> str:
    if not above:
        return ""
    title = comma_list([str(above[-1].get("title"))])
    return f" (unter „{title}“)" if language == "de" else f" (below '{title}')"


def _take(task: Mapping[str, Json], above: Sequence[Mapping[str, Json]], tree: _Tree) -> None:
    """Add the row of a task, unless it is a draft."""
    title = str(task.get("title") or "")
    if _is_draft(task):
        tree.drafts.append(title)
        return
    tree.left |= {name for name in ADMINISTRATIVE if task.get(name) not in (None, "", False)}
    word, phase, schedule = _status(task.get("execution_status"))
    title, description = _whole(title, task.get("description"))
    root_title, _ = _whole(
        str((above[0] if above else task).get("title") or ""), (above or [task])[0].get("description")
    )
    tree.rows.append(
        {
            **{ours: task.get(theirs) for theirs, ours in SAME_NAME.items()},
            **{own.name: task.get(theirs) for theirs, own in OWN.items()},
            "measure_id": _id(task),
            "parent_id": _id(above[-1]) if above else None,
            "title": title,
            "description": description,
            "field_of_action": root_title,
            "kind": _kind(task, title, tree),
            "phase": phase,
            "schedule": schedule,
            "source_status": word,
        }
    )


def _id(task: Mapping[str, Json]) -> str | None:
    """The number of a task as a text, so that nothing makes another number of it."""
    number = task.get("id")
    return None if number is None or isinstance(number, bool) else str(number)


def _status(code: Json) -> tuple[str | None, str | None, str | None]:
    """The words, phase and schedule of a status; an unknown one stands in the phase, for the check to ask about."""
    number = _whole_number(code)
    if number in STATUSES:
        return STATUSES[number]
    text = None if code is None else str(code)
    return text, text, None


def _whole_number(value: Json) -> int | None:
    """A code, also where a tool on the way has made a text or a decimal of it: 2, "2", 2.0; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_CODE else None


def _kind(task: Mapping[str, Json], title: str, tree: _Tree) -> str | None:
    source = task.get("source")
    if source is not None:
        number = _whole_number(source)
        return KINDS.get(number, str(source)) if number is not None else str(source)
    prefix, colon, _ = title.partition(":")
    of_the_group = bool(colon and tree.group and tree.group.startswith(prefix.strip().casefold()))
    if of_the_group or _OF_A_GROUP.match(title):
        tree.by_prefix.append(title)
        return KINDS[SUGGESTED]
    return KINDS[FROM_THE_PLAN]


def _whole(title: str, description: Json) -> tuple[str, Json]:
    """The whole of a title that was cut for want of room, and the description without it."""
    if isinstance(description, str) and (begun := _WHOLE_TITLE.match(description)):
        bare, whole = NUMBERED.sub("", title), begun["title"]
        was_cut = bare.endswith(CUT) and len(whole) > len(bare) and whole.startswith(bare.removesuffix(CUT))
        if was_cut or (whole == bare != title):
            return whole, description[begun.end() :]
    return title, description


def _notes(tree: _Tree) -> Iterator[Note]:
    if tree.drafts:
        count = len(tree.drafts)
        named = comma_list(tree.drafts)
        yield Note(
            "drafts-left-out",
            bilingual(
                f"Nicht übernommen, weil es in LocalMonitoring noch Entwürfe sind ({count}, samt allem darunter): "
                f"{named}",
                f"Not taken over, because they still are drafts in LocalMonitoring ({count}, with all below them): "
                f"{named}",
            ),
        )
    yield from not_taken(tree.left)
    if tree.by_prefix:
        count = len(tree.by_prefix)
        named = comma_list(tree.by_prefix, 5)
        yield Note(
            "proposals-by-title",
            bilingual(
                f"Die Datei sagt nicht, welche Einträge Vorschläge sind. Als Vorschlag gelesen wurden die {count}, "
                f"deren Titel mit dem Namen der Lokalgruppe beginnt ({named}); alle anderen gelten als Maßnahmen der "
                "Kommune.",
                f"The file does not say which entries are proposals. Read as proposals were the {count} whose title "
                f"begins with the name of the local group ({named}); all others are taken for measures of the "
                "municipality.",
            ),
        )
