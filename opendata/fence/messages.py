"""Messages between the service and a process behind the fence: JSON, and parts that are bytes.

Here: sending and receiving through a socket, within a time and a size. Not here: what messages say
(plain_results.py), and who sends which (dialogue.py, confined_process.py).
A message never holds pickled objects: whoever got control of a process behind the fence could otherwise run code
outside of it.
"""

import json
import select
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

MOST_HEADER_BYTES = 64 * 2**20
PIECE_BYTES = 2**18  # received at a time
LOOK_SECONDS = 0.02  # how often a process that is waited for is looked at
_LENGTH = struct.Struct(">I")


class Closed(Exception):
    """The other side is gone, or it sent what is no message."""


class TooLate(Exception):
    """The deadline passed before the message was there."""


class TooMuch(Exception):
    """A message is larger than what was agreed."""


@dataclass(frozen=True)
class Message:
    """What one side tells the other; parts: bytes that have no form of their own in JSON."""

    what: Mapping[str, Any]
    parts: Sequence[bytes] = ()


def send(connection: socket.socket, message: Message, deadline: float | None = None) -> None:
    """Send a message; deadline: of time.monotonic(). Raises Closed, TooLate."""
    what = {"what": message.what, "parts": [len(part) for part in message.parts]}
    header = json.dumps(what, separators=(",", ":")).encode()
    try:
        for piece in (_LENGTH.pack(len(header)) + header, *message.parts):
            connection.settimeout(None if deadline is None else _left(deadline))
            connection.sendall(piece)
    except TimeoutError:
        raise TooLate from None
    except OSError:
        raise Closed from None


def receive(
    connection: socket.socket,
    deadline: float | None = None,
    most_bytes: int = 2**40,
    look: Callable[[], None] = lambda: None,
) -> Message:
    """Wait for a message; raises Closed, TooLate, TooMuch, and whatever `look` raises, which is called meanwhile."""
    waiting = _Waiting(connection, deadline, look)
    (length,) = _LENGTH.unpack(waiting.bytes(_LENGTH.size))
    if length > min(MOST_HEADER_BYTES, most_bytes):
        raise TooMuch
    try:
        header = json.loads(waiting.bytes(length))
        what, lengths = dict(header["what"]), [int(part) for part in header["parts"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Closed from None
    if any(part < 0 for part in lengths) or sum(lengths) > most_bytes:
        raise TooMuch
    return Message(what, [waiting.bytes(part) for part in lengths])


@dataclass(frozen=True)
class _Waiting:
    """Receives bytes, and looks at the clock and at the other side meanwhile."""

    connection: socket.socket
    deadline: float | None
    look: Callable[[], None]

    def bytes(self, length: int) -> bytes:
        content = BytesIO()  # which gives its bytes away at the end, where a bytearray would be copied
        poll = select.poll()  # unlike select(), it takes any number of a file descriptor
        poll.register(self.connection, select.POLLIN)
        while content.tell() < length:
            if self.deadline is not None:
                while not poll.poll(1_000 * min(LOOK_SECONDS, _left(self.deadline))):
                    self.look()
            try:
                self.connection.settimeout(None)
                got = self.connection.recv(min(PIECE_BYTES, length - content.tell()))
            except OSError:
                raise Closed from None
            if not got:
                raise Closed
            content.write(got)
        return content.getvalue()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooLate
    return left
