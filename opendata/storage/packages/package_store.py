"""The interface of a store for packages, which a folder (folder_packages.py) and a bucket (bucket_packages.py)
implement.

Here: the interface, and opening the place that PACKAGES_URL names. Not here: what packages mean (domain/packages/)
and which of them are public (sql_versions.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from opendata.config import Config, ConfigError
from opendata.domain.errors import StorageUnavailable
from opendata.storage.packages.folder_packages import FolderPackages

PRIVATE = ".uploads"  # below the prefix in a bucket; no publisher has such a name


class Staged(Protocol):
    """A package that is being written: its tables are durable, but its descriptor is missing."""

    def seal(self, name: str, content: bytes) -> None:
        """Add the last file; when this returns, the whole package is durable and in its place.

        Raises StorageUnavailable.
        """
        ...

    def discard(self) -> bool:
        """Remove what was written; returns whether all of it is gone. The mark leads to what is left."""
        ...


class PackageStore(Protocol):
    """Files by path of a package (publisher/dataset/version) and name; every path is checked to be inside it."""

    part: str  # the name of the store in messages: packages, uploads
    stages_apart: bool  # whether writers can stage the same path at once without harm

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> Staged:
        """Begin to write a package; raises StorageUnavailable.

        mark: the id of the note about this package; clear_unfinished() finds by it what a crash left.
        """
        ...

    def write(self, path: str, files: Mapping[str, bytes]) -> None:
        """Write all files, durable when this returns; raises StorageUnavailable."""
        ...

    def put(self, path: str, name: str, content: bytes) -> None:
        """Add or replace one file, durable when this returns; raises StorageUnavailable."""
        ...

    def read(self, path: str, name: str) -> bytes:
        """One file; raises PackageDamaged if it is missing, StorageUnavailable if that is unknown."""
        ...

    def pieces(self, path: str, name: str) -> Iterator[bytes]:
        """The same piece by piece, for a file that is too long for the memory of a web process."""
        ...

    def names(self, path: str) -> Sequence[str]:
        """The files of a package, in order; empty if there is no such package."""
        ...

    def sizes(self, path: str) -> Mapping[str, int]:
        """How many bytes each file of a package has, by its name; empty if there is no such package."""
        ...

    def remove(self, path: str) -> None:
        """Remove a package, if it is there; raises StorageUnavailable if it stays."""
        ...

    def remove_files(self, path: str, names: Sequence[str]) -> None:
        """Remove files of a package, if they are there; raises StorageUnavailable if one stays."""
        ...

    def paths(self, below: str = "") -> Iterator[str]:
        """The paths of all packages that have a descriptor, in order."""
        ...

    def folders(self) -> Iterator[tuple[str, datetime]]:
        """The paths of all packages, complete or not, and when each was last written to."""
        ...

    def clear_unfinished(self, dataset_path: str, now: datetime, age: timedelta) -> set[str]:
        """Remove what a crash left half written beside the packages of a dataset.

        Raises StorageUnavailable if it cannot be removed.
        Returns the marks of what was written to less than `age` ago; it stays, since its writer may still be at work.
        """
        ...

    def probe(self) -> None:
        """Write, read and remove a small file; raises StorageUnavailable with the reason."""
        ...

    def clear_probes(self, before: datetime) -> None:
        """Remove the small files of tests that ended before they had removed them; raises StorageUnavailable."""
        ...

    def ready(self) -> bool:
        """Whether the store answers read requests."""
        ...


def open_stores(config: Config, *, probe: bool = True) -> tuple[PackageStore, PackageStore]:
    """The stores for packages and for uploads; raises ConfigError if they cannot be written to.

    probe: whether to test that now.

    Uploads lie beside the packages in a bucket, so that every host finds them, and in DATA_DIR otherwise.
    """
    packages: PackageStore
    uploads: PackageStore
    if config.packages_url.startswith("s3://"):
        # The library is loaded only where a bucket is used.
        from opendata.storage.packages.bucket_packages import S3Packages, bucket_of  # noqa: PLC0415

        packages = S3Packages(bucket_of(config), "packages", bucket_of(config, patient=False))
        uploads = S3Packages(bucket_of(config, PRIVATE), "uploads", bucket_of(config, PRIVATE, patient=False))
    else:
        try:
            packages = FolderPackages(Path(config.packages_url))
            uploads = FolderPackages(config.data_dir / "uploads", "uploads")
        except OSError as error:
            raise ConfigError(
                f"{error.filename} cannot be used: {error.strerror}; see DATA_DIR and PACKAGES_URL"
            ) from None
    for store in (packages, uploads) if probe else ():
        try:
            store.probe()
        except StorageUnavailable as error:
            raise ConfigError(f"PACKAGES_URL cannot be used: {error.reason}") from None
    return packages, uploads
