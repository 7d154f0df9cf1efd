"""The remembered mapping of a dataset as people read it: which column fills which field, and which stay inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.domain.kinds import Kind, Table


@dataclass(frozen=True)
class MappedColumn:
    """A header of the city's table; fields: the names of those that it fills, for people; none: not published."""

    header: str
    fields: Sequence[str]


def mapped_columns(
    mapping: Mapping[str, Any] | None, kind: Kind, language: str
) -> list[tuple[str, list[MappedColumn]]]:
    """By the label of each table of the kind, the columns that the mapping names; those that are published first."""
    told = []
    for table in kind:
        about = ((mapping or {}).get("resources") or {}).get(table.name) or {}
        columns = [
            MappedColumn(header, column_words(table, value, language))
            for header, value in (about.get("fields") or {}).items()
        ]
        if columns:
            told.append((table.label(language), sorted(columns, key=lambda column: not column.fields)))
    return told


def column_words(table: Table, value: Any, language: str) -> list[str]:
    """What the fields that a column fills are called; value: what the mapping says of its header."""
    return [_label(table, target, language) for target in _targets(value)]


def _targets(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _label(table: Table, target: Any, language: str) -> str:
    name = target if isinstance(target, str) else str(target.get("name"))
    if name in table.field_names:
        return table.field(name).label(language)
    return name if isinstance(target, str) else str(target.get("title") or name)
