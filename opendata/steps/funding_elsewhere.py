"""Funding elsewhere: which programmes other publishers used for measures that are like those of a dataset.

Here: joining alike rows with the fundings of the versions that hold now, for all measures of a dataset or for one.
Not here: which rows are alike (finding_alike.py), pages (site/).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.domain.errors import DatasetNotFound, NothingPublished, PublisherNotFound, VersionWithdrawn
from opendata.domain.model import Dataset
from opendata.domain.overview.climate_measures import APPROVED_STAGES, FUNDING
from opendata.domain.overview.funding import FundingRow, funding_rows
from opendata.domain.overview.viewed_table import titles_of_keys
from opendata.steps.alike_rows import ALIKE_ENOUGH
from opendata.steps.dataset_reports import main_table
from opendata.steps.ports.row_texts import AlikeKeys, RowTexts
from opendata.steps.reading import Reading

MOST_DATASETS = 60  # of others that are read; those with the most alike rows


@dataclass(frozen=True)
class AlikeGrant:
    """A funding of another publisher, for a measure that is like one here; likeness: 0 to 1."""

    row: FundingRow
    publisher_title: str
    here: str  # the key of the measure here
    here_title: str
    likeness: float


@dataclass(frozen=True)
class ProgrammeElsewhere:
    """A programme with the fundings that others were granted from it, the most alike ones first."""

    programme: str
    publishers: int
    grants: Sequence[AlikeGrant]


def programmes_elsewhere(
    reading: Reading, texts: RowTexts, dataset: Dataset, key: str | None = None
) -> list[ProgrammeElsewhere]:
    """The programmes that others used, those of the most publishers first; raises NothingPublished, VersionWithdrawn.

    key: only for measures like this one. Only fundings that were approved at some time count, each once, beside the
    measure here that is most like its own.
    """
    pairs = [pair for pair in texts.alike(dataset, key) if pair.likeness >= ALIKE_ENOUGH]
    by_dataset: dict[tuple[str, str], list[AlikeKeys]] = {}
    for pair in pairs:
        by_dataset.setdefault((pair.publisher, pair.dataset), []).append(pair)
    most_alike = sorted(by_dataset.items(), key=lambda entry: -len(entry[1]))[:MOST_DATASETS]
    if not most_alike:
        return []
    snapshot = reading.snapshot(dataset, reading.latest(dataset))
    view = main_table(reading, snapshot)
    titles = titles_of_keys(view, snapshot.rows(view.table), {pair.key for _, alike in most_alike for pair in alike})
    told: dict[str, list[AlikeGrant]] = {}
    for place, alike in most_alike:
        for grant in _grants(reading, place, alike, titles):
            told.setdefault(str(grant.row.programme), []).append(grant)
    found = [
        ProgrammeElsewhere(
            code, len({grant.row.publisher for grant in grants}), sorted(grants, key=lambda grant: -grant.likeness)
        )
        for code, grants in told.items()
    ]
    return sorted(found, key=lambda programme: (-programme.publishers, -len(programme.grants), programme.programme))


def _grants(
    reading: Reading, place: tuple[str, str], alike: Sequence[AlikeKeys], titles: dict[str, str]
) -> Iterator[AlikeGrant]:
    """The fundings of another dataset for measures that are like ours."""
    try:
        other = reading.dataset(*place)
        snapshot = reading.snapshot(other, reading.latest(other))
    except (DatasetNotFound, NothingPublished, PublisherNotFound, VersionWithdrawn):
        return
    table = snapshot.kind.table_or_none(FUNDING)
    if table is None or not snapshot.has(FUNDING):
        return
    view = main_table(reading, snapshot)
    nearest: dict[str, AlikeKeys] = {}
    for pair in sorted(alike, key=lambda pair: pair.likeness):
        if pair.key in titles:
            nearest[pair.other] = pair
    rows = funding_rows(*place, table, snapshot.frame(FUNDING), view, snapshot.rows(view.table))
    for row in rows:
        best = nearest.get(row.measure.key) if row.measure else None
        if best is not None and row.programme and row.stage in APPROVED_STAGES:
            yield AlikeGrant(row, other.publisher.title, best.key, titles[best.key], best.likeness)
