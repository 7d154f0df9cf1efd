"""What the steps ask of the accounts: who may write, and for whom."""

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
    """Tokens and users, each of one publisher."""

    def add_token(self, publisher: str, name: str, scopes: Sequence[str], now: datetime) -> str:
        """A new token, which is told this once; raises PublisherNotFound."""
        ...

    def access(self, token: str) -> Access | None:
        """What a token allows; None if there is no such token."""
        ...

    def add_user(self, email: str, publisher: str, role: str, password_hash: str, now: datetime) -> None:
        """Raises AlreadyExists, PublisherNotFound."""
        ...
