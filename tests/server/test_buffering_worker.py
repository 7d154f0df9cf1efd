"""Slow clients and odd requests at a real server: they take no thread, and whatever is whole is answered."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.request import urlopen

import psutil  # type: ignore[import-untyped]
import pytest

from tests.operations.conftest import DATASET
from tests.operations.reading import ask, send_file, upload
from tests.service import table
from tests.stack import Web

THREADS = 16
CHANGES = b"GET /api/v1/changes?since=0&limit=10000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
UPLOADS = f"/api/v1/publishers/{DATASET.replace('/', '/datasets/')}/uploads"
FORM = b"Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 1000000\r\n\r\n--xx\r\n"
SLOW = {
    "head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "nothing": b"",
    "body of a check": b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM,
    "body of an upload": f"POST {UPLOADS} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode() + FORM,
    "body that does not come": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n",
    "chunks": b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
}


@pytest.fixture(scope="module")
def published(web: Web, token: str) -> str:
    """The server's address, with an answer of some megabytes at CHANGES."""
    rows = [f"{number},Radweg,,,,{'x' * 3_000}" for number in range(1_000)]
    assert upload(web.address, token, *rows, timeout=300).status == 201
    return web.address


@contextmanager
def connected(address: str, sent: bytes = b"", **options: int) -> Iterator[socket.socket]:
    """A connection on which something was sent; receive_bytes: how much the system takes for a client that sleeps."""
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as client:
        if "receive_bytes" in options:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, options["receive_bytes"])
        client.settimeout(100)
        client.connect((host, int(port)))
        client.sendall(sent)
        yield client


def rest(client: socket.socket) -> bytes:
    """What comes until the server ends the connection."""
    parts: list[bytes] = []
    while True:
        try:
            part = client.recv(2**20)
        except ConnectionResetError:
            return b"".join(parts)
        if not part:
            return b"".join(parts)
        parts.append(part)


def answers(received: bytes) -> list[tuple[int, bytes]]:
    """Status and body of each answer that says its length."""
    found = []
    while received:
        head, _, received = received.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        told = re.search(rb"Content-Length: (\d+)", head)
        length = int(told[1]) if told else 0
        found.append((status, received[:length]))
        received = received[length:]
    return found


def test_slow_clients_of_every_sort_take_no_thread(published: str, token: str):
    """More of each than there are threads: any one sort alone would stop a server that gives each a thread."""
    with ExitStack() as stack:
        for sent in SLOW.values():
            for _ in range(THREADS + 4):
                stack.enter_context(connected(published, sent))
        for _ in range(THREADS + 4):
            stack.enter_context(connected(published, CHANGES, receive_bytes=2048))

        assert ask(published, "/healthz").status == 200
        assert (
            ask(published, f"/api/v1/publishers/{DATASET.replace('/', '/datasets/')}/versions/latest").status == 200
        )
        assert upload(published, token, "1,Langsame warten").status in (201, 409)


@pytest.mark.parametrize("sort", list(SLOW))
def test_a_request_that_does_not_come_ends(published: str, sort: str):
    with connected(published, SLOW[sort]) as client:
        received = rest(client)

    if sort == "nothing":
        assert received == b""
        return
    ((status, body),) = answers(received)
    assert status == (401 if sort == "body of an upload" and not received.startswith(b"HTTP/1.1 408") else 408)
    assert json.loads(body)["status"] == status


def test_a_head_that_comes_bit_by_bit_has_no_more_time(published: str):
    with connected(published, SLOW["head"]) as client:
        client.settimeout(0.3)
        received = b""
        for _ in range(300):
            try:
                client.sendall(b"X-More: a\r\n")
                received += client.recv(2**16)
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                with suppress(OSError):  # the answer may have come before this was sent
                    received += client.recv(2**16)
                break
            if received:
                break

    assert received.startswith(b"HTTP/1.1 408 ")


def test_an_answer_that_nobody_reads_ends(published: str):
    with connected(published, CHANGES, receive_bytes=2048) as client:
        first = client.recv(1)
        deadline = time.monotonic() + 100
        while not _is_closed(client):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        received = first + rest(client)

    head, _, body = received.partition(b"\r\n\r\n")
    told = re.search(rb"Content-Length: (\d+)", head)
    assert told
    assert len(body) < int(told[1])


def _is_closed(client: socket.socket) -> bool:
    """Whether the server has ended the connection, as this system knows it; nothing is read."""
    # TCP_INFO begins with the state of the connection: 1 is established.
    return client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1


def test_a_slow_reader_who_keeps_reading_gets_all_of_a_large_answer(published: str):
    whole = ask(published, "/api/v1/changes?since=0&limit=10000", headers={"Host": "127.0.0.1"}).body
    with connected(
        published, CHANGES.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), receive_bytes=2**16
    ) as client:
        received = b""
        for _ in range(10):
            received += client.recv(2**15)
            time.sleep(0.3)
        received += rest(client)

    assert received.partition(b"\r\n\r\n")[2] == whole
    assert len(whole) > 2**20


def test_long_polls_have_a_share_of_the_threads(published: str):
    """Those who find no place are answered at once, and are told when to come again."""
    last = ask(published, "/api/v1/changes?since=0&limit=1").json["last_serial"]
    while (answer := ask(published, f"/api/v1/changes?since={last}&limit=10000").json)["items"]:
        last = answer["last_serial"]
    head = f"GET /api/v1/changes?since={last}&wait=10 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with ExitStack() as stack:
        polls = [
            stack.enter_context(connected(published, f"{head}Connection: close\r\n\r\n".encode()))
            for _ in range(THREADS + 4)
        ]
        assert ask(published, "/readyz").status == 200  # a thread is left, though more polls came than there are
        received = [rest(client) for client in polls]

    refused = [each for each in received if b"\r\nRetry-After: 5\r\n" in each]
    assert 0 < len(refused) < len(polls)
    assert all(json.loads(body)["items"] == [] for each in received for _, body in answers(each))


def test_requests_that_come_together_are_answered_one_after_the_other(published: str):
    one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    two = b"HEAD /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    three = b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc"
    with connected(published, one + b"\r\n" + three + one + b"Connection: close\r\n\r\n") as client:
        assert [status for status, _ in answers(rest(client))] == [200, 404, 200]
    with connected(published, two + b"\r\n" + one + b"Connection: close\r\n\r\n") as client:
        assert rest(client).count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_body_in_chunks_arrives_however_it_is_cut(published: str, piece: int):
    form = _form(table("1,,kaputt"))
    chunks = b"".join(
        f"{len(form[at : at + 100]):x};a=b\r\n".encode() + form[at : at + 100] + b"\r\n"
        for at in range(0, len(form), 100)
    )
    head = b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    head += b"Content-Type: multipart/form-data; boundary=xx\r\n\r\n"
    sent = head + chunks + b"0\r\nTrailing: a\r\n\r\n"
    with connected(published) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(sent), piece):
            client.sendall(sent[at : at + piece])
        received = rest(client)

    ((status, body),) = answers(received)
    assert status == 200, body
    assert {error["address"] for error in json.loads(body)["errors"]} == {"B2", "C2"}


def _form(content: str) -> bytes:
    disposition = 'Content-Disposition: form-data; name="{}"'
    return (
        f"--xx\r\n{disposition.format('kind')}\r\n\r\nplans\r\n"
        f'--xx\r\n{disposition.format("file")}; filename="plans.csv"\r\n\r\n{content}\r\n--xx--\r\n'
    ).encode()


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        (b"xyz\r\n", 400),
        (b"5\r\nabcdefgh\r\n0\r\n\r\n", 400),
        (b"5\nabcde\r\n", 400),
        (b"\r\n", 400),
        (b"-1\r\na\r\n0\r\n\r\n", 400),
        (b"1;" + b"a" * 9_000 + b"\r\na\r\n0\r\n\r\n", 400),
        (b"1; what is this\r\na\r\n0\r\n\r\n", 400),
        (b"0\r\nno name of a header\r\n\r\n", 400),
        (b"0\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n", 400),
        (b"1\r\na\r\n" * 30_000 + b"0\r\n\r\n", 400),
        (b"ffffffffffffffff\r\na", 413),
    ],
)
def test_chunks_that_break_the_rules_are_refused(published: str, chunks: bytes, status: int):
    head = b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    head += b"Content-Type: multipart/form-data; boundary=xx\r\n\r\n"
    with connected(published) as client:
        with suppress(BrokenPipeError, ConnectionResetError):  # it may be answered before all of it is sent
            client.sendall(head + chunks)
        received = rest(client)

    assert received.startswith(f"HTTP/1.1 {status} ".encode())
    assert received.count(b"HTTP/1.1 ") == 1


def test_who_asks_first_is_told_to_send_the_body_unless_it_is_refused(published: str):
    form = _form(table("1,Radweg"))
    head = b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nConnection: close\r\n"
    head += b"Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: "
    with connected(published, head + f"{len(form)}\r\n\r\n".encode()) as client:
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(form)
        assert rest(client).startswith(b"HTTP/1.1 200 ")
    with connected(published, head + f"{101 * 2**20}\r\n\r\n".encode()) as client:
        assert rest(client).startswith(b"HTTP/1.1 413 ")


def test_a_large_body_that_nobody_vouches_for_is_answered_before_it_is_kept(published: str):
    answer = send_file(published, UPLOADS, bytes(30 * 2**20), {"as_of": "2023-12-31"}, {})

    assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize("framing", [b"Content-Length: 40000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_large_form_in_an_addresss_writing_is_answered_before_it_is_kept(published: str, framing: bytes):
    head = b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += b"Content-Type: Application/X-WWW-Form-Urlencoded; charset=utf-8\r\n" + framing
    body = b"1400000\r\n" + b"a" * 0x1400000 if b"chunked" in framing else b"a=" * 1_000

    with connected(published, head + body) as client:
        assert rest(client).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 70_000, 414),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"a" * 70_000, 431),
        (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414),
        (b"what is this\r\n\r\n", 400),
        (b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: rot13\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
    ],
)
def test_heads_that_are_no_heads_are_refused(published: str, sent: bytes, status: int):
    with connected(published, sent) as client:
        head, _, body = rest(client).partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    assert b"Content-Type: application/problem+json\r\n" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert urlopen(f"{published}{problem['type']}").status == 200


def test_who_was_told_to_ask_later_and_asks_at_once_on_the_same_connection_waits(published: str):
    """The first answer names the seconds; the second comes after them, and no thread has waited."""
    ask_beyond = b"GET /api/v1/changes?since=4000000&wait=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with connected(published, ask_beyond + b"\r\n") as client:
        first = client.recv(2**16)
        began = time.monotonic()
        client.sendall(ask_beyond + b"Connection: close\r\n\r\n")
        second = rest(client)

    assert b"Retry-After: 10\r\n" in first
    assert b"HTTP/1.1 400 " in second
    assert time.monotonic() - began > 4  # it cannot be less, however slow or fast the machine is


def process_that_serves(client: socket.socket, arbiter: int) -> int:
    """The worker at the other end of a connection, among the processes that gunicorn's arbiter has made."""
    port = client.getsockname()[1]
    processes = psutil.Process(arbiter).children(recursive=True)
    workers: list[int] = [
        process.pid
        for process in processes
        if any(connection.raddr and connection.raddr.port == port for connection in process.net_connections("tcp"))
    ]
    assert len(workers) == 1
    return workers[0]


def test_a_stop_finishes_what_has_begun(published: str, web: Web, token: str):
    """The last test of this server: a body is on its way when the signal comes."""
    edge = "xx"
    texts = f'--{edge}\r\nContent-Disposition: form-data; name="as_of"\r\n\r\n2024-12-31\r\n'
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plans.csv"\r\n\r\n{table("1,Ende")}'
    body = f"{texts}{file}\r\n--{edge}--\r\n".encode()
    head = (
        f"POST {UPLOADS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: multipart/form-data; boundary={edge}\r\n\r\n"
    )
    assert web.process
    with connected(published, head.encode()) as client:
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"  # the server waits for the body
        worker = process_that_serves(client, web.process.pid)
        web.process.terminate()
        os.kill(worker, signal.SIGTERM)  # gunicorn passes its own on, but perhaps only after the body has come
        client.sendall(body)
        received = rest(client)

    assert received.startswith(b"HTTP/1.1 201 ")
    assert b"Connection: close" in received
