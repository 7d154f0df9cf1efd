"""What the domain asks of storage/ and validation/; they implement it, app.py joins them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Entry, Publisher, Upload, Version
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

    def append(self, release: Release, *, now: datetime) -> Version:
        """Make a release public, wholly or not at all.

        Raises VersionConflict if release.previous is not the dataset's current version any more.
        Returns the version in its place.
        """
        ...


@dataclass(frozen=True)
class Access:
    """What the bearer of a token may do, and for whom."""

    publisher: str
    scopes: frozenset[str]


class Catalogue(Protocol):
    """Publishers, their datasets, and who may write to them."""

    def publishers(self) -> Sequence[Publisher]:
        """All, by name."""
        ...

    def publisher(self, name: str) -> Publisher:
        """The publisher of that name; raises PublisherNotFound."""
        ...

    def datasets(self, publisher: str | None = None) -> Sequence[Dataset]:
        """All, or those of one publisher; raises PublisherNotFound."""
        ...

    def dataset(self, publisher: str, name: str) -> Dataset:
        """The dataset of that name as it stands now; raises DatasetNotFound."""
        ...

    def add_publisher(self, publisher: Publisher) -> None:
        """Raises AlreadyExists."""
        ...

    def add_dataset(self, dataset: Dataset) -> None:
        """Raises AlreadyExists, PublisherNotFound."""
        ...

    def remember_mapping(self, dataset: Dataset, mapping: Mapping[str, Any]) -> None:
        """Keep how a table is read for the dataset's next upload."""
        ...

    def add_token(self, publisher: str, name: str, scopes: Sequence[str], now: datetime) -> str:
        """A new token, which is told this once; raises PublisherNotFound."""
        ...

    def access(self, token: str) -> Access | None:
        """What a token allows; None if there is no such token."""
        ...

    def add_user(self, email: str, publisher: str, role: str, password_hash: str, now: datetime) -> None:
        """Raises AlreadyExists, PublisherNotFound."""
        ...


@dataclass(frozen=True)
class Scope:
    """A part of the journal: everything, one publisher, one dataset, or one row."""

    publisher: str | None = None
    dataset: str | None = None
    resource: str | None = None
    key: str | None = None


class Journal(Protocol):
    """The one ordered list of public events."""

    def since(self, serial: int, limit: int, scope: Scope, event: str | None = None) -> Sequence[Entry]:
        """The entries after a serial, oldest first."""
        ...

    def between(self, first: int, last: int, scope: Scope) -> Sequence[Entry]:
        """The entries from one serial to another, both included, oldest first."""
        ...

    def newest(self, limit: int, scope: Scope, before: int = ...) -> Sequence[Entry]:
        """The last entries before a serial, newest first."""
        ...

    def neighbour(self, serial: int, scope: Scope, *, later: bool) -> int | None:
        """The nearest serial after or before one, None at the end."""
        ...

    def last_serial(self) -> int:
        """The last serial given, 0 before the first."""
        ...


class Uploads(Protocol):
    """What staff sent, with its report; private."""

    def add(self, upload: Upload, files: Mapping[str, bytes], tables: Mapping[str, bytes], rewrites: bytes) -> None:
        """Keep a new upload: the files as they were sent and the draft's tables, by name, and all rewrites."""
        ...

    def get(self, upload_id: str) -> Upload:
        """Raises UploadNotFound."""
        ...

    def of(self, dataset: Dataset) -> Sequence[Upload]:
        """All that is kept of a dataset's uploads, newest first."""
        ...

    def change(self, upload: Upload) -> None:
        """Keep what became of an upload."""
        ...

    def files(self, upload: Upload) -> Mapping[str, bytes]:
        """The files as they were sent."""
        ...

    def tables(self, upload: Upload, names: Sequence[str]) -> Mapping[str, bytes]:
        """The draft's tables; raises PackageDamaged if they are gone."""
        ...

    def rewrites(self, upload: Upload) -> bytes:
        """All rewrites, for rewrites.rewrites_from_file(), also of uploads of an earlier version."""
        ...

    def expire(self, before: datetime, limit: int) -> int:
        """Remove what was sent before that time: drafts whole, of published uploads the files. Returns how many."""
        ...

    def remove(self, upload: Upload) -> None:
        """Remove an upload with all that was sent."""
        ...
