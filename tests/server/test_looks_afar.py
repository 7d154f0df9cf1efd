"""The poller's looks at a distant state, over real sockets: a lost connection is followed by a good one."""

import selectors
import socket
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from opendata.server.ready_requests import ReadyRequests

DEADLINE_SECONDS = 30.0


class Afar:
    """A state on the other end of a socket, with one answer. Implements ReadyAnswers."""

    is_near = False

    def __init__(self) -> None:
        self.here, self.there = socket.socketpair()
        self.is_lost = False

    def knows(self, _head: bytes) -> bool:
        return True

    def take(self, _head: bytes, state: Hashable) -> Any:
        return state

    def look(self) -> Hashable:
        """A look by a thread, which connects anew; the new socket gets the number of the old one."""
        self.there.close()
        self.here, self.there = socket.socketpair()
        return "by a thread"

    def begin_look(self) -> "Look | None":
        if self.is_lost:
            self.is_lost = False
            self.here.close()
            return None
        self.there.sendall(b"answer")
        return Look(self.here, self.here.fileno())


@dataclass
class Look:
    """A look that was begun. Implements DistantLook."""

    here: socket.socket
    descriptor: int

    def has_ended(self) -> bool:
        return bool(self.here.recv(100))

    def seen(self) -> Hashable:
        return "by the poller"

    def give_up(self) -> None:
        self.here.close()


class Head:
    """A connection with a whole request."""

    def whole_head(self) -> bytes:
        return b"GET / HTTP/1.1"


def test_after_a_connection_was_lost_the_next_looks_are_not_waited_for_in_vain():
    afar: Any = Afar()
    poller = selectors.DefaultSelector()
    later: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
    answered: list[Any] = []
    ready: Any = ReadyRequests(
        afar,
        poller,
        lambda call, *about: later.append((call, about)),
        lambda _connection, _head, answer, _date: answered.append(answer),
        lambda _connection: answered.append(None),
    )

    def answer_to_a_request() -> Any:
        answered.clear()
        ready.take(Head())
        ready.turn()
        until = time.monotonic() + DEADLINE_SECONDS
        while not answered and time.monotonic() < until:
            for key, _ in poller.select(0.05):
                key.data(key.fileobj)
            while later:
                call, about = later.pop()
                call(*about)
            ready.sweep(time.monotonic())
        return answered[0]

    first = answer_to_a_request()
    afar.is_lost = True
    assert [first, answer_to_a_request(), answer_to_a_request()] == ["by the poller", "by a thread", "by the poller"]
    ready.close()
    poller.close()
    afar.there.close()
