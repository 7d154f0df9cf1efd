"""What the steps ask of the place where versions are kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.descriptor import Release


class Versions(Protocol):
    """Where versions are kept. Append-only: what was published is never changed, and leaves only by withdrawal."""

    def get(self, dataset: Dataset, number: str) -> Version:
        """The version of that number, withdrawn or not; raises VersionNotFound."""
        ...

    def current(self, datasets: Sequence[Dataset]) -> Mapping[str, Version]:
        """The version that holds now of each of some datasets that has one, by the dataset's path."""
        ...

    def held_on(self, dataset: Dataset, day: date) -> Version:
        """The version that spoke of that day, or of the last one before; withdrawn ones do not count.

        Raises VersionNotFound, or VersionWithdrawn where there is none but a withdrawn one.
        """
        ...

    def history(self, dataset: Dataset) -> Sequence[Version]:
        """All versions, withdrawn or not, oldest first, perhaps none."""
        ...

    def last(self, dataset: Dataset) -> Version | None:
        """The end of the chain, which the next version follows, withdrawn or not; None before the first."""
        ...

    def kind(self, version: Version) -> Kind:
        """The schema a version has; raises PackageDamaged."""
        ...

    def table(self, version: Version, name: str) -> pl.DataFrame:
        """One table of a version, canonical; raises ResourceNotFound, VersionWithdrawn, PackageDamaged."""
        ...

    def file(self, version: Version, path: str) -> bytes:
        """One file of a version's package, proved against its digest; raises VersionWithdrawn, PackageDamaged.

        The descriptor of a withdrawn version is still there.
        """
        ...

    def times_moved(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Mapping[str, int]:
        """How often the deadline of each of these rows has been put off; rows never put off may be left out."""
        ...

    def append(self, release: Release, *, now: datetime) -> Version:
        """Make a release public, and its upload published, wholly or not at all.

        Raises VersionConflict if its dataset's current version, or release.previous, is not the last any more.
        Returns the version in its place.
        """
        ...

    def withdraw(self, dataset: Dataset, number: str, reason: str, *, now: datetime) -> Version:
        """Take a version back, wholly or not at all; its stored copies are then removed, now or later by sweep().

        reason: public, as withdrawing.reason_text() gives it. Asked twice for the same reason, it answers twice
        the same. Raises VersionNotFound, AlreadyWithdrawn.
        """
        ...

    def sweep(self, now: datetime) -> int:
        """Remove what crashes left behind and what withdrawn versions still have; returns of how many versions.

        For a periodic job; raises StorageUnavailable, and then goes on where it ended when it is called again.
        """
        ...
