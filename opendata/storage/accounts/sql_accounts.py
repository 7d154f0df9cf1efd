"""Accounts: tokens of programs in SQL.

Here: adding them, and the access that a token gives. Not here: people (sql_people.py), checking the rights of a
request (web/access.py).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from opendata.steps.ports.accounts import Access
from opendata.storage.catalogue.sql_catalogue import publisher_row
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import publishers, tokens

TOKEN_PREFIX = "odt_"  # noqa: S105 - so that a token left in a file can be found by scanners


@dataclass(frozen=True)
class SqlAccounts:
    """Implements steps.ports.accounts.Accounts."""

    database: Database

    def add_token(self, publisher: str, name: str, scopes: Sequence[str], now: datetime) -> str:
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        values = {"name": name, "hash": _hash(token), "scopes": " ".join(scopes), "created_at": now}
        publisher_id = publisher_row(self.database, publisher).id
        with self.database.writing() as connection:
            connection.execute(insert(tokens).values(publisher_id=publisher_id, **values))
        return token

    def access(self, token: str) -> Access | None:
        # Tokens are looked up by digest, so that the duration reveals nothing about existing tokens.
        query = (
            select(tokens, publishers.c.name.label("publisher"))
            .join_from(tokens, publishers)
            .where(tokens.c.hash == _hash(token))
        )
        with self.database.asking() as connection:
            row = connection.execute(query).one_or_none()
        return Access(row.publisher, frozenset(row.scopes.split())) if row else None


def _hash(token: str) -> str:
    # A token has 256 random bits; a slow hash, as for passwords, would add nothing.
    return hashlib.sha256(token.encode()).hexdigest()
