"""A call of PostgreSQL that gives the snapshot of the moment: which transactions have ended, and which have not.

Here: the bytes of the question and of the answer, on the socket of a connection of libpq that waits for nothing else.
Not here: what a snapshot is good for (postgresql_look.py).

It is the message FunctionCall of PostgreSQL's protocol, which needs no plan and no portal. libpq can send it too, but
then waits for the answer, for which the poller of a web process has no time.
"""

import os
import struct
from typing import Any

# The number of the function, and `t` while the server replays the log of another one: its snapshots do not name the
# transactions that have not ended.
ABOUT_CALLS = b"SELECT 'pg_catalog.pg_current_snapshot'::regproc::oid, pg_catalog.pg_is_in_recovery()"
NO_ARGUMENTS = (0, 0)
BINARY = 1  # how the server writes values: numbers as their bytes
READY = b"Z\x00\x00\x00\x05I"  # the server waits for the next question, and no transaction is open
HEAD = struct.Struct("!cII")  # the letter of the answer, its length without the letter, and that of the value
RECEIVED_AT_ONCE = 4096


def is_unencrypted(pgconn: Any) -> bool:
    """Whether bytes may be written to the socket of this connection as they are; no where libpq cannot tell."""
    import psycopg  # noqa: PLC0415 - slow to import, and not needed with SQLite

    return psycopg.capabilities.has_used_gssapi() and not pgconn.ssl_in_use and not pgconn.used_gssapi


class SnapshotCall:
    """The call on one connection, asked once at a time; function: the number that the server has for it."""

    def __init__(self, descriptor: int, function: int) -> None:
        self._descriptor, self._received = descriptor, b""
        about = struct.pack("!IHHH", function, *NO_ARGUMENTS, BINARY)
        self._question = b"F" + struct.pack("!I", len(about) + 4) + about

    def ask(self) -> None:
        """Send the question, which always has room in the socket; raises OSError."""
        self._received = b""
        if os.write(self._descriptor, self._question) != len(self._question):
            raise ConnectionError("the server takes nothing")

    def answer(self) -> bytes | None:
        """The snapshot, after what is there was received; None if something is missing. Raises OSError.

        Whatever else the server says is an error: that it ends, or that its settings have changed.
        """
        try:
            more = os.read(self._descriptor, RECEIVED_AT_ONCE)
        except BlockingIOError:
            return None
        if not more:
            raise ConnectionError("the server has closed the connection")
        self._received += more
        if not self._received.startswith(b"V"):
            raise ConnectionError("the server says something else")
        if len(self._received) < HEAD.size:
            return None
        _, length, value_length = HEAD.unpack_from(self._received)
        end = 1 + length
        if len(self._received) < end + len(READY):
            return None
        if self._received[end:] != READY or HEAD.size + value_length != end:
            raise ConnectionError("the server says something else")
        return self._received[HEAD.size : end]
