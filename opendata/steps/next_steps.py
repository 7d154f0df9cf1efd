"""Next steps: what somebody who keeps datasets has to do next, such as drafts that wait and reports that are due.

Here: which steps there are, for one dataset. Not here: their words (portal/words/).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from re import fullmatch

from opendata.domain.model import Dataset, Upload, Version
from opendata.domain.report.questions import open_questions
from opendata.steps.answering import questions_of
from opendata.steps.desk import Desk

FIRST, PROCESSING, MEND, ANSWER, PUBLISH, DUE = "first", "processing", "mend", "answer", "publish", "due"
MOST_MONTHS = 600
FEWEST_MONTHS, FEWEST_YEARS = 3, 2  # that are said as such; less is said in days, or in months
MOST_WAITING = 10  # uploads of a dataset that are not published, at once


@dataclass(frozen=True)
class NextStep:
    """One thing to do. what: one of the names above; count: of errors or questions; day: of a due report.

    at, zone, reason, by and word are those of steps about releasing (next_releases.py).
    """

    what: str
    dataset: Dataset
    upload: Upload | None = None
    count: int = 0
    at_least: bool = False
    day: date | None = None
    late: int = 0  # for how many whole days, months or years a report is due, as late_in says
    late_in: str = "days"
    at: datetime | None = None
    zone: str = ""
    reason: str = ""
    by: str = ""
    word: str = ""


@dataclass(frozen=True)
class Standing:
    """A dataset with its current version, its unpublished uploads, newest first, and what is to be done.

    waiting: so many at once as MOST_WAITING says; total: of all of them.
    """

    dataset: Dataset
    version: Version | None
    waiting: Sequence[Upload]
    steps: Sequence[NextStep]
    total: int = 0


def standing(
    desk: Desk, dataset: Dataset, today: date, start: int = 0, current: Mapping[str, Version] | None = None
) -> Standing:
    """How a dataset stands; start: how many of its newest unpublished uploads are passed over.

    current: the current versions of datasets, this one among them, where they were looked up already.
    """
    version = (desk.versions.current([dataset]) if current is None else current).get(dataset.path)
    waiting, total = desk.uploads.waiting(dataset, start, MOST_WAITING)
    steps = [step_of(dataset, upload) for upload in waiting]
    if version is None and not total:
        steps.append(NextStep(FIRST, dataset))
    elif start == 0 and version and (day := due_day(dataset, version)) and day < today and not _waits(waiting, day):
        late, late_in = lateness(day, today)
        steps.append(NextStep(DUE, dataset, day=day, late=late, late_in=late_in))
    return Standing(dataset, version, waiting, steps, total)


def lateness(day: date, today: date) -> tuple[int, str]:
    """For how long a report is due, as people would say it: (61, "days"), (7, "months"), (11, "years").

    Whole ones only: days up to three months, months up to two years.
    """
    months = 12 * (today.year - day.year) + today.month - day.month
    reached = months_later(day, months)
    months -= reached is not None and reached > today
    if months < FEWEST_MONTHS:
        return (today - day).days, "days"
    return (months, "months") if months < FEWEST_YEARS * 12 else (months // 12, "years")


def _waits(waiting: Sequence[Upload], day: date) -> bool:
    """Whether the report of that day has been sent, so that only its draft is left to be done."""
    return any(upload.as_of >= day for upload in waiting)


def step_of(dataset: Dataset, upload: Upload) -> NextStep:
    """What is to be done next with an upload that is not published."""
    if upload.state == "processing":
        return NextStep(PROCESSING, dataset, upload)
    if upload.state != "draft":
        report = upload.report
        return NextStep(MEND, dataset, upload, report.get("error_count", 0), at_least=bool(report.get("more")))
    unanswered = open_questions(questions_of(upload.report), upload.answers or {})
    if unanswered and upload.next_version is not None:
        return NextStep(ANSWER, dataset, upload, len(unanswered))
    return NextStep(PUBLISH, dataset, upload)


def due_day(dataset: Dataset, version: Version) -> date | None:
    """The date that the next report speaks of, by the dataset's rhythm; None where it has none in months or years."""
    months = rhythm_months(dataset.rhythm)
    return None if months is None else months_later(version.as_of, months)


def rhythm_months(rhythm: str | None) -> int | None:
    """The months of an ISO 8601 duration of years and months, such as P1Y; None for all others."""
    parts = fullmatch(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?", rhythm or "")
    months = 12 * int(parts[1] or 0) + int(parts[2] or 0) if parts else 0
    return months if 0 < months <= MOST_MONTHS else None


def months_later(day: date, months: int) -> date | None:
    """The day so many months after a day; the last day of a month stays the last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
