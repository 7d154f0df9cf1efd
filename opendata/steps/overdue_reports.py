"""Overdue reports: which reports are due by the rhythm of their dataset and were not published.

Here: the dates, and telling of each missed one once. Not here: the event (domain/journal/overdue_reports.py), the job
that calls this each day (jobs/job_tasks.py), the hint for staff (next_steps.py).
"""

from datetime import date, datetime

from opendata.domain.model import Dataset, Version
from opendata.steps.next_steps import months_later, rhythm_months
from opendata.steps.ports.catalogue import Catalogue
from opendata.steps.ports.versions import Versions

DATASETS_AT_ONCE = 200


def missed_day(dataset: Dataset, version: Version, today: date) -> date | None:
    """The last day before today that a report should speak of and none does; None if no report is missing.

    Of several missed days it is the last one alone: whoever reports after years of silence is told of once, and not
    of each year at once.
    """
    months = rhythm_months(dataset.rhythm)
    if months is None:
        return None
    passed = (today.year - version.as_of.year) * 12 + today.month - version.as_of.month
    for times in range(passed // months, 0, -1):
        day = months_later(version.as_of, times * months)
        if day is not None and day < today:
            return day
    return None


def tell_overdue(catalogue: Catalogue, versions: Versions, now: datetime) -> int:
    """Tell of every report that is due and was not told of; returns how many there were."""
    told = 0
    kept_up = [dataset for dataset in catalogue.datasets() if dataset.current and rhythm_months(dataset.rhythm)]
    for start in range(0, len(kept_up), DATASETS_AT_ONCE):
        some = kept_up[start : start + DATASETS_AT_ONCE]
        current = versions.current(some)
        for dataset in some:
            version = current.get(dataset.path)
            if version and (day := missed_day(dataset, version, now.date())):
                told += versions.tell_overdue(version, dataset, day, now=now)
    return told
