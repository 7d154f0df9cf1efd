"""The service in each of its three sizes, for real: its processes, the servers they use, nginx before them.

Here: starting, killing, hanging and starting again every part, and running commands beside them. Not here: the
servers themselves (servers.py), and what is expected of all this (tests/operations/, tests/faults/).

    with several_hosts(folder) as stack:
        stack.flask("publishers", "add", "musterstadt", "--name", "Musterstadt")
        stack.hosts[0].kill()
        urlopen(f"{stack.address}/api/v1/publishers")
"""

import os
import secrets
import shlex
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.server import ROOT, environment, free_port
from tests.databases import with_tables
from tests.forked_programs import Started, done, start_program
from tests.programs import nginx_program
from tests.servers import S3, PostgreSQL, Redis, descendants, kill_all, send, wait_until
from tests.service import command

SITE = ROOT / "deploy" / "nginx" / "opendata.conf"
# What surrounds the site file, as Debian's nginx.conf does; everything that it writes goes to a folder of ours.
NGINX = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    default_type application/octet-stream;
    access_log {folder}/access.log;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Process:
    """A process of ours with those it makes, ended together."""

    def __init__(self, name: str, folder: Path, env: Mapping[str, str]) -> None:
        self.name, self.folder, self.env = name, folder, dict(env)
        self.log = folder / f"{name}.log"
        self.process: Started | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.kill()  # nobody else would: the block was not entered
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self) -> Sequence[str]:
        """What starts it, in the foreground."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it does what it is there for."""
        return self.running

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self, *, wait: bool = True) -> None:
        """Start it, again perhaps; returns when it answers. Its words are added to its log."""
        with self.log.open("ab") as log:
            self.process = start_program(
                self.command(), cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it answers; raises TimeoutError with the end of its log."""
        wait_until(self.answers, lambda: f"{self.name} does not answer:\n{self.said()[-2000:]}", lambda: self.running)

    def kill(self) -> None:
        """As a power cut ends it: at once, with all the processes it made."""
        if self.process:
            if self.process.poll() is None:
                kill_all(self.process.pid)
            self.process.wait()

    def stop(self) -> None:
        """End it in good order, or at once if it does not."""
        self.resume()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def restart(self) -> None:
        """End it in good order, and start it again."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Let it hang until resume()."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _send(self, what: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            for pid in [self.process.pid, *descendants(self.process.pid)]:
                send(pid, what)


class Program(Process):
    """A line of the Procfile on a host that has its own DATA_DIR and nothing else."""

    def __init__(self, line: str, name: str, folder: Path, env: Mapping[str, str]) -> None:
        self.data_dir = folder / f"{name}-data"
        self.port = free_port()
        super().__init__(name, folder, {**environment(self.data_dir, self.port), **env})
        self.line = line
        if "DATABASE_URL" not in self.env:  # tests of a start on nothing say where the database is to be
            with_tables(Path(self.env["DATA_DIR"]) / "opendata.sqlite")

    def command(self) -> Sequence[str]:
        """As the Procfile has it, with the Python of the tests."""
        words = shlex.split(procfile()[self.line])
        return [each.replace(".venv/bin/", f"{Path(sys.executable).parent}/") for each in words]

    def flask(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of `flask` run on this host, however it ends."""
        return done(["flask", *arguments], self.env, 600)


class Web(Program):
    """gunicorn, as `make run` and the systemd unit start it."""

    @property
    def address(self) -> str:
        """Where this host itself answers, past nginx."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        """Whether it takes requests and all that it needs is there."""
        return _is_ready(self.address)


class Nginx(Process):
    """The project's own site file, with other ports and other hosts behind it."""

    def __init__(self, folder: Path, hosts: Sequence[Web]) -> None:
        self.program = nginx_program()
        self.port = free_port()
        self.own = folder / "nginx"
        super().__init__("nginx", folder, os.environ)
        self.hosts = hosts

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def site(self) -> str:
        """The site file, adapted."""
        lines = []
        for line in SITE.read_text(encoding="utf-8").splitlines():
            if line.strip().startswith("server 127.0.0.1:8000"):
                lines += [line.replace(":8000", f":{host.port}") for host in self.hosts]
            elif line.strip() == "listen 80;":
                lines.append(f"    listen 127.0.0.1:{self.port};")
            elif not line.strip().startswith("listen "):
                lines.append(line)
        return "\n".join(lines) + "\n"

    def command(self) -> Sequence[str]:
        """In the foreground, with a configuration of its own."""
        self.own.mkdir(exist_ok=True)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.own / "site.conf").write_text(self.site(), encoding="utf-8")
        (self.own / "nginx.conf").write_text(NGINX.format(folder=self.own, user=user), encoding="utf-8")
        return [self.program, "-p", str(self.own), "-e", f"{self.own}/error.log", "-c", f"{self.own}/nginx.conf"]

    def answers(self) -> bool:
        """Whether it passes on what is asked."""
        return _is_ready(self.address)


@dataclass
class Stack:
    """A running service: its parts, and where it answers."""

    folder: Path  # data and logs
    address: str  # nginx if there is one, the only web host otherwise
    hosts: Sequence[Web]
    workers: Sequence[Program] = ()  # none until the Procfile has a line for them
    nginx: Nginx | None = None
    postgresql: PostgreSQL | None = None
    redis: Redis | None = None
    s3: S3 | None = None
    packages: Path | None = None  # where the packages lie on this machine's disk
    env: Mapping[str, str] = field(default_factory=dict)  # what the hosts share

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of `flask` on the first host, however it ends."""
        return self.hosts[0].flask(*arguments)

    def flask(self, *arguments: str) -> str:
        """What a command of `flask` prints that must end well; it has the settings of the first host."""
        return command(self.hosts[0].env, *arguments)

    def logs(self) -> str:
        """What all processes of ours have said."""
        parts = [*self.hosts, *self.workers]
        return "".join(f"--- {each.name}\n{each.said()}" for each in parts)


@contextmanager
def one_command(folder: Path, **env: str) -> Iterator[Stack]:
    """Size 1: SQLite and a folder, and the processes of the Procfile alone."""
    with ExitStack() as stack:
        web = Web("web", "web", folder, env)
        worker = _workers(folder, {**web.env})
        stack.enter_context(web)
        for each in worker:
            stack.enter_context(each)
        yield Stack(folder, web.address, [web], worker, packages=web.data_dir / "packages", env=env)


@contextmanager
def one_server(folder: Path, **env: str) -> Iterator[Stack]:
    """Size 2: SQLite, a folder and Redis on one server, behind nginx."""
    with ExitStack() as stack:
        redis = stack.enter_context(Redis())
        shared = {"REDIS_URL": redis.url, "TRUSTED_PROXIES": "1", **env}
        web = Web("web", "web", folder, shared)
        worker = _workers(folder, {**web.env})
        stack.enter_context(web)
        for each in worker:
            stack.enter_context(each)
        nginx = stack.enter_context(Nginx(folder, [web]))
        packages = web.data_dir / "packages"
        yield Stack(folder, nginx.address, [web], worker, nginx, redis=redis, packages=packages, env=shared)


@contextmanager
def several_hosts(
    folder: Path, count: int = 2, before_s3: Callable[[int], str] | None = None, **env: str
) -> Iterator[Stack]:
    """Size 3: web hosts and a worker host, each with its own DATA_DIR, on PostgreSQL, Redis and S3, behind nginx.

    before_s3: puts something before the store: is told its port, and returns the address that the hosts ask instead.
    """
    with ExitStack() as stack:
        postgresql, redis = stack.enter_context(PostgreSQL()), stack.enter_context(Redis())
        s3 = stack.enter_context(S3())
        packages_url = s3.new_url()
        shared = {
            "DATABASE_URL": postgresql.new_url(),
            "REDIS_URL": redis.url,
            "PACKAGES_URL": packages_url,
            "SECRET_KEY": secrets.token_urlsafe(32),
            "TRUSTED_PROXIES": "1",
            **s3.environment,
            **({"AWS_ENDPOINT_URL": before_s3(s3.port)} if before_s3 else {}),
            **env,
        }
        hosts = [Web("web", f"web-{name}", folder, shared) for name in "abcdefgh"[:count]]
        for host in hosts:  # all at once, as after a power cut
            host.start(wait=False)
            stack.callback(host.stop)
        for host in hosts:
            host.wait()
        workers = [stack.enter_context(each) for each in _workers(folder, shared)]
        nginx = stack.enter_context(Nginx(folder, hosts))
        objects = s3.objects(packages_url)
        yield Stack(folder, nginx.address, hosts, workers, nginx, postgresql, redis, s3, objects, shared)


SIZES: Mapping[str, Callable[..., AbstractContextManager[Stack]]] = {
    "one-command": one_command,
    "one-server": one_server,
    "several-hosts": several_hosts,
}


def procfile() -> dict[str, str]:
    """What the service consists of: name and command of each process."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    named = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): command.strip() for name, _, command in named}


def _workers(folder: Path, env: Mapping[str, str]) -> list[Program]:
    """The worker host, with a DATA_DIR of its own unless the environment names one."""
    return [Program("worker", "worker", folder, env)] if "worker" in procfile() else []


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
