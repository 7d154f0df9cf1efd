"""Turns: how many tables one process works on at a time.

Here: waiting for a turn. Not here: the work. Threads that all compute at once are slower together than one after the
other, each takes longer, and those that only have to answer a small question wait for all of them.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from opendata.domain.model import SourceFile
from opendata.steps.processing import is_large

SMALL_AT_ONCE = 2  # one computes while the other waits for a disk or a server
LARGE_AT_ONCE = 1  # a large table takes seconds and much memory, and must not hold up small ones


class ProcessorTurns:
    """Those of one process."""

    def __init__(self) -> None:
        self._small, self._large = _Queue(SMALL_AT_ONCE), _Queue(LARGE_AT_ONCE)

    @contextmanager
    def taken(self, files: Sequence[SourceFile]) -> Iterator[None]:
        """Work on these files when it is their turn."""
        queue = self._large if is_large(files) else self._small
        queue.wait()
        try:
            yield
        finally:
            queue.leave()


class _Queue:
    """Lets in so many at a time, in the order in which they came; a semaphore lets whoever is quickest overtake."""

    def __init__(self, most: int) -> None:
        self._free, self._lock, self._waiting = most, Lock(), deque[Lock]()

    def wait(self) -> None:
        """Wait until it is our turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until leave() of another lets us in

    def leave(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
