"""Copies of tables that one process makes when somebody first needs them: as ordered columns, and as files at hand.

Here: which copies are kept, and for how long; each can be made again. Not here: what ordered columns are
(domain/queries/ordered_columns.py), files of them (column_files.py), and reading packages (sql_versions.py).
"""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from opendata.domain.kinds import Table
from opendata.domain.packages.canonical_tables import read_canonical_csv
from opendata.domain.packages.long_tables import LongCsv
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.unnamed_files import unnamed_file
from opendata.storage.versions.column_files import mapped_table

SMALL_BYTES = 4 * 2**20  # of canonical CSV: such tables are made at once, and kept in memory
MEMORY_BYTES = 48 * 2**20  # of all small tables
RESTING_BYTES = 8 * 2**20  # of them that stay in memory though nobody asks for them
MANY = 64  # requests may wait for small tables, which are made in milliseconds: as many as ask after a start
FILE_BYTES = 4 * 2**30  # of all files that are mapped
CSV_BYTES = 2 * 2**30  # of all tables that are at hand as they are
LEFT_BEHIND_SECONDS = 3_600  # no table takes so long to be brought into order


class ColumnCopies:
    """The ordered tables of one process: small ones in memory, large ones mapped from files in a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._small, self._large = DearAnswers(MEMORY_BYTES, most_waiting=MANY), DearAnswers(FILE_BYTES)
        self._csv = DearAnswers(CSV_BYTES)
        if folder is not None:
            _clear(folder)

    def get(
        self, digest: str, table: Table, size: int, read: Callable[[], bytes], copy: Callable[[BinaryIO], object]
    ) -> OrderedTable:
        """The table of a version; size: the bytes of its canonical CSV, which `read` returns and `copy` writes.

        Raises AnswersBusy, StorageUnavailable.
        """

        def small() -> OrderedTable:
            return OrderedTable.of(read_canonical_csv(read(), table.field_names), table)

        folder = self._folder
        if size <= SMALL_BYTES or folder is None:
            return self._small.get((digest,), table.name, small, OrderedTable.size)
        return self._large.get((digest,), table.name, lambda: mapped_table(copy, table, folder), OrderedTable.size)

    def csv(self, digest: str, name: str, copy: Callable[[BinaryIO], object]) -> LongCsv:
        """The canonical CSV of a version's table, which `copy` writes, at hand on the disk of this machine.

        Raises AnswersBusy, StorageUnavailable.
        """

        def made() -> LongCsv:
            file = unnamed_file("columns", self._folder, copy)
            return LongCsv(file.read, file.size)

        return self._csv.get((digest,), name, made, lambda csv: csv.size)

    def let_go(self, idle_seconds: float) -> None:
        """Give back the memory of small tables that nobody asked for during these seconds, until little is left.

        Files stay: no part of them is in the memory of this process while nobody asks for them.
        """
        self._small.let_go(idle_seconds, RESTING_BYTES)

    def drop(self, digest: str) -> None:
        """Forget the tables of a version; files that nobody reads any more are gone then."""
        self._small.drop(digest)
        self._large.drop(digest)
        self._csv.drop(digest)


def _clear(folder: Path) -> None:
    """Remove what killed processes left of tables that they ordered, whose versions may be withdrawn by now."""
    before = time.time() - LEFT_BEHIND_SECONDS
    for left in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):  # another process removes it at this moment
            if left.stat().st_mtime < before:
                shutil.rmtree(left)
