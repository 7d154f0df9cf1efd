"""A store on SQLite and a folder, as every test of storage uses it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from opendata.domain.model import Dataset, Version
from opendata.domain.publishing import publish
from opendata.storage.catalogue import SqlCatalogue
from opendata.storage.database import Database
from opendata.storage.journal import SqlJournal
from opendata.storage.packages import FolderPackages
from opendata.storage.versions import SqlVersions
from tests.making import CITY, NOON, dataset, draft


@dataclass(frozen=True)
class Store:
    """One store, and the shortest way to publish into it."""

    database: Database
    packages: FolderPackages

    @property
    def catalogue(self) -> SqlCatalogue:
        return SqlCatalogue(self.database)

    @property
    def versions(self) -> SqlVersions:
        return SqlVersions(self.database, self.packages)

    @property
    def journal(self) -> SqlJournal:
        return SqlJournal(self.database)

    def dataset(self, name: str = "plaene") -> Dataset:
        """The dataset as it stands now."""
        return self.catalogue.dataset(CITY.name, name)

    def publish(
        self, as_of: str, tables: Mapping[str, pl.DataFrame], *, now: datetime = NOON, name: str = "plaene"
    ) -> Version:
        """Publish tables as the dataset's next version."""
        current = self.dataset(name)
        published = publish(draft(current, as_of, tables), self.versions, base=current.current, now=now)
        assert published
        return published[0]


def open_store(folder: Path) -> Store:
    """The store in a folder, its tables up to date."""
    database = Database(f"sqlite:///{folder / 'db.sqlite'}")
    database.migrate()
    return Store(database, FolderPackages(folder / "packages"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with Musterstadt's dataset, nothing published yet."""
    made = open_store(tmp_path)
    made.catalogue.add_publisher(CITY)
    made.catalogue.add_dataset(replace(dataset(), current=None))
    yield made
    made.database.close()
