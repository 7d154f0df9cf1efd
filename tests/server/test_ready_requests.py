"""Answers that are ready, from a real server: the same bytes as from a view, in order, and never outdated."""

import re
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from opendata.server.buffering_worker import BufferingWorker
from opendata.server.connections import Connection
from opendata.server.held_bytes import MOST_SHARED_BYTES
from opendata.server.ready_answers import ReadyAnswer
from opendata.server.what_is_served import WhatIsServed
from tests.answers.test_content_codings import UNPACKED
from tests.operations.reading import DATASET, ask, upload
from tests.server.test_buffering_worker import CHANGES, answers, connected
from tests.stack import Web

LATEST = f"{DATASET}/versions/latest"
ROWS = f"{LATEST}/plans.csv"
ROWS_OF_TEXT = [f"{number},Radweg,,,,{'x' * 3_000}" for number in range(1_000)]


def raw(path: str, *headers: str, method: str = "GET") -> bytes:
    """The bytes of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def received(client: socket.socket, count: int, *, heads_alone: bool = False) -> bytes:
    """What comes until so many answers are there."""
    found = bytearray()
    while lacking := max(0, count - found.count(b"HTTP/1.1 ")) if heads_alone else bytes_lacking(found, count):
        enough = len(found) + lacking
        while len(found) < enough:
            part = client.recv(2**20)
            assert part, found[-500:]
            found += part
    return bytes(found)


def bytes_lacking(found: bytearray, count: int) -> int:
    """At least so many bytes are still to come until so many answers are there as a whole; 0 if they are."""
    begin = 0
    for _ in range(count):
        end = found.find(b"\r\n\r\n", begin)
        if end < 0:
            return 1
        told = re.search(rb"Content-Length: (\d+)", found[begin:end])
        begin = end + 4 + (int(told[1]) if told else 0)
    return max(0, begin - len(found))


def whole(data: bytes) -> list[bytes]:
    """The answers that are there as a whole, head and body."""
    found = []
    while b"\r\n\r\n" in data:
        head, _, rest = data.partition(b"\r\n\r\n")
        told = re.search(rb"Content-Length: (\d+)", head)
        length = int(told[1]) if told else 0
        if len(rest) < length:
            break
        found.append(head + rest[:length])
        data = rest[length:]
    return found


def without_date(data: bytes) -> bytes:
    """An answer without its time."""
    return re.sub(rb"\r\nDate: [^\r]*", b"", data)


@pytest.fixture(scope="module")
def published(web: Web, token: str) -> str:
    """The server's address, with an answer of some megabytes at CHANGES."""
    assert upload(web.address, token, *ROWS_OF_TEXT, timeout=300).status == 201
    return web.address


@pytest.mark.parametrize(
    "asked",
    [
        raw("/"),
        raw(ROWS, "Accept-Encoding: gzip, br"),
        raw(f"{LATEST}/plans.json", "Accept: */*", "Connection: keep-alive"),
        raw("/feeds/all.atom", "Accept-Language: en"),
        raw("/problems", method="HEAD"),
        raw("/static/site.css"),
    ],
)
def test_a_ready_answer_has_the_bytes_of_the_one_that_was_made(published: str, asked: bytes):
    with connected(published) as client:
        found = []
        for _ in range(4):
            client.sendall(asked)
            if asked.startswith(b"HEAD"):
                found.append(received(client, 1, heads_alone=True))
            else:
                found.append(received(client, 1))
    assert found[0].startswith(b"HTTP/1.1 200 OK")
    assert {without_date(each) for each in found} == {without_date(found[0])}
    assert all(re.search(rb"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n", each) for each in found)


def test_who_has_it_is_told_so(published: str):
    tag = ask(published, ROWS).headers["ETag"]
    with connected(published) as client:
        for _ in range(3):
            client.sendall(raw(ROWS, f"If-None-Match: {tag}"))
            told = received(client, 1)
            assert told.startswith(b"HTTP/1.1 304 Not Modified")
            assert f"ETag: {tag}".encode() in told
            assert told.endswith(b"\r\n\r\n")


