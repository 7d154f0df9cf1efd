"""The names of rows in sentences, one column at a time: their keys, titles and states.

Here: keys, names and states of the rows of one table. Not here: what happened to them (row_events.py), how a value is
written (domain/tables/values_for_people.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import polars as pl

from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.tables.json_columns import by_value, joined, listed
from opendata.domain.tables.values_for_people import value_text


@dataclass(frozen=True)
class RowNames:
    """The words for the rows of one table; every frame has its fields as columns of canonical text.

    via: the field that names the row of another table to which a row belongs, or "".
    parents, parent_title: the titles of that other table by key, as canonical text, and the field that holds them.
    """

    table: Table
    via: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)
    parent_title: Field | None = None

    @classmethod
    def of(cls, kind: Kind, table: Table, tables: Mapping[str, pl.DataFrame]) -> Self:
        """The words for a table of a version; tables: all tables of that version."""
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
                return cls(table, foreign.fields[0], {key: name for key, name in pairs if key and name}, title)
        return cls(table)

    def keys(self, frame: pl.DataFrame) -> pl.Series:
        """The key of each row as one text, as row_keys.key_text() writes it."""
        parts = [_filled(frame[name]) for name in self.table.primary_key]
        if len(parts) == 1:
            return parts[0]
        escaped = [
            part.str.replace_all("%", "%25", literal=True).str.replace_all(",", "%2C", literal=True) for part in parts
        ]
        return listed(escaped, ",", frame.height)

    def names(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """The name of each row for people: its title, after the title of the row that it belongs to."""
        own, title = self.keys(frame), self.table.role("title")
        label = self.table.entity_labels.get(language, self.table.entity)
        says_itself: pl.Series | None = None  # that it is a row of this table
        if title is not None:
            titles = _filled(frame[title.name])
            if title.codes:
                titles = by_value(titles, lambda code: _title_text(title, code, language))
            whole = titles
            if len(self.table.primary_key) > 1:
                whole = joined(titles, self._rest_of_key(frame, language))
            own = own.zip_with(titles == "", whole)
            if names := names_begun_by(label, title, language):
                says_itself = titles.is_in(names)
        if not self.via:
            return own
        parents = by_value(_filled(frame[self.via]), lambda key: self._parent_name(key, language))
        told = joined(pl.lit(f"{label} "), own)
        if says_itself is not None:
            told = own.zip_with(says_itself, told)
        return own.zip_with(parents == "", joined(parents, pl.lit(": "), told))

    def states(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """The status and deadline of each row, in brackets; "" if neither is known."""
        parts = []
        for role in ("status", "deadline"):
            if state := self.table.role(role):
                words = _shown(frame[state.name], state, language)
                parts.append(joined(pl.lit(f"{state.label(language)}: "), words))
        return _in_brackets(listed(parts, ", ", frame.height))

    def _parent_name(self, key: str, language: str) -> str:
        title = self.parents.get(key, "")
        return _title_text(self.parent_title, title, language) if self.parent_title and title else title

    def _rest_of_key(self, frame: pl.DataFrame, language: str) -> pl.Series:
        """In brackets, for keys of several parts: the parts other than the title, the parent and default values."""
        title, parts = self.table.role("title"), []
        for part in map(self.table.field, self.table.primary_key):
            if part != title and part.name != self.via:
                values = frame[part.name]
                values = values.set(values == (part.default or ""), None)
                parts.append(_shown(values, part, language))
        return _in_brackets(listed(parts, ", ", frame.height))


def names_begun_by(label: str, title: Field | None, language: str) -> list[str]:
    """The names of a code list that begin with this word, before which it is not said again.

    "Förderung alternativer Antriebe" is no "Förderung Förderung alternativer Antriebe". Free texts are not judged:
    whoever reads a sentence could not tell which of the two a row is called.
    """
    names = {title.code_label(code, language) for code in title.codes} if title is not None else set()
    return sorted(name for name in names if name.startswith(f"{label} ") and name[len(label) + 1 :] not in names)


def _filled(texts: pl.Series) -> pl.Series:
    """The texts with "" in place of null; most columns of names have none, and then no call of Polars is made."""
    return texts.fill_null("") if texts.null_count() else texts


def _title_text(field: Field, title: str, language: str) -> str:
    # A title is a name and no value, so a date in it stays as it is, as in every sentence published so far.
    return field.code_label(title, language) if field.codes else title


def _shown(values: pl.Series, about: Field, language: str) -> pl.Series:
    filled = values.set(values == "", None)
    if about.type == "string" and not about.codes and about.precision is None:
        return filled  # plain text is written as it is, and a call for each of a hundred thousand titles takes long
    return by_value(filled, lambda text: value_text(about, text, language))


def _in_brackets(texts: pl.Series) -> pl.Series:
    return texts.zip_with(texts == "", joined(pl.lit(" ("), texts, pl.lit(")")))
