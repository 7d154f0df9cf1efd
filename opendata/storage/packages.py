"""Packages in a folder: written whole or not at all, and safe from a power cut once written.

Here: bytes by path. Not here: what they mean (domain/package.py) and which of them are public (versions.py).
"""

import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from opendata.domain.errors import PackageDamaged
from opendata.domain.package import DESCRIPTOR

UNFINISHED = ".unfinished-"  # no version is called so


class FolderPackages:
    """Packages below one folder: publisher/dataset/version/file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, files: Mapping[str, bytes]) -> None:
        """Keep all files of a package, durable when this returns; what stood there before is replaced.

        They are written beside their place, forced to disk, and appear in it together by one rename.
        """
        target = self._within(path)
        parents = [each for each in (target.parent, target.parent.parent) if not each.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.parent / f"{UNFINISHED}{uuid.uuid4().hex}"
        beside.mkdir()
        try:
            for name, content in files.items():
                _write_durably(beside / name, content)
            _sync_folder(beside)
            if target.exists():
                shutil.rmtree(target)
            beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        _sync_folder(target.parent)
        for each in parents:
            _sync_folder(each.parent)

    def read(self, path: str, name: str) -> bytes:
        """One file of a package; raises PackageDamaged if it is not there."""
        try:
            return (self._within(path) / name).read_bytes()
        except OSError as error:
            raise PackageDamaged(f"{path}/{name}", f"cannot be read: {error.strerror}") from error

    def remove(self, path: str) -> None:
        """Remove a package that never became public."""
        shutil.rmtree(self._within(path), ignore_errors=True)

    def paths(self, below: str = "") -> Iterator[str]:
        """The paths of all complete packages, in order."""
        for descriptor in sorted(self._within(below).glob("/".join(["*"] * (3 - _depth(below))) + f"/{DESCRIPTOR}")):
            path = descriptor.parent
            if not any(part.startswith(".") for part in path.relative_to(self.root).parts):
                yield path.relative_to(self.root).as_posix()

    def clear_unfinished(self, dataset_path: str) -> None:
        """Remove what a crash left half written; only while nobody else can be writing there."""
        for left in self._within(dataset_path).glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _within(self, path: str) -> Path:
        parts = path.split("/") if path else []
        if any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise ValueError(f"{path!r} is no path of a package")
        return self.root.joinpath(*parts)


def _depth(path: str) -> int:
    return len(path.split("/")) if path else 0


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
