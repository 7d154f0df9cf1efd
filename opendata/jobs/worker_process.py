"""The worker: a process that does jobs until a signal tells it to end.

Here: its threads, which wait for the bell and look into SQL, and how it ends. Not here: what jobs do (job_tasks.py).
"""

import logging
import os
import secrets
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NoReturn

from opendata.domain.errors import StorageUnavailable
from opendata.jobs.job_notification import Bell, NotHeard
from opendata.jobs.job_runs import Runner
from opendata.jobs.job_tasks import add_due
from opendata.steps.ports.jobs import Jobs
from opendata.web.services import now

log = logging.getLogger("opendata.jobs")
ENDING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK_SECONDS = 5  # how often a thread looks for jobs for which nobody rang
LOOK_WITHOUT_REDIS_SECONDS = 0.5
BEAT_SECONDS = 5  # how often the worker reports that it is running, and prolongs the leases of its jobs
SENDERS = 3  # threads for each lane of jobs that wait for servers of others
NEWS_SECONDS = 1.0  # how often they look for such jobs, and for something that others were not told
DUE_SECONDS = 60  # how often it adds the periodic jobs that are due
END_SECONDS = 4  # a job that is not done so long after the signal is given back; honcho kills after five seconds
LOOK_FOR_SIGNALS_SECONDS = 1.0
PAUSE_SECONDS = 1  # how long a thread waits before it asks a part again that did not answer


def run(runner: Runner, bell: Bell, jobs: Jobs, threads: int) -> NoReturn:
    """Do jobs until a signal tells the process to end; jobs that are not done by then are given back."""
    worker = _Worker(runner, bell, jobs)
    jobs.seen(worker.name, now())
    signals = _ending_signals()
    loops = [worker.beat, worker.announce, *[worker.work] * threads, *worker.senders()]
    running = [Thread(target=worker.repeat, args=(loop,), daemon=True) for loop in loops]
    for thread in running:
        thread.start()
    log.info("worker %s is there, with %d threads", worker.name, threads)
    _wait_for_a_signal(signals)
    worker.ending.set()
    deadline = time.monotonic() + END_SECONDS
    for thread in running:
        thread.join(max(0, deadline - time.monotonic()))
    worker.leave()
    logging.shutdown()
    # Threads that are still at work cannot be stopped; their results are refused, because their jobs are given back.
    os._exit(0)


def _wait_for_a_signal(signals: SimpleQueue[int]) -> None:
    """Wait until there is one. A signal that comes just before the thread sleeps does not wake it: it looks again."""
    while True:
        with suppress(Empty):
            signals.get(timeout=LOOK_FOR_SIGNALS_SECONDS)
            return


def _ending_signals() -> SimpleQueue[int]:
    """The signals that tell this process to end, in the order in which they arrive.

    A handler may call put() of this queue at any moment. Event.set() takes a lock that the interrupted code may hold.
    """
    signals: SimpleQueue[int] = SimpleQueue()
    for ending_signal in ENDING_SIGNALS:
        signal.signal(ending_signal, lambda number, _frame: signals.put(number))
    return signals


@dataclass
class _Worker:
    """What the threads of one process do again and again."""

    runner: Runner
    bell: Bell
    jobs: Jobs
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    ending: Event = field(default_factory=Event)
    due_at: float = 0.0

    def repeat(self, loop: Callable[[], None]) -> None:
        """Call a loop until the worker ends; no error in it ends the thread."""
        while not self.ending.is_set():
            try:
                loop()
            except StorageUnavailable as error:
                log.warning("the %s does not answer: %s", error.part, error.reason)
                self.ending.wait(PAUSE_SECONDS)
            except Exception:
                log.exception("a thread of the worker goes on after an error")
                self.ending.wait(PAUSE_SECONDS)

    def work(self) -> None:
        """Do all jobs that may be taken, then wait until there may be new ones."""
        while not self.ending.is_set() and self.runner.do_next():
            pass
        if not self.bell.can_ring:
            self.ending.wait(LOOK_WITHOUT_REDIS_SECONDS)
            return
        look_at = time.monotonic() + LOOK_SECONDS
        while not self.ending.is_set() and time.monotonic() < look_at:
            try:
                if job_id := self.bell.listen():
                    self.runner.do(job_id)
            except NotHeard:
                self.ending.wait(PAUSE_SECONDS)

    def senders(self) -> list[Callable[[], None]]:
        """The loops for jobs that wait for servers of others: SENDERS for each lane."""
        return [partial(self.send, lane) for lane in range(len(self.runner.away)) for _ in range(SENDERS)]

    def send(self, lane: int) -> None:
        """Do all jobs of a lane, then wait until there may be new ones."""
        while not self.ending.is_set() and self.runner.do_next_away(lane):
            pass
        self.ending.wait(NEWS_SECONDS)

    def announce(self) -> None:
        """Add the jobs that tell others of what was published."""
        self.runner.add_news(self.runner.clock())
        self.ending.wait(NEWS_SECONDS)

    def beat(self) -> None:
        """Report that the worker is running, prolong the leases of its jobs, and add periodic jobs that are due."""
        self.jobs.seen(self.name, now())
        self.runner.prolong()
        self.runner.add_due(self.runner.clock())
        if time.monotonic() >= self.due_at:
            add_due(self.jobs, now())
            self.due_at = time.monotonic() + DUE_SECONDS
        self.ending.wait(BEAT_SECONDS)

    def leave(self) -> None:
        """Give back the jobs that are not done, and report that the worker has ended."""
        try:
            self.runner.give_back()
            self.jobs.gone(self.name)
            log.info("worker %s has ended", self.name)
        except StorageUnavailable as error:
            log.warning(
                "worker %s has ended; its jobs are taken up when their leases are over: %s", self.name, error.reason
            )
