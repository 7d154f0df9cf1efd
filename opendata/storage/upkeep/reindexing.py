"""Reindexing: the public index rebuilt from the packages alone.

Here: publishers, datasets, versions and the journal with the same serials and entry ids, in one transaction.
Not here: people, tokens and uploads, which are not in the packages and stay as they are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, update

from opendata.domain.errors import DatasetNotFound, PackageDamaged
from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.redaction import redacted
from opendata.domain.journal.row_states import RowStates
from opendata.domain.kinds import Kind
from opendata.domain.model import DATASET_SETTINGS, Dataset, Version
from opendata.domain.packages import version_numbers
from opendata.domain.packages.canonical_tables import read_canonical_csv
from opendata.domain.packages.descriptor import (
    CHANGES,
    DESCRIPTOR,
    changes_file,
    checked_file,
    dataset_from_descriptor,
    events_from_changes,
    kind_from_descriptor,
    read_descriptor,
    version_from_descriptor,
)
from opendata.domain.packages.file_hashes import file_hash
from opendata.domain.packages.overdue_file import OverdueFile, is_overdue_name
from opendata.domain.packages.withdrawal import WITHDRAWAL, WithdrawalFile
from opendata.domain.tables.json_values import loads
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import dataset_row
from opendata.storage.sql.schema import datasets, journal, journal_head, publishers, unfinished, versions
from opendata.storage.versions.atomic_writing import BESIDE, EPOCH, kept_at, record
from opendata.storage.versions.overdue_writing import record_overdue
from opendata.storage.versions.withdrawing import mark_redacted, record_replaced, record_withdrawal, set_current

AT_ONCE = 16  # packages that are read at the same time: a bucket answers many requests as quickly as one
CLAIMS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Rebuilt:
    """How many publishers, datasets, versions and entries of the journal were rebuilt from the packages."""

    publishers: int
    datasets: int
    versions: int
    entries: int


@dataclass(frozen=True)
class _Package:
    """The content of a package that the index needs."""

    version: Version
    dataset: Dataset
    descriptor: Mapping[str, Any]
    withdrawal: tuple[str, WithdrawalFile] | None  # the digest and content of withdrawal.json
    changes: bytes  # changes.json; empty if the version is withdrawn
    overdue: Sequence[OverdueFile]  # the reports that were due after it


@dataclass(frozen=True, slots=True)
class _Claim:
    """The place in the journal that a package claims; small, since those of all packages are in memory at once."""

    path: str
    first_serial: int
    last_serial: int
    digest: str
    previous_digest: str | None

    @property
    def is_beside(self) -> bool:
        """Whether the package lies beside another one with the same number."""
        return BESIDE in self.path


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
        """Rebuild from all packages within the caller's transaction; raises PackageDamaged."""
        if not self.database.is_sqlite:
            # No process can publish until the new index is complete; readers do not have to wait.
            connection.execute(text("LOCK TABLE datasets, journal_head IN EXCLUSIVE MODE"))
            # Listing a large bucket takes longer than a transaction may usually be idle.
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        left = set(connection.execute(select(unfinished.c.path)).scalars())
        withdrawn = set(_indexed_paths(connection, versions.c.withdrawn_at.is_not(None)))
        begun = {path for path in left if path.count("/") == 2 and not _is_indexed(connection, path)}
        described_at, rebuilt, last = dict[str, int](), Counter[str](), (0, EPOCH)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            claims = self._claims([path for path in self.packages.paths() if path not in begun], pool)
            paths = sorted(claim.path for claim in _public(claims))
            connection.execute(delete(journal))
            connection.execute(delete(versions))
            connection.execute(update(datasets).values(current=None))
            # Dataset by dataset, so that the history of one dataset is in memory, and not that of all.
            for _, of_dataset in groupby(paths, key=lambda path: path.rpartition("/")[0]):
                packages = _following(pool.map(lambda path: self._read(path, left, path in withdrawn), of_dataset))
                entries, end = self._record(connection, packages, described_at)
                rebuilt.update(datasets=1, versions=len(packages), entries=entries)
                last = max(last, end)
        connection.execute(update(journal_head).values(last_serial=last[0], last_at=last[1]))
        return Rebuilt(len(described_at), rebuilt["datasets"], rebuilt["versions"], rebuilt["entries"])

    def _claims(self, paths: Sequence[str], pool: ThreadPoolExecutor) -> list[_Claim]:
        claims: list[_Claim] = []
        for start in range(0, len(paths), CLAIMS_AT_ONCE):
            claims += pool.map(self._claim, paths[start : start + CLAIMS_AT_ONCE])
        return claims

    def _claim(self, path: str) -> _Claim:
        version = version_from_descriptor(read_descriptor(self.packages.read(path, DESCRIPTOR), path))
        if kept_at(version, path).stored_at != path:
            raise PackageDamaged(path, f"says that it is {version.path}")
        return _Claim(path, version.first_serial, version.last_serial, version.digest, version.previous_digest)

    def _read(self, path: str, left: Collection[str], was_withdrawn: bool) -> _Package:
        descriptor = read_descriptor(self.packages.read(path, DESCRIPTOR), path)
        names = self.packages.names(path)
        says_so = WITHDRAWAL in names
        if was_withdrawn and not says_so:
            raise PackageDamaged(path, f"was withdrawn, and its {WITHDRAWAL} is missing")
        withdrawal = None
        # A withdrawal.json whose writer died before its transaction ended withdraws nothing.
        if says_so and (was_withdrawn or f"{path}/{WITHDRAWAL}" not in left):
            withdrawal = WithdrawalFile.read(self.packages.read(path, WITHDRAWAL), path)
            if withdrawal[1].version_digest != descriptor["digest"]:
                raise PackageDamaged(path, f"{WITHDRAWAL} is that of another version")
        version, dataset = version_from_descriptor(descriptor), dataset_from_descriptor(descriptor)
        changes = b"" if withdrawal else self.packages.read(path, CHANGES)
        overdue = [
            OverdueFile.read(self.packages.read(path, name), f"{path}/{name}", descriptor["digest"])
            for name in names
            if is_overdue_name(name) and f"{path}/{name}" not in left
        ]
        return _Package(kept_at(version, path), dataset, descriptor, withdrawal, changes, overdue)

    def _record(
        self, connection: Connection, packages: Sequence[_Package], described_at: dict[str, int]
    ) -> tuple[int, tuple[int, datetime]]:
        """Write all versions of a dataset, in their order, into the empty index.

        described_at: the serial of the latest package that describes each publisher; what that package says is used.
        Returns how many journal entries there are, and the last serial and time.
        """
        entries, last, newest = 0, (0, EPOCH), packages[-1]
        name, serial = newest.dataset.publisher.name, newest.version.first_serial
        row = self._dataset(connection, newest.dataset, is_news=serial > described_at.get(name, 0))
        described_at[name] = max(serial, described_at.get(name, 0))
        replaced = {
            number: (expected, package.withdrawal[1].withdrawn_at)
            for package in packages
            if package.withdrawal
            for number, expected in package.withdrawal[1].replaced.items()
        }
        states, is_told = RowStates(), True  # no version so far is withdrawn
        for package in packages:
            version = package.version
            events, redactions = self._events(package, replaced.get(version.number))
            if package.withdrawal:
                is_told = False
            else:
                kind = kind_from_descriptor(package.descriptor)
                events = states.filled(events, kind, None if is_told else partial(self._rows, package, kind))
            record(connection, version, events, row.id, row.publisher_id)
            for at, places in redactions:
                mark_redacted(connection, [version.first_serial + place for place in places], at)
            entries, last = entries + len(events), max(last, (version.last_serial, version.published_at))
            if package.withdrawal:
                digest, file = package.withdrawal
                record_withdrawal(connection, file, digest, row.id, row.publisher_id)
                entries, last = entries + 1, max(last, (file.serial, file.withdrawn_at))
            for told in package.overdue:
                record_overdue(connection, told, row.id, row.publisher_id)
                entries, last = entries + 1, max(last, (told.serial, told.at))
        for package in packages:
            # Only now are all versions in the index, and with them those whose changes this withdrawal replaced.
            if package.withdrawal:
                record_replaced(connection, package.withdrawal[1], row.id)
        set_current(connection, row.id)
        return entries, last

    def _rows(self, package: _Package, kind: Kind, resource: str) -> pl.DataFrame:
        """A table of a version that is not withdrawn."""
        content = self.packages.read(package.version.stored_at, f"{resource}.csv")
        return read_canonical_csv(content, kind.table(resource).field_names)

    def _events(
        self, package: _Package, replaced: tuple[Mapping[str, Any], datetime] | None
    ) -> tuple[Events, list[tuple[datetime, Sequence[int]]]]:
        """The events of a version in the journal, and which of them were redacted, with the time of that."""
        path = package.version.stored_at
        if package.withdrawal:
            events = package.withdrawal[1].events
            return events, [(package.withdrawal[1].withdrawn_at, range(len(events)))]
        content = package.changes
        if replaced is None:
            return events_from_changes(checked_file(content, package.descriptor["changes"], path)), []
        expected, at = replaced
        events = events_from_changes(content)
        shortened, places = redacted(events, kind_from_descriptor(package.descriptor))
        if file_hash(content) != expected["hash"]:
            # The process that withdrew the version before this one died before it could replace this file.
            checked_file(content, package.descriptor["changes"], path)
            base = loads(content)["from"]
            checked_file(
                changes_file(base, package.version.number, package.version.counts, shortened), expected, path
            )
            events = shortened
        return events, [(at, places)]

    def _dataset(self, connection: Connection, dataset: Dataset, *, is_news: bool) -> Any:
        """The row of a dataset as its last package describes it; the row is made if there is none.

        is_news: whether that package is later than what packages of other datasets say of the publisher.
        """
        values = {name: getattr(dataset, name) for name in ("kind", *DATASET_SETTINGS)}
        about = vars(dataset.publisher)
        known_id = connection.execute(
            select(publishers.c.id).where(publishers.c.name == dataset.publisher.name)
        ).scalar()
        if known_id is None:
            connection.execute(insert(publishers).values(**about))
        elif is_news:
            connection.execute(update(publishers).where(publishers.c.id == known_id).values(**about))
        try:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(**values))
        except DatasetNotFound:
            publisher_id = connection.execute(
                select(publishers.c.id).where(publishers.c.name == dataset.publisher.name)
            ).scalar_one()
            connection.execute(insert(datasets).values(publisher_id=publisher_id, name=dataset.name, **values))
        return dataset_row(connection, dataset.publisher.name, dataset.name)


