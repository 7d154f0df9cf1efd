"""What everybody else notices meanwhile: how long ordinary requests take, and what the processes of the service hold.

Here: readers of /healthz and `latest`, one who publishes, and the memory and the workers of a server. Not here: what
harms it (visits.py, crowds.py).
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.hostile.sending import BOUNDARY, multipart
from bench.hostile.visits import from_another_address
from bench.hosts import City
from bench.publishers import percentile
from tests.servers import descendants

GIVE_UP_SECONDS = 30.0
PUBLISHED_ROWS = 300
FENCE = b"opendata.fence.forking_parent"
HEADER = "Nr.;Maßnahme;Status;Kosten in Euro"


@dataclass
class Asked:
    """What came of one kind of ordinary request; one that failed counts as taking GIVE_UP_SECONDS."""

    name: str
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """How long all but one in a hundred took."""
        return percentile(self.seconds, 0.99)


@dataclass
class Ordinary:
    """Ordinary requests, one after another of each kind, between start() and stop()."""

    address: str
    city: City
    pause: float = 0.1
    healthz: Asked = field(default_factory=lambda: Asked("/healthz"))
    latest: Asked = field(default_factory=lambda: Asked("latest"))
    publish: Asked = field(default_factory=lambda: Asked(f"a publication of {PUBLISHED_ROWS} rows"))

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._count = 0
        dataset = f"/api/v1/publishers/{self.city.name}/datasets/{self.city.dataset}"
        kinds: list[tuple[Asked, Callable[[], None]]] = [
            (self.healthz, lambda: self._get("/healthz")),
            (self.latest, lambda: self._get(f"{dataset}/versions/latest")),
            (self.publish, lambda: self._publish(f"{dataset}/uploads?publish=true")),
        ]
        self._threads = [threading.Thread(target=self._ask, args=kind, daemon=True) for kind in kinds]

    @property
    def kinds(self) -> tuple[Asked, Asked, Asked]:
        """What came of all kinds of requests."""
        return self.healthz, self.latest, self.publish

    @contextmanager
    def asking(self) -> Iterator["Ordinary"]:
        """Ask as long as the block lasts."""
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def once(self) -> None:
        """Publish a first version, so that there is a latest one; raises RuntimeError where that fails."""
        self._publish(f"/api/v1/publishers/{self.city.name}/datasets/{self.city.dataset}/uploads?publish=true")

    def _ask(self, asked: Asked, request: Callable[[], None]) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                request()
                asked.seconds.append(time.monotonic() - began)
            except (OSError, http.client.HTTPException, RuntimeError) as error:
                asked.seconds.append(GIVE_UP_SECONDS)
                asked.failures.append(f"after {time.monotonic() - began:.1f} s: {error!r}")
            self._stop.wait(self.pause)

    def _get(self, path: str) -> None:
        self._request("GET", path, None, {}, (200,))

    def _publish(self, path: str) -> None:
        self._count += 1
        rows = [f"{row};Plan {row};geplant;{1_000 + (row + self._count) % 7}" for row in range(PUBLISHED_ROWS)]
        content = "\n".join([HEADER, *rows]).encode()
        body = multipart({"as_of": "2024-12-31"}, {"plans.csv": content})
        headers = {
            "Authorization": f"Bearer {self.city.token}",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        self._request("POST", path, body, headers, (200, 201))

    def _request(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], expected: tuple[int, ...]
    ) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=GIVE_UP_SECONDS)
        try:
            connection.request(method, path, body, {**headers, **from_another_address()})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status not in expected:
            raise RuntimeError(f"{answer.status} {text[:200].decode(errors='replace')}")


class Processes:
    """The processes of a server: what they hold together, and whether a worker was lost."""

    def __init__(self, master: int, log: Path) -> None:
        self.master, self._log = master, log
        self.most_mib, self.samples = 0.0, list[tuple[float, float]]()
        self.at_most: Sequence[str] = []  # what each process held when all together held most
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @contextmanager
    def watched(self) -> Iterator["Processes"]:
        """Look twice a second as long as the block lasts."""
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._thread.join()

    def mib(self) -> float:
        """What all of them hold now; memory that several share is counted once."""
        return sum(self.of_each().values())

    def of_each(self) -> Mapping[int, float]:
        """What each process holds now, in MiB."""
        return {pid: _held_kib(pid) / 1024 for pid in [self.master, *descendants(self.master)]}

    def more_of_each(self, before: Mapping[int, float]) -> Sequence[str]:
        """What each process holds now, and how much more that is than before; the largest first."""
        return _listed(self.of_each(), before)

    def are_warm(self) -> bool:
        """Whether every worker has its fence: a forking parent, and a process that it forked."""
        programs = [_program(pid) for pid in descendants(self.master)]
        return sum(FENCE in program for program in programs) >= 2 * sum(
            b"gunicorn" in program for program in programs
        )

    def lost_workers(self) -> list[str]:
        """The lines in which the server says that it had to end or replace a worker."""
        return lost_workers(self._log)

    def given_back(self, limit_mib: float, seconds: float) -> float:
        """What they hold once it is at most that much, or after so many seconds."""
        give_up = time.monotonic() + seconds
        while (held := self.mib()) > limit_mib and time.monotonic() < give_up:
            time.sleep(1)
        return held

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            each = self.of_each()
            held = sum(each.values())
            if held > self.most_mib:
                self.most_mib, self.at_most = held, _listed(each)
            self.samples.append((time.monotonic(), held))


def lost_workers(log: Path) -> list[str]:
    """The lines in which a server says that it had to end or replace a worker."""
    lines = log.read_text(errors="replace").splitlines()
    signs = ("WORKER TIMEOUT", "was sent SIG", "Worker failed", "exited with code")
    return [line for line in lines if any(sign in line for sign in signs)]


def _listed(each: Mapping[int, float], before: Mapping[int, float] | None = None) -> list[str]:
    """Each process with its memory, the largest first; before: what it held then."""
    largest = sorted(each.items(), key=lambda held: -held[1])
    return [f"{mib:.0f} MiB{_more(pid, mib, before)}: {pid} {_shown_program(pid)}" for pid, mib in largest]


def _more(pid: int, mib: float, before: Mapping[int, float] | None) -> str:
    if before is None:
        return ""
    return f" ({mib - before[pid]:+.0f})" if pid in before else " (new)"


def _shown_program(pid: int) -> str:
    return _program(pid)[-60:].replace(bytes(1), b" ").decode().strip()


def _program(pid: int) -> bytes:
    """The command of a process; nothing if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _held_kib(pid: int) -> int:
    """The memory of a process, with its share of what it has in common with others; 0 if it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in text.splitlines()[1:] if ":" in line)
    return int(lines.get("Pss", "0 kB").split()[0])
