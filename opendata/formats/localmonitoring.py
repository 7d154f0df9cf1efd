"""Cities and measures in the shape that LocalMonitoring's own pages read.

Here: field names, codes, and the tree of tasks. Not here: addresses, and which datasets are meant (api/).
The shape is that of the REST API of github.com/GermanZero-de/localzero-monitoring: missing texts are "", missing
dates are null, and a task with children is a group. docs/localmonitoring.md says what becomes of each field.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from opendata.domain.model import Publisher
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.partial_dates import Span

UNKNOWN, AS_PLANNED, COMPLETE, DELAYED, FAILED = 0, 2, 4, 6, 8
# The words with which LocalMonitoring shows each status; where a measure came from there, they are its source_status.
STATUS_WORDS = {
    UNKNOWN: "unbekannt",
    AS_PLANNED: "in Arbeit",
    COMPLETE: "abgeschlossen",
    DELAYED: "verzögert / fehlt",
    FAILED: "gescheitert",
}
STATUS_NAMES = {
    COMPLETE: "complete",
    AS_PLANNED: "asPlanned",
    DELAYED: "delayed",
    FAILED: "failed",
    UNKNOWN: "unknown",
}
STATUS_FIELDS = ("phase", "schedule")  # those that tell the status of a measure
UNDER_WAY = ("not_started", "planning", "implementation", "ongoing")
FROM_THE_PLAN, SUGGESTED = 0, 1
TITLE_LETTERS, TEASER_LETTERS, ORGAN_LETTERS, SLUG_LETTERS = 50, 200, 200, 50
MERGED = "In eine andere Maßnahme übergegangen."
MOST_LEVELS = 20  # of the tree; a measure further below stands at its root
SAFE_WHOLE_NUMBERS = 2**53  # JavaScript reads whole numbers below this exactly
TRANSLITERATED = str.maketrans({"ß": "ss", "ẞ": "SS"})

Row = Mapping[str, str | None]
Task = dict[str, Any]


def city(publisher: Publisher, teaser: str) -> dict[str, Any]:
    """A publisher as a city; what this service does not know is empty, and checklists are absent."""
    return {
        "id": number_of(publisher.name),
        "draft_mode": False,
        "name": publisher.title,
        "municipality_key": publisher.ags,
        "url": publisher.homepage or "",
        "resolution_date": None,
        "target_year": None,
        "teaser": cut(teaser, TEASER_LETTERS),
        "description": "",
        "assessment_status": "",
        "contact_name": "",
        "contact_email": publisher.email or "",
        "supporting_ngos": "",
        "slug": publisher.name,
        "local_group": None,
        "cap_checklist": None,
        "administration_checklist": None,
        "energy_plan_checklist": None,
        "assessment_action_plan": "",
        "assessment_administration": "",
        "charts": [],
    }


def status_counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many measures have each status, by the names of LocalMonitoring's front end."""
    counted = Counter(execution_status(row) for row in rows)
    return {name: counted[status] for status, name in STATUS_NAMES.items()}


def execution_status(row: Row) -> int:
    """The one status that stands for a measure's phase and schedule."""
    phase, schedule = row.get("phase") or "unknown", row.get("schedule") or "unknown"
    if phase == "completed":
        return COMPLETE
    if phase == "cancelled":
        return FAILED
    if phase == "merged":
        return UNKNOWN
    if schedule in ("late", "postponed"):
        return DELAYED
    return AS_PLANNED if phase in UNDER_WAY or schedule == "on_time" else UNKNOWN


def tasks(dataset: str, city_id: int, rows: Sequence[Row]) -> list[Task]:
    """The measures of a dataset as a tree of tasks, in natural order of their numbers.

    A measure stands below its parent; one without a parent stands below a group for its field of action, if any.
    dataset: its path, from which the numbers of the tasks are made.
    """
    ordered = sorted(rows, key=lambda row: natural_key(row.get("measure_id") or ""))
    parents = _parents({str(row["measure_id"]): row.get("parent_id") for row in ordered})
    made = {str(row["measure_id"]): _task(dataset, city_id, row) for row in ordered}
    of_fields = Counter((row.get("field_of_action") or "").strip() for row in ordered)
    alone = {field for field, count in of_fields.items() if count == 1}
    roots: list[Task] = []
    groups: dict[str, Task] = {}
    for row in ordered:
        key, field = str(row["measure_id"]), (row.get("field_of_action") or "").strip()
        if parent := parents[key]:
            made[parent]["children"].append(made[key])
        elif field and not _is_its_own_group(field, row, parents, alone):
            if field not in groups:
                groups[field] = _group(dataset, city_id, field)
                roots.append(groups[field])
            groups[field]["children"].append(made[key])
        else:
            roots.append(made[key])
    _name_addresses(roots, "")
    return roots


def tasks_below(tree: Iterable[Task]) -> Iterator[Task]:
    """All tasks of a tree, each before its children."""
    for task in tree:
        yield task
        yield from tasks_below(task["children"])


