"""What views need of the counters: how often an address may do something, and how much of it at once."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class AllowedRate:
    """So many times in so many seconds; all of them may come at once, and each comes back after its share of time."""

    name: str
    most: int
    seconds: int


class Counters(Protocol):
    """Counts for all processes together; never raises: where nothing can be counted, everything is allowed."""

    def count(self, limit: AllowedRate, who: str) -> float:
        """Count one time more; 0 if that is within the limit, else in how many seconds the next one is."""
        ...

    def hold(self, limit: AllowedRate, who: str) -> str | None:
        """Take one of `most` places for `seconds` at the longest: its name for let_go(); None if all are taken."""
        ...

    def let_go(self, limit: AllowedRate, who: str, place: str) -> None:
        """Give a place back; one that is never given back, as by a process that was killed, ends by itself."""
        ...
