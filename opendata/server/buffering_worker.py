"""gunicorn's worker of this service: a thread works for a client only while there is something to work on.

Here: one poller in each process, which accepts connections, receives whole requests, hands them to threads, and sends
what clients have not taken yet; and what ends connections that are too slow or too many. Not here: the bytes of one
connection (connections.py), and what requests mean (the application).

gunicorn's own worker with threads (gthread) gives a connection a thread when it is opened. Whoever sends a head or a
body slowly, or reads an answer slowly, keeps that thread. Here slow clients cost memory, a little disk and a place in
the poller. TLS, HTTP/2 and the uwsgi protocol are left to a proxy.
"""

import errno
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from opendata.server.connections import Connection, State
from opendata.server.even_shares import Shares, Turns
from opendata.server.fair_queue import FairQueue
from opendata.server.held_bytes import HeldCount
from opendata.server.patience import Fate, what_comes_of
from opendata.server.process_and_sockets import is_gone, raise_limit_of_files
from opendata.server.ready_answers import ReadyAnswer
from opendata.server.ready_requests import ReadyRequests
from opendata.server.short_answers import short_answer, status_of_fault
from opendata.server.what_is_served import WhatIsServed

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
SWEEP_SECONDS = 0.5
# A thread that computes lets the others go on after so long. With Python's own 5 ms, a publication that reads and
# writes a few hundred times beside two that compute takes seconds longer.
SWITCH_SECONDS = 0.0005
STOP_IDLE_SECONDS = 2.0
ABSENCE_SECONDS = 0.5
RESERVED = "reserved"
RESERVED_THREADS = 2  # for addresses that answer in any case, such as /healthz
MOST_WAITING = 500  # complete requests without a thread; then the address with the most is told to come later
LONGEST_WAIT_SECONDS = 60.0
MOST_HELD_BYTES = 2**31  # of all bodies and answers of this process
WAITS_FOR_CLIENT = (State.HEAD, State.BODY, State.SENDING, State.CLOSING)
FULL = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
ENDED = {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK, errno.EPROTO}
SHARES = Shares()


class BufferingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Threads for whole requests, and a poller for everything that waits for clients."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """As gunicorn makes it before the fork: from here on all processes see what this one holds."""
        super().__init__(*given, **named)
        self.share = SHARES.give()

    def init_process(self) -> None:
        """Prepare what must be made after the fork, and run."""
        raise_limit_of_files()
        sys.setswitchinterval(SWITCH_SECONDS)
        self.connections: set[Connection] = set()
        self.tally = HeldCount()
        self.turns = Turns(self.share, self._take_any, self.set_accept_enabled)
        self.reserve = ThreadPoolExecutor(RESERVED_THREADS, thread_name_prefix="reserved")
        self.swept = 0.0
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the application, and learn from it how its requests are to be treated."""
        super().load_wsgi()
        self.served = WhatIsServed.of(self.wsgi)
        self.queue: FairQueue[Connection] = FairQueue(self.served.most_threads, self.cfg.threads)
        self.ready = ReadyRequests(
            self.served.ready,
            self.poller,
            self.connections,
            self.method_queue.defer,
            self._give_ready,
            self._pass_on,
        )

    def run(self) -> None:
        """Serve until a signal says to stop, and then finish what has begun."""
        self.poller.register(self.method_queue.fileno(), READ, self.method_queue.run_callbacks)
        self.turns.begin()
        while self.alive:
            self._turn()
            if not self.is_parent_alive():
                break
        self.turns.end()
        stop = time.monotonic() + self.cfg.graceful_timeout
        idle = time.monotonic() + min(STOP_IDLE_SECONDS, self.cfg.graceful_timeout)
        while self.connections and time.monotonic() < stop:
            self._turn()
            if time.monotonic() > idle:
                self._end_all(lambda each: each.asks_for_nothing)
        self._end_all(lambda _: True)
        self.tpool.shutdown(wait=False)
        self.reserve.shutdown(wait=False)
        self.ready.close()
        self.poller.close()
        self.method_queue.close()

    def _turn(self) -> None:
        longest = 0.0 if self.ready.is_due else self.turns.longest_sleep(SWEEP_SECONDS)
        self.wait_for_and_dispatch_events(timeout=longest)
        self.ready.turn()
        now = time.monotonic()
        self.turns.go_on(len(self.connections), now)
        if now - self.swept >= SWEEP_SECONDS:
            self.swept = now
            self.notify()  # a call of the system, which each turn would pay for thousands of times a second
            self.ready.sweep(now)
            self._sweep(now)

    def _end_all(self, which: Callable[[Connection], bool]) -> None:
        for each in [each for each in self.connections if which(each)]:
            if each.state != State.THREAD:
                self._end(each)

    # Opening and closing.

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless it is for another process to take."""
        if self.turns.is_next(len(self.connections)):
            self._take(listener)

    def _take_any(self) -> bool:
        return any(self._take(listener) for listener in self.sockets)

    def _take(self, listener: socket.socket) -> bool:
        """Take a connection; where there are too many, the one of the slowest client gives way."""
        try:
            real, client = listener.accept()
        except OSError as error:
            if error.errno in FULL:
                self._give_way(None)
            elif error.errno not in ENDED:
                raise
            return False
        connection = Connection(self.cfg, real, client, listener.getsockname(), self.tally)
        if self.served.most_of_one_address is not None:
            same = [each for each in self.connections if each.address == connection.address]
            if len(same) >= self.served.most_of_one_address:
                self._give_way(connection.address)
        if len(self.connections) >= self.worker_connections:
            self._give_way(None)
        self.connections.add(connection)
        connection.enter(State.HEAD, time.monotonic())
        self._watch(connection, READ)
        return True

    def _give_way(self, address: str | None) -> None:
        """End the connection of the slowest client of this address, or of the one with the most connections."""
        waiting = [each for each in self.connections if each.state != State.THREAD]
        if address is None and waiting:
            address = Counter(each.address for each in waiting).most_common(1)[0][0]
        self._end_slowest([each for each in waiting if each.address == address])

    def _make_room(self) -> None:
        """While too many bytes are held: end the slowest of the clients of the address for which most are."""
        while self.tally.count > MOST_HELD_BYTES:
            held: Counter[str] = Counter()
            waiting = [each for each in self.connections if each.state != State.THREAD and each.held_bytes]
            for each in waiting:
                held[each.asker] += each.held_bytes
            if not held:
                return
            asker = held.most_common(1)[0][0]
            self._end_slowest([each for each in waiting if each.asker == asker])

    def _end_slowest(self, some: Sequence[Connection]) -> None:
        """Of those who keep the service waiting, the one who moves least; of several such, who has waited longest."""
        now = time.monotonic()
        if some:
            self._end(min(some, key=lambda each: (each.state not in WAITS_FOR_CLIENT, each.speed(now), each.since)))

    def _end(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.discard(connection)
            self._watch(connection, 0)
            connection.close()

    def _watch(self, connection: Connection, events: int) -> None:
        """Let the poller watch for these events, and for no others."""
        if events == connection.events:
            return
        call = partial(self._moved, connection)
        if not events:
            self.poller.unregister(connection.real)
        elif not connection.events:
            self.poller.register(connection.real, events, call)
        else:
            self.poller.modify(connection.real, events, call)
        connection.events = events

    # What a client does.

    def _moved(self, connection: Connection, _real: Any = None) -> None:
        """Go on with a connection whose client has sent or taken something."""
        if connection not in self.connections:  # it was ended by an event of the same turn
            return
        self._guarded(connection, self._go_on)

    def _go_on(self, connection: Connection) -> None:
        if connection.state == State.SENDING:
            self._send(connection)
        elif connection.state == State.LOOK:
            self._watch(connection, 0)  # the next request has to wait
        elif connection.state == State.CLOSING:
            if connection.discard():
                self._end(connection)
        elif connection.read():
            self._end(connection)
        else:
            self._received(connection)

    def _guarded(self, connection: Connection, call: Callable[..., None], *more: Any) -> None:
        """Do something for a connection; what fails, as on a full disk, ends this connection and no other."""
        try:
            call(connection, *more)
        except Exception:
            self.log.exception("A connection had to be closed")
            self._end(connection)

    def _received(self, connection: Connection) -> None:
        """Look whether a request has arrived as a whole."""
        now = time.monotonic()
        if connection.state == State.IDLE:
            connection.enter(State.HEAD, now)
        if connection.state == State.HEAD:
            if self.alive and self.ready.take(connection):
                connection.enter(State.LOOK, now)
                return
            self._read_request(connection, now)
        else:
            self._read_body(connection)

    def _read_request(self, connection: Connection, now: float) -> None:
        """Look whether a head has arrived as a whole, and what is to come of its body."""
        if not connection.parse_head():
            if connection.is_head_too_long:
                self._refuse(connection, 431 if connection.has_whole_line else 414)
            return
        connection.enter(State.BODY, now)
        if connection.refuses_body(self.served):
            connection.without_body()
            self._queue(connection)
            return
        self._read_body(connection)

    def _read_body(self, connection: Connection) -> None:
        """Look whether a body has arrived as a whole."""
        is_whole = connection.take_body()
        if connection.is_body_broken:
            self._refuse(connection, 400)
        # Chunks over the limit: their sender did not say before how many there are.
        elif connection.announced_bytes > 2 * connection.most_bytes(self.served):
            self._refuse(connection, 413)
        elif is_whole:
            self._queue(connection)
        else:
            self._make_room()
            if connection in self.connections:
                connection.ask_for_body()

    # Answers that are ready.

    def _give_ready(self, connection: Connection, head: bytes, ready: ReadyAnswer, date: bytes) -> None:
        """Answer a request from what is kept, without a thread."""
        if connection in self.connections:
            connection.skip_head(len(head))
            connection.answered += 1
            connection.enter(State.SENDING, time.monotonic())
            self._guarded(connection, self._send_ready, ready, date)

    def _send_ready(self, connection: Connection, ready: ReadyAnswer, date: bytes) -> None:
        connection.sock.send_ready(ready.head(date), ready.body)
        self._send(connection)

    def _pass_on(self, connection: Connection) -> None:
        """Have a thread answer what is kept no longer."""
        if connection in self.connections:
            now = time.monotonic()
            connection.enter(State.HEAD, now)
            self._guarded(connection, self._read_request, now)

    def _queue(self, connection: Connection) -> None:
        """Let a whole request wait for a thread."""
        self._watch(connection, 0)
        connection.enter(State.THREAD, time.monotonic())
        method, path, query = connection.asked
        if path in self.served.reserved_paths:
            self._submit(RESERVED, connection)
        else:
            connection.learn_asker(self.served.trusted_proxies)
            sort = self.served.sort_of(method, path, query, connection.body_bytes)
            connection.most_wait = self.served.most_wait.get(sort, LONGEST_WAIT_SECONDS)
            self.queue.add(connection.asker, sort, connection)
            if len(self.queue) > MOST_WAITING:
                self._refuse(self.queue.give_way(lambda each: each.is_named), 503)
            self._hand_out()

    def _hand_out(self) -> None:
        """Give threads to those whose turn it is."""
        while (turn := self.queue.next()) is not None:
            sort, connection = turn
            if time.monotonic() - connection.since > ABSENCE_SECONDS and is_gone(connection.real):
                self.queue.done(sort)
                self._end(connection)
            else:
                self._submit(sort, connection)

    def _submit(self, sort: str, connection: Connection) -> None:
        pool = self.reserve if sort == RESERVED else self.tpool
        future = pool.submit(self.handle, connection)
        future.add_done_callback(lambda done: self.method_queue.defer(self._answered, sort, connection, done))

    # What goes out.

    def _answered(self, sort: str, connection: Connection, done: "Future[bool]") -> None:
        """Go on with a connection whose thread has finished."""
        if sort != RESERVED:
            self.queue.done(sort)
            self._hand_out()
        try:
            stays = done.result()
        except BaseException:
            self.log.exception("A request was not answered")
            connection.sock.is_broken = True
            stays = False
        connection.is_last = connection.is_last or not stays
        connection.end_request()
        self._make_room()
        if connection in self.connections:
            connection.enter(State.SENDING, time.monotonic())
            self._guarded(connection, self._send)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what gunicorn's parser does not read with a problem, where gunicorn would send a page of its own."""
        status = None if req is not None else status_of_fault(exc)
        if status is None:
            super().handle_error(req, client, addr, exc)
        else:
            self.log.warning("A request was refused with %s: %s", status, type(exc).__name__)
            client.sendall(short_answer(status))

    def _refuse(self, connection: Connection, status: int) -> None:
        """Answer in the application's place, and close."""
        connection.is_last, connection.is_refused = True, status in (400, 413)
        connection.sock.sendall(short_answer(status))
        connection.end_request()
        connection.enter(State.SENDING, time.monotonic())
        self._send(connection)

    def _send(self, connection: Connection) -> None:
        connection.sock.send_some()
        if connection.sock.is_broken:
            self._end(connection)
        elif not connection.sock.is_empty:
            self._watch(connection, WRITE)
        elif connection.is_last:
            self._begin_closing(connection)
        elif connection.sock.told_to_wait and self.served.most_of_one_address is not None:
            self._watch(connection, 0)
            connection.enter(State.RESTING, time.monotonic())
        else:
            self._next_request(connection)

    def _next_request(self, connection: Connection) -> None:
        connection.enter(State.IDLE, time.monotonic())
        self._watch(connection, READ)
        if connection.has_begun():  # the next request came together with the last one
            self._received(connection)

    def _begin_closing(self, connection: Connection) -> None:
        """Say that nothing more comes, and wait a little until the client has read it (RFC 9112, section 9.6)."""
        try:
            connection.real.shutdown(socket.SHUT_WR)
        except OSError:
            self._end(connection)
            return
        connection.enter(State.CLOSING, time.monotonic())
        self._watch(connection, READ)

    # Time.

    def _sweep(self, now: float) -> None:
        """End connections that keep the service waiting too long."""
        for each in self.queue.remove(lambda waiting: now - waiting.since > waiting.most_wait):
            self._refuse(each, 503)
        self._hand_out()
        for each in list(self.connections):
            self._guarded(each, self._look_after, now)

    def _look_after(self, connection: Connection, now: float) -> None:
        match what_comes_of(connection, now, self.cfg.keepalive):
            case Fate.TOO_SLOW:
                self._refuse(connection, 408)
            case Fate.END:
                self._end(connection)
            case Fate.MAY_ASK:
                self._next_request(connection)
