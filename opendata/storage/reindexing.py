"""Reindexing: the public index rebuilt from the packages alone.

Here: publishers, datasets, versions and the journal with the same serials and entry ids, in one transaction.
Not here: users, tokens and uploads, which packages do not hold and which are left as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from opendata.domain import numbering
from opendata.domain.errors import DatasetNotFound, PackageDamaged
from opendata.domain.model import Dataset, Version
from opendata.domain.package import (
    CHANGES,
    DESCRIPTOR,
    checked_file,
    dataset_from_descriptor,
    events_from_changes,
    read_descriptor,
    version_from_descriptor,
)
from opendata.storage.database import Database
from opendata.storage.rows import dataset_row
from opendata.storage.schema import datasets, journal, journal_head, publishers, unfinished, versions
from opendata.storage.store import PackageStore
from opendata.storage.versions import EPOCH, record


@dataclass(frozen=True)
class Rebuilt:
    """How much the packages told."""

    publishers: int
    datasets: int
    versions: int
    entries: int


@dataclass(frozen=True)
class Reindexing:
    """Rebuilds the index; readers see the old one until the new one is complete."""

    database: Database
    packages: PackageStore

    def reindex(self) -> Rebuilt:
        """Rebuild from all packages; raises PackageDamaged, and then nothing is changed."""
        with self.database.writing() as connection:
            return self.rebuild(connection)

    def rebuild(self, connection: Connection) -> Rebuilt:
        """The same as a part of a transaction that is already going on."""
        if not self.database.is_sqlite:
            # Nobody publishes until the new index is there; who reads is not held up.
            connection.execute(text("LOCK TABLE datasets, journal_head IN EXCLUSIVE MODE"))
        left = set(connection.execute(select(unfinished.c.path)).scalars())
        known = set(
            connection.execute(
                select(publishers.c.name, datasets.c.name, versions.c.number)
                .join_from(versions, datasets)
                .join(publishers)
            ).all()
        )
        packages = [
            self._read(path) for path in self.packages.paths() if path not in left or tuple(path.split("/")) in known
        ]
        connection.execute(delete(journal))
        connection.execute(delete(versions))
        connection.execute(update(datasets).values(current=None))
        self._reset_head(connection)
        entries = 0
        # In the order in which they became public, so that serials grow as they did then.
        for version, dataset in sorted(_following(packages), key=lambda each: each[0].first_serial):
            row = self._dataset(connection, dataset)
            events = events_from_changes(self.packages.read(version.path, CHANGES))
            record(connection, version, events, row.id, row.publisher_id)
            entries += len(events)
        return Rebuilt(
            len({dataset.publisher.name for _, dataset in packages}),
            len({dataset.path for _, dataset in packages}),
            len(packages),
            entries,
        )

    def _read(self, path: str) -> tuple[Version, Dataset]:
        descriptor = read_descriptor(self.packages.read(path, DESCRIPTOR), path)
        checked_file(self.packages.read(path, CHANGES), descriptor["changes"], path)
        return version_from_descriptor(descriptor), dataset_from_descriptor(descriptor)

    def _reset_head(self, connection: Connection) -> None:
        connection.execute(update(journal_head).values(last_serial=0, last_at=EPOCH))

    def _dataset(self, connection: Connection, dataset: Dataset) -> Any:
        """The row of a dataset, made if it is not there; what its last package says of it holds."""
        values = {name: getattr(dataset, name) for name in ("kind", "title", "licence", "rhythm")}
        about = vars(dataset.publisher)
        found = connection.execute(
            select(publishers.c.id).where(publishers.c.name == dataset.publisher.name)
        ).scalar()
        if found is None:
            connection.execute(insert(publishers).values(**about))
        else:
            connection.execute(update(publishers).where(publishers.c.id == found).values(**about))
        try:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(**values))
        except DatasetNotFound:
            publisher_id = connection.execute(
                select(publishers.c.id).where(publishers.c.name == dataset.publisher.name)
            ).scalar_one()
            connection.execute(insert(datasets).values(publisher_id=publisher_id, name=dataset.name, **values))
        return dataset_row(connection, dataset.publisher.name, dataset.name)


def _following(packages: Iterable[tuple[Version, Dataset]]) -> list[tuple[Version, Dataset]]:
    """The packages if each follows the one before it in its dataset; raises PackageDamaged."""
    chains: dict[str, list[tuple[Version, Dataset]]] = {}
    for version, dataset in packages:
        chains.setdefault(dataset.path, []).append((version, dataset))
    for chain in chains.values():
        chain.sort(key=lambda each: numbering.parts(each[0].number))
        before: Version | None = None
        for version, _ in chain:
            if version.previous != (before.number if before else None):
                raise PackageDamaged(version.path, f"follows version {version.previous}, which is not there")
            if before and version.previous_digest != before.digest:
                raise PackageDamaged(version.path, f"the chain is broken at version {before.number}")
            before = version
    return [each for chain in chains.values() for each in chain]
