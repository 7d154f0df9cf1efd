"""Withdrawing: the reason, the file withdrawal.json, and which drafts hold rows of the withdrawn version.

Not here: which version follows which (version_history.py), removing values from events (domain/journal/redaction.py),
removing files, and making the withdrawal public (storage/versions/withdrawing.py).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import polars as pl

from opendata.domain.errors import PackageDamaged, RequestNotValid
from opendata.domain.journal.event_columns import COLUMNS, Events
from opendata.domain.model import Event, Upload
from opendata.domain.packages.descriptor import digest
from opendata.domain.report.edits import PROPOSALS
from opendata.domain.tables.json_values import dumps, loads
from opendata.domain.tables.timestamps import moment_json

WITHDRAWAL = "withdrawal.json"
LONGEST_REASON = 1_000
LANGUAGES = ("de", "en")


def reason_text(given: str) -> str:
    """A reason as it is published: one paragraph of plain text; raises RequestNotValid."""
    text = " ".join(given.split())
    if not text:
        raise RequestNotValid(
            "reason", "say in public why the version is withdrawn", german="sagen Sie öffentlich, warum"
        )
    if len(text) > LONGEST_REASON:
        german = f"darf höchstens {LONGEST_REASON} Zeichen haben, hat aber {len(text)}"
        raise RequestNotValid(
            "reason", f"may have at most {LONGEST_REASON} characters; it has {len(text)}", german=german
        )
    if not text.isprintable():
        german = "muss gewöhnlicher Text ohne Steuerzeichen sein"
        raise RequestNotValid("reason", "must be plain text, without control characters", german=german)
    return text


def emptied_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report of an upload whose version was withdrawn: its verdict and counts, without any cells."""
    lists = ("errors", "rewrites", "dropped", "left_out", "notes", "questions", "summary", PROPOSALS)
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
    answers = {"answers": loads(row["answers"])} if row["answers"] else {}
    return {**skeleton, "events": row["events"].strip("|").split("|"), **answers}


def _from_skeleton(skeleton: Mapping[str, Any], sentence: Mapping[str, str]) -> tuple[Any, ...]:
    values = {
        **skeleton,
        "events": f"|{'|'.join(skeleton['events'])}|",
        "fields": "{}",
        "sentence_de": sentence["de"],
        "sentence_en": sentence["en"],
    }
    if "answers" in skeleton:
        values["answers"] = dumps(skeleton["answers"])
        values["successor"] = next((answer["into"] for answer in skeleton["answers"] if "into" in answer), None)
    return tuple(values.get(name) for name in COLUMNS)
