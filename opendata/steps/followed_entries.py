"""What happened to followed things: the entries of the journal that a mail tells, by dataset and version.

Here: which entries, how many of them, and in which order. Not here: when mails are sent (daily_mails.py), their words
(domain/following_letters.py).

A mail is no archive: it tells a limited number of entries of each version and links to the page that has them all.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, TypeVar

from opendata.domain.errors import DomainError
from opendata.domain.following import Subject
from opendata.domain.journal.row_events import WITHDRAWN
from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.tables.row_keys import key_text
from opendata.domain.tables.table_rows import rows_having
from opendata.steps.ports.followers import Follower
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import Reading

READ_AT_ONCE = 1_000
MOST_READ = 20_000  # entries of one scope that are looked at for one mail, the newest ones
MOST_OF_A_SUBJECT = 500  # that are kept for one mail, the newest ones
MOST_LINES = 20  # of one version
MOST_PARTS = 30  # of one mail
MOST_SHARED = 20_000  # entries, and as many keys of rows, that are remembered during one round of mails

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found", bound=Sized)


@dataclass(frozen=True)
class ToldPart:
    """What one version of a dataset brought of what somebody follows."""

    dataset: Dataset
    version: str | None
    head: Entry | None  # the entry about the version itself
    lines: Sequence[Entry]
    left_out: int  # how many more there are at least


class MemoryOfRound(Generic[Asked, Found]):
    """What was found during one round, by what was asked for; where that becomes too much, it begins anew."""

    def __init__(self, most: int = MOST_SHARED) -> None:
        self._found: dict[Asked, Found] = {}
        self._size, self._most = 0, most

    def get(self, asked: Asked) -> Found | None:
        """What was found; None where nobody asked for it, or it is forgotten."""
        return self._found.get(asked)

    def keep(self, asked: Asked, found: Found) -> Found:
        """Remember what was found, and return it; that nothing was found is remembered, and counted, as well."""
        size = 1 + len(found)
        if self._size + size > self._most:
            self._found.clear()
            self._size = 0
        self._found[asked] = found
        self._size += size
        return found


@dataclass(frozen=True)
class EntriesOfRound:
    """Finds entries for the mails of one round; many of them tell of the same things, which are read once."""

    reading: Reading
    _entries: MemoryOfRound[tuple[str, int, int], Sequence[Entry]] = field(default_factory=MemoryOfRound)
    _keys: MemoryOfRound[tuple[str, str, str, str], frozenset[str]] = field(default_factory=MemoryOfRound)

    def told(self, follower: Follower) -> list[ToldPart]:
        """What a mail to somebody tells, the oldest first; empty where nothing happened."""
        upto = follower.sending_to or follower.told_to
        found: dict[int, Entry] = {}
        for following in follower.followings:
            after = max(follower.told_to, following.since)
            found |= {entry.serial: entry for entry in self._of(following.subject, after, upto)}
        parts = [self._part(group) for group in _by_version(found[serial] for serial in sorted(found))]
        return [part for part in parts if part is not None][-MOST_PARTS:]

    def _of(self, subject: Subject, after: int, upto: int) -> Sequence[Entry]:
        asked = (subject.text, after, upto)
        known = self._entries.get(asked)
        return known if known is not None else self._entries.keep(asked, self._read(subject, after, upto))

    def _read(self, subject: Subject, after: int, upto: int) -> Sequence[Entry]:
        kept: list[Entry] = []
        for entry in map(self._as_it_is_now, self._newest(self._scope(subject), after, upto)):
            if not entry.is_withdrawn and (subject.field is None or self._is_about(entry, subject)):
                kept.append(entry)
                if len(kept) == MOST_OF_A_SUBJECT:
                    break
        return [*kept, *self._taken_back(subject, after, upto)]

    def _taken_back(self, subject: Subject, after: int, upto: int) -> Iterator[Entry]:
        """Withdrawals of versions of which a mail about a row or a topic may have told before.

        They are entries of whole datasets, which those who follow something smaller would not be told of.
        """
        if subject.key is None and subject.field is None:
            return
        for taken in self._newest(Scope(subject.publisher, subject.dataset, event=WITHDRAWN), after, upto):
            scope = Scope(taken.publisher, taken.dataset) if subject.key is None else self._scope(subject)
            for entry in self._newest(scope, 0, after):
                is_told = entry.version == taken.version and entry.event.resource is not None
                if is_told and (subject.field is None or self._is_about(entry, subject)):
                    yield taken
                    break

    def _scope(self, subject: Subject) -> Scope:
        """The part of the journal that a subject means; of a row with the other keys that it had or has."""
        place = (subject.publisher, subject.dataset, subject.resource, subject.key)
        publisher, dataset, resource, key = place
        if publisher is None or dataset is None or resource is None or key is None:
            return Scope(*place)
        try:
            about = self.reading.dataset(publisher, dataset)
            return Scope(*place, self.reading.lineage(about, resource, key).feed())
        except DomainError:  # its table is gone, so that it has no other keys
            return Scope(*place)

    def _newest(self, scope: Scope, after: int, upto: int) -> Iterator[Entry]:
        before = upto + 1
        for _ in range(MOST_READ // READ_AT_ONCE):
            entries = self.reading.journal.newest(READ_AT_ONCE, scope, before, with_fields=False)
            for entry in entries:
                if entry.serial <= after:
                    return
                yield entry
            if len(entries) < READ_AT_ONCE:
                return
            before = entries[-1].serial

    def _as_it_is_now(self, entry: Entry) -> Entry:
        """The entry; with its fields where a withdrawal rewrote it, which say whether anything is left of it."""
        return self._whole(entry) if entry.redacted_at is not None else entry

    def _whole(self, entry: Entry) -> Entry:
        scope = Scope(entry.publisher, entry.dataset)
        return next(iter(self.reading.journal.between(entry.serial, entry.serial, scope)), entry)

    def _is_about(self, entry: Entry, subject: Subject) -> bool:
        """Whether the row of an entry belongs to a topic, after the change or before it."""
        event = entry.event
        if event.resource is None or event.key is None or entry.version is None:
            return False
        return event.key in self._keys_of(entry, event.resource, subject.field or "", subject.value or "")

    def _keys_of(self, entry: Entry, resource: str, name: str, value: str) -> frozenset[str]:
        """The keys of the rows of a topic in a version and in the one before it."""
        asked = (f"{entry.publisher}/{entry.dataset}/{entry.version}", resource, name, value)
        known = self._keys.get(asked)
        if known is not None:
            return known
        about = self.reading.dataset(entry.publisher, entry.dataset)
        version = self.reading.versions.get(about, entry.version or "")
        base = self.reading.versions.base_of(version)
        keys = (self._keys_in(about, each, resource, name, value) for each in (version, base) if each is not None)
        return self._keys.keep(asked, frozenset[str]().union(*keys))

    def _keys_in(self, dataset: Dataset, version: Version, resource: str, name: str, value: str) -> frozenset[str]:
        if version.withdrawal is not None or all(each.name != resource for each in version.resources):
            return frozenset()
        table = self.reading.versions.kind(version).table(resource)
        if name not in table.field_names:
            return frozenset()
        rows = self.reading.snapshot(dataset, version).rows(table)
        found = rows_having(rows, name, [value], table.primary_key)
        return frozenset(map(key_text, found.iter_rows()))

    def _part(self, group: Sequence[Entry]) -> ToldPart | None:
        """A part of a mail; None where the dataset is gone."""
        first = group[0]
        try:
            about = self.reading.dataset(first.publisher, first.dataset)
        except DomainError:
            return None
        head = next((entry for entry in group if entry.event.resource is None), None)
        rows = [entry for entry in group if entry.event.resource is not None]
        # Changed and removed rows come first: they tell more than added rows, of which there may be hundreds.
        rows.sort(key=lambda entry: entry.event.event.endswith(".added"))
        is_first = head is not None and len(rows) > MOST_LINES and rows[0].event.event.endswith(".added")
        lines = [] if is_first else rows[:MOST_LINES]
        told, whole = [self._whole(entry) for entry in lines], self._whole(head) if head else None
        return ToldPart(about, first.version, whole, told, len(rows) - len(lines))


def _by_version(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    """The entries of each version, in the order of the journal; a withdrawal stands for itself."""
    for _, group in groupby(entries, lambda entry: (*_place(entry), entry.event.event == WITHDRAWN)):
        yield list(group)


def _place(entry: Entry) -> tuple[str, str, str | None]:
    return entry.publisher, entry.dataset, entry.version
