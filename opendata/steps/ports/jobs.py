"""What the steps need from the list of jobs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from opendata.domain.model import Job, Upload


@dataclass(frozen=True)
class NewJob:
    """A task to be done once; two with the same id are one job."""

    id: str
    name: str
    argument: str = ""


class Jobs(Protocol):
    """The list of jobs. Each job is done once, even if the process that does it dies.

    A run takes a job for a limited time, its lease, and prolongs the lease while it works. When the lease is over,
    another run may take the job, and the result of the first run is refused from then on.
    """

    def add(self, job: NewJob, now: datetime) -> bool:
        """Add a job; False if there is already one with its id."""
        ...

    def next(self, now: datetime, *, only: Collection[str] = (), but: Collection[str] = ()) -> str | None:
        """The id of the oldest job that may be taken; None if there is none.

        only: of jobs with these names, where some are given; but: of jobs without these names.
        """
        ...

    def take(self, job_id: str, lease: str, now: datetime) -> Job | None:
        """Take a job, so that no other run has it; None if there is no such job, or it may not be taken."""
        ...

    def keep(self, job: Job, now: datetime, progress: float | None = None) -> bool:
        """Prolong the lease of this run and store the progress; False if another run has taken the job."""
        ...

    def give_back(self, job: Job, now: datetime, wait: timedelta = ..., *, blameless: bool = False) -> bool:
        """Let another run take the job after a while; blameless: this attempt does not count."""
        ...

    def end(self, job: Job, now: datetime, *, upload: Upload | None = None, error: str | None = None) -> bool:
        """End a job, done or failed, and store its upload; False, and no change, if another run has taken the job."""
        ...

    def unattended(self, prefix: str) -> Sequence[str]:
        """The ids of uploads in the state processing without a job; the id of their job is prefix and id."""
        ...

    def progress(self, job_id: str) -> float:
        """The progress of a job, 0 to 1."""
        ...

    def is_over(self, job_id: str) -> bool:
        """Whether a job has ended, done or failed, and is not forgotten yet."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove the records of jobs that ended before that time."""
        ...

    def seen(self, worker: str, now: datetime) -> None:
        """Note that a worker is running."""
        ...

    def gone(self, worker: str) -> None:
        """Note that a worker has ended."""
        ...

    def attended(self, now: datetime) -> bool:
        """Whether a worker was seen a short time ago."""
        ...
