"""Programs of the service as processes that start quickly: forked from one that has loaded the service.

Loading it takes most of a second, and tests start many programs. A forked one is the program itself, with its own
environment, place, log and number: it only finds its libraries loaded. Tests of the start itself start with exec.

Here: a forked process, used as subprocess.Popen is. Not here: the program that forks it (forking_parent.py).
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO, Any

from bench.server import ROOT
from tests import run_name
from tests.forking_parent import MODULES, address_of

PRELOADED = "LD_PRELOAD"  # in the environment of a program that must be started with exec


class ForkedProgram:
    """One of them; its methods mean what those of subprocess.Popen mean."""

    def __init__(
        self,
        words: Sequence[str],
        env: Mapping[str, str],
        output: str,
        errors: str | None = None,
        *,
        start_new_session: bool = False,
    ) -> None:
        """output, errors: files to which it adds its words; if the second is not told, to the first."""
        self.returncode: int | None = None
        self._parent = _forking_parent(run_name())
        files = {"output": output, "errors": errors or output}
        about = {"env": dict(env), "cwd": str(ROOT), "start_new_session": start_new_session, **files}
        self.pid: int = self._parent.ask({"start": list(words), **about})

    def poll(self) -> int | None:
        """How it ended, or None while it runs."""
        if self.returncode is None:
            self.returncode = self._parent.ask({"ask": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raises subprocess.TimeoutExpired."""
        if (code := self.poll()) is not None:
            return code
        with suppress(ProcessLookupError):  # another thread has seen meanwhile that it ended
            self._wait_for_its_end(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired("a forked program", timeout or 0)
        return code

    def _wait_for_its_end(self, timeout: float | None) -> None:
        process = os.pidfd_open(self.pid)  # no other process has the number before poll() has told how this one ended
        try:
            waiting = select.poll()
            waiting.register(process, select.POLLIN)
            waiting.poll(None if timeout is None else timeout * 1000)
        finally:
            os.close(process)

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


Started = subprocess.Popen[bytes] | ForkedProgram


def start_program(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    stdout: IO[bytes],
    cwd: Path = ROOT,
    start_new_session: bool = False,
    **_: Any,
) -> Started:
    """Start a command of the service whose words go to a file; anything else is started with exec."""
    words = _words_of_a_program(command)
    if words and PRELOADED not in env:
        return ForkedProgram(words, env, stdout.name, start_new_session=start_new_session)
    return subprocess.Popen(
        command, cwd=cwd, env=env, stdout=stdout, stderr=stdout, start_new_session=start_new_session
    )


def _words_of_a_program(command: Sequence[str]) -> list[str]:
    if list(command[:2]) == [sys.executable, "-m"]:
        words = list(command[2:])
    else:
        words = [Path(command[0]).name, *command[1:]]
    return words if words[0] in MODULES else []


class _ForkingParent:
    """The way to the process that forks; it is started if none of those who test side by side has done so."""

    def __init__(self, run: str) -> None:
        self._lock = Lock()
        self._way = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._way.connect(address_of(run))
        except ConnectionRefusedError:
            command = [sys.executable, "-m", "tests.forking_parent", run]
            subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True, check=True)
            self._way.connect(address_of(run))
        self._answers = self._way.makefile("rb")

    def ask(self, question: Mapping[str, Any]) -> Any:
        """What it answers."""
        with self._lock:
            self._way.sendall(f"{json.dumps(question)}\n".encode())
            return json.loads(self._answers.readline())

    def end(self) -> None:
        """It ends when nobody can ask any more."""
        self._answers.close()
        self._way.close()


def done(words: Sequence[str], env: Mapping[str, str], seconds: float) -> "subprocess.CompletedProcess[str]":
    """A program that reads nothing, run to its end; raises subprocess.TimeoutExpired if that takes too long."""
    if PRELOADED in env:
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=seconds
        )
    with ExitStack() as files:
        output, errors = (files.enter_context(tempfile.NamedTemporaryFile("r", encoding="utf-8")) for _ in range(2))
        program = ForkedProgram(words, env, output.name, errors.name)
        try:
            code = program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
        return subprocess.CompletedProcess(words, code, output.read(), errors.read())


@cache
def _forking_parent(run: str) -> _ForkingParent:
    """The way of this process to the one of its run, found when it is first needed."""
    made = _ForkingParent(run)
    atexit.register(made.end)
    return made
