"""Slip: how far the deadlines of rows have moved from the first one that was published.

Here: baseline, days and number of moves for each row, from the reports. Not here: reading the reports
(steps/overviews.py), sentences about a single move (domain/journal/sentences.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.domain.overview.progress import ReportRows
from opendata.domain.tables.partial_dates import slip as days_between


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


def slips(reports: Sequence[ReportRows], renumbered: Mapping[str, str] | None = None) -> list[Slip]:
    """The rows of the newest report whose deadline moved, those that slipped most first.

    reports: oldest first. renumbered: the key under which a row carries on, by its earlier key. A deadline that was
    only given more precisely has not moved.
    """
    onward = onward_keys(reports, renumbered or {})
    baselines: dict[str, str] = {}
    last: dict[str, str] = {}
    moved: dict[str, int] = {}
    for report in reports:
        for earlier_key, deadline in _deadlines(report):
            key = onward.get(earlier_key, earlier_key)
            if deadline:
                moved[key] = moved.get(key, 0) + ((_days(last.get(key), deadline) or 0) > 0)
                baselines.setdefault(key, deadline)
                last[key] = deadline
    told = list(_of_newest(reports[-1], baselines, moved)) if reports else []
    return sorted(told, key=lambda slip: (slip.days is None, -(slip.days or 0), -slip.moved))


def _of_newest(newest: ReportRows, baselines: Mapping[str, str], moved: Mapping[str, int]) -> Sequence[Slip]:
    view, rows = newest.view, newest.rows
    statuses = rows[view.status.name].to_list() if view.status else [None] * rows.height
    told = []
    for (key, deadline), title, status in zip(_deadlines(newest), view.titles(rows), statuses, strict=True):
        baseline = baselines.get(key)
        days = _days(baseline, deadline)
        # A deadline that was taken away without having been put off is that of a task that became a permanent one.
        if baseline and (days or moved.get(key)):
            told.append(
                Slip(key, title, baseline, deadline, days or 0 if deadline else None, moved.get(key, 0), status)
            )
    return told


def _deadlines(report: ReportRows) -> list[tuple[str, str | None]]:
    view, rows = report.view, report.rows
    ends = rows[view.deadline.name].to_list() if view.deadline else [None] * rows.height
    return list(zip(view.keys(rows), ends, strict=True))


def onward_keys(reports: Sequence[ReportRows], renumbered: Mapping[str, str]) -> dict[str, str]:
    """The key that each renumbered row has now, by its earlier key; a key that is in use again leads nowhere."""
    in_use = set(reports[-1].view.keys(reports[-1].rows)) if reports else set()
    onward = {}
    for key in renumbered.keys() - in_use:
        now, seen = key, {key}
        while (then := renumbered.get(now)) is not None and then not in seen and now not in in_use:
            now = then
            seen.add(then)
        onward[key] = now
    return onward


def _days(before: str | None, after: str | None) -> int | None:
    if not before or not after:
        return None
    try:
        return days_between(before, after)
    except ValueError:
        return None
