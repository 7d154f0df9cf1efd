"""What the steps need from the accounts: who may write, and for which publisher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Access:
    """What the bearer of a token may do, and for whom."""

    publisher: str
    scopes: frozenset[str]
    name: str
    token_id: int
    made_by: str | None  # the e-mail address of the person who made the token; None: a command did


@dataclass(frozen=True)
class TokenRecord:
    """What is known of a token, which itself is kept nowhere."""

    id: int
    name: str
    scopes: Sequence[str]
    created_at: datetime
    valid_until: date | None
    used_at: datetime | None  # to the hour
    revoked_at: datetime | None


class Accounts(Protocol):
    """Tokens of programs, each of one publisher."""

    def add_token(
        self,
        publisher: str,
        name: str,
        scopes: Sequence[str],
        now: datetime,
        until: date | None = None,
        made_by: str | None = None,
    ) -> str:
        """Add a token and return it; it can never be read again. Raises PublisherNotFound.

        until: the last day on which it gives access; None: it has no end. made_by: who answers for what is done with
        it; None: nobody, as a command made it.
        """
        ...

    def add_token_once(
        self,
        secret: str,
        publisher: str,
        name: str,
        scopes: Sequence[str],
        now: datetime,
        until: date | None = None,
        made_by: str | None = None,
    ) -> tuple[str, bool]:
        """As add_token(), with a token that follows from a secret; and whether it was added now.

        A token that there is already stays as it is. Raises AlreadyExists where it has been revoked since.
        """
        ...

    def tokens(self, publisher: str) -> Sequence[TokenRecord]:
        """All tokens of a publisher, oldest first, revoked ones as well; raises PublisherNotFound."""
        ...

    def revoke_token(self, publisher: str, token_id: int, now: datetime) -> None:
        """End the access that a token gives, at once and for ever; no change if that was done before."""
        ...

    def access(self, token: str, now: datetime) -> Access | None:
        """The access that a token gives at this time; None if there is no such token. Notes its use now and then."""
        ...
