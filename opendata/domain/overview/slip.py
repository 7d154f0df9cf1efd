"""Slip: how far the deadlines of rows have moved from the first one that was published.

Here: baseline, days and number of moves for each row, from the reports. Not here: reading the reports
(steps/overviews.py), sentences about a single move (domain/journal/sentences.py), how the same is found without
holding an object for a row (slip_columns.py).
"""

from collections.abc import Mapping, Sequence

from opendata.domain.overview.progress import ReportRows, keyed_frames
from opendata.domain.overview.slip_columns import Slip, SlipRows, days_between, long_slips
from opendata.domain.tables.table_rows import whole_frame

FEWEST_REPORTS = 2  # in which a deadline can have moved


def slips(reports: Sequence[ReportRows], renumbered: Mapping[str, str] | None = None) -> Sequence[Slip]:
    """The rows of the newest report whose deadline moved, those that slipped most first.

    reports: oldest first. renumbered: the key under which a row carries on, by its earlier key. A deadline that was
    only given more precisely has not moved.
    """
    if len(reports) < FEWEST_REPORTS:
        return []
    onward = onward_keys(reports[-1], renumbered or {})
    if not all(report.rows.is_whole for report in reports):
        return long_slips(reports, onward)
    baselines: dict[str, str] = {}
    last: dict[str, str] = {}
    moved: dict[str, int] = {}
    for report in reports:
        for earlier_key, deadline in _deadlines(report):
            key = onward.get(earlier_key, earlier_key)
            if deadline:
                moved[key] = moved.get(key, 0) + ((days_between(last.get(key), deadline) or 0) > 0)
                baselines.setdefault(key, deadline)
                last[key] = deadline
    told = list(_of_newest(reports[-1], baselines, moved))
    return sorted(told, key=lambda slip: (slip.days is None, -(slip.days or 0), -slip.moved))


def later_days(slips: Sequence[Slip]) -> list[int]:
    """By how many days the deadlines of these rows were put off, without those that were not."""
    if isinstance(slips, SlipRows):
        return slips.later_days()
    return [slip.days for slip in slips if slip.days is not None and slip.days > 0]


def moved_often(slips: Sequence[Slip], least: int) -> Sequence[Slip]:
    """Those whose deadline was put off so many times or more."""
    if isinstance(slips, SlipRows):
        return slips.moved_often(least)
    return [slip for slip in slips if slip.moved >= least]


def onward_keys(newest: ReportRows, renumbered: Mapping[str, str]) -> dict[str, str]:
    """The key that each renumbered row has now, by its earlier key; a key that is in use again leads nowhere."""
    if not renumbered:
        return {}
    told = [*{*renumbered, *renumbered.values()}]
    in_use = {key for keys, _ in keyed_frames(newest) for key in keys.filter(keys.is_in(told)).to_list()}
    onward = {}
    for key in renumbered.keys() - in_use:
        now, seen = key, {key}
        while (then := renumbered.get(now)) is not None and then not in seen and now not in in_use:
            now = then
            seen.add(then)
        onward[key] = now
    return onward


def _of_newest(newest: ReportRows, baselines: Mapping[str, str], moved: Mapping[str, int]) -> Sequence[Slip]:
    view, rows = newest.view, whole_frame(newest.rows)
    statuses = rows[view.status.name].to_list() if view.status else [None] * rows.height
    told = []
    for (key, deadline), title, status in zip(_deadlines(newest), view.titles(rows), statuses, strict=True):
        baseline = baselines.get(key)
        days = days_between(baseline, deadline)
        # A deadline that was taken away without having been put off is that of a task that became a permanent one.
        if baseline and (days or moved.get(key)):
            told.append(
                Slip(key, title, baseline, deadline, days or 0 if deadline else None, moved.get(key, 0), status)
            )
    return told


def _deadlines(report: ReportRows) -> list[tuple[str, str | None]]:
    view, rows = report.view, whole_frame(report.rows)
    ends = rows[view.deadline.name].to_list() if view.deadline else [None] * rows.height
    return list(zip(view.keys(rows), ends, strict=True))
