"""What the steps need from where the addresses that datasets follow are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from opendata.domain.model import Dataset
from opendata.domain.sources import Source, SourceFetch


class Sources(Protocol):
    """The addresses that datasets follow, one for each dataset at most, with the newest fetches of each.

    What a job writes about a source names the job's turn. It changes nothing once another turn has begun.
    """

    def get(self, dataset: Dataset) -> Source | None:
        """The source of a dataset, or None."""
        ...

    def by_id(self, source_id: str) -> Source | None:
        """The source with this id, or None."""
        ...

    def all(self) -> Sequence[Source]:
        """All sources, by publisher and dataset."""
        ...

    def keep(self, dataset: Dataset, source: Source) -> None:
        """Keep a source in place of the one that the dataset had, and begin another turn."""
        ...

    def remove(self, dataset: Dataset) -> bool:
        """Remove the source of a dataset with what is known of its fetches; False if there is none."""
        ...

    def due(self, now: datetime) -> Sequence[Source]:
        """The sources whose time has come."""
        ...

    def ask(self, source: Source, at: datetime) -> None:
        """Let a source be fetched at that time, or earlier where it is due earlier."""
        ...

    def begin_upload(self, source: Source, upload_id: str) -> bool:
        """Note an upload before it is kept; False if this turn is over."""
        ...

    def uploads(self, source: Source) -> Sequence[tuple[str, bool]]:
        """The ids of the uploads that were made of it and not forgotten, and whether somebody has looked at each."""
        ...

    def forget_uploads(self, source: Source, upload_ids: Sequence[str]) -> None:
        """Forget uploads that were replaced, published or removed."""
        ...

    def look_at(self, upload_id: str) -> None:
        """Note that somebody has looked at an upload; no change if it is of no source."""
        ...

    def end(self, source: Source, fetch: SourceFetch | None, **values: Any) -> bool:
        """End the turn: keep what came of the fetch, and change these values of the source; False if it is over."""
        ...

    def told(self, source: Source, now: datetime) -> bool:
        """Note that a mail tells of its failures; False if one did before."""
        ...

    def fetches(self, source: Source) -> Sequence[SourceFetch]:
        """The newest fetches of a source, newest first; older ones are not kept."""
        ...
