"""The poller's looks at a distant state, over real sockets: a lost connection is followed by a good one."""

import selectors
import socket
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest

from opendata.server.ready_requests import ReadyRequests

DEADLINE_SECONDS = 30.0


class Afar:
    """A state on the other end of a socket, with one answer. Implements ReadyAnswers."""

    is_near = False

    def __init__(self) -> None:
        self.here, self.there = socket.socketpair()
        self.is_lost = False
        self.looks = 0

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
        self.looks += 1
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


class Poller:
    """A poller with requests that wait for a look, as a web process turns it."""

    def __init__(self) -> None:
        afar: Any = Afar()
        self.afar: Any = afar
        self.selector = selectors.DefaultSelector()
        self.later: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self.answered: list[Any] = []
        self.connected = [Head() for _ in range(50)]
        self.ready: Any = ReadyRequests(
            afar,
            self.selector,
            cast(Any, self.connected),
            lambda call, *about: self.later.append((call, about)),
            lambda _connection, _head, answer, _date: self.answered.append(answer),
            lambda _connection: self.answered.append(None),
        )

    def turn(self) -> None:
        self.ready.turn()
        for key, _ in self.selector.select(0.0 if self.ready.is_due else 0.05):
            key.data(key.fileobj)
        while self.later:
            call, about = self.later.pop()
            call(*about)
        self.ready.sweep(time.monotonic())

    def turn_until_answered(self, count: int) -> list[Any]:
        until = time.monotonic() + DEADLINE_SECONDS
        while len(self.answered) < count and time.monotonic() < until:
            self.turn()
        return self.answered

    def close(self) -> None:
        self.ready.close()
        self.selector.close()
        self.afar.there.close()


@pytest.fixture
def poller() -> Iterator[Poller]:
    made = Poller()
    yield made
    made.close()


def test_after_a_connection_was_lost_the_next_looks_are_not_waited_for_in_vain(poller: Poller):
    def answer_to_a_request() -> Any:
        poller.answered.clear()
        poller.ready.take(Head())
        return poller.turn_until_answered(1)[0]

    first = answer_to_a_request()
    poller.afar.is_lost = True
    assert [first, answer_to_a_request(), answer_to_a_request()] == ["by the poller", "by a thread", "by the poller"]


def test_requests_that_come_turn_by_turn_share_a_look_and_none_waits_for_those_after_it(poller: Poller):
    for _ in range(3):
        poller.ready.take(Head())
        poller.turn()
    assert poller.turn_until_answered(3) == ["by the poller"] * 3
    assert poller.afar.looks == 1

    # What comes while a look is under way has a look of its own, which begins after it came.
    poller.ready.take(Head())
    poller.ready.turn()
    poller.ready.turn()
    assert poller.afar.looks == 2
    poller.ready.take(Head())
    assert len(poller.turn_until_answered(5)) == 5
    assert poller.afar.looks == 3


def test_a_look_begins_at_once_where_every_client_that_is_connected_has_asked(poller: Poller):
    del poller.connected[2:]
    for head in poller.connected:
        poller.ready.take(head)
    poller.ready.turn()
    assert poller.afar.looks == 1

    # One of two waits for the other, for a turn.
    assert len(poller.turn_until_answered(2)) == 2
    poller.ready.take(poller.connected[0])
    poller.ready.turn()
    assert poller.afar.looks == 1
    poller.ready.turn()
    assert poller.afar.looks == 2
