"""What a place for packages must be able to do: a folder (folder_packages.py) and a bucket (bucket_packages.py) do
it.

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

PRIVATE = ".uploads"  # below the prefix in a bucket; no publisher is called so


class Staged(Protocol):
    """A package that is being written: its tables are durable, and it is none yet."""

    def seal(self, name: str, content: bytes) -> None:
        """Add the last file; when this returns all of the package is durable and in its place.

        Raises StorageUnavailable.
        """
        ...

    def discard(self) -> bool:
        """Give up, and say whether nothing is left; what cannot be removed now is found again by its mark."""
        ...


class PackageStore(Protocol):
    """Files by path of a package (publisher/dataset/version) and name; every path is checked to stay below it."""

    part: str  # what it is called in messages: packages, uploads
    stages_apart: bool  # whether two that stage the same path at once are kept apart

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> Staged:
        """Begin to write a package; raises StorageUnavailable.

        mark: the id of the note by which clear_unfinished() knows what a crash leaves of it.
        """
        ...

    def write(self, path: str, files: Mapping[str, bytes]) -> None:
        """Keep all files, durable when this returns; raises StorageUnavailable."""
        ...

    def put(self, path: str, name: str, content: bytes) -> None:
        """Add or replace one file, durable when this returns; raises StorageUnavailable."""
        ...

    def read(self, path: str, name: str) -> bytes:
        """One file; raises PackageDamaged if it is not there, StorageUnavailable if nobody can tell."""
        ...

    def names(self, path: str) -> Sequence[str]:
        """The files of a package, in order; none if it is not there."""
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
        """The paths of all that lies at the depth of packages, whole or not, and when each was last written to."""
        ...

    def clear_unfinished(self, dataset_path: str, now: datetime, age: timedelta) -> set[str]:
        """Remove what a crash left half written beside the packages of a dataset.

        Raises StorageUnavailable if it cannot be removed.
        Returns the marks of what was written to less than the age ago, which stays: its writer may still be at work.
        """
        ...

    def probe(self) -> None:
        """Write, read and remove a small file; raises StorageUnavailable and says why."""
        ...

    def ready(self) -> bool:
        """Whether it answers to reading."""
        ...


def open_stores(config: Config, *, probe: bool = True) -> tuple[PackageStore, PackageStore]:
    """The stores for packages and for uploads; raises ConfigError where they cannot be written.

    probe: whether to try that now.

    Uploads lie beside the packages in a bucket, so that every host finds them, and in DATA_DIR otherwise.
    """
    packages: PackageStore
    uploads: PackageStore
    if config.packages_url.startswith("s3://"):
        # Only who uses a bucket pays for loading the library.
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
