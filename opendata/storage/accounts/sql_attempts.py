"""Attempts in SQL: how often something was tried, counted for all processes and hosts together.

Here: one row for each key and span of time. Not here: what is counted, and the limits (steps/signing_in.py).
Keys hold addresses of people and machines, so only digests of them are kept, and not for long.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

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
                digest, span = self._digest(key), timedelta(seconds=limit.seconds)
                row = connection.execute(
                    select(attempts).where(attempts.c.key == digest).with_for_update()
                ).one_or_none()
                if row is None or row.begun_at + span <= now:
                    connection.execute(delete(attempts).where(attempts.c.key == digest))
                    connection.execute(insert(attempts).values(key=digest, begun_at=now, number=1))
                    continue
                connection.execute(
                    update(attempts).where(attempts.c.key == digest).values(number=attempts.c.number + 1)
                )
                if row.number >= limit.attempts:
                    waits.append(max(1, int((row.begun_at + span - now).total_seconds())))
        return max(waits, default=None)

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
