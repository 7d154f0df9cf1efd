"""Unnamed files: bytes of this process on disk, which are gone when nobody holds them any more, or when it ends.

Here: writing one with its digest, and reading it stretch by stretch, by several threads at the same time. Not here:
what is in it, and for how long it is kept.
"""

import hashlib
import os
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from opendata.domain.errors import StorageUnavailable


@dataclass(frozen=True, eq=False)
class UnnamedFile:
    """A file without a name, to which nobody writes any more."""

    file: IO[bytes]
    size: int
    sha256: str  # in hexadecimal

    def read(self, start: int, length: int) -> bytes:
        """So many bytes from a place on; fewer where the file ends."""
        return os.pread(self.file.fileno(), length, start)


def unnamed_file(part: str, folder: Path | None, write: Callable[[BinaryIO], object]) -> UnnamedFile:
    """The file that `write` writes; folder: on which disk, that of TMPDIR if None.

    Raises StorageUnavailable, which names the part of the storage, where the disk does not take it.
    """
    try:
        return _written(folder, write)
    except OSError as error:
        raise StorageUnavailable(part, str(error)) from error


def _written(folder: Path | None, write: Callable[[BinaryIO], object]) -> UnnamedFile:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed when it is forgotten
    try:
        digesting = _Digesting(file)
        write(cast("BinaryIO", digesting))
        file.flush()
        written = UnnamedFile(file, file.tell(), digesting.sha256.hexdigest())
    except BaseException:
        file.close()
        raise
    weakref.finalize(written, file.close)  # the answers that are being sent hold it, too
    return written


class _Digesting:
    """A file that is only written to, and its digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    def tell(self) -> int:
        return self._file.tell()

    @property
    def closed(self) -> bool:
        return False

    def close(self) -> None:
        """The file stays open: it is read from now on."""

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False
