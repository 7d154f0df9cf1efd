"""Accounts: tokens of programs in SQL.

Here: adding, listing and revoking them, and the access that a token gives. Not here: people (sql_people.py), checking
the rights of a request (web/access.py).
"""

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.errors import AlreadyExists, StorageUnavailable
from opendata.steps.ports.accounts import Access, TokenRecord
from opendata.storage.catalogue.sql_catalogue import publisher_row
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import publishers, tokens

TOKEN_PREFIX = "odt_"  # noqa: S105 - so that a token left in a file can be found by scanners
USE_NOTED_AFTER = timedelta(hours=1)  # since the last note: not every request of a program should write


@dataclass(frozen=True)
class SqlAccounts:
    """Implements steps.ports.accounts.Accounts."""

    database: Database

    def add_token(
        self,
        publisher: str,
        name: str,
        scopes: Sequence[str],
        now: datetime,
        until: date | None = None,
        made_by: str | None = None,
    ) -> str:
        secret = secrets.token_urlsafe(32)
        return self.add_token_once(secret, publisher, name, scopes, now, until, made_by)[0]

    def add_token_once(
        self,
        secret: str,
        publisher: str,
        name: str,
        scopes: Sequence[str],
        now: datetime,
        until: date | None = None,
        made_by: str | None = None,
    ) -> tuple[str, bool]:
        token = TOKEN_PREFIX + secret
        about = {"name": name, "scopes": " ".join(scopes), "created_at": now, "valid_until": until}
        values = {"hash": _hash(token), "made_by": made_by, **about}
        publisher_id = publisher_row(self.database, publisher).id
        was_revoked = select(tokens.c.id).where(tokens.c.hash == _revoked(_hash(token)))
        try:
            with self.database.writing() as connection:
                if connection.execute(was_revoked).first() is not None:
                    raise AlreadyExists("token", name)
                connection.execute(insert(tokens).values(publisher_id=publisher_id, **values))
        except IntegrityError:
            return token, False  # the same form was sent before, or at the same moment
        return token, True

    def tokens(self, publisher: str) -> Sequence[TokenRecord]:
        query = select(tokens).where(tokens.c.publisher_id == publisher_row(self.database, publisher).id)
        with self.database.asking() as connection:
            rows = connection.execute(query.order_by(tokens.c.id)).all()
        times = ("created_at", "valid_until", "used_at", "revoked_at")
        return [
            TokenRecord(row.id, row.name, row.scopes.split(), **{name: row._mapping[name] for name in times})
            for row in rows
        ]

    def revoke_token(self, publisher: str, token_id: int, now: datetime) -> None:
        mine = (tokens.c.publisher_id == publisher_row(self.database, publisher).id, tokens.c.id == token_id)
        # The digest goes as well: hosts that still run the release before this one must not find the token either.
        with self.database.writing() as connection:
            known = connection.execute(select(tokens.c.hash).where(*mine, tokens.c.revoked_at.is_(None))).scalar()
            if known is not None:
                revoked = {"revoked_at": now, "hash": _revoked(known)}
                connection.execute(update(tokens).where(*mine, tokens.c.revoked_at.is_(None)).values(**revoked))

    def access(self, token: str, now: datetime) -> Access | None:
        # Tokens are looked up by digest, so that the duration reveals nothing about existing tokens.
        query = (
            select(tokens, publishers.c.name.label("publisher"))
            .join_from(tokens, publishers)
            .where(tokens.c.hash == _hash(token))
        )
        with self.database.asking() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.revoked_at or (row.valid_until and now.astimezone(UTC).date() > row.valid_until):
            return None
        if row.used_at is None or now - row.used_at >= USE_NOTED_AFTER:
            self._note_use(row.id, now)
        return Access(row.publisher, frozenset(row.scopes.split()), row.name, row.id, row.made_by)

    def _note_use(self, token_id: int, now: datetime) -> None:
        # Whoever asks must not be refused because a note could not be written.
        with suppress(StorageUnavailable), self.database.writing() as connection:
            connection.execute(update(tokens).where(tokens.c.id == token_id).values(used_at=now))


def _hash(token: str) -> str:
    # A token has 256 random bits; a slow hash, as for passwords, would add nothing.
    return hashlib.sha256(token.encode()).hexdigest()


def _revoked(digest: str) -> str:
    """What is kept in place of a token's digest once it is revoked: a form that made it makes it no second time."""
    return f"revoked-{digest[:48]}"
