"""overdue-DATE.json: the file beside a version that says that the report after it was not published when it was due.

The entry of the journal about it belongs to no version, but all that is public must be found again in the packages:
so it is kept in that of the version that was the current one. Not here: the event
(domain/journal/overdue_reports.py), which reports are due (steps/overdue_reports.py), writing the file
(storage/versions/overdue_writing.py).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from opendata.domain.errors import PackageDamaged
from opendata.domain.journal.row_events import OVERDUE
from opendata.domain.model import Event
from opendata.domain.packages.descriptor import digest
from opendata.domain.tables.timestamps import moment_json

_NAME = re.compile(r"overdue-(\d{4}-\d\d-\d\d)\.json")
LANGUAGES = ("de", "en")


def overdue_name(due: date) -> str:
    """The name of the file about the report as of a day."""
    return f"overdue-{due.isoformat()}.json"


def is_overdue_name(name: str) -> bool:
    """Whether a file of a package is one about a report that was due."""
    return _NAME.fullmatch(name) is not None


def due_day_in(name: str) -> str:
    """The day in the name of such a file."""
    return name.removeprefix("overdue-").removesuffix(".json")


@dataclass(frozen=True)
class OverdueFile:
    """The event that a report is due, with its place in the journal."""

    publisher: str
    dataset: str
    version: str  # after which the report was due
    version_digest: str
    due: str
    at: datetime
    serial: int
    entry_id: str
    event: Event

    def sealed(self) -> bytes:
        """The bytes of the file, with a digest of its content."""
        content: dict[str, Any] = {
            "publisher": self.publisher,
            "dataset": self.dataset,
            "version": self.version,
            "version_digest": self.version_digest,
            "due": self.due,
            "newest": self.event.fields["newest"][1],
            "at": moment_json(self.at),
            "serial": self.serial,
            "id": self.entry_id,
            "sentence": dict(self.event.sentence),
        }
        content["digest"] = digest(content)
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def read(cls, content: bytes, path: str, version_digest: str) -> Self:
        """The content of the file; raises PackageDamaged if it does not fit its digest, or that of its version."""
        try:
            record = json.loads(content)
            claimed = record.pop("digest")
            if digest(record) != claimed:
                raise PackageDamaged(path, "was changed: its digest does not fit")
            if record["version_digest"] != version_digest:
                raise PackageDamaged(path, "is that of another version")
            return cls(
                **{name: record[name] for name in ("publisher", "dataset", "version", "version_digest", "due")},
                at=datetime.fromisoformat(record["at"]),
                serial=int(record["serial"]),
                entry_id=record["id"],
                event=_event(record),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PackageDamaged(path, "cannot be read") from error


def _event(record: Mapping[str, Any]) -> Event:
    fields = {name: (None, record[name]) for name in ("due", "newest")}
    sentence = {language: record["sentence"][language] for language in LANGUAGES}
    return Event(OVERDUE, [OVERDUE], None, None, fields, sentence)
