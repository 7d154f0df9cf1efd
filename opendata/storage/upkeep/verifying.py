"""Verifying: recompute every digest and the chain from the packages, and compare the index with them.

Here: what `flask verify` finds. Not here: how digests are made (domain/packages/descriptor.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from opendata.domain.errors import PackageDamaged
from opendata.domain.model import Version
from opendata.domain.packages import version_numbers
from opendata.domain.packages.descriptor import (
    CHANGES,
    DESCRIPTOR,
    checked_file,
    events_from_changes,
    read_descriptor,
    version_from_descriptor,
)
from opendata.domain.packages.file_hashes import file_hash
from opendata.domain.packages.overdue_file import OverdueFile, is_overdue_name
from opendata.domain.packages.withdrawal import WITHDRAWAL, WithdrawalFile
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import datasets, journal, journal_head, publishers, unfinished, versions
from opendata.storage.versions.atomic_writing import kept_at

AT_ONCE = 16  # packages of a dataset that are read at the same time


@dataclass
class Verification:
    """How many versions were verified, and what is wrong with them."""

    versions: int = 0
    problems: list[str] = field(default_factory=list)
    left_behind: list[str] = field(
        default_factory=list
    )  # by a crash; not public, and removed when the dataset is published next
    withdrawn: list[str] = field(default_factory=list)  # each with its day and reason
    overdue: set[int] = field(default_factory=set)  # the serials of the entries about reports that were due

    def add(self, part: "Verification") -> None:
        """Add the result of the verification of a part."""
        self.versions += part.versions
        self.problems += part.problems
        self.left_behind += part.left_behind
        self.withdrawn += part.withdrawn

    @property
    def sound(self) -> bool:
        """Whether nothing published was changed or lost."""
        return not self.problems


@dataclass(frozen=True)
class Verifying:
    """Verifies packages against themselves, each other, and the index."""

    database: Database
    packages: PackageStore

    def verify(self, below: str = "") -> Verification:
        """Verify everything, one publisher, or one publisher/dataset.

        Dataset by dataset, so that the history of one dataset is in memory, and not that of all.
        """
        verification, seen = Verification(), set[str]()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for dataset, paths in groupby(self.packages.paths(below), key=lambda path: path.rpartition("/")[0]):
                seen.add(dataset)
                self._verify_dataset(dataset, list(paths), verification, pool)
            for dataset in self._indexed_datasets(below):
                if dataset not in seen:
                    self._verify_dataset(dataset, [], verification, pool)
        return verification

    def _verify_dataset(
        self, dataset: str, paths: list[str], verification: Verification, pool: ThreadPoolExecutor
    ) -> None:
        with self.database.reading() as connection:
            # One state of the index, later than the listing: packages published in between are looked up by path.
            indexed, left = self._indexed(connection, dataset), self._left_behind(connection)
            head = _head(connection)
        for path in sorted(set(indexed) - set(paths)):
            if DESCRIPTOR in self.packages.names(path):
                paths.append(path)
            else:
                verification.problems.append(f"{path}: was published and its package is missing")
        stored, overdue = list[Version](), set[int]()
        for version, part in pool.map(lambda path: self._package(path, indexed.get(path), left), paths):
            verification.add(part)
            overdue |= part.overdue
            if version and f"{version.publisher}/{version.dataset}" == dataset:
                stored.append(version)
        verification.problems += _chain_problems(stored)
        verification.problems += self._journal_problems(dataset, stored, indexed, head, overdue)

    def _package(
        self, path: str, known: Row[Any] | None, left: Collection[str]
    ) -> tuple[Version | None, Verification]:
        """Verify one package by itself; returns its version, if it can be read, and the result."""
        if known is None and path in left:
            return None, Verification(left_behind=[path])
        if known is None and self._has_come(path):
            return None, Verification()
        verification = Verification(versions=1)
        try:
            descriptor = read_descriptor(self.packages.read(path, DESCRIPTOR), path)
            version = kept_at(version_from_descriptor(descriptor), path)
        except PackageDamaged as error:
            verification.problems.append(str(error))
            return None, verification
        if version.stored_at != path:
            verification.problems.append(f"{path}: says that it is {version.path}")
        part = self._look_at(path, descriptor, version, known, left)
        if part.problems and (now := self._known(path)) and known and _withdrawal(now) != _withdrawal(known):
            # This version, or the one that its changes compare it with, was withdrawn meanwhile.
            part = self._look_at(path, descriptor, version, now, left)
        verification.add(part)
        self._look_at_overdue(path, version, left, verification)
        if known is None:
            verification.problems.append(f"{path}: is in the store but not in the index; run 'flask reindex'")
        elif known.digest != version.digest:
            verification.problems.append(f"{path}: is not the package that was published: its digest is another")
        return version, verification

    def _look_at_overdue(
        self, path: str, version: Version, left: Collection[str], verification: Verification
    ) -> None:
        """Note which reports were due after a version, as the files beside it say."""
        for file in (f"{path}/{name}" for name in self.packages.names(path) if is_overdue_name(name)):
            if file in left:
                verification.left_behind.append(file)
                continue
            try:
                content = self.packages.read(path, file.rpartition("/")[2])
                verification.overdue.add(OverdueFile.read(content, file, version.digest).serial)
            except PackageDamaged as error:
                verification.problems.append(str(error))

    def _look_at(
        self,
        path: str,
        descriptor: Mapping[str, Any],
        version: Version,
        known: Row[Any] | None,
        left: Collection[str],
    ) -> Verification:
        """What is wrong with the files of one package."""
        verification = Verification()
        if known and known.withdrawn_at:
            verification.withdrawn.append(
                f"{path}: withdrawn on {known.withdrawn_at:%Y-%m-%d}: {known.withdrawn_reason}"
            )
            self._look_at_withdrawn(path, version, known, verification)
        else:
            self._look_at_files(path, descriptor, version, known, left, verification)
        return verification

    def _look_at_files(
        self,
        path: str,
        descriptor: Mapping[str, Any],
        version: Version,
        known: Row[Any] | None,
        left: Collection[str],
        verification: Verification,
    ) -> None:
        """Note which files of a package do not fit its descriptor."""
        if WITHDRAWAL in self.packages.names(path):
            if f"{path}/{WITHDRAWAL}" in left:
                verification.left_behind.append(f"{path}/{WITHDRAWAL}")
            else:
                verification.problems.append(f"{path}: says that it is withdrawn, and the index does not know of it")
        edits = [descriptor["edits"]] if "edits" in descriptor else []
        for expected in (*descriptor["resources"], descriptor["changes"], *edits):
            try:
                content = self.packages.read(path, expected["path"])
                if expected["path"] == CHANGES and known and known.replaced_changes:
                    if file_hash(content) == expected["hash"] and known.base_emptied_at is None:
                        verification.left_behind.append(f"{path}/{CHANGES}")
                        continue
                    checked_file(content, known.replaced_changes, path)
                else:
                    checked_file(content, expected, path)
            except PackageDamaged as error:
                verification.problems.append(str(error))
                continue
            if expected["path"] == CHANGES:
                _count_events(path, version, len(events_from_changes(content)), verification)

    def _look_at_withdrawn(self, path: str, version: Version, known: Row[Any], verification: Verification) -> None:
        """Note what is still stored of a withdrawn version, and whether its withdrawal is the recorded one."""
        for name in self.packages.names(path):
            if name in (DESCRIPTOR, WITHDRAWAL) or is_overdue_name(name):
                continue
            if known.emptied_at is None:
                verification.left_behind.append(f"{path}/{name}")
            else:
                verification.problems.append(f"{path}/{name}: was withdrawn, and is back")
        try:
            digest, file = WithdrawalFile.read(self.packages.read(path, WITHDRAWAL), path)
        except PackageDamaged as error:
            verification.problems.append(f"{error} (the index has it as withdrawn)")
            return
        if digest != known.withdrawal_digest or file.version_digest != version.digest:
            verification.problems.append(f"{path}/{WITHDRAWAL}: is not the one with which the version was withdrawn")
        _count_events(path, version, len(file.events), verification)

    def _known(self, path: str) -> Row[Any] | None:
        with self.database.reading() as connection:
            return self._indexed(connection, path.rpartition("/")[0]).get(path)

    def _has_come(self, path: str) -> bool:
        """Whether a package that the index did not know was published, begun or given up since the index was read."""
        with self.database.reading() as connection:
            if path in self._indexed(connection, path.rpartition("/")[0]) or path in self._left_behind(connection):
                return True
        return DESCRIPTOR not in self.packages.names(path)

    def _indexed(self, connection: Connection, dataset: str) -> dict[str, Row[Any]]:
        """The versions of a dataset in the index, by path.

        Each row has `base_emptied_at` as well: when the version that its changes compare it with was emptied.
        """
        publisher, name = dataset.split("/")
        base = versions.alias()
        base_emptied_at = (
            select(base.c.emptied_at)
            .where(
                base.c.dataset_id == versions.c.dataset_id,
                base.c.first_serial < versions.c.first_serial,
                base.c.withdrawn_serial > versions.c.first_serial,
            )
            .order_by(base.c.first_serial.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(versions, base_emptied_at.label("base_emptied_at"))
            .join_from(versions, datasets)
            .join(publishers)
            .where(publishers.c.name == publisher, datasets.c.name == name)
        )
        rows = connection.execute(query).all()
        return {f"{dataset}/{row.place or row.number}": row for row in rows}

    def _indexed_datasets(self, below: str) -> list[str]:
        """The paths of all datasets of which the index has versions."""
        query = (
            select(publishers.c.name, datasets.c.name)
            .join_from(datasets, publishers)
            .where(exists().where(versions.c.dataset_id == datasets.c.id))
            .order_by(publishers.c.name, datasets.c.name)
        )
        with self.database.reading() as connection:
            paths = ["/".join(row) for row in connection.execute(query)]
        return [path for path in paths if not below or path == below or path.startswith(f"{below}/")]

    def _left_behind(self, connection: Connection) -> set[str]:
        return set(connection.execute(select(unfinished.c.path)).scalars())

    def _journal_problems(
        self,
        path: str,
        stored: Sequence[Version],
        indexed: Mapping[str, Row[Any]],
        head: int,
        overdue: Collection[int],
    ) -> Iterable[str]:
        """Where journal and packages disagree about serials, and where the journal still has withdrawn values.

        head: the last serial when the index was read; later entries are left alone. overdue: the serials in the files
        about reports that were due.
        """
        publisher, name = path.split("/")
        query = (
            select(journal.c.serial, (journal.c.fields == "{}").label("is_empty"))
            .join_from(journal, datasets, journal.c.dataset_id == datasets.c.id)
            .join(publishers, datasets.c.publisher_id == publishers.c.id)
            .where(publishers.c.name == publisher, datasets.c.name == name, journal.c.serial <= head)
        )
        with self.database.reading() as connection:
            empty = {row.serial: row.is_empty for row in connection.execute(query)}
        expected = {s for v in stored for s in range(v.first_serial, v.last_serial + 1)}
        withdrawn = [row for v in stored if (row := indexed.get(v.stored_at)) and row.withdrawn_at]
        expected |= {row.withdrawn_serial for row in withdrawn}
        expected |= {serial for serial in overdue if serial <= head}
        if empty.keys() != expected:
            odd = sorted(empty.keys() ^ expected)
            yield f"{path}: journal and packages disagree about serial {odd[0]} ({len(odd)} in all)"
        for row in withdrawn:
            if not all(empty.get(s, True) for s in range(row.first_serial, row.last_serial + 1)):
                yield f"{path}/{row.number}: is withdrawn, and the journal still tells of its rows"


def _withdrawal(known: Row[Any]) -> tuple[Any, ...]:
    """All values in the row of a version that its withdrawal, or that of the version before it, changes."""
    return known.withdrawn_at, known.emptied_at, known.replaced_changes, known.base_emptied_at


def _head(connection: Connection) -> int:
    return connection.execute(select(journal_head.c.last_serial)).scalar() or 0


def _count_events(path: str, version: Version, events: int, verification: Verification) -> None:
    if events != version.last_serial - version.first_serial + 1:
        verification.problems.append(f"{path}: has not as many events as serials")


def _chain_problems(chain: Sequence[Version]) -> Iterable[str]:
    """Where the versions of one dataset do not follow one another."""
    by_number = sorted(chain, key=lambda version: version_numbers.parts(version.number))
    for before, after in zip([None, *by_number], by_number, strict=False):
        expected = before.number if before else None
        if after.previous != expected:
            yield f"{after.path}: follows version {after.previous}, but the one before it is {expected}"
        elif before and after.previous_digest != before.digest:
            yield f"{after.path}: the chain is broken: version {before.number} has another digest than it says"
        elif before and after.first_serial <= before.last_serial:
            yield f"{after.path}: its serials do not come after those of version {before.number}"
