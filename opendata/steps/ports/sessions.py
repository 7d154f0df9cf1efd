"""What the steps need from where sessions are kept, and from where attempts to sign in are counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Session:
    """One sign-in on one device, from its beginning to its end."""

    id: str  # public within the person's own pages; the secret that the browser holds is kept nowhere
    person_id: int
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime  # whatever happens
    device: str  # "Firefox, Windows"
    waits_for_code: bool = False  # the password was right, the code from the app has not been given yet
    proved_at: datetime | None = None  # when the person proved last who they are; None: nobody knows


class Sessions(Protocol):
    """Sessions by the secret that the browser holds; every host sees the same ones."""

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
        """Begin a session; returns its secret, which nothing else can tell."""
        ...

    def prove(self, session: Session, now: datetime) -> None:
        """Note that the person has proved once more who they are."""
        ...

    def find(self, secret: str) -> Session | None:
        """The session of that secret, whether or not its time is over; None: there is none, or it was ended."""
        ...

    def seen(self, session: Session, now: datetime) -> None:
        """Note that the session was used."""
        ...

    def of_person(self, person_id: int) -> Sequence[Session]:
        """A person's sessions, the one that was used last first."""
        ...

    def end(self, session_id: str, person_id: int) -> bool:
        """End one session of a person; returns whether it was there."""
        ...

    def end_all(self, person_id: int, *, but: str | None = None) -> int:
        """End every session of a person, on all hosts at once, but for the one with this id; returns how many."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove sessions whose end lies before that time; returns how many."""
        ...


class Attempts(Protocol):
    """Counts what somebody tries, for all processes and hosts together."""

    def count(self, limits: Mapping[str, "AttemptLimit"], now: datetime) -> int | None:
        """Count one more attempt under each key.

        Returns None where every limit holds, else after how many seconds the next attempt may be made; then the
        attempt counts as well.
        """
        ...

    def take_back(self, keys: Sequence[str]) -> None:
        """Count one attempt less under each key, because it was none."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove counts that began before that time; returns how many."""
        ...


@dataclass(frozen=True)
class AttemptLimit:
    """How many attempts are allowed in a span of time."""

    attempts: int
    seconds: int
