"""Requests whose answers are ready: they wait for one look at the state, which is taken for all of them together.

Here: which requests these are, and one look for each turn of the poller. Not here: connections and threads
(buffering_worker.py), and what a look is (the application).

A look begins after the requests that it is for have arrived. So an answer is never older than its request, and many
requests at once cost one look.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from opendata.server.connections import Connection
from opendata.server.ready_answers import Clock, ReadyAnswer, ReadyAnswers

Asked = tuple[Connection, bytes]


class ReadyRequests:
    """The requests of one process that wait for a look.

    defer: has the poller call something; answer: gives a connection its answer; pass_on: has its request answered
    by a thread.
    """

    def __init__(
        self,
        answers: ReadyAnswers | None,
        defer: Callable[..., None],
        answer: Callable[[Connection, bytes, ReadyAnswer, bytes], None],
        pass_on: Callable[[Connection], None],
    ) -> None:
        self._answers, self._defer, self._answer, self._pass_on = answers, defer, answer, pass_on
        self._asked: list[Asked] = []
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="looker")
        self._is_looking = False
        self._clock = Clock()

    def take(self, connection: Connection) -> bool:
        """Let the request of a connection wait for the next look, if its answer may be ready."""
        if self._answers is None or (head := connection.whole_head()) is None or not self._answers.knows(head):
            return False
        self._asked.append((connection, head))
        return True

    @property
    def is_near(self) -> bool:
        """Whether a look is taken at once, before anything else moves."""
        return self._answers is not None and self._answers.is_near

    @property
    def is_due(self) -> bool:
        """Whether the poller must not sleep."""
        return bool(self._asked) and not self._is_looking

    def turn(self) -> None:
        """Take a look for all who wait."""
        if not self._asked or self._is_looking or self._answers is None:
            return
        asked, self._asked = self._asked, []
        if self._answers.is_near:
            self._looked(asked, self._answers.look())
            return
        self._is_looking = True
        future = self._looker.submit(self._answers.look)
        future.add_done_callback(lambda done: self._defer(self._looked_afar, asked, done))

    def close(self) -> None:
        """Take no more looks."""
        self._looker.shutdown(wait=False)

    def _looked_afar(self, asked: list[Asked], done: "Future[Any]") -> None:
        self._is_looking = False
        self._looked(asked, None if done.exception() else done.result())
        self.turn()

    def _looked(self, asked: list[Asked], state: Hashable | None) -> None:
        assert self._answers is not None
        date = self._clock.date()
        for connection, head in asked:
            ready = None if state is None else self._answers.take(head, state)
            if ready is None:
                self._pass_on(connection)
            else:
                self._answer(connection, head, ready, date)
