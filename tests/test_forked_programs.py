"""A program that was forked ends, is waited for and writes as one that was started with exec."""

import re
import signal
import subprocess
from pathlib import Path

import pytest
import requests

from bench.server import environment, free_port, running
from tests import RUN, run_name
from tests.forked_programs import ForkedProgram, start_program
from tests.servers import descendants, kill_all, lives, wait_until


def started(folder: Path, *words: str) -> ForkedProgram:
    with (folder / "log").open("wb") as log:
        env = {**environment(folder / "data", free_port()), "WEB_CONCURRENCY": "1"}
        program = start_program(words, env=env, stdout=log, stderr=log, start_new_session=True)
    assert isinstance(program, ForkedProgram)
    return program


def test_its_exit_code_and_words_are_its_own(tmp_path: Path):
    program = started(tmp_path, "flask", "no-such-command")

    assert program.wait(timeout=100) == program.poll() == program.returncode == 2
    assert "no-such-command" in (tmp_path / "log").read_text()


def test_it_has_its_own_session_is_waited_for_and_killed(tmp_path: Path):
    program = started(tmp_path, "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app")
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(timeout=0.01)
    assert program.poll() is None
    kill_all(program.pid)

    assert program.wait(timeout=100) == -signal.SIGKILL
    program.terminate()  # one that has ended is left alone


def test_its_fence_is_forked_as_well_reads_files_and_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(RUN, f"{run_name()}-alone")  # nobody else's programs are forked by the same process
    beside = started(tmp_path, "flask", "no-such-command")
    (parent,) = re.findall(r"PPid:\s+(\d+)", Path(f"/proc/{beside.pid}/status").read_text())
    beside.wait(timeout=100)
    before = set(descendants(int(parent)))
    env = {**environment(tmp_path / "data", free_port()), "WEB_CONCURRENCY": "1"}
    table = "Nr.;Maßnahme;Status\n1;Radweg;irgendwie\n".encode()
    with running(env, start=start_program) as address:
        sent = {"data": {"kind": "climate-measures"}, "files": {"file": ("a.csv", table)}}
        told = requests.post(f"{address}/api/v1/validate", **sent, timeout=100)  # type: ignore[arg-type]
        forked = set(descendants(int(parent))) - before
        commands = {Path(f"/proc/{each}/cmdline").read_bytes() for each in forked}

    assert told.status_code == 200 and not told.json()["valid"]
    # The server, its worker, the parent behind the fence, and a process that reads: none was started with exec.
    assert len(forked) >= 4
    assert [b"tests.forking_parent" in command for command in commands] == [True]
    wait_until(lambda: not any(map(lives, forked)), lambda: f"of {forked} some do not end")
