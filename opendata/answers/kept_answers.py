"""Kept answers: those of one process, up to a number of bytes, with the state of the public that each belongs to.

Here: keeping, finding, forgetting, and for the web server which bytes of a request get which bytes of an answer. Not
here: making answers (answers_made_once.py), and what the state is (steps/ports/public_state.py).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from opendata.answers.finished_answers import FinishedAnswer, GivenAnswer
from opendata.answers.makers import KeptMakers
from opendata.server.ready_answers import DistantLook, ReadyAnswer

SHARE_OF_ONE = 8  # an answer over this part of the room is not kept
MOST_HEADS = 64  # of requests that get the same answer; later ones are answered by a thread, from what is kept
HEAD_BYTES = 400  # what a head that is remembered takes beside its bytes and those of its answer's head
LONGEST_HEAD = 4_096

State = Hashable


@dataclass(eq=False, slots=True)
class Kept:
    """An answer, its state, and the heads of requests that got it. used: since its last turn to be forgotten."""

    key: Hashable
    answer: FinishedAnswer
    state: State
    size: int
    used: bool = False
    rested: bool = False  # nobody had asked for it when let_go() was called last
    heads: list[bytes] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class _ReadyHead:
    kept: Kept
    ready: ReadyAnswer
    method: str


class KeptAnswers:
    """The kept answers of one process. Implements server.ready_answers.ReadyAnswers.

    Who asks for many different answers does not drive out those that are asked for again and again: an answer that
    was used since its last turn to be forgotten is passed over (the clock, or second chance, of page caches).
    """

    def __init__(self, most_bytes: int, is_near: bool) -> None:
        self.most_bytes, self.is_near = most_bytes, is_near
        self.look: Callable[[], State | None] = lambda: None  # app.py puts the real look here
        self.begin_look: Callable[[], DistantLook | None] = lambda: None  # and this one
        # Called with the method, what the view has told that the answer is about, and the status of every answer.
        self.tell: Callable[[str, Any, int], None] = _nobody
        self.makers = KeptMakers()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._heads: dict[bytes, _ReadyHead] = {}
        self._lock = Lock()
        self._bytes = 0

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    @property
    def most_of_one(self) -> int:
        """How many bytes one answer may have."""
        return self.most_bytes // SHARE_OF_ONE

    def find(self, key: Hashable) -> Kept | None:
        """The answer under this key, of whichever state."""
        kept = self._kept.get(key)
        if kept is not None:
            kept.used = True
        return kept

    def keep(self, key: Hashable, answer: FinishedAnswer, state: State) -> Kept | None:
        """Keep an answer in the place of an earlier one; None if it is too large."""
        kept = Kept(key, answer, state, answer.size)
        with self._lock:
            self._forget(key)
            if kept.size > self.most_of_one:
                return None
            self._kept[key] = kept
            self._bytes += kept.size
            self._make_room()
        return kept

    def weigh(self, kept: Kept) -> None:
        """Count the bytes of an answer again, which has grown because it was packed in another coding."""
        with self._lock:
            if self._kept.get(kept.key) is kept:
                size = kept.answer.size + sum(len(head) + HEAD_BYTES for head in kept.heads)
                self._bytes += size - kept.size
                kept.size = size
                self._make_room()

    def remember(self, head: bytes, kept: Kept, given: GivenAnswer, method: str) -> None:
        """Let the server give this answer by itself to whoever sends exactly these bytes, while the state holds."""
        if len(head) > LONGEST_HEAD or len(kept.heads) >= MOST_HEADS:
            return
        ready = ReadyAnswer.of(given.status, given.headers, given.body)
        with self._lock:
            if self._kept.get(kept.key) is not kept or head in self._heads:
                return
            self._heads[head] = _ReadyHead(kept, ready, method)
            kept.heads.append(head)
            kept.size += len(head) + HEAD_BYTES + len(ready.after_date)
            self._bytes += len(head) + HEAD_BYTES + len(ready.after_date)
            self._make_room()

    def clear(self) -> None:
        """Forget everything: something public was taken back."""
        with self._lock:
            self._kept.clear()
            self._heads.clear()
            self._bytes = 0
        self.makers.clear()

    def let_go(self, rest_bytes: int) -> None:
        """Forget what was not asked for since the call before the last, until so many bytes are left."""
        with self._lock:
            for key, kept in list(self._kept.items()):
                if self._bytes <= rest_bytes:
                    break
                if not kept.used and kept.rested:
                    self._forget(key)
                kept.rested, kept.used = not kept.used, False

    # What the server asks.

    def knows(self, head: bytes) -> bool:
        """Whether there is an answer for the head of a request, of whichever state."""
        return head in self._heads

    def take(self, head: bytes, state: State) -> ReadyAnswer | None:
        """The answer for this head in this state."""
        found = self._heads.get(head)
        if found is None or found.kept.state != state:
            return None
        found.kept.used = True
        self.tell(found.method, found.kept.answer.about, found.ready.status)
        return found.ready

    def _make_room(self) -> None:
        while self._bytes > self.most_bytes and self._kept:
            key, kept = next(iter(self._kept.items()))
            if kept.used:
                kept.used = False
                self._kept.move_to_end(key)
            else:
                self._forget(key)

    def _forget(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._bytes -= kept.size
            for head in kept.heads:
                self._heads.pop(head, None)


def _nobody(_method: str, _about: Any, _status: int) -> None:
    """Nobody wants to know."""
