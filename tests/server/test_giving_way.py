"""Who gives way where there is too much of something: the address that has most, and there the slowest client."""

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from gunicorn.config import Config

from opendata.server.buffering_worker import BufferingWorker
from opendata.server.connections import Connection
from opendata.server.fair_queue import FairQueue
from opendata.server.held_bytes import HeldCount
from opendata.server.what_is_served import WhatIsServed
from tests.making import PLANS, write_kind
from tests.operations.conftest import CITY
from tests.operations.conftest import DATASET as PLACE
from tests.operations.reading import DATASET, ask, upload
from tests.server.test_buffering_worker import CHANGES, answers, connected
from tests.server.test_ready_requests import raw, received
from tests.service import command
from tests.stack import Web

ROOT = Path(__file__).resolve().parents[2]
SMALL = """
exec(compile(open({settings!r}).read(), {settings!r}, "exec"))

from opendata.server import buffering_worker, connections

buffering_worker.MOST_HELD_BYTES, buffering_worker.MOST_WAITING = 16 * 2**20, 20
connections.BEGINNING_SECONDS = 0.2
"""
LATEST = f"{DATASET}/versions/latest"
NEWS = "/api/v1/changes?since={serial}&wait=30"
ELSEWHERE = "127.0.0.2"


class SmallWeb(Web):
    """gunicorn with the project's settings, and little room for what waits."""

    def command(self) -> Sequence[str]:
        settings = self.data_dir.parent / "gunicorn.conf.py"
        settings.write_text(SMALL.format(settings=str(ROOT / "gunicorn.conf.py")), encoding="utf-8")
        return [str(settings) if word == "gunicorn.conf.py" else word for word in super().command()]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One worker, with a journal of some megabytes."""
    folder = tmp_path_factory.mktemp("small")
    write_kind(folder / "kinds", PLANS)
    about = {"KINDS_DIR": str(folder / "kinds"), "WEB_CONCURRENCY": "1", "KEPT_ANSWERS_MIB": "0"}
    with SmallWeb("web", "web", folder, about) as server:
        command(server.env, "publishers", "add", CITY, "--name", "Musterstadt")
        command(server.env, "datasets", "add", *PLACE.split("/"), "--kind", "plans", "--title", "Pläne der Stadt")
        yield server


@pytest.fixture(scope="module")
def token(web: Web) -> str:
    """A token of Musterstadt, which has published a large table."""
    made = command(web.env, "tokens", "add", CITY, "--name", "test")
    rows = [f"{number},Radweg,,,,{'x' * 3_000}" for number in range(1_000)]
    assert upload(web.address, made, *rows, timeout=300).status == 201
    return made


def from_elsewhere(address: str, sent: bytes, receive_bytes: int | None = None) -> socket.socket:
    """A connection from another address of this machine, on which something was sent."""
    host, port = address.removeprefix("http://").split(":")
    client = socket.socket()
    if receive_bytes:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    client.settimeout(100)
    client.bind((ELSEWHERE, 0))
    client.connect((host, int(port)))
    client.sendall(sent)
    return client


def test_slow_readers_who_hold_too_much_keep_nobody_from_publishing_and_reading(web: Web, token: str):
    with ExitStack() as stack:
        for _ in range(12):  # three megabytes each
            stack.enter_context(from_elsewhere(web.address, CHANGES, receive_bytes=2048))
        # Once alone: the publication makes the journal longer than may be held for one reader here.
        with connected(web.address, CHANGES) as quick:
            ((status, body),) = answers(received(quick, 1))
            assert status == 200
            assert len(json.loads(body)["items"]) >= 1_000
        more = [f"{number},Radweg,,,,{'y' * 3_000}" for number in range(1_000)]
        assert upload(web.address, token, *more, as_of="2024-12-01", timeout=300).status == 201


def test_bodies_that_were_read_are_held_no_longer_however_many_have_come(web: Web):
    head = (
        f"POST /api/v1/validate HTTP/1.1\r\nHost: {web.address.removeprefix('http://')}\r\nConnection: close\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n"
    )
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + b"x" * 3 * 2**20
    body = file + b"\r\n--b--\r\n"
    for _ in range(12):  # in all more than may be held at a time
        with connected(web.address, head.format(length=len(body)).encode() + body) as client:
            ((status, said),) = answers(received(client, 1))
            assert (status, b"kind" in said) == (400, True)


def test_an_address_with_many_requests_is_told_to_come_later_and_the_others_are_not(web: Web, token: str):
    serial = json.loads(ask(web.address, "/api/v1/changes?limit=1").body)["last_serial"]
    told = []
    with ExitStack() as stack:
        crowd = [stack.enter_context(from_elsewhere(web.address, raw(NEWS.format(serial=serial)))) for _ in range(60)]
        for _ in range(30):
            assert ask(web.address, LATEST).status == 200
        for client in crowd:
            client.settimeout(0.01)
            try:
                told.append(client.recv(12))
            except TimeoutError:
                continue
    # Some wait, and the rest was sent away: none was cut off without a word.
    assert set(told) <= {b"HTTP/1.1 503", b"HTTP/1.1 200"}
    assert b"HTTP/1.1 503" in told


def test_a_request_whose_sort_waits_only_for_a_while_is_told_to_come_later(worker: BufferingWorker):
    worker.served = WhatIsServed(sort_of=lambda _, path, *__: path, most_wait={"/a": 2.0, "/b": 3.0})
    worker.queue, ends = FairQueue({"/a": 0, "/b": 0, "/c": 0}, 4), [socket.socketpair() for _ in range(3)]
    for (ours, theirs), path in zip(ends, ("/a", "/b", "/c"), strict=True):
        connection = Connection(worker.cfg, ours, ("192.0.2.9", 1), ("127.0.0.1", 1), worker.tally)
        worker.connections.add(connection)
        theirs.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        connection.read()
        assert connection.parse_head()
        worker._queue(connection)

    worker._sweep(time.monotonic() + 2.5)

    assert len(worker.queue) == 2
    assert ends[0][1].recv(2**16).startswith(b"HTTP/1.1 503 ")
    for _, theirs in ends:
        theirs.close()


def test_behind_a_proxy_the_client_of_each_request_is_the_one_that_the_proxy_names():
    def asker(proxies: int, *told: str) -> str:
        head = "".join(f"X-Forwarded-For: {value}\r\n" for value in told)
        ours, theirs = socket.socketpair()
        with theirs:
            connection = Connection(Config(), ours, ("192.0.2.9", 1), ("127.0.0.1", 1), HeldCount())
            theirs.sendall(f"GET / HTTP/1.1\r\nHost: a\r\n{head}\r\n".encode())
            connection.read()
            assert connection.parse_head()
            connection.learn_asker(proxies)
            connection.close()
        return connection.asker

    assert asker(0, "198.51.100.7") == "192.0.2.9"  # nobody is trusted
    assert asker(1, "203.0.113.1, 198.51.100.7") == "198.51.100.7"  # what stands before it, anybody may have written
    assert asker(2, "203.0.113.1", "198.51.100.7, 198.51.100.8") == "198.51.100.7"
    assert asker(1) == asker(2, "198.51.100.7") == "192.0.2.9"
    assert asker(1, "2001:db8:a:b::9") == "2001:db8:a:b::"
