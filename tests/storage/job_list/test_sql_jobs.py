"""Jobs in SQL: one has a job, and it counts once, whoever dies or comes too late."""

import multiprocessing
from collections import Counter
from datetime import timedelta
from multiprocessing.synchronize import Barrier

import pytest

from opendata.steps.ports.jobs import NewJob
from opendata.storage.job_list.sql_jobs import LEASE, SqlJobs
from tests.making import NOON
from tests.storage.conftest import Place, Store
from tests.storage.other_processes import other_processes

JOB = NewJob("a", "count", "1")
LATER = NOON + LEASE + timedelta(seconds=1)


@pytest.fixture
def jobs(store: Store) -> SqlJobs:
    return SqlJobs(store.database)


def test_a_job_is_taken_by_one_and_done_once(jobs: SqlJobs):
    assert jobs.add(JOB, NOON)
    assert not jobs.add(JOB, NOON)
    assert jobs.next(NOON) == "a"

    job = jobs.take("a", "mine", NOON)
    assert job
    assert (job.name, job.argument, job.attempts) == ("count", "1", 1)
    assert jobs.take("a", "yours", NOON) is None
    assert jobs.next(NOON) is None

    assert jobs.end(job, NOON)
    assert not jobs.end(job, NOON)
    assert jobs.take("a", "yours", LATER) is None


def test_a_job_whose_worker_is_silent_is_taken_up_and_the_late_one_is_refused(jobs: SqlJobs):
    jobs.add(JOB, NOON)
    first = jobs.take("a", "first", NOON)
    assert first
    assert jobs.keep(first, NOON + LEASE / 2, 0.5)
    assert jobs.progress("a") == 0.5
    assert jobs.take("a", "second", LATER) is None  # it has said that it is there

    second = jobs.take("a", "second", LATER + LEASE)
    assert second
    assert second.attempts == 2
    assert not jobs.keep(first, LATER + LEASE)
    assert not jobs.give_back(first, LATER + LEASE)
    assert not jobs.end(first, LATER + LEASE, error="too late")
    assert jobs.end(second, LATER + LEASE)


def test_what_is_given_back_waits_and_may_be_nobodys_fault(jobs: SqlJobs):
    jobs.add(JOB, NOON)
    job = jobs.take("a", "first", NOON)
    assert job
    jobs.give_back(job, NOON, timedelta(seconds=10), blameless=True)

    assert jobs.take("a", "second", NOON + timedelta(seconds=9)) is None
    again = jobs.take("a", "second", NOON + timedelta(seconds=10))
    assert again
    assert again.attempts == 1


def test_a_clock_that_was_set_back_leaves_no_job_lying(jobs: SqlJobs):
    jobs.add(JOB, NOON)
    jobs.take("a", "ahead", NOON + timedelta(days=1))

    assert jobs.next(NOON) == "a"
    assert jobs.take("a", "right", NOON)
    jobs.seen("worker", NOON + timedelta(days=1))
    assert not jobs.attended(NOON)


def test_only_jobs_that_ended_long_ago_are_forgotten(jobs: SqlJobs):
    for name in "abc":
        jobs.add(NewJob(name, "count"), NOON)
    for name, end in {"a": NOON, "b": NOON + timedelta(days=1)}.items():
        job = jobs.take(name, name, NOON)
        assert job
        assert jobs.end(job, end)

    assert jobs.forget(NOON + timedelta(hours=1)) == 1
    assert jobs.add(NewJob("a", "count"), NOON)
    assert not jobs.add(NewJob("b", "count"), NOON)
    assert not jobs.add(NewJob("c", "count"), NOON)


def test_a_worker_is_believed_to_be_there_for_a_while_and_not_after_it_has_ended(jobs: SqlJobs):
    assert not jobs.attended(NOON)
    jobs.seen("worker", NOON)
    assert jobs.attended(NOON + timedelta(seconds=20))
    assert not jobs.attended(NOON + timedelta(minutes=1))
    jobs.seen("worker", NOON + timedelta(minutes=1))
    jobs.gone("worker")
    assert not jobs.attended(NOON + timedelta(minutes=1))


def _take_all(place: Place, mine: str, begin: Barrier, taken: "multiprocessing.Queue[list[str]]") -> None:
    store = place.open()
    jobs = SqlJobs(store.database)
    begin.wait()
    mine_now = [f"{number}" for number in range(60) if jobs.take(f"{number}", f"{mine}-{number}", NOON)]
    # All of them want to add the same one as well, as workers do with what comes round.
    mine_now += ["added"] if jobs.add(NewJob("turn-1", "count"), NOON) else []
    store.database.close()
    taken.put(mine_now)


def test_of_processes_that_race_for_jobs_one_has_each(store: Store):
    jobs = SqlJobs(store.database)
    for number in range(60):
        jobs.add(NewJob(f"{number}", "count"), NOON)
    context = other_processes()
    begin, taken = context.Barrier(3), context.Queue()
    racers = [context.Process(target=_take_all, args=(store.place, mine, begin, taken)) for mine in "xyz"]
    for each in racers:
        each.start()
    counted = Counter(name for _ in racers for name in taken.get(timeout=180))
    for each in racers:
        each.join()

    assert counted == {**{f"{number}": 1 for number in range(60)}, "added": 1}
