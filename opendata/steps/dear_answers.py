"""Dear answers: those that take seconds of work, such as a comparison of two large versions.

Here: each is made by one thread while the others wait for it, kept up to a number of bytes, and few are made at the
same time. Not here: how an answer is made (reading.py, api/, site/).
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from time import monotonic
from typing import Any, TypeVar

from opendata.domain.errors import AnswersBusy

KEPT_BYTES = 64 * 2**20  # of the answers that one process keeps
SMALL_BYTES = 64 * 2**10  # of an answer that stays although nobody asks for it: figures, for which tables are read
SMALL_ROOM_BYTES = 16 * 2**20  # of all of these: each version may have some, and nobody asks for the older ones
AT_ONCE = 2  # answers that one process makes at the same time
# Requests of one process that wait for an answer, each on a thread of the server: most threads must stay free.
WAITING = 4
PATIENCE_SECONDS = 4.0

Answer = TypeVar("Answer")
_Name = tuple[tuple[str, ...], str]  # the digests of the versions that an answer is about, and its form


@dataclass
class _Making:
    """An answer that one thread is making for all that ask for it."""

    result: Any = None
    is_done: bool = False
    has_failed: bool = False


@dataclass
class DearAnswers:
    """The dear answers of one process; an answer is named by the digests of immutable versions and by its form."""

    most_bytes: int = KEPT_BYTES
    small_room: int = SMALL_ROOM_BYTES
    at_once: int = AT_ONCE
    most_waiting: int = WAITING
    patience: float = PATIENCE_SECONDS
    _kept: "OrderedDict[_Name, tuple[Any, int]]" = field(default_factory=OrderedDict)  # asked for longest ago: first
    _asked_at: dict[_Name, float] = field(default_factory=dict)
    _making: dict[_Name, _Making] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)
    _bytes: int = 0
    _running: int = 0
    _waiting: int = 0

    def get(
        self, digests: tuple[str, ...], form: str, make: Callable[[], Answer], size: Callable[[Answer], int]
    ) -> Answer:
        """The kept answer, or what `make` returns; raises AnswersBusy if too many others are being made."""
        name = (digests, form)
        with self._changed:
            if name in self._kept:
                return self._found(name)  # type: ignore[no-any-return]
            if (other := self._making.get(name)) is not None:
                self._wait(lambda: other.is_done)
                if not other.has_failed:
                    made: Answer = other.result
                    return made
            making = self._making[name] = _Making()
        try:
            with self.turn():
                making.result = make()
        except BaseException:
            making.has_failed = True
            raise
        finally:
            with self._changed:
                making.is_done = True
                if self._making.get(name) is making:
                    del self._making[name]
                if not making.has_failed:
                    self._keep(name, making.result, size(making.result))
                self._changed.notify_all()
        answer: Answer = making.result
        return answer

    def find(self, digests: tuple[str, ...], form: str) -> Any:
        """The kept answer; None if it is not kept."""
        with self._changed:
            return self._found((digests, form)) if (digests, form) in self._kept else None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to make an answer that is not kept; raises AnswersBusy if none becomes free soon enough."""
        with self._changed:
            self._wait(lambda: self._running < self.at_once)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def drop(self, digest: str) -> None:
        """Remove all answers about the version with this digest."""
        with self._changed:
            for name in [name for name in self._kept if digest in name[0]]:
                self._forget(name)

    def let_go(self, idle_seconds: float, rest_bytes: int = 0) -> None:
        """Remove the answers that nobody asked for during these seconds, longest ago first, until few bytes are left.

        Small ones stay, since each of them frees nothing, as long as there is room for all of them.
        """
        before = monotonic() - idle_seconds
        with self._changed:
            idle = [name for name in self._kept if self._asked_at[name] < before]
            small = sum(size for _, size in self._kept.values() if size <= SMALL_BYTES)
            for name in idle:
                if self._bytes <= rest_bytes:
                    break
                size = self._kept[name][1]
                if size > SMALL_BYTES:
                    self._forget(name)
                elif small > self.small_room:
                    self._forget(name)
                    small -= size

    def _found(self, name: _Name) -> Any:
        self._kept.move_to_end(name)
        self._asked_at[name] = monotonic()
        return self._kept[name][0]

    def _wait(self, condition: Callable[[], bool]) -> None:
        """Wait on the lock until the condition holds; raises AnswersBusy if too many wait, or it takes too long."""
        if condition():
            return
        if self._waiting >= self.most_waiting:
            raise AnswersBusy
        self._waiting += 1
        give_up = monotonic() + self.patience
        try:
            while not condition():
                remaining = give_up - monotonic()
                if remaining <= 0:
                    raise AnswersBusy
                self._changed.wait(remaining)
        finally:
            self._waiting -= 1

    def _keep(self, name: _Name, answer: Any, size: int) -> None:
        """Keep an answer, and forget those that were asked for longest ago; one over half of the room is not kept."""
        if size > self.most_bytes // 2:
            return
        if name in self._kept:
            self._forget(name)
        self._kept[name] = (answer, size)
        self._asked_at[name] = monotonic()
        self._bytes += size
        while self._bytes > self.most_bytes:
            self._forget(next(iter(self._kept)))

    def _forget(self, name: _Name) -> None:
        self._bytes -= self._kept.pop(name)[1]
        del self._asked_at[name]
