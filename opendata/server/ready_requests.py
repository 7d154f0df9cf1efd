"""Requests whose answers are ready: they wait for one look at the state, which is taken for all of them together.

Here: which requests these are, and one look for each turn of the poller. Not here: connections and threads
(buffering_worker.py), and what a look is (the application).

A look begins after the requests that it is for have arrived. So an answer is never older than its request, and many
requests at once cost one look. A distant look costs two processes more than a request does, so it begins only when
a turn of the poller has brought no further request for it.
"""

import os
import time
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from selectors import EVENT_READ, BaseSelector
from typing import Any

from opendata.server.connections import Connection
from opendata.server.ready_answers import Clock, DistantLook, ReadyAnswer, ReadyAnswers

Asked = tuple[Connection, bytes]
PATIENCE_SECONDS = 2.0  # with a distant look
ENOUGH = 100  # requests for one distant look; no others are waited for


class ReadyRequests:
    """The requests of one process that wait for a look.

    poller: watches the socket of a distant look; connected: the connections of all clients; defer: has the poller
    call something; answer: gives a connection its answer; pass_on: has its request answered by a thread.
    """

    def __init__(
        self,
        answers: ReadyAnswers | None,
        poller: BaseSelector,
        connected: Collection[Connection],
        defer: Callable[..., None],
        answer: Callable[[Connection, bytes, ReadyAnswer, bytes], None],
        pass_on: Callable[[Connection], None],
    ) -> None:
        self._answers, self._poller, self._connected, self._defer = answers, poller, connected, defer
        self._answer, self._pass_on = answer, pass_on
        self._asked: list[Asked] = []
        self._counted = 0  # of those asked, at the end of the last turn
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="looker")
        self._is_looking = False
        self._begun: tuple[DistantLook, list[Asked], float] | None = None
        self._watched: DistantLook | None = None
        self._clock = Clock()

    def take(self, connection: Connection) -> bool:
        """Let the request of a connection wait for the next look, if its answer may be ready."""
        if self._answers is None or (head := connection.whole_head()) is None or not self._answers.knows(head):
            return False
        self._asked.append((connection, head))
        return True

    @property
    def is_due(self) -> bool:
        """Whether the poller must not sleep."""
        return bool(self._asked) and not self._is_looking

    def turn(self) -> None:
        """Take a look for all who wait."""
        if not self._asked or self._is_looking or self._answers is None:
            return
        if not self._answers.is_near and self._counted < len(self._asked) < min(ENOUGH, len(self._connected)):
            self._counted = len(self._asked)
            os.sched_yield()  # to clients on this machine, such as a proxy, who are about to send
            return
        self._counted = 0
        asked, self._asked = self._asked, []
        if self._answers.is_near:
            self._looked(asked, self._answers.look())
            return
        self._is_looking = True
        if (look := self._answers.begin_look()) is not None:
            self._watch(look)
            self._begun = look, asked, time.monotonic()
            return
        # A connection that was lost has closed its socket, whose number the next one may get.
        self._unwatch()
        future = self._looker.submit(self._answers.look)
        future.add_done_callback(lambda done: self._defer(self._looked_afar, asked, done))

    def sweep(self, now: float) -> None:
        """Wait no longer for a look that does not end; threads answer those who waited for it."""
        if self._begun is not None and now - self._begun[2] > PATIENCE_SECONDS:
            _, asked, _ = self._begun
            self._let_go()
            self._looked(asked, None)

    def close(self) -> None:
        """Take no more looks."""
        self._let_go()
        self._looker.shutdown(wait=False)

    def _looked_afar(self, asked: list[Asked], done: "Future[Any]") -> None:
        self._is_looking = False
        self._looked(asked, None if done.exception() else done.result())
        self.turn()

    def _watch(self, look: DistantLook) -> None:
        if self._watched is None or self._watched.descriptor != look.descriptor:
            self._unwatch()
            self._poller.register(look.descriptor, EVENT_READ, self._arrived)
        self._watched = look

    def _unwatch(self) -> None:
        if self._watched is not None:
            self._poller.unregister(self._watched.descriptor)
            self._watched = None

    def _arrived(self, _descriptor: Any) -> None:
        """Something has come on the socket of the look; with no look under way, the server has closed it."""
        if self._begun is None:
            self._let_go()
            return
        look, asked, _ = self._begun
        if not look.has_ended():
            return
        state = look.seen()
        if state is None:
            self._let_go()
        self._begun, self._is_looking = None, False
        self._looked(asked, state)

    def _let_go(self) -> None:
        """Give up the look, if there is one, and its connection."""
        look = self._watched
        self._unwatch()
        if look is not None:
            look.give_up()
        self._begun, self._is_looking = None, False

    def _looked(self, asked: list[Asked], state: Hashable | None) -> None:
        assert self._answers is not None
        date = self._clock.date()
        for connection, head in asked:
            ready = None if state is None else self._answers.take(head, state)
            if ready is None:
                self._pass_on(connection)
            else:
                self._answer(connection, head, ready, date)
