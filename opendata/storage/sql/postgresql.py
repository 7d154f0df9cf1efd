"""Connections to PostgreSQL that wait only for a limited time for a server that hangs.

Here: how long an answer may take, and whether a connection from the pool still answers. Not here: transactions, and
what SQLite and PostgreSQL have in common (database.py). The system notices a host that is gone, but not a
server process that stands still, because the kernel of its host keeps the connection up.
"""

import time
from typing import Any, TypeVar

import psycopg
from psycopg.errors import _WaitTimeout
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

Result = TypeVar("Result")

POOL, POOL_SECONDS = 16, 15  # connections of one process, and how long a request waits for one
PING_SECONDS = 2.0
# A connection that was given back less than this ago is not pinged: one request takes connections many times.
TRUSTED_SECONDS = 1.0
ANSWERED = "opendata_answered"  # when a connection was given back
# Settings of each connection, so that a process that hangs while it publishes does not hold up all others.
SETTINGS = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
    "application_name": "opendata",
}


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when an answer takes longer than its patience."""

    patience_seconds: float | None = None  # None: as long as it takes

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer; raises OperationalError if none comes in time."""
        try:
            return super().wait(gen, interval, self.patience_seconds if timeout is None else timeout)
        except _WaitTimeout:
            self.pgconn.finish()  # an answer may still arrive on this connection, so nobody may use it again
            raise psycopg.OperationalError("it does not answer") from None


def postgresql_engine(url: str, patience_seconds: float | None) -> Engine:
    """An engine for a URL of PostgreSQL. Nothing is connected yet.

    patience_seconds: how long one statement may take; None for commands, which may work for hours.
    """
    engine = create_engine(url, pool_size=POOL, max_overflow=4, pool_timeout=POOL_SECONDS, connect_args=SETTINGS)

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, words: Any, settings: Any) -> PatientConnection:
        connection = PatientConnection.connect(*words, **settings)
        connection.patience_seconds = patience_seconds
        return connection

    @event.listens_for(engine, "checkout")
    def _ping(connection: PatientConnection, record: Any, _proxy: Any) -> None:
        if record.fresh or time.monotonic() - record.info.get(ANSWERED, 0.0) < TRUSTED_SECONDS:
            return
        connection.patience_seconds = PING_SECONDS
        try:
            engine.dialect.do_ping(connection)  # type: ignore[arg-type]
        except psycopg.Error as error:
            # All connections of the pool lead to the same server, which is gone or was started again.
            raise InvalidatePoolError from error
        connection.patience_seconds = patience_seconds

    @event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: Any) -> None:
        record.info[ANSWERED] = time.monotonic()

    return engine
