"""Progress: how the rows of a dataset moved from report to report, and which came and went on the way.

Here: the figures of each report beside those of the one before. Not here: reading the reports
(steps/overviews.py), deadlines that moved (slip.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from opendata.domain.overview.status_counts import StatusCounts, status_counts
from opendata.domain.overview.viewed_table import ViewedTable


@dataclass(frozen=True)
class ReportRows:
    """One version of a dataset with the rows of its main table."""

    number: str
    as_of: date
    view: ViewedTable  # the fields of this version
    rows: pl.DataFrame  # canonical text


@dataclass(frozen=True)
class ProgressStep:
    """How the rows stood in one report, and the keys of those that it added and removed.

    A row that the city only renumbered is neither added nor removed. The first report adds all of its rows.
    """

    number: str
    as_of: date
    counts: StatusCounts
    added: Sequence[str]
    removed: Sequence[str]

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of the rows that have each status, 0 to 1."""
        return {status: self.counts.share(status) for status in self.counts.by_status}


def progress(
    reports: Sequence[ReportRows], before: ReportRows | None = None, renumbered: Mapping[str, str] | None = None
) -> list[ProgressStep]:
    """One step for each report, oldest first.

    before: the report in front of the first one, if there is one. renumbered: the key under which a row carries on,
    by its earlier key.
    """
    steps, onward = [], renumbered or {}
    for report in reports:
        keys = report.view.keys(report.rows)
        earlier = before.view.keys(before.rows) if before else []
        now = set(keys)
        steps.append(
            ProgressStep(
                number=report.number,
                as_of=report.as_of,
                counts=status_counts(report.view, report.rows, report.as_of),
                added=_new(keys, earlier, {onward.get(key) for key in earlier}),
                removed=[key for key in _new(earlier, keys, ()) if onward.get(key) not in now],
            )
        )
        before = report
    return steps


def _new(keys: Sequence[str], others: Sequence[str], also: Collection[str | None]) -> list[str]:
    known = set(others)
    return [key for key in keys if key not in known and key not in also]
