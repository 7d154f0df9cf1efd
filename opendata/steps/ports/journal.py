"""What the steps need from the journal, and the part of it that a reader means."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from opendata.domain.model import Entry


@dataclass(frozen=True)
class KeySpan:
    """The entries of a key from one serial to another, both included; last None: to the end."""

    key: str
    first: int
    last: int | None


@dataclass(frozen=True)
class Succession:
    """A row that is gone and carries on in another one, as the publisher said."""

    key: str
    successor: str
    disposition: str
    serial: int  # of the entry that says so
    version_serial: int  # of the first entry of its version


@dataclass(frozen=True)
class Scope:
    """A part of the journal: everything, one publisher, one dataset, or one row.

    also: with a key, the entries of other keys that belong to the same row. event, group, status: of all these only
    the entries of an event, and those whose row had this group, or this status, when the version was published.
    """

    publisher: str | None = None
    dataset: str | None = None
    resource: str | None = None
    key: str | None = None
    also: tuple[KeySpan, ...] = ()
    event: str | None = None
    group: str | None = None
    status: str | None = None


class Journal(Protocol):
    """The one ordered list of public events."""

    def since(self, serial: int, limit: int, scope: Scope, event: str | None = None) -> Sequence[Entry]:
        """The entries after a serial, oldest first."""
        ...

    def removals(self, scope: Scope, limit: int) -> Sequence[Entry]:
        """The first entries about rows that a version no longer contains, oldest first, however long the journal."""
        ...

    def part(self, scope: Scope, start: int, limit: int | None) -> tuple[Sequence[Entry], int]:
        """So many entries from a place on, oldest first, and how many there are; limit None: all from there on."""
        ...

    def between(
        self, first: int, last: int, scope: Scope, *, with_fields: bool = True, longest: int | None = None
    ) -> Sequence[Entry]:
        """The entries from one serial to another, both included, oldest first.

        with_fields: False where only sentences are told; fields may hold long texts, and are then empty.
        longest: so many characters of fields at most; those of an entry with more are empty.
        """
        ...

    def newest(
        self,
        limit: int,
        scope: Scope,
        before: int = ...,
        *,
        with_fields: bool = True,
        longest: int | None = None,
    ) -> Sequence[Entry]:
        """The last entries before a serial, newest first; with_fields and longest as for between()."""
        ...

    def some(self, serials: Collection[int], *, longest: int | None = None) -> Sequence[Entry]:
        """The entries with these serials, oldest first, as far as there are any; longest as for between()."""
        ...

    def telling(self, scope: Scope, field: str, *, newest: bool, before: int = ...) -> Entry | None:
        """The first or the newest entry before a serial that tells of a field; None if there is none."""
        ...

    def neighbour(self, serial: int, scope: Scope, *, later: bool) -> int | None:
        """The nearest serial after or before the given one; None if there is none."""
        ...

    def successions(self, scope: Scope, *, of: Sequence[str] = (), after: Sequence[str] = ()) -> Sequence[Succession]:
        """How rows of a table carry on: those of some keys, or those that carry on under some keys."""
        ...

    def last_serial(self) -> int:
        """The last serial that was given to an entry; 0 if there is no entry."""
        ...
