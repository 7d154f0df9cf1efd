"""Slow patterns: regular expressions that may take longer on a cell than anybody waits.

Here: which patterns may be slow, and how long the patterns of one table may take. Not here: the process that tries
them (time_limited_calls.py), what a pattern means for a cell (Frictionless decides).
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from frictionless import Field, Resource
from frictionless.resources import TableResource

from opendata.validation.columns.opened_table import content_rows, longest_cell, targets
from opendata.validation.columns.proofs.pattern_translation import ways
from opendata.validation.time_limited_calls import seconds_taken

MOST_WAYS = 1e6  # Python tries so many in some hundredths of a second
ANY_LENGTH = 2**31  # letters of a cell whose length is unknown
SECONDS = 2.0  # of the processor for all patterns of one table, beyond the time that any reading of cells takes:
SECONDS_A_CELL = 1e-5
MOST_CELLS = 50_000  # tried at once
TRIAL = """
import re
pattern, cells = question
match = re.compile("^{0}$".format(pattern)).match
for cell in cells:
    match(cell)
"""


class PatternTooSlow(Exception):
    """Raised when the time for patterns is up before a pattern has been tried on all cells."""

    def __init__(self, field: str, pattern: str) -> None:
        super().__init__(f"field '{field}': the pattern '{pattern}' takes too long on some cells")
        self.field, self.pattern = field, pattern


class Patience:
    """The time that is left for the patterns of one table."""

    def __init__(self) -> None:
        self._left = SECONDS

    def try_in_time(self, field: Field, pattern: str, cells: Iterable[Any]) -> None:
        """Match a pattern with cells in a separate process; raises PatternTooSlow when the time is up."""
        texts = [text for cell in cells for text in _texts(field, cell)]
        longest = max(map(len, texts), default=0)
        if _ways(pattern, longest) <= MOST_WAYS:
            return
        allowed = len(texts) * SECONDS_A_CELL
        taken = seconds_taken(TRIAL, [pattern, texts], self._left + allowed)
        self._left -= max((taken or 0) - allowed, 0)
        if taken is None or self._left <= 0:
            raise PatternTooSlow(field.name, pattern)


def watched_pattern(field: Field, longest: int = ANY_LENGTH) -> str | None:
    """The pattern of a field if it may be slow on cells of that length, else None."""
    pattern = field.constraints.get("pattern") or (getattr(field, "array_item", None) or {}).get(
        "constraints", {}
    ).get("pattern")
    return pattern if isinstance(pattern, str) and _ways(pattern, longest) > MOST_WAYS else None


def refuse_slow_patterns(resource: Resource) -> None:
    """Raise PatternTooSlow where a pattern of a table, or of a table that its keys lead to, would take too long."""
    for table in (resource, *targets(resource)):
        if not isinstance(table, TableResource) or not table.schema:
            continue
        longest = longest_cell(table)
        patterns = {field.name: watched_pattern(field, longest) for field in table.schema.fields}
        if watched := {name: pattern for name, pattern in patterns.items() if pattern}:
            _try_table(table, watched)


def _try_table(resource: TableResource, watched: dict[str, str]) -> None:
    patience = Patience()
    cells: dict[str, set[str]] = {name: set() for name in watched}
    try:
        copy = resource.to_copy()
        if copy.schema:
            copy.schema.foreign_keys = []
        with copy:
            for field, distinct in _cells_of(copy, cells):
                patience.try_in_time(field, watched[field.name], distinct)
    except PatternTooSlow:
        raise
    except Exception:  # noqa: S110 - Frictionless will say what is wrong
        pass


def _cells_of(copy: TableResource, cells: dict[str, set[str]]) -> Iterator[tuple[Field, set[str]]]:
    """The distinct cells of the fields that cells names, in an opened table, a part at a time."""
    places = [(at, field) for at, field in enumerate(copy.header.get_expected_fields()) if field.name in cells]
    for row in _readable_rows(copy):
        for at, field in places:
            distinct = cells[field.name]
            if at < len(row) and isinstance(row[at], str):
                distinct.add(row[at])
            if len(distinct) >= MOST_CELLS:
                yield field, distinct
                distinct.clear()
    for _, field in places:
        yield field, cells[field.name]


def _readable_rows(copy: TableResource) -> Iterator[list[Any]]:
    with suppress(Exception):  # Frictionless will say what is wrong, and where it stops
        for _, row in content_rows(copy):
            yield row


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
    yield from (item for item in items if isinstance(item, str)) if isinstance(items, list) else ()


_ways = lru_cache(maxsize=256)(ways)
