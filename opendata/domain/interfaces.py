"""What the domain asks of storage/ and validation/; they implement it, app.py joins them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.package import Release
from opendata.domain.report import MAX_LISTED, Mapped, Report


class TableCheck(Protocol):
    """Holds mapped tables against their schemas."""

    def __call__(self, mapped: Mapped, *, limit: int = MAX_LISTED) -> Report:
        """The report of intake with the verdict added; lists at most `limit` errors."""
        ...


class Versions(Protocol):
    """Where versions are kept. Append-only: what was published is never changed or removed."""

    def get(self, dataset: Dataset, number: str) -> Version:
        """The version of that number; raises VersionNotFound."""
        ...

    def held_on(self, dataset: Dataset, day: date) -> Version:
        """The version that spoke of that day, or of the last one before; raises VersionNotFound."""
        ...

    def history(self, dataset: Dataset) -> Sequence[Version]:
        """All versions, oldest first, perhaps none."""
        ...

    def kind(self, version: Version) -> Kind:
        """The schema a version has; raises PackageDamaged."""
        ...

    def table(self, version: Version, name: str) -> pl.DataFrame:
        """One table of a version, canonical; raises ResourceNotFound, PackageDamaged."""
        ...

    def file(self, version: Version, path: str) -> bytes:
        """One file of a version's package, proved against its digest; raises PackageDamaged."""
        ...

    def times_moved(self, dataset: Dataset, resource: str, keys: Sequence[str]) -> Mapping[str, int]:
        """How often the deadline of each of these rows has been put off; rows never put off may be left out."""
        ...

    def append(self, release: Release, *, now: datetime) -> tuple[Version, Sequence[Entry]]:
        """Make a release public, wholly or not at all.

        Raises VersionConflict if release.previous is not the dataset's current version any more.
        Returns the version in its place and its entries in the journal.
        """
        ...
