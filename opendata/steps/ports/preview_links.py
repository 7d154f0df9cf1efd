"""What the steps need from where links to previews are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class PreviewLink:
    """A link that shows, without an account, what a draft will make public."""

    id: str
    upload: str
    publisher: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    opened: int = 0
    opened_at: datetime | None = None  # the last time that an opening was noted, to the hour

    def is_open(self, now: datetime) -> bool:
        """Whether the link still leads anywhere."""
        return self.revoked_at is None and now < self.expires_at


class PreviewLinks(Protocol):
    """Links by their secret, which is kept nowhere."""

    def make(self, link: PreviewLink, secret: str) -> PreviewLink | None:
        """Keep a link by the secret of its address; returns it with its id, or None where that secret has one."""
        ...

    def find(self, secret: str) -> PreviewLink | None:
        """The link of that secret, whether or not it is still open; None if there never was one."""
        ...

    def of_upload(self, upload: str) -> Sequence[PreviewLink]:
        """The links of an upload, oldest first, closed ones as well."""
        ...

    def note_opened(self, link: PreviewLink, now: datetime) -> bool:
        """Count an opening; returns whether it is the first one for an hour."""
        ...

    def revoke(self, upload: str, link_id: str | None, now: datetime) -> int:
        """Let one link of an upload lead nowhere any more, or all of them; returns how many were open."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove links that expired before that time; returns how many."""
        ...
