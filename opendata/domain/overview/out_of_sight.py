"""Out of sight: what a publisher took out of its plan, never began, or put off again and again.

Here: which rows these are, each with what the publisher says about it. Not here: reading reports and the journal
(steps/overviews.py), finding such rows of a long table (standing_columns.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from opendata.domain.overview.progress import ReportRows, keyed_frames
from opendata.domain.overview.rows_on_demand import RowsOnDemand
from opendata.domain.overview.slip import moved_often
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.standing_columns import StandingRow, long_given_up, long_never_begun
from opendata.domain.overview.status_counts import last_day
from opendata.domain.tables.table_rows import whole_frame

OFTEN_MOVED = 3  # times


@dataclass(frozen=True)
class Removal:
    """A row that a version no longer contains, and what the publisher said became of it."""

    key: str
    title: str
    number: str  # of the version that no longer contains it
    as_of: date
    disposition: str | None = None  # completed, merged, dropped, renumbered; None: nothing was said
    into: str | None = None  # the key of the row in which it carries on
    reason: str | None = None


@dataclass(frozen=True)
class OutOfSight:
    """What is no longer in sight, or hardly.

    removed: rows that are no longer contained, without those that were only renumbered. given_up: rows whose status
    says so. never_begun: rows that should have begun, or be finished, by the day of the newest report, and have not
    begun. often_moved: rows whose deadline was put off OFTEN_MOVED times or more.
    """

    removed: Sequence[Removal]
    given_up: Sequence[StandingRow]
    never_begun: Sequence[StandingRow]
    often_moved: Sequence[Slip]

    @property
    def standing(self) -> int:
        """How many different rows of the newest report it lists."""
        listed = (self.given_up, self.never_begun, self.often_moved)
        if any(isinstance(rows, RowsOnDemand) for rows in listed):
            places = [rows.places for rows in listed if isinstance(rows, RowsOnDemand)]
            return int(pl.concat(places).n_unique())
        return len({row.key for rows in listed for row in rows})

    @property
    def total(self) -> int:
        """How many different rows it lists."""
        return self.standing + len({removal.key for removal in self.removed})


def out_of_sight(
    reports: Sequence[ReportRows],
    removals: Sequence[Removal],
    slips: Sequence[Slip],
    note_field: str | None = None,
) -> OutOfSight:
    """What is out of sight in the newest of the reports.

    reports: oldest first. removals: as the journal tells of them, oldest first. slips: as slip.slips() returns them.
    note_field: the field in which the publisher says how things are.
    """
    newest = reports[-1]
    told = [removal.key for removal in removals]
    # Of all keys only those are held that the journal tells of.
    found = (keys.filter(keys.is_in(told)).to_list() for keys, _ in keyed_frames(newest)) if removals else ()
    contained = {key for keys in found for key in keys}
    last = {removal.key: removal for removal in removals if removal.key not in contained}
    is_long = not all(report.rows.is_whole for report in reports)
    given_up: Sequence[StandingRow]
    never_begun: Sequence[StandingRow]
    if is_long:
        given_up, never_begun = long_given_up(reports, note_field), long_never_begun(reports, note_field)
    else:
        given_up = _standing(reports, _given_up(newest), note_field)
        never_begun = _standing(reports, _never_begun(newest), note_field)
    return OutOfSight(
        removed=[removal for removal in last.values() if removal.disposition != "renumbered"],
        given_up=given_up,
        never_begun=never_begun,
        often_moved=moved_often(slips, OFTEN_MOVED),
    )


def _given_up(report: ReportRows) -> dict[str, str | None]:
    """The keys of rows that were given up; nothing is due for them."""
    return {key: None for key, status, _, _ in _states(report) if status in report.view.dropped}


def _never_begun(report: ReportRows) -> dict[str, str | None]:
    """The keys of rows that have not begun though they should have, and the date that has passed."""
    told: dict[str, str | None] = {}
    for key, status, start, end in _states(report):
        passed = [due for due in (start, end) if (day := last_day(due)) is not None and day < report.as_of]
        if status in report.view.ahead and passed:
            told[key] = passed[0]
    return told


def _standing(
    reports: Sequence[ReportRows], due: Mapping[str, str | None], note_field: str | None
) -> list[StandingRow]:
    """These rows of the newest report, and since which report each has had its status without a break."""
    newest = reports[-1]
    since = dict.fromkeys(due, newest.as_of)
    status = {key: code for key, code, _, _ in _states(newest)}
    going_back = set(due)
    for report in reversed(reports[:-1]):
        same = {key for key, code, _, _ in _states(report) if key in going_back and code == status[key]}
        since.update(dict.fromkeys(same, report.as_of))
        going_back = same
    rows = whole_frame(newest.rows)
    keys = newest.view.keys(rows)
    titles = dict(zip(keys, newest.view.titles(rows), strict=True))
    notes: dict[str, str | None] = {}
    if note_field is not None and note_field in rows.columns:
        notes = dict(zip(keys, rows[note_field].to_list(), strict=True))
    return [StandingRow(key, titles[key], status[key], day, since[key], notes.get(key)) for key, day in due.items()]


def _states(report: ReportRows) -> list[tuple[str, str | None, str | None, str | None]]:
    """The key, status, planned beginning and deadline of each row."""
    view, rows = report.view, whole_frame(report.rows)
    columns = [
        rows[field.name].to_list() if field is not None else [None] * rows.height
        for field in (view.status, view.start, view.deadline)
    ]
    return list(zip(view.keys(rows), *columns, strict=True))
