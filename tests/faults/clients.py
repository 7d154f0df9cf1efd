"""Clients: publishers that try again as real ones do, readers that hold every answer against what it promises.

Here: their threads. Not here: what is noted (ledger.py) and what is checked at the end (checking.py).
"""

import base64
import hashlib
import http.client
import json
import random
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.faults.ledger import Acknowledged, Ledger

HEADER = "id,title,phase,end,cost,text"
PHASES = ("planning", "implementation", "completed")
AS_OF = "2024-12-31"
# What a service may say while parts of it are gone; nginx says 502 and 504 for hosts that do not answer.
PASSING = {502, 503, 504}
NO_ANSWER = 0
ANSWER_SECONDS = 75


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nothing did, or not all of it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = None  # type: ignore[assignment]

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


def ask(url: str, data: bytes | None = None, headers: Mapping[str, str] | None = None, seconds: float = 30) -> Answer:
    """One request."""
    request = urllib.request.Request(url, data, dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()})
    except urllib.error.HTTPError as error:
        with suppress(OSError, http.client.HTTPException):
            return Answer(error.code, error.read(), {k.lower(): v for k, v in error.headers.items()})
        return Answer(NO_ANSWER)
    except (OSError, http.client.HTTPException):
        return Answer(NO_ANSWER)


def upload(address: str, dataset: str, token: str, content: bytes, seconds: float = ANSWER_SECONDS) -> Answer:
    """Send a table to be published; if it is asked about, the draft that was kept is published with the answers.

    The table is not sent again with them: an earlier request that got no answer may have been published meanwhile,
    and other things would then be asked.
    """
    answer = _send(address, dataset, token, content, seconds)
    if answer.status == 409 and answer.json["type"].endswith("/answers-missing"):
        # A table that lost rows is asked about, and the reason is given as a clerk would.
        reason = {"reason": "Die Liste ist neu."}
        by_need = {"reason": reason, "yes": {"yes": True}, "disposition": {"disposition": "dropped", **reason}}
        answers = {question["id"]: by_need[question["answer"]] for question in answer.json["questions"]}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps({"answers": answers}).encode()
        answer = ask(answer.json["links"]["publish"], body, headers, seconds)
    return answer


def _send(address: str, dataset: str, token: str, content: bytes, seconds: float) -> Answer:
    publisher, name = dataset.split("/")
    edge = "----------------opendata-faults"
    as_of = f'--{edge}\r\nContent-Disposition: form-data; name="as_of"\r\n\r\n{AS_OF}\r\n'
    file_head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plans.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = f"{as_of}{file_head}".encode() + content + f"\r\n--{edge}--\r\n".encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={edge}"}
    url = f"{address}/api/v1/publishers/{publisher}/datasets/{name}/uploads?publish=true"
    return ask(url, body, headers, seconds)


def dataset_url(address: str, dataset: str) -> str:
    """Where a dataset is read."""
    publisher, name = dataset.split("/")
    return f"{address}/api/v1/publishers/{publisher}/datasets/{name}"


@dataclass
class Table:
    """The rows that one publisher has of a dataset; each change is unlike all before."""

    name: str
    random: random.Random
    rows: dict[int, tuple[str, str]]  # number: (phase, text)
    turn: int = 0

    def change(self) -> bytes:
        """Change some rows; returns the table as canonical CSV."""
        self.turn += 1
        what = self.random.random()
        if what < 0.2 or not self.rows:
            self.rows[max(self.rows, default=0) + 1] = ("planning", "neu")
        elif what < 0.3 and len(self.rows) > 5:
            del self.rows[self.random.choice(list(self.rows))]
        for number in self.random.sample(list(self.rows), min(3, len(self.rows))):
            self.rows[number] = (self.random.choice(PHASES), f"{self.name} {self.turn}")
        lines = [f"m{n:04d},Plan {n},{phase},,,{text}" for n, (phase, text) in sorted(self.rows.items())]
        return ("\n".join([HEADER, *lines]) + "\n").encode()


class Publisher(threading.Thread):
    """Publishes to several datasets, one after the other, until it is told to stop."""

    def __init__(
        self, number: int, seed: int, addresses: Sequence[str], datasets: Mapping[str, str], ledger: Ledger,
        stop: threading.Event, rows: int, pause: float,
    ) -> None:  # fmt: skip
        super().__init__(name=f"publisher-{number}", daemon=True)
        self.random = random.Random(f"{seed}-{number}")
        self.addresses, self.datasets, self.ledger, self.stop, self.pause = addresses, datasets, ledger, stop, pause
        start = dict.fromkeys(range(1, rows + 1), ("planning", "Anfang"))
        self.tables = {each: Table(f"{self.name} {each}", self.random, dict(start)) for each in datasets}

    def run(self) -> None:
        """Publish until the end; what is under way then is brought to its end."""
        while not self.stop.is_set():
            dataset = self.random.choice(list(self.datasets))
            self.publish(dataset, self.tables[dataset].change())
            self.stop.wait(self.random.uniform(0, self.pause))

    def publish(self, dataset: str, content: bytes) -> None:
        """Send until it is acknowledged, as a clerk's program would; gives up only at the end of the run."""
        while True:
            address = self.random.choice(self.addresses)
            answer = upload(address, dataset, self.datasets[dataset], content)
            if answer.status in (200, 201):
                body = answer.json
                serial = None if body.get("unchanged") else body["serial"]
                self.ledger.acknowledge(Acknowledged(dataset, body["version"], serial, content))
                return
            self.ledger.count(f"publishing: {answer.status or 'no answer'}")
            if answer.status not in (*PASSING, NO_ANSWER, 409) and not _excused(self.ledger, answer, dataset):
                self.ledger.blame(f"publishing {dataset}: {answer.status} {answer.body[:300]!r}")
            if self.stop.is_set():
                return
            self.stop.wait(self.random.uniform(0.1, 1.0))


