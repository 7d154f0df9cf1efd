"""Places: how many uploads one process of the service has examined at a time, and who waits for how long.

Here: waiting for a place. Not here: the processes that fill the places (process_supply.py).
"""

import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from threading import Condition

from opendata.domain.errors import ServiceBusy
from opendata.steps.ports.checking import Caller

# How long a request holds its thread for a place; a job has nothing else to do.
WAIT_SECONDS = {Caller.OPEN_CHECK: 0.5, Caller.PUBLISHER: 15.0, Caller.JOB: 60.0}
RETRY_SECONDS = 5


class Places:
    """The places of one process, given in the order of arrival; raises ServiceBusy where none is free in time.

    most: how many places callers of one kind may hold at a time; others have all of them.
    """

    def __init__(self, count: int, most: Mapping[Caller, int], wait: Mapping[Caller, float] = WAIT_SECONDS) -> None:
        self.count = count
        self._most, self._wait = {caller: most.get(caller, count) for caller in Caller}, wait
        self._held = dict.fromkeys(Caller, 0)
        self._waiting: dict[Caller, deque[object]] = {caller: deque() for caller in Caller}
        self._changed = Condition()

    @property
    def waiting(self) -> int:
        """How many wait at the moment."""
        return sum(map(len, self._waiting.values()))

    @contextmanager
    def acquire(self, caller: Caller) -> Iterator[float]:
        """Hold a place until the block ends; gives how many seconds it was waited for."""
        begun = time.monotonic()
        with self._changed:
            self._wait_for_turn(caller)
            self._held[caller] += 1
        try:
            yield time.monotonic() - begun
        finally:
            with self._changed:
                self._held[caller] -= 1
                self._changed.notify_all()

    def _wait_for_turn(self, caller: Caller) -> None:
        ticket, waiting = object(), self._waiting[caller]
        waiting.append(ticket)
        deadline = time.monotonic() + self._wait[caller]
        try:
            while waiting[0] is not ticket or not self._has_room(caller):
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    if waiting[0] is ticket and self._has_room(caller):
                        return
                    raise ServiceBusy(max(RETRY_SECONDS, ceil(self._wait[caller])))
        finally:
            waiting.remove(ticket)
            self._changed.notify_all()  # the next one of this kind is the first now

    def _has_room(self, caller: Caller) -> bool:
        return sum(self._held.values()) < self.count and self._held[caller] < self._most[caller]
