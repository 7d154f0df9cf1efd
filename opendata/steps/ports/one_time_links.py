"""What the steps need from where links are kept that can be used once: invitations and new passwords."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

INVITATION, NEW_PASSWORD = "invitation", "new_password"


@dataclass(frozen=True)
class OneTimeLink:
    """What somebody may do once who has a link."""

    id: str
    purpose: str
    email: str
    publisher: str | None  # of an invitation
    role: str | None
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the link can still be used."""
        return self.used_at is None and now < self.expires_at


class OneTimeLinks(Protocol):
    """Links by their secret, which is kept nowhere."""

    def make(self, link: OneTimeLink, secret: str | None = None) -> str:
        """Keep a link in place of an open one for the same person and purpose; returns the secret of its address.

        secret: None lets one be made; a link that there is of that secret stays as it is.
        """
        ...

    def find(self, secret: str) -> OneTimeLink | None:
        """The link of that secret, whether or not it is still open; None if there never was one."""
        ...

    def use(self, link: OneTimeLink, now: datetime) -> bool:
        """Use the link up; returns whether it was open until now. Of several at once, one is told so."""
        ...

    def invitations(self, publisher: str, now: datetime) -> Sequence[OneTimeLink]:
        """The open invitations of a publisher, by e-mail address."""
        ...

    def invitations_for(self, email: str, now: datetime) -> Sequence[OneTimeLink]:
        """The open invitations for a person."""
        ...

    def close(self, email: str, purpose: str, publisher: str | None, now: datetime) -> bool:
        """Let an open link for a person be used no more; returns whether there was one."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove links that expired before that time; returns how many."""
        ...
