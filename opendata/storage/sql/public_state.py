"""The number of the public state, read as cheaply as SQLite and PostgreSQL can tell it.

Here: one connection of its own for each process, and one indexed row. Not here: raising the number, which triggers
do (migrations/), and what the number is good for (opendata/answers/). SQLAlchemy would take thirty times as long.
"""

import logging
import select
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.engine import make_url

from opendata.steps.ports.public_state import LookUnderWay, PublicNumber, PublicState

log = logging.getLogger("opendata.public_state")
QUERY = "SELECT number, taken_back FROM public_state WHERE id = 1"
PATIENCE_SECONDS = 2.0
BUSY_SECONDS = 0.1  # readers of SQLite wait only in the moment in which its log begins anew
DO_WITHOUT_SECONDS = 1.0  # how long a database that did not answer is not asked again
LOOK = b"look"
BINARY = 1  # how the server writes the values: as the eight bytes of each number


def public_state_of(url: str) -> PublicState:
    """The number in the database of this URL; nothing is connected yet."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return SqlitePublicState(Path(parts.database or ":memory:"))
    return PostgresqlPublicState(parts.set(drivername="postgresql").render_as_string(hide_password=False))


class SqlitePublicState:
    """The number in a file on this machine: three microseconds."""

    is_near = True

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._connection: sqlite3.Connection | None = None
        self._ask_again_at = 0.0

    def look(self) -> PublicNumber | None:
        with self._lock:
            if self._ask_again_at and time.monotonic() < self._ask_again_at:
                return None
            try:
                # All rows are fetched: a query that is not finished would hold on to an old state.
                rows = (self._connection or self._open()).execute(QUERY).fetchall()
            except sqlite3.Error as error:
                log.warning("the public state cannot be read (%s); every answer is made anew", error)
                self._let_go()
                self._ask_again_at = time.monotonic() + DO_WITHOUT_SECONDS
                return None
        return PublicNumber(*rows[0]) if rows else None

    def begin(self) -> LookUnderWay | None:
        return None  # nobody ever waits for a look

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _open(self) -> sqlite3.Connection:
        # In the mode rw, so that a file that is missing is not made here.
        self._connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}").fetchall()
        self._ask_again_at = 0.0
        return self._connection

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class PostgresqlPublicState:
    """The number in a server: one round trip, with a statement that is prepared once."""

    is_near = False

    def __init__(self, url: str) -> None:
        self._lock = Lock()
        self._waiting, self._watched = _PreparedLook(url), _PreparedLook(url)
        self._ask_again_at = 0.0

    def look(self) -> PublicNumber | None:
        with self._lock:
            if time.monotonic() < self._ask_again_at:
                return None
            # A server that was started again has closed the connection: the second try opens another one.
            for _ in range(2):
                was_open = self._waiting.is_open
                try:
                    return self._asked()
                except Exception as error:  # psycopg's own, and those of its bare connection
                    self._waiting.give_up()
                    if not was_open or isinstance(error, TimeoutError):
                        log.warning(
                            "the public state cannot be read (%s); every answer is made anew", type(error).__name__
                        )
                        break
            self._ask_again_at = time.monotonic() + DO_WITHOUT_SECONDS
            return None

    def begin(self) -> LookUnderWay | None:
        return self._watched if self._watched.has_begun() else None

    def close(self) -> None:
        with self._lock:
            self._waiting.give_up()
        self._watched.give_up()

    def _asked(self) -> PublicNumber | None:
        """What the server says; raises TimeoutError if it does not say it in time."""
        if not self._waiting.is_open:
            self._waiting.open()
        self._waiting.send()
        _wait_for(self._waiting.receive, self._waiting.descriptor)
        # Opening takes a while, so it is done here, where a thread waits anyway.
        if not self._watched.is_open:
            self._watched.open()
        return self._waiting.number


class _PreparedLook:
    """A connection on which the number is asked for, once at a time. Implements LookUnderWay."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._told: tuple[bytes, bytes] | None = None  # as the server wrote it last, and what that means
        self._meant: PublicNumber | None = None
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
            connection.pgconn.send_prepare(LOOK, QUERY.encode())
            _wait_for(lambda: _took(connection.pgconn, _passed_over), connection.pgconn.socket)
        except BaseException:
            connection.close()
            raise
        self.descriptor = connection.pgconn.socket
        self._connection = connection

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
        """Send the query, which always has room in the socket; raises what psycopg raises."""
        self.number = None
        pgconn = self._connection.pgconn
        pgconn.send_query_prepared(LOOK, None, None, BINARY)
        if pgconn.flush():
            raise ConnectionError("the server takes nothing")

    def has_ended(self) -> bool:
        try:
            return self.receive()
        except Exception:  # psycopg's own, and those of its bare connection
            self.give_up()
            return True

    def receive(self) -> bool:
        """Receive what is there; whether that is everything. Raises ConnectionError if it is no good result."""
        return _took(self._connection.pgconn, self._read)

    def _read(self, result: Any) -> None:
        if not result.ntuples:
            return
        told = result.get_value(0, 0), result.get_value(0, 1)
        if told != self._told:  # hardly ever: mostly nothing has changed since the last look
            self._told, self._meant = told, PublicNumber(*(int.from_bytes(each, "big") for each in told))
        self.number = self._meant

    def give_up(self) -> None:
        connection, self._connection, self.number = self._connection, None, None
        if connection is not None:
            connection.close()


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


def _wait_for(has_ended: Callable[[], bool], socket: int) -> None:
    """Wait on a socket until something has ended; raises TimeoutError if that takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    while not has_ended():
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError("the server does not answer")
