"""Faults: what is done to a running service, and how it is undone.

Here: each fault, and choosing among them by a seed. Not here: the clients (clients.py), the checks (checking.py).
"""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import obstore
from sqlalchemy import select

from opendata.config import Config
from opendata.domain.errors import StorageUnavailable
from opendata.storage.packages.bucket_packages import bucket_of
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import id_of
from opendata.storage.sql.schema import versions
from tests.faults.clients import NO_ANSWER, PASSING, ask, dataset_url
from tests.faults.ledger import Acknowledged, Ledger
from tests.faults.proxy import MODES, Misbehaving
from tests.servers import Server, descendants, send
from tests.stack import Process, Stack, Web

DATABASE_SECONDS = 90
DISK_BYTES = 3 * 2**30
START_SECONDS = 90
SETTLING_SECONDS = 3  # answers about a damaged file that are still on their way once it is whole again


class MountError(Exception):
    """The system did not mount what it should; the message is its own."""


class Part(Protocol):
    """A server or a process of ours."""

    def kill(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def answers(self) -> bool: ...


@dataclass(frozen=True)
class Fault:
    """Something that happens to the service for a while; what was killed is started again once all is well around it.

    alone: never together with another.
    """

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]
    seconds: tuple[float, float] = (0.5, 4)
    alone: bool = False


class Disk:
    """A small disk of its own, in memory, that can be filled and made read-only. Making one needs root.

    An S3 server may make and remove the folder meanwhile, as the service tries whether it may write there. It removes
    none that holds a file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, holds = folder, folder / ".held"
        while not holds.exists():
            with suppress(FileExistsError, FileNotFoundError):
                folder.mkdir(parents=True, exist_ok=True)
                holds.touch()
        _mount("-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0755", "tmpfs", str(folder))

    def fill(self) -> None:
        """Leave no space: its size becomes what is used."""
        for _ in range(200):  # who writes at this moment needs more than was just measured
            usage = os.statvfs(self.folder)
            used = (usage.f_blocks - usage.f_bfree) * usage.f_frsize
            with suppress(MountError):
                return _mount("-o", f"remount,size={used}", str(self.folder))
        return None

    def free(self) -> None:
        """As before."""
        _mount("-o", f"remount,size={DISK_BYTES}", str(self.folder))

    def close(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", "--lazy", self.folder], check=False)


class ReadOnly:
    """A folder that can be made read-only by a mount of itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> None:
        """Refuse writing, as soon as nobody has a file open for it."""
        _mount("--bind", str(self.folder), str(self.folder))
        for _ in range(200):
            with suppress(MountError):
                _mount("-o", "remount,bind,ro", str(self.folder))
                return
            time.sleep(0.01)

    def end(self) -> None:
        """As before."""
        subprocess.run(["umount", "--lazy", self.folder], check=False)


