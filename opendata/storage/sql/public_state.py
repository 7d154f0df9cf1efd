"""The number of the public state, read as cheaply as SQLite and PostgreSQL can tell it.

Here: a connection of its own for each process, and when it is opened again. Not here: what PostgreSQL is asked on it
(postgresql_look.py), raising the number, which triggers do (migrations/), and what the number is good for
(opendata/answers/). SQLAlchemy would take thirty times as long.
"""

import logging
import sqlite3
import time
from pathlib import Path
from threading import Lock

from sqlalchemy.engine import make_url

from opendata.steps.ports.public_state import LookUnderWay, PublicNumber, PublicState
from opendata.storage.sql.postgresql_look import PostgresqlLook, wait_for

log = logging.getLogger("opendata.public_state")
QUERY = "SELECT number, taken_back FROM public_state WHERE id = 1"
BUSY_SECONDS = 0.1  # readers of SQLite wait only in the moment in which its log begins anew
DO_WITHOUT_SECONDS = 1.0  # how long a database that did not answer is not asked again


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
    """The number in a server: one round trip."""

    is_near = False

    def __init__(self, url: str) -> None:
        self._lock = Lock()
        self._waiting, self._watched = PostgresqlLook(url), PostgresqlLook(url)
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
        wait_for(self._waiting.receive, self._waiting.descriptor)
        # Opening takes a while, so it is done here, where a thread waits anyway.
        if not self._watched.is_open:
            self._watched.open()
        return self._waiting.number
