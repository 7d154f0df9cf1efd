"""Sixteen publish at once on two hosts: who follows the journal sees every event once, in order, with no gap.

The short form of `make soak`, over HTTP, with servers for real.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bench.server
from bench.hosts import Place, add_cities, on_one_disk, on_these
from bench.publishers import Acknowledged, Reader, Seen, run
from tests.forked_programs import start_program

CITIES, SECONDS, ROWS = 16, 1, 20


@pytest.fixture(params=["one-disk", "servers"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Two processes on SQLite and a folder, and two hosts on PostgreSQL and S3."""
    if request.param == "one-disk":
        with on_one_disk(tmp_path) as made:
            yield made
    else:
        servers = request.getfixturevalue("servers")
        yield on_these(tmp_path, servers.postgresql, servers.s3)


def test_readers_see_every_event_once_and_in_order_while_sixteen_publish(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bench.server, "START", start_program)
    cities = add_cities(place, CITIES)
    with place.serving() as addresses:
        came = run(addresses, cities, SECONDS, ROWS, seed=1)

    assert came.problems == []
    assert {each.city for each in came.acknowledged} == {each.name for each in cities}
    for reader in came.readers:
        assert [each.serial for each in reader.seen] == list(range(1, came.last_serial + 1))
    with place.services() as opened:
        verdict = opened.verify("")
    assert (verdict.problems, verdict.left_behind) == ([], [])
    assert verdict.versions == len(came.acknowledged)


def reader_that_saw(*serials: int) -> Reader:
    reader = Reader("http://127.0.0.1:1")
    reader.seen = [Seen(serial, "version.published", "city", f"1.{serial}.0", 0.0) for serial in serials]
    return reader


def test_a_gap_is_noticed():
    assert reader_that_saw(1, 3).found([]) == ["serial 3 was seen where 2 should have been"]


def test_what_is_seen_twice_or_out_of_order_is_noticed():
    assert reader_that_saw(1, 2, 2).found([]) == ["serial 2 was seen where 3 should have been"]
    assert len(reader_that_saw(2, 1).found([])) == 2


def test_what_was_acknowledged_and_not_seen_is_noticed():
    acknowledged = Acknowledged("city", "1.2.0", 2, 0.0, 1.0)

    assert reader_that_saw(1).found([acknowledged]) == ["city 1.2.0, acknowledged with serial 2, was not seen"]
    assert reader_that_saw(1, 2).found([acknowledged]) == []
