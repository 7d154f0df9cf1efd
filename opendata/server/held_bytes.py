"""Bytes that wait for the other side: those of a body that is still arriving, and those of an answer not yet taken.

Here: keeping them in memory while they are few, and in a temporary file beyond that. Not here: sockets.
"""

import os
from tempfile import SpooledTemporaryFile
from threading import Lock

# So many bytes of kept answers may wait in memory for slow readers; beyond that they go to files, as all others do.
MOST_SHARED_BYTES = 32 * 2**20
IN_MEMORY_BYTES = 2**16  # of each body and each answer; what is over this goes to a file in the folder of TMPDIR


class HeldCount:
    """How many bytes all connections of one process hold back together."""

    def __init__(self) -> None:
        self.count, self._lock = 0, Lock()
        self.shared = 0  # bytes of answers that are kept anyway, and that clients have not taken yet

    def add(self, count: int) -> None:
        """Count more bytes, or fewer; threads and the poller do so at the same time."""
        with self._lock:
            self.count += count

    def add_shared(self, count: int) -> None:
        """Count more shared bytes, or fewer."""
        with self._lock:
            self.shared += count


class HeldBytes:
    """Bytes that are written at the end and taken from the front, by one thread at a time."""

    def __init__(self, tally: HeldCount) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - close() ends it
        self._tally, self._taken, self.written = tally, 0, 0

    def __len__(self) -> int:
        return self.written - self._taken

    def add(self, data: bytes) -> None:
        """Put bytes behind those that are there."""
        self._file.seek(self.written)
        self._file.write(data)
        self.written += len(data)
        self._tally.add(len(data))

    def first(self, most: int) -> bytes:
        """The bytes at the front, which stay there."""
        self._file.seek(self._taken)
        return self._file.read(most)

    def skip(self, count: int) -> None:
        """Let go of bytes at the front."""
        self._taken += count

    def take(self, most: int) -> bytes:
        """The bytes at the front, which are let go of."""
        data = self.first(most)
        self.skip(len(data))
        return data

    def close(self) -> None:
        """Give back memory and disk."""
        self._file.close()
        self._tally.add(-self.written)
        self.written = self._taken = 0


class SharedBytes:
    """The rest of bytes that others hold as well: nothing is copied, but while this waits they stay in memory."""

    def __init__(self, data: memoryview, tally: HeldCount) -> None:
        self._data, self._tally = data, tally
        tally.add_shared(len(data))

    def __len__(self) -> int:
        return len(self._data)

    def first(self, most: int) -> memoryview:
        """The bytes at the front, which stay there."""
        return self._data[:most]

    def skip(self, count: int) -> None:
        """Let go of bytes at the front."""
        self._data = self._data[count:]
        self._tally.add_shared(-count)

    def close(self) -> None:
        """Let go of all of them."""
        self.skip(len(self._data))


class PartOfFile:
    """A stretch of a file of the service, which is read only as fast as it is sent."""

    def __init__(self, number: int, start: int, count: int) -> None:
        self._number, self._start, self._count = os.dup(number), start, count

    def __len__(self) -> int:
        return self._count

    def first(self, most: int) -> bytes:
        """The bytes at the front; raises EOFError if the file has become shorter."""
        data = os.pread(self._number, min(most, self._count), self._start)
        if not data and self._count:
            raise EOFError
        return data

    def skip(self, count: int) -> None:
        """Let go of bytes at the front."""
        self._start, self._count = self._start + count, self._count - count

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._number)
