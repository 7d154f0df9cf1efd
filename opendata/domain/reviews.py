"""Reviews: what colleagues say about a draft to each other before it is published. Private.

Here: asking somebody else to publish it, and sending it back. Not here: who may publish it (four_eyes.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Upload
from opendata.domain.tables.timestamps import moment_json

ASKED, SENT_BACK = "asked", "sent-back"
LONGEST_WORD = 1_000


@dataclass(frozen=True)
class Review:
    """The last thing that was said about a draft."""

    what: str  # ASKED or SENT_BACK
    by: str  # as in the audit log
    at: str
    word: str | None = None  # why it was sent back, or what the others should look at

    def as_json(self) -> dict[str, Any]:
        """The review as it is kept with its upload."""
        return dict(vars(self))


def review_of(upload: Upload) -> Review | None:
    """The last thing that was said about an upload as it is now."""
    kept: Mapping[str, Any] | None = upload.review
    return Review(**kept) if kept else None


def new_review(what: str, by: str, at: datetime, word: str) -> Review:
    """Something said about a draft; raises RequestNotValid where a draft is sent back without a reason."""
    text = " ".join(word.split())
    if what == SENT_BACK and not text:
        german = "sagen Sie bitte mit einem Satz, was noch fehlt"
        raise RequestNotValid("reason", "say in a sentence what is missing", german=german)
    if len(text) > LONGEST_WORD or not text.isprintable():
        german = f"darf höchstens {LONGEST_WORD} Zeichen gewöhnlichen Text haben"
        raise RequestNotValid("reason", f"may have at most {LONGEST_WORD} characters of plain text", german=german)
    return Review(what, by, moment_json(at), text or None)
