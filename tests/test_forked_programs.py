"""A program that was forked ends, is waited for and writes as one that was started with exec."""

import signal
import subprocess
from pathlib import Path

import pytest

from bench.server import environment, free_port
from tests.forked_programs import ForkedProgram, start_program
from tests.servers import kill_all


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
