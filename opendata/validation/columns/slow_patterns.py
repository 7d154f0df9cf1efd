"""Slow patterns: regular expressions that may take longer on a cell than anybody waits.

Here: which patterns may, and trying them under a time limit in a process that can be ended; Python's own matching
cannot be. Not here: what a pattern means for a cell (Frictionless decides).
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from frictionless import Field, Resource
from frictionless.resources import TableResource

from opendata.validation.columns.opened import content_rows, targets
from opendata.validation.columns.regexes import ways

MOST_WAYS = 1e6  # tried in some hundredths of a second
LONG_CELL = 1_000  # letters; whether a pattern is worth watching where the cells are not known yet
SECONDS = 3.0  # for the cells of one column
TRIAL = """
import json, re, sys
pattern, cells = json.load(sys.stdin)
match = re.compile("^{0}$".format(pattern)).match
for cell in cells:
    match(cell)
"""


class PatternTooSlow(Exception):
    """A pattern was still being tried on some cell when the time was up."""

    def __init__(self, field: str, pattern: str) -> None:
        super().__init__(f"field '{field}': the pattern '{pattern}' takes too long on some cells")
        self.field, self.pattern = field, pattern


def watched_pattern(field: Field) -> str | None:
    """The pattern of a field, where it may be slow on cells of usual length."""
    pattern = field.constraints.get("pattern") or (getattr(field, "array_item", None) or {}).get(
        "constraints", {}
    ).get("pattern")
    return pattern if isinstance(pattern, str) and _ways(pattern, LONG_CELL) > MOST_WAYS else None


def try_in_time(field: Field, pattern: str, cells: Iterable[Any]) -> None:
    """Match a pattern with cells in a process of its own; raises PatternTooSlow."""
    texts = [each for cell in cells for each in _texts(field, cell)]
    longest = max(map(len, texts), default=0)
    if _ways(pattern, longest) <= MOST_WAYS:
        return
    try:
        subprocess.run(  # what it says of a pattern that does not compile is Frictionless' to say
            [sys.executable, "-I", "-c", TRIAL],
            input=json.dumps([pattern, texts]).encode(),
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PatternTooSlow(field.name, pattern) from None


def refuse_slow_patterns(resource: Resource) -> None:
    """Raise PatternTooSlow where Frictionless would be held up by a table or by one that its keys lead to."""
    for each in (resource, *(targets(resource) if isinstance(resource, TableResource) else ())):
        fields = each.schema.fields if isinstance(each, TableResource) and each.schema else ()
        watched = {field.name: pattern for field in fields if (pattern := watched_pattern(field))}
        if watched:
            _try_table(each, watched)


def _try_table(resource: TableResource, watched: dict[str, str]) -> None:
    cells: dict[str, set[Any]] = {name: set() for name in watched}
    fields: list[Field] = []
    try:
        copy = resource.to_copy()
        if copy.schema:
            copy.schema.foreign_keys = []
        with copy:
            fields = copy.header.get_expected_fields()
            places = [(at, each.name) for at, each in enumerate(fields) if each.name in watched]
            for _, row in content_rows(copy):
                for at, name in places:
                    if at < len(row) and isinstance(row[at], str):
                        cells[name].add(row[at])
    except Exception:  # noqa: S110 - Frictionless will say what is wrong; the cells read until then are tried
        pass
    for field in fields:
        if field.name in watched:
            try_in_time(field, watched[field.name], cells[field.name])


def _texts(field: Field, cell: Any) -> Iterator[str]:
    if not isinstance(cell, str):
        return
    if field.type != "array":
        yield cell
        return
    try:
        items = json.loads(cell)
    except (ValueError, RecursionError):
        return
    yield from (each for each in items if isinstance(each, str)) if isinstance(items, list) else ()


_ways = lru_cache(maxsize=256)(ways)
