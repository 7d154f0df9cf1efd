"""The cache of versions: schemas and tables that one process has read, up to a number of bytes.

Here: what is kept and for how long. Not here: reading packages (sql_versions.py).
"""

from collections.abc import Callable
from operator import attrgetter
from threading import Lock
from typing import Any

import polars as pl
from cachetools import LRUCache, cachedmethod

from opendata.domain.kinds import Kind

KIND_BYTES = 10_000  # about the size of one kind


class VersionCache:
    """The schemas and tables that were read last. Versions never change, so no value becomes outdated."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._values: LRUCache[tuple[str, str], Any] = LRUCache(most_bytes, getsizeof=self._size)
        self._lock = Lock()

    # Two threads may read the same part at once, so that both wait at the same time for a store that does not answer,
    # and not one after the other.
    @cachedmethod(
        attrgetter("_values"), key=lambda _self, digest, part, _read: (digest, part), lock=attrgetter("_lock")
    )
    def get(self, digest: str, part: str, read: Callable[[], Any]) -> Any:
        """A part of the version with this digest: the cached value, or else what `read` returns."""
        return read()

    def drop(self, digest: str) -> None:
        """Remove all parts of a version."""
        with self._lock:
            for key in [key for key in self._values if key[0] == digest]:
                del self._values[key]

    def _size(self, value: Kind | pl.DataFrame) -> int:
        """The bytes that a value takes; a table larger than half of the cache gets a size too large for the cache."""
        if isinstance(value, Kind):
            return KIND_BYTES
        size = int(value.estimated_size())
        return size if size <= self._most_bytes // 2 else self._most_bytes + 1
