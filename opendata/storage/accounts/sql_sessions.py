"""Sessions in SQL, so that every host sees the same ones and an ended one has ended everywhere.

Here: keeping them by the digest of their secret. Not here: how long they last (steps/signing_in.py).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from opendata.steps.ports.sessions import Session
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import sessions
from opendata.storage.sql.secret_digests import digest_of_secret


@dataclass(frozen=True)
class SqlSessions:
    """Implements steps.ports.sessions.Sessions."""

    database: Database

    def begin(
        self,
        person_id: int,
        device: str,
        now: datetime,
        ends_at: datetime,
        *,
        waits_for_code: bool,
        proved_at: datetime | None = None,
    ) -> str:
        secret = secrets.token_urlsafe(32)
        values = {"begun_at": now, "seen_at": now, "ends_at": ends_at, "waits_for_code": waits_for_code}
        values["proved_at"] = proved_at
        with self.database.writing() as connection:
            connection.execute(
                insert(sessions).values(
                    id=secrets.token_hex(12),
                    hash=digest_of_secret(secret),
                    person_id=person_id,
                    device=device[:200],
                    **values,
                )
            )
        return secret

    def prove(self, session: Session, now: datetime) -> None:
        with self.database.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session.id).values(proved_at=now))

    def find(self, secret: str) -> Session | None:
        with self.database.asking() as connection:
            row = connection.execute(
                select(sessions).where(sessions.c.hash == digest_of_secret(secret))
            ).one_or_none()
        return _session_of(row) if row else None

    def seen(self, session: Session, now: datetime) -> None:
        with self.database.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen_at=now))

    def of_person(self, person_id: int) -> Sequence[Session]:
        query = select(sessions).where(sessions.c.person_id == person_id).order_by(sessions.c.seen_at.desc())
        with self.database.asking() as connection:
            return [_session_of(row) for row in connection.execute(query)]

    def end(self, session_id: str, person_id: int) -> bool:
        with self.database.writing() as connection:
            ended = connection.execute(
                delete(sessions).where(sessions.c.id == session_id).where(sessions.c.person_id == person_id)
            )
            return bool(ended.rowcount)

    def end_all(self, person_id: int, *, but: str | None = None) -> int:
        query = delete(sessions).where(sessions.c.person_id == person_id)
        if but is not None:
            query = query.where(sessions.c.id != but)
        with self.database.writing() as connection:
            return connection.execute(query).rowcount

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(sessions).where(sessions.c.ends_at < before)).rowcount


def _session_of(row: AnyRow) -> Session:
    times = (row.begun_at, row.seen_at, row.ends_at)
    return Session(row.id, row.person_id, *times, row.device, row.waits_for_code, row.proved_at)
