"""Looks at the state of the public, shared by all who ask at the same time.

Here: what kept answers depend on beside the request (the number of the public state, and the day), and one look for
all requests that wait for it. Not here: reading the number (storage/sql/public_state.py).
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from opendata.steps.ports.public_state import LookUnderWay, PublicNumber, PublicState

# The day of UTC and the day of Germany, as the service reckons it, begin at different hours.
GERMAN_TIME = timedelta(hours=2)


class Seen(NamedTuple):
    """What the public sees depends on this and on the request."""

    number: int
    day: date
    german_day: date


class SharedLooks:
    """The looks of one process.

    public_state: opens the database if need be, None while it cannot. forget: called when something was taken back.
    """

    def __init__(
        self, public_state: Callable[[], PublicState | None], now: Callable[[], datetime], forget: Callable[[], None]
    ) -> None:
        self._public_state, self._now, self._forget = public_state, now, forget
        self._lock = Lock()
        self._begun = 0
        self._seen: Seen | None = None
        self._taken_back: int | None = None

    def look(self) -> Seen | None:
        """The state as it is at some moment during the call; None if it cannot be told."""
        begun_before = self._begun
        with self._lock:
            # Another look began after this call did, and has ended: what it saw is new enough.
            if self._begun > begun_before:
                return self._seen
            self._begun += 1
            self._seen = self._look()
            return self._seen

    def begin(self) -> "BegunLook | None":
        """Begin a look for whose end the caller does not wait; None: look() is to be called, by a thread."""
        state = self._public_state()
        begun = state.begin() if state is not None else None
        return None if begun is None else BegunLook(begun, self._as_seen)

    def _look(self) -> Seen | None:
        state = self._public_state()
        return self._as_seen(state.look() if state is not None else None)

    def _as_seen(self, public: PublicNumber | None) -> Seen | None:
        if public is None:
            return None
        if public.taken_back != self._taken_back:
            if self._taken_back is not None:
                self._forget()
            self._taken_back = public.taken_back
        now = self._now()
        return Seen(public.number, now.date(), (now + GERMAN_TIME).date())


class BegunLook:
    """A look that the poller of a web process has begun. Implements server.ready_answers.DistantLook."""

    def __init__(self, begun: LookUnderWay, as_seen: Callable[[PublicNumber | None], Seen | None]) -> None:
        self._begun, self._as_seen = begun, as_seen
        self.descriptor = begun.descriptor

    def has_ended(self) -> bool:
        """Whether the look has ended, after what is there was received."""
        return self._begun.has_ended()

    def seen(self) -> Seen | None:
        """What was seen; None if it cannot be told."""
        return self._as_seen(self._begun.number)

    def give_up(self) -> None:
        """Wait for it no longer."""
        self._begun.give_up()