@dataclass
class Rack:
    """All that can fail, with what is needed to mend it."""

    stack: Stack
    ledger: Ledger
    random: random.Random
    proxy: Misbehaving | None
    disks: Mapping[str, Disk]
    clocks: Mapping[str, Path]  # by name of the host: the file that says how wrong its clock goes
    done: list[str] = field(default_factory=list)

    def faults(self) -> Iterator[Fault]:
        """All there are for this size."""
        yield Fault("kill -9 everything at once", self._kill_all, _nothing)
        for host in self.stack.hosts:
            yield Fault(f"kill -9 {host.name}", host.kill, _nothing)
            yield Fault(f"hang {host.name}", host.pause, host.resume, (2, 20))
            yield Fault(f"kill -9 a gunicorn worker of {host.name}", self._kill_child(host), _nothing)
            yield Fault(f"hang a gunicorn worker of {host.name}", *self._hang_child(host), seconds=(2, 25))
        for worker in self.stack.workers:
            yield Fault(f"kill -9 {worker.name}", worker.kill, _nothing)
            yield Fault(f"hang {worker.name}", worker.pause, worker.resume, (2, 20))
        for server in self._servers():
            name = type(server).__name__
            yield Fault(f"kill -9 {name}", server.kill, _nothing)
            yield Fault(f"hang {name}", server.pause, server.resume, (2, 25))
        for name, file in self.clocks.items():
            yield Fault(f"clock of {name} set back", self._set_back(file), _right(file), (4, 12))
        for name, disk in self.disks.items():
            yield Fault(f"disk full: {name}", disk.fill, disk.free, (3, 12))
        if self.disks and self.stack.packages:
            folder = ReadOnly(self.stack.packages)
            yield Fault("folder of packages read-only", folder.begin, folder.end, (3, 10))
        if self.proxy:
            for _ in range(4):  # it has many ways to fail
                yield Fault("S3 misbehaves", self._misbehave(self.proxy), self.proxy.behave, (6, 15))
        for _ in range(2):
            damage = Damage(self.stack, self.ledger, self.random)
            yield Fault("a package file damaged", damage.begin, damage.end, (0.1, 1), alone=True)

    def mend(self) -> None:
        """Start whatever is not running, as systemd would, and wait until all of it answers."""
        for server in self._servers():
            server.resume()
            if not server._alive():
                server.start()
        processes: list[Process] = [*self.stack.hosts, *self.stack.workers]
        if self.stack.nginx:
            processes.append(self.stack.nginx)
        give_up = time.monotonic() + START_SECONDS
        while [each for each in processes if not self._up(each)]:  # each is started before any is waited for
            if time.monotonic() > give_up:
                silent = [each.name for each in processes if not each.answers()]
                self.ledger.blame(f"{silent} do not come up again within {START_SECONDS} s")
                return
            time.sleep(0.2)

    def _up(self, process: Process) -> bool:
        if not process.running:
            process.kill()
            process.start(wait=False)
            return False
        return process.answers()

    def _servers(self) -> list[Server]:
        parts = (self.stack.postgresql, self.stack.redis, self.stack.s3)
        return [each for each in parts if each is not None]

    def _kill_all(self) -> None:
        parts: list[Process | Server] = [*self.stack.hosts, *self.stack.workers, *self._servers()]
        for each in parts:
            each.kill()

    def _kill_child(self, host: Web) -> Callable[[], None]:
        def begin() -> None:
            for pid in self._child(host):
                send(pid, signal.SIGKILL)

        return begin

    def _hang_child(self, host: Web) -> tuple[Callable[[], None], Callable[[], None]]:
        hung: list[int] = []

        def begin() -> None:
            hung[:] = self._child(host)
            for pid in hung:
                send(pid, signal.SIGSTOP)

        def end() -> None:
            for pid in hung:
                send(pid, signal.SIGCONT)

        return begin, end

    def _child(self, host: Web) -> list[int]:
        assert host.process
        children = descendants(host.process.pid)
        return [self.random.choice(children)] if children else []

    def _set_back(self, file: Path) -> Callable[[], None]:
        def begin() -> None:
            _write(file, f"-{self.random.choice((20, 90, 600))}")

        return begin

    def _misbehave(self, proxy: Misbehaving) -> Callable[[], None]:
        def begin() -> None:
            modes = self.random.sample(MODES, self.random.randint(1, 3))
            share = self.random.choice((0.1, 0.3, 0.7))
            proxy.misbehave(modes, share)
            self.done.append(f"{self.ledger.seconds():7.1f} s  S3: {share:.0%} of requests {', '.join(modes)}")
            print(self.done[-1], flush=True)

        return begin


