"""What the steps need from the audit log: adding who did what, and reading it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Act:
    """Something that somebody did."""

    person: str  # the e-mail address, or another name of domain/actors.py
    act: str  # such as "person.invited"
    publisher: str | None = None  # None: it concerns the person alone, such as signing in
    about: Mapping[str, Any] = field(default_factory=dict)  # facts in plain values; never a secret
    at: datetime | None = None
    id: int = 0


class Audit(Protocol):
    """The audit log; what was added is never changed or removed."""

    def add(self, act: Act, now: datetime) -> None:
        """Add an act."""
        ...

    def acts(
        self, publisher: str | None, limit: int | None, *, before: int | None = None, start: int = 0
    ) -> Sequence[Act]:
        """The newest acts first: those of a publisher and of its people themselves, or all where it is None.

        before: only those whose id is smaller, for the next page. start: how many of these are passed over.
        """
        ...

    def count(self, publisher: str | None) -> int:
        """How many acts there are of a publisher and of its people themselves, or in all where it is None."""
        ...
