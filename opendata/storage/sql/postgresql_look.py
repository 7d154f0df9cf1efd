"""A look at the number of the public state in PostgreSQL, on a connection of its own.

Here: the statement that is prepared once, and the shorter question whether anything has been written since. Not here:
when a connection is opened again, and what is done while the server does not answer (public_state.py).

The statement gives its snapshot beside the number: which transactions have ended, and which have not. As long as the
snapshot is the same, so is every row that it sees, and the number with it. To ask for the snapshot alone takes the
server a third less time.
"""

import logging
import select
import time
from collections.abc import Callable
from typing import Any

from opendata.steps.ports.public_state import PublicNumber
from opendata.storage.sql.snapshot_call import ABOUT_CALLS, BINARY, SnapshotCall, is_unencrypted

log = logging.getLogger("opendata.public_state")
PATIENCE_SECONDS = 2.0
WITHOUT_CALLS_SECONDS = 600.0  # after a call was refused: the server may have been about to end, too
LOOK = b"look"
QUERY = b"SELECT number, taken_back, pg_catalog.pg_current_snapshot() FROM public_state WHERE id = 1"


class PostgresqlLook:
    """A connection on which the number is asked for, once at a time. Implements LookUnderWay."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._last: PublicNumber | None = None  # that the statement gave
        self._snapshot: bytes | None = None  # which came with it
        self._is_quiet = False  # whether the last two statements had the same snapshot
        self._no_calls_until = 0.0
        self._call: SnapshotCall | None = None  # None where the statement alone may be sent
        self._is_calling = False
        self.descriptor = -1
        self.number: PublicNumber | None = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def open(self) -> None:
        """Connect, and prepare the statement; raises what psycopg raises."""
        import psycopg  # noqa: PLC0415 - slow to import, and not needed with SQLite

        connection = psycopg.connect(
            self._url, autocommit=True, connect_timeout=2, application_name="opendata", prepare_threshold=None
        )
        try:
            self._call = self._prepared(connection.pgconn)
        except BaseException:
            connection.close()
            raise
        self._snapshot, self._is_quiet, self._is_calling = None, False, False
        self.descriptor = connection.pgconn.socket
        self._connection = connection

    def has_begun(self) -> bool:
        """Begin a look where the connection is open; whether that went well."""
        if self._connection is None:
            return False
        try:
            self.send()
        except Exception:  # psycopg's own, and those of its bare connection
            self.give_up()
            return False
        return True

    def send(self) -> None:
        """Ask, which always has room in the socket; raises OSError, and what psycopg raises."""
        self.number = None
        # Where something is written all the time, the snapshot is another one each time: it is not asked for alone.
        if self._call is not None and self._is_quiet:
            self._is_calling = True
            self._call.ask()
        else:
            self._send_statement()

    def has_ended(self) -> bool:
        try:
            return self.receive()
        except Exception:  # psycopg's own, and those of its bare connection
            self.give_up()
            return True

    def receive(self) -> bool:
        """Receive what is there; whether that is everything. Raises ConnectionError if it is no good result."""
        if not self._is_calling:
            return _took(self._connection.pgconn, self._read)
        assert self._call is not None
        snapshot = self._call.answer()
        if snapshot is None:
            return False
        self._is_calling = False
        if snapshot == self._snapshot:
            self.number = self._last
            return True
        self._send_statement()
        return False

    def give_up(self) -> None:
        connection, self._connection, self.number = self._connection, None, None
        if connection is not None:
            connection.close()

    def _send_statement(self) -> None:
        pgconn = self._connection.pgconn
        pgconn.send_query_prepared(LOOK, None, None, BINARY)
        if pgconn.flush():
            raise ConnectionError("the server takes nothing")

    def _read(self, result: Any) -> None:
        if not result.ntuples:
            self._is_quiet = False
            return
        number, taken_back, snapshot = (result.get_value(0, column) for column in range(3))
        self.number = self._last = PublicNumber(int.from_bytes(number, "big"), int.from_bytes(taken_back, "big"))
        self._is_quiet, self._snapshot = snapshot == self._snapshot, snapshot

    def _prepared(self, pgconn: Any) -> SnapshotCall | None:
        """The call, where it may be made, after the statement was prepared."""
        said: list[Any] = []
        pgconn.send_prepare(LOOK, QUERY)
        wait_for(lambda: _took(pgconn, said.append), pgconn.socket)
        pgconn.send_query(ABOUT_CALLS)
        wait_for(lambda: _took(pgconn, said.append), pgconn.socket)
        function, is_in_recovery = (said[-1].get_value(0, column) for column in range(2))
        if time.monotonic() < self._no_calls_until or not is_unencrypted(pgconn) or is_in_recovery != b"f":
            return None
        call = SnapshotCall(pgconn.socket, int(function))
        try:
            call.ask()
            wait_for(lambda: call.answer() is not None, pgconn.socket)
        except ConnectionError:  # a pooler between this and the server may not know such calls
            log.info("PostgreSQL takes no call for its snapshot; the number is asked for by its statement alone")
            self._no_calls_until = time.monotonic() + WITHOUT_CALLS_SECONDS
            raise
        return call


def wait_for(has_ended: Callable[[], bool], socket: int) -> None:
    """Wait on a socket until something has ended; raises TimeoutError if that takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    while not has_ended():
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError("the server does not answer")


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
