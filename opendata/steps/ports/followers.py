"""What the steps need in order to keep who follows what by mail.

Of a person there is the address, the language and what is followed; the rest says what was sent, so that nothing is
sent twice and nothing is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from opendata.domain.following import Subject


@dataclass(frozen=True)
class FollowRequest:
    """Somebody asked for mails to an address; whoever reads its mail has to confirm that."""

    id: str
    email: str
    language: str
    subject: Subject
    expires_at: datetime


@dataclass(frozen=True)
class Following:
    """One thing that is followed, since a serial of the journal: earlier entries are not told."""

    id: str
    subject: Subject
    since: int


@dataclass(frozen=True)
class Follower:
    """An address to which mails go.

    told_to: the serial up to which it was told. sending_to: the serial up to which the mail goes that is being sent.
    """

    id: str
    email: str
    language: str
    told_to: int
    sending_to: int | None = None
    followings: Sequence[Following] = ()


class Followers(Protocol):
    """Who follows what by mail. Links to these pages are kept as digests of their secrets alone."""

    def ask(self, email: str, language: str, subject: Subject, now: datetime, expires_at: datetime) -> str:
        """Keep a request until it is confirmed or expires; its id."""
        ...

    def request(self, request_id: str) -> FollowRequest | None:
        """The request of that id, if it was not confirmed yet."""
        ...

    def secret_of_request(self, request_id: str) -> str:
        """The secret of the link that confirms a request; it is the same at each call."""
        ...

    def find_request(self, secret: str, now: datetime) -> FollowRequest | None:
        """The request that a link confirms; None if the link never was, was used, or has expired."""
        ...

    def drop_request(self, request_id: str) -> None:
        """Forget a request."""
        ...

    def confirm(self, request: FollowRequest, serial: int, most: int) -> Follower | None:
        """Follow what was asked for, from a serial on, and forget the request.

        None if somebody else confirmed it meanwhile. Of an address that follows `most` things, the oldest ends.
        """
        ...

    def secret_of(self, follower: Follower) -> str:
        """The secret of the link by which an address ends its mails; it is the same at each call."""
        ...

    def find(self, secret: str) -> Follower | None:
        """The address whose mails a link ends."""
        ...

    def stop(self, follower_id: str, following_id: str | None = None) -> bool:
        """Forget an address, or one thing that it follows, and the address with the last one; whether it is gone."""
        ...

    def due(self, day: date, after: str, limit: int, now: datetime) -> Sequence[str]:
        """Ids behind a given one, in order, of those who got no mail on that day and to whom none is being sent."""
        ...

    def take(self, follower_id: str, day: date, serial: int, now: datetime, until: datetime) -> Follower | None:
        """Begin to send the mail of a day, up to a serial; None if there was one on that day, or one is being sent.

        A sender that did not come back by `until` is taken for dead. The next one of that day tells up to the serial
        that the dead one would have told.
        """
        ...

    def sent(self, follower: Follower, day: date) -> None:
        """The mail was sent, or there was nothing to tell."""
        ...

    def not_sent(self, follower: Follower) -> None:
        """The mail server did not take the mail now: another attempt may begin at once."""
        ...

    def refused(self, follower: Follower, day: date, most: int) -> bool:
        """The mail server says that there is no such mailbox; after `most` times in a row the address is forgotten.

        Returns whether it was.
        """
        ...

    def forget_address(self, email: str) -> bool:
        """Remove everything that is kept of an address; whether there was anything."""
        ...

    def count(self) -> int:
        """How many addresses follow something."""
        ...

    def forget(self, now: datetime) -> int:
        """Remove requests that have expired."""
        ...
