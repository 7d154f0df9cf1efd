"""What the steps ask of the list of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from opendata.domain.model import Job, Upload


@dataclass(frozen=True)
class NewJob:
    """Something to be done once; the same id twice is one job."""

    id: str
    name: str
    argument: str = ""


class Jobs(Protocol):
    """What is to be done, each thing once, though whoever does it may die in the middle.

    A run has a job for a time, its lease, and prolongs that while it works. When the lease is over another may take
    the job, and what the first one brings after that is refused.
    """

    def add(self, job: NewJob, now: datetime) -> bool:
        """Note a job; False if there is one of that id already."""
        ...

    def next(self, now: datetime) -> str | None:
        """The id of the oldest job that may be taken."""
        ...

    def take(self, job_id: str, lease: str, now: datetime) -> Job | None:
        """Have a job, and alone; None if there is none of that id, or none that may be taken."""
        ...

    def keep(self, job: Job, now: datetime, progress: float | None = None) -> bool:
        """Prolong the lease, and say how far it is; False if it is not ours any more."""
        ...

    def give_back(self, job: Job, now: datetime, wait: timedelta = ..., *, blameless: bool = False) -> bool:
        """Let another have it, after a while; blameless: this attempt does not count."""
        ...

    def end(self, job: Job, now: datetime, *, upload: Upload | None = None, error: str | None = None) -> bool:
        """It is done, or has failed, and this is what became of its upload; False, and nothing, if it is not ours."""
        ...

    def unattended(self, prefix: str) -> Sequence[str]:
        """The ids of uploads that are processing, and of which there is no job called prefix and id."""
        ...

    def progress(self, job_id: str) -> float:
        """How far a job is, 0 to 1."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove the records of jobs that ended before that time."""
        ...

    def seen(self, worker: str, now: datetime) -> None:
        """A worker is there."""
        ...

    def gone(self, worker: str) -> None:
        """A worker has ended."""
        ...

    def attended(self, now: datetime) -> bool:
        """Whether a worker was seen just now."""
        ...
