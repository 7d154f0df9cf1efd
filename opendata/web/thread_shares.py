"""How many of its threads a process gives to requests of one sort. Who finds none is answered at once.

Here: taking and leaving a place. Not here: how often one address may ask (limits.py), and the places of the processes
that check uploads (fence/places.py). A share ends with its process: nothing has to be given back after a process was
killed.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from opendata.domain.errors import ServiceBusy

RETRY_SECONDS = 5


class ThreadShare:
    """The threads for one sort of requests in this process."""

    def __init__(self, most: int, most_of_one: int | None = None) -> None:
        self.most, self.most_of_one = most, most if most_of_one is None else most_of_one
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def tried(self, who: str = "") -> Iterator[bool]:
        """Take a place for a client while the block runs, without waiting; gives whether there was one."""
        with self._lock:
            has_place = self._taken.total() < self.most and self._taken[who] < self.most_of_one
            self._taken[who] += has_place
            if not self._taken[who]:
                del self._taken[who]
        try:
            yield has_place
        finally:
            if has_place:
                with self._lock:
                    self._taken[who] -= 1
                    if not self._taken[who]:
                        del self._taken[who]

    @contextmanager
    def taken(self, who: str = "") -> Iterator[None]:
        """The same for requests that cannot do without; raises ServiceBusy."""
        with self.tried(who) as has_place:
            if not has_place:
                raise ServiceBusy(RETRY_SECONDS)
            yield


# The open check shares no place with those who publish.
OPEN_CHECKS = ThreadShare(2)
# Readers who wait for news each keep one of the sixteen threads.
LONG_POLLS = ThreadShare(5, most_of_one=4)
