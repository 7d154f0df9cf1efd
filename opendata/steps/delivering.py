"""Delivering: the webhooks of a publisher are told, in the order of the journal, of each version that it publishes.

Each webhook has the last serial that it was told. A job reads on from there, keeps a delivery before it is sent, and
moves the serial when the receiver has taken it. So nothing is passed over, whenever a worker dies, and what is sent a
second time has the same id. A webhook has one job at a time, which its turn names; others do not wait for it.

Here: what is sent, and what follows from the answer. Not here: signing (domain/webhooks.py), sending (outgoing/).
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from opendata.domain.actors import SERVICE
from opendata.domain.model import Entry
from opendata.domain.tables.json_values import dumps
from opendata.domain.tables.timestamps import moment_json
from opendata.domain.webhooks import (
    DELAYS,
    DELIVERED,
    FAILING,
    GONE,
    GONE_STATUS,
    KEY_CHANGED,
    Delivery,
    Webhook,
    first_version,
    mark_of_secret,
    next_attempt,
    secret_of,
    signed_headers,
)
from opendata.steps.desk import Desk
from opendata.steps.managing_webhooks import new_delivery_id
from opendata.steps.messenger import Messenger
from opendata.steps.ports.jobs import NewJob
from opendata.steps.ports.outgoing import NotReached
from opendata.steps.ports.webhooks import Attempt

log = logging.getLogger("opendata.webhooks")
JOB, SLOW_JOB = "webhook", "webhook-slow"  # those of slow receivers have threads of their own
CHANGES, TEST = "changes", "test"  # the types of messages
MOST_ENTRIES = 100  # of a delivery
MOST_BYTES = 2**20  # of a delivery with more than one entry
MOST_AT_ONCE = 50  # deliveries that one job makes; another job then goes on
AGAIN_AFTER_GIVING_UP = timedelta(minutes=5)
SENDER = {"Content-Type": "application/json", "User-Agent": "opendata-webhooks/1"}


def add_due(messenger: Messenger, now: datetime) -> int:
    """Add a job for each webhook that has something to be told, unless another worker did; returns how many."""
    added = 0
    for webhook in messenger.webhooks.due(now):
        name, argument = SLOW_JOB if webhook.slow else JOB, f"{webhook.id} {webhook.turn}"
        job = NewJob(f"hook-{webhook.id}-{webhook.turn}", name, argument)
        if messenger.jobs.add(job, now):
            added += 1
        elif messenger.jobs.is_over(job.id):
            # A worker of an earlier release has taken the job, which it does not know.
            messenger.webhooks.end_turn(webhook)
    return added


def deliver(
    messenger: Messenger, desk: Desk, argument: str, clock: Callable[[], datetime], tell: Callable[[float], None]
) -> str:
    """Tell a webhook what it was not told yet; returns what became of it, in words for the log.

    argument: the webhook and the turn of this job. tell: called between deliveries, and raises if another run has
    taken the job.
    """
    became, arrived = DELIVERED, 0
    while webhook := _in_turn(messenger, argument):
        if became != DELIVERED or arrived == MOST_AT_ONCE:
            messenger.webhooks.end_turn(webhook)
            return f"webhook {webhook.id}: {arrived} delivered, {became}"
        became = f"off: {webhook.off}" if webhook.off else _deliver_next(messenger, desk, webhook, clock)
        arrived += became == DELIVERED
        tell(0.5)
    return "the webhook is gone, or was told before"


def given_up(messenger: Messenger, argument: str, now: datetime) -> None:
    """Let another job go on, after the workers of this one died again and again."""
    if webhook := _in_turn(messenger, argument):
        messenger.webhooks.postpone(webhook, now + AGAIN_AFTER_GIVING_UP)


def send_test(messenger: Messenger, delivery_id: str, clock: Callable[[], datetime]) -> str:
    """Send a test event; returns what became of it, in words for the log."""
    delivery = messenger.webhooks.delivery(delivery_id)
    webhook = messenger.webhooks.get(delivery.webhook) if delivery else None
    if delivery is None or webhook is None:
        return "the webhook is gone"
    secret = secret_of(messenger.key, webhook.id)
    if mark_of_secret(secret) != webhook.mark:
        attempt, arrived = Attempt(clock(), error=KEY_CHANGED), False
    else:
        content = _content(TEST, [], delivery.last_serial, clock())
        attempt = _sent(messenger, webhook, secret, delivery, content, clock)
        arrived = _has_arrived(attempt)
    messenger.webhooks.tested(delivery, attempt, arrived=arrived)
    return f"test of webhook {webhook.id}: {attempt.status or attempt.error}"


def _in_turn(messenger: Messenger, argument: str) -> Webhook | None:
    """The webhook of a job if it is still the job's turn, or None."""
    webhook_id, _, turn = argument.partition(" ")
    webhook = messenger.webhooks.get(webhook_id)
    return webhook if webhook is not None and str(webhook.turn) == turn else None


