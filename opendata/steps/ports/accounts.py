"""What the steps need from the accounts: who may write, and for which publisher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Access:
    """What the bearer of a token may do, and for whom."""

    publisher: str
    scopes: frozenset[str]


class Accounts(Protocol):
    """Tokens of programs, each of one publisher."""

    def add_token(self, publisher: str, name: str, scopes: Sequence[str], now: datetime) -> str:
        """Add a token and return it; it can never be read again. Raises PublisherNotFound."""
        ...

    def access(self, token: str) -> Access | None:
        """The access that a token gives; None if there is no such token."""
        ...
