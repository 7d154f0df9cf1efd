"""Links that can be used once, in SQL: invitations and new passwords.

Here: keeping them by the digest of their secret. Not here: what they allow (steps/managing_people.py).
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.errors import PublisherNotFound
from opendata.steps.ports.one_time_links import INVITATION, OneTimeLink
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import one_time_links, publishers
from opendata.storage.sql.secret_digests import digest_of_secret


@dataclass(frozen=True)
class SqlOneTimeLinks:
    """Implements steps.ports.one_time_links.OneTimeLinks."""

    database: Database

    def make(self, link: OneTimeLink, secret: str | None = None) -> str:
        secret = secret or secrets.token_urlsafe(32)
        values = {
            name: getattr(link, name) for name in ("purpose", "email", "role", "made_by", "made_at", "expires_at")
        }
        with suppress(IntegrityError), self.database.writing() as connection:  # of a secret that is there: no change
            publisher_id = _publisher_id(connection, link.publisher)
            _close(connection, _same(link.email, link.purpose, publisher_id), link.made_at)
            connection.execute(
                insert(one_time_links).values(
                    id=secrets.token_hex(12), hash=digest_of_secret(secret), publisher_id=publisher_id, **values
                )
            )
        return secret

    def find(self, secret: str) -> OneTimeLink | None:
        with self.database.asking() as connection:
            row = connection.execute(_links().where(one_time_links.c.hash == digest_of_secret(secret))).one_or_none()
        return _link_of(row) if row else None

    def use(self, link: OneTimeLink, now: datetime) -> bool:
        with self.database.writing() as connection:
            return _close(connection, [one_time_links.c.id == link.id], now) == 1

    def invitations(self, publisher: str, now: datetime) -> Sequence[OneTimeLink]:
        return self._invitations(publishers.c.name == publisher, now)

    def invitations_for(self, email: str, now: datetime) -> Sequence[OneTimeLink]:
        return self._invitations(one_time_links.c.email == email, now)

    def close(self, email: str, purpose: str, publisher: str | None, now: datetime) -> bool:
        with self.database.writing() as connection:
            publisher_id = _publisher_id(connection, publisher)
            return _close(connection, _same(email, purpose, publisher_id), now) > 0

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(one_time_links).where(one_time_links.c.expires_at < before)).rowcount

    def _invitations(self, condition: ColumnElement[bool], now: datetime) -> list[OneTimeLink]:
        query = _links().where(condition, one_time_links.c.purpose == INVITATION, *_open(now))
        with self.database.asking() as connection:
            return [_link_of(row) for row in connection.execute(query.order_by(one_time_links.c.email))]


def _links() -> Select[tuple[object, ...]]:
    return select(one_time_links, publishers.c.name.label("publisher")).join_from(
        one_time_links, publishers, isouter=True
    )


def _open(now: datetime) -> list[ColumnElement[bool]]:
    return [one_time_links.c.used_at.is_(None), one_time_links.c.expires_at > now]


def _same(email: str, purpose: str, publisher_id: int | None) -> list[ColumnElement[bool]]:
    return [
        one_time_links.c.email == email,
        one_time_links.c.purpose == purpose,
        one_time_links.c.publisher_id.is_not_distinct_from(publisher_id),
    ]


def _close(connection: Connection, conditions: list[ColumnElement[bool]], now: datetime) -> int:
    closed = connection.execute(update(one_time_links).where(*conditions, *_open(now)).values(used_at=now))
    return closed.rowcount


def _publisher_id(connection: Connection, publisher: str | None) -> int | None:
    if publisher is None:
        return None
    found = connection.execute(select(publishers.c.id).where(publishers.c.name == publisher)).scalar()
    if found is None:
        raise PublisherNotFound(publisher)
    return int(found)


def _link_of(row: AnyRow) -> OneTimeLink:
    return OneTimeLink(
        id=row.id,
        purpose=row.purpose,
        email=row.email,
        publisher=row.publisher,
        role=row.role,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
