"""Looks at the public state in a PostgreSQL server: a statement that is prepared once, and an answer of eighty bytes.

Here: one connection on which the number is asked for, once at a time. Not here: who asks, and what is done while the
server does not answer (public_state.py).

A look is taken thousands of times a second, and nearly every answer is the same as the last one, byte for byte. So
where nothing is encrypted the bytes of the protocol go out and are compared as they are: libpq, which has connected
and prepared the statement, would take three times as long to pack and unpack them. Whatever is not the same is read
as the protocol has it (https://www.postgresql.org/docs/current/protocol-message-formats.html).
"""

import os
import select
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

from opendata.steps.ports.public_state import PublicNumber

QUERY = "SELECT number, taken_back FROM public_state WHERE id = 1"
PATIENCE_SECONDS = 2.0
LOOK = b"look"
BINARY = 1  # how the server writes the values: as the eight bytes of each number
# The other way to encrypt, beside TLS, of which libpq does not tell.
ENCRYPTED = "SELECT 1 FROM pg_stat_gssapi WHERE pid = pg_backend_pid() AND encrypted"
MOST_BYTES = 4_096  # of an answer, and of what a server may tell beside it
_LENGTH = struct.Struct("!I")
ROW, REFUSAL, READY = b"D", b"E", b"Z"
ROW_VALUES = struct.Struct("!HIqIq")  # how many values, and of each its length and itself


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + _LENGTH.pack(len(body) + _LENGTH.size) + body


# Bind, execute and sync. No parameters come, and both values are wanted in binary.
ASK = (
    _message(b"B", b"\0" + LOOK + b"\0" + struct.pack("!HHHH", 0, 0, 1, BINARY))
    + _message(b"E", b"\0" + struct.pack("!I", 0))
    + _message(b"S", b"")
)


class PreparedLook:
    """A connection on which the number is asked for, once at a time. Implements LookUnderWay.

    with_libpq: whether libpq asks also where nothing is encrypted.
    """

    def __init__(self, url: str, *, with_libpq: bool = False) -> None:
        self._url, self._with_libpq = url, with_libpq
        self._connection: Any = None
        self._answers: Answers | None = None  # None: libpq asks
        self.descriptor = -1
        self.number: PublicNumber | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    def open(self) -> None:
        """Connect, and prepare the statement; raises what psycopg raises."""
        import psycopg  # noqa: PLC0415 - slow to import, and not needed with SQLite

        connection = psycopg.connect(
            self._url, autocommit=True, connect_timeout=2, application_name="opendata", prepare_threshold=None
        )
        try:
            connection.pgconn.send_prepare(LOOK, QUERY.encode())
            wait_for(lambda: _took(connection.pgconn, _passed_over), connection.pgconn.socket)
            encrypted = connection.pgconn.ssl_in_use or connection.execute(ENCRYPTED).fetchone()
        except BaseException:
            connection.close()
            raise
        self._connection, self.descriptor = connection, connection.pgconn.socket
        self._answers = None if encrypted or self._with_libpq else Answers()

    def has_begun(self) -> bool:
        """Send the query where the connection is open; whether that went well."""
        if self._connection is None:
            return False
        try:
            self.send()
        except Exception:  # psycopg's own, and those of its bare connection
            self.give_up()
            return False
        return True

    def send(self) -> None:
        """Send the query, which always has room in the socket; raises OSError, or what psycopg raises."""
        self.number = None
        if self._answers is not None:
            if os.write(self.descriptor, ASK) != len(ASK):
                raise ConnectionError("the server takes nothing")
            return
        pgconn = self._connection.pgconn
        pgconn.send_query_prepared(LOOK, None, None, BINARY)
        if pgconn.flush():
            raise ConnectionError("the server takes nothing")

    def has_ended(self) -> bool:
        """Whether the look has ended, after what is there was received. Never waits and never raises."""
        try:
            return self.receive()
        except Exception:  # psycopg's own, and those of its bare connection
            self.give_up()
            return True

    def receive(self) -> bool:
        """Receive what is there; whether that is everything. Raises ConnectionError if it is no good result."""
        if self._answers is None:
            return _took(self._connection.pgconn, self._read_result)
        try:
            received = os.read(self.descriptor, MOST_BYTES)
        except BlockingIOError:
            return False
        if not self._answers.is_whole_with(received):
            return False
        self.number = self._answers.meant
        return True

    def _read_result(self, result: Any) -> None:
        if result.ntuples:
            self.number = PublicNumber(
                *(int.from_bytes(result.get_value(0, place), "big", signed=True) for place in (0, 1))
            )

    def give_up(self) -> None:
        """Let go of the connection."""
        connection, self._connection, self.number = self._connection, None, None
        if connection is not None:
            connection.close()


class Answers:
    """The answers to ASK, as they come in pieces."""

    def __init__(self) -> None:
        self._received = b""
        self._told: bytes | None = None  # the last whole answer
        self.meant: PublicNumber | None = None  # what it says; None: there is no row

    def is_whole_with(self, received: bytes) -> bool:
        """Whether an answer is whole with what was received now.

        Raises ConnectionError where it is a refusal, or the server has closed the connection.
        """
        if received == self._told and not self._received:  # mostly nothing has changed since the last look
            return True
        if not received:
            raise ConnectionError("the server has closed the connection")
        self._received += received
        values = None
        for kind, body, end in _messages(self._received):
            if kind == REFUSAL:
                raise ConnectionError("the server refuses the query")
            if kind == ROW:
                values = ROW_VALUES.unpack(body)
            if kind == READY:
                self._told, self._received = self._received[:end], self._received[end:]
                self.meant = None if values is None else PublicNumber(values[2], values[4])
                return True
        if len(self._received) > MOST_BYTES:
            raise ConnectionError("the server says more than was asked")
        return False


def _messages(received: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The whole messages in what was received: kind, body, and where each ends."""
    place = 0
    while place + 5 <= len(received):
        end = place + 1 + int(_LENGTH.unpack_from(received, place + 1)[0])
        if end > len(received):
            return
        yield received[place : place + 1], received[place + 5 : end], end
        place = end


def _took(pgconn: Any, read: Callable[[Any], object]) -> bool:
    """Receive and read what is there; whether that is everything. Raises ConnectionError where it is a refusal."""
    pgconn.consume_input()
    while not pgconn.is_busy():
        part = pgconn.get_result()
        if part is None:
            return True
        if part.error_message:
            raise ConnectionError("the server refuses the query")
        read(part)
    return False


def _passed_over(_result: Any) -> None:
    """That a statement is prepared has nothing to read."""


def wait_for(has_ended: Callable[[], bool], socket: int) -> None:
    """Wait on a socket until something has ended; raises TimeoutError if that takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    while not has_ended():
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError("the server does not answer")
