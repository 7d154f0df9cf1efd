"""A real server is sent files that were made to harm it: each gets its answer, and nobody else notices anything."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import requests

from bench.server import environment, free_port, running
from opendata.fence.memory import own_bytes
from opendata.fence.places import WAIT_SECONDS
from opendata.steps.ports.checking import Caller
from tests.fence.hostile_files import CSV, FILES
from tests.servers import descendants, wait_until

MIB = 2**20
AT_ONCE = 8
ITS_SECONDS = 1  # of every file
LONGEST = ITS_SECONDS + WAIT_SECONDS[Caller.OPEN_CHECK]  # until it has its place, and then its time
MOST_TRIES = 3  # a file that takes long may be answered with 503 each time while other tests use the processors
TIME_ENDED = {"upload-too-demanding", "service-busy"}
SECONDS_BETWEEN = 2.1  # who asks more often than thirty times a minute is refused, however busy the server is
ORDINARY = ("plans.csv", (CSV + "".join(f"{n};Radweg {n};geplant\n" for n in range(1, 301))).encode())


@dataclass(frozen=True)
class Server:
    """A server that gives up a file after a second of its own."""

    address: str
    master: int

    def send(
        self, made: tuple[str, bytes], visitor: str, most_tries: int | None = None, **form: str
    ) -> requests.Response:
        """Have a file checked, again while the server is busy; each visitor has an address of its own.

        most_tries: the last of them may be answered with 503, and so may one that took all the time that a file has.
        None: as many as it takes.
        """
        for tries in count(1):
            answer = requests.post(
                f"{self.address}/api/v1/validate",
                files={"file": made},
                data={"kind": "climate-measures", **form},
                headers={"X-Forwarded-For": visitor},
                timeout=120,
            )
            if answer.status_code != 503:
                break
            assert int(answer.headers["Retry-After"]) > 0
            if most_tries and (tries == most_tries or answer.elapsed.total_seconds() > LONGEST):
                break
            time.sleep(SECONDS_BETWEEN)
        return answer

    @property
    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return [pid for pid in descendants(self.master) if b"gunicorn" in _about(pid, "cmdline")]

    @property
    def held_bytes(self) -> int:
        """The memory of all processes together."""
        return sum(map(own_bytes, descendants(self.master)))


def _about(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("hostile") / "data"
    env = {**environment(data_dir, free_port()), "CHECK_SECONDS": str(ITS_SECONDS), "TRUSTED_PROXIES": "1"}
    # Linux shares the processors by session, and a priority counts within one: the open checks of a server that has a
    # session of its own give way to this server alone, and not to other tests.
    with running(env, start=partial(subprocess.Popen, start_new_session=True)) as address:
        ours = [pid for pid in descendants(os.getpid()) if str(data_dir).encode() in _about(pid, "environ")]
        yield Server(address, min(ours))  # the server itself is the oldest of its processes


def test_whatever_is_sent_is_answered_and_nobody_else_notices(server: Server):
    ordinary = server.send(ORDINARY, "10.0.0.1")
    assert ordinary.json()["valid"]
    workers, before = server.workers, server.held_bytes
    held: list[int] = [before]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            held.append(server.held_bytes)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as visitors:
            answers = dict(
                zip(
                    FILES,
                    visitors.map(
                        lambda n, make: server.send(make(), f"10.1.0.{n}", MOST_TRIES),
                        range(len(FILES)),
                        FILES.values(),
                    ),
                    strict=True,
                )
            )
    finally:
        done.set()
        watching.join()

    assert {
        name: answer.status_code for name, answer in answers.items() if answer.status_code not in (200, 422, 503)
    } == {}
    assert {name for name, answer in answers.items() if len(answer.content) > 5_000_000} == set()
    stopped = [
        answer for answer in answers.values() if answer.headers["Content-Type"].startswith("application/problem")
    ]
    said = {answer.json()["type"].rpartition("/")[2] for answer in stopped}
    assert "unreadable-file" in said
    # A file whose time ends is told either, by how much of the processors other tests left to it (test_fence.py).
    ended = [answer for answer in stopped if answer.json()["type"].rpartition("/")[2] in TIME_ENDED]
    assert any(answer.elapsed.total_seconds() >= ITS_SECONDS for answer in ended)
    assert said <= {"unreadable-file", *TIME_ENDED}
    assert server.workers == workers
    assert server.send(ORDINARY, "10.0.0.2").json() == ordinary.json()
    assert max(held) - before < 512 * MIB
    wait_until(lambda: server.held_bytes - before < 192 * MIB, lambda: f"{server.held_bytes - before} bytes are kept")


@pytest.mark.parametrize("pattern", ["(?i:" + r"[\x00-\ufffe]" * 2_000 + ")", "[a" + "b" * 400_000 + "]{2}"])
def test_a_pattern_that_would_take_long_to_compile_or_to_repeat_is_refused(server: Server, pattern: str):
    field = {"name": "x_t", "title": "X", "type": "string", "constraints": {"pattern": pattern}}
    mapping = {"resources": {"measures": {"fields": {"X": field}}}}

    answer = server.send(("a.csv", b"Nr.;X\n1;zzzz\n"), "10.0.0.3", mapping=json.dumps(mapping))

    assert answer.status_code == 400
    assert "1000" in answer.json()["detail"]
    assert len(answer.content) < 2_000