class Follower(threading.Thread):
    """Reads changes?since= for as long as the run lasts: every event once, in order, no gap."""

    def __init__(self, name: str, address: str, ledger: Ledger, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.address, self.ledger, self.stop = address, ledger, stop
        self.seen = self.ledger.events[name] = []

    def run(self) -> None:
        """Follow."""
        since = 0
        while not self.stop.is_set():
            since = self.read(since, wait=5)

    def read(self, since: int, wait: int) -> int:
        """One request; returns where to go on."""
        answer = ask(f"{self.address}/api/v1/changes?since={since}&limit=200&wait={wait}")
        if answer.status != 200:
            self.ledger.count(f"following: {answer.status or 'no answer'}")
            if answer.status not in (*PASSING, NO_ANSWER):
                self.ledger.blame(f"{self.name}: {answer.status} {answer.body[:300]!r}")
            self.stop.wait(0.3)
            return since
        body = answer.json
        serials = [each["serial"] for each in body["items"]]
        expected = list(range(since + 1, since + 1 + len(serials)))
        if serials != expected:
            self.ledger.blame(f"{self.name}: asked since {since}, got serials {serials[:3]}…{serials[-3:]}")
        if body["last_serial"] != (serials[-1] if serials else since):
            self.ledger.blame(f"{self.name}: since {since}: last_serial {body['last_serial']} with {serials[-3:]}")
        self.seen.extend(body["items"])
        self.ledger.count("following: answers")
        return int(body["last_serial"])


class Reader(threading.Thread):
    """Reads the latest version of a dataset, and its table from any host, and compares the two."""

    def __init__(
        self, number: int, seed: int, addresses: Sequence[str], datasets: Sequence[str], ledger: Ledger,
        stop: threading.Event,
    ) -> None:  # fmt: skip
        super().__init__(name=f"reader-{number}", daemon=True)
        self.random = random.Random(f"{seed}-reader-{number}")
        self.addresses, self.datasets, self.ledger, self.stop = addresses, datasets, ledger, stop

    def run(self) -> None:
        """Read."""
        while not self.stop.is_set():
            self.read(self.random.choice(self.datasets))
            self.stop.wait(self.random.uniform(0, 0.3))

    def read(self, dataset: str) -> None:
        """The latest version and its tables: whole, and no older than what was acknowledged before."""
        acknowledged = self.ledger.newest.get(dataset, 0)
        latest = self._get(dataset, "versions/latest")
        if latest.status == 404 and not acknowledged:
            return None
        if latest.status != 200:
            return self._judge(dataset, "latest", latest)
        body = latest.json
        if body["serials"][1] < acknowledged:
            self.ledger.blame(f"{dataset}: latest is {body['version']}, older than serial {acknowledged}")
        for resource in body["resources"]:
            self._table(dataset, body["version"], resource)
        return None

    def _table(self, dataset: str, number: str, resource: Mapping[str, Any]) -> None:
        where = f"versions/{number}/{resource['name']}.csv"
        answer = self._get(dataset, where)
        if answer.status != 200:
            return self._judge(f"{dataset}/{number}", where, answer)
        if problem := whole(answer, resource):
            self.ledger.blame(f"{dataset} {where}: {problem}")
        self.ledger.count("reading: whole tables")
        return None

    def _get(self, dataset: str, where: str) -> Answer:
        return ask(f"{dataset_url(self.random.choice(self.addresses), dataset)}/{where}")

    def _judge(self, about: str, where: str, answer: Answer) -> None:
        self.ledger.count(f"reading: {answer.status or 'no answer'}")
        if answer.status not in (*PASSING, NO_ANSWER) and not _excused(self.ledger, answer, about):
            self.ledger.blame(f"{about} {where}: {answer.status} {answer.body[:300]!r}")


def whole(answer: Answer, resource: Mapping[str, Any]) -> str:
    """What is wrong with a table's answer, held against what its version says of it; empty if nothing is."""
    digest = hashlib.sha256(answer.body)
    if f"sha256:{digest.hexdigest()}" != resource["hash"] or len(answer.body) != resource["bytes"]:
        return f"{len(answer.body)} bytes with another digest than the version says"
    if answer.headers.get("repr-digest") != f"sha-256=:{base64.b64encode(digest.digest()).decode()}:":
        return "Repr-Digest does not fit"
    rows = answer.body.count(b"\n") - 1
    if not rows == resource["rows"] == int(answer.headers["x-row-count"]):
        return f"{rows} rows, of which the version has {resource['rows']}"
    return ""


def _excused(ledger: Ledger, answer: Answer, about: str) -> bool:
    """Whether we have damaged what the answer says is damaged."""
    return (
        answer.status == 500
        and b"package-damaged" in answer.body
        and any(p.startswith(about) for p in ledger.damaged)
    )
