"""What the steps need from the counts of what is stored."""

from collections.abc import Mapping
from typing import Protocol


class StoredBytes(Protocol):
    """How many bytes each publisher has stored: of its packages, and of its uploads with their drafts."""

    def of_publisher(self, publisher: str) -> int:
        """The bytes of one publisher; takes as long however much that is."""
        ...

    def of_all(self) -> Mapping[str, int]:
        """The bytes of every publisher that has stored anything, by name."""
        ...

    def count_missing(self) -> int:
        """Count what is stored and was not counted yet; returns of how many packages and uploads.

        Raises StorageUnavailable.
        """
        ...
