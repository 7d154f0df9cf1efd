"""Slip columns: how far the deadlines of a million rows have moved, in whole numbers and not in an object for each.

Here: what is told of a row, and finding it column by column. Not here: the same for tables that are at hand whole,
and what it means (slip.py).

For each row of the newest report there are a few whole numbers: its first deadline and its last one until now, as
places in a list of the few different deadlines, and how often it was put off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from opendata.domain.overview.progress import ReportRows, keyed_frames, keys_of
from opendata.domain.overview.rows_on_demand import RowsOnDemand
from opendata.domain.tables.partial_dates import slip as days_of_slip

MOST_KNOWN = 50_000  # pairs of deadlines whose days are kept
MOVES = {"place": pl.UInt32, "days": pl.Int32, "moved": pl.UInt16, "baseline": pl.UInt32, "has_end": pl.Boolean}
NO_DEADLINE = 0  # its place in the list


@dataclass(frozen=True)
class Slip:
    """A row of the newest report whose deadline is not the first one that was published."""

    key: str
    title: str
    baseline: str  # the first published deadline
    deadline: str | None  # of now; None: it has been taken away
    days: int | None  # from the last day of the one to that of the other; below 0: earlier; None without a deadline
    moved: int  # how often it was put off
    status: str | None


@dataclass(frozen=True, eq=False)
class SlipRows(RowsOnDemand[Slip]):
    """Many rows whose deadline moved: their places in the newest report, days, moved and baselines.

    deadlines: the texts that baselines are places of.
    """

    deadlines: Sequence[str | None]

    def later_days(self) -> list[int]:
        """By how many days deadlines were put off."""
        days = self.found["days"]
        return days.filter(days > 0).to_list()

    def moved_often(self, least: int) -> "SlipRows":
        """Those that were put off so many times or more."""
        return SlipRows(self.newest, self.found.filter(pl.col("moved") >= least), self.deadlines)

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return int(self.found.estimated_size())

    def _told(self, some: pl.DataFrame) -> list[Slip]:
        if some.is_empty():
            return []
        view = self.newest.view
        fields = [view.title, view.deadline, view.status]
        names = dict.fromkeys([*view.table.primary_key, *(each.name for each in fields if each is not None)])
        rows = self.newest.rows.at(some["place"], list(names))
        ends, statuses = (
            rows[each.name].to_list() if each is not None else [None] * rows.height for each in fields[1:]
        )
        told = zip(view.keys(rows), view.titles(rows), ends, statuses, some.iter_rows(named=True), strict=True)
        return [
            Slip(key, title, str(self.deadlines[of["baseline"]]), end, of["days"], of["moved"], status)
            for key, title, end, status, of in told
        ]


def long_slips(reports: Sequence[ReportRows], onward: Mapping[str, str]) -> SlipRows:
    """As slip.slips(); onward: the key that each renumbered row has now, by its earlier key."""
    moves = _Moves(keys_of(reports[-1]))
    for report in reports:
        if report.view.deadline is not None:
            first = 0
            for keys, frame in keyed_frames(report, report.view.deadline):
                moves.add(first, keys.replace(onward) if onward else keys, frame[report.view.deadline.name])
                first += frame.height
    return SlipRows(reports[-1], moves.told(reports[-1]), list(moves.deadlines))


@dataclass
class _Moves:
    """What became of the deadlines of the rows with these keys until now."""

    keys: pl.Series
    deadlines: dict[str | None, int] = field(default_factory=lambda: {None: NO_DEADLINE})  # their places by text
    known: dict[tuple[int, int], int | None] = field(default_factory=dict)  # days between two of them

    def __post_init__(self) -> None:
        self.first = pl.zeros(len(self.keys), dtype=pl.UInt32, eager=True)
        self.last = pl.zeros(len(self.keys), dtype=pl.UInt32, eager=True)
        self.moved = pl.zeros(len(self.keys), dtype=pl.UInt16, eager=True)
        self.places = pl.DataFrame({"key": self.keys}).with_row_index("place")

    def add(self, first: int, keys: pl.Series, ends: pl.Series) -> None:
        """Add deadlines of a report; first: how many rows of it stood before these."""
        codes = self._codes(ends)
        if keys.equals(self.keys.slice(first, len(keys))):  # so it is where reports have the same rows
            found = pl.DataFrame({"place": pl.int_range(first, first + len(keys), dtype=pl.UInt32, eager=True)})
            found = found.with_columns(codes.alias("end"), pl.lit(0).alias("time"))
        else:
            asked = pl.DataFrame({"key": keys, "end": codes}).with_row_index("row")
            found = self.places.join(asked, on="key", how="inner").sort("row")
            # Several rows of one report may be one row by now: then one is added after the other.
            found = found.with_columns(pl.int_range(pl.len()).over("place").alias("time"))
        found = found.filter(pl.col("end") != NO_DEADLINE)
        for time in range(int(found["time"].max() or 0) + 1):  # type: ignore[arg-type]
            self._add(found.filter(pl.col("time") == time))

    def told(self, newest: ReportRows) -> pl.DataFrame:
        """The rows whose deadline moved, those that slipped most first."""
        deadline, first, parts = newest.view.deadline, 0, [pl.DataFrame(schema=MOVES)]
        for _, frame in keyed_frames(newest, deadline):
            ends = self._codes(frame[deadline.name]) if deadline else pl.zeros(frame.height, pl.UInt32, eager=True)
            baseline = self.first.slice(first, frame.height)
            part = pl.DataFrame(
                {
                    "place": pl.int_range(first, first + frame.height, dtype=pl.UInt32, eager=True),
                    "days": self._days(baseline, ends),
                    "moved": self.moved.slice(first, frame.height),
                    "baseline": baseline,
                    "has_end": ends != NO_DEADLINE,
                }
            )
            is_moved = (pl.col("days").fill_null(0) != 0) | (pl.col("moved") > 0)
            parts.append(part.filter((pl.col("baseline") != NO_DEADLINE) & is_moved))
            first += frame.height
        days = pl.when("has_end").then(pl.col("days").fill_null(0))
        told = pl.concat(parts).with_columns(days.alias("days")).drop("has_end")
        order = [pl.col("days").is_null(), -pl.col("days").fill_null(0), -pl.col("moved").cast(pl.Int32), "place"]
        return told.sort(order)

    def _add(self, found: pl.DataFrame) -> None:
        """Add the deadlines of rows of which each stands here once."""
        places, ends = found["place"], found["end"]
        later = self._days(self.last.gather(places), ends).fill_null(0) > 0
        self.moved = self.moved.scatter(places, self.moved.gather(places) + later.cast(pl.UInt16))
        new = self.first.gather(places) == NO_DEADLINE
        self.first = self.first.scatter(places.filter(new), ends.filter(new))
        self.last = self.last.scatter(places, ends)

    def _codes(self, ends: pl.Series) -> pl.Series:
        """The places of these deadlines in the list; "" is none."""
        texts = ends.drop_nulls().unique()
        if texts.is_empty():
            return pl.zeros(len(ends), dtype=pl.UInt32, eager=True)
        known = self.deadlines
        codes = pl.Series([known.setdefault(text or None, len(known)) for text in texts.to_list()], dtype=pl.UInt32)
        return ends.replace_strict(texts, codes, default=NO_DEADLINE, return_dtype=pl.UInt32)

    def _days(self, before: pl.Series, after: pl.Series) -> pl.Series:
        """How many days are between deadlines; null where one is missing, or only the precision differs."""
        pairs = pl.DataFrame({"before": before, "after": after})
        different, texts = pairs.unique(), list(self.deadlines)
        days = [self._days_between(texts, pair) for pair in different.iter_rows()]
        found = different.with_columns(pl.Series("days", days, dtype=pl.Int32))
        return pairs.join(found, on=["before", "after"], how="left", maintain_order="left")["days"]

    def _days_between(self, texts: Sequence[str | None], pair: tuple[int, int]) -> int | None:
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        if pair not in self.known:
            self.known[pair] = days_between(texts[pair[0]], texts[pair[1]])
        return self.known[pair]


def days_between(before: str | None, after: str | None) -> int | None:
    """By how many days a deadline moved; None where there is none, or only its precision changed."""
    if not before or not after:
        return None
    try:
        return days_of_slip(before, after)
    except ValueError:
        return None
