"""What the steps need from where webhooks, their deliveries and the state of a WebSub hub are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from opendata.domain.model import Entry
from opendata.domain.webhooks import Delivery, Webhook


@dataclass(frozen=True)
class Attempt:
    """One attempt to send a message, and what came of it."""

    at: datetime
    status: int | None = None
    error: str | None = None
    milliseconds: int | None = None


@dataclass(frozen=True)
class HubState:
    """How far the hub of WebSub was told of the journal."""

    url: str
    serial: int
    turn: int
    failures: int = 0


class Webhooks(Protocol):
    """Webhooks of publishers, each with the last serial that it was told, and the newest of its deliveries.

    What a job writes about a webhook names the job's turn and the serial that it has read. It changes nothing once
    another turn has begun, or another run of the same job has come further.
    """

    def add(self, webhook: Webhook, most: int) -> bool:
        """Keep a webhook; False, and no change, if the publisher has as many as that.

        Raises PublisherNotFound, and AlreadyExists where there is one of that id.
        """
        ...

    def of_publisher(self, publisher: str) -> Sequence[Webhook]:
        """The webhooks of a publisher, oldest first; raises PublisherNotFound."""
        ...

    def get(self, webhook_id: str) -> Webhook | None:
        """The webhook with this id, or None."""
        ...

    def remove(self, webhook_id: str) -> bool:
        """Remove a webhook with all of its deliveries; False if somebody did before."""
        ...

    def switch_on(self, webhook_id: str) -> bool:
        """Let a webhook that is off go on where it stopped; False if it was on."""
        ...

    def switch_off(self, webhook_id: str, reason: str, now: datetime) -> bool:
        """Send nothing to a webhook any more; False if it was off."""
        ...

    def due(self, now: datetime) -> Sequence[Webhook]:
        """The webhooks that are on, whose time has come, and whose publisher has entries that they were not told."""
        ...

    def news(self, webhook: Webhook, limit: int) -> Sequence[Entry]:
        """The first entries after its serial that it asks for, oldest first."""
        ...

    def between(self, webhook: Webhook, first: int, last: int) -> Sequence[Entry]:
        """The entries from one serial to another, both included, that it asks for."""
        ...

    def pass_over(self, webhook: Webhook, serial: int) -> None:
        """Note that there is nothing for it up to that serial."""
        ...

    def waiting(self, webhook: Webhook) -> Delivery | None:
        """The delivery that was begun and has not arrived; a webhook has one at most, tests apart."""
        ...

    def begin(self, webhook: Webhook, delivery: Delivery) -> bool:
        """Keep a delivery before it is sent; False if this turn is over, or another run has begun one."""
        ...

    def begin_test(self, delivery: Delivery) -> bool:
        """Keep a test event before it is sent; False if its webhook is gone."""
        ...

    def delivered(self, webhook: Webhook, delivery: Delivery, attempt: Attempt) -> bool:
        """Note that it has arrived, and forget old deliveries; False if this turn is over."""
        ...

    def failed(self, webhook: Webhook, delivery: Delivery, attempt: Attempt, next_at: datetime) -> bool:
        """Note that an attempt has failed, and when the next one follows; False if this turn is over."""
        ...

    def end_turn(self, webhook: Webhook) -> None:
        """Let another job deliver what comes next."""
        ...

    def postpone(self, webhook: Webhook, next_at: datetime) -> None:
        """Let another job deliver, at that time at the earliest, because this one was given up."""
        ...

    def delivery(self, delivery_id: str) -> Delivery | None:
        """The delivery with this id, or None."""
        ...

    def deliveries(self, webhook_id: str) -> Sequence[Delivery]:
        """The newest deliveries of a webhook, newest first; older ones are not kept."""
        ...

    def tested(self, delivery: Delivery, attempt: Attempt, *, arrived: bool) -> None:
        """Note what came of a test event."""
        ...


class Hubs(Protocol):
    """How far hubs of WebSub were told of the journal; there is one at a time."""

    def due(self, url: str, now: datetime) -> HubState | None:
        """The hub's state if it is time to tell it of something new; a hub that is not known begins now."""
        ...

    def told(self, state: HubState, serial: int) -> bool:
        """Note that the hub was told of everything up to that serial; False if that turn is over."""
        ...

    def failed(self, state: HubState, next_at: datetime, error: str) -> bool:
        """Note that the hub did not take it, and when it is told again; False if that turn is over."""
        ...
