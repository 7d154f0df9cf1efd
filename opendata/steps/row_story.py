"""Row stories: one row with everything that its page tells, however long its history is.

Here: the newest entries of its journal, and of older ones those that say since when it stands where it stands. Not
here: a row as it stands (reading.py), its whole history part by part (Reading.part_of_row_entries), the page (site/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.domain.errors import NothingPublished, ResourceNotFound
from opendata.domain.kinds import Table
from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.packages.version_history import gone
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import LATEST, MOST_ROW_ENTRIES, Reading, Row, Snapshot, has_table, of_row
from opendata.steps.row_lineage import Lineage

VERSIONS_AT_ONCE = 50


@dataclass(frozen=True)
class RowStory:
    """A row with what was published about it; `values` is None if it is no longer contained."""

    snapshot: Snapshot  # of the last version that is not withdrawn and has the row's table
    values: Row | None
    entries: Sequence[Entry]  # the newest of the journal, oldest first; those of its other keys as well
    earlier: Sequence[Entry]  # older ones that tell of its status and its first deadline, oldest first
    is_cut: bool  # whether there are more entries
    versions: Mapping[str, Version]  # those of the entries, by number
    lineage: Lineage

    @property
    def own_entries(self) -> Sequence[Entry]:
        """The entries without those of rows that were merged into this one; the earlier ones stand first."""
        same = self.lineage.same_keys()
        return [entry for entry in (*self.earlier, *self.entries) if entry.event.key in same]


def row_story(
    reading: Reading, dataset: Dataset, resource: str, key: str, most_entries: int = MOST_ROW_ENTRIES
) -> RowStory:
    """A row with its current values, if it has any, and its history, if it has one.

    Raises ResourceNotFound, or VersionWithdrawn if only withdrawn versions had the row, or its table.
    """
    snapshot = reading.snapshot(dataset, last_with(reading, dataset, resource))
    lineage = reading.lineage(dataset, resource, key)
    scope = of_row(dataset, resource, key, lineage.history())
    newest = reading.journal.newest(most_entries + 1, scope)
    is_cut = len(newest) > most_entries
    entries = list(reversed(newest[:most_entries]))
    table = snapshot.kind.table(resource)
    values = snapshot.row(table, key)
    if values is None:
        reading.must_be_told(dataset, entries)
    earlier = _earlier(reading, scope, table, entries[0].serial) if is_cut else []
    numbers = sorted({entry.version for entry in (*earlier, *entries) if entry.version})
    is_current = snapshot.version.number == dataset.current
    versions = reading.versions.some(dataset, numbers)
    return RowStory(snapshot, values if is_current else None, entries, earlier, is_cut, versions, lineage)


def row_title(reading: Reading, dataset: Dataset, resource: str, key: str, before: int | None = None) -> str:
    """The title of a row in its last event that has one, else its key; before: in the last event before a serial.

    Raises ResourceNotFound, RowNotFound.
    """
    reading.row_entries(dataset, resource, key)
    title = reading.kinds[dataset.kind].table(resource).role("title")
    upto = {} if before is None else {"before": before}
    row = of_row(dataset, resource, key)
    entry = reading.journal.telling(row, title.name, newest=True, **upto) if title else None
    before, after = entry.event.fields[title.name] if entry and title else (None, None)
    return str(after or before or key)


def last_with(reading: Reading, dataset: Dataset, resource: str) -> Version:
    """The last version that is not withdrawn and has that table; raises ResourceNotFound, VersionWithdrawn."""
    if dataset.current is not None:
        current = reading.versions.get(dataset, dataset.current)
        if has_table(current, resource):
            return current
    known = [table.name for table in reading.kinds.get(dataset.kind) or ()]
    withdrawn: Version | None = None
    # Of a table that nothing was ever told of, no version is looked for.
    if reading.journal.newest(1, Scope(dataset.publisher.name, dataset.name, resource)):
        for version in _newest_first(reading, dataset):
            if has_table(version, resource) and version.withdrawal is None:
                return version
            withdrawn = withdrawn or (version if has_table(version, resource) else None)
    if withdrawn:
        raise gone(withdrawn)
    if resource in known and reading.versions.last(dataset) is None:
        raise NothingPublished(dataset.path, LATEST)
    raise ResourceNotFound(resource, known)


def _newest_first(reading: Reading, dataset: Dataset) -> Sequence[Version]:
    """The newest versions of a dataset, some of them: a table that no such version has is as good as forgotten."""
    _, total = reading.versions.part_of_history(dataset, 0, 1)
    start = max(0, total - VERSIONS_AT_ONCE)
    return list(reversed(reading.versions.part_of_history(dataset, start, VERSIONS_AT_ONCE)[0]))


def _earlier(reading: Reading, scope: Scope, table: Table, before: int) -> list[Entry]:
    """Of the entries before a serial the last one about the row's status, and the first one about its deadline."""
    status, deadline = table.role("status"), table.role("deadline")
    told = [
        reading.journal.telling(scope, field.name, newest=field is status, before=before)
        for field in (status, deadline)
        if field
    ]
    return sorted({entry.serial: entry for entry in told if entry}.values(), key=lambda entry: entry.serial)
