"""What the steps need from where it is kept what people are told of their accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class AccountChange:
    """Something that became of somebody's account, and that they are told."""

    id: int
    person_id: int
    at: datetime
    what: str  # a name of domain/account_letters.py
    about: Mapping[str, str]  # facts in plain values; never a secret
    is_seen: bool = False  # whether the person's own page has shown it


class AccountNews(Protocol):
    """Changes to accounts, by the person whose account it is."""

    def add(self, person_id: int, what: str, about: Mapping[str, str], now: datetime) -> int:
        """Keep a change; returns its id."""
        ...

    def get(self, change_id: int) -> AccountChange | None:
        """The change with that id; None: there is none any more."""
        ...

    def of_person(self, person_id: int, limit: int) -> Sequence[AccountChange]:
        """So many changes to a person's account, the newest first."""
        ...

    def see(self, person_id: int, now: datetime) -> None:
        """Note that the person was shown all changes to their account."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove changes from before that time; returns how many."""
        ...