def _deliver_next(messenger: Messenger, desk: Desk, webhook: Webhook, clock: Callable[[], datetime]) -> str:
    """Make the next delivery of a webhook; what became of it, in words for the log."""
    secret = secret_of(messenger.key, webhook.id)
    if mark_of_secret(secret) != webhook.mark:
        _switch_off(messenger, desk, webhook, KEY_CHANGED, clock())
        return "switched off"
    # The head is read first: entries that arrive after it may be missing from what is read.
    head = messenger.journal.last_serial()
    delivery = messenger.webhooks.waiting(webhook)
    entries = (
        messenger.webhooks.between(webhook, delivery.first_serial, delivery.last_serial)
        if delivery
        else list(first_version(messenger.webhooks.news(webhook, MOST_ENTRIES)))
    )
    if not entries and delivery is None:
        messenger.webhooks.pass_over(webhook, max(head, webhook.serial))
        return "nothing more to tell"
    items = _drawn(messenger, webhook, entries, whole=delivery is not None)
    if delivery is None:
        delivery = _new_delivery(webhook, entries[: len(items)], clock())
        if not messenger.webhooks.begin(webhook, delivery):
            return "done before, or gone"
    content = _content(CHANGES, items, delivery.last_serial, clock())
    attempt = _sent(messenger, webhook, secret, delivery, content, clock)
    if _has_arrived(attempt):
        return DELIVERED if messenger.webhooks.delivered(webhook, delivery, attempt) else "done before"
    return _failed(messenger, desk, webhook, delivery, attempt)


def _failed(messenger: Messenger, desk: Desk, webhook: Webhook, delivery: Delivery, attempt: Attempt) -> str:
    """What follows from an attempt that failed: another one later, or none any more."""
    next_at = next_attempt(webhook.failures + 1, attempt.at)
    messenger.webhooks.failed(webhook, delivery, attempt, next_at or attempt.at)
    if attempt.status == GONE_STATUS:
        _switch_off(messenger, desk, webhook, GONE, attempt.at)
    elif next_at is None:
        _switch_off(messenger, desk, webhook, FAILING, attempt.at)
    return f"failed: {attempt.status or attempt.error}, attempt {webhook.failures + 1} of {len(DELAYS) + 1}"


def _switch_off(messenger: Messenger, desk: Desk, webhook: Webhook, reason: str, now: datetime) -> None:
    if messenger.webhooks.switch_off(webhook.id, reason, now):
        by_service = replace(desk, by=SERVICE)
        by_service.note("webhook.given_up", webhook.publisher, url=webhook.url, webhook=webhook.id, reason=reason)


def _sent(
    messenger: Messenger,
    webhook: Webhook,
    secret: str,
    delivery: Delivery,
    content: bytes,
    clock: Callable[[], datetime],
) -> Attempt:
    headers = {**SENDER, **signed_headers(secret, delivery.id, clock(), content)}
    try:
        answer = messenger.outgoing.post(webhook.url, headers, content)
    except NotReached as error:
        log.warning("webhook %s of %s is not reached: %s", webhook.id, webhook.publisher, error)
        return Attempt(clock(), error=error.reason)
    return Attempt(clock(), answer.status, milliseconds=answer.milliseconds)


def _has_arrived(attempt: Attempt) -> bool:
    return attempt.status is not None and 200 <= attempt.status < 300


def _new_delivery(webhook: Webhook, entries: Sequence[Entry], now: datetime) -> Delivery:
    first, last = entries[0].serial, entries[-1].serial
    return Delivery(new_delivery_id(), webhook.id, first, last, len(entries), now)


def _drawn(
    messenger: Messenger, webhook: Webhook, entries: Sequence[Entry], *, whole: bool
) -> Sequence[Mapping[str, Any]]:
    """The entries as the API gives them; the first of them if all are too long for one delivery, unless whole."""
    items, length = list[Mapping[str, Any]](), 0
    for entry in entries:
        item = messenger.draw(entry, messenger.base_url or webhook.site)
        length += len(dumps(item))
        if items and length > MOST_BYTES and not whole:
            break
        items.append(item)
    return items


def _content(kind: str, items: Sequence[Mapping[str, Any]], last_serial: int, now: datetime) -> bytes:
    message = {"type": kind, "timestamp": moment_json(now), "items": list(items), "last_serial": last_serial}
    return dumps(message).encode("utf-8", "replace")
