"""A worker whose first look for jobs fails with an error nobody expects, and whose job never ends."""

import logging
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from opendata.domain.model import Job
from opendata.jobs.job_notification import Bell
from opendata.jobs.job_runs import Outcome, Runner
from opendata.jobs.worker_process import run
from opendata.storage.job_list.sql_jobs import SqlJobs
from opendata.storage.sql.database import Database
from opendata.web.services import now


class FailingOnce(SqlJobs):
    """Jobs in SQL; the first look for a job raises an error."""

    looks = 0

    def next(self, now: datetime, **which: Any) -> str | None:
        FailingOnce.looks += 1
        if FailingOnce.looks == 1:
            raise ZeroDivisionError("an error in a loop")
        return super().next(now, **which)


class Hanging:
    """A task that never ends."""

    def do(self, job: Job, _now: datetime, _tell: Callable[[float], None]) -> Outcome:
        logging.getLogger("opendata.jobs").info("job %s hangs", job.id)
        threading.Event().wait()
        raise AssertionError("an event that nobody sets has been set")

    def given_up(self, _job: Job) -> None:
        return None


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(message)s", stream=sys.stderr, level=logging.INFO)
    hanging_jobs = FailingOnce(Database(sys.argv[1]))
    run(Runner(hanging_jobs, {"hang": Hanging()}, now), Bell(None), hanging_jobs, 1)
