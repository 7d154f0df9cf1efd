"""A store as every test of storage uses it: on SQLite and a folder, and on PostgreSQL and S3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opendata.config import Config, ConfigError
from opendata.domain.model import Dataset, Version
from opendata.steps.publishing import publish
from opendata.storage.catalogue.sql_catalogue import SqlCatalogue
from opendata.storage.packages.package_store import PackageStore, open_stores
from opendata.storage.sql.database import Database
from opendata.storage.versions.sql_journal import SqlJournal
from opendata.storage.versions.sql_versions import SqlVersions
from tests.databases import copy_with_tables, with_tables
from tests.making import CITY, NOON, dataset, draft
from tests.servers import Servers


@dataclass(frozen=True)
class Place:
    """Where a store is: enough for another process to open it."""

    folder: Path
    database_url: str
    packages_url: str
    settings: dict[str, Any] = field(default_factory=dict)
    objects: Path | None = None  # where the packages lie on this machine's disk, to damage them

    def open(self) -> "Store":
        """The store, its tables up to date."""
        database = Database(self.database_url)
        database.migrate()
        config = Config(
            data_dir=self.folder, database_url=self.database_url, packages_url=self.packages_url, secret_key="",
            **self.settings,
        )  # fmt: skip
        try:
            packages, _ = open_stores(config)
        except ConfigError:
            database.close()
            raise
        return Store(self, database, packages)


@dataclass(frozen=True)
class Store:
    """One store, and the shortest way to publish into it."""

    place: Place
    database: Database
    packages: PackageStore

    @property
    def on_disk(self) -> Path:
        """Where the packages lie on this machine's disk."""
        assert self.place.objects
        return self.place.objects

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
        return published


def on_one_disk(folder: Path, name: str = "db.sqlite") -> Place:
    """SQLite and a folder."""
    packages = folder / "packages"
    return Place(folder, f"sqlite:///{with_tables(folder / name)}", str(packages), objects=packages)


def on_servers(folder: Path, servers: Servers) -> Place:
    """A new database of PostgreSQL and an empty place in a bucket."""
    url, s3 = servers.s3.new_url(), servers.s3
    database = copy_with_tables(servers.postgresql)
    return Place(folder, database, url, s3.settings, s3.objects(url))


@pytest.fixture(params=["one-disk", "servers"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for each kind of store there is."""
    if request.param == "one-disk":
        return on_one_disk(tmp_path)
    return on_servers(tmp_path, request.getfixturevalue("servers"))


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """The store with Musterstadt's dataset, nothing published yet."""
    made = place.open()
    made.catalogue.add_publisher(CITY)
    made.catalogue.add_dataset(replace(dataset(), current=None))
    yield made
    made.database.close()