def _indexed_paths(connection: Connection, condition: ColumnElement[bool]) -> Iterator[str]:
    """The paths of the packages of versions that are in the index."""
    place = func.coalesce(versions.c.place, versions.c.number)
    query = select(publishers.c.name, datasets.c.name, place).join_from(versions, datasets).join(publishers)
    for row in connection.execute(query.where(condition)):
        yield "/".join(row)


def _is_indexed(connection: Connection, path: str) -> bool:
    publisher, dataset, _ = path.split("/")
    named = (publishers.c.name == publisher) & (datasets.c.name == dataset)
    return path in _indexed_paths(connection, named)


def _public(claims: Iterable[_Claim]) -> list[_Claim]:
    """The claims of packages that became public, ordered by serial; raises PackageDamaged if that cannot be decided.

    A package that a dead writer left behind has serials that were given to another package later. Its mark tells the
    two apart. Where the marks are lost as well, the public package is the one that another follows, or the one that
    was put beside the other.
    """
    in_order = sorted(claims, key=lambda claim: claim.first_serial)
    followed = {claim.previous_digest for claim in in_order}
    public: list[_Claim] = []
    for claim in in_order:
        before = public[-1] if public else None
        if before is None or before.last_serial < claim.first_serial:
            public.append(claim)
            continue
        weights = [(rival.digest in followed, rival.is_beside) for rival in (before, claim)]
        if weights[0] == weights[1]:
            raise PackageDamaged(
                claim.path,
                f"has the same serials as {before.path}: one of the two was never published; remove it",
            )
        if weights[1] > weights[0]:
            public[-1] = claim
    return public


def _following(packages: Iterable[_Package]) -> list[_Package]:
    """The packages of a dataset in order, if each follows the one before it; raises PackageDamaged."""
    chain = sorted(packages, key=lambda package: version_numbers.parts(package.version.number))
    before: Version | None = None
    for version in (package.version for package in chain):
        if version.previous != (before.number if before else None):
            raise PackageDamaged(version.path, f"follows version {version.previous}, which is not there")
        if before and version.previous_digest != before.digest:
            raise PackageDamaged(version.path, f"the chain is broken at version {before.number}")
        before = version
    return chain
