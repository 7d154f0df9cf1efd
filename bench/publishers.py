"""Many who publish at once over HTTP, and readers who follow the journal meanwhile.

Here: what each of them sends and saw, and whether what they saw is one journal without gap. Not here: starting the
service (hosts.py), what is printed (publishing_under_load.py, soak.py).
"""

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.hosts import City
from bench.publishing_over_http import table

PUBLISHED = "version.published"
CATCH_UP_SECONDS = 30
ANSWER_SECONDS = 120


@dataclass(frozen=True)
class Acknowledged:
    """One publication as its publisher saw it; times are of time.monotonic()."""

    city: str
    version: str
    serial: int
    began: float
    ended: float


@dataclass(frozen=True)
class Seen:
    """One event as a reader saw it."""

    serial: int
    event: str
    publisher: str
    version: str
    at: float


class Connection:
    """One client's connection, which stays open where the server lets it."""

    def __init__(self, address: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(address).netloc, timeout=ANSWER_SECONDS)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """The status and body of an answer; asked once more where the server had closed a kept connection."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for _ in range(2):
            try:
                self._http.request(method, path, body, named)
                response = self._http.getresponse()
                return response.status, response.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._http.close()
                if method != "GET":
                    raise
        raise ConnectionError(path)

    def close(self) -> None:
        """Give it back."""
        self._http.close()


def publish(address: str, city: City, content: str) -> Acknowledged | str:
    """Send a table and publish it at once; what came of it, or what the service said instead."""
    boundary = uuid.uuid4().hex
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="as_of"\r\n\r\n2024-12-31\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="measures.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{content}\r\n--{boundary}--\r\n"
    ).encode()
    connection = Connection(address)
    began = time.monotonic()
    try:
        status, text = connection.ask(
            "POST",
            f"/api/v1/publishers/{city.name}/datasets/{city.dataset}/uploads?publish=true",
            body,
            Authorization=f"Bearer {city.token}",
            Content_Type=f"multipart/form-data; boundary={boundary}",
        )
    except OSError as error:
        return f"{city.name}: {error!r}"
    finally:
        connection.close()
    ended = time.monotonic()
    if status != 201:
        return f"{city.name}: {status} {text[:300].decode(errors='replace')}"
    answer = json.loads(text)
    return Acknowledged(city.name, answer["version"], answer["serial"], began, ended)


@dataclass
class Reader:
    """One who follows changes?since= from the beginning, in parts of so many events."""

    address: str
    limit: int = 1000
    wait: int = 5
    since: int = 0
    seen: list[Seen] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._first = self.since + 1

    def start(self) -> None:
        """Begin to follow, in a thread."""
        self._thread.start()

    def stop_at(self, serial: int) -> None:
        """Go on until this serial has been seen, or for half a minute; then end."""
        give_up = time.monotonic() + CATCH_UP_SECONDS
        while self.since < serial and time.monotonic() < give_up and self._thread.is_alive():
            time.sleep(0.02)
        self._stop.set()
        self._thread.join(ANSWER_SECONDS)

    def found(self, acknowledged: Sequence[Acknowledged]) -> list[str]:
        """What is wrong with what was seen: an event missing, twice, out of order, or not the one acknowledged."""
        problems = list(self.problems)
        expected = self._first
        for each in self.seen:
            if each.serial != expected:
                problems.append(f"serial {each.serial} was seen where {expected} should have been")
            expected = each.serial + 1
        by_serial = {each.serial: each for each in self.seen}
        for one in acknowledged:
            if one.serial < self._first:
                continue
            shown = by_serial.get(one.serial)
            if shown is None:
                problems.append(f"{one.city} {one.version}, acknowledged with serial {one.serial}, was not seen")
            elif (shown.event, shown.publisher, shown.version) != (PUBLISHED, one.city, one.version):
                problems.append(f"serial {one.serial} is {shown}, not the publication of {one.city} {one.version}")
        return problems

    def lags(self, acknowledged: Sequence[Acknowledged]) -> list[float]:
        """Seconds from each acknowledgement until the last event of its version was seen here; 0 if before it."""
        seen = {each.serial: each.at for each in self.seen}
        return [max(0.0, seen[one.serial] - one.ended) for one in acknowledged if one.serial in seen]

    def _follow(self) -> None:
        connection = Connection(self.address)
        while not self._stop.is_set():
            try:
                path = f"/api/v1/changes?since={self.since}&limit={self.limit}&wait={self.wait}"
                status, text = connection.ask("GET", path)
            except OSError as error:
                self.problems.append(f"reader: {error!r}")
                break
            at = time.monotonic()
            if status != 200:
                self.problems.append(f"reader: {status} {text[:200].decode(errors='replace')}")
                break
            answer = json.loads(text)
            self.seen += [
                Seen(each["serial"], each["event"], each["publisher"], each["version"], at)
                for each in answer["items"]
            ]
            self.since = answer["last_serial"]
        connection.close()


@dataclass(frozen=True)
class Run:
    """What came of a run of many publishers."""

    seconds: float
    acknowledged: list[Acknowledged]
    refused: list[str]
    readers: list[Reader]

    @property
    def last_serial(self) -> int:
        """Of the last publication that was acknowledged."""
        return max((each.serial for each in self.acknowledged), default=0)

    @property
    def problems(self) -> list[str]:
        """All that should not be: requests refused, and where a reader saw no journal without gap."""
        return [*self.refused, *(each for reader in self.readers for each in reader.found(self.acknowledged))]


def run(
    addresses: Sequence[str],
    cities: Sequence[City],
    seconds: float,
    rows: int,
    seed: int,
    *,
    since: int = 0,
    pause: float = 0,
) -> Run:
    """Every city publishes for so many seconds, at least once, one version after the other, each on any of the hosts.

    Two readers follow from `since` on, one on each end of the list of hosts, the second in small parts.
    """
    readers = [Reader(addresses[0], since=since), Reader(addresses[-1], limit=40, since=since)]
    acknowledged: list[Acknowledged] = []
    refused: list[str] = []
    for reader in readers:
        reader.start()
    began = time.monotonic()

    def publishing(number: int) -> None:
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - chance that can be repeated
        turn = seed * 1000
        while turn == seed * 1000 or time.monotonic() - began < seconds:
            turn += 1
            answer = publish(chance.choice(addresses), cities[number], table(rows, turn))
            if isinstance(answer, str):
                refused.append(answer)
            else:
                acknowledged.append(answer)
            time.sleep(chance.random() * pause)

    threads = [threading.Thread(target=publishing, args=(number,)) for number in range(len(cities))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    came = Run(took, acknowledged, refused, readers)
    for reader in readers:
        reader.stop_at(came.last_serial)
    return came


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
