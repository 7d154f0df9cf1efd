"""Files of a copy that are known while it is made: those that are linked, and those that an earlier run wrote.

Here: a small database on disk, so that a copy of any size takes little memory. Not here: writing files
(written_folder.py).
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from opendata.static_copy.file_names import apart

UNCHANGED, NEW, CHANGED = "unchanged", "new", "changed"
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE files (
    number INTEGER PRIMARY KEY, address TEXT UNIQUE, file TEXT UNIQUE COLLATE NOCASE, state TEXT, digest TEXT
);
CREATE INDEX waiting ON files (number) WHERE state IS NULL;
CREATE TABLE earlier (file TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
"""


class KnownFiles:
    """The files of one run."""

    def __init__(self, database: Path) -> None:
        self._database = sqlite3.connect(database, isolation_level=None)
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def file_of(self, address: str, file: str) -> str:
        """The file of an address: this one, unless another address has it but for the case of letters."""
        found = self._one("SELECT file FROM files WHERE address = ?", address)
        if found is not None:
            return found
        if self._one("SELECT file FROM files WHERE file = ?", file) is not None:
            file = apart(file, address)
        self._database.execute("INSERT INTO files (address, file) VALUES (?, ?)", (address, file))
        return file

    def addresses(self) -> Iterator[tuple[int, str, str]]:
        """Number, address and file of everything that is linked and not noted yet; more may be found meanwhile.

        What was found last comes first, so that everything about one row is asked for together.
        """
        query = "SELECT number, address, file FROM files WHERE state IS NULL ORDER BY number DESC LIMIT 1"
        while (found := self._database.execute(query).fetchone()) is not None:
            yield found

    def note(self, number: int, state: str, digest: str) -> None:
        """Note what has become of a file."""
        self._database.execute("UPDATE files SET state = ?, digest = ? WHERE number = ?", (state, digest, number))

    def note_earlier(self, file: str, digest: str) -> None:
        """Note a file that an earlier run wrote."""
        self._database.execute("INSERT OR REPLACE INTO earlier VALUES (?, ?)", (file, digest))

    def is_earlier(self, file: str) -> bool:
        """Whether an earlier run wrote a file."""
        return self._one("SELECT file FROM earlier WHERE file = ?", file) is not None

    def in_state(self, state: str) -> Iterator[tuple[int, str]]:
        """Number and file of all in this state."""
        yield from self._database.execute("SELECT number, file FROM files WHERE state = ? ORDER BY number", (state,))

    def gone(self) -> Iterator[tuple[str, str]]:
        """Files that an earlier run wrote and this one did not, with the digests that they had."""
        yield from self._database.execute(
            "SELECT file, digest FROM earlier WHERE file NOT IN (SELECT file FROM files) ORDER BY file"
        )

    def listed(self, *, with_earlier: bool) -> Iterator[tuple[str, str]]:
        """All files with their digests, in order; with_earlier: those of earlier runs that are gone, too."""
        query = "SELECT file, digest FROM files WHERE state IS NOT NULL"
        if with_earlier:
            query += " UNION SELECT file, digest FROM earlier WHERE file NOT IN (SELECT file FROM files)"
        yield from self._database.execute(f"{query} ORDER BY file")

    def count(self, *states: str) -> int:
        """How many files are in one of these states."""
        marks = ", ".join("?" * len(states))
        (number,) = self._database.execute(f"SELECT count(*) FROM files WHERE state IN ({marks})", states).fetchone()  # noqa: S608
        return int(number)

    def _one(self, query: str, value: str) -> str | None:
        found = self._database.execute(query, (value,)).fetchone()
        return None if found is None else str(found[0])
