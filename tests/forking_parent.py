"""The program from which forked_programs.py forks: it has loaded the service, uses nothing of it, and forks as told.

Here: what becomes of a forked process, and the loop that forks. Not here: who asks for it (forked_programs.py).

Loading takes three seconds of the processor: one process does it for all that test side by side, who ask by a socket.
Each request is a line of JSON: {"start": words of a command, ...} is answered with the number of the new process,
{"ask": number} with how that process ended, or null while it runs. A program that needs a process behind its fence
asks here too, by another socket (forked_fences.py). Polars is loaded and computes nothing here: its threads would not
survive a fork, and a forked process makes its own.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from tests.forked_fences import Fences

# What the programs load before they serve, or while they are used for the first time.
LOADED = (
    *("opendata.app", "opendata.server.buffering_worker", "opendata.server.given_back_memory", "alembic.command"),
    *("gunicorn.app.wsgiapp", "gunicorn.arbiter", "flask.cli", "sqlalchemy.dialects.postgresql", "psycopg", "redis"),
    *("logging.config", "PIL.ImageDraw", "PIL.ImageFont", "smtplib", "tests.forked_fences"),
)
# What `python -m NAME` runs.
MODULES = {"gunicorn": "gunicorn.__main__", "flask": "flask.__main__"}
ENDED: dict[int, int] = {}  # exit codes by the numbers of processes
FIRST_SECONDS = 60.0  # within which whoever started this asks something


def address_of(run: str) -> str:
    """Where the tests of a run ask."""
    return f"\0opendata-tests-programs-{run}"


class Ways:
    """The ways by which tests ask: where they come in, and one for each process of the tests."""

    def __init__(self, asked: socket.socket) -> None:
        self.asked = asked
        self.opened: dict[int, tuple[socket.socket, BufferedReader]] = {}

    def open(self) -> int:
        """Let somebody in; the number of the way."""
        way, _ = self.asked.accept()
        self.opened[way.fileno()] = way, way.makefile("rb")
        return way.fileno()

    def close(self, number: int) -> None:
        """Forget somebody who has left."""
        for each in self.opened.pop(number):
            each.close()

    def close_all(self) -> None:
        """Let a forked process hold none of them."""
        self.asked.close()
        for number in [*self.opened]:
            self.close(number)


def main() -> None:
    """Fork until nobody can ask any more; in a forked process, be the program that was asked for."""
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        asked.bind(address_of(sys.argv[1]))
    except OSError:
        return  # another one was started at the same moment
    asked.listen(64)
    if os.fork():
        os._exit(0)  # whoever started this can ask
    os.dup2(2, 1)
    gc.disable()  # loading libraries makes hardly any garbage
    for name in LOADED:
        importlib.import_module(name)
    ways = Ways(asked)
    fences = _everything_else(ways)
    gc.enable()
    gc.collect()
    gc.freeze()  # so that the memory of what was loaded stays shared
    _serve(ways, fences)


def _serve(ways: Ways, fences: "Fences") -> None:
    waiting = select.poll()
    for each in (ways.asked, fences.asked):
        waiting.register(each, select.POLLIN)
    while ready := {fd for fd, _ in waiting.poll(None if ways.opened else FIRST_SECONDS * 1000)}:
        fences.reap()
        if fences.asked.fileno() in ready and fences.fork():
            return
        for number in ready & ways.opened.keys():
            # Each question is answered before the next one is asked, so that none waits in a buffer.
            if line := ways.opened[number][1].readline():
                if _obey(json.loads(line), number, ways, fences):
                    return
            else:
                waiting.unregister(number)
                ways.close(number)
        if ways.asked.fileno() in ready:
            waiting.register(ways.open(), select.POLLIN)
        if not ways.opened:
            return


def _everything_else(ways: Ways) -> "Fences":
    """Do once what each program and each fence would do before it is asked anything; what asks for fences."""
    from opendata.config import KINDS_DIR  # noqa: PLC0415 - loaded with everything else, while nothing is collected
    from opendata.kind_folders import KindFolders  # noqa: PLC0415
    from opendata.validation.warming import load_everything  # noqa: PLC0415
    from opendata.web.compiled_templates import compile_first  # noqa: PLC0415
    from tests.forked_fences import Fences  # noqa: PLC0415

    compile_first()
    load_everything(KindFolders(KINDS_DIR).values())
    return Fences(ways.close_all)


def _obey(asked: dict[str, Any], way: int, ways: Ways, fences: "Fences") -> bool:
    """Answer a question; True in a process that was forked for it, and has been the program."""
    if "ask" in asked:
        _answer(way, _how_it_ended(asked["ask"]))
        return False
    number = os.fork()
    ENDED.pop(number, None)  # numbers come again
    if number == 0:
        ways.close_all()
        fences.be_used()
        _become(asked)
        return True
    _answer(way, number)
    return False


def _answer(way: int, what: int | None) -> None:
    os.write(way, f"{json.dumps(what)}\n".encode())


def _how_it_ended(number: int) -> int | None:
    if number not in ENDED:
        ended, status = os.waitpid(number, os.WNOHANG)
        if not ended:
            return None
        ENDED[number] = os.waitstatus_to_exitcode(status)
    return ENDED[number]


def _become(asked: dict[str, Any]) -> None:
    """What a process is that was started with exec: its place, its environment, its words, and where it writes."""
    if asked["start_new_session"]:
        os.setsid()
    written = os.O_WRONLY | os.O_APPEND
    for target, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["output"], written),
        (2, asked["errors"], written),
    ):
        opened = os.open(path, how)
        os.dup2(opened, target)
        os.close(opened)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    sys.argv = asked["start"]
    runpy.run_module(MODULES[asked["start"][0]], run_name="__main__")


def _run_and_end(run: Callable[[], None]) -> NoReturn:
    """Run it, and end as Python ends, but take nothing apart that was loaded.

    Python lets go of each object that a process has, one by one: of a forked one, that makes the processor copy all
    the memory which it shares, and takes longer than many a program runs. What a program wants done at its end is
    done.
    """
    code, interrupted = 0, False
    try:
        run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except KeyboardInterrupt:
        traceback.print_exc()
        interrupted = True
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for written in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            written.flush()
    if interrupted:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code & 255)


if __name__ == "__main__":
    _run_and_end(main)
