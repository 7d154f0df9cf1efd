"""Made files: large answers that are written to disk once, and sent from there, whole or in parts.

Here: writing one, keeping it up to a number of bytes of disk, and answering with it. Not here: what is in it, and the
files themselves (steps/unnamed_files.py).

While a file is kept, each part that a reader asks for by Range costs no more than reading it, so that DuckDB reads a
few columns of a large Parquet file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from opendata.domain.packages.long_tables import Read
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.unnamed_files import unnamed_file

KEPT_BYTES = 2 * 2**30  # of disk, for one process
CHUNK = 2**18
FOLDER = "made"  # in DATA_DIR


@dataclass(frozen=True, eq=False)
class MadeFile:
    """An answer on disk. sha256: in hexadecimal. rows: how many are in it; None where it is no table."""

    read: Read
    size: int
    sha256: str
    rows: int | None

    def reader(self) -> "FileReader":
        """The file as the body of an answer."""
        return FileReader(self.read)


class FileReader:
    """Reads a file from a place on; several read one file at the same time."""

    def __init__(self, read: Read) -> None:
        self._read, self._place = read, 0

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
        chunk = self._read(self._place, CHUNK)
        if not chunk:
            raise StopIteration
        self._place += len(chunk)
        return chunk


class MadeFiles:
    """The files of one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers = DearAnswers(KEPT_BYTES)

    def get(self, digest: str, form: str, rows: int | None, write: Callable[[BinaryIO], object]) -> MadeFile:
        """The file of a form of a version: kept, or what `write` writes.

        Raises AnswersBusy, StorageUnavailable.
        """

        def make() -> MadeFile:
            file = unnamed_file("made files", self._folder, write)
            return MadeFile(file.read, file.size, file.sha256, rows)

        made: MadeFile = self._answers.get((digest,), form, make, lambda made: made.size)
        return made

    def drop(self, digest: str) -> None:
        """Forget the files of a version."""
        self._answers.drop(digest)
