"""Draft changes: what publishing a draft would change, row by row and cell by cell, as people read it.

Here: one page of these rows. Not here: finding what changes (domain/tables/changeset.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from opendata.domain.kinds import Table
from opendata.domain.tables.values_for_people import value_text
from opendata.formats.version_changes import changed_rows
from opendata.steps.previewing import Preview

ROWS = 50  # of one page
LONGEST_VALUE = 1_000


@dataclass(frozen=True)
class CellChange:
    """A cell before and after; None where it is empty."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DraftRow:
    """A row that is added, changed or removed."""

    change: str
    table: str
    key: str
    title: str
    cells: Sequence[CellChange]


def draft_changes(seen: Preview, page_number: int, language: str) -> list[DraftRow]:
    """The rows of one page, from 1 on."""
    rows = changed_rows(seen.plan.changesets, seen.before, seen.draft.kind, (page_number - 1) * ROWS)
    return [
        DraftRow(
            change, table.label(language), key, _title(table, new or old, key), _cells(table, old, new, language)
        )
        for table, change, key, old, new in islice(rows, ROWS)
    ]


def _title(table: Table, row: Mapping[str, str | None], key: str) -> str:
    field = table.role("title")
    return (row.get(field.name) if field else None) or key


def _cells(
    table: Table, old: Mapping[str, str | None], new: Mapping[str, str | None], language: str
) -> list[CellChange]:
    def text(name: str, value: str | None) -> str | None:
        return None if value is None else value_text(table.field(name), value, language)[:LONGEST_VALUE]

    return [
        CellChange(
            field.label(language), text(field.name, old.get(field.name)), text(field.name, new.get(field.name))
        )
        for field in table
        if old.get(field.name) != new.get(field.name)
    ]
