"""Sweeping: what publications left that did not complete, of all datasets.

Here: finding the datasets that have marks of that. Not here: what is removed
(versions.py does that, and at each publish for its own dataset).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from opendata.domain.model import Dataset
from opendata.storage.database import Database
from opendata.storage.schema import unfinished
from opendata.storage.versions import SqlVersions


@dataclass(frozen=True)
class Sweeping:
    """Clears marks and packages of writers that are gone; those that may still be at work are let be."""

    database: Database
    versions: SqlVersions
    dataset: Callable[[str, str], Dataset]  # by publisher and name

    def sweep(self, now: datetime) -> int:
        """Clear all datasets that have marks; returns how many marks went. Raises StorageUnavailable."""
        before = self._marked()
        for path in sorted({path.rsplit("/", 1)[0] for path in before.values()}):
            self.versions._clear_left_behind(self.dataset(*path.split("/")), now)
        return len(before.keys() - self._marked().keys())

    def _marked(self) -> dict[str, str]:
        with self.database.reading() as connection:
            return {row.id: row.path for row in connection.execute(select(unfinished)).all()}
