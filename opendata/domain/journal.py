"""The journal: a changeset as public events, each with one clear sentence in German and in English.

Here: which event a change is, and what its sentence is made of. Not here: its words (sentences.py), what changed
(changeset.py), serials and storage (storage/), Atom and JSON (formats/). What a kind calls its rows, fields and codes
comes from its descriptor.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from opendata.domain.changeset import Changeset, key_text
from opendata.domain.json_text import json_value
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import Event
from opendata.domain.sentences import changed_words, deadline_words, quoted, shown, slip, value_words

LANGUAGES = ("de", "en")
PUBLISHED, WITHDRAWN = "version.published", "version.withdrawn"


Row = Mapping[str, str | None]
# (resource, deadline field, keys) -> how often the deadline of each has been put off so far
TimesMoved = Callable[[str, str, Sequence[str]], Mapping[str, int]]


def event_names(kind: Kind) -> list[str]:
    """All events that datasets of a kind can have, for filters and their error messages."""
    names = [PUBLISHED, WITHDRAWN]
    for table in kind:
        own = [field.event for field in table if field.event]
        names += [f"{table.entity}.{name}" for name in dict.fromkeys(["added", "changed", "removed", *own])]
    return names


def published(
    dataset_title: str,
    publisher_title: str,
    number: str,
    as_of: date,
    counts: Mapping[str, int],
    *,
    first: bool,
) -> Event:
    """The event that stands for the version itself."""
    de = f"{publisher_title}: „{dataset_title}“, Version {number}, Stand {as_of:%d.%m.%Y}: "
    en = f"{publisher_title}: “{dataset_title}”, version {number}, as of {as_of.isoformat()}: "
    if first:
        de += f"erste Veröffentlichung mit {counts['added']} Einträgen."
        en += f"first publication with {counts['added']} entries."
    else:
        de += f"{counts['added']} neu, {counts['changed']} geändert, {counts['removed']} entfallen."
        en += f"{counts['added']} added, {counts['changed']} changed, {counts['removed']} removed."
    return Event(PUBLISHED, [PUBLISHED], None, None, {}, {"de": de, "en": en})


def row_events(
    kind: Kind,
    changesets: Mapping[str, Changeset],
    tables: Mapping[str, pl.DataFrame],
    times_moved: TimesMoved,
) -> Iterator[Event]:
    """One event for each row that was added, changed or removed.

    kind: of the later version, its code lists and labels. tables: the later version, for the titles of the
    rows that others belong to. times_moved: asked only for rows whose deadline was put off now.
    """
    for table in kind:
        changeset = changesets.get(table.name)
        if changeset is None or changeset.is_empty:
            continue
        teller = _Teller(table, _parent_titles(kind, table, tables))
        for row in changeset.added.iter_rows(named=True):
            yield teller.added(row)
        yield from _changed(teller, changeset, times_moved)
        for row in changeset.removed.iter_rows(named=True):
            yield teller.removed(row)


def _changed(teller: "_Teller", changeset: Changeset, times_moved: TimesMoved) -> Iterator[Event]:
    pairs = list(
        zip(
            changeset.changed_before.iter_rows(named=True),
            changeset.changed.iter_rows(named=True),
            strict=True,
        )
    )
    deadline = teller.table.role("deadline")
    put_off = [teller.key(after) for before, after in pairs if deadline and _put_off(before, after, deadline)]
    moved = times_moved(teller.table.name, deadline.name, put_off) if deadline and put_off else {}
    for before, after in pairs:
        key = teller.key(after)
        is_put_off = deadline is not None and _put_off(before, after, deadline)
        yield teller.changed(before, after, times_moved=moved.get(key, 0) + 1 if is_put_off else None)


def _put_off(before: Row, after: Row, deadline: Field) -> bool:
    days = slip(before.get(deadline.name), after.get(deadline.name))
    return days is not None and days > 0


def _parent_titles(kind: Kind, table: Table, tables: Mapping[str, pl.DataFrame]) -> tuple[str, Mapping[str, str]]:
    """The field that says what a row belongs to in another table, and that table's titles by key."""
    for foreign in table.foreign_keys:
        if len(foreign.fields) != 1 or foreign.resource in ("", table.name):
            continue
        try:
            parent = kind.table(foreign.resource)
        except KeyError:
            continue
        title, frame = parent.role("title"), tables.get(parent.name)
        if title is not None and frame is not None and foreign.reference[0] in frame.columns:
            keys, titles = frame[foreign.reference[0]].to_list(), frame[title.name].to_list()
            return foreign.fields[0], {k: t for k, t in zip(keys, titles, strict=True) if k and t}
    return "", {}