def number_of(*parts: str) -> int:
    """A whole number that always stands for these names; with a million names, two share one in 1 of 18,000 cases."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return int.from_bytes(digest[:8]) % (SAFE_WHOLE_NUMBERS - 1) + 1


def slugified(text: str, letters: Mapping[int, str] = TRANSLITERATED) -> str:
    """A text as a part of an address: lower-case letters without marks, digits and hyphens.

    letters: those that have others in their stead; letters that are none of an address are left out.
    """
    plain = unicodedata.normalize("NFKD", text.translate(letters)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-_")


def cut(text: str, letters: int) -> str:
    """The text on one line, cut at a word with an ellipsis if it has more letters."""
    if len(text) <= letters and "\n" not in text:
        return text
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    kept = text[: letters - 1]
    words = kept.rsplit(" ", 1)[0]
    return f"{words if len(words) > letters // 2 else kept}…"


def _parents(named: Mapping[str, str | None]) -> dict[str, str | None]:
    """The parent of each key; None where it names none, one that is not there, or, in the end, itself."""
    parents: dict[str, str | None] = {}
    for key, parent in named.items():
        seen, above = {key}, parent
        while above is not None and above in named and above not in seen and len(seen) < MOST_LEVELS:
            seen.add(above)
            above = named[above]
        parents[key] = parent if parent in named and above not in seen and len(seen) < MOST_LEVELS else None
    return parents


def _is_its_own_group(field: str, row: Row, parents: Mapping[str, str | None], alone: Container[str]) -> bool:
    """Whether a row stands for its field of action: it has the field's name, and all others of the field below it.

    alone: the fields of action of a single row.
    """
    return row.get("title") == field and (row.get("measure_id") in parents.values() or field in alone)


def _task(dataset: str, city_id: int, row: Row) -> Task:
    title, description = row.get("title") or row.get("measure_id") or "", row.get("description") or ""
    organ, note = row.get("responsible") or "", row.get("status_note") or row.get("source_status") or ""
    if note in STATUS_WORDS.values() and not row.get("status_note"):
        note = ""  # it says nothing beside the status
    if row.get("phase") == "merged":
        note = f"{MERGED} {note}".strip()
    short_title, short_organ = cut(title, TITLE_LETTERS), cut(organ, ORGAN_LETTERS)
    return {
        "id": number_of(dataset, "measures", str(row["measure_id"])),
        "draft_mode": False,
        "title": short_title,
        "city": city_id,
        "teaser": cut((row["x_teaser"] or "") if "x_teaser" in row else _first_sentence(description), TEASER_LETTERS),
        "description": description if short_title == title else f"**{title}**\n\n{description}".strip(),
        "planned_start": _day(row.get("planned_start"), is_end=False),
        "planned_completion": _day(row.get("planned_end"), is_end=True),
        "responsible_organ": short_organ,
        "responsible_organ_explanation": _explanation(row, organ, short_organ),
        "plan_assessment": row.get("x_plan_assessment") or "",
        "execution_status": execution_status(row),
        "execution_justification": note,
        "supporting_ngos": row.get("x_supported_by") or "",
        "execution_completion": _percent(row.get("progress_percent")),
        "actual_start": _day(row.get("actual_start"), is_end=False),
        "actual_completion": _day(row.get("actual_end"), is_end=True),
        "internal_information": "",
        "slugs": "",  # _name_addresses() fills it
        "numchild": 0,
        "children": [],
        "source": SUGGESTED if row.get("kind") == "proposal" else FROM_THE_PLAN,
        "frontpage": False,
    }


def _explanation(row: Row, organ: str, short_organ: str) -> str:
    """What is said about the responsible organ, with its whole name in front where that is cut."""
    explained = row.get("x_responsible_explanation") or ""
    return explained if short_organ == organ else f"{organ}\n\n{explained}".strip()


def _group(dataset: str, city_id: int, field: str) -> Task:
    """A task that only holds the measures of a field of action."""
    empty = {"measure_id": "", "title": field}
    return {**_task(dataset, city_id, empty), "id": number_of(dataset, "field_of_action", field)}


def _name_addresses(siblings: Sequence[Task], above: str) -> None:
    """Give each task its address below its parent's, and the number of its children; no two have the same."""
    taken: set[str] = set()
    for task in siblings:
        name = slugified(task["title"])[:SLUG_LETTERS] or "massnahme"
        free = name
        number = 2
        while free in taken:
            free, number = f"{name}-{number}", number + 1
        taken.add(free)
        task["slugs"] = f"{above}{free}"
        task["numchild"] = len(task["children"])
        _name_addresses(task["children"], f"{task['slugs']}/")


def _first_sentence(text: str) -> str:
    flat = " ".join(text.split())
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", flat, maxsplit=1)[0]


def _day(text: str | None, *, is_end: bool) -> str | None:
    """A day for a date that may be a month or a year: its first day for a beginning, its last for an end."""
    if not text:
        return None
    with suppress(ValueError):
        span = Span.read(text)
        return (span.last if is_end else span.first).isoformat()
    return None


def _percent(text: str | None) -> int | None:
    with suppress(InvalidOperation):
        return round(Decimal(text)) if text else None
    return None