def test_many_requests_in_one_go_are_answered_in_their_order(published: str):
    ready, other = raw(LATEST), raw("/api/v1/kinds?limit=1")
    ask(published, LATEST)
    with connected(published) as client:
        client.sendall(ready)
        received(client, 1)
        client.sendall((ready * 20 + other) * 20)
        found = [body for _, body in answers(received(client, 420))]
    assert len(found) == 420
    assert [b'"total"' in body for body in found] == [number % 21 == 20 for number in range(420)]


def test_a_publication_is_seen_by_the_next_request_on_an_open_connection(published: str, token: str):
    with connected(published) as client:
        for turn in range(3):
            for _ in range(3):
                client.sendall(raw(LATEST))
                before = received(client, 1)
            more = [f"new-{number},Dach" for number in range(turn + 1)]
            number = upload(published, token, *ROWS_OF_TEXT, *more, as_of=f"2024-12-0{turn + 1}").json["version"]
            client.sendall(raw(LATEST))
            after = received(client, 1)
            assert f'"version": "{number}"'.encode() in after or f'"version":"{number}"'.encode() in after
            assert without_date(after) != without_date(before)


def test_slow_readers_of_a_ready_answer_get_all_of_it(published: str):
    """Twenty of them hold back more than may wait in memory: the rest goes through files."""
    with connected(published, CHANGES) as client:
        expected = answers(received(client, 1))[0][1]
    assert len(expected) > 2**20

    def read_slowly(_: int) -> bytes:
        with connected(published, CHANGES, receive_bytes=4096) as slow:
            return answers(received(slow, 1))[0][1]

    with ThreadPoolExecutor(20) as pool:
        for body in pool.map(read_slowly, range(20)):
            assert body == expected


@pytest.mark.parametrize("coding", list(UNPACKED))
def test_what_is_packed_is_unpacked_by_clients(published: str, coding: str):
    plain = requests.get(f"{published}{ROWS}", headers={"Accept-Encoding": "identity"}, timeout=100).content
    for _ in range(2):
        told = ask(published, ROWS, headers={"Accept-Encoding": coding})
        assert told.headers["Content-Encoding"] == coding
        assert UNPACKED[coding](told.body) == plain
        assert int(told.headers["Content-Length"]) == len(told.body) < len(plain)
        has_it = {"Accept-Encoding": coding, "If-None-Match": told.headers["ETag"]}
        assert ask(published, ROWS, headers=has_it).status == 304
    assert requests.get(f"{published}{ROWS}", timeout=100).content == plain  # with what it takes by itself


def test_a_client_that_wants_to_end_the_connection_is_let_go(published: str):
    for _ in range(3):
        with connected(published, raw(LATEST, "Connection: close")) as client:
            parts = []
            while part := client.recv(2**16):
                parts.append(part)
        assert b"\r\nConnection: close\r\n" in b"".join(parts)


def test_private_answers_are_never_given_to_others(published: str, token: str):
    uploads = f"{DATASET}/uploads"
    for _ in range(3):
        allowed = ask(published, uploads, headers={"Authorization": f"Bearer {token}"})
        assert allowed.status == 200
        assert allowed.headers["Cache-Control"] == "no-store"
        assert ask(published, uploads).status == 401
        assert ask(published, uploads, headers={"Authorization": "Bearer wrong"}).status == 401


def test_a_full_disk_ends_the_connection_whose_answer_it_does_not_take_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, worker: BufferingWorker
):
    """Of two clients who read nothing, one asks for more than the system takes for a client."""
    worker.served = WhatIsServed()
    worker.tally.add_shared(MOST_SHARED_BYTES)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))  # as a full disk: no file can be made there
    ends = [socket.socketpair() for _ in range(2)]
    small, large = (Connection(worker.cfg, here, "client", "server", worker.tally) for here, _ in ends)
    for connection, body in ((large, b"x" * 2**23), (small, b"small")):
        worker.connections.add(connection)
        ready = ReadyAnswer.of("200 OK", [("Content-Length", str(len(body)))], body)
        worker._give_ready(connection, b"", ready, b"now")

    assert worker.connections == {small}
    assert ends[0][1].recv(2**16).endswith(b"\r\n\r\nsmall")
    for _, there in ends:
        there.close()
