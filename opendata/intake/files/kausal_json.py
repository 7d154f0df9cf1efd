"""Kausal Watch: the actions of a plan, as its public REST API gives them out.

Here: what becomes of each action and its parts. Not here: fetching (steps/fetching_measures.py, which puts the lists
of statuses, phases, categories and organisations beside the actions), the columns of the table (measure_tables.py).
docs/bridges.md has the table of what becomes what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, comma_list, unreadable
from opendata.intake.files.html_texts import text_of_html
from opendata.intake.files.measure_tables import Row, measure_table, not_taken, own_field
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable

Json = Any
Named = Mapping[str, Json]  # something of a list, such as a status: {"id", "identifier", "name"}
# By identifier, in small letters, because some plans write them in others. What is absent here is a plan's own word.
PHASES = {
    "not_started": "not_started",
    "planning": "planning",
    "implementation": "implementation",
    "completed": "completed",
}
STATUS_PHASES = {
    "not_started": "not_started",
    "in_progress": "implementation",
    "completed": "completed",
    "cancelled": "cancelled",
    "merged": "merged",
    "undefined": "unknown",
}
SCHEDULES = {"on_time": "on_time", "late": "late", "severely_late": "late", "postponed": "postponed"}
ENDS = ("completed", "cancelled", "merged")  # statuses that hold whatever the phase is
LETTERS_OF_DATES = {"YEAR": 4, "MONTH_YEAR": 7}  # how exact the site shows the dates of an action
OFFICIAL_NAME = own_field("x_official_name", "Amtlicher Name", "Official name")
ADMINISTRATIVE = ("contact_persons", "internal_notes", "internal_admin_notes", "internal_priority")
WITHOUT_A_FIELD = (
    *("choice_attributes", "choice_with_text_attributes", "numeric_value_attributes", "text_attributes"),
    *("rich_text_attributes", "category_choice_attributes", "decision_level", "superseded_by"),
)
SIGNS = ("implementation_phase", "lead_paragraph", "official_name", "responsible_parties", "schedule_continuous")
INTERNAL = "internal"  # the visibility of what only staff see
LISTS = ("action_statuses", "action_implementation_phases", "organizations")


@dataclass(frozen=True)
class _Plan:
    """What the numbers in actions stand for."""

    statuses: Mapping[Json, Named] = field(default_factory=dict)
    phases: Mapping[Json, Named] = field(default_factory=dict)
    organizations: Mapping[Json, Named] = field(default_factory=dict)
    categories: Mapping[Json, Named] = field(default_factory=dict)  # of the type by which the plan sorts its actions
    type_name: str | None = None  # the identifier of that type
    keys: Mapping[Json, str] = field(default_factory=dict)  # of actions, by their number


def recognises(value: Json) -> bool:
    """Whether a value of JSON has the shape of the actions of a plan."""
    actions = _actions_of(value)
    return actions is not None and any(_is_action(action) for action in actions)


def read(value: Json, file: str, limits: Limits) -> TextTable:
    """The table of the actions of a plan that everybody may see; raises UnreadableFile where an entry is none."""
    entries = _actions_of(value) or []
    if not all(isinstance(entry, Mapping) and "name" in entry for entry in entries):
        place = next(n for n, e in enumerate(entries, 1) if not (isinstance(e, Mapping) and "name" in e))
        raise unreadable(
            file,
            f"Der {place}. Eintrag der Datei ist keine Maßnahme von Kausal Watch. Bitte laden Sie die Datei noch "
            "einmal herunter.",
            f"Entry {place} of the file is no action of Kausal Watch. Please download the file once more.",
        )
    actions = [entry for entry in entries if not _is_internal(entry)]
    if not actions:
        raise unreadable(
            file,
            "Alle Maßnahmen dieser Datei sind in Kausal Watch nur intern zu sehen.",
            "In Kausal Watch, only staff can see the actions of this file.",
        )
    plan = _plan_of(value if isinstance(value, Mapping) else {}, actions)
    rows = [_row(action, plan) for action in actions]
    left = {name for action in actions for name in (*ADMINISTRATIVE, *WITHOUT_A_FIELD) if action.get(name)}
    hidden = [str(entry.get("name") or "") for entry in entries if _is_internal(entry)]
    return measure_table(file, rows, [OFFICIAL_NAME], [*_of_hidden(hidden), *not_taken(left)], limits)


def _is_internal(action: Named) -> bool:
    return str(action.get("visibility")).casefold() == INTERNAL


def _of_hidden(names: Sequence[str]) -> list[Note]:
    """The note that names actions which only staff see there."""
    if not names:
        return []
    named = comma_list(names)
    return [
        Note(
            "drafts-left-out",
            bilingual(
                f"Nicht übernommen, weil sie in Kausal Watch nur intern zu sehen sind ({len(names)}): {named}",
                f"Not taken over, because only staff can see them in Kausal Watch ({len(names)}): {named}",
            ),
        )
    ]


def _actions_of(value: Json) -> Sequence[Json] | None:
    """The actions of a file: a list of them, an answer of the API, or all answers about a plan together."""
    if isinstance(value, Mapping):
        value = value.get("actions", value.get("results"))
    return value if isinstance(value, list) else None


def _is_action(action: Json) -> bool:
    return isinstance(action, Mapping) and "name" in action and any(sign in action for sign in SIGNS)


def _plan_of(value: Mapping[str, Json], actions: Sequence[Named]) -> _Plan:
    plan = value.get("plan")
    about: Named = plan if isinstance(plan, Mapping) else {}
    statuses, phases, organizations = (_by_id(value.get(name) or about.get(name)) for name in LISTS)
    types = _listed(value.get("category_types") or about.get("category_types"))
    main = [entry for entry in types if entry.get("id") == about.get("primary_action_classification")]
    chosen = main[0] if main else types[0] if len(types) == 1 else {}
    name = chosen.get("identifier")
    keys = {action.get("id"): key for action in actions if (key := _key(action)) is not None}
    return _Plan(statuses, phases, organizations, _by_id(chosen.get("categories")), name, keys)


def _listed(value: Json) -> list[Named]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _by_id(value: Json) -> dict[Json, Named]:
    return {entry["id"]: entry for entry in _listed(value) if isinstance(entry.get("id"), int | str)}


def _row(action: Named, plan: _Plan) -> Row:
    phase, schedule, words = _status(action, plan)
    name, official = action.get("name"), action.get("official_name")
    return {
        "measure_id": _key(action),
        "title": name,
        "description": "\n\n".join(
            filter(None, map(text_of_html, (action.get("lead_paragraph"), action.get("description"))))
        ),
        "field_of_action": _category(action, plan),
        "parent_id": plan.keys.get(_number(action.get("merged_with"))),
        "kind": "official",
        "responsible": "; ".join(_responsible(action, plan)),
        "planned_start": _day(action, "start_date"),
        "planned_end": _day(action, "end_date"),
        "phase": phase,
        "schedule": schedule,
        "progress_percent": action.get("completion"),
        "status_note": text_of_html(action.get("manual_status_reason")),
        "source_status": "; ".join(words),
        OFFICIAL_NAME.name: official if official != name else None,
    }


def _key(action: Named) -> str | None:
    """The number of an action in its plan, or that of the database where a plan has none."""
    key = action.get("identifier") or action.get("id")
    return None if key is None or isinstance(key, bool) else str(key)


def _status(action: Named, plan: _Plan) -> tuple[str | None, str | None, list[str]]:
    """Phase, schedule, and the plan's own words; a word that is not known stands as it is, to be asked about."""
    status, status_word = _named(action.get("status"), plan.statuses)
    step, step_word = _named(action.get("implementation_phase"), plan.phases)
    words = [word for word in dict.fromkeys((step_word, status_word)) if word]
    schedule = SCHEDULES.get(status) or (None if status in STATUS_PHASES or not step else status_word)
    if action.get("merged_with"):
        return "merged", schedule, words
    if STATUS_PHASES.get(status) in ENDS:
        return STATUS_PHASES[status], schedule, words
    if step:
        return PHASES.get(step, step_word), schedule, words
    if status in SCHEDULES or not status:
        return "unknown", schedule, words
    return STATUS_PHASES.get(status, status_word), None, words


