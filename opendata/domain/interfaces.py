"""What the domain asks of storage/ and validation/; they implement it, app.py joins them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Entry, Job, Publisher, Upload, Version
from opendata.domain.package import Release
from opendata.domain.report import MAX_LISTED, Mapped, Report


class TableCheck(Protocol):
    """Holds mapped tables against their schemas."""

    def __call__(self, mapped: Mapped, *, limit: int = MAX_LISTED) -> Report:
        """The report of intake with the verdict added; lists at most `limit` errors."""
        ...


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

    def some_publishers(
        self, start: int, limit: int | None, *, by_title: bool = False
    ) -> tuple[Sequence[Publisher], int]:
        """So many of them from a place on, by name or by title in any case; and how many there are in all."""
        ...

    def publisher(self, name: str) -> Publisher:
        """The publisher of that name; raises PublisherNotFound."""
        ...

    def datasets(self, publisher: str | None = None) -> Sequence[Dataset]:
        """All, or those of one publisher; raises PublisherNotFound."""
        ...

    def datasets_of(self, names: Sequence[str]) -> Sequence[Dataset]:
        """Those of the publishers of these names, in order."""
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


@dataclass(frozen=True)
class NewJob:
    """Something to be done once; the same id twice is one job."""

    id: str
    name: str
    argument: str = ""


class Uploads(Protocol):
    """What staff sent, with its report; private."""

    def add(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        tables: Mapping[str, bytes],
        rewrites: bytes,
        job: NewJob | None = None,
    ) -> None:
        """Keep a new upload: the files as they were sent, the draft's tables by name, and all rewrites.

        job: what is still to be done with it; both are there, or neither.
        """
        ...

    def add_draft(self, upload: Upload, tables: Mapping[str, bytes], rewrites: bytes) -> None:
        """Keep what upload.run made of the files; it counts once the upload names that run."""
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
        """The files as they were sent; raises PackageDamaged if they are gone."""
        ...

    def tables(self, upload: Upload, names: Sequence[str]) -> Mapping[str, bytes]:
        """The draft's tables; raises PackageDamaged if they are gone."""
        ...

    def rewrites(self, upload: Upload) -> bytes:
        """All rewrites, for rewrites.rewrites_from_file(), also of uploads of an earlier version."""
        ...

    def expire(self, before: datetime, limit: int, *, now: datetime) -> int:
        """Remove what was sent before that time, of published uploads the files. Returns how many."""
        ...

    def clear_strays(self, before: datetime) -> int:
        """Remove files, older than that, which belong to no upload. Returns of how many uploads there were any."""
        ...

    def remove(self, upload: Upload) -> None:
        """Remove an upload with all that was sent."""
        ...


class Jobs(Protocol):
    """What is to be done, each thing once, though whoever does it may die in the middle.

    A run has a job for a time, its lease, and prolongs that while it works. When the lease is over another may take
    the job, and what the first one brings after that is refused.
    """

    def add(self, job: NewJob, now: datetime) -> bool:
        """Note a job; False if there is one of that id already."""
        ...

    def next(self, now: datetime) -> str | None:
        """The id of the oldest job that may be taken."""
        ...

    def take(self, job_id: str, lease: str, now: datetime) -> Job | None:
        """Have a job, and alone; None if there is none of that id, or none that may be taken."""
        ...

    def keep(self, job: Job, now: datetime, progress: float | None = None) -> bool:
        """Prolong the lease, and say how far it is; False if it is not ours any more."""
        ...

    def give_back(self, job: Job, now: datetime, wait: timedelta = ..., *, blameless: bool = False) -> bool:
        """Let another have it, after a while; blameless: this attempt does not count."""
        ...

    def end(self, job: Job, now: datetime, *, upload: Upload | None = None, error: str | None = None) -> bool:
        """It is done, or has failed, and this is what became of its upload; False, and nothing, if it is not ours."""
        ...

    def unattended(self, prefix: str) -> Sequence[str]:
        """The ids of uploads that are processing, and of which there is no job called prefix and id."""
        ...

    def progress(self, job_id: str) -> float:
        """How far a job is, 0 to 1."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove the records of jobs that ended before that time."""
        ...

    def seen(self, worker: str, now: datetime) -> None:
        """A worker is there."""
        ...

    def gone(self, worker: str) -> None:
        """A worker has ended."""
        ...

    def attended(self, now: datetime) -> bool:
        """Whether a worker was seen just now."""
        ...
