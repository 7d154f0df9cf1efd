"""Copies of tables as ordered columns, made when a query first needs them and always to be made again.

Here: which are kept and for how long, in one process. Not here: what ordered columns are
(domain/queries/ordered_columns.py), files of them (column_files.py).
"""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from opendata.domain.kinds import Table
from opendata.domain.packages.canonical_tables import read_canonical_csv
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.steps.dear_answers import DearAnswers
from opendata.storage.versions.column_files import mapped_table

SMALL_BYTES = 4 * 2**20  # of canonical CSV: such tables are made at once, and kept in memory
MEMORY_BYTES = 48 * 2**20  # of all small tables
FILE_BYTES = 4 * 2**30  # of all files that are mapped
LEFT_BEHIND_SECONDS = 3_600  # no table takes so long to be brought into order


class ColumnCopies:
    """The ordered tables of one process: small ones in memory, large ones mapped from files in a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._small, self._large = DearAnswers(MEMORY_BYTES), DearAnswers(FILE_BYTES)
        if folder is not None:
            _clear(folder)

    def get(self, digest: str, table: Table, size: int, read: Callable[[], bytes]) -> OrderedTable:
        """The table of a version; size: the bytes of its canonical CSV, which `read` returns.

        Raises AnswersBusy, StorageUnavailable.
        """

        def small() -> OrderedTable:
            return OrderedTable.of(read_canonical_csv(read(), table.field_names), table)

        folder = self._folder
        if size <= SMALL_BYTES or folder is None:
            return self._small.get((digest,), table.name, small, OrderedTable.size)
        return self._large.get((digest,), table.name, lambda: mapped_table(read(), table, folder), OrderedTable.size)

    def drop(self, digest: str) -> None:
        """Forget the tables of a version; files that nobody reads any more are gone then."""
        self._small.drop(digest)
        self._large.drop(digest)


def _clear(folder: Path) -> None:
    """Remove what killed processes left of tables that they ordered, whose versions may be withdrawn by now."""
    before = time.time() - LEFT_BEHIND_SECONDS
    for left in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):  # another process removes it at this moment
            if left.stat().st_mtime < before:
                shutil.rmtree(left)
