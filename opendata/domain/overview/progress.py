"""Progress: how the rows of a dataset moved from report to report, and which came and went on the way.

Here: the figures of each report beside those of the one before. Not here: reading the reports
(steps/overviews.py), deadlines that moved (slip.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.overview.status_counts import StatusCounts, status_counts
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.table_rows import TableRows, are_in

FEW_ROWS = 4_000  # of two reports together; so few are compared before Polars has begun
MOST_NAMED = 50  # keys of rows that a report added, or removed
NO_KEYS = pl.Series("key", [], dtype=pl.String)


@dataclass(frozen=True)
class ReportRows:
    """One version of a dataset with the rows of its main table."""

    number: str
    as_of: date
    view: ViewedTable  # the fields of this version
    rows: TableRows  # canonical text


@dataclass(frozen=True)
class SomeKeys:
    """How many rows something is said of, and the keys of the first MOST_NAMED of them, in the order of the table."""

    count: int = 0
    first: Sequence[str] = ()


@dataclass(frozen=True)
class ProgressStep:
    """How the rows stood in one report, and which of them it added and removed.

    A row that the city only renumbered is neither added nor removed. The first report adds all of its rows.
    """

    number: str
    as_of: date
    counts: StatusCounts
    added: SomeKeys
    removed: SomeKeys

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
    steps = []
    earlier = keys_of(before) if before else NO_KEYS
    for place, report in enumerate(reports, 1):
        counts = status_counts(report.view, report.rows, report.as_of)
        added, removed = _moves(report, earlier, renumbered or {})
        steps.append(ProgressStep(report.number, report.as_of, counts, added, removed))
        # Of the last report no keys are held, since nothing is compared with them.
        earlier = keys_of(report) if place < len(reports) else NO_KEYS
    return steps


def keys_of(report: ReportRows) -> pl.Series:
    """The keys of the rows of a report, each as one text."""
    parts = [keys for keys, _ in keyed_frames(report)]
    return pl.concat(parts) if parts else NO_KEYS


def keyed_frames(report: ReportRows, *fields: Field | None) -> Iterator[tuple[pl.Series, pl.DataFrame]]:
    """The rows of a report frame by frame, with at least these fields, and the key of each row."""
    names = [*report.view.table.primary_key, *(field.name for field in fields if field is not None)]
    for frame in report.rows.pieces(list(dict.fromkeys(names))):
        yield report.view.key_column(frame).alias("key"), frame


def _moves(report: ReportRows, earlier: pl.Series, renumbered: Mapping[str, str]) -> tuple[SomeKeys, SomeKeys]:
    """The rows that a report has and the one before had not, and the other way round; earlier: its keys."""
    if earlier.is_empty():
        first = islice((key for keys, _ in keyed_frames(report) for key in keys.to_list()), MOST_NAMED)
        return SomeKeys(report.rows.height, list(first)), SomeKeys()
    if report.rows.is_whole and len(earlier) + report.rows.height <= FEW_ROWS:
        return _few_moves(keys_of(report).to_list(), earlier.to_list(), renumbered)
    onward = {key: renumbered[key] for key in earlier.filter(earlier.is_in([*renumbered])).to_list()}
    became = [*onward.values()]
    added, new, has_now, left = 0, list[str](), set[str](), earlier
    for keys, _ in keyed_frames(report):
        # What is left becomes less with each frame; only the keys of a frame are ever looked up.
        stays = are_in(left, keys)
        unknown = keys.filter(~are_in(keys, left.filter(stays)))
        left = left.filter(~stays)
        if onward:
            has_now.update(keys.filter(keys.is_in(became)).to_list())
            unknown = unknown.filter(~unknown.is_in(became))
        added += len(unknown)
        new += unknown.head(MOST_NAMED - len(new)).to_list()
    if carried_on := [key for key, into in onward.items() if into in has_now]:
        left = left.filter(~left.is_in(carried_on))
    return SomeKeys(added, new), SomeKeys(len(left), left.head(MOST_NAMED).to_list())


def _few_moves(
    keys: Sequence[str], earlier: Sequence[str], renumbered: Mapping[str, str]
) -> tuple[SomeKeys, SomeKeys]:
    """The same of few rows; keys: those of the report, earlier: those of the one before."""
    now, before = set(keys), set(earlier)
    became = {renumbered.get(key) for key in earlier}
    added = [key for key in keys if key not in before and key not in became]
    removed = [key for key in earlier if key not in now and renumbered.get(key) not in now]
    return SomeKeys(len(added), added[:MOST_NAMED]), SomeKeys(len(removed), removed[:MOST_NAMED])
