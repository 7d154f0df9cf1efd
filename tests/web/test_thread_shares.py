"""Who finds no place learns so at once; nobody waits, and every place comes back."""

import pytest

from opendata.domain.errors import ServiceBusy
from opendata.web.request_sorts import LARGE_BODY_BYTES, MOST_THREADS, sort_of
from opendata.web.thread_shares import RETRY_SECONDS, ThreadShare


def test_a_share_is_not_exceeded_and_places_come_back():
    share = ThreadShare(2)
    with share.taken("one"), share.tried("two") as has_place:
        assert has_place
        with share.tried("three") as has_another:
            assert not has_another
        with pytest.raises(ServiceBusy) as refused, share.taken("three"):
            raise AssertionError
    assert refused.value.retry_seconds == RETRY_SECONDS
    with pytest.raises(KeyError), share.taken("one"):
        raise KeyError
    with share.taken("one"), share.taken("one"):
        pass


def test_one_client_does_not_take_all_places():
    share = ThreadShare(3, most_of_one=2)
    with share.taken("one"), share.taken("one"):
        with share.tried("one") as has_place:
            assert not has_place
        with share.tried("two") as has_place:
            assert has_place


@pytest.mark.parametrize(
    ("asked", "sort"),
    [
        ("POST /api/v1/validate", "checking"),
        ("POST /api/v1/publishers/a/datasets/b/uploads", "writing"),
        ("DELETE /api/v1/uploads/1", "writing"),
        ("POST /portal/login", "signing in"),
        ("POST /portal/%6Cogin/", "signing in"),
        ("POST /api/v1/valid%61te", "checking"),
        ("GET /portal/login", "reading"),
        ("POST /portal/musterstadt/people/invite", "writing"),
        ("GET /api/v1/changes?since=3&wait=60", "waiting for news"),
        ("GET /api/v1/changes?since=3", "much reading"),
        ("GET /api/v1/changes?wait=0", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest/plans.csv", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/1.0.0...1.1.0/changes.csv", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest/plans%2Ecsv", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest/plans.json?limit=0", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest/plans.json?limit=5000", "much reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest/plans.json?limit=100", "reading"),
        ("GET /api/v1/publishers/a/datasets/b/versions/latest", "reading"),
        ("GET /compat/localmonitoring/api/cities/a/tasks", "much reading"),
        ("HEAD /", "reading"),
        ("GET /?" + "a=1&" * 1_000, "reading"),
    ],
)
def test_requests_are_of_the_sort_whose_share_they_take(asked: str, sort: str):
    method, _, address = asked.partition(" ")
    path, _, query = address.partition("?")

    assert sort_of(method, path, query) == sort
    assert sort in (*MOST_THREADS, "reading")


@pytest.mark.parametrize(
    ("asked", "small", "large"),
    [
        ("POST /api/v1/validate", "checking", "checking a large body"),
        ("POST /api/v1/publishers/a/datasets/b/uploads", "writing", "writing a large body"),
        ("POST /portal/musterstadt/plaene/upload", "writing", "writing a large body"),
        ("POST /portal/login", "signing in", "signing in"),
        ("GET /", "reading", "reading"),
    ],
)
def test_large_bodies_are_worked_on_by_fewer_at_a_time(asked: str, small: str, large: str):
    method, _, path = asked.partition(" ")

    assert sort_of(method, path, "", LARGE_BODY_BYTES) == small
    assert sort_of(method, path, "", LARGE_BODY_BYTES + 1) == large
    assert large == small or MOST_THREADS[large] < MOST_THREADS[small]


def test_readers_of_little_have_threads_whatever_else_is_asked():
    assert 16 - MOST_THREADS["writing"] - MOST_THREADS["writing a large body"] >= 4
    others = ("waiting for news", "much reading", "checking", "checking a large body", "signing in")
    assert 16 - sum(MOST_THREADS[sort] for sort in others) >= 2
