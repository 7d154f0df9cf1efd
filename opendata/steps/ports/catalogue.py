"""What the steps need from the catalogue: publishers and their datasets."""

from collections.abc import Collection, Sequence
from typing import Protocol

from opendata.domain.model import Dataset, Publisher


class Catalogue(Protocol):
    """Publishers and their datasets."""

    def publishers(self) -> Sequence[Publisher]:
        """All publishers, by name."""
        ...

    def some_publishers(
        self, start: int, limit: int | None, *, by_title: bool = False
    ) -> tuple[Sequence[Publisher], int]:
        """A page of the publishers, by name or in the natural order of their titles, and how many there are."""
        ...

    def publisher(self, name: str) -> Publisher:
        """The publisher of that name; raises PublisherNotFound."""
        ...

    def datasets(self, publisher: str | None = None) -> Sequence[Dataset]:
        """All datasets, or those of one publisher; raises PublisherNotFound."""
        ...

    def some_datasets(self, publisher: str, start: int, limit: int | None) -> tuple[Sequence[Dataset], int]:
        """A page of the datasets of a publisher, by name, and how many it has; raises PublisherNotFound."""
        ...

    def named_datasets(self, names: Collection[tuple[str, str]]) -> Sequence[Dataset]:
        """Those of some datasets that there are, in order; names: of publisher and dataset."""
        ...

    def datasets_of(self, names: Sequence[str]) -> Sequence[Dataset]:
        """The datasets of the publishers with these names, in order."""
        ...

    def published_datasets(self, start: int, limit: int) -> tuple[Sequence[Dataset], int]:
        """A page of the datasets that have a current version, in order, and how many there are in all."""
        ...

    def dataset(self, publisher: str, name: str) -> Dataset:
        """The dataset of that name as it stands now; raises DatasetNotFound, PublisherNotFound."""
        ...

    def add_publisher(self, publisher: Publisher) -> None:
        """Add a publisher; raises AlreadyExists."""
        ...

    def add_dataset(self, dataset: Dataset) -> None:
        """Add a dataset; raises AlreadyExists, PublisherNotFound."""
        ...

    def change_dataset(self, dataset: Dataset) -> None:
        """Keep what is said about a dataset now (DATASET_SETTINGS); raises DatasetNotFound, PublisherNotFound."""
        ...

    def remember_mapping(self, dataset: Dataset) -> None:
        """Keep the mapping of a dataset; raises DatasetNotFound, PublisherNotFound."""
        ...
