"""Real servers for tests, on free ports of this machine: PostgreSQL, Redis, and an S3 store.

Here: starting, killing and starting them again, each with its data in a temporary folder. Not here: where their
programs are (tests/programs.py), and the service's own processes (tests/stack.py).
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import psycopg

from bench.server import free_port
from tests.programs import (
    POSTGRESQL_USER,
    copy_for_another_user,
    postgresql_programs,
    rclone_program,
    redis_program,
)

S3_KEY, S3_SECRET = "opendata-tests", "only-for-tests"
BUCKET = "opendata"
READY_SECONDS = 180  # never waited for in full unless something is wrong: machines may be busy


class Server:
    """One server process with its data; a context manager that removes both."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"opendata-{type(self).__name__.lower()}-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()  # nobody else would: the block was not entered
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self) -> None:
        """Make what the first start needs."""

    def command(self) -> Sequence[str]:
        """What starts it, in the foreground."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it takes requests."""
        return accepts(self.port)

    def start(self) -> None:
        """Start it, again perhaps, with the data that is there; returns when it answers."""
        with (self.folder / "log").open("ab") as log:
            # A session of its own: Ctrl-C in a terminal ends the tests, and they end this.
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, start_new_session=True, **self.user()
            )
        wait_until(self.answers, lambda: f"{type(self).__name__} does not start: {self._log()}", self._alive)

    def kill(self) -> None:
        """As a power cut ends it: at once, with no word, and with all the processes it made."""
        if self.process:
            if self.process.poll() is None:
                kill_all(self.process.pid)
            self.process.wait()

    def pause(self) -> None:
        """Let it hang: connections stay, and nothing is answered until resume()."""
        assert self.process
        paused = [self.process.pid, *descendants(self.process.pid)]
        for pid in paused:
            send(pid, signal.SIGSTOP)
        # On a busy machine some threads go on until another one has taken the signal, and answer meanwhile.
        wait_until(lambda: all(map(is_stopped, paused)), lambda: "a server does not stop")

    def resume(self) -> None:
        """Let it go on."""
        assert self.process
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            send(pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it in good order."""
        if self.process and self.process.poll() is None:
            self.resume()
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def user(self) -> dict[str, Any]:
        """As whom it runs."""
        return {}

    def _alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-500:]


class PostgreSQL(Server):
    """A cluster of its own; new_url() makes an empty database in it."""

    is_near = False  # whether services reach it through a socket in its folder, as on one machine they may
    made_once: Path | None = None  # where the tests of one run keep a cluster of which all others are copies

    def prepare(self) -> None:
        """Make the cluster, or copy it."""
        self.programs = postgresql_programs()
        if os.geteuid() == 0:
            self._give_to_another_user()
        if self.made_once is None:
            self._make_cluster()
            return
        copy = ["cp", "--archive", "--no-target-directory"]
        with self.made_once.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.made_once.exists():
                self._make_cluster()
                unfinished = self.made_once.with_suffix(".unfinished")
                subprocess.run([*copy, self.folder / "data", unfinished], check=True)
                unfinished.rename(self.made_once)
                return
        subprocess.run([*copy, self.made_once, self.folder / "data"], check=True)

    def _make_cluster(self) -> None:
        subprocess.run(
            [
                self.programs / "initdb", "--pgdata", self.folder / "data", "--username", "opendata",
                "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
            ],
            check=True, capture_output=True, cwd=self.folder, **self.user(),
        )  # fmt: skip

    def command(self) -> Sequence[str]:
        """Listening on this machine alone."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder) if self.is_near else "",
            "max_connections": "200",
            # A killed server loses nothing by these two; only a machine that loses its power would.
            "fsync": "off",
            "full_page_writes": "off",
            # A process would look after another one of the many databases all the time, and each is soon forgotten.
            "autovacuum": "off",
        }
        return [
            str(self.programs / "postgres"),
            "-D",
            str(self.folder / "data"),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]

    def answers(self) -> bool:
        """Whether it takes questions, recovery after a crash included."""
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def new_url(self, like: str = "template1") -> str:
        """The DATABASE_URL of a new database; like: the name of one that it is a copy of, otherwise it is empty."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
        if self.is_near:
            return f"postgresql://opendata@/{name}?host={self.folder}&port={self.port}"
        return self._address(name)

    def user(self) -> dict[str, Any]:
        """Not root, which PostgreSQL refuses."""
        if os.geteuid() != 0:
            return {}
        entry = pwd.getpwnam(POSTGRESQL_USER)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _give_to_another_user(self) -> None:
        user = self.user()
        os.chown(self.folder, user["user"], user["group"])
        try:
            subprocess.run(
                [str(self.programs / "postgres"), "--version"], check=True, capture_output=True, cwd="/", **user
            )
        except PermissionError:
            self.programs = copy_for_another_user(self.programs, self.folder / "programs")

    def _address(self, database: str) -> str:
        return f"postgresql://opendata@127.0.0.1:{self.port}/{database}"


class Redis(Server):
    """A server that keeps nothing on disk."""

    def command(self) -> Sequence[str]:
        """Listening on this machine alone."""
        return [
            redis_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", str(self.folder),
        ]  # fmt: skip

    @property
    def url(self) -> str:
        """The REDIS_URL of it."""
        return f"redis://127.0.0.1:{self.port}/0"


class S3(Server):
    """A folder spoken to as S3; new_url() names an empty place in its bucket."""

    def command(self) -> Sequence[str]:
        """Listening on this machine alone."""
        return [
            rclone_program(), "serve", "s3", "--addr", f"127.0.0.1:{self.port}",
            "--auth-key", f"{S3_KEY},{S3_SECRET}", "--vfs-cache-mode", "off", str(self.folder / "buckets"),
        ]  # fmt: skip

    def prepare(self) -> None:
        """Make the bucket, which the store would notice only after a while once it runs."""
        (self.folder / "buckets" / BUCKET).mkdir(parents=True)

    @contextmanager
    def read_only(self) -> "Iterator[S3]":
        """The same bucket at another address, where nothing may be written."""
        other = _ReadOnlyS3()
        shutil.rmtree(other.folder)
        other.folder = self.folder
        try:
            other.start()
            yield other
        finally:
            other.stop()

    def new_url(self) -> str:
        """The PACKAGES_URL of an empty place in the bucket."""
        return f"s3://{BUCKET}/{uuid4().hex}"

    def objects(self, url: str) -> Path:
        """Where the objects of a place lie on disk."""
        return self.folder / "buckets" / url.removeprefix("s3://")

    @property
    def settings(self) -> dict[str, Any]:
        """What Config needs beside PACKAGES_URL."""
        return {
            "s3_endpoint": f"http://127.0.0.1:{self.port}",
            "s3_key": S3_KEY,
            "s3_secret": S3_SECRET,
            "s3_region": "us-east-1",
        }

    @property
    def environment(self) -> dict[str, str]:
        """The same as environment variables."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": S3_KEY,
            "AWS_SECRET_ACCESS_KEY": S3_SECRET,
            "AWS_REGION": "us-east-1",
        }


