"""The cache of versions: schemas and tables that one process has read, up to a number of bytes.

Here: what is kept and for how long. Not here: reading packages (sql_versions.py).
"""

from collections.abc import Callable
from operator import attrgetter
from threading import Lock
from time import monotonic
from typing import Any

import polars as pl
from cachetools import LRUCache, cachedmethod

from opendata.domain.kinds import Kind
from opendata.domain.tables.frame_sizes import bytes_of_frame

# About what one kind takes with all that is computed of it and kept: some thousand dictionaries and texts.
KIND_BYTES = 1_000_000
SPARE_TIMES = 1_000  # how many times of parts that are no longer kept are remembered beside those of the kept ones


class VersionCache:
    """The schemas and tables that were read last. Versions never change, so no value becomes outdated."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._values: LRUCache[tuple[str, str], Any] = LRUCache(most_bytes, getsizeof=self._size)
        self._lock = Lock()
        self._asked_at: dict[tuple[str, str], float] = {}

    def get(self, digest: str, part: str, read: Callable[[], Any]) -> Any:
        """A part of the version with this digest: the cached value, or else what `read` returns."""
        with self._lock:
            now = self._asked_at[(digest, part)] = monotonic()
            # A command that reads each version once, and lets nothing go, does not remember when it asked for each.
            if len(self._asked_at) > 2 * len(self._values) + SPARE_TIMES:
                self._forget_times(now)
        return self._get(digest, part, read)

    # Two threads may read the same part at once, so that both wait at the same time for a store that does not answer,
    # and not one after the other.
    @cachedmethod(
        attrgetter("_values"), key=lambda _self, digest, part, _read: (digest, part), lock=attrgetter("_lock")
    )
    def _get(self, digest: str, part: str, read: Callable[[], Any]) -> Any:
        return read()

    def let_go(self, idle_seconds: float, rest_bytes: int) -> None:
        """Remove what was not asked for during these seconds, longest ago first, until so many bytes are left."""
        before = monotonic() - idle_seconds
        with self._lock:
            for key in sorted(self._values, key=self._time_of):
                if self._time_of(key) >= before or self._values.currsize <= rest_bytes:
                    break
                self._values.pop(key)
            self._forget_times(before)

    def _time_of(self, key: tuple[str, str]) -> float:
        """When a part was last asked for; 0, which is long ago, where that is forgotten."""
        return self._asked_at.get(key, 0)

    def _forget_times(self, before: float) -> None:
        """Forget when those parts were last asked for that are not kept, and that nobody asked for since `before`."""
        self._asked_at = {key: at for key, at in self._asked_at.items() if key in self._values or at >= before}

    def drop(self, digest: str) -> None:
        """Remove all parts of a version."""
        with self._lock:
            for key in [key for key in self._values if key[0] == digest]:
                del self._values[key]

    def _size(self, value: Kind | pl.DataFrame) -> int:
        """The bytes that a value takes; a table larger than half of the cache gets a size too large for the cache."""
        if isinstance(value, Kind):
            return KIND_BYTES
        size = bytes_of_frame(value)
        return size if size <= self._most_bytes // 2 else self._most_bytes + 1
