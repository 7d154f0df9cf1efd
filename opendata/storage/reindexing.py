"""Reindexing: the public index rebuilt from the packages alone.

Here: publishers, datasets, versions and the journal with the same serials and entry ids, in one transaction.
Not here: users, tokens and uploads, which packages do not hold and which are left as they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from opendata.domain import numbering
from opendata.domain.errors import DatasetNotFound, PackageDamaged
from opendata.domain.events import Events
from opendata.domain.json_text import loads
from opendata.domain.model import Dataset, Version
from opendata.domain.package import (
    CHANGES,
    DESCRIPTOR,
    changes_file,
    checked_file,
    dataset_from_descriptor,
    events_from_changes,
    file_hash,
    kind_from_descriptor,
    read_descriptor,
    version_from_descriptor,
)
from opendata.domain.withdrawing import WITHDRAWAL, WithdrawalFile, redacted
from opendata.storage.database import Database
from opendata.storage.rows import dataset_row
from opendata.storage.schema import datasets, journal, journal_head, publishers, unfinished, versions
from opendata.storage.store import PackageStore
from opendata.storage.withdrawing import mark_redacted, record_replaced, record_withdrawal, set_current
from opendata.storage.writing import EPOCH, kept_at, record


@dataclass(frozen=True)
class Rebuilt:
    """How much the packages told."""

    publishers: int
    datasets: int
    versions: int
    entries: int


@dataclass(frozen=True)
class _Package:
    """What a package tells of itself."""

    version: Version
    dataset: Dataset
    descriptor: Mapping[str, Any]
    withdrawal: tuple[str, WithdrawalFile] | None  # its digest, and what it says


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
        known = {
            f"{publisher}/{dataset}/{place}": withdrawn_at is not None
            for publisher, dataset, place, withdrawn_at in connection.execute(
                select(
                    publishers.c.name,
                    datasets.c.name,
                    func.coalesce(versions.c.place, versions.c.number),
                    versions.c.withdrawn_at,
                )
                .join_from(versions, datasets)
                .join(publishers)
            ).all()
        }
        packages = _public(
            self._read(path, left, was_withdrawn=known.get(path, False))
            for path in self.packages.paths()
            if path not in left or path in known
        )
        connection.execute(delete(journal))
        connection.execute(delete(versions))
        connection.execute(update(datasets).values(current=None))
        connection.execute(update(journal_head).values(last_serial=0, last_at=EPOCH))
        entries = self._record(connection, _following(packages))
        return Rebuilt(
            len({each.dataset.publisher.name for each in packages}),
            len({each.dataset.path for each in packages}),
            len(packages),
            entries,
        )

    def _read(self, path: str, left: Collection[str], *, was_withdrawn: bool) -> _Package:
        descriptor = read_descriptor(self.packages.read(path, DESCRIPTOR), path)
        says_so = WITHDRAWAL in self.packages.names(path)
        if was_withdrawn and not says_so:
            raise PackageDamaged(path, f"was withdrawn, and its {WITHDRAWAL} is missing")
        withdrawal = None
        # One that was being written when its writer died withdraws nothing.
        if says_so and (was_withdrawn or f"{path}/{WITHDRAWAL}" not in left):
            withdrawal = WithdrawalFile.read(self.packages.read(path, WITHDRAWAL), path)
            if withdrawal[1].version_digest != descriptor["digest"]:
                raise PackageDamaged(path, f"{WITHDRAWAL} is that of another version")
        version, dataset = version_from_descriptor(descriptor), dataset_from_descriptor(descriptor)
        return _Package(kept_at(version, path), dataset, descriptor, withdrawal)

    def _record(self, connection: Connection, packages: Sequence[_Package]) -> int:
        """Write all of them into the empty index; returns how many journal entries there are."""
        entries, last = 0, (0, EPOCH)
        of_dataset: dict[str, int] = {}
        replaced = {
            (each.dataset.path, number): (expected, each.withdrawal[1].withdrawn_at)
            for each in packages
            if each.withdrawal
            for number, expected in each.withdrawal[1].replaced.items()
        }
        # In the order in which they became public, so that serials grow as they did then.
        for package in sorted(packages, key=lambda each: each.version.first_serial):
            version, row = package.version, self._dataset(connection, package.dataset)
            events, redactions = self._events(package, replaced.get((package.dataset.path, version.number)))
            record(connection, version, events, row.id, row.publisher_id)
            for at, places in redactions:
                mark_redacted(connection, [version.first_serial + place for place in places], at)
            entries, last = entries + len(events), max(last, (version.last_serial, version.published_at))
            of_dataset[package.dataset.path] = row.id
            if package.withdrawal:
                digest, file = package.withdrawal
                record_withdrawal(connection, file, digest, row.id, row.publisher_id)
                entries, last = entries + 1, max(last, (file.serial, file.withdrawn_at))
        for package in packages:
            # Only now are the versions there whose changes another's withdrawal replaced.
            if package.withdrawal:
                record_replaced(connection, package.withdrawal[1], of_dataset[package.dataset.path])
        for dataset_id in of_dataset.values():
            set_current(connection, dataset_id)
        if packages:
            connection.execute(update(journal_head).values(last_serial=last[0], last_at=last[1]))
        return entries

    def _events(
        self, package: _Package, replaced: tuple[Mapping[str, Any], datetime] | None
    ) -> tuple[Events, list[tuple[datetime, Sequence[int]]]]:
        """The events of a version as the journal had them, and the places of those that tell less since when."""
        path = package.version.stored_at
        if package.withdrawal:
            events = package.withdrawal[1].events
            return events, [(package.withdrawal[1].withdrawn_at, range(len(events)))]
        content = self.packages.read(path, CHANGES)
        if replaced is None:
            return events_from_changes(checked_file(content, package.descriptor["changes"], path)), []
        expected, at = replaced
        events = events_from_changes(content)
        told, places = redacted(events, kind_from_descriptor(package.descriptor))
        if file_hash(content) != expected["hash"]:
            # Who withdrew the version before died before this file was replaced.
            checked_file(content, package.descriptor["changes"], path)
            base = loads(content)["from"]
            checked_file(changes_file(base, package.version.number, package.version.counts, told), expected, path)
            events = told
        return events, [(at, places)]

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


def _public(packages: Iterable[_Package]) -> list[_Package]:
    """Those that became public, in the order of their serials; raises PackageDamaged where nobody can tell.

    What a writer that died left behind has serials that were given to another. It is known by its mark; where the
    marks are lost as well, the public one is that which another follows, or which was put beside the other.
    """
    all_packages = sorted(packages, key=lambda each: each.version.first_serial)
    followed = {each.version.previous_digest for each in all_packages}
    found: list[_Package] = []
    for each in all_packages:
        before = found[-1] if found else None
        if before is None or before.version.last_serial < each.version.first_serial:
            found.append(each)
            continue
        claims = [(p.version.digest in followed, p.version.place is not None) for p in (before, each)]
        if claims[0] == claims[1]:
            raise PackageDamaged(
                each.version.stored_at,
                f"has the same serials as {before.version.stored_at}: one of the two was never published; remove it",
            )
        if claims[1] > claims[0]:
            found[-1] = each
    return found


def _following(packages: Iterable[_Package]) -> list[_Package]:
    """The packages if each follows the one before it in its dataset; raises PackageDamaged."""
    chains: dict[str, list[_Package]] = {}
    for package in packages:
        chains.setdefault(package.dataset.path, []).append(package)
    for chain in chains.values():
        chain.sort(key=lambda each: numbering.parts(each.version.number))
        before: Version | None = None
        for version in (each.version for each in chain):
            if version.previous != (before.number if before else None):
                raise PackageDamaged(version.path, f"follows version {version.previous}, which is not there")
            if before and version.previous_digest != before.digest:
                raise PackageDamaged(version.path, f"the chain is broken at version {before.number}")
            before = version
    return [each for chain in chains.values() for each in chain]
