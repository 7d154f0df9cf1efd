"""Attempts in SQL: how often something was tried, counted for all processes and hosts together.

Here: one row for each key and span of time. Not here: what is counted, and the limits (steps/signing_in.py).
Keys hold addresses of people and machines, so only digests of them are kept, and not for long.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, literal, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from opendata.steps.ports.sessions import AttemptLimit
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import attempts


@dataclass(frozen=True)
class SqlAttempts:
    """Implements steps.ports.sessions.Attempts."""

    database: Database
    secret_key: str = field(repr=False)  # nobody without it can find the address behind a digest

    def count(self, limits: Mapping[str, AttemptLimit], now: datetime) -> int | None:
        waits = []
        with self.database.writing() as connection:
            for key, limit in sorted(limits.items()):
                span = timedelta(seconds=limit.seconds)
                counted = connection.execute(self._one_more(key, now, now - span)).one()
                if counted.number > limit.attempts:
                    waits.append(max(1, int((counted.begun_at + span - now).total_seconds())))
        return max(waits, default=None)

    def _one_more(self, key: str, now: datetime, over: datetime) -> ReturningInsert[Any]:
        """One statement, so that of several processes each counts its own attempt; over: when a count is over."""
        insert = sqlite.insert if self.database.is_sqlite else postgresql.insert
        is_over = attempts.c.begun_at <= over
        again = {
            "begun_at": case((is_over, literal(now, attempts.c.begun_at.type)), else_=attempts.c.begun_at),
            "number": case((is_over, 1), else_=attempts.c.number + 1),
        }
        first = insert(attempts).values(key=self._digest(key), begun_at=now, number=1)
        counted = first.on_conflict_do_update(index_elements=[attempts.c.key], set_=again)
        return counted.returning(attempts.c.begun_at, attempts.c.number)

    def take_back(self, keys: Sequence[str]) -> None:
        with self.database.writing() as connection:
            for key in sorted(keys):
                same, more = attempts.c.key == self._digest(key), attempts.c.number > 0
                connection.execute(update(attempts).where(same, more).values(number=attempts.c.number - 1))

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(attempts).where(attempts.c.begun_at < before)).rowcount

    def _digest(self, key: str) -> str:
        return hmac.new(self.secret_key.encode(), key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
