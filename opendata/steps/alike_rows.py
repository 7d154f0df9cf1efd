"""Alike rows as readers get them: rows of other publishers like one of ours, and what the others have and we do not.

Here: which of the kept pairs are told, with the rows as they stand now. Not here: finding alike rows
(finding_alike.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from opendata.domain.errors import DatasetNotFound, PublisherNotFound, VersionWithdrawn
from opendata.domain.model import Dataset
from opendata.domain.overview.viewed_table import rows_of_keys
from opendata.steps.dataset_reports import main_table
from opendata.steps.ports.row_texts import RowTexts
from opendata.steps.reading import Reading

MOST_TOLD = 100  # alike rows of one row
ALIKE_ENOUGH = 0.3  # from which likeness on two rows are taken for the same sort of measure
MOST_ELSEWHERE = 500


@dataclass(frozen=True)
class AlikeRow:
    """A row of another publisher as it stands now, and how alike it is, 0 to 1."""

    publisher: str
    dataset: str
    resource: str
    key: str
    title: str
    status: str | None
    likeness: float


@dataclass(frozen=True)
class ElsewhereRow:
    """A row of another publisher that has no counterpart here; publishers: how many others have one like it."""

    publisher: str
    dataset: str
    resource: str
    key: str
    title: str
    status: str | None
    publishers: int


@dataclass
class _Rows:
    """The rows of current versions by key, read once for each dataset that is asked for.

    wanted: the keys of all rows that may be asked for, by publisher and dataset.
    """

    reading: Reading
    wanted: Mapping[tuple[str, str], Collection[str]]
    _known: dict[tuple[str, str], tuple[str, Mapping[str, tuple[str, str | None]]]] = field(default_factory=dict)

    def find(self, publisher: str, dataset: str, key: str) -> tuple[str, str, str | None] | None:
        """The resource, the title and the status of a row; None if no valid version has it any more."""
        place = (publisher, dataset)
        if place not in self._known:
            self._known[place] = self._read(publisher, dataset)
        resource, rows = self._known[place]
        return (resource, *rows[key]) if key in rows else None

    def _read(self, publisher: str, dataset: str) -> tuple[str, Mapping[str, tuple[str, str | None]]]:
        try:
            about = self.reading.dataset(publisher, dataset)
            if about.current is None:
                return "", {}
            snapshot = self.reading.snapshot(about, self.reading.versions.get(about, about.current))
            view = main_table(self.reading, snapshot)
            rows = rows_of_keys(view, snapshot.rows(view.table), self.wanted[publisher, dataset], view.status)
        except (DatasetNotFound, PublisherNotFound, VersionWithdrawn):
            return "", {}
        statuses = rows[view.status.name].to_list() if view.status else [None] * rows.height
        states = zip(view.titles(rows), statuses, strict=True)
        return view.table.name, dict(zip(view.keys(rows), states, strict=True))


def alike_rows(
    reading: Reading,
    texts: RowTexts,
    dataset: Dataset,
    key: str,
    publishers: Collection[str] | None = None,
) -> Sequence[AlikeRow]:
    """The rows of other publishers that are like a row of a dataset, the most alike ones first.

    publishers: only theirs.
    """
    pairs = [pair for pair in texts.alike(dataset, key) if publishers is None or pair.publisher in publishers]
    rows = _Rows(reading, _by_dataset((pair.publisher, pair.dataset, pair.other) for pair in pairs))
    told = list[AlikeRow]()
    for pair in pairs:
        found = rows.find(pair.publisher, pair.dataset, pair.other)
        if found is not None:
            resource, title, status = found
            told.append(AlikeRow(pair.publisher, pair.dataset, resource, pair.other, title, status, pair.likeness))
        if len(told) == MOST_TOLD:
            break
    return told


def elsewhere(
    reading: Reading,
    texts: RowTexts,
    dataset: Dataset,
    publishers: Collection[str] | None = None,
    least: float = ALIKE_ENOUGH,
) -> Sequence[ElsewhereRow]:
    """What other publishers have and a dataset has not: their rows to which no row of it is alike enough.

    What most publishers have comes first. Of rows that are like one another, the one stands for all that has most
    counterparts. publishers: only theirs.
    """
    here = (dataset.publisher.name, dataset.name)
    alike: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    known_here = set[tuple[str, str, str]]()
    for publisher, name, pair in texts.alike_of(dataset.kind):
        mine, theirs = (publisher, name, pair.key), (pair.publisher, pair.dataset, pair.other)
        if pair.likeness < least:
            continue
        if theirs[:2] == here:
            known_here.add(mine)
        alike.setdefault(mine, []).append(theirs)
    told, spoken_for = list[ElsewhereRow](), set[tuple[str, str, str]]()
    candidates = [
        row
        for row in texts.rows_of(dataset.kind)
        if row[0] != dataset.publisher.name and (publishers is None or row[0] in publishers)
    ]
    rows = _Rows(reading, _by_dataset(candidates))
    counts = Counter({row: len({other[0] for other in alike.get(row, ())} - {here[0]}) for row in candidates})
    for row, others in sorted(counts.items(), key=lambda entry: -entry[1]):
        if row in known_here or row in spoken_for:
            continue
        spoken_for.update(alike.get(row, ()))
        if (found := rows.find(*row)) is not None:
            told.append(ElsewhereRow(row[0], row[1], found[0], row[2], found[1], found[2], 1 + others))
        if len(told) == MOST_ELSEWHERE:
            break
    return told


def _by_dataset(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], set[str]]:
    """The keys of rows by publisher and dataset."""
    keys: dict[tuple[str, str], set[str]] = {}
    for publisher, dataset, key in rows:
        keys.setdefault((publisher, dataset), set()).add(key)
    return keys
