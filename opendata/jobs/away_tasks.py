"""Tasks away: jobs that wait for servers of others, and the lanes in which they have threads of their own.

Here: the calls of steps/, and the lanes. Not here: all other jobs (job_tasks.py), how jobs are run (job_runs.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from opendata.domain.model import Job, Upload
from opendata.jobs.job_runs import Outcome, Task
from opendata.steps import delivering, fetching_sources, hub_pings, managing_webhooks
from opendata.steps.desk import Desk
from opendata.steps.messenger import Messenger
from opendata.steps.source_desk import SourceDesk

# Jobs that wait for quick servers, those that wait for slow ones, so that no quick one waits for a slow one, and
# those that fetch files, which takes longest.
AWAY = (
    (delivering.JOB, hub_pings.JOB),
    (delivering.SLOW_JOB, managing_webhooks.TEST_JOB),
    (fetching_sources.JOB,),
)


def tasks_away(
    messenger: Messenger, desk: Desk, topics: hub_pings.Topics, source_desk: SourceDesk
) -> Mapping[str, Task]:
    """What jobs do that wait for servers of others; topics: the feeds that an entry concerns."""
    return {
        delivering.JOB: Deliver(messenger, desk),
        delivering.SLOW_JOB: Deliver(messenger, desk),
        managing_webhooks.TEST_JOB: SendTest(messenger, desk),
        hub_pings.JOB: PingHub(messenger, desk, topics),
        fetching_sources.JOB: FetchSource(source_desk),
    }


@dataclass(frozen=True)
class Deliver:
    """Tells a webhook what it was not told yet."""

    messenger: Messenger
    desk: Desk

    def do(self, job: Job, _now: datetime, tell: Callable[[float], None]) -> Outcome:
        return Outcome(delivering.deliver(self.messenger, self.desk, job.argument, self.desk.clock, tell))

    def given_up(self, job: Job) -> Upload | None:
        delivering.given_up(self.messenger, job.argument, self.desk.clock())
        return None


@dataclass(frozen=True)
class SendTest:
    """Sends a test event to a webhook."""

    messenger: Messenger
    desk: Desk

    def do(self, job: Job, _now: datetime, _tell: Callable[[float], None]) -> Outcome:
        return Outcome(delivering.send_test(self.messenger, job.argument, self.desk.clock))

    def given_up(self, _job: Job) -> Upload | None:
        return None


@dataclass(frozen=True)
class PingHub:
    """Tells the hub of WebSub which feeds have something new."""

    messenger: Messenger
    desk: Desk
    topics: hub_pings.Topics

    def do(self, _job: Job, _now: datetime, _tell: Callable[[float], None]) -> Outcome:
        return Outcome(hub_pings.ping(self.messenger, self.topics, self.desk.clock))

    def given_up(self, _job: Job) -> Upload | None:
        hub_pings.given_up(self.messenger, self.desk.clock())
        return None


@dataclass(frozen=True)
class FetchSource:
    """Fetches the address that a dataset follows."""

    source_desk: SourceDesk

    def do(self, job: Job, _now: datetime, tell: Callable[[float], None]) -> Outcome:
        return Outcome(fetching_sources.fetch(self.source_desk, job.argument, self.source_desk.desk.clock, tell))

    def given_up(self, job: Job) -> Upload | None:
        fetching_sources.given_up(self.source_desk, job.argument, self.source_desk.desk.clock())
        return None
