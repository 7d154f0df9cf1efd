"""Comparing cities: who can be compared with whom, the figures of a comparison, and what a city alone has.

Here: reading what these are made of. Not here: the figures (domain/overview/compared_figures.py), finding alike rows
(finding_alike.py), what others have and a city has not (alike_rows.py).
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from opendata.domain.model import Dataset, Publisher
from opendata.domain.tables.natural_order import natural_key
from opendata.steps.alike_rows import ALIKE_ENOUGH
from opendata.steps.finding_alike import kinds_with_texts
from opendata.steps.overviews import DatasetOverview
from opendata.steps.ports.row_texts import RowTexts
from opendata.steps.reading import Reading

MOST_DATASETS = 1_000  # that are looked through for cities to choose from; the first ones
SUGGESTED = 3


@dataclass(frozen=True)
class OnlyHere:
    """A row of a city to which no row of the others is alike enough."""

    key: str
    title: str
    status: str | None


def comparable(reading: Reading, kind: str | None = None) -> list[Publisher]:
    """The publishers with published rows that have a status, by title; kind: only those with data of this kind."""
    kinds = [kind] if kind is not None else kinds_with_texts(reading.kinds)
    datasets, _ = reading.catalogue.published_datasets(0, MOST_DATASETS)
    found = {dataset.publisher.name: dataset.publisher for dataset in datasets if dataset.kind in kinds}
    return sorted(found.values(), key=lambda publisher: (natural_key(publisher.title), publisher.name))


def of_like_size(publisher: Publisher, others: Sequence[Publisher], most: int = SUGGESTED) -> list[Publisher]:
    """The other publishers whose population is nearest to that of one, as a proportion; the nearest first.

    Those whose population nobody stated come last.
    """
    apart = [other for other in others if other.name != publisher.name]
    return sorted(apart, key=lambda other: _distance(publisher, other))[:most]


def is_compared(reading: Reading, texts: RowTexts, publishers: Collection[str]) -> bool:
    """Whether the job has found out which rows of these publishers are alike, as they stand now."""
    waiting = [*texts.behind(kinds_with_texts(reading.kinds)), *texts.not_compared()]
    return all(publisher not in publishers for publisher, _ in waiting)


def only_here(
    texts: RowTexts, overview: DatasetOverview, reading: Reading, most: int, publishers: Collection[str] | None = None
) -> tuple[list[OnlyHere], int]:
    """The first rows of a dataset that have no counterpart in those of others, and how many there are.

    publishers: only these others count.
    """
    dataset: Dataset = overview.dataset
    alike = {
        pair.key
        for pair in texts.alike(dataset)
        if pair.likeness >= ALIKE_ENOUGH and (publishers is None or pair.publisher in publishers)
    }
    view = overview.view
    fields = [field.name for field in (view.title, view.status) if field is not None]
    names = list(dict.fromkeys([*view.table.primary_key, *fields]))
    known, total, told = [*alike], 0, list[OnlyHere]()
    for frame in reading.snapshot(dataset, overview.version).rows(view.table).pieces(names):
        alone = frame.filter(~view.key_column(frame).is_in(known))
        total += alone.height
        rows = alone.head(most - len(told))
        statuses = rows[view.status.name].to_list() if view.status else [None] * rows.height
        told += map(OnlyHere, view.keys(rows), view.titles(rows), statuses)
    return told, total


def _distance(first: Publisher, second: Publisher) -> float:
    if not first.population or not second.population:
        return math.inf
    return abs(math.log(first.population / second.population))
