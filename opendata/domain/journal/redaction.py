"""What the events of the journal may still say when a version was withdrawn.

Here: removing a version's values from its own events and from those of its successor.
Not here: the file that keeps what remains (domain/packages/withdrawal.py),
rewriting stored entries (storage/versions/withdrawing.py).
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from opendata.domain.journal.answered_events import answer_words, structure_of
from opendata.domain.journal.event_columns import COLUMNS, Events
from opendata.domain.journal.sentences import changed_words
from opendata.domain.kinds import Kind, Table
from opendata.domain.model import Event
from opendata.domain.tables.json_columns import by_value

LANGUAGES = ("de", "en")


def redacted(events: Events, kind: Kind) -> tuple[Events, list[int]]:
    """The events of a version without the values of the version before, and the places of the events that changed.

    kind: that of the version with these events. The events of added rows have no values from before and stay.
    """
    tables = {table.name: table for table in kind}
    frame = events.frame.with_row_index("place")
    tells = pl.col("resource").is_not_null() & ~pl.col("event").str.ends_with(".added")
    touched = frame.filter(tells)
    new = Events.of(_redacted(event, tables.get(event.resource or "")) for event in Events(touched.drop("place")))
    renewed = new.frame.with_columns(touched["place"]).select(frame.columns)
    whole = pl.concat([frame.filter(~tells), renewed]).sort("place").drop("place")
    return Events(whole), touched["place"].to_list()


def _redacted(event: Event, table: Table | None) -> Event:
    is_removal = event.event.endswith(".removed")
    sentences = {}
    for language in LANGUAGES:
        label = table.entity_labels[language] if table else event.resource or ""
        known = set(table.field_names) if table else set()
        labels = [table.field(n).label(language) if table and n in known else n for n in event.fields]
        if is_removal:
            words = {"de": "nicht mehr enthalten", "en": "no longer contained"}[language]
        else:
            words = changed_words(labels, language) if labels else {"de": "geändert", "en": "changed"}[language]
        rest = {"de": "was davor galt, ist zurückgezogen", "en": "what was said before is withdrawn"}[language]
        told = f"{label[:1].upper()}{label[1:]} {event.key}: {words}; {rest}."
        sentences[language] = f"{told} {answer_words(event.answers, language)}".rstrip()
    fields = {name: (None, None if is_removal else after) for name, (_, after) in event.fields.items()}
    if is_removal:  # of a row that is gone, the version that is withdrawn told the group and the status
        event = replace(event, row_group=None, row_status=None)
    return replace(event, fields=fields, sentence=sentences)


def emptied(events: Events, sentence: Mapping[str, str], *, keep_times_moved: bool) -> Events:
    """The events of a withdrawn version: which event happened to which row, without any values."""
    columns = [
        pl.lit("{}").alias("fields"),
        *(pl.lit(sentence[language]).alias(f"sentence_{language}") for language in LANGUAGES),
        # Which row carries on in which is kept: the rows of later versions are still the same.
        by_value(events.frame["answers"], lambda text: structure_of(text) or "").replace("", None).alias("answers"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in ("row_group", "row_status")),
    ]
    if not keep_times_moved:
        columns.append(pl.lit(None, dtype=pl.Int64).alias("times_moved"))
    return Events(events.frame.with_columns(columns).select(list(COLUMNS)))


def entries_sentence(dataset_title: str, number: str) -> dict[str, str]:
    """The sentence that replaces those in a withdrawn version's entries of the journal."""
    return {
        "de": f"„{dataset_title}“, Version {number}: zurückgezogen.",
        "en": f"“{dataset_title}”, version {number}: withdrawn.",
    }
