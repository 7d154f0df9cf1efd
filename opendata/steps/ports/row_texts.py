"""What the steps need of the texts of rows that are kept beside the packages: for alike rows, and for searching."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from opendata.domain.model import Dataset


@dataclass(frozen=True)
class RowText:
    """The words of one row of a dataset's main table, as its current version has them."""

    key: str
    title: str
    status: str | None
    digest: str  # of everything here
    title_words: str  # folded, for searching
    text_words: str  # the same for all its other texts
    parts: bytes  # of its words, packed, to find alike rows


@dataclass(frozen=True)
class TextedDataset:
    """The rows of a dataset whose texts are kept; number: of the version that they belong to."""

    publisher: str
    dataset: str
    number: str
    keys: Sequence[str]
    parts: Sequence[bytes]

    @property
    def path(self) -> str:
        """publisher/dataset."""
        return f"{self.publisher}/{self.dataset}"


@dataclass(frozen=True)
class AlikeKeys:
    """Two rows of two publishers, by their keys, and how alike they are, 0 to 1."""

    key: str
    publisher: str
    dataset: str
    other: str
    likeness: float


@dataclass(frozen=True)
class FoundRow:
    """A row that a search has found; in_title: whether all words stand in its title."""

    publisher: str
    dataset: str
    key: str
    title: str
    status: str | None
    in_title: bool


class RowTexts(Protocol):
    """The texts of the rows of current versions. They can be made again from the packages at any time."""

    def behind(self, kinds: Collection[str]) -> Sequence[tuple[str, str]]:
        """The datasets of these kinds whose texts are not those of the current version, by publisher and name."""
        ...

    def not_compared(self) -> Sequence[tuple[str, str]]:
        """The datasets whose rows were not compared with those of others since either of them changed much."""
        ...

    def is_behind(self, kinds: Collection[str]) -> bool:
        """Whether there is anything to do; the database is asked once."""
        ...

    def digests(self, dataset: Dataset) -> Mapping[str, str]:
        """The digest of each row whose texts are kept, by its key."""
        ...

    def keep(
        self, dataset: Dataset, number: str | None, changed: Sequence[RowText], removed: Collection[str], rows: int
    ) -> None:
        """Keep the texts of rows that changed, and drop those of rows that are gone.

        number: of the version that all kept texts belong to now; None: the dataset has no current version.
        rows: how many rows there are. If the parts of words changed, the dataset counts as not compared.
        """
        ...

    def rows_of(self, kind: str) -> Sequence[tuple[str, str, str]]:
        """All rows of a kind whose texts are kept: publisher, dataset and key."""
        ...

    def texted(self, kind: str) -> Sequence[TextedDataset]:
        """The datasets of a kind with all their rows."""
        ...

    def keep_alike(
        self, dataset: TextedDataset, pairs: Sequence[AlikeKeys], others: Sequence[str], seen: Mapping[str, str]
    ) -> bool:
        """Keep which rows of other datasets are like those of a dataset, in place of what was kept of it and them.

        others: the paths of these datasets. seen: by path, the version of each dataset that was there when they were
        compared. False, and no change, if one has changed since.
        """
        ...

    def alike(self, dataset: Dataset, key: str | None = None) -> Sequence[AlikeKeys]:
        """The rows of others that are like a row, or like any row of a dataset; the most alike ones first."""
        ...

    def alike_of(self, kind: str) -> Sequence[tuple[str, str, AlikeKeys]]:
        """All alike rows of a kind: the publisher and the dataset of the first row, and the pair."""
        ...

    def search(
        self, words: Sequence[Collection[str]], publisher: str | None, start: int, limit: int
    ) -> tuple[Sequence[FoundRow], int]:
        """The rows in which each word is found, in one of its forms; those with all words in the title first.

        Rows of versions that were withdrawn are never found. Returns so many from a place on, and how many there are.
        """
        ...
