"""Workers: several at once do each job once; they end in good order; they live without their queue."""

import logging
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from opendata.domain.model import Job
from opendata.jobs.job_notification import Bell, NotHeard
from opendata.jobs.job_runs import Outcome, Runner
from opendata.jobs.job_tasks import EVERY
from opendata.steps import processing
from opendata.steps.ports.jobs import NewJob
from opendata.web.services import now
from tests.jobs.conftest import Works, end_all, make_works
from tests.servers import Redis, Servers, wait_until
from tests.service import table

DONE = re.compile(r"job \S+ (\S+) done in")
SMALL = table("1,Radweg,in Arbeit")


def test_of_workers_that_race_for_jobs_each_is_done_once(works: Works):
    workers = [works.start("--threads", "3") for _ in range(2)]
    ids = {processing.job_id(works.accept(SMALL)) for _ in range(10)}
    for job_id in sorted(ids):
        works.services.bell.ring(job_id)
        works.services.bell.ring(job_id)  # heard twice is done once all the same
    wait_until(lambda: len(works.jobs("done")) == len(ids), lambda: str([works.log(each) for each in workers]))
    for each in workers:
        assert works.end(each) == 0

    assert works.jobs("done") == dict.fromkeys(ids, 1)
    done = Counter(found for each in workers for found in DONE.findall(works.log(each)))
    assert {name: done[name] for name in ids} == dict.fromkeys(ids, 1)
    # What comes round was added by both and done once in each of its turns.
    turns = {name: count for name, count in done.items() if name not in ids}
    assert {name.rpartition("-")[0] for name in turns} == set(EVERY)
    assert set(turns.values()) == {1}
    assert {row.drafts for row in works.rows("SELECT count(*) AS drafts FROM uploads WHERE state = 'draft'")} == {10}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_a_worker_ends_in_good_order(how: signal.Signals, tmp_path: Path):
    works = make_works(tmp_path)
    try:
        worker = works.start()
        upload = works.accept(SMALL)
        works.services.bell.ring(processing.job_id(upload))
        assert works.services.jobs.attended(now())
        assert works.end(worker, how) == 0

        assert not works.services.jobs.attended(now())
        assert works.jobs("running") == {}
        assert "has ended" in works.log(worker)
        assert "Traceback" not in works.log(worker)
    finally:
        end_all(works)


def test_a_worker_ends_although_a_job_hangs_and_gives_that_job_back(tmp_path: Path):
    works = make_works(tmp_path)
    try:
        works.services.jobs.add(NewJob("a", "hang"), now())
        worker = works.start(command=("-m", "tests.jobs.hanging_worker", works.env["DATABASE_URL"]))
        works.until("goes on after an error", worker)
        works.until("job a hangs", worker)

        works.started[worker].send_signal(signal.SIGTERM)
        assert works.end(worker) == 0

        assert [tuple(row) for row in works.rows("SELECT id, state, attempts FROM jobs WHERE name = 'hang'")] == [
            ("a", "waiting", 0)
        ]
        assert not works.services.jobs.attended(now())
        assert "has ended" in works.log(worker)
    finally:
        end_all(works)


class _Waiting:
    """A task that takes as long as the test wants it to."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.times = threading.Event(), threading.Event(), 0

    def do(self, _job: Job, _now: datetime, tell: Callable[[float], None]) -> Outcome:
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(180)
        tell(1)
        return Outcome("done")

    def given_up(self, _job: Job) -> None:
        return None


def test_what_is_not_done_when_a_worker_ends_is_done_by_another_at_once(
    works: Works, caplog: pytest.LogCaptureFixture
):
    jobs, task = works.services.jobs, _Waiting()
    ending, other = (Runner(jobs, {"wait": task}, now) for _ in range(2))
    jobs.add(NewJob("a", "wait"), now())
    thread = threading.Thread(target=ending.do, args=("a",))
    thread.start()
    assert task.begun.wait(180)
    assert not other.do_next()

    ending.give_back()
    task.go_on.set()
    assert other.do_next()
    thread.join()

    assert task.times == 2
    assert [tuple(row) for row in works.rows("SELECT state, attempts FROM jobs")] == [("done", 1)]
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said == ["job wait a was taken up by another worker; what this one did is not used"]


def test_a_job_that_fails_is_tried_three_times_and_its_error_kept(works: Works):
    class Fails:
        def do(self, *_: object) -> Outcome:
            raise ZeroDivisionError("what somebody sent")

        def given_up(self, _job: Job) -> None:
            return None

    jobs = works.services.jobs
    runner = Runner(jobs, {"fail": Fails()}, now)
    jobs.add(NewJob("a", "fail"), now())
    for _ in range(3):
        assert runner.do_next()
        works.change("UPDATE jobs SET lease_until = NULL WHERE state = 'waiting'")

    assert not runner.do_next()
    assert [tuple(row) for row in works.rows("SELECT state, attempts, error FROM jobs")] == [
        ("failed", 3, "ZeroDivisionError")
    ]


def test_workers_live_without_redis_and_hear_it_again(servers: Servers, tmp_path: Path):
    del servers  # this one has a Redis of its own, to kill
    with Redis() as redis:
        works = make_works(tmp_path, {"REDIS_URL": redis.url}, redis_url=redis.url)
        try:
            worker = works.start()
            _done_by(works, worker)

            redis.kill()
            _done_by(works, worker)
            works.until("the queue does not answer", worker)

            redis.start()
            works.until("the queue answers again", worker)
            _done_by(works, worker)
            assert works.end(worker) == 0
            assert "Traceback" not in works.log(worker)
            assert works.log(worker).count("the queue does not answer") == 1
        finally:
            end_all(works)


def test_a_failure_older_than_the_last_answer_is_not_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    """Two threads ask a Redis that is away: one is refused late, after the other was answered by the next Redis."""
    refused, is_back = threading.Event(), threading.Event()

    class Waits:
        def brpop(self, *_: object, **__: object) -> None:
            refused.set()
            assert is_back.wait(180)
            raise ConnectionError("refused before Redis was back")

        def lpush(self, *_: object) -> None:
            return None

    bell = Bell("redis://localhost")
    monkeypatch.setattr(bell, "_redis", Waits())

    def listen() -> None:
        with pytest.raises(NotHeard):
            bell.listen()

    late = threading.Thread(target=listen)
    late.start()
    assert refused.wait(180)
    bell.ring("a")
    is_back.set()
    late.join()
    assert not caplog.records


def _done_by(works: Works, worker: int) -> None:
    job_id = processing.job_id(works.accept(SMALL))
    works.services.bell.ring(job_id)
    works.until(f"{job_id} done", worker)


def test_a_worker_that_cannot_start_says_why_in_one_line(tmp_path: Path):
    works = make_works(tmp_path, {"PACKAGES_URL": str(tmp_path / "data" / "db.sqlite" / "packages")})
    try:
        with pytest.raises(TimeoutError, match="cannot be used"):
            works.start()
        assert works.started[0].wait() == 2
        assert len(works.log(0).splitlines()) == 1
    finally:
        end_all(works)
