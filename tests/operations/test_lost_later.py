"""A part that is lost while the service runs: which one is said at once, reading goes on where it can, writing waits.

Lost means killed, and it means hanging: a server that is there and does not answer. Nothing of ours is started again.
"""

import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.conftest import started
from tests.operations.reading import DATASET, Answer, ask, upload
from tests.operations.test_starting import fill, mounted
from tests.servers import Server, descendants, send, wait_until
from tests.stack import Stack

FEW_SECONDS = 30  # of a busy machine; it is far from the minutes of a hanging connection
ONLY_SQL = (DATASET, f"{DATASET}/versions", "/api/v1/changes?since=0", "/feeds/all.atom", "/api/v1/publishers")


@pytest.fixture(scope="module")
def token(hosts: Stack) -> str:
    """May publish; and something is published."""
    token = hosts.flask("tokens", "add", "musterstadt", "--name", "test")
    assert upload(hosts.address, token, "1,Radweg").status == 201
    return token


@contextmanager
def lost(server: Server, how: str) -> Iterator[None]:
    """While it is killed, or hangs."""
    if how == "killed":
        server.kill()
    else:
        server.pause()
    try:
        yield
    finally:
        if how == "killed":
            server.start()
        else:
            server.resume()


def is_a_plain_refusal(answer: Answer) -> bool:
    """503 as a problem, with the time to come again, and nothing of our insides in it."""
    assert answer.status == 503, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert not re.search(r"Traceback|SELECT|INSERT|psycopg|sqlite3|password|geheim|only-for-tests", answer.text)
    return True


def readiness(stack: Stack) -> Answer:
    """What /readyz of the first host says, soon."""
    return ask(stack.hosts[0].address, "/readyz", timeout=FEW_SECONDS)


def wait_until_ready(stack: Stack) -> None:
    """Wait until every host is ready again by itself."""
    wait_until(
        lambda: all(ask(host.address, "/readyz").status == 200 for host in stack.hosts), lambda: stack.logs()[-2000:]
    )


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_the_database_is_lost_and_comes_back(hosts: Stack, token: str, how: str):
    assert hosts.postgresql
    with lost(hosts.postgresql, how):
        for _ in range(3):
            answer = readiness(hosts)
            assert (answer.status, answer.json["parts"]["database"]) == (503, False)
            assert answer.json["parts"]["packages"] is True
        assert ask(hosts.hosts[0].address, "/healthz").status == 200
        for path in ONLY_SQL:
            assert is_a_plain_refusal(ask(hosts.hosts[0].address, path))
        assert is_a_plain_refusal(upload(hosts.hosts[0].address, token, "1,Verloren"))

    wait_until_ready(hosts)
    assert upload(hosts.address, token, f"1,Radweg {how} {time.time_ns()}").status == 201


def test_many_readers_of_a_hanging_database_do_not_hide_that_it_hangs(hosts: Stack, token: str):
    assert hosts.postgresql
    with lost(hosts.postgresql, "hanging"), ThreadPoolExecutor(12) as pool:
        readers = [pool.submit(ask, hosts.hosts[0].address, path) for path in ONLY_SQL[:4] for _ in range(3)]
        time.sleep(0.5)
        assert ask(hosts.hosts[0].address, "/readyz", timeout=3 * FEW_SECONDS).json["parts"]["database"] is False
        assert all(is_a_plain_refusal(each.result()) for each in readers)
    wait_until_ready(hosts)


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_the_store_is_lost_and_comes_back(hosts: Stack, token: str, how: str):
    assert hosts.s3
    before = {path: ask(hosts.address, path).body for path in ONLY_SQL}
    with lost(hosts.s3, how):
        answer = readiness(hosts)
        assert (answer.status, answer.json["parts"]["packages"]) == (503, False)
        assert answer.json["parts"]["database"] is True
        for path, body in before.items():  # what needs the index alone goes on
            assert ask(hosts.address, path).body == body
        assert is_a_plain_refusal(upload(hosts.hosts[0].address, token, "1,Verloren"))

    wait_until_ready(hosts)
    assert "Verloren" not in ask(hosts.address, f"{DATASET}/versions/latest/plans.csv").text
    assert upload(hosts.address, token, f"1,Radweg {how} {time.time_ns()}").status == 201
    assert hosts.flask("verify").endswith("0 problems")


def test_a_worker_that_starts_while_a_part_is_away_goes_on_when_it_is_back(hosts: Stack, token: str):
    """Else the end of one worker would end a host, for as long as the database is away."""
    host = hosts.hosts[0]
    assert hosts.postgresql
    assert host.process
    with lost(hosts.postgresql, "killed"):
        for worker in descendants(host.process.pid):
            send(worker, signal.SIGKILL)
        wait_until(lambda: ask_status(host.address) == 503, host.said)
        assert host.running
    wait_until_ready(hosts)
    assert ask(host.address, f"{DATASET}/versions/latest/plans.csv").status == 200


def ask_status(address: str) -> int:
    """The status of /readyz, 0 if nobody answers."""
    try:
        return ask(address, "/readyz").status
    except OSError:
        return 0


@pytest.mark.needs("small disks")
def test_a_disk_that_is_full_refuses_to_write_and_goes_on_reading(tmp_path: Path):
    with mounted(tmp_path / "disk", "size=8m") as disk, started("one-command", disk) as stack:
        token = stack.flask("tokens", "add", "musterstadt", "--name", "test")
        upload(stack.address, token, "1,Radweg")
        fill(disk)
        assert is_a_plain_refusal(upload(stack.address, token, "1,Verloren"))
        assert "Radweg" in ask(stack.address, f"{DATASET}/versions/latest/plans.csv").text
        assert ask(stack.address, "/api/v1/changes?since=0").status == 200
        (disk / "filling").unlink()
        assert upload(stack.address, token, "1,Radweg breit").status == 201
        assert stack.flask("verify").endswith("0 problems")


def test_nothing_was_logged_that_nobody_thought_of(hosts: Stack):
    logs = hosts.logs()
    faults = re.finditer(r"Traceback|unexpected error", logs)
    assert [logs[max(0, fault.start() - 300) : fault.start() + 3_000] for fault in faults] == []
    assert "only-for-tests" not in hosts.logs()
