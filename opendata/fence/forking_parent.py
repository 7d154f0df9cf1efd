"""The forking parent: a process that has everything loaded, computes nothing, and forks the processes of the fence.

Here: its program, which the service starts, and its loop. Not here: what a forked process does
(confined_process.py), and the service's side of it (process_supply.py).
It is started with exec, has one thread of its own and never uses the libraries that it loads; so a fork of it takes
some milliseconds, shares the memory of the libraries, and holds no lock that a thread of somebody else would have to
release.
"""

import gc

gc.disable()  # loading libraries makes hardly any garbage, and looking for it would take long

import contextlib
import errno
import os
import signal
import socket
import sys
from pathlib import Path
from select import POLLIN, poll

from opendata.fence.confined_process import confine, end_now, serve
from opendata.fence.forking_parent_words import END, FORK, PID
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.intake.page_pictures import page_clip
from opendata.intake.words_of_kinds import learn_words
from opendata.kind_folders import KindFolders
from opendata.marking.returned_workbook import returned_workbook
from opendata.steps.examining import Examiner
from opendata.validation import check
from opendata.validation.proposals import proposals
from opendata.validation.warming import load_everything


def main() -> None:
    """Fork processes and end them as the service says, until the service is gone."""
    # It is in the background of the terminal in which somebody started the service, and may have to tell of a fault.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    kinds = KindFolders(Path(sys.argv[2]))
    examiner = Examiner(kinds, read_upload, check, look_at, proposals, returned_workbook, page_clip)
    load_everything(kinds.values())
    learn_words(kinds.values())
    gc.enable()
    gc.collect()
    gc.freeze()  # what was loaded is never collected, so that its memory stays shared
    with contextlib.suppress(OSError):
        _Parent(control, examiner).run()
    end_now()  # the service is gone, and every forked process follows


class _Parent:
    """The loop."""

    def __init__(self, control: socket.socket, examiner: Examiner) -> None:
        self._control, self._examiner = control, examiner
        self._forked: set[int] = set()
        self._waker, wake = socket.socketpair()
        self._wake = wake
        # The loop must wait in poll() alone, where the end of a child wakes it: recv_fds() ignores its flags.
        for end in (self._control, self._waker, wake):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        waiting = poll()
        waiting.register(self._control, POLLIN)
        waiting.register(self._waker, POLLIN)
        while True:
            waiting.poll()
            with contextlib.suppress(BlockingIOError):
                while self._waker.recv(1024):
                    pass
            self._reap()
            with contextlib.suppress(BlockingIOError):
                while self._obey():
                    pass
                return

    def _obey(self) -> bool:
        """Do what the service says; False if it is gone."""
        words, fds, _, _ = socket.recv_fds(self._control, 64, 1)
        if not words:
            return False
        if words[:1] == FORK and fds:
            self._control.send(PID.pack(self._forked_or_reason(fds[0])))
        elif words[:1] == END:
            (pid,) = PID.unpack(words[1:])
            if pid in self._forked:  # not reaped, so that the number cannot be that of another process
                _end(pid)
        return True

    def _forked_or_reason(self, fd: int) -> int:
        """The number of a new process, or below zero the system's number of the error for which there is none."""
        try:
            return self._fork(fd)
        except OSError as error:  # no memory, or no more processes: BlockingIOError, for which the loop would wait
            return -(error.errno or errno.EAGAIN)
        finally:
            os.close(fd)

    def _fork(self, fd: int) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._forked.add(pid)
            return pid
        try:
            signal.set_wakeup_fd(-1)
            for unused in (self._control, self._waker, self._wake):
                unused.close()
            confine(parent)
            serve(socket.socket(fileno=fd), self._examiner)
        except BaseException as error:
            sys.stderr.write(f"a process behind the fence ended: {error!r}\n")
        finally:
            end_now()
        return 0

    def _reap(self) -> None:
        for pid in list(self._forked):
            try:
                reaped, _ = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                reaped = pid
            if reaped:
                self._forked.discard(pid)


def _end(pid: int) -> None:
    for end in (os.killpg, os.kill):  # it may not have its group yet
        with contextlib.suppress(OSError):
            end(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
