"""The journal: a changeset as public events, each with one clear sentence in German and in English.

Here: which event a change is, and the parts of its sentence. Not here: its words (sentences.py), the names of rows
(row_names.py), what changed (changeset.py), serials and storage (storage/), Atom and JSON (formats/). The labels of
rows, fields and codes come from the descriptor of the kind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Self

import polars as pl

from opendata.domain.journal.answered_events import answer_words
from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.row_names import RowNames
from opendata.domain.journal.row_states import state_columns, state_of
from opendata.domain.journal.sentences import changed_words, deadline_words, quoted, slip, value_words
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import Event
from opendata.domain.tables.changeset import Changeset
from opendata.domain.tables.json_columns import joined, json_column, listed, repeated
from opendata.domain.tables.json_values import dumps, json_value
from opendata.domain.tables.values_for_people import day_text

LANGUAGES = ("de", "en")
PUBLISHED, CONFIRMED, WITHDRAWN = "version.published", "version.confirmed", "version.withdrawn"
OVERDUE = "report.overdue"


Row = Mapping[str, str | None]
# (resource, deadline field, keys) -> how often the deadline of each row has been put off so far
TimesMoved = Callable[[str, str, Sequence[str]], Mapping[str, int]]


def event_names(kind: Kind) -> list[str]:
    """All events that datasets of a kind can have, for filters and their error messages."""
    names = [PUBLISHED, CONFIRMED, WITHDRAWN, OVERDUE]
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
    answers: Sequence[Mapping[str, str]] = (),
) -> Event:
    """The event that stands for the version itself; answers: those about the version and not about single rows."""
    de = f"{publisher_title}: „{dataset_title}“, Version {number}, Stand {day_text(as_of, 'de')}: "
    en = f"{publisher_title}: “{dataset_title}”, version {number}, as of {as_of.isoformat()}: "
    if first:
        de += (
            f"erste Veröffentlichung mit {'1 Eintrag' if (count := counts['added']) == 1 else f'{count} Einträgen'}."
        )
        en += f"first publication with {count} {'entry' if count == 1 else 'entries'}."
    else:
        de += f"{counts['added']} neu, {counts['changed']} geändert, {counts['removed']} entfallen."
        en += f"{counts['added']} added, {counts['changed']} changed, {counts['removed']} removed."
    reasons = {language: answer_words(answers, language) for language in LANGUAGES}
    sentence = {"de": f"{de} {reasons['de']}".rstrip(), "en": f"{en} {reasons['en']}".rstrip()}
    return Event(PUBLISHED, [PUBLISHED], None, None, {}, sentence, answers=answers)


def confirmed(
    dataset_title: str,
    publisher_title: str,
    number: str,
    as_of: date,
    answers: Sequence[Mapping[str, str]] = (),
) -> Event:
    """The event that stands for a version in which nothing has changed but the date of the figures.

    It is an event of both names: whoever waits for new versions learns of this one as well.
    """
    de = f"{publisher_title}: „{dataset_title}“, Version {number}, Stand {day_text(as_of, 'de')}: "
    en = f"{publisher_title}: “{dataset_title}”, version {number}, as of {as_of.isoformat()}: "
    told = {"de": f"{de}Angaben bestätigt, nichts geändert.", "en": f"{en}figures confirmed, nothing changed."}
    sentence = {name: f"{text} {answer_words(answers, name)}".rstrip() for name, text in told.items()}
    return Event(CONFIRMED, [CONFIRMED, PUBLISHED], None, None, {}, sentence, answers=answers)


def withdrawn(dataset_title: str, publisher_title: str, number: str, as_of: date, reason: str) -> Event:
    """The event that a version was withdrawn."""
    day = day_text(as_of, "de")
    de = f"{publisher_title}: „{dataset_title}“, Version {number}, Stand {day}, zurückgezogen: {reason}"
    en = f"{publisher_title}: “{dataset_title}”, version {number}, as of {as_of.isoformat()}, withdrawn: {reason}"
    sentence = {
        language: text if text.endswith((".", "!", "?")) else f"{text}."
        for language, text in (("de", de), ("en", en))
    }
    return Event(WITHDRAWN, [WITHDRAWN], None, None, {"reason": (None, reason)}, sentence)


def row_events(
    kind: Kind,
    changesets: Mapping[str, Changeset],
    tables: Mapping[str, pl.DataFrame],
    times_moved: TimesMoved,
) -> Events:
    """One event for each row that was added, changed or removed.

    kind: the kind of the later version, for code lists and labels. tables: the later version, for the titles of
    the rows that other rows belong to. times_moved: called only for rows whose deadline this version puts off.
    """
    parts: list[Iterable[Event]] = []
    for table in kind:
        changeset = changesets.get(table.name)
        if changeset is None or changeset.is_empty:
            continue
        names = RowNames.of(kind, table, tables)
        parts.append(_whole_rows(names, changeset.added, ADDED))
        parts.append(Events.of(_changed(names, changeset, times_moved)))
        parts.append(_whole_rows(names, changeset.removed, REMOVED))
    return Events.joined(parts)


def _whole_rows(names: RowNames, frame: pl.DataFrame, happened: "_Happened") -> Events:
    """The events of added or removed rows, by columns, because a first publication has one for every row."""
    event, columns = f"{names.table.entity}.{happened.event}", {}
    height = frame.height
    if not height:
        return Events.of([])
    for language in LANGUAGES:
        words, state = names.names(frame, language), names.states(frame, language)
        columns[language] = joined(words, pl.lit(f": {happened.words[language]}"), state, pl.lit("."))
    values = []
    for field in names.table:
        head, tail = f"{dumps(field.name)}:{{{happened.before_value}", f"{happened.after_value}}}"
        values.append(joined(pl.lit(head), json_column(frame[field.name], field), pl.lit(tail)))
    return Events(
        pl.DataFrame(
            {
                "event": repeated(event, height),
                "events": repeated(f"|{event}|", height),
                "resource": repeated(names.table.name, height),
                "key": names.keys(frame),
                "fields": joined(pl.lit("{"), listed(values, ",", height), pl.lit("}")),
                "sentence_de": columns["de"],
                "sentence_en": columns["en"],
                "times_moved": pl.Series([None], dtype=pl.Int64).new_from_index(0, height),
                "answers": repeated(None, height),
                "successor": repeated(None, height),
                **state_columns(names.table, frame),
            }
        )
    )


@dataclass(frozen=True)
class _Happened:
    """What happened to a whole row: its event, the words for it, and the JSON text around each of its values."""

    event: str
    words: Mapping[str, str]
    before_value: str
    after_value: str


ADDED = _Happened("added", {"de": "neu aufgenommen", "en": "added"}, '"before":null,"after":', "")
REMOVED = _Happened(
    "removed", {"de": "nicht mehr enthalten", "en": "no longer contained"}, '"before":', ',"after":null'
)


def _changed(names: RowNames, changeset: Changeset, times_moved: TimesMoved) -> Iterator[Event]:
    teller = _Teller.of(names.table)
    keys = names.keys(changeset.changed).to_list()
    called = [names.names(changeset.changed, language).to_list() for language in LANGUAGES]
    were_called = [names.names(changeset.changed_before, language).to_list() for language in LANGUAGES]
    put_off = [False] * len(keys)
    if deadline := teller.deadline:
        ends = changeset.changed_before[deadline.name].to_list(), changeset.changed[deadline.name].to_list()
        put_off = [(slip(before, after) or 0) > 0 for before, after in zip(*ends, strict=True)]
    asked = list(compress(keys, put_off))
    moved = times_moved(teller.table.name, deadline.name, asked) if deadline and asked else {}
    rows = zip(
        keys,
        put_off,
        changeset.changed_before.iter_rows(named=True),
        changeset.changed.iter_rows(named=True),
        zip(*were_called, strict=True),
        zip(*called, strict=True),
        strict=True,
    )
    for key, is_put_off, before, after, was, now in rows:
        times = moved.get(key, 0) + 1 if is_put_off else None
        yield teller.changed(key, before, after, _Called(was, now), times_moved=times)


@dataclass(frozen=True)
class _Called:
    """The names of a row before and after the change, in each of LANGUAGES."""

    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True)
class _Teller:
    """Makes the events of changed rows of one table."""

    table: Table
    title: Field | None
    deadline: Field | None
    telling: Sequence[Field]  # in the order of their importance: status, deadline, fields with an event, the rest

    @classmethod
    def of(cls, table: Table) -> Self:
        title, deadline, status = table.role("title"), table.role("deadline"), table.role("status")

        def order(field: Field) -> int:
            return 0 if field == status else 1 if field == deadline else 2 if field.event else 3

        return cls(table, title, deadline, sorted(table, key=order))  # stable

    def changed(self, key: str, before: Row, after: Row, called: _Called, *, times_moved: int | None) -> Event:
        fields = [f for f in self.telling if before.get(f.name) != after.get(f.name)]
        # A field that only the earlier version has is no part of the event; the changes between versions show it.
        names = list(dict.fromkeys(self._event(f, before, after) for f in fields)) or ["changed"]
        names.sort(key=lambda name: name == "changed")  # stable: the other events keep the order of fields
        events = [f"{self.table.entity}.{name}" for name in names]
        return Event(
            events[0],
            events,
            self.table.name,
            key,
            {f.name: (json_value(before.get(f.name), f), json_value(after.get(f.name), f)) for f in fields},
            {
                language: self._sentence(before, after, fields, (was, now), times_moved, language)
                for language, was, now in zip(LANGUAGES, called.before, called.after, strict=True)
            },
            times_moved,
            row_group=state_of(self.table, after, "group"),
            row_status=state_of(self.table, after, "status"),
        )

    def _event(self, field: Field, before: Row, after: Row) -> str:
        """The event for a change of this field; a deadline that is only given more precisely has not moved."""
        if not field.event:
            return "changed"
        if field is self.deadline and slip(before.get(field.name), after.get(field.name)) is None:
            return "changed"
        return field.event

    def _sentence(
        self,
        before: Row,
        after: Row,
        fields: Sequence[Field],
        called: tuple[str, str],
        times_moved: int | None,
        language: str,
    ) -> str:
        (was, name), parts, silent = called, [], []
        for field in fields:
            old, new = before.get(field.name), after.get(field.name)
            if field is self.title and old and new:
                name = was
                called_now = quoted(new, language)
                parts.append(f"heißt jetzt {called_now}" if language == "de" else f"is now called {called_now}")
            elif field is self.deadline:
                parts.append(deadline_words(field, old, new, times_moved, language))
            elif words := value_words(field, old, new, language):
                parts.append(words)
            else:
                silent.append(field.label(language))
        if silent:
            parts.append(changed_words(silent, language))
        return f"{name}: {'; '.join(parts)}."
