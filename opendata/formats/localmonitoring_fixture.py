"""A version of a dataset as a fixture that LocalMonitoring loads with `manage.py loaddata`.

Here: the records of its database. Not here: what becomes of a measure (localmonitoring.py), which version is meant
(cli/export_commands.py). Its tasks are nodes of a tree that is kept as paths: each node's path is its parent's, and
four more digits of base 36. docs/localmonitoring.md tells how a fixture is loaded.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from opendata.domain.model import Publisher
from opendata.formats import localmonitoring as shape
from opendata.formats.localmonitoring import Row, Task, cut, slugified

TRANSLITERATED_THERE: dict[int, str] = {}  # nothing: letters such as ß are left out of addresses
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEP_DIGITS = 4  # of the path of a node, on each level
# Roots begin far above those that a LocalMonitoring numbers by itself, so that they meet none of them, and end
# far below the last path that there is, so that it can go on numbering.
FIRST_ROOT, PLACES_OF_ROOTS = 36**3, 36**3 * 20
CITY_LETTERS, ADDRESS_LETTERS = 50, 255
MOST_LETTERS = {"url": 200, "municipality_key": 8, "contact_email": 254}  # a longer one is left out, as half is none
NOT_IN_THE_DATABASE = ("id", "city", "children", "numchild", "local_group", "charts")
CHECKLISTS = "_checklist"  # how the names of fields end that are tables of their own there

Record = dict[str, Any]


def fixture(publisher: Publisher, dataset: str, rows: Sequence[Row], *, as_of: date, teaser: str) -> list[Record]:
    """The records of a city and its measures, each task after the one that it stands below.

    dataset: its path, from which the numbers of the tasks are made. as_of: the date the figures speak of.
    """
    city = shape.city(publisher, teaser)
    tree = shape.tasks(dataset, city["id"], rows)
    _tell_apart(tree, "", _letters_of_a_level(tree))
    return [_city_record(city, as_of), *_task_records(tree, city["id"], "", _first_root(dataset))]


def _city_record(city: Record, as_of: date) -> Record:
    kept = {name: value for name, value in city.items() if name not in NOT_IN_THE_DATABASE}
    fields = {name: value for name, value in kept.items() if not name.endswith(CHECKLISTS)}
    for name, letters in MOST_LETTERS.items():
        if len(fields[name] or "") > letters:
            fields[name] = ""
    fields |= {
        "name": cut(city["name"], CITY_LETTERS),
        "zipcode": "",
        "show_roof_pv_indicator": False,
        "co2e_budget": 0,
        "last_update": as_of.isoformat(),
        "internal_information": "",
        "city_editors": [],
        "city_admins": [],
    }
    return {"model": "cpmonitor.city", "pk": city["id"], "fields": fields}


def _task_records(siblings: Sequence[Task], city_id: int, above: str, first: int) -> Iterator[Record]:
    for place, task in enumerate(siblings, start=first):
        path = above + _step(place)
        fields = {name: value for name, value in task.items() if name not in NOT_IN_THE_DATABASE}
        of_the_tree = {"path": path, "depth": len(path) // STEP_DIGITS, "numchild": len(task["children"])}
        yield {"model": "cpmonitor.task", "pk": task["id"], "fields": {**of_the_tree, "city": city_id, **fields}}
        yield from _task_records(task["children"], city_id, path, 1)


def _tell_apart(siblings: Sequence[Task], above: str, letters: int) -> None:
    """Give siblings titles and addresses that differ.

    LocalMonitoring makes the address of a task anew from its title whenever somebody saves it there, and refuses two
    that are the same; so titles with the same address get a number, and the whole title begins the description.
    """
    taken: set[str] = set()
    for task in siblings:
        title, number = task["title"], 2
        while _name(task["title"], letters) in taken:
            ending = f" ({number})"
            task["title"], number = cut(title, shape.TITLE_LETTERS - len(ending)) + ending, number + 1
        if task["title"] != title and not task["description"].startswith("**"):
            task["description"] = f"**{title}**\n\n{task['description']}".strip()
        name = _name(task["title"], letters)
        taken.add(name)
        task["slugs"] = f"{above}{name}"
        _tell_apart(task["children"], f"{task['slugs']}/", letters)


def _name(title: str, letters: int) -> str:
    """The part of an address that stands for a title; a long one is cut, and a digest tells it from others."""
    name = slugified(title, TRANSLITERATED_THERE) or "massnahme"
    return name if len(name) <= letters else f"{name[: letters - 6]}-{_digest(name) % 36**5:05d}"[:letters]


def _letters_of_a_level(tree: Sequence[Task]) -> int:
    """How long each part of an address may be, so that the longest address has room in the database."""
    levels = max((task["slugs"].count("/") + 1 for task in shape.tasks_below(tree)), default=1)
    return min(shape.SLUG_LETTERS + STEP_DIGITS, ADDRESS_LETTERS // levels - 1)


def _first_root(dataset: str) -> int:
    """The place of a dataset's first root: always the same, and hardly ever that of another dataset."""
    return FIRST_ROOT + _digest(dataset) % PLACES_OF_ROOTS


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _step(place: int) -> str:
    digits = ""
    for _ in range(STEP_DIGITS):
        place, digit = divmod(place, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits
