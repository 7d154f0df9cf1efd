"""Messages: they arrive as they were sent, and what is no message, too late or too large is told apart."""

import socket
import struct
import time
from collections.abc import Iterator

import pytest

from opendata.fence.messages import Closed, Message, TooLate, TooMuch, receive, send

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_a_message_arrives_as_it_was_sent(pair: Pair):
    sent = Message({"step": "done", "text": "Maßnahme \ud800", "number": 1}, [b"", b"\0a", b"b" * 10_000])
    send(pair[0], sent)
    assert receive(pair[1]) == sent


def test_who_waits_looks_at_the_other_side_and_at_the_clock(pair: Pair):
    looked: list[int] = []
    with pytest.raises(TooLate):
        receive(pair[1], time.monotonic() + 0.1, look=lambda: looked.append(1))
    assert looked


def test_who_is_not_read_does_not_wait_for_ever(pair: Pair):
    with pytest.raises(TooLate):
        send(pair[0], Message({}, [bytes(50_000_000)]), time.monotonic() + 0.1)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", struct.pack(">I", 9) + b"no json {", struct.pack(">I", 2) + b"[]", struct.pack(">I", 2) + b"{}"],
)
def test_what_is_no_message_counts_as_a_closed_connection(pair: Pair, content: bytes):
    pair[0].sendall(content)
    pair[0].close()
    with pytest.raises(Closed):
        receive(pair[1])


@pytest.mark.parametrize(
    "content",
    [
        struct.pack(">I", 2**31),
        struct.pack(">I", 31) + b'{"what":{},"parts":[999999999]}',
        struct.pack(">I", 24) + b'{"what":{},"parts":[-1]}',
    ],
)
def test_no_memory_is_reserved_for_what_a_message_claims(pair: Pair, content: bytes):
    pair[0].sendall(content)
    with pytest.raises(TooMuch):
        receive(pair[1], most_bytes=1_000_000)