def _named(value: Json, known: Mapping[Json, Named]) -> tuple[str, str | None]:
    """The identifier, in small letters, and the word of something that an action refers to."""
    entry = value if isinstance(value, Mapping) else known.get(_number(value), {})
    if not entry:
        return ("", None) if value is None else (str(value).casefold(), str(value))
    identifier = str(entry.get("identifier") or entry.get("name") or "")
    return identifier.casefold(), str(entry.get("name") or identifier)


def _number(value: Json) -> Json:
    """A value by which something can be looked up."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, int | str) else None


def _category(action: Named, plan: _Plan) -> str | None:
    """The names of the categories by which the plan sorts its actions."""
    of_types = action.get("categories")
    if isinstance(of_types, Mapping):
        names = list(of_types) if plan.type_name is None and len(of_types) == 1 else [plan.type_name]
        of_types = of_types.get(names[0])
    listed = of_types if isinstance(of_types, list) else [of_types]
    found = [_name_of(entry, plan.categories) for entry in listed if entry is not None]
    return "; ".join(name for name in found if name) or None


def _responsible(action: Named, plan: _Plan) -> Iterator[str]:
    """The names of the organisations that are responsible, the first of them first; persons are never among them."""
    parties = _listed(action.get("responsible_parties"))
    ordered = sorted(parties, key=lambda party: party.get("role") != "primary")
    listed = [party.get("organization") for party in ordered] or [action.get("primary_org")]
    yield from dict.fromkeys(name for entry in listed if (name := _name_of(entry, plan.organizations)))


def _name_of(entry: Json, known: Mapping[Json, Named]) -> str | None:
    named = entry if isinstance(entry, Mapping) else known.get(_number(entry), {})
    return str(named["name"]) if named.get("name") else None


def _day(action: Named, name: str) -> str | None:
    """A date, as exact as the site shows it."""
    day = action.get(name)
    return str(day)[: LETTERS_OF_DATES.get(str(action.get("date_format")), 10)] if day else None
