"""Running jobs: taking one, doing it, and ending it so that it counts once.

Here: leases, attempts and messages for the log. Not here: what jobs do (job_tasks.py), and the process they run in
(worker_process.py).
"""

import logging
import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from opendata.domain.errors import ReadingUnavailable, ServiceBusy, StorageUnavailable
from opendata.domain.model import Job, Upload
from opendata.steps.ports.jobs import Jobs

log = logging.getLogger("opendata.jobs")
ATTEMPTS = 3  # a job that failed this often, or during which this many workers died, is not tried again
RETRY = timedelta(seconds=10)  # before the next attempt
LATER = timedelta(minutes=1)  # before the next one where somebody has to mend the service first


@dataclass(frozen=True)
class Outcome:
    """The result of a job: a few words for the log, and what became of the upload that the job belongs to."""

    words: str
    upload: Upload | None = None


class Task(Protocol):
    """What jobs of one name do.

    Doing a job twice must do no harm, because a run that is believed dead may still be at work.
    """

    def do(self, job: Job, now: datetime, tell: Callable[[float], None]) -> Outcome:
        """Do the job; `tell` is called with how much of it is done, 0 to 1."""
        ...

    def given_up(self, job: Job) -> Upload | None:
        """What becomes of the upload that the job belongs to, when the job is not tried again."""
        ...


class LeaseLost(Exception):
    """Another run has taken the job: what this run does is not used any more."""


@dataclass
class Runner:
    """Does jobs; several threads may call it at once."""

    jobs: Jobs
    tasks: Mapping[str, Task]
    clock: Callable[[], datetime]
    add_due: Callable[[datetime], int] = lambda _now: 0  # adds the jobs of set times that have come
    add_news: Callable[[datetime], int] = lambda _now: 0  # adds the jobs that tell others of what was published
    # Lanes of jobs that wait for servers of others. Each has threads of its own, so that nobody here waits for them.
    away: Sequence[Collection[str]] = ()
    attempts: int = ATTEMPTS
    retry: timedelta = RETRY
    _running: dict[str, Job] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def do(self, job_id: str) -> bool:
        """Do the job with this id if it may be taken; returns whether it was taken. Raises StorageUnavailable."""
        # Taken and noted under one lock: a worker that ends in between would not know that it has the job.
        with self._lock:
            job = self.jobs.take(job_id, secrets.token_hex(16), self.clock())
            if job is None:
                return False
            self._running[job.lease] = job
        try:
            self._do(job)
        finally:
            with self._lock:
                self._running.pop(job.lease, None)
        return True

    def do_next(self) -> bool:
        """Do the oldest job that may be taken; False if there is none. Raises StorageUnavailable."""
        return self._do_one(self.jobs.next(self.clock(), but=self._away_in(self.away)))

    def do_next_away(self, lane: int | None = None) -> bool:
        """Do the oldest job that waits for a server of others; False if there is none. Raises StorageUnavailable.

        lane: one of those of this lane; None: of any.
        """
        names = self._away_in(self.away if lane is None else self.away[lane : lane + 1])
        return bool(names) and self._do_one(self.jobs.next(self.clock(), only=names))

    def _away_in(self, lanes: Sequence[Collection[str]]) -> Collection[str]:
        return [name for lane in lanes for name in lane]

    def _do_one(self, job_id: str | None) -> bool:
        # If another worker took this job first, there may be more jobs.
        return job_id is not None and (self.do(job_id) or True)

    def prolong(self) -> None:
        """Prolong the leases of all running jobs; called more often than leases last. Raises StorageUnavailable."""
        for job in self._held():
            self.jobs.keep(job, self.clock())

    def give_back(self) -> None:
        """Give all running jobs back to other workers, because this process ends."""
        for job in self._held():
            if self.jobs.give_back(job, self.clock(), blameless=True):
                log.info("job %s %s given back: this worker ends", job.name, job.id)

    def _held(self) -> list[Job]:
        with self._lock:
            return list(self._running.values())

    def _do(self, job: Job) -> None:
        begun = time.monotonic()
        if job.attempts > self.attempts:
            self._give_up(job, f"broke off {self.attempts} times without a word: the worker was killed, or lost")
            return
        try:
            outcome = self.tasks[job.name].do(job, self.clock(), lambda progress: self._tell(job, progress))
            ended = self.jobs.end(job, self.clock(), upload=outcome.upload)
        except LeaseLost:
            ended = False
        except StorageUnavailable as error:
            # The job did not cause this error, so the attempt does not count, and the job waits for the storage.
            log.warning("job %s %s waits: %s: %s", job.name, job.id, error.part, error.reason)
            self.jobs.give_back(job, self.clock(), self.retry, blameless=True)
            return
        except ServiceBusy:
            self.jobs.give_back(job, self.clock(), self.retry, blameless=True)
            return
        except ReadingUnavailable:
            self.jobs.give_back(job, self.clock(), LATER, blameless=True)
            return
        except Exception as error:
            self._failed(job, error)
            return
        if ended:
            seconds = time.monotonic() - begun
            log.info("job %s %s done in %.2f s: %s", job.name, job.id, seconds, outcome.words)
        else:
            log.warning("job %s %s was taken up by another worker; what this one did is not used", job.name, job.id)

    def _tell(self, job: Job, progress: float) -> None:
        if not self.jobs.keep(job, self.clock(), progress):
            raise LeaseLost

    def _failed(self, job: Job, error: Exception) -> None:
        log.exception("job %s %s failed, attempt %d", job.name, job.id, job.attempts, exc_info=error)
        if job.attempts < self.attempts:
            self.jobs.give_back(job, self.clock(), self.retry)
        else:
            # The message of an error may hold what a user sent, so only its type is stored; the log has the rest.
            self._give_up(job, type(error).__name__)

    def _give_up(self, job: Job, error: str) -> None:
        task = self.tasks.get(job.name)
        self.jobs.end(job, self.clock(), upload=task.given_up(job) if task else None, error=error)
        log.error("job %s %s is given up: %s", job.name, job.id, error)
