"""Shelves: rows put aside until all of a table has been read; in memory while they are few, then in files.

Here: rows parted by a hash, so that equal ones are met again together and no more than a part is in memory at once.
Not here: what the rows are (repeated_keys.py).
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

HELD_BYTES = 2**25  # of one shelf in memory; each time there are more, they go to files
PARTS = 64  # of a shelf in files: with n rows, so many times less are in memory at once
Chunks = Callable[[], Iterator[pl.DataFrame]]


class Room:
    """Where the shelves of one check stand; it has to be closed."""

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self.held_bytes = held_bytes
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._shelves = 0

    def close(self) -> None:
        """Remove the files."""
        if self._folder is not None:
            self._folder.cleanup()

    def folder(self) -> Path:
        """A new folder on disk, below TMPDIR."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="opendata-check-")
        self._shelves += 1
        path = Path(self._folder.name) / str(self._shelves)
        path.mkdir()
        return path


class Shelf:
    """Rows with a column "hash": UInt64, and others that are the same each time."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held: list[pl.DataFrame] = []
        self._held_bytes = 0
        self._folder: Path | None = None
        self._files: dict[int, list[Path]] = {}

    @property
    def in_files(self) -> bool:
        """Whether there are so many rows that they do not stay in memory."""
        return self._folder is not None

    def add(self, rows: pl.DataFrame) -> None:
        """The next rows."""
        if not rows.height:
            return
        self._held.append(rows)
        self._held_bytes += int(rows.estimated_size())
        if self._held_bytes > self._room.held_bytes:
            self._flush()

    def held(self) -> pl.DataFrame | None:
        """All rows, where they are in memory; None where there are none."""
        if len(self._held) > 1:
            self._held = [pl.concat(self._held)]
        return self._held[0] if self._held else None

    def parts(self, *, in_files: bool = False) -> Iterator[tuple[int, Chunks]]:
        """Rows with equal hashes are in the same part; its chunks and their rows are in the order they came.

        Each part has its number, the same on every shelf in files. in_files: put the rows there, few or not.
        """
        if self._folder is None and not in_files:
            held = self.held()
            if held is not None:
                yield 0, lambda: iter([held])
            return
        self._flush()
        for part in range(PARTS):
            if paths := self._files.get(part):
                yield part, _reading(paths)

    def _flush(self) -> None:
        rows = self.held()
        if rows is None:
            return
        if self._folder is None:
            self._folder = self._room.folder()
        by_part = rows.with_columns(part=pl.col("hash") % PARTS).partition_by(
            "part", as_dict=True, maintain_order=True, include_key=False
        )
        for (part,), each in by_part.items():
            paths = self._files.setdefault(part, [])
            paths.append(self._folder / f"{part}-{len(paths)}")
            each.write_ipc(paths[-1], compression="lz4")
        self._held, self._held_bytes = [], 0


def _reading(paths: Sequence[Path]) -> Chunks:
    return lambda: (pl.read_ipc(path) for path in paths)
