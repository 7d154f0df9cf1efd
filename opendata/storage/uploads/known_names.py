"""Known names: what the files of uploads are called, kept in memory, as they never change once an upload is there.

Here: remembering and forgetting them. Not here: where they are kept for good (sql_uploads.py). Pages that list many
drafts would otherwise ask a bucket once for each of them, each time that they are shown.
"""

from threading import Lock

from cachetools import LRUCache

MOST_UPLOADS = 2_000  # about a megabyte


class KnownNames:
    """Names of files by the path of their upload, of the uploads that were asked for last; for several threads."""

    def __init__(self, most: int = MOST_UPLOADS) -> None:
        self._names: LRUCache[str, tuple[str, ...]] = LRUCache(most)
        self._lock = Lock()

    def get(self, path: str) -> list[str] | None:
        """The names of the files of an upload; None if they are not known."""
        with self._lock:
            names = self._names.get(path)
        return None if names is None else list(names)

    def keep(self, path: str, names: list[str]) -> None:
        """Know these names from now on; those that nobody asked for the longest are known no more."""
        with self._lock:
            self._names[path] = tuple(names)

    def forget(self, path: str) -> None:
        """Know the names of an upload no more."""
        with self._lock:
            self._names.pop(path, None)