class Damage:
    """A file of an acknowledged version spoilt where it is kept, behind the service's back, and put back."""

    def __init__(self, stack: Stack, ledger: Ledger, choose: random.Random) -> None:
        self.stack, self.ledger, self.random = stack, ledger, choose
        self.chosen: Acknowledged | None = None
        self.file, self.place, self.good = "", "", b""

    def begin(self) -> None:
        """Spoil it, and look whether that is noticed."""
        acknowledged = self.ledger.acknowledged()
        if not acknowledged:
            return
        self.chosen = self.random.choice(acknowledged)
        self.file = self.random.choice(("plans.csv", "plans.csv", "grants.csv", "changes.json", "datapackage.json"))
        path = f"{self.chosen.dataset}/{self.chosen.number}"
        self.ledger.damaged.add(path)
        self.place = self._place()
        self.good = self._read()
        how = self.random.choice(("changed", "shortened", "emptied", "missing"))
        self._write(_spoilt(self.good, how))
        print(f"{self.ledger.seconds():7.1f} s  {path}/{self.file} is {how}", flush=True)
        for host in self.stack.hosts:
            url = f"{dataset_url(host.address, self.chosen.dataset)}/versions/{self.chosen.number}/{self.file}"
            answer = ask(url)
            if answer.status == 200 and answer.body != self.good:
                self.ledger.blame(f"{path}/{self.file} was {how}, and served as good")
            elif answer.status not in (200, 500, *PASSING, NO_ANSWER):
                self.ledger.blame(f"{path}/{self.file} was {how}: {answer.status}")
            self.ledger.count(f"damaged file: answered {answer.status}")
        done = self.stack.run("verify", self.chosen.dataset)
        if done.returncode != 1 or path not in done.stdout + done.stderr:
            said = done.stdout + done.stderr
            self.ledger.blame(f"{path}/{self.file} was {how}: verify said {done.returncode} {said[:300]!r}")
        self.ledger.count("damaged file: noticed by verify")

    def end(self) -> None:
        """Put it back; then all is well again."""
        if not self.chosen:
            return
        self._write(self.good)
        done = self.stack.run("verify", self.chosen.dataset)
        if done.returncode != 0:
            self.ledger.blame(
                f"{self.chosen.dataset}, put right: verify said {done.stdout[:300]!r}{done.stderr[:300]!r}"
            )
        time.sleep(SETTLING_SECONDS)
        self.ledger.damaged.discard(f"{self.chosen.dataset}/{self.chosen.number}")
        self.chosen = None

    @property
    def _key(self) -> str:
        assert self.chosen
        return f"{self.chosen.dataset}/{self.place}/{self.file}"

    def _place(self) -> str:
        """Where it is kept: by its number, or beside the place that an attempt before had begun to write to."""
        assert self.chosen
        number, (publisher, dataset) = self.chosen.number, self.chosen.dataset.split("/")
        query = select(versions.c.place).where(
            versions.c.dataset_id == id_of(publisher, dataset), versions.c.number == number
        )
        database = Database(Config.from_env(self.stack.hosts[0].env).database_url)
        give_up = time.monotonic() + DATABASE_SECONDS  # it may be a part that fails just now
        try:
            while True:
                try:
                    with database.asking() as connection:
                        return connection.execute(query).scalar_one() or number
                except StorageUnavailable:
                    if time.monotonic() > give_up:
                        raise
                    time.sleep(0.5)
        finally:
            database.close()

    def _read(self) -> bytes:
        if self.stack.s3:
            return bytes(obstore.get(bucket_of(self._config()), self._key).bytes())
        assert self.stack.packages
        return (self.stack.packages / self._key).read_bytes()

    def _write(self, content: bytes | None) -> None:
        if self.stack.s3:
            if content is None:
                obstore.delete(bucket_of(self._config()), self._key)
            else:
                obstore.put(bucket_of(self._config()), self._key, content)
            return
        assert self.stack.packages
        file = self.stack.packages / self._key
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)

    def _config(self) -> Config:
        # Past the proxy, at the store itself.
        assert self.stack.s3
        return Config.from_env({**self.stack.hosts[0].env, **self.stack.s3.environment})


def choose(faults: Sequence[Fault], by: random.Random) -> list[Fault]:
    """The next fault, sometimes with a second one on top of it."""
    first = by.choice(faults)
    if first.alone or by.random() > 0.3:
        return [first]
    second = by.choice(faults)
    return [first] if second.alone or second.name == first.name else [first, second]


def wrong_clocks(hosts: Sequence[Process], folder: Path) -> Mapping[str, Path]:
    """Let each host's clock be set on its own, by a file, once it is started again; none without a compiler."""
    if not (compiler := shutil.which("cc")):
        return {}
    library = folder / "clock.so"
    source = Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, source], check=True)
    files = {}
    for host in hosts:
        files[host.name] = folder / f"{host.name}.clock"
        _write(files[host.name], "0")
        host.env |= {"LD_PRELOAD": str(library), "CLOCK_FILE": str(files[host.name])}
    return files


def _nothing() -> None:
    """What was killed is started by mend(), when all faults are over."""


def _right(file: Path) -> Callable[[], None]:
    return lambda: _write(file, "0")


def _write(file: Path, text: str) -> None:
    beside = file.with_suffix(".new")
    beside.write_text(text + "\n")
    beside.rename(file)


def _spoilt(content: bytes, how: str) -> bytes | None:
    if how == "missing":
        return None
    if how == "changed":
        place = len(content) // 2
        return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    return b"" if how == "emptied" else content[: len(content) // 2]


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise MountError(f"mount {' '.join(arguments)}: {done.stderr.strip()}")
