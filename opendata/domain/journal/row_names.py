"""What rows are called in sentences, a column at a time: their keys, names, and how far they are.

Here: keys, names and states of the rows of one table. Not here: what happened to them (row_events.py), how a value is
put into words (sentences.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import polars as pl

from opendata.domain.journal.sentences import shown
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.tables.json_columns import by_value, joined, listed


@dataclass(frozen=True)
class RowNames:
    """The words for the rows of one table; every frame has its fields as columns of canonical text.

    via, parents: the field that says what a row belongs to in another table, and that table's titles by key.
    """

    table: Table
    via: str
    parents: Mapping[str, str]

    @classmethod
    def of(cls, kind: Kind, table: Table, tables: Mapping[str, pl.DataFrame]) -> Self:
        """The words for a table of a version; tables: all of that version."""
        for foreign in table.foreign_keys:
            if len(foreign.fields) != 1 or foreign.resource in ("", table.name):
                continue
            try:
                parent = kind.table(foreign.resource)
            except KeyError:
                continue
            title, frame = parent.role("title"), tables.get(parent.name)
            if title is not None and frame is not None and foreign.reference[0] in frame.columns:
                pairs = zip(frame[foreign.reference[0]].to_list(), frame[title.name].to_list(), strict=True)
                return cls(table, foreign.fields[0], {key: name for key, name in pairs if key and name})
        return cls(table, "", {})

    def keys(self, frame: pl.DataFrame) -> pl.Series:
        """The key of each row as one text, as changeset.key_text() writes it."""
        parts = [frame[name].fill_null("") for name in self.table.primary_key]
        if len(parts) == 1:
            return parts[0]
        escaped = [
            each.str.replace_all("%", "%25", literal=True).str.replace_all(",", "%2C", literal=True) for each in parts
        ]
        return listed(escaped, ",", frame.height)

    def names(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """What people call each row: its title, and before it the title of what it belongs to."""
        own, title = self.keys(frame), self.table.role("title")
        if title is not None:
            titles = frame[title.name].fill_null("")
            if title.codes:
                titles = by_value(titles, lambda code: title.code_label(code, language))
            own = own.zip_with(titles == "", joined(titles, self._rest_of_key(frame, language)))
        if not self.via:
            return own
        parents = by_value(frame[self.via].fill_null(""), lambda key: self.parents.get(key, ""))
        label = self.table.entity_labels.get(language, self.table.entity)
        return own.zip_with(parents == "", joined(parents, pl.lit(f": {label} "), own))

    def states(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """In brackets: how far each row is and until when it is to be done; "" where that is not known."""
        parts = []
        for role in ("status", "deadline"):
            if field := self.table.role(role):
                words = _shown(frame[field.name], field, language)
                parts.append(joined(pl.lit(f"{field.label(language)}: "), words))
        return _in_brackets(listed(parts, ", ", frame.height))

    def _rest_of_key(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """In brackets, where a title alone names several rows: the parts of the key that are not as usual."""
        title, parts = self.table.role("title"), []
        if len(self.table.primary_key) > 1:
            for field in map(self.table.field, self.table.primary_key):
                if field != title and field.name != self.via:
                    values = frame[field.name]
                    values = values.set(values == (field.default or ""), None)
                    # 2024, not 2.024
                    parts.append(values if field.type == "integer" else _shown(values, field, language))
        return _in_brackets(listed(parts, ", ", frame.height))


def _shown(values: pl.Series, field: Field, language: str) -> pl.Series:
    return by_value(values.set(values == "", None), lambda text: shown(field, text, language))


def _in_brackets(texts: pl.Series) -> pl.Series:
    return texts.zip_with(texts == "", joined(pl.lit(" ("), texts, pl.lit(")")))
