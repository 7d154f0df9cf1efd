"""Webhooks of a publisher: adding one, switching it off and on, trying it, and removing it.

Here: the rules of it, the same for the API and the portal. Not here: delivering (delivering.py).
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from opendata.domain.errors import AlreadyExists, RequestNotValid
from opendata.domain.journal.row_events import event_names
from opendata.domain.webhook_errors import TooManyTestEvents, TooManyWebhooks, WebhookNotFound
from opendata.domain.webhooks import BY_HAND, WAITING, Delivery, Webhook, mark_of_secret, secret_of
from opendata.steps.desk import Desk
from opendata.steps.messenger import Messenger
from opendata.steps.ports.jobs import NewJob

MOST_WEBHOOKS = 20  # of a publisher
MOST_TESTS = 5  # of a webhook that wait or are of the last minute; its history has little room for more
TESTS_COUNT_FOR = timedelta(minutes=1)
TEST_JOB = "webhook-test"


def add(
    messenger: Messenger,
    desk: Desk,
    publisher: str,
    url: str,
    events: Sequence[str],
    datasets: Sequence[str],
    site: str,
    now: datetime,
    webhook_id: str | None = None,
) -> tuple[Webhook, str]:
    """Tell an address of what a publisher publishes from now on; the webhook, and its secret, to be shown once.

    events, datasets: only these; empty: all. site: the address of this service, for links where BASE_URL is not set.
    webhook_id: None makes one; of an id that is there already, nothing is added, and the answer is the same.
    Raises RequestNotValid, TooManyWebhooks, PublisherNotFound.
    """
    messenger.outgoing.must_be_address("url", url)
    known = [dataset.name for dataset in desk.catalogue.datasets(publisher)]
    _must_be_known("datasets", datasets, known, "diesen Datensatz gibt es nicht")
    _must_be_known("events", events, known_events(desk), "dieses Ereignis gibt es nicht")
    webhook_id = webhook_id or secrets.token_hex(8)
    secret = secret_of(messenger.key, webhook_id)
    webhook = Webhook(
        id=webhook_id,
        publisher=publisher,
        url=url,
        events=list(dict.fromkeys(events)),
        datasets=list(dict.fromkeys(datasets)),
        made_by=desk.by.name,
        made_at=now,
        site=site.rstrip("/"),
        mark=mark_of_secret(secret),
        serial=messenger.journal.last_serial(),
    )
    try:
        is_added = messenger.webhooks.add(webhook, MOST_WEBHOOKS)
    except AlreadyExists:
        return own_webhook(messenger, publisher, webhook_id), secret
    if not is_added:
        raise TooManyWebhooks(publisher, MOST_WEBHOOKS)
    desk.note("webhook.made", publisher, url=url, webhook=webhook_id)
    return webhook, secret


def known_events(desk: Desk) -> list[str]:
    """The names of all events that the journal can have."""
    return list(dict.fromkeys(name for kind in desk.kinds.values() for name in event_names(kind)))


def own_webhook(messenger: Messenger, publisher: str, webhook_id: str) -> Webhook:
    """The webhook of a publisher with this id; raises WebhookNotFound."""
    webhook = messenger.webhooks.get(webhook_id)
    if webhook is None or webhook.publisher != publisher:
        raise WebhookNotFound(publisher, webhook_id)
    return webhook


def remove(messenger: Messenger, desk: Desk, webhook: Webhook) -> None:
    """Send nothing to a webhook any more, and forget what was sent."""
    if messenger.webhooks.remove(webhook.id):
        desk.note("webhook.removed", webhook.publisher, url=webhook.url, webhook=webhook.id)


def switch_on(messenger: Messenger, desk: Desk, webhook: Webhook) -> None:
    """Let a webhook that is off go on where it stopped: everything since is delivered now."""
    if messenger.webhooks.switch_on(webhook.id):
        desk.note("webhook.on", webhook.publisher, url=webhook.url, webhook=webhook.id)


def switch_off(messenger: Messenger, desk: Desk, webhook: Webhook, now: datetime) -> None:
    """Send nothing to a webhook until somebody switches it on again."""
    if messenger.webhooks.switch_off(webhook.id, BY_HAND, now):
        desk.note("webhook.off", webhook.publisher, url=webhook.url, webhook=webhook.id)


def try_out(messenger: Messenger, desk: Desk, webhook: Webhook, now: datetime) -> Delivery:
    """Send a test event, whether the webhook is on or off, once and without further attempts.

    Raises TooManyTestEvents, WebhookNotFound if somebody has removed the webhook meanwhile.
    """
    kept = messenger.webhooks.deliveries(webhook.id)
    tests = [delivery for delivery in kept if delivery.is_test]
    if sum(test.state == WAITING or test.made_at > now - TESTS_COUNT_FOR for test in tests) >= MOST_TESTS:
        raise TooManyTestEvents(webhook.id)
    delivery = Delivery(
        id=new_delivery_id(),
        webhook=webhook.id,
        first_serial=webhook.serial,
        last_serial=webhook.serial,
        entries=0,
        made_at=now,
        is_test=True,
    )
    if not messenger.webhooks.begin_test(delivery):
        raise WebhookNotFound(webhook.publisher, webhook.id)
    messenger.jobs.add(NewJob(f"test-{delivery.id}"[:40], TEST_JOB, delivery.id), now)
    desk.note("webhook.tried", webhook.publisher, url=webhook.url, webhook=webhook.id)
    return delivery


def new_delivery_id() -> str:
    """An id that no other delivery has."""
    return f"msg_{secrets.token_hex(12)}"


def _must_be_known(name: str, asked: Iterable[str], known: Sequence[str], german: str) -> None:
    for each in asked:
        if each not in known:
            raise RequestNotValid(name, f"there is no '{each}'", known, f"{german}: „{each}“")
