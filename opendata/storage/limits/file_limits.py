"""Limits counted in a small SQLite file of their own, by all processes of one host.

Here: counting and holding in a file beside the data. Not here: what is limited (web/limits.py). The file is not the
database: counting must neither wait for a publication nor hold one up, and may be lost with the machine.
"""

import logging
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from uuid import uuid4

from opendata.steps.ports.limits import AllowedRate

log = logging.getLogger("opendata.limits")
PATIENCE_SECONDS = 1.0
CLEAR_SECONDS = 60.0
TABLES = """
CREATE TABLE IF NOT EXISTS counted (name TEXT, who TEXT, free_at REAL, PRIMARY KEY (name, who)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (place TEXT PRIMARY KEY, name TEXT, who TEXT, until REAL) WITHOUT ROWID;
"""
NEXT_FREE = "INSERT INTO counted VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET free_at = excluded.free_at"


class FileLimits:
    """A file, opened when something is counted for the first time."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._connection: sqlite3.Connection | None = None
        self._cleared = 0.0

    def count(self, limit: AllowedRate, who: str) -> float:
        """Count one time more; 0 if that is within the limit, else in how many seconds the next one is."""
        try:
            with self._lock:
                return self._count(limit, who, time.time())
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
            return 0.0

    def hold(self, limit: AllowedRate, who: str) -> str | None:
        """Take one of the places: its name; None if all are taken."""
        place = uuid4().hex
        try:
            with self._lock:
                return place if self._hold(limit, who, place, time.time()) else None
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
            return place

    def let_go(self, limit: AllowedRate, who: str, place: str) -> None:
        """Give a place back."""
        try:
            with self._lock:
                self._open().execute("DELETE FROM held WHERE place = ?", (place,))
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the file; it is opened again when something is counted."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _count(self, limit: AllowedRate, who: str, now: float) -> float:
        """Each time is paid back after its share of the seconds; who owes more than all of them has to wait."""
        share = limit.seconds / limit.most
        connection = self._begin(now)
        try:
            row = connection.execute(
                "SELECT free_at FROM counted WHERE name = ? AND who = ?", (limit.name, who)
            ).fetchone()
            # No more than all of the seconds is owed, even if the clock of the machine was set back.
            owed = min(max(row[0] - now, 0.0), limit.seconds) if row else 0.0
            if (wait := owed + share - limit.seconds) > 1e-6:
                return wait
            connection.execute(NEXT_FREE, (limit.name, who, now + owed + share))
            return 0.0
        finally:
            connection.commit()

    def _hold(self, limit: AllowedRate, who: str, place: str, now: float) -> bool:
        connection = self._begin(now)
        try:
            connection.execute("DELETE FROM held WHERE until < ? OR until > ?", (now, now + 86_400))
            query = "SELECT count(*) FROM held WHERE name = ? AND who = ?"
            if connection.execute(query, (limit.name, who)).fetchone()[0] >= limit.most:
                return False
            connection.execute("INSERT INTO held VALUES (?, ?, ?, ?)", (place, limit.name, who, now + limit.seconds))
            return True
        finally:
            connection.commit()

    def _begin(self, now: float) -> sqlite3.Connection:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        if not 0 <= now - self._cleared < CLEAR_SECONDS:
            self._cleared = now
            connection.execute("DELETE FROM counted WHERE free_at < ?", (now,))
        return connection

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # A host of several keeps nothing else there.
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(
                self._path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = OFF")
                connection.executescript(TABLES)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _give_up(self, error: Exception) -> None:
        log.warning("%s cannot be counted in (%s); what would be limited is allowed", self._path, error)
        with suppress(sqlite3.Error):
            self.close()
