"""How often and how much at once: counted for all processes together, in a file and in Redis alike."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.server import ROOT
from opendata.steps.ports.limits import AllowedRate, Counters
from opendata.storage.limits.file_limits import FileLimits
from opendata.storage.limits.redis_limits import RedisLimits
from tests.servers import Redis, Servers

SELDOM = AllowedRate("seldom", 3, 3_600)
QUICK = AllowedRate("quick", 2, 1)
HELD = AllowedRate("held", 2, 3_600)
SHORT = AllowedRate("short", 2, 1)
HOLDS_AND_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from opendata.steps.ports.limits import AllowedRate
from opendata.storage.limits.file_limits import FileLimits
limits = FileLimits(Path(sys.argv[1]))
for rate in (AllowedRate("short", 2, 1), AllowedRate("seldom", 3, 3_600)):
    assert limits.hold(rate, "somebody")
    assert limits.count(rate, "somebody") == 0
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(params=["file", "redis"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Counters]]:
    """Opens the counters as another process would."""
    files: list[FileLimits] = []

    def open_another() -> Counters:
        files.append(FileLimits(tmp_path / f"{request.param}.sqlite"))
        if request.param == "file":
            return files[-1]
        servers: Servers = request.getfixturevalue("servers")
        return RedisLimits(servers.redis.url.replace("/0", "/7"), files[-1])

    yield open_another
    for each in files:
        each.close()


def test_as_often_as_allowed_by_all_processes_together(opened: Callable[[], Counters]):
    one, other = opened(), opened()
    who = str(time.time_ns())
    waits = [each.count(SELDOM, who) for each in (one, other, one, other, one)]

    assert waits[:3] == [0, 0, 0]
    assert all(1_000 < wait <= 1_200 for wait in waits[3:])  # each comes back after its third of the hour
    assert other.count(SELDOM, f"{who}, somebody else") == 0
    assert other.count(AllowedRate("other", 3, 3_600), who) == 0


def test_what_was_used_up_comes_back(opened: Callable[[], Counters]):
    limits, who = opened(), str(time.time_ns())
    while not limits.count(QUICK, who):
        pass
    deadline = time.monotonic() + 60
    while wait := limits.count(QUICK, who):
        assert wait <= 1
        assert time.monotonic() < deadline
        time.sleep(wait)


def test_so_many_at_once_in_all_processes_together(opened: Callable[[], Counters]):
    one, other, who = opened(), opened(), str(time.time_ns())
    first, second = one.hold(HELD, who), other.hold(HELD, who)
    assert first
    assert second
    assert one.hold(HELD, who) is other.hold(HELD, who) is None
    assert one.hold(HELD, f"{who}, somebody else")

    other.let_go(HELD, who, second)
    one.let_go(HELD, who, "a place that nobody holds")
    third = one.hold(HELD, who)
    assert third not in (None, first)
    assert other.hold(HELD, who) is None


def test_a_place_that_is_not_given_back_ends_by_itself(opened: Callable[[], Counters]):
    limits, who = opened(), str(time.time_ns())
    while limits.hold(SHORT, who):
        pass
    deadline = time.monotonic() + 60
    while not limits.hold(SHORT, who):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_many_threads_at_once_are_counted_one_by_one(opened: Callable[[], Counters]):
    several, who = [opened() for _ in range(4)], str(time.time_ns())
    rate = AllowedRate("many", 20, 36_000)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda number: several[number % 4].count(rate, who), range(60)))

    assert waits.count(0) == 20


def test_a_killed_process_takes_no_place_with_it_and_its_count_stays(tmp_path: Path):
    path = tmp_path / "limits.sqlite"
    for _ in range(2):
        ended = subprocess.run([sys.executable, "-c", HOLDS_AND_IS_KILLED, str(path)], cwd=ROOT, check=False)
        assert ended.returncode == -signal.SIGKILL
    limits = FileLimits(path)
    try:
        assert [limits.count(SELDOM, "somebody") > 0 for _ in range(3)] == [False, True, True]
        deadline = time.monotonic() + 60
        while not limits.hold(SHORT, "somebody"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        limits.close()


def test_where_nothing_can_be_counted_everything_is_allowed(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    (tmp_path / "file").write_bytes(b"")
    limits = FileLimits(tmp_path / "file" / "limits.sqlite")
    try:
        assert [limits.count(SELDOM, "somebody") for _ in range(5)] == [0] * 5
        assert all(limits.hold(HELD, "somebody") for _ in range(5))
        limits.let_go(HELD, "somebody", "a place")
    finally:
        limits.close()
    assert "cannot be counted in" in caplog.text


def test_without_redis_the_host_counts_by_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    files = FileLimits(tmp_path / "limits.sqlite")
    with Redis() as redis:
        limits = RedisLimits(redis.url, files)
        assert limits.count(SELDOM, "somebody") == 0
        assert limits.hold(HELD, "somebody")
        redis.kill()
        waits = [limits.count(SELDOM, "somebody") for _ in range(4)]
        places = [limits.hold(HELD, "somebody") for _ in range(3)]
    files.close()

    assert waits[:3] == [0, 0, 0]
    assert waits[3] > 0
    assert [place is None for place in places] == [False, False, True]
    assert caplog.text.count("Redis does not count") == 1


def test_the_file_is_for_its_owner_alone(tmp_path: Path):
    limits = FileLimits(tmp_path / "data" / "limits.sqlite")
    limits.count(SELDOM, "somebody")
    limits.close()

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "limits.sqlite").stat().st_mode & 0o777 == 0o600
