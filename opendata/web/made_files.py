"""Made files: large answers that are written to disk once, and sent from there, whole or in parts.

Here: writing one, keeping it up to a number of bytes of disk, and answering with it. Not here: what is in it.

A file has no name: it is gone when it is forgotten or its process ends. While it is kept, each part that a reader
asks for by Range costs no more than reading it, so that DuckDB reads a few columns of a large Parquet file.
"""

import hashlib
import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from opendata.domain.errors import StorageUnavailable
from opendata.steps.dear_answers import DearAnswers

KEPT_BYTES = 2 * 2**30  # of disk, for one process
CHUNK = 2**18
FOLDER = "made"  # in DATA_DIR


@dataclass(frozen=True, eq=False)
class MadeFile:
    """A file without a name; it is closed when nobody holds it any more."""

    file: IO[bytes]
    size: int
    sha256: str
    rows: int

    def reader(self) -> "FileReader":
        """The file as the body of an answer."""
        return FileReader(self)


class FileReader:
    """Reads a made file from a place on; several read one file at the same time."""

    def __init__(self, made: MadeFile) -> None:
        self._made, self._place = made, 0

    def seekable(self) -> bool:
        """Whether reading may begin elsewhere than at the beginning."""
        return True

    def seek(self, place: int) -> None:
        """Go on reading from there."""
        self._place = place

    def tell(self) -> int:
        """Where reading goes on."""
        return self._place

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = os.pread(self._made.file.fileno(), CHUNK, self._place)
        if not chunk:
            raise StopIteration
        self._place += len(chunk)
        return chunk


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


class MadeFiles:
    """The files of one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers = DearAnswers(KEPT_BYTES)

    def get(self, digest: str, form: str, rows: int, write: Callable[[BinaryIO], None]) -> MadeFile:
        """The file of a form of a version: kept, or what `write` writes.

        Raises AnswersBusy, StorageUnavailable.
        """

        def make() -> MadeFile:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed when it is forgotten
                digesting = _Digesting(file)
                write(cast("BinaryIO", digesting))
                file.flush()
            except OSError as error:
                raise StorageUnavailable("made files", str(error)) from error
            made = MadeFile(file, file.tell(), digesting.sha256.hexdigest(), rows)
            weakref.finalize(made, file.close)  # the answers that are being sent hold it, too
            return made

        made: MadeFile = self._answers.get((digest,), form, make, lambda made: made.size)
        return made

    def drop(self, digest: str) -> None:
        """Forget the files of a version."""
        self._answers.drop(digest)
