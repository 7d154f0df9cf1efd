"""Webhooks: which entries of the journal a receiver is told, how a delivery is signed, and when it is tried again.

Here: values and rules. Not here: sending (steps/delivering.py), where webhooks are kept (storage/webhooks/).
The signature is that of Standard Webhooks (github.com/standard-webhooks/standard-webhooks), version v1.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from opendata.domain.model import Entry

# How long after each failed attempt the next one follows. After the last of them, a day has passed.
DELAYS: Sequence[timedelta] = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=6),
    timedelta(hours=8),
)
# Why a webhook is off.
BY_HAND, FAILING, GONE, KEY_CHANGED = "by-hand", "failing", "gone", "key-changed"
WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"  # the states of a delivery
QUICK_MILLISECONDS = 2_000  # a receiver that takes longer is slow
GONE_STATUS = 410  # the receiver wants no deliveries any more
SECRET_PREFIX = "whsec_"  # noqa: S105 - by which receivers recognise a secret
MARK_LETTERS = 16


@dataclass(frozen=True)
class Webhook:
    """An address that is told what a publisher publishes."""

    id: str
    publisher: str
    url: str
    events: Sequence[str]  # only entries with one of these; empty: all
    datasets: Sequence[str]  # only these of the publisher; empty: all
    made_by: str
    made_at: datetime
    site: str  # the address of this service, as whoever made the webhook called it
    mark: str  # of the secret, to notice that SECRET_KEY was changed
    serial: int  # the last one that was told, or passed over
    turn: int = 0  # which job delivers now: another one with each job that has ended
    failures: int = 0  # in a row
    slow: bool = True  # its last answer took long or did not come; a new one counts as slow until it has answered
    next_at: datetime | None = None  # when it is tried again; None: as soon as there is something
    off: str | None = None  # why it is off
    off_at: datetime | None = None


@dataclass(frozen=True)
class Delivery:
    """A message to a webhook. Whatever becomes of it, and however often it is sent, it has the same id."""

    id: str
    webhook: str
    first_serial: int
    last_serial: int
    entries: int
    made_at: datetime
    state: str = WAITING
    is_test: bool = False
    attempts: int = 0
    attempted_at: datetime | None = None
    status: int | None = None  # what the receiver answered last
    error: str | None = None  # why there was no answer
    milliseconds: int | None = None


def secret_of(key: str, webhook_id: str) -> str:
    """The secret of a webhook. It follows from the key of this installation, and is kept nowhere."""
    made = hmac.digest(key.encode(), f"opendata webhook {webhook_id}".encode(), hashlib.sha256)
    return SECRET_PREFIX + base64.b64encode(made).decode()


def mark_of_secret(secret: str) -> str:
    """Something that differs for two secrets and tells neither."""
    return hashlib.sha256(secret.encode()).hexdigest()[:MARK_LETTERS]


def signed_headers(secret: str, delivery_id: str, now: datetime, content: bytes) -> Mapping[str, str]:
    """The headers by which a receiver knows that this service sent this content, and when."""
    seconds = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = hmac.digest(key, b".".join((delivery_id.encode(), seconds.encode(), content)), hashlib.sha256)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def first_version(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The first entries that are of one version of one dataset: they are told together."""
    place = (entries[0].dataset, entries[0].version) if entries else None
    return takewhile(lambda entry: (entry.dataset, entry.version) == place, entries)


def next_attempt(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures in a row; None: no more."""
    return now + DELAYS[failures - 1] if failures <= len(DELAYS) else None
