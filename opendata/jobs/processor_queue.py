"""Turns: how many tables one process works on at a time.

Here: waiting for a turn. Not here: the work. Threads that all compute at once take longer in sum than threads that
compute one after another, and requests with little work would have to wait for all of them.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from opendata.domain.model import SourceFile
from opendata.steps.processing import is_large

SMALL_AT_ONCE = 2  # one thread computes while the other waits for a disk or a server
LARGE_AT_ONCE = 1  # a large table takes seconds and much memory, and must not hold up small ones


class ProcessorTurns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._small, self._large = _Queue(SMALL_AT_ONCE), _Queue(LARGE_AT_ONCE)

    @contextmanager
    def taken(self, files: Sequence[SourceFile]) -> Iterator[None]:
        """Wait for the turn of these files, and hold it until the block ends."""
        queue = self._large if is_large(files) else self._small
        queue.wait()
        try:
            yield
        finally:
            queue.leave()


class _Queue:
    """Admits a number of threads at a time in the order of their arrival, which a semaphore does not keep."""

    def __init__(self, most: int) -> None:
        self._free, self._lock, self._waiting = most, Lock(), deque[Lock]()

    def wait(self) -> None:
        """Wait until it is the turn of the calling thread."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until leave(), called by another thread, releases it

    def leave(self) -> None:
        """End the turn of the calling thread, and admit the next one."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
