"""Reading: which dataset, which version, which table and which row a reader means.

Here: this decision, made in one place for the API, the pages, the feeds and the command line. Not here: answers
(api/, site/), storage (storage/), which version follows which (domain/packages/version_history.py).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

import polars as pl

from opendata.domain.errors import (
    NothingPublished,
    RequestNotValid,
    ResourceNotFound,
    RowNotFound,
    RowRemoved,
    VersionNotFound,
)
from opendata.domain.kinds import Kind, Table
from opendata.domain.model import Dataset, Entry, Resource, Version
from opendata.domain.packages.long_tables import LONG_BYTES, LongTable
from opendata.domain.packages.version_history import gone, only_in_withdrawn
from opendata.domain.tables.coded_values import CodedValues
from opendata.domain.tables.frame_sizes import bytes_of_frame
from opendata.domain.tables.natural_order import natural_places_of
from opendata.domain.tables.placed_changes import Changes, PlacedChanges, changes_of
from opendata.domain.tables.row_keys import key_values
from opendata.domain.tables.table_rows import TableRows, WholeRows
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.ports.catalogue import Catalogue
from opendata.steps.ports.journal import Journal, KeySpan, Scope
from opendata.steps.ports.versions import Versions
from opendata.steps.row_lineage import Lineage, lineage_of

LATEST = "latest"  # in addresses, this word means the current version
FEW_ROWS = 5_000  # are sorted faster than one waits for a turn
KINDS_BYTES = 20_000  # about the size of the two kinds of a difference
MOST_ROW_ENTRIES = 100  # of the journal's entries of one row that are read at a time, newest first

Row = Mapping[str, str | None]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Snapshot:
    """One version of a dataset; its tables are read on demand."""

    dataset: Dataset
    version: Version
    kind: Kind
    frame: Callable[[str], pl.DataFrame]
    # A table that is too long to be made a frame for a few rows of it; None for all others.
    long: Callable[[Table], LongTable | None] = lambda _table: None

    def has(self, name: str) -> bool:
        """Whether the version has a table of that name."""
        return has_table(self.version, name)

    def tables(self) -> list[Table]:
        """The tables that the version has, in the order of its kind."""
        return [table for table in self.kind if self.has(table.name)]

    def rows(self, table: Table) -> TableRows:
        """All rows of a table of the version; those of a long one come part by part."""
        return self.long(table) or WholeRows(self.frame(table.name))

    def row(self, table: Table, key: str) -> Row | None:
        """The row of that key, or None if the version has no such row."""
        values = key_values(key, table)
        if not self.has(table.name) or len(values) != len(table.primary_key):
            return None
        rows = self.matching(table, table.primary_key, values).head(1).rows(named=True)
        return rows[0] if rows else None

    def matching(self, table: Table, names: Sequence[str], values: Sequence[str]) -> pl.DataFrame:
        """The rows of a table of the version that have these values in these fields."""
        if (long := self.long(table)) is not None:
            return long.having(dict(zip(names, values, strict=True)))
        return _matching(self.frame(table.name), names, values)


@dataclass(frozen=True)
class CurrentRow:
    """A row of the current version."""

    version: Version
    table: Table
    values: Row


@dataclass(frozen=True)
class Difference:
    """What differs between two versions, and the schema of each."""

    changesets: Mapping[str, Changes]
    before: Kind
    after: Kind

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return KINDS_BYTES + sum(map(_bytes_of_changes, self.changesets.values()))


@dataclass(frozen=True)
class Reading:
    """Finds what a reader means, by means of the ports."""

    kinds: Mapping[str, Kind]
    catalogue: Catalogue
    versions: Versions
    journal: Journal
    answers: DearAnswers = field(default_factory=DearAnswers)

    def dataset(self, publisher: str, name: str) -> Dataset:
        """The dataset of that name; raises DatasetNotFound, or PublisherNotFound if there is no such publisher."""
        return self.catalogue.dataset(publisher, name)

    def version(self, dataset: Dataset, number: str, as_of: date | None = None) -> Version:
        """The version of that number, withdrawn or not; `latest` is the current one, or that of a day.

        as_of: that day. Raises VersionNotFound, or NothingPublished before the first version, or VersionWithdrawn if
        the number is `latest` and every version that it could mean is withdrawn, or RequestNotValid for a day beside
        another number, which says by itself which version is meant.
        """
        _must_be_of_latest(number, as_of)
        if number == LATEST and as_of is None:
            return self.latest(dataset)
        try:
            if number == LATEST and as_of is not None:
                return self.versions.held_on(dataset, as_of)
            return self.versions.get(dataset, number)
        except VersionNotFound:
            if self.versions.last(dataset) is None:
                raise NothingPublished(dataset.path, number) from None
            raise

    def version_and_compared(
        self, dataset: Dataset, number: str, as_of: date | None = None
    ) -> tuple[Version, Version | None]:
        """What version() and compared_with() return, without reading the whole history, which may be long."""
        _must_be_of_latest(number, as_of)
        name = dataset.current if number == LATEST and as_of is None else number
        if name is None or name == LATEST:
            name = self.version(dataset, number, as_of).number
        try:
            recent = self.versions.get_with_previous(dataset, name)
        except VersionNotFound:
            self.version(dataset, number, as_of)  # raises the error that says more, before the first version
            raise
        return recent[-1], self.compared_with(recent[-1], recent[:-1])

    def part_of_history(
        self, dataset: Dataset, start: int, limit: int | None
    ) -> tuple[Sequence[tuple[Version, Version | None]], int]:
        """So many versions from a place on, each with what compared_with() returns of it, and how many there are.

        limit None: all from there on.
        """
        before = min(start, 1)
        versions, total = self.versions.part_of_history(dataset, start - before, limit + before if limit else None)
        shown = range(before, len(versions))
        return [(versions[place], self.compared_with(versions[place], versions[:place])) for place in shown], total

    def compared_with(self, version: Version, before: Sequence[Version] = ()) -> Version | None:
        """The version with which a version can be compared to see what it changed; None if there is none to compare.

        A version that was withdrawn has no rows to compare with. before: versions of the dataset in front of this
        one, oldest first, as far as they are known.
        """
        if version.withdrawal or version.previous is None:
            return None
        last = before[-1] if before and before[-1].number == version.previous else None
        base = last if last and last.withdrawal is None else self.versions.base_of(version)
        return None if base is None or base.withdrawal else base

    def latest(self, dataset: Dataset) -> Version:
        """The current version; raises NothingPublished before the first, VersionWithdrawn if all are withdrawn."""
        if dataset.current is not None:
            return self.versions.get(dataset, dataset.current)
        last = self.versions.last(dataset)
        if last is None:
            raise NothingPublished(dataset.path, LATEST)
        must_hold(last)
        return last  # it was published after the dataset was read

    def snapshot(self, dataset: Dataset, version: Version) -> Snapshot:
        """The tables of a version."""
        kind, long = self.versions.kind(version), partial(self._long, version)
        return Snapshot(dataset, version, kind, lambda name: self.versions.table(version, name), long)

    def difference(self, before: Version, after: Version) -> Difference:
        """What changed from one version to another, in either order; raises VersionWithdrawn, AnswersBusy."""

        def compare() -> Difference:
            old_kind, new_kind = self.versions.kind(before), self.versions.kind(after)
            old, new = self._tables(before, old_kind), self._tables(after, new_kind)
            return Difference(changes_of(old, new, new_kind, old_kind), old_kind, new_kind)

        return self.dear([before, after], "difference", compare, Difference.size)

    def told_difference(
        self,
        before: Version,
        after: Version,
        form: str,
        tell: Callable[[Difference], Answer],
        size: Callable[[Answer], int],
    ) -> Answer:
        """The difference in a form such as a page or a file: kept, or what `tell` makes of it.

        Raises VersionWithdrawn, AnswersBusy.
        """
        for version in (before, after):
            self._must_hold(version)
        kept: Answer | None = self.answers.find((before.digest, after.digest), form)
        if kept is not None:
            return kept
        difference = self.difference(before, after)  # made first, so that nobody waits for a turn during another one
        return self.dear([before, after], form, lambda: tell(difference), size)

    def dear(
        self, versions: Sequence[Version], form: str, make: Callable[[], Answer], size: Callable[[Answer], int]
    ) -> Answer:
        """An answer about versions that takes much work: the one that is kept, or what `make` returns.

        form: which answer about them it is. Raises VersionWithdrawn, AnswersBusy.
        """
        for version in versions:
            self._must_hold(version)
        return self.answers.get(tuple(version.digest for version in versions), form, make, size)

    def natural_places(self, snapshot: Snapshot, table: Table) -> pl.Series:
        """The places of a table's rows in natural order; those of a long table are found once for all of its pages.

        Raises AnswersBusy.
        """

        def places() -> pl.Series:
            return natural_places_of(snapshot.rows(table), table)

        if resource_of(snapshot.version, table.name).rows <= FEW_ROWS:
            return places()
        return self.dear([snapshot.version], f"natural order: {table.name}", places, lambda found: 4 * len(found))

    def values_of(self, snapshot: Snapshot, table: Table, name: str) -> CodedValues:
        """The few different values of a field; those of a long table are found once for all of its pages.

        Raises AnswersBusy.
        """

        def values() -> CodedValues:
            return CodedValues.of(snapshot.rows(table), name)

        if resource_of(snapshot.version, table.name).rows <= FEW_ROWS:
            return values()
        return self.dear([snapshot.version], f"values: {table.name} {name}", values, CodedValues.size)

    def changes_edition(self, version: Version) -> int:
        """Which edition of a version's changes.json is valid now: 0, or the serial of the withdrawal that changed it.

        The events of a version contain values of the version before. When that one is withdrawn, they are rewritten.
        """
        base = self.versions.base_of(version)
        return base.withdrawal.serial if base and base.withdrawal else 0

    def current_row(self, dataset: Dataset, resource: str, key: str) -> CurrentRow:
        """The row of that key in the current version.

        Raises ResourceNotFound, RowNotFound, RowRemoved, or VersionWithdrawn if only withdrawn versions had the row.
        """
        snapshot = self.snapshot(dataset, self.latest(dataset))
        resource_of(snapshot.version, resource)
        table = snapshot.kind.table(resource)
        values = snapshot.row(table, key)
        if values is None:
            entries = self.row_entries(dataset, resource, key)
            self.must_be_told(dataset, entries)
            continued_as = self.lineage(dataset, resource, key).continued_as
            answers = entries[-1].event.answers
            raise RowRemoved(resource, key, snapshot.version.number, continued_as, answers)
        return CurrentRow(snapshot.version, table, values)

    def lineage(self, dataset: Dataset, resource: str, key: str) -> Lineage:
        """The other keys of a row, as far as the publisher said that it is the same one."""

        def has_now(keys: Sequence[str]) -> Collection[str]:
            if dataset.current is None:
                return ()
            snapshot = self.snapshot(dataset, self.versions.get(dataset, dataset.current))
            if not snapshot.has(resource):
                return ()
            table = snapshot.kind.table(resource)
            return [name for name in keys if snapshot.row(table, name) is not None]

        scope = Scope(dataset.publisher.name, dataset.name, resource)
        return lineage_of(self.journal, scope, key, has_now)

    def row_entries(self, dataset: Dataset, resource: str, key: str) -> Sequence[Entry]:
        """The newest entries of a row, oldest first; raises ResourceNotFound, NothingPublished, RowNotFound."""
        entries = self._row_entries(dataset, resource, key)
        if not entries:
            known = [table.name for table in self.kinds[dataset.kind]]
            if resource not in known:
                raise ResourceNotFound(resource, known)
            if self.versions.last(dataset) is None:
                raise NothingPublished(dataset.path, LATEST)
            raise RowNotFound(resource, key)
        return entries

    def part_of_row_entries(
        self, dataset: Dataset, resource: str, key: str, start: int, limit: int | None
    ) -> tuple[Sequence[Entry], int]:
        """So many entries of the journal of a row from a place on, oldest first, and how many there are.

        limit None: all from there on. Raises ResourceNotFound, NothingPublished, RowNotFound.
        """
        spans = self.lineage(dataset, resource, key).history()
        entries, total = self.journal.part(of_row(dataset, resource, key, spans), start, limit)
        if not total:
            self.row_entries(dataset, resource, key)  # raises the error that says what is not there
        return entries, total

    def _tables(self, version: Version, kind: Kind) -> dict[str, TableRows]:
        return {
            table.name: self._long(version, table) or WholeRows(self.versions.table(version, table.name))
            for table in kind
        }

    def _long(self, version: Version, table: Table) -> LongTable | None:
        about = resource_of(version, table.name)
        if about.bytes <= LONG_BYTES:
            return None
        fields = table.field_names
        return LongTable.of(self.versions.csv(version, table.name), fields, fields, about.rows)

    def _row_entries(self, dataset: Dataset, resource: str, key: str) -> Sequence[Entry]:
        return list(reversed(self.journal.newest(MOST_ROW_ENTRIES, of_row(dataset, resource, key))))

    def _must_hold(self, version: Version) -> None:
        """Raise VersionWithdrawn if the version is withdrawn, and forget the answers about it."""
        if version.withdrawal:
            self.answers.drop(version.digest)
            raise gone(version)

    def must_be_told(self, dataset: Dataset, entries: Sequence[Entry]) -> None:
        """Raise VersionWithdrawn if everything that was published about a row is withdrawn."""
        if number := only_in_withdrawn(entries):
            must_hold(self.versions.get(dataset, number))


def _must_be_of_latest(number: str, as_of: date | None) -> None:
    if as_of is not None and number != LATEST:
        raise RequestNotValid(
            "as_of",
            f"goes with {LATEST} alone; a number says by itself which version is meant",
            german=f"geht nur mit {LATEST}; eine Nummer sagt schon, welche Version gemeint ist",
        )


def of_row(dataset: Dataset, resource: str, key: str, also: tuple[KeySpan, ...] = ()) -> Scope:
    return Scope(dataset.publisher.name, dataset.name, resource, key, also)


def must_hold(version: Version) -> None:
    """Raise VersionWithdrawn if the version was withdrawn."""
    if version.withdrawal:
        raise gone(version)


def is_long(version: Version) -> bool:
    """Whether the tables of a version, and so what it changed, may be too long to come into memory as a whole."""
    return sum(resource.bytes for resource in version.resources) > LONG_BYTES


def has_table(version: Version, name: str) -> bool:
    """Whether a version has a table of that name."""
    return any(resource.name == name for resource in version.resources)


def resource_of(version: Version, name: str) -> Resource:
    """The resource of that name in the version's list; raises ResourceNotFound, VersionWithdrawn."""
    for resource in version.resources:
        if resource.name == name:
            must_hold(version)
            return resource
    raise ResourceNotFound(name, [resource.name for resource in version.resources])


def _bytes_of_changes(changes: Changes) -> int:
    if isinstance(changes, PlacedChanges):
        return changes.size()
    return sum(map(bytes_of_frame, vars(changes).values()))


def _matching(frame: pl.DataFrame, names: Sequence[str], values: Sequence[str]) -> pl.DataFrame:
    """The rows of the frame that have these values in these fields."""
    pairs = zip(names, values, strict=True)
    return frame.filter(pl.all_horizontal(pl.col(name) == value for name, value in pairs))
