"""Shelves: rows put aside until the whole table has been read; in memory while they are few, then in files.

Here: rows divided by a hash into parts, so that equal rows share a part and only one part is in memory at once.
Not here: what the rows mean (repeated_keys.py).
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

HELD_BYTES = 2**25  # of one shelf in memory; whenever a shelf holds more, it writes them to files
PARTS = 64  # of a shelf in files; about one row in so many is in memory at once
Chunks = Callable[[], Iterator[pl.DataFrame]]


class Room:
    """The place for the shelves of one check; the caller has to close it."""

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self.held_bytes = held_bytes
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._shelves = 0

    def close(self) -> None:
        """Remove the files of all shelves."""
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
    """Rows with a column "hash": UInt64; their other columns are the same in every call of add()."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held: list[pl.DataFrame] = []
        self._held_bytes = 0
        self._folder: Path | None = None
        self._files: dict[int, list[Path]] = {}

    @property
    def in_files(self) -> bool:
        """Whether the shelf has written rows to files."""
        return self._folder is not None

    def add(self, rows: pl.DataFrame) -> None:
        """Put the next rows on the shelf."""
        if not rows.height:
            return
        self._held.append(rows)
        self._held_bytes += int(rows.estimated_size())
        if self._held_bytes > self._room.held_bytes:
            self._flush()

    def held(self) -> pl.DataFrame | None:
        """All rows that are in memory; None if there are none."""
        if len(self._held) > 1:
            self._held = [pl.concat(self._held)]
        return self._held[0] if self._held else None

    def parts(self, *, in_files: bool = False) -> Iterator[tuple[int, Chunks]]:
        """All rows in parts; rows with equal hashes are in the same part, in the order of add().

        A hash has the same part number on every shelf in files. in_files: write the rows to files, even if few.
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
        for (part,), part_rows in by_part.items():
            paths = self._files.setdefault(part, [])
            paths.append(self._folder / f"{part}-{len(paths)}")
            part_rows.write_ipc(paths[-1], compression="lz4")
        self._held, self._held_bytes = [], 0


def _reading(paths: Sequence[Path]) -> Chunks:
    return lambda: (pl.read_ipc(path) for path in paths)
