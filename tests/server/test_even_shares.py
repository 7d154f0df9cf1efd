"""Connections fall evenly on the processes of a server, also when one of them hangs, dies or is replaced."""

import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bench.server import free_port
from opendata.server.even_shares import LOOK_SECONDS, Share, Shares, Turns
from tests.server.test_buffering_worker import connected
from tests.server.test_ready_requests import raw, received
from tests.servers import accepts, descendants, send, wait_until
from tests.stack import Process

# With the project's ten milliseconds, a busy machine would now and then not let a process move in time.
SETTINGS = """
from opendata.server import even_shares

even_shares.PATIENCE_SECONDS = 1.0
bind, workers, threads = "127.0.0.1:{port}", 2, 2
worker_class = "opendata.server.buffering_worker.BufferingWorker"
control_socket_disable, graceful_timeout = True, 100
"""


def application(_environ: Any, start_response: Callable[..., Any]) -> Sequence[bytes]:
    """Tells which process answers."""
    body = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


class Pair(Process):
    """gunicorn with two processes."""

    def __init__(self, folder: Path) -> None:
        super().__init__("pair", folder, os.environ)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """With the worker of the service and an application of a few lines."""
        settings = self.folder / "gunicorn.conf.py"
        settings.write_text(SETTINGS.format(port=self.port), encoding="utf-8")
        return [str(Path(sys.executable).parent / "gunicorn"), "-c", str(settings), f"{__name__}:application"]

    def answers(self) -> bool:
        """Whether it takes connections."""
        return self.running and accepts(self.port)

    @property
    def pids(self) -> set[int]:
        """Its two processes, or more while some are replaced."""
        assert self.process
        return set(descendants(self.process.pid))

    @contextmanager
    def clients(self, count: int) -> Iterator[Counter[int]]:
        """So many connections that stay open, and how many of them each process holds."""
        with ExitStack() as stack:
            open_ones = [stack.enter_context(connected(self.address)) for _ in range(count)]
            for client in open_ones:
                client.sendall(raw("/"))
            yield Counter(int(received(client, 1).rpartition(b"\r\n")[2]) for client in open_ones)
            # Until a process has noticed that they end, it counts them among those that it holds.
            for client in open_ones:
                with suppress(OSError):  # its process was killed
                    client.shutdown(socket.SHUT_WR)
            for client in open_ones:
                with suppress(ConnectionError):
                    assert client.recv(1) == b""

    def wait_for(self, wanted: Callable[[set[int]], bool]) -> set[int]:
        """Wait until the processes that accept connections are those that are wanted."""
        found: set[int] = set()

        def is_so() -> bool:
            with self.clients(6) as holders:
                found.clear()
                found.update(holders)
            return wanted(found)

        wait_until(is_so, self.said, lambda: self.running)
        return found


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both of its processes have begun to accept."""
    with Pair(tmp_path_factory.mktemp("pair")) as server:
        server.wait_for(lambda pids: len(pids) == 2)
        yield server


def test_each_process_holds_its_share(pair: Pair):
    with pair.clients(16) as holders:
        assert holders.keys() == pair.pids
        assert all(6 <= count <= 10 for count in holders.values()), holders


def test_a_process_that_hangs_keeps_nobody_waiting_and_makes_up_for_it_later(pair: Pair):
    hanging, other = sorted(pair.pids)
    with pair.clients(8) as before:
        assert min(before[hanging], before[other]) >= 2
        send(hanging, signal.SIGSTOP)
        try:
            with pair.clients(12) as meanwhile:
                assert meanwhile == {other: 12}
                send(hanging, signal.SIGCONT)
                pair.wait_for(lambda pids: hanging in pids)
                with pair.clients(10) as later:
                    assert later[hanging] > later[other]
        finally:
            send(hanging, signal.SIGCONT)


def test_who_takes_the_place_of_a_killed_process_gets_its_share(pair: Pair):
    killed, other = sorted(pair.pids)
    with pair.clients(16) as before:
        assert before[killed] >= 6
        send(killed, signal.SIGKILL)
        (new,) = pair.wait_for(lambda pids: bool(pids - {killed, other})) - {killed, other}
        with pair.clients(6) as later:
            assert later[new] > later[other]


def test_after_a_reload_each_process_holds_its_share(pair: Pair):
    old = pair.pids
    assert pair.process
    pair.process.send_signal(signal.SIGHUP)
    new = pair.wait_for(lambda pids: len(pids) == 2 and not pids & old)
    with pair.clients(16) as holders:
        assert holders.keys() == new
        assert all(6 <= count <= 10 for count in holders.values()), holders


def test_whoever_holds_more_than_its_share_is_not_next():
    shares = Shares()
    one, two, new = (shares.give() for _ in range(3))
    one.tell(0)
    assert one.is_next(0) and one.is_next(1_000)  # nobody else has begun
    two.tell(0)
    assert one.is_next(0) and not one.is_next(1)
    two.tell(100)
    assert one.is_next(100) and one.is_next(120) and not one.is_next(150)
    new.tell(0)
    assert not one.is_next(100) and one.is_next(50)
    new.leave()
    assert one.is_next(100)


def test_who_has_not_moved_when_it_was_waited_for_is_not_counted_on_until_it_moves():
    shares = Shares()
    busy, hanging = shares.give(), shares.give()
    busy.tell(5)
    hanging.tell(0)
    busy.wait()
    assert not busy.is_next(5)
    busy.was_in_vain()
    assert busy.is_next(5)
    hanging.tell(0)
    assert not busy.is_next(5)
    busy.wait()
    hanging.tell(0)  # it moved, and did something else
    busy.was_in_vain()
    assert not busy.is_next(5)


def test_the_place_of_a_process_that_has_ended_is_given_again_and_says_nothing_of_the_old_one():
    shares = Shares()
    one: Share = shares.give()
    ended: Share | None = shares.give()
    assert ended
    one.tell(3)
    ended.tell(0)
    assert not one.is_next(3)
    ended = None
    follower = shares.give()
    assert one.is_next(3)  # it has not begun
    follower.tell(0)
    assert not one.is_next(3)


def test_what_was_left_to_others_is_taken_when_they_did_not_and_only_then():
    shares = Shares()
    mine, other = shares.give(), shares.give()
    listening: list[bool] = []
    waiting: list[str] = []
    turns = Turns(mine, lambda: bool(waiting and waiting.pop()), listening.append)
    turns.begin()
    other.tell(0)
    assert turns.longest_sleep(9) == 9

    assert not turns.is_next(2) and listening == [True, False]
    assert turns.longest_sleep(9) == LOOK_SECONDS
    waiting.append("a connection")
    turns.go_on(2, 0.0)
    assert waiting and not turns.is_next(2)
    turns.go_on(2, float("inf"))
    assert not waiting and listening == [True, False, True]
    assert turns.is_next(3)  # the other has not moved

    other.tell(0)
    assert not turns.is_next(3)
    other.tell(3)
    waiting.append("a connection")
    turns.go_on(3, 0.0)  # it is this one's turn again, and it learns of the connection as of any other
    assert waiting and listening[-1] and turns.is_next(3)

    other.tell(0)
    assert not turns.is_next(3)
    turns.end()
    turns.go_on(0, float("inf"))
    assert waiting and not listening[-1]
