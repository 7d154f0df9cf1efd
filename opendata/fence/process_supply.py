"""The supply of processes behind the fence: the service's side of their forking parent.

Here: starting the parent, having it fork and end processes, and starting another one if it is gone. Not here: the
parent's program (forking_parent.py), and what processes are asked (fenced_examination.py).
"""

import contextlib
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from opendata.fence.forking_parent_words import END, FORK, PID
from opendata.fence.memory import own_bytes

log = logging.getLogger("opendata.fence")
START_SECONDS = 60.0  # loading all libraries takes a second or two, on a busy machine more
END_SECONDS = 10.0
NICE = 10  # of processes for open checks: publishers and readers get nearly ten times as much of a busy processor


class NoProcess(Exception):
    """The forking parent cannot be started, or cannot fork; the message says why."""


@dataclass
class FencedProcess:
    """A process behind the fence. idle_bytes: the memory that it held before its first upload; 0: not ready yet.

    idle_since: when it was last put aside, on the clock time.monotonic().
    """

    pid: int
    connection: socket.socket
    idle_bytes: int = 0
    idle_since: float = 0.0

    def more_bytes(self) -> int:
        """How much more memory it holds than before its first upload."""
        return own_bytes(self.pid) - self.idle_bytes

    def give_way(self) -> None:
        """Let others have the processors first, from now on; the process is ready, and leads a group of its own."""
        with contextlib.suppress(OSError):  # it has just ended, which whoever asks it will notice
            os.setpriority(os.PRIO_PGRP, self.pid, NICE)


class ProcessSupply:
    """Processes of one forking parent, which is started when the first of them is needed."""

    def __init__(self, kinds_dir: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._kinds_dir, self._folder, self._environment = kinds_dir, folder, environment
        self._lock = Lock()
        self._parent: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._is_closed = False

    @property
    def is_started(self) -> bool:
        """Whether there is a forking parent."""
        return self._control is not None

    def process(self) -> FencedProcess:
        """Another process; raises NoProcess."""
        while True:
            with self._lock:
                was_started = self.is_started
                try:
                    return self._forked(self._started())
                except (OSError, EOFError) as error:
                    has_ended = isinstance(error, EOFError | ConnectionError)
                    reason = f"the forking parent {'has ended' if has_ended else f'does not answer: {error}'}"
                    forgotten = self._forgotten_parent()
            _end_parent(*forgotten)
            # A parent that was there may have been ended since it was last asked; one started just now cannot work.
            if self._is_closed or not was_started:
                raise NoProcess(reason)

    def end(self, process: FencedProcess) -> None:
        """End a process, whatever it is doing."""
        process.connection.close()
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.send(END + PID.pack(process.pid))

    def close(self) -> None:
        """End the parent and with it all processes; there are no others afterwards."""
        with self._lock:
            self._is_closed = True
            forgotten = self._forgotten_parent()
        _end_parent(*forgotten)

    def _started(self) -> socket.socket:
        if self._is_closed:
            raise EOFError("the service ends")
        if self._control is None:
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            ours.settimeout(START_SECONDS)
            with its:
                try:
                    self._parent = self._parent_at(its)
                except OSError:
                    ours.close()
                    raise
            self._control = ours
        return self._control

    def _parent_at(self, control: socket.socket) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "opendata.fence.forking_parent", str(control.fileno()), str(self._kinds_dir)],
            cwd=self._folder,
            env=dict(self._environment),
            pass_fds=[control.fileno()],
            stdin=subprocess.DEVNULL,
            # Ctrl-C is for the service, which ends its processes itself. They stay in its session: Linux gives each
            # session the same share of the processors, whatever priority those in it have among themselves.
            process_group=0,
        )

    def _forked(self, control: socket.socket) -> FencedProcess:
        ours, its = socket.socketpair()
        with its:
            try:
                socket.send_fds(control, [FORK], [its.fileno()])
                answer = control.recv(PID.size)
                if not answer:
                    raise EOFError
            except BaseException:
                ours.close()
                raise
        (pid,) = PID.unpack(answer)
        if pid < 0:
            ours.close()
            raise NoProcess(os.strerror(-pid))
        return FencedProcess(pid, ours)

    def _forgotten_parent(self) -> tuple[socket.socket | None, "subprocess.Popen[bytes] | None"]:
        """The parent that there was; the next process that is needed has another one."""
        forgotten = self._control, self._parent
        self._control = self._parent = None
        return forgotten


def _end_parent(control: socket.socket | None, parent: "subprocess.Popen[bytes] | None") -> None:
    """End a forking parent and with it all processes that it forked."""
    if control is not None:
        control.close()
    if parent is not None:
        try:
            parent.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            parent.kill()
            parent.wait()
