"""Draft changes: what publishing a draft would change, row by row and cell by cell, as people read it.

Here: one page of these rows. Not here: finding what changes (domain/tables/changeset.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from opendata.domain.kinds import Field
from opendata.domain.tables.values_for_people import value_text
from opendata.formats.version_changes import changed_cells
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
    resource: str
    table: str
    key: str
    title: str
    cells: Sequence[CellChange]


def draft_changes(seen: Preview, page_number: int, language: str) -> list[DraftRow]:
    """The rows of one page, from 1 on."""
    kind = seen.draft.kind
    rows = changed_cells(seen.plan.changesets, seen.before, kind, (page_number - 1) * ROWS)
    return [
        DraftRow(
            change,
            table.name,
            table.label(language),
            key,
            title or key,
            [
                CellChange(field.label(language), _text(field, was, language), _text(field, now, language))
                for field, was, now in cells
            ],
        )
        for table, change, key, title, cells in islice(rows, ROWS)
    ]


def _text(field: Field, value: str | None, language: str) -> str | None:
    return None if value is None else value_text(field, value, language)[:LONGEST_VALUE]
