"""Packages in a folder: each is written whole or not at all, and then survives a power cut.

Here: bytes by path. Not here: what they mean (domain/packages/) and which of them are public (sql_versions.py).
The interface is storage/packages/package_store.py's PackageStore.
"""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from opendata.config import OWNER_FILE, make_folder
from opendata.domain.errors import PackageDamaged, StorageUnavailable
from opendata.domain.packages.descriptor import DESCRIPTOR

UNFINISHED = ".unfinished-"  # no version has such a name
REMOVED = f"{UNFINISHED}removed-"  # a folder that is being removed; nobody writes to it any more
PROBE = b"opendata"
PROBE_PREFIX = f"{UNFINISHED}probe-"
PIECE_BYTES = 2**20
MOST_OPEN = 32  # how many files one writer has open at a time
# Errors that do not mean that a file is damaged: the machine, or the way to its disk, is overloaded.
BUSY = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT}


class FolderPackages:
    """Packages below one folder: publisher/dataset/version/file."""

    stages_apart = True  # each writer has a folder of its own

    def __init__(self, root: Path, part: str = "packages") -> None:
        self.root, self.part = root, part
        make_folder(root)

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> "StagedFolder":
        """Write the files beside their place and force them to disk."""
        target = self._within(path)
        with self._writing():
            new = [parent for parent in (target.parent, target.parent.parent) if not parent.exists()]
            make_folder(target.parent)
            staged = StagedFolder(self, target, target.parent / f"{UNFINISHED}{mark or uuid.uuid4().hex}", new)
            make_folder(staged.beside)
        try:
            staged.add(files)
        except BaseException:
            staged.discard()
            raise
        return staged

    def write(self, path: str, files: Mapping[str, bytes]) -> None:
        """Write all files of a package; they appear together and replace what was there before."""
        self.stage(path, files).place()

    def put(self, path: str, name: str, content: bytes) -> None:
        """Add or replace one file of an existing package."""
        folder = self._within(path)
        beside = folder / f"{UNFINISHED}{name}~{uuid.uuid4().hex}"
        with self._writing():
            make_folder(folder)
            try:
                _write_durably({beside: content})
                beside.rename(folder / name)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
            _remove_half_files(folder, name)
            _sync_folder(folder)

    def read(self, path: str, name: str) -> bytes:
        """One file of a package; raises PackageDamaged if it is not there or cannot be read."""
        with self._reading(path, name):
            return (self._within(path) / name).read_bytes()

    def pieces(self, path: str, name: str) -> Iterator[bytes]:
        """The same piece by piece."""
        with self._reading(path, name), (self._within(path) / name).open("rb", buffering=0) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def names(self, path: str) -> Sequence[str]:
        """The files of a package, in order."""
        folder = self._within(path)
        if not folder.is_dir():
            return []
        return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))

    def sizes(self, path: str) -> Mapping[str, int]:
        """How many bytes each file of a package has."""
        sizes: dict[str, int] = {}
        for name in self.names(path):
            with suppress(FileNotFoundError):  # another process has just removed it
                sizes[name] = (self._within(path) / name).stat().st_size
        return sizes

    def remove(self, path: str) -> None:
        """Remove a package; all of it leaves its place in one step."""
        target = self._within(path)
        with self._writing():
            if target.exists():
                beside = target.parent / f"{REMOVED}{uuid.uuid4().hex}"
                with suppress(FileNotFoundError):  # Another process has just removed it.
                    target.rename(beside)
                    shutil.rmtree(beside)
                    _sync_folder(target.parent)

    def remove_files(self, path: str, names: Sequence[str]) -> None:
        """Remove files of a package, if they are there."""
        folder = self._within(path)
        with self._writing():
            for name in names:
                (folder / name).unlink(missing_ok=True)
            if folder.is_dir():
                _remove_half_files(folder)
                _sync_folder(folder)

    def paths(self, below: str = "") -> Iterator[str]:
        """The paths of all packages that have a descriptor, in order; at most one folder's list is in memory."""
        yield from self._paths(self._within(below), below, 3 - _depth(below))

    def _paths(self, folder: Path, path: str, levels: int) -> Iterator[str]:
        if levels == 0:
            if (folder / DESCRIPTOR).exists():
                yield path
        elif folder.is_dir():
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
            for name in names:
                yield from self._paths(folder / name, f"{path}/{name}" if path else name, levels - 1)

    def folders(self) -> Iterator[tuple[str, datetime]]:
        """The paths of all packages, half-written and half-removed ones included, and when each was written to."""
        for folder in sorted(self.root.glob("*/*/*")):
            with suppress(OSError):  # another process has just removed it
                if folder.is_dir():
                    yield folder.relative_to(self.root).as_posix(), _written_at(folder)

    def clear_unfinished(self, dataset_path: str, now: datetime, age: timedelta) -> set[str]:
        """Remove the half-written packages of a dataset; returns the marks of those that are younger than the age."""
        young = set()
        with self._writing():
            for half in self._within(dataset_path).glob(f"{UNFINISHED}*"):
                with suppress(FileNotFoundError):  # Its writer has just finished.
                    if not half.name.startswith(REMOVED) and abs(now - _written_at(half)) < age:
                        young.add(half.name.removeprefix(UNFINISHED))
                    else:
                        # A writer that is still alive must not find half of its files: the folder goes as a whole.
                        self.remove(f"{dataset_path}/{half.name}")
        return young

    def probe(self) -> None:
        """Write and remove a small file."""
        path = self.root / f"{PROBE_PREFIX}{uuid.uuid4().hex}"
        with self._writing():
            try:
                _write_durably({path: PROBE})
            finally:
                path.unlink(missing_ok=True)

    def clear_probes(self, before: datetime) -> None:
        """Remove the small files that processes wrote as a test and were killed before they removed them."""
        with self._writing():
            for path in self.root.glob(f"{PROBE_PREFIX}*"):
                with suppress(FileNotFoundError):  # Its writer has just removed it.
                    if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                        path.unlink()

    def ready(self) -> bool:
        """Whether the folder is there."""
        return self.root.is_dir()

    @contextmanager
    def _reading(self, path: str, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in BUSY:
                raise StorageUnavailable(self.part, f"{self.root}: {error.strerror}") from error
            raise PackageDamaged(f"{path}/{name}", f"cannot be read: {error.strerror}") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageUnavailable(self.part, f"{self.root}: {error.strerror}") from error

    def _within(self, path: str) -> Path:
        parts = path.split("/") if path else []
        if any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise ValueError(f"{path!r} is no path of a package")
        return self.root.joinpath(*parts)


@dataclass
class StagedFolder:
    """A package in a folder beside its place."""

    store: FolderPackages
    target: Path
    beside: Path
    new_parents: Sequence[Path] = field(default_factory=list)

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write more files."""
        with self.store._writing():
            _write_durably({self.beside / name: content for name, content in files.items()})

    def seal(self, name: str, content: bytes) -> None:
        """Add the last file, and put all of them in their place by one rename."""
        try:
            self.add({name: content})
        except BaseException:
            self.discard()
            raise
        self.place()

    def place(self) -> None:
        """Put the files, which are on the disk, in their place by one rename."""
        try:
            with self.store._writing():
                _sync_folder(self.beside)
                if self.target.exists():
                    shutil.rmtree(self.target)
                self.beside.rename(self.target)
        except BaseException:
            self.discard()
            raise
        with self.store._writing():
            _sync_folder(self.target.parent)
            for parent in self.new_parents:
                _sync_folder(parent.parent)

    def discard(self) -> bool:
        """Remove what was written; returns whether all of it is gone."""
        shutil.rmtree(self.beside, ignore_errors=True)
        return not self.beside.exists()


def _written_at(folder: Path) -> datetime:
    """When a folder or a file in it was last written to; raises FileNotFoundError if one is removed meanwhile."""
    written = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    return datetime.fromtimestamp(written, UTC)


def _remove_half_files(folder: Path, name: str | None = None) -> None:
    """Remove what put() had not finished in a folder when its process died; name: only that of this file."""
    for path in list(folder.iterdir()):
        half_of, _, _ = path.name.removeprefix(UNFINISHED).rpartition("~")
        if path.name.startswith(UNFINISHED) and name in (None, half_of):
            path.unlink(missing_ok=True)


def _depth(path: str) -> int:
    return len(path.split("/")) if path else 0


def _write_durably(files: Mapping[Path, bytes]) -> None:
    """Write files; when this returns, each of them is on the disk."""
    paths = list(files)
    for start in range(0, len(paths), MOST_OPEN):
        with ExitStack() as opened:
            written = [opened.enter_context(_write(path, files[path])) for path in paths[start : start + MOST_OPEN]]
            # The disk is waited for only when it was told of all of them: it then takes most of them at once.
            for file in written if len(written) > 1 else ():
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # begins to write, and does not wait
            for file in written:
                os.fsync(file.fileno())


def _write(path: Path, content: bytes) -> BinaryIO:
    """Write a file, which may not be on the disk yet; returns it open."""
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_FILE), "wb")
    try:
        file.write(content)
        file.flush()
    except BaseException:
        file.close()
        raise
    return file


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
