"""Quotas: how much a publisher may store, and what is said when that is used up.

Here: whether there is room for what arrives, asked before it is read. Not here: counting (storage/stored/).
Only what arrives is refused, and reading a draft again, which stores another draft: publishing, deleting and all else
go on. So a publisher may end over its quota by what its last upload became.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.model import SourceFile
from opendata.domain.quota_errors import NoRoomLeft
from opendata.steps.ports.stored_bytes import StoredBytes

log = logging.getLogger("opendata.quotas")
NEARLY_FULL = 0.8  # from this share on admins and operators are told


@dataclass(frozen=True)
class Quota:
    """How much each publisher may store."""

    stored: StoredBytes
    most_bytes: int  # 0: as much as there is room for

    def use_of(self, publisher: str) -> "QuotaUse":
        """How much of it a publisher has used."""
        return QuotaUse(self.stored.of_publisher(publisher), self.most_bytes)

    def must_have_room(self, publisher: str, files: Sequence[SourceFile] = ()) -> None:
        """Raise NoRoomLeft where the files, or anything at all, would be more than the publisher may store."""
        if not self.most_bytes:
            return
        used, sent = self.stored.of_publisher(publisher), sum(len(file.content) for file in files)
        if used + sent > self.most_bytes:
            log.warning("no room left for %s: %d of %d bytes used, %d sent", publisher, used, self.most_bytes, sent)
            raise NoRoomLeft(publisher, used, self.most_bytes, sent)

    def nearly_full(self) -> Sequence[str]:
        """The publishers that have used nearly all that they may store."""
        if not self.most_bytes:
            return []
        return [name for name, used in self.stored.of_all().items() if QuotaUse(used, self.most_bytes).is_nearly_full]


@dataclass(frozen=True)
class QuotaUse:
    """How many bytes a publisher has stored, and may store; most_bytes 0: without end."""

    used_bytes: int
    most_bytes: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether the publisher should make room, or ask for more, before the next uploads."""
        return bool(self.most_bytes) and self.used_bytes >= self.most_bytes * NEARLY_FULL
