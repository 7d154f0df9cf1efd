"""What the steps need from the store of versions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO, NamedTuple, Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.descriptor import Release
from opendata.domain.packages.long_tables import LongCsv
from opendata.domain.queries.ordered_columns import OrderedTable


class TitledVersion(NamedTuple):
    """A version, and what people call its publisher and its dataset."""

    version: Version
    publisher_title: str
    dataset_title: str


class Versions(Protocol):
    """The store of versions, append-only: a published version never changes, and only a withdrawal removes it."""

    def get(self, dataset: Dataset, number: str) -> Version:
        """The version of that number, withdrawn or not; raises VersionNotFound."""
        ...

    def get_with_previous(self, dataset: Dataset, number: str) -> Sequence[Version]:
        """The version of that number, and in front of it the one that it follows, if any; raises VersionNotFound."""
        ...

    def current(self, datasets: Sequence[Dataset]) -> Mapping[str, Version]:
        """The current versions of these datasets, by the dataset's path; datasets without one are left out."""
        ...

    def held_on(self, dataset: Dataset, day: date) -> Version:
        """The version whose as_of is that day, or else the last day before it; withdrawn versions do not count.

        Raises VersionNotFound, or VersionWithdrawn if only withdrawn versions have such an as_of.
        """
        ...

    def history(self, dataset: Dataset) -> Sequence[Version]:
        """All versions, withdrawn or not, oldest first; empty if there are none."""
        ...

    def part_of_history(self, dataset: Dataset, start: int, limit: int | None) -> tuple[Sequence[Version], int]:
        """So many versions from a place on, oldest first, and how many there are; limit None: all from there on."""
        ...

    def reports(self, dataset: Dataset, start: int, limit: int | None) -> Sequence[Version]:
        """So many versions that are not withdrawn, oldest first by the day that they speak of.

        start: a place among them; below 0: so many from the end. limit None: all from there on.
        """
        ...

    def count_reports(self, dataset: Dataset) -> int:
        """How many versions that are not withdrawn there are."""
        ...

    def base_of(self, version: Version) -> Version | None:
        """What domain.packages.version_history.base_of() finds in the history, without reading all of it."""
        ...

    def following(self, version: Version) -> Version | None:
        """The version that was published right after this one; None for the last."""
        ...

    def some(self, dataset: Dataset, numbers: Sequence[str]) -> Mapping[str, Version]:
        """These versions, withdrawn or not; numbers that do not exist are left out."""
        ...

    def dates(self, dataset: Dataset, numbers: Sequence[str]) -> Mapping[str, date]:
        """The as_of of each of these versions, withdrawn or not; numbers that do not exist are left out."""
        ...

    def last(self, dataset: Dataset) -> Version | None:
        """The last version of the chain, withdrawn or not, which the next one follows; None if there is none."""
        ...

    def kind(self, version: Version) -> Kind:
        """The schema of a version; raises PackageDamaged."""
        ...

    def table(self, version: Version, name: str) -> pl.DataFrame:
        """One table of a version, canonical; raises ResourceNotFound, VersionWithdrawn, PackageDamaged."""
        ...

    def columns(self, version: Version, name: str) -> OrderedTable:
        """The same table as ordered columns, for queries.

        Raises ResourceNotFound, VersionWithdrawn, PackageDamaged, AnswersBusy, StorageUnavailable.
        """
        ...

    def csv(self, version: Version, name: str) -> LongCsv:
        """The same table as its canonical CSV, of which only stretches come into memory.

        Raises ResourceNotFound, VersionWithdrawn, PackageDamaged, AnswersBusy, StorageUnavailable.
        """
        ...

    def file(self, version: Version, path: str) -> bytes:
        """One file of a version's package, checked against its digest; raises VersionWithdrawn, PackageDamaged.

        The descriptor of a withdrawn version can still be read.
        """
        ...

    def copy(self, version: Version, path: str, file: BinaryIO) -> None:
        """Write one file of a version's package, but its descriptor, to another one, piece by piece.

        Raises VersionWithdrawn, and PackageDamaged when it finds at the end that the digest is another one.
        """
        ...

    def times_moved(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Mapping[str, int]:
        """How often the deadline of each of these rows has been put off; a row that never was may be left out."""
        ...

    def once_removed(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Collection[str]:
        """Those of the keys whose rows were removed by a version, withdrawn or not."""
        ...

    def with_first_table(self, digest: str) -> Sequence[TitledVersion]:
        """The newest versions of all datasets, not withdrawn, whose first table has the bytes of this digest.

        The first table is the first one of their kind.
        """
        ...

    def append(self, release: Release, *, now: datetime) -> Version:
        """Make a release public, keep its upload as published, and keep its mapping: all of it or nothing.

        Raises VersionConflict if the dataset's current version or its last version has changed since the release
        was made. Returns the version with its serials.
        """
        ...

    def withdraw(self, dataset: Dataset, number: str, reason: str, *, now: datetime) -> Version:
        """Withdraw a version, wholly or not at all; its stored copies are removed then, or later by sweep().

        reason: public, as withdrawal.reason_text() returns it. A second call with the same reason returns the same
        version. Raises VersionNotFound, AlreadyWithdrawn.
        """
        ...

    def tell_overdue(self, version: Version, dataset: Dataset, due: date, *, now: datetime) -> bool:
        """Put into the journal that the report after a version is due, once for each day; whether it was put there.

        Nothing is put there if another version is the current one by now.
        """
        ...

    def sweep(self, now: datetime) -> int:
        """Remove what crashes left behind and what is left of withdrawn versions; returns of how many versions.

        A periodic job calls this. Raises StorageUnavailable; the next call then goes on where this one ended.
        """
        ...

    def let_go(self, idle_seconds: float) -> None:
        """Give back the memory of large tables that nobody asked for during these seconds; they are read again."""
        ...
