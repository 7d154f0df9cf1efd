"""Who accepts the next connection: all processes wait at one socket, and each is to hold its share.

Here: how many connections each process holds, in memory that all of them have, and whose turn it is. Not here:
accepting and ending connections (buffering_worker.py).

Whoever is awake takes what comes: without a rule often sixteen of sixteen, and the other processors have nothing to
do. So a process that holds more than its share leaves the next connection to the others for a moment. Whoever has not
even moved in that moment, because it hangs or was killed, is not counted on until it moves again.
"""

import time
from collections.abc import Callable, Iterator
from mmap import mmap
from weakref import WeakValueDictionary

PATIENCE_SECONDS = 0.01
LOOK_SECONDS = 0.001  # so often whoever waits looks whether the others hold as many by now
# Of the mean: among many connections a few more or fewer mean nothing, and nobody waits for them.
MOST_OF_MEAN = 1.125
PLACES = 1_024  # several generations of processes, since those before a reload end later
NOBODY = -1
_MOVES, _COUNT = 1, 2  # where the two numbers of the first place stand, behind the number of places ever used


class Share:
    """What one process tells the others, and sees of them."""

    def __init__(self, numbers: "memoryview[int]", number: int) -> None:
        self._numbers, self._at = numbers, 2 * number
        self._absent: dict[int, int] = {}  # how often they had moved when they were last waited for in vain
        self._seen: dict[int, int] = {}
        self.leave()

    def tell(self, count: int) -> None:
        """This process moves, and holds so many connections."""
        self._numbers[self._at + _MOVES] += 1
        self._numbers[self._at + _COUNT] = count

    def leave(self) -> None:
        """This process accepts none, so nobody waits for it."""
        self._numbers[self._at + _COUNT] = NOBODY

    def is_next(self, count: int) -> bool:
        """Whether this process, which holds so many, holds no more than its share."""
        if count == 0:
            return True
        counts = [count, *(self._numbers[at + _COUNT] for at in self._others())]
        return count * len(counts) <= sum(counts) * MOST_OF_MEAN

    def wait(self) -> None:
        """Begin to leave the next connection to the others."""
        self._seen = {at: self._numbers[at + _MOVES] for at in self._others()}

    def was_in_vain(self) -> None:
        """Nobody has taken the connection: those who have not moved since are absent."""
        self._absent |= {at: moves for at, moves in self._seen.items() if self._numbers[at + _MOVES] == moves}

    def _others(self) -> Iterator[int]:
        """Where the numbers of all others stand who accept connections and are not absent."""
        numbers = self._numbers
        for at in range(0, 2 * numbers[0], 2):
            if at == self._at or numbers[at + _COUNT] == NOBODY:
                continue
            if at in self._absent:
                if self._absent[at] == numbers[at + _MOVES]:
                    continue
                del self._absent[at]
            yield at


class Shares:
    """The places of all processes that one process forks; each is given before the fork."""

    def __init__(self) -> None:
        self._numbers: memoryview[int] | None = None
        self._given: WeakValueDictionary[int, Share] = WeakValueDictionary()

    def give(self) -> Share:
        """A place for the next process; it is free again when the one that forks holds it no longer."""
        # Made with the first place: a process that has only loaded this shares nothing with those that it forks.
        if self._numbers is None:
            self._numbers = memoryview(mmap(-1, 8 * (1 + 2 * PLACES))).cast("q")
        # With all given, which no installation comes near, the last one is shared: it is then told wrongly.
        number = next((each for each in range(PLACES) if each not in self._given), PLACES - 1)
        self._numbers[0] = max(self._numbers[0], number + 1)
        self._given[number] = place = Share(self._numbers, number)
        return place


class Turns:
    """When one process accepts.

    accept: takes a connection if one waits, and tells whether one did; listen: begins or ceases to learn of new ones.
    """

    def __init__(self, share: Share, accept: Callable[[], bool], listen: Callable[[bool], None]) -> None:
        self._share, self._accept, self._listen = share, accept, listen
        self._is_open = False
        self._left_until: float | None = None  # what comes is left to the others

    def begin(self) -> None:
        """Accept from now on."""
        self._is_open = True
        self._listen(True)
        self._share.tell(0)

    def end(self) -> None:
        """Accept no more."""
        self._is_open, self._left_until = False, None
        self._listen(False)
        self._share.leave()

    def longest_sleep(self, seconds: float) -> float:
        """How long the process may sleep while nothing happens; seconds: how long it would sleep otherwise."""
        return seconds if self._left_until is None else LOOK_SECONDS

    def is_next(self, count: int) -> bool:
        """Whether to take a connection that waits, with so many open ones; if not, it is left to the others."""
        if self._left_until is not None:  # another connection of the same turn was left to the others already
            return False
        if not self._share.is_next(count):
            self._share.wait()
            self._left_until = time.monotonic() + PATIENCE_SECONDS
            self._listen(False)
        return self._left_until is None

    def go_on(self, count: int, now: float) -> None:
        """Something has happened, or the process has slept enough; it has so many open connections."""
        if not self._is_open:
            return
        self._share.tell(count)
        if self._left_until is None:
            return
        is_next = self._share.is_next(count)
        if is_next or now >= self._left_until:
            self._left_until = None
            if not is_next and self._accept():
                self._share.was_in_vain()
            self._listen(True)