class _ReadOnlyS3(S3):
    def command(self) -> Sequence[str]:
        return [*super().command(), "--read-only"]


ServerType = TypeVar("ServerType", bound=Server)


class Servers:
    """The real servers, each started by the first test that asks for it and kept for the others."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack, self._started = stack, dict[type[Server], Any]()

    def _get(self, server: type[ServerType]) -> ServerType:
        if server not in self._started:
            self._started[server] = self._stack.enter_context(server())
        started: ServerType = self._started[server]
        return started

    @property
    def postgresql(self) -> PostgreSQL:
        """A cluster; each test takes a new database of it."""
        return self._get(PostgreSQL)

    @property
    def redis(self) -> Redis:
        """A Redis that all tests share."""
        return self._get(Redis)

    @property
    def s3(self) -> S3:
        """An S3 store; each test takes a new bucket of it."""
        return self._get(S3)


def accepts(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def descendants(pid: int) -> list[int]:
    """The processes that a process has made, and those that they have made."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            # The name stands in brackets and may hold anything; after it come the state and the parent.
            parent = int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = children.get(pid, [])
    for each in found:  # it grows while it is read
        found.extend(children.get(each, []))
    return found


def is_stopped(pid: int) -> bool:
    """Whether all threads of a process are stopped, or have ended."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):  # it has just ended
            if stat.read_text(errors="replace").rpartition(")")[2].split()[0] not in "TtZX":
                return False
    return True


def kill_all(pid: int) -> None:
    """End a process and those it made at once; none of them lives when this returns, or holds a port."""
    pids = [pid, *descendants(pid)]
    for each in pids:
        send(each, signal.SIGKILL)
    wait_until(lambda: not any(map(lives, pids)), lambda: f"{pids} do not end")


def lives(pid: int) -> bool:
    """Whether a process runs, or could run if it were not stopped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def send(pid: int, what: signal.Signals) -> None:
    """Send a signal to a process that may have ended."""
    with suppress(ProcessLookupError):
        os.kill(pid, what)


def wait_until(done: Callable[[], bool], why: Callable[[], str], alive: Callable[[], bool] = lambda: True) -> None:
    """Wait until something holds; raises TimeoutError with the reason when it died, or after minutes."""
    begun = time.monotonic()
    while not done():
        if time.monotonic() - begun > READY_SECONDS or not alive():
            raise TimeoutError(why())
        time.sleep(min(0.05, 0.001 + (time.monotonic() - begun) / 10))
