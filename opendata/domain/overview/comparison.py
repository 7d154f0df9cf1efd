"""Comparison: the figures of several publishers beside each other, per head where that makes sense.

Here: the figures of one dataset, as every overview of it and the comparison have them. Not here: which datasets are
compared, and reading them (steps/overviews.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opendata.domain.overview.status_counts import StatusCounts, StatusTallies, share
from opendata.domain.overview.viewed_table import AMOUNT, ViewedTable
from opendata.domain.tables.table_rows import TableRows

FEWEST, MOST = 2, 4  # publishers of a comparison
INHABITANTS = 1_000  # figures per head are given for so many
CENT = Decimal("0.01")


@dataclass(frozen=True)
class DatasetStanding:
    """Where a dataset stands in one version; every figure carries the share of rows that it rests on.

    age_days: from as_of to today. overdue_since: the day that the next report should have spoken of, if it is
    missing.
    """

    counts: StatusCounts
    by_group: Sequence[StatusCounts]  # by field of action, in the publisher's own words
    by_topic: Sequence[StatusCounts]  # by sector, in the common words
    coverage: Mapping[str, float]
    amount: Decimal | None  # what the rows cost together, as far as it is known
    as_of: date
    age_days: int
    overdue_since: date | None


def standing(
    view: ViewedTable, rows: TableRows, as_of: date, today: date, next_report: date | None
) -> DatasetStanding:
    """Where a dataset stands; next_report: the day that the next report should speak of, where it has a rhythm."""
    groups = [field for field in (view.group, view.topic) if field is not None]
    tallies, filled = StatusTallies(view, as_of, groups), Counter[str]()
    for frame in rows.pieces():
        tallies.add(frame)
        filled.update({name: frame.height - frame[name].null_count() for name in rows.columns})
    return DatasetStanding(
        counts=tallies.counts(),
        by_group=tallies.by(0) if view.group else [],
        by_topic=tallies.by(len(groups) - 1) if view.topic else [],
        coverage={
            field.name: share(filled[field.name], rows.height) for field in view.table if field.name in rows.columns
        },
        amount=tallies.amount(AMOUNT),
        as_of=as_of,
        age_days=max((today - as_of).days, 0),
        overdue_since=next_report if next_report is not None and next_report < today else None,
    )


def per_head(value: Decimal | int | None, population: int | None) -> Decimal | None:
    """A figure for each INHABITANTS people; None where the figure or the population is not known."""
    if value is None or not population:
        return None
    return (Decimal(value) * INHABITANTS / population).quantize(CENT)


def can_be_ranked(standings: Sequence[DatasetStanding], field: str, least: float = 0.8) -> bool:
    """Whether a figure that rests on this field may be ranked: at least this share of the rows of each has it."""
    return all(standing.coverage.get(field, 0.0) >= least for standing in standings)


def known_status(view: ViewedTable, counts: StatusCounts) -> float:
    """The share of rows whose status says something."""
    return share(sum(n for code, n in counts.by_status.items() if code not in view.unknown), counts.total)
