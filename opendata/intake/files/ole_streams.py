"""Compound files (OLE), in which old Office programs kept their documents: a stream by its name.

Here: sectors, their chains, and the directory. Not here: what a stream holds (xls_workbooks.py). Every chain is
followed at most once around, and the tree of names is walked without recursion, so no file can keep this busy.
Source: [MS-CFB], Compound File Binary File Format.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
ENTRY_BYTES = 128
LAST_REGULAR = 0xFFFFFFFA  # higher numbers end a chain or name no sector
STREAM, ROOT = 2, 5
FIRST_SECTORS = 109  # of the allocation table, which the header names itself


class DamagedStream(ValueError):
    """The file contradicts itself."""


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file; raises DamagedStream where it breaks off or contradicts itself."""

    def __init__(self, content: bytes) -> None:
        if len(content) < HEADER_BYTES or not content.startswith(OLE_MAGIC):
            raise DamagedStream("this is no compound file")
        self._content = content
        (shift, mini_shift) = struct.unpack_from("<2H", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedStream("its sectors have an unknown size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._mini_cutoff, first_mini, _, first_more = struct.unpack_from("<6I", content, 48)
        self._table = self._allocation_table(first_more)
        self._entries = self._directory(directory)
        self._mini_table = _numbers(b"".join(self._sectors(first_mini)))
        self._mini_stream: bytes | None = None

    @property
    def names(self) -> Sequence[str]:
        """The names in the topmost folder: of a document's own streams, not of those embedded in it."""
        return [entry.name for entry in self._topmost()]

    def stream(self, *names: str) -> bytes | None:
        """The content of the first of these streams that the topmost folder has."""
        streams = {entry.name: entry for entry in self._topmost() if entry.kind == STREAM}
        entry = next((streams[name] for name in names if name in streams), None)
        if entry is None:
            return None
        if entry.size > len(self._content):
            raise DamagedStream("a stream is longer than the file")
        content = self._mini(entry) if entry.size < self._mini_cutoff else b"".join(self._sectors(entry.start))
        if len(content) < entry.size:
            raise DamagedStream("a stream breaks off")
        return content[: entry.size]

    def _allocation_table(self, first_more: int) -> Sequence[int]:
        """For each sector the one that follows it."""
        places = list(struct.unpack_from(f"<{FIRST_SECTORS}I", self._content, 76))
        visited: set[int] = set()
        while first_more < LAST_REGULAR:
            if first_more in visited:
                raise DamagedStream("its table of sectors runs in a circle")
            visited.add(first_more)
            *more, first_more = _numbers(self._sector(first_more))
            places += more
        return _numbers(b"".join(self._sector(place) for place in dict.fromkeys(places) if place < LAST_REGULAR))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise DamagedStream("a sector is missing")
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _sectors(self, number: int) -> Iterator[bytes]:
        """The sectors of a chain."""
        for _ in range(len(self._table) + 1):
            if number >= LAST_REGULAR:
                return
            if number >= len(self._table):
                raise DamagedStream("a chain leads nowhere")
            yield self._sector(number)
            number = self._table[number]
        raise DamagedStream("a chain runs in a circle")

    def _mini(self, entry: _Entry) -> bytes:
        """A small stream, whose sectors stand in the stream of the root."""
        if self._mini_stream is None:
            self._mini_stream = b"".join(self._sectors(self._entries[0].start))
        parts, number = [], entry.start
        for _ in range(len(self._mini_table) + 1):
            if number >= LAST_REGULAR:
                break
            if number >= len(self._mini_table):
                raise DamagedStream("a chain leads nowhere")
            parts.append(self._mini_stream[number * self._mini_size : (number + 1) * self._mini_size])
            number = self._mini_table[number]
        return b"".join(parts)

    def _directory(self, start: int) -> Sequence[_Entry]:
        content = b"".join(self._sectors(start))
        entries = []
        for place in range(0, len(content) - ENTRY_BYTES + 1, ENTRY_BYTES):
            (length, kind) = struct.unpack_from("<HB", content, place + 64)
            left, right, child = struct.unpack_from("<3I", content, place + 68)
            first, size = struct.unpack_from("<II", content, place + 116)
            name = content[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, first, size))
        if not entries or entries[0].kind != ROOT:
            raise DamagedStream("it has no root")
        return entries

    def _topmost(self) -> list[_Entry]:
        """The entries of the topmost folder, which are a tree beside one another."""
        entries, visited, waiting = [], set[int](), [self._entries[0].child]
        while waiting:
            number = waiting.pop()
            if number >= len(self._entries) or number in visited:
                continue
            visited.add(number)
            entry = self._entries[number]
            entries.append(entry)
            waiting += [entry.left, entry.right]
        return entries


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
