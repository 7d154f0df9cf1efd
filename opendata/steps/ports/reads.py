"""What the steps need of the counts of reads: how often each dataset was asked for on each day, and not by whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from opendata.domain.model import Dataset


class Reads(Protocol):
    """How often datasets were read. A request is counted with its dataset and its day, and with nothing else."""

    def count(self, publisher: str, dataset: str, day: date) -> None:
        """Count one request for a dataset that exists; quick, because every public answer calls it."""
        ...

    def keep(self) -> None:
        """Keep what was counted since; where that is not possible, it is kept the next time. Never raises."""
        ...

    def since(self, datasets: Sequence[Dataset], first: date) -> Mapping[str, int]:
        """By the path of each dataset how often it was read from that day on; 0 where it was not."""
        ...

    def days(self, dataset: Dataset, first: date) -> Sequence[tuple[date, int]]:
        """The days from that one on on which a dataset was read, and how often, oldest first."""
        ...

    def close(self) -> None:
        """Keep what was counted, and end the thread that keeps it from time to time."""
        ...
