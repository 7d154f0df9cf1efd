"""Set times in SQL: when drafts are to be published, and what became of that.

Here: keeping them so that each is kept once, or cancelled. Not here: publishing (steps/set_times.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from opendata.domain.actors import Actor
from opendata.steps.ports.appointments import CANCELLED, MOVED, Appointment
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import appointments

WAITS = appointments.c.ended_at.is_(None)


@dataclass(frozen=True)
class SqlAppointments:
    """Implements steps.ports.appointments.Appointments."""

    database: Database

    def make(self, appointment: Appointment) -> bool:
        about = ("id", "upload", "publisher", "at", "mark", "confirms", "made_at")
        values = {name: getattr(appointment, name) for name in about}
        actor = {"by_name": appointment.by.name, "by_person": appointment.by.person, "by_token": appointment.by.token}
        with self.database.writing() as connection:
            replaced = update(appointments).where(appointments.c.upload == appointment.upload, WAITS)
            had_one = connection.execute(replaced.values(ended_at=appointment.made_at, outcome=MOVED)).rowcount > 0
            connection.execute(insert(appointments).values(**values, **actor))
        return had_one

    def get(self, appointment_id: str) -> Appointment | None:
        with self.database.asking() as connection:
            row = connection.execute(select(appointments).where(appointments.c.id == appointment_id)).one_or_none()
        return _appointment_of(row) if row else None

    def latest(self, uploads: Sequence[str]) -> Mapping[str, Appointment]:
        mine = appointments.c.upload.in_(list(uploads))
        # Of a draft whose time was set again and again, the earlier ones are not read.
        newest = select(appointments.c.upload, func.max(appointments.c.made_at).label("made_at")).where(mine)
        latest = newest.group_by(appointments.c.upload).subquery()
        is_latest = (appointments.c.upload == latest.c.upload) & (appointments.c.made_at == latest.c.made_at)
        query = select(appointments).join(latest, is_latest).order_by(WAITS)  # of the same moment, the one that holds
        with self.database.asking() as connection:
            return {row.upload: _appointment_of(row) for row in connection.execute(query)} if uploads else {}

    def due(self, now: datetime) -> Sequence[str]:
        query = select(appointments.c.id).where(WAITS, appointments.c.at <= now).order_by(appointments.c.at)
        with self.database.reading() as connection:
            return connection.execute(query).scalars().all()

    def take(self, appointment_id: str, now: datetime) -> bool:
        return self._change(appointments.c.id == appointment_id, taken_at=now)

    def cancel(self, upload: str, now: datetime) -> bool:
        mine = (appointments.c.upload == upload) & appointments.c.taken_at.is_(None)
        return self._change(mine, ended_at=now, outcome=CANCELLED)

    def end(self, appointment_id: str, outcome: str, now: datetime) -> bool:
        return self._change(appointments.c.id == appointment_id, ended_at=now, outcome=outcome)

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(appointments).where(appointments.c.ended_at < before)).rowcount

    def _change(self, which: Any, **values: Any) -> bool:
        with self.database.writing() as connection:
            return connection.execute(update(appointments).where(which, WAITS).values(**values)).rowcount > 0


def _appointment_of(row: AnyRow) -> Appointment:
    return Appointment(
        id=row.id,
        upload=row.upload,
        publisher=row.publisher,
        at=row.at,
        by=Actor(row.by_name, row.by_person, row.by_token),
        mark=row.mark,
        confirms=row.confirms,
        made_at=row.made_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
    )
