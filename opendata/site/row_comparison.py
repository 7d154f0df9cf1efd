"""Row comparisons: one row in two reports, field by field, long texts word by word.

Here: what the page shows. Not here: comparing words (domain/word_differences.py), whole versions
(version_comparison.py), HTML (templates/).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.kinds import Field, Table
from opendata.domain.word_differences import TextPart, word_differences
from opendata.site.cells_on_pages import LONG_TEXT, Shown, holds_words, shown
from opendata.site.table_listing import row_title
from opendata.steps.reading import Row
from opendata.steps.row_in_version import RowInTwo


@dataclass(frozen=True)
class FieldInTwo:
    """A field whose value differs. parts: of a long text, its words; else empty."""

    label: str
    before: Shown | None
    after: Shown | None
    parts: Sequence[TextPart]


@dataclass(frozen=True)
class RowDifferences:
    """A row in two reports. same: how many fields say the same in both."""

    title: str
    table: Table
    fields: Sequence[FieldInTwo]
    same: int
    is_in_before: bool
    is_in_after: bool


def row_comparison(two: RowInTwo, resource: str, language: str) -> RowDifferences:
    """What differs between a row in two reports, in the words of the later one's kind."""
    before, after = two.before.values, two.after.values
    table = (two.after if after is not None else two.before).snapshot.kind.table(resource)
    named = after if after is not None else before or {}
    old, new = before or {}, after or {}
    names = list(dict.fromkeys([*table.field_names, *old]))
    differing = [name for name in names if old.get(name) != new.get(name)]
    is_in_both = before is not None and after is not None
    return RowDifferences(
        title=row_title(table, named, language),
        table=table,
        fields=[_field_in_two(table, name, old, new, language) for name in differing] if is_in_both else [],
        same=sum(1 for name in names if name not in differing and new.get(name) is not None),
        is_in_before=before is not None,
        is_in_after=after is not None,
    )


def _field_in_two(table: Table, name: str, old: Row, new: Row, language: str) -> FieldInTwo:
    field = table.field_or_text(name)
    before, after = old.get(name), new.get(name)
    texts = (before or "", after or "")
    are_long = bool(before and after) and max(map(len, texts)) > LONG_TEXT
    parts = word_differences(*texts) if are_long and holds_words(field) else []
    return FieldInTwo(
        field.label(language), _cell(table, field, before, language), _cell(table, field, after, language), parts
    )


def _cell(table: Table, field: Field, value: str | None, language: str) -> Shown | None:
    return None if value is None else shown(field, value, language, as_status=field == table.role("status"))
