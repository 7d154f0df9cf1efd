"""Webhooks in SQL, with how far each was told of the journal, and the newest of its deliveries.

Here: keeping them so that nothing is passed over, and only the job whose turn it is changes anything. Not here:
sending (steps/delivering.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Update, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.errors import AlreadyExists
from opendata.domain.model import Entry
from opendata.domain.webhooks import DELIVERED, FAILED, QUICK_MILLISECONDS, WAITING, Delivery, Webhook
from opendata.steps.ports.webhooks import Attempt
from opendata.storage.catalogue.sql_catalogue import publisher_row
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow, entries_of
from opendata.storage.sql.schema import datasets, journal, publishers, webhook_deliveries, webhooks

KEPT_DELIVERIES = 50  # of each webhook; one that waits is always kept
NAMED = ("publisher",)  # the columns of other tables in a Webhook


@dataclass(frozen=True)
class SqlWebhooks:
    """Implements steps.ports.webhooks.Webhooks."""

    database: Database

    def add(self, webhook: Webhook, most: int) -> bool:
        publisher_id = publisher_row(self.database, webhook.publisher).id
        values = {each.name: getattr(webhook, each.name) for each in fields(Webhook) if each.name not in NAMED}
        values |= {"events": list(webhook.events), "datasets": list(webhook.datasets)}
        same_publisher = webhooks.c.publisher_id == publisher_id
        with self.database.writing() as connection:
            # On PostgreSQL, two who add a webhook at once wait here for each other.
            connection.execute(select(publishers.c.id).where(publishers.c.id == publisher_id).with_for_update())
            if connection.execute(select(webhooks.c.id).where(webhooks.c.id == webhook.id)).first() is not None:
                raise AlreadyExists("webhook", webhook.id)
            if (
                connection.execute(select(func.count()).select_from(webhooks).where(same_publisher)).scalar_one()
                >= most
            ):
                return False
            connection.execute(insert(webhooks).values(publisher_id=publisher_id, **values))
        return True

    def of_publisher(self, publisher: str) -> Sequence[Webhook]:
        publisher_id = publisher_row(self.database, publisher).id
        query = _webhooks().where(webhooks.c.publisher_id == publisher_id)
        with self.database.asking() as connection:
            return [_webhook_of(row) for row in connection.execute(query.order_by(webhooks.c.made_at, webhooks.c.id))]

    def get(self, webhook_id: str) -> Webhook | None:
        with self.database.asking() as connection:
            row = connection.execute(_webhooks().where(webhooks.c.id == webhook_id)).one_or_none()
        return _webhook_of(row) if row else None

    def remove(self, webhook_id: str) -> bool:
        with self.database.writing() as connection:
            return connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id)).rowcount > 0

    def switch_on(self, webhook_id: str) -> bool:
        mine = (webhooks.c.id == webhook_id, webhooks.c.off.is_not(None))
        values = {"off": None, "off_at": None, "failures": 0, "next_at": None, "turn": webhooks.c.turn + 1}
        with self.database.writing() as connection:
            return connection.execute(update(webhooks).where(*mine).values(**values)).rowcount > 0

    def switch_off(self, webhook_id: str, reason: str, now: datetime) -> bool:
        mine = (webhooks.c.id == webhook_id, webhooks.c.off.is_(None))
        with self.database.writing() as connection:
            return connection.execute(update(webhooks).where(*mine).values(off=reason, off_at=now)).rowcount > 0

    def due(self, now: datetime) -> Sequence[Webhook]:
        news = select(journal.c.serial).where(
            journal.c.publisher_id == webhooks.c.publisher_id, journal.c.serial > webhooks.c.serial
        )
        is_time = or_(webhooks.c.next_at.is_(None), webhooks.c.next_at <= now)
        with self.database.asking() as connection:
            rows = connection.execute(_webhooks().where(webhooks.c.off.is_(None), is_time, news.exists()))
            return [_webhook_of(row) for row in rows]

    def news(self, webhook: Webhook, limit: int) -> Sequence[Entry]:
        return self._entries(webhook, journal.c.serial > webhook.serial, limit)

    def between(self, webhook: Webhook, first: int, last: int) -> Sequence[Entry]:
        return self._entries(webhook, journal.c.serial.between(first, last), None)

    def pass_over(self, webhook: Webhook, serial: int) -> None:
        with self.database.writing() as connection:
            _move(connection, webhook, serial=serial)

    def waiting(self, webhook: Webhook) -> Delivery | None:
        with self.database.asking() as connection:
            row = connection.execute(_waiting(webhook)).one_or_none()
        return _delivery_of(row) if row else None

    def begin(self, webhook: Webhook, delivery: Delivery) -> bool:
        with self.database.writing() as connection:
            # This statement locks the webhook's row: a second run that begins a delivery waits for it.
            if not _move(connection, webhook) or connection.execute(_waiting(webhook)).first():
                return False
            connection.execute(insert(webhook_deliveries).values(**vars(delivery)))
            _forget(connection, webhook.id)
        return True

    def begin_test(self, delivery: Delivery) -> bool:
        try:
            with self.database.writing() as connection:
                connection.execute(insert(webhook_deliveries).values(**vars(delivery)))
                _forget(connection, delivery.webhook)
        except IntegrityError:
            return False
        return True

    def delivered(self, webhook: Webhook, delivery: Delivery, attempt: Attempt) -> bool:
        slow = (attempt.milliseconds or 0) > QUICK_MILLISECONDS
        with self.database.writing() as connection:
            if not _move(connection, webhook, serial=delivery.last_serial, failures=0, next_at=None, slow=slow):
                return False
            _note(connection, delivery, attempt, DELIVERED)
        return True

    def failed(self, webhook: Webhook, delivery: Delivery, attempt: Attempt, next_at: datetime) -> bool:
        with self.database.writing() as connection:
            if not _move(connection, webhook, failures=webhook.failures + 1, next_at=next_at, slow=True):
                return False
            _note(connection, delivery, attempt, WAITING)
        return True

    def end_turn(self, webhook: Webhook) -> None:
        with self.database.writing() as connection:
            connection.execute(_in_turn(webhook).values(turn=webhook.turn + 1))

    def postpone(self, webhook: Webhook, next_at: datetime) -> None:
        with self.database.writing() as connection:
            connection.execute(_in_turn(webhook).values(turn=webhook.turn + 1, next_at=next_at))

    def delivery(self, delivery_id: str) -> Delivery | None:
        query = select(webhook_deliveries).where(webhook_deliveries.c.id == delivery_id)
        with self.database.asking() as connection:
            row = connection.execute(query).one_or_none()
        return _delivery_of(row) if row else None

    def deliveries(self, webhook_id: str) -> Sequence[Delivery]:
        query = select(webhook_deliveries).where(webhook_deliveries.c.webhook == webhook_id)
        newest = (webhook_deliveries.c.made_at.desc(), webhook_deliveries.c.last_serial.desc())
        with self.database.asking() as connection:
            return [_delivery_of(row) for row in connection.execute(query.order_by(*newest))]

    def tested(self, delivery: Delivery, attempt: Attempt, *, arrived: bool) -> None:
        with self.database.writing() as connection:
            _note(connection, delivery, attempt, DELIVERED if arrived else FAILED)

    def _entries(self, webhook: Webhook, which: ColumnElement[bool], limit: int | None) -> Sequence[Entry]:
        of = select(publishers.c.id).where(publishers.c.name == webhook.publisher).scalar_subquery()
        query = select(journal).where(journal.c.publisher_id == of, which)
        if webhook.datasets:
            named = select(datasets.c.id).where(datasets.c.publisher_id == of, datasets.c.name.in_(webhook.datasets))
            query = query.where(journal.c.dataset_id.in_(named))
        if webhook.events:
            tells = [journal.c.events.contains(f"|{event}|", autoescape=True) for event in webhook.events]
            query = query.where(or_(*tells))
        with self.database.reading() as connection:
            return entries_of(connection, query.order_by(journal.c.serial).limit(limit))


def _webhooks() -> Any:
    return select(webhooks, publishers.c.name.label("publisher")).join_from(webhooks, publishers)


def _waiting(webhook: Webhook) -> Select[Any]:
    mine = (webhook_deliveries.c.webhook == webhook.id, webhook_deliveries.c.is_test.is_(False))
    return select(webhook_deliveries).where(*mine, webhook_deliveries.c.state == WAITING).limit(1)


def _in_turn(webhook: Webhook) -> Update:
    """A change of a webhook that is made only while it is the turn of whoever read it."""
    return update(webhooks).where(webhooks.c.id == webhook.id, webhooks.c.turn == webhook.turn)


def _move(connection: Connection, webhook: Webhook, **values: Any) -> bool:
    """Change a webhook if it is still as far as it was read; returns whether it is."""
    move = _in_turn(webhook).where(webhooks.c.serial == webhook.serial)
    return connection.execute(move.values(**{"turn": webhook.turn, **values})).rowcount == 1


def _note(connection: Connection, delivery: Delivery, attempt: Attempt, state: str) -> None:
    connection.execute(
        update(webhook_deliveries)
        .where(webhook_deliveries.c.id == delivery.id)
        .values(
            state=state,
            attempts=webhook_deliveries.c.attempts + 1,
            attempted_at=attempt.at,
            status=attempt.status,
            error=attempt.error,
            milliseconds=attempt.milliseconds,
        )
    )


def _forget(connection: Connection, webhook_id: str) -> None:
    """Remove the deliveries of a webhook that have ended, except for the newest ones."""
    newest = (
        select(webhook_deliveries.c.id)
        .where(webhook_deliveries.c.webhook == webhook_id)
        .order_by(webhook_deliveries.c.made_at.desc(), webhook_deliveries.c.last_serial.desc())
        .limit(KEPT_DELIVERIES)
    )
    ended = and_(webhook_deliveries.c.webhook == webhook_id, webhook_deliveries.c.state != WAITING)
    connection.execute(delete(webhook_deliveries).where(ended, webhook_deliveries.c.id.not_in(newest)))


def _webhook_of(row: AnyRow) -> Webhook:
    return Webhook(**{each.name: getattr(row, each.name) for each in fields(Webhook)})


def _delivery_of(row: AnyRow) -> Delivery:
    return Delivery(**{each.name: getattr(row, each.name) for each in fields(Delivery)})
