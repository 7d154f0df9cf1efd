"""What the steps need to find out which rows are alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol


class FoundPair(Protocol):
    """Two rows of two groups by their places, and how alike they are, 0 to 1."""

    @property
    def row(self) -> int: ...

    @property
    def group(self) -> str: ...

    @property
    def other(self) -> int: ...

    @property
    def likeness(self) -> float: ...


class ComparedGroups(Protocol):
    """The rows of many groups, ready to be compared."""

    def pairs(self, group: str, others: Sequence[str]) -> Iterator[FoundPair]:
        """The alike pairs of one group with each of the others."""
        ...


class LikenessFinder(Protocol):
    """Finds out which rows are alike."""

    def parts(self, title: str, text: str, group: str) -> bytes:
        """The parts of a row's words, packed."""
        ...

    def comparison(self, groups: Mapping[str, Sequence[bytes]]) -> ComparedGroups:
        """The rows of all groups, each as its packed parts."""
        ...
