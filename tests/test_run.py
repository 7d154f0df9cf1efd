"""What `make run` starts stops again, all of it, and wrong settings are one plain line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bench.server import environment, free_port

ROOT = Path(__file__).resolve().parent.parent
LONG = 180  # seconds that nothing takes unless something is wrong: machines may be busy
RUN = [sys.executable, "-m", "tools.run"]


@pytest.mark.parametrize(
    ("ending", "example"),
    [(signal.SIGINT, "0"), (signal.SIGHUP, "1")],
    ids=["interrupted", "terminal closed, with the example"],
)
def test_nothing_is_left_when_it_was_stopped(ending: signal.Signals, example: str, tmp_path: Path):
    # SIGHUP is passed on as SIGTERM, so this tries both.
    port = free_port()
    env = {**environment(tmp_path / "data", port), "EXAMPLE": example, "WEB_CONCURRENCY": "1"}
    with (tmp_path / "log").open("wb") as log:
        started = subprocess.Popen(RUN, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    _wait_until_ready(started, port, tmp_path / "log")

    os.killpg(started.pid, ending)
    started.wait(timeout=LONG)

    log_text = (tmp_path / "log").read_text()
    assert f"opendata listens on http://127.0.0.1:{port}/" in log_text
    assert "Traceback" not in log_text
    assert "alembic" not in log_text  # what libraries do is nothing that somebody who begins wants to read
    shows_example = example == "1"  # with what its towns have published, and somebody who may sign in there
    assert ("1.0.0 (as of " in log_text) == shows_example
    assert ("made just now, shown once" in log_text) == shows_example
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = _refused(environment(tmp_path / "data", port))

    assert (
        refused
        == f"opendata cannot start: port {port} is taken; free it, or choose another: make run PORT={port + 1}"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("WEB_CONCURRENCY", "0"), ("HOST", "host.invalid"), ("DATABASE_URL", "mysql://host/name")],
)
def test_a_wrong_setting_is_one_plain_line(name: str, value: str, tmp_path: Path):
    refused = _refused({**environment(tmp_path / "data", free_port()), name: value, "EXAMPLE": "0"})

    assert refused.startswith("opendata cannot start: ")
    assert name in refused
    assert "\n" not in refused


def test_a_server_that_cannot_open_its_data_ends_instead_of_trying_for_ever(tmp_path: Path):
    (tmp_path / "file").touch()
    env = {**environment(tmp_path / "data", free_port()), "PACKAGES_URL": str(tmp_path / "file" / "packages")}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]

    assert subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, timeout=LONG).returncode != 0


def _refused(env: dict[str, str]) -> str:
    """The one thing said by a start that ends with exit code 2."""
    done = subprocess.run(RUN, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=LONG)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.strip()


def _wait_until_ready(started: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    give_up = time.monotonic() + LONG
    while time.monotonic() < give_up and started.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"it did not start:\n{log.read_text()}")
