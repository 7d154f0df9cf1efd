"""Withdrawing: what remains of a withdrawn version, and what later versions may still say about it.

Here: the reason, withdrawal.json, and removing a version's values from the events of its successor.
Not here: removing anything, and making the withdrawal public (storage/versions/withdrawing.py).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import polars as pl

from opendata.domain.errors import PackageDamaged, RequestNotValid, VersionWithdrawn
from opendata.domain.journal.event_columns import COLUMNS, Events
from opendata.domain.journal.sentences import changed_words
from opendata.domain.kinds import Kind, Table
from opendata.domain.model import Entry, Event, Upload, Version
from opendata.domain.packages.descriptor import digest
from opendata.domain.tables.timestamps import moment_json

WITHDRAWAL = "withdrawal.json"
LONGEST_REASON = 1_000
LANGUAGES = ("de", "en")


def reason_text(given: str) -> str:
    """A reason as it is published: one paragraph of plain text; raises RequestNotValid."""
    text = " ".join(given.split())
    if not text:
        raise RequestNotValid("reason", "say in public why the version is withdrawn")
    if len(text) > LONGEST_REASON:
        raise RequestNotValid("reason", f"may have at most {LONGEST_REASON} characters; it has {len(text)}")
    if not text.isprintable():
        raise RequestNotValid("reason", "must be plain text, without control characters")
    return text


def gone(version: Version) -> VersionWithdrawn:
    """The error for whoever asks for a withdrawn version."""
    assert version.withdrawal is not None
    reason, at = version.withdrawal.reason, moment_json(version.withdrawal.at)
    return VersionWithdrawn(f"{version.publisher}/{version.dataset}", version.number, reason, at)


def base_of(version: Version, history: Sequence[Version]) -> Version | None:
    """The version against which a version's changes were counted; None if there was none.

    That is the last earlier version that was not withdrawn at the time of publication. history: oldest first.
    """
    held = [
        candidate
        for candidate in history
        if candidate.last_serial < version.first_serial
        and (candidate.withdrawal is None or candidate.withdrawal.serial > version.first_serial)
    ]
    return held[-1] if held else None


def successors(version: Version, history: Sequence[Version]) -> list[Version]:
    """The versions that are not withdrawn and whose changes were counted against this one."""
    later = [
        candidate
        for candidate in history
        if candidate.withdrawal is None and candidate.first_serial > version.last_serial
    ]
    return [
        candidate for candidate in later if (base := base_of(candidate, history)) and base.number == version.number
    ]


def only_in_withdrawn(entries: Sequence[Entry]) -> str | None:
    """The number of the withdrawn version that had a row, if the journal says nothing else about the row."""
    withdrawn = [entry.version for entry in entries if entry.is_withdrawn]
    return withdrawn[-1] if withdrawn and all(entry.redacted_at for entry in entries) else None


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
        sentences[language] = f"{label[:1].upper()}{label[1:]} {event.key}: {words}; {rest}."
    fields = {name: (None, None if is_removal else after) for name, (_, after) in event.fields.items()}
    return Event(event.event, event.events, event.resource, event.key, fields, sentences, event.times_moved)


def emptied(events: Events, sentence: Mapping[str, str], *, keep_times_moved: bool) -> Events:
    """The events of a withdrawn version: which event happened to which row, without any values."""
    columns = [
        pl.lit("{}").alias("fields"),
        *(pl.lit(sentence[language]).alias(f"sentence_{language}") for language in LANGUAGES),
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


def emptied_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report of an upload whose version was withdrawn: its verdict and counts, without any cells."""
    lists = ("errors", "rewrites", "dropped", "left_out", "notes")
    return {name: [] if name in lists else value for name, value in report.items()}


def holds_rows_of(upload: Upload, number: str) -> bool:
    """Whether a draft holds rows of this version that were not in the draft's own files."""
    is_same = upload.base == number and upload.state == "draft" and upload.next_version is None
    return is_same or carries_over(upload)


def carries_over(upload: Upload) -> bool:
    """Whether tables that were not in the upload's files were taken from the version before."""
    return any(note.get("code") == "table-carried-over" for note in upload.report.get("notes", ()))


@dataclass(frozen=True)
class WithdrawalFile:
    """withdrawal.json: the withdrawal of a version, its reason, and what the journal keeps of the version."""

    publisher: str
    dataset: str
    version: str
    version_digest: str
    withdrawn_at: datetime
    reason: str
    serial: int
    entry_id: str
    sentence: Mapping[str, str]  # of the event that the version was withdrawn
    entries_sentence: Mapping[str, str]  # of the version's own events
    replaced: Mapping[str, Mapping[str, Any]]  # version: path, bytes and hash of its changes.json from now on
    events: Events

    @property
    def event(self) -> Event:
        """The event that says that the version was withdrawn."""
        name = "version.withdrawn"
        return Event(name, [name], None, None, {"reason": (None, self.reason)}, dict(self.sentence))

    def sealed(self) -> tuple[str, bytes]:
        """The digest of withdrawal.json, and its bytes."""
        content = {
            "publisher": self.publisher,
            "dataset": self.dataset,
            "version": self.version,
            "version_digest": self.version_digest,
            "withdrawn_at": moment_json(self.withdrawn_at),
            "reason": self.reason,
            "serial": self.serial,
            "id": self.entry_id,
            "sentence": dict(self.sentence),
            "entries_sentence": dict(self.entries_sentence),
            "replaced": {number: dict(changes) for number, changes in self.replaced.items()},
            "events": [_skeleton(row) for row in self.events.frame.iter_rows(named=True)],
        }
        content["digest"] = digest(content)
        return str(content["digest"]), (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def read(cls, content: bytes, path: str) -> tuple[str, Self]:
        """The digest of withdrawal.json, and its content; raises PackageDamaged if the two do not fit."""
        try:
            record = json.loads(content)
            claimed = record.pop("digest")
            if digest(record) != claimed:
                raise PackageDamaged(path, f"{WITHDRAWAL} was changed: its digest does not fit")
            sentence = record["entries_sentence"]
            rows = [_from_skeleton(skeleton, sentence) for skeleton in record["events"]]
            return claimed, cls(
                **{name: record[name] for name in ("publisher", "dataset", "version", "version_digest", "reason")},
                withdrawn_at=datetime.fromisoformat(record["withdrawn_at"]),
                serial=int(record["serial"]),
                entry_id=record["id"],
                sentence={language: record["sentence"][language] for language in LANGUAGES},
                entries_sentence=sentence,
                replaced=record["replaced"],
                events=Events(pl.DataFrame(rows, schema=COLUMNS, orient="row")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
            raise PackageDamaged(path, f"{WITHDRAWAL} cannot be read") from error


def _skeleton(row: Mapping[str, Any]) -> dict[str, Any]:
    skeleton = {name: row[name] for name in ("event", "resource", "key", "times_moved") if row[name] is not None}
    return {**skeleton, "events": row["events"].strip("|").split("|")}


def _from_skeleton(skeleton: Mapping[str, Any], sentence: Mapping[str, str]) -> tuple[Any, ...]:
    values = {
        **skeleton,
        "events": f"|{'|'.join(skeleton['events'])}|",
        "fields": "{}",
        "sentence_de": sentence["de"],
        "sentence_en": sentence["en"],
    }
    return tuple(values.get(name) for name in COLUMNS)
