"""The worker: a process that does jobs until it is told to end.

Here: huey's consumer, its threads listening to the bell and looking into SQL. Not here: what jobs do (job_tasks.py).
"""

import logging
import os
import secrets
import signal
import time
from typing import Any

from huey.consumer import Consumer, Scheduler, Worker

from opendata.config import ConfigError
from opendata.domain.errors import StorageUnavailable
from opendata.jobs.job_bell import Bell, NotHeard
from opendata.jobs.job_runs import Runner
from opendata.jobs.job_tasks import add_due
from opendata.steps.ports.jobs import Jobs
from opendata.web.services import now

log = logging.getLogger("opendata.jobs")
LOOK_SECONDS = 5  # how often a worker looks for jobs nobody rang for
BEAT_SECONDS = 5  # how often it says that it is there, and keeps what it does
DUE_SECONDS = 60  # how often it adds what comes round
END_SECONDS = 4  # what is not done so long after the word to end is given back; honcho kills after five
PAUSE_SECONDS = 1  # before asking again what did not answer


def run(runner: Runner, bell: Bell, jobs: Jobs, threads: int) -> None:
    """Do jobs until a signal says to end; what is not done by then is given back. Never returns."""
    name = secrets.token_hex(8)
    jobs.seen(name, now())
    consumer = _Consumer(
        _huey(bell), workers=threads, periodic=False, graceful_signal="TERM", shutdown_timeout=END_SECONDS,
        max_delay=PAUSE_SECONDS, runner=runner, bell=bell, jobs=jobs, name=name,
    )  # fmt: skip
    log.info("worker %s is there, with %d threads", name, threads)
    consumer.run()
    _leave(runner, jobs, name)
    logging.shutdown()
    # Threads that are still at work cannot be stopped; what they do counts for nothing now.
    os._exit(0)


def _huey(bell: Bell) -> Any:
    """The queue; the consumer needs one to begin with, whether it answers or not."""
    try:
        return bell.huey
    except Exception as error:
        raise ConfigError(f"DATA_DIR cannot be used for the queue of jobs: {error}") from None


def _leave(runner: Runner, jobs: Jobs, name: str) -> None:
    try:
        runner.give_back()
        jobs.gone(name)
        log.info("worker %s has ended", name)
    except StorageUnavailable as error:
        log.warning("worker %s has ended; its jobs are taken up when their leases are over: %s", name, error.reason)


class _Consumer(Consumer):
    """huey's consumer, with threads that get their jobs from SQL."""

    def __init__(self, huey: Any, *, runner: Runner, bell: Bell, jobs: Jobs, name: str, **options: Any) -> None:
        self.runner, self.bell, self.jobs, self.name = runner, bell, jobs, name
        super().__init__(huey, **options)
        # A terminal that is closed ends it; huey would start again in the middle of things.
        self._signal_actions[signal.SIGHUP] = (False, True)

    def _create_worker(self) -> "_Hands":
        hands: _Hands = super()._create_worker()
        hands.runner, hands.bell = self.runner, self.bell
        return hands

    def _create_scheduler(self) -> "_Heart":
        heart: _Heart = super()._create_scheduler()
        heart.runner, heart.jobs, heart.name = self.runner, self.jobs, self.name
        return heart


class _Hands(Worker):
    """One thread that does one job after the other."""

    runner: Runner
    bell: Bell
    look_at = 0.0

    def loop(self, now: Any = None) -> None:
        try:
            heard = self.bell.listen()
        except NotHeard:
            heard = None
            self.stop_flag.wait(PAUSE_SECONDS)
        try:
            if heard:
                self.delay = self.default_delay
                self.runner.do(heard)
            if time.monotonic() >= self.look_at:
                while not self.stop_flag.is_set() and self.runner.do_next():
                    pass
                self.look_at = time.monotonic() + LOOK_SECONDS
        except StorageUnavailable as error:
            log.warning("the %s does not answer: %s", error.part, error.reason)
            self.stop_flag.wait(PAUSE_SECONDS)
        if not heard and not self.bell.waits:
            self.sleep()


class _Heart(Scheduler):
    """The thread that says that the worker is there, keeps its leases, and adds what comes round.

    Not by huey's own schedule: that puts what comes round on the queue, where it is lost with Redis, and there once
    for each worker.
    """

    runner: Runner
    jobs: Jobs
    name: str
    due_at = 0.0

    def loop(self, _now: Any = None) -> None:
        try:
            self.jobs.seen(self.name, now())
            self.runner.prolong()
            if time.monotonic() >= self.due_at:
                add_due(self.jobs, now())
                self.due_at = time.monotonic() + DUE_SECONDS
        except StorageUnavailable as error:
            log.warning("the %s does not answer: %s", error.part, error.reason)
        self.stop_flag.wait(BEAT_SECONDS)


# huey makes its threads of these classes.
_Consumer.worker_class = _Hands
_Consumer.scheduler_class = _Heart
