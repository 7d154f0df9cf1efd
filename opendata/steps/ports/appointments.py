"""What the steps need from where set times are kept: an appointment is the set time of one draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from opendata.domain.actors import Actor

# How an appointment ended; where the draft was not published, the outcome is the reason (steps/set_times.py).
KEPT, CANCELLED, MOVED = "kept", "cancelled", "moved"


@dataclass(frozen=True)
class Appointment:
    """A time at which a draft is to be published, and what became of it."""

    id: str
    upload: str
    publisher: str
    at: datetime  # aware, UTC
    by: Actor  # who set it; their rights must still hold when the time comes
    mark: str  # of what they had seen
    confirms: bool  # the figures are confirmed where nothing has changed
    made_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None  # None: the time has not come yet

    @property
    def waits(self) -> bool:
        """Whether the time is still to come."""
        return self.ended_at is None

    @property
    def was_missed(self) -> bool:
        """Whether the time has come, and the draft was not published."""
        return self.outcome is not None and self.outcome not in (KEPT, CANCELLED, MOVED)


class Appointments(Protocol):
    """When drafts are to be published; a draft has at most one appointment that waits."""

    def make(self, appointment: Appointment) -> bool:
        """Keep an appointment in place of one that waits; returns whether there was one."""
        ...

    def get(self, appointment_id: str) -> Appointment | None:
        """The appointment with this id, or None."""
        ...

    def latest(self, uploads: Sequence[str]) -> Mapping[str, Appointment]:
        """The newest appointment of each of these uploads, by the upload's id; uploads without one are left out."""
        ...

    def due(self, now: datetime) -> Sequence[str]:
        """The ids of the appointments that wait and whose time has come."""
        ...

    def take(self, appointment_id: str, now: datetime) -> bool:
        """Note that it is being kept, so that nobody cancels it any more; False if it has ended."""
        ...

    def cancel(self, upload: str, now: datetime) -> bool:
        """End the appointment of an upload that waits, and is not being kept; returns whether there was one."""
        ...

    def end(self, appointment_id: str, outcome: str, now: datetime) -> bool:
        """Note what became of it; False, and no change, if it had ended before."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove appointments that ended before that time; returns how many."""
        ...