@dataclass(frozen=True)
class _Teller:
    """Tells the changes of one table's rows."""

    table: Table
    parents: tuple[str, Mapping[str, str]]

    def key(self, row: Row) -> str:
        return key_text([row[name] or "" for name in self.table.primary_key])

    def name(self, row: Row, language: str) -> str:
        """What people call the row: its title, and before it the title of what it belongs to."""
        title_field = self.table.role("title")
        title = title_field.code_label(row.get(title_field.name) or "", language) if title_field else ""
        own = f"{title}{self._rest_of_key(row, language)}" if title else self.key(row)
        via, titles = self.parents
        parent = titles.get(row.get(via) or "") if via else None
        if parent:
            return f"{parent}: {self.table.entity_labels.get(language, self.table.entity)} {own}"
        return own

    def _rest_of_key(self, row: Row, language: str) -> str:
        """In brackets, where a title alone names several rows: the parts of the key that are not as usual."""
        title, via = self.table.role("title"), self.parents[0]
        if len(self.table.primary_key) == 1:
            return ""
        parts = [
            value if field.type == "integer" else shown(field, value, language)  # 2024, not 2.024
            for field in map(self.table.field, self.table.primary_key)
            if (value := row.get(field.name)) and field != title and field.name != via and value != field.default
        ]
        return f" ({', '.join(parts)})" if parts else ""

    def added(self, row: Row) -> Event:
        state = {language: self._state(row, language) for language in LANGUAGES}
        return Event(
            f"{self.table.entity}.added",
            [f"{self.table.entity}.added"],
            self.table.name,
            self.key(row),
            {f.name: (None, json_value(row[f.name], f)) for f in self.table if row.get(f.name) is not None},
            {
                "de": f"{self.name(row, 'de')}: neu aufgenommen{state['de']}.",
                "en": f"{self.name(row, 'en')}: added{state['en']}.",
            },
        )

    def removed(self, row: Row) -> Event:
        state = {language: self._state(row, language) for language in LANGUAGES}
        return Event(
            f"{self.table.entity}.removed",
            [f"{self.table.entity}.removed"],
            self.table.name,
            self.key(row),
            {f.name: (json_value(row[f.name], f), None) for f in self.table if row.get(f.name) is not None},
            {
                "de": f"{self.name(row, 'de')}: nicht mehr enthalten{state['de']}.",
                "en": f"{self.name(row, 'en')}: no longer contained{state['en']}.",
            },
        )

    def changed(self, before: Row, after: Row, *, times_moved: int | None) -> Event:
        fields = [f for f in self.table if before.get(f.name) != after.get(f.name)]
        fields.sort(key=self._how_telling)
        # Fields that an earlier version had and this one has not are told by the changes between versions.
        names = list(dict.fromkeys(self._event(f, before, after) for f in fields)) or ["changed"]
        names.sort(key=lambda name: name == "changed")  # stable: the other events keep the order of fields
        events = [f"{self.table.entity}.{name}" for name in names]
        return Event(
            events[0],
            events,
            self.table.name,
            self.key(after),
            {f.name: (json_value(before.get(f.name), f), json_value(after.get(f.name), f)) for f in fields},
            {each: self._sentence(before, after, fields, times_moved, each) for each in LANGUAGES},
            times_moved,
        )

    def _how_telling(self, field: Field) -> int:
        """What people want to know first: how far it is, until when, then other events, then the rest."""
        roles = [self.table.role("status"), self.table.role("deadline")]
        if field in roles:
            return roles.index(field)
        return 2 if field.event else 3

    def _event(self, field: Field, before: Row, after: Row) -> str:
        """The event that a change of this field is; a deadline said more precisely has not moved."""
        if not field.event:
            return "changed"
        if field == self.table.role("deadline") and slip(before.get(field.name), after.get(field.name)) is None:
            return "changed"
        return field.event

    def _sentence(
        self, before: Row, after: Row, fields: Sequence[Field], times_moved: int | None, language: str
    ) -> str:
        title = self.table.role("title")
        name, parts, silent = self.name(after, language), [], []
        for field in fields:
            old, new = before.get(field.name), after.get(field.name)
            if field == title and old and new:
                name = self.name(before, language)
                parts.append(
                    f"heißt jetzt {quoted(new, 'de')}" if language == "de" else f"is now called {quoted(new, 'en')}"
                )
            elif field == self.table.role("deadline"):
                parts.append(deadline_words(field, old, new, times_moved, language))
            elif words := value_words(field, old, new, language):
                parts.append(words)
            else:
                silent.append(field.label(language))
        if silent:
            parts.append(changed_words(silent, language))
        return f"{name}: {'; '.join(parts)}."

    def _state(self, row: Row, language: str) -> str:
        """In brackets: how far the row is and until when it is to be done."""
        parts = []
        for role in ("status", "deadline"):
            field = self.table.role(role)
            value = row.get(field.name) if field else None
            if field and value:
                parts.append(f"{field.label(language)}: {shown(field, value, language)}")
        return f" ({', '.join(parts)})" if parts else ""
