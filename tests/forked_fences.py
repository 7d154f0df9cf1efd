"""Forking parents of fences as processes that start quickly: forked from one that has loaded what they load.

Each process of the service that reads files starts such a parent with exec, which then loads everything for more than
a second; tests start many such processes. A forked one runs the same program with an environment and a control socket
of its own, and only finds its libraries loaded. Tests of the fence itself start it with exec.

Here: both ends of asking for one, and what stands in place of its subprocess.Popen. Not here: the program that forks
it (forking_parent.py).
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from opendata.fence import forking_parent
from opendata.fence.process_supply import ProcessSupply

LONGEST_QUESTION = 2**16  # bytes; an environment without secrets takes a few hundred
ANSWER_SECONDS = 60.0


class ForkedFence:
    """A forking parent of a fence; its methods mean what those of subprocess.Popen mean."""

    def __init__(self, pid: int, lives: socket.socket) -> None:
        self.pid, self._lives = pid, lives  # the other end is closed when the last of its processes ends

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raises subprocess.TimeoutExpired."""
        waiting = select.poll()
        waiting.register(self._lives, select.POLLIN)
        if not waiting.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired("a forked fence", timeout or 0)
        self._lives.close()
        return 0

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Fences:
    """Where processes of the service ask for a fence, in the process that forks it."""

    def __init__(self, close_ways_to_the_tests: Callable[[], None]) -> None:
        self._close_ways_to_the_tests = close_ways_to_the_tests  # of which no fence may hold any
        self.asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.asked.bind(f"\0opendata-tests-fences-{os.getpid()}")
        self.asked.listen(64)
        self._forked: set[int] = set()

    def fork(self) -> bool:
        """Fork for whoever asks next; True in the new process, which then is to end."""
        lives, _ = self.asked.accept()
        with lives:
            question, fds, _, _ = socket.recv_fds(lives, LONGEST_QUESTION, 2)
            if len(fds) != 2:  # whoever asked has ended
                return False
            pid = os.fork()
            if pid == 0:
                self.asked.close()
                self._close_ways_to_the_tests()
                _become(json.loads(question), *fds)
                return True
            self._forked.add(pid)
            for fd in fds:
                os.close(fd)
            with suppress(OSError):
                lives.send(str(pid).encode())
        return False

    def be_used(self) -> None:
        """Let this process, forked just now to be a program of the service, ask here for its fences."""
        address = self.asked.getsockname()
        self.asked.close()

        def parent_at(supply: Any, control: socket.socket) -> ForkedFence:
            lives = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            try:
                lives.settimeout(ANSWER_SECONDS)
                lives.connect(address)
                question = {"env": dict(supply._environment), "cwd": str(supply._folder)}
                told = json.dumps({**question, "kinds": str(supply._kinds_dir)}).encode()
                socket.send_fds(lives, [told], [control.fileno(), sys.stderr.fileno()])
                if not (pid := lives.recv(100)):
                    raise ConnectionError("no fence was forked")
                return ForkedFence(int(pid), lives)
            except BaseException:
                lives.close()
                raise

        ProcessSupply._parent_at = parent_at  # type: ignore[assignment,method-assign]

    def reap(self) -> None:
        """Let go of those that have ended."""
        self._forked = {pid for pid in self._forked if not os.waitpid(pid, os.WNOHANG)[0]}


def _become(asked: dict[str, Any], control: int, errors: int) -> None:
    """Be what was started with exec: in its place, with its environment, its words, and where it writes."""
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for opened, target in ((nothing, 0), (errors, 1), (errors, 2)):
        os.dup2(opened, target)
    os.close(nothing)
    os.close(errors)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = [forking_parent.__file__, str(control), asked["kinds"]]
    forking_parent.main()
