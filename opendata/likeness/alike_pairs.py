"""Alike pairs: which rows of two publishers are alike, as the cosine of their word parts weighted by rarity (TF-IDF).

Here: the figures, for the rows of all publishers at once or of one against all others. Not here: which parts a row
has (word_parts.py), where pairs are kept (storage/alike/), when they are made (steps/finding_alike.py).

numpy is enough for this: of each row only its most telling parts count, so a part that two rows share is rare, and
the products of such parts are few.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from opendata.likeness.word_parts import PARTS, unpacked

LEAST = 0.2  # rows that are less alike have nothing to do with one another
BEST = 3  # how many rows of each publisher are kept for a row
MOST_PARTS = 128  # of a row: those that tell most
# A part that more rows have, such as "ung", tells nothing, and most of the work would be about such parts.
COMMON, FEW_ROWS = 0.1, 50
ROWS_AT_ONCE, OTHERS_AT_ONCE = 500, 1_000

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class AlikePair:
    """Two rows of two groups, by their places, and how alike they are."""

    row: int
    group: str
    other: int
    likeness: float


@dataclass(frozen=True)
class Corpus:
    """The rows of all groups that are compared, such as datasets; parts: as word_parts.packed_parts() packs them."""

    groups: Mapping[str, Sequence[bytes]]

    def pairs(self, group: str, others: Sequence[str], least: float = LEAST, best: int = BEST) -> Iterator[AlikePair]:
        """The alike pairs of one group with each of the others.

        A pair is kept if one of the two is among the `best` of its group for the other one.
        """
        mine = self._of[group]
        for start in range(mine.start, mine.stop, ROWS_AT_ONCE):
            rows = range(start, min(start + ROWS_AT_ONCE, mine.stop))
            by_column = self._by_column(rows)
            for name in others:
                for row, other, likeness in _best(self._scores(rows, by_column, self._of[name]), least, best):
                    yield AlikePair(row + rows.start - mine.start, name, other, round(min(likeness, 1.0), 3))

    def _by_column(self, rows: range) -> "_ByColumn":
        """The parts of some rows, sorted by their columns."""
        lines, columns, values = self._span(rows)
        order = np.argsort(columns, kind="stable")
        counts = np.bincount(columns, minlength=self._width)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        return _ByColumn(starts, counts, lines[order], values[order])

    def _scores(self, rows: range, mine: "_ByColumn", others: range) -> Floats:
        """How alike some rows are to each of the others."""
        parts = [
            self._products(len(rows), mine, range(start, min(start + OTHERS_AT_ONCE, others.stop)))
            for start in range(others.start, others.stop, OTHERS_AT_ONCE)
        ]
        return np.hstack(parts) if parts else np.zeros((len(rows), 0))

    def _products(self, height: int, mine: "_ByColumn", others: range) -> Floats:
        """The sums of the products of all parts that two rows share."""
        lines, columns, values = self._span(others)
        counts = mine.counts[columns]
        theirs = np.repeat(np.arange(columns.size), counts)
        within = np.arange(theirs.size) - np.repeat(np.cumsum(counts) - counts, counts)
        ours = mine.starts[columns][theirs] + within
        places = mine.lines[ours] * len(others) + lines[theirs]
        sums = np.bincount(places, mine.values[ours] * values[theirs], minlength=height * len(others))
        return sums.astype(np.float64, copy=False).reshape(height, len(others))

    def _span(self, rows: range) -> tuple[Whole, Whole, Floats]:
        """The parts of some rows: which of the rows, which column, and the weight."""
        table = self._table
        span = slice(table.ends[rows.start], table.ends[rows.stop])
        lines = np.repeat(np.arange(len(rows)), np.diff(table.ends[rows.start : rows.stop + 1]))
        return lines, table.columns[span], table.values[span]

    @cached_property
    def _of(self) -> Mapping[str, range]:
        """The rows of each group, counted through all groups."""
        ranges, start = {}, 0
        for name, rows in self.groups.items():
            ranges[name] = range(start, start + len(rows))
            start += len(rows)
        return ranges

    @cached_property
    def _table(self) -> "_Table":
        """The most telling parts of all rows."""
        rows = [unpacked(parts) for rows in self.groups.values() for parts in rows]
        together = np.concatenate(rows) if rows else np.zeros(0, PARTS)
        lines = np.repeat(np.arange(len(rows)), [row.size for row in rows])
        known, columns = np.unique(together["part"], return_inverse=True)
        counts = np.bincount(columns, minlength=known.size)
        rarity = np.log((1 + len(rows)) / (1 + counts))
        rarity[counts > max(FEW_ROWS, len(rows) * COMMON)] = 0.0
        values = together["weight"] * rarity[columns]
        order = np.lexsort((columns, -values, lines))
        lines, columns, values = lines[order], columns[order].astype(np.int64), values[order]
        sizes = np.bincount(lines, minlength=len(rows))
        rank = np.arange(lines.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        telling = (rank < MOST_PARTS) & (values > 0)
        lines, columns, values = lines[telling], columns[telling], values[telling]
        lengths = np.sqrt(np.bincount(lines, values**2, minlength=len(rows)))
        ends = np.concatenate([[0], np.cumsum(np.bincount(lines, minlength=len(rows)))]).astype(np.int64)
        return _Table(ends, columns, values / lengths[lines], known.size)

    @property
    def _width(self) -> int:
        return self._table.width


@dataclass(frozen=True)
class _Table:
    """The parts of all rows, one row after the other; each row has the length 1."""

    ends: Whole  # where the parts of each row begin, and at last where those of the last one end
    columns: Whole
    values: Floats
    width: int  # how many columns there are


@dataclass(frozen=True)
class _ByColumn:
    """The parts of some rows, one column after the other."""

    starts: Whole
    counts: Whole
    lines: Whole
    values: Floats


def _best(scores: Floats, least: float, best: int) -> Iterator[tuple[int, int, float]]:
    """The places of pairs that are alike enough and the best ones of their row or of their column."""
    alike = scores >= least
    if not alike.any():
        return
    kept = np.zeros(scores.shape, bool)
    for table, enough, mark in ((scores, alike, kept), (scores.T, alike.T, kept.T)):
        lines = np.flatnonzero(enough.any(axis=1))
        # A stable order, so that the same rows give the same pairs on every host.
        first = np.argsort(-table[lines], axis=1, kind="stable")[:, :best]
        mark[lines[:, None], first] = True
    for row, other in np.argwhere(kept & alike).tolist():
        yield row, other, float(scores[row, other])
