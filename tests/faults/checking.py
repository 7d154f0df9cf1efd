"""The checks at the end of a run, from outside: through HTTP, `flask verify`, and what lies on disk.

Here: what must hold of everything that was acknowledged. Not here: what was done to the service before (faults.py).
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.clients import Answer, Follower, ask, dataset_url, upload, whole
from tests.faults.ledger import Acknowledged, Ledger
from tests.stack import Stack

FILES = {"datapackage.json", "changes.json", "plans.csv", "grants.csv"}
UPLOADS = ".uploads"
AT_ONCE = 6


class Checks:
    """What is asked of a service that nobody disturbs any more."""

    def __init__(self, stack: Stack, ledger: Ledger, addresses: Sequence[str], tokens: Mapping[str, str]) -> None:
        self.stack, self.ledger, self.addresses, self.tokens = stack, ledger, addresses, tokens
        self._turn = cycle(addresses)
        self.listed: dict[str, dict[str, Any]] = {}  # dataset/number: version

    def all(self, followers: Sequence[Follower]) -> None:
        """Everything but what is left behind."""
        self.versions()
        self.acknowledged()
        self.journal(followers)
        self.verify()

    def versions(self) -> None:
        """Every version that is listed is there, whole, with all its files, on any host."""
        for dataset in self.tokens:
            answer = ask(f"{dataset_url(next(self._turn), dataset)}/versions?limit=0")
            if answer.status != 200:
                self.ledger.blame(f"versions of {dataset}: {answer.status} {answer.body[:300]!r}")
                continue
            self.listed |= {f"{dataset}/{each['version']}": each for each in answer.json["items"]}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._whole, list(self.listed)))
        self.ledger.counts["versions there at the end"] = len(self.listed)

    def _whole(self, path: str) -> None:
        publisher, name, number = path.split("/")
        url = f"{dataset_url(next(self._turn), f'{publisher}/{name}')}/versions/{number}"
        full = self._get(url)
        self.listed[path] = full.json if full.status == 200 else self.listed[path]
        for resource in self.listed[path].get("resources", []):
            answer = self._get(f"{url}/{resource['name']}.csv")
            if answer.status == 200 and (problem := whole(answer, resource)):
                self.ledger.blame(f"{path}/{resource['name']}.csv: {problem}")
        for file in ("datapackage.json", "changes.json"):
            self._get(f"{url}/{file}")

    def acknowledged(self) -> None:
        """Every acknowledged version is there with the bytes and the serial that were acknowledged."""
        for each in self.ledger.acknowledged():
            found = self.listed.get(f"{each.dataset}/{each.number}")
            if problem := _lost(each, found):
                self.ledger.count("lost")
                self.ledger.blame(f"{each.dataset} {each.number}, acknowledged: {problem}")

    def journal(self, followers: Sequence[Follower]) -> None:
        """No gap from the first serial to the last, the same on every host, and what each reader saw at the time."""
        logs = []
        for address in self.addresses:
            fresh = Follower(f"reader of all at {address}", address, self.ledger, followers[0].stop)
            since, before = 0, -1
            while since != before:
                since, before = fresh.read(since, wait=0), since
            logs.append({each["serial"]: _told(each) for each in fresh.seen})
            self.ledger.counts["events at the end"] = len(fresh.seen)
            if sorted(logs[-1]) != list(range(1, len(logs[-1]) + 1)):
                self.ledger.blame(f"{address}: serials of the journal are not 1 to {len(logs[-1])}")
        for other in logs[1:]:
            if other != logs[0]:
                self.ledger.blame("two hosts have two journals")
        for each in followers:
            serials = [event["serial"] for event in each.seen]
            if serials != list(range(1, len(serials) + 1)):
                self.ledger.blame(f"{each.name} saw other serials than 1 to {len(serials)}")
            if any(logs[0].get(event["serial"]) != _told(event) for event in each.seen):
                self.ledger.blame(f"{each.name} saw an event that is told otherwise now")
        closing = {
            f"{e['publisher']}/{e['dataset']}/{e['version']}": serial
            for serial, e in logs[0].items()
            if e["event"] == "version.published"
        }
        said = {path: version["serials"][1] for path, version in self.listed.items() if "serials" in version}
        if closing != said:
            odd = sorted(closing.items() ^ said.items())
            self.ledger.blame(f"journal and list of versions differ: {odd[:3]} ({len(odd)} in all)")

    def verify(self) -> None:
        """`flask verify` finds nothing."""
        done = self.stack.run("verify")
        if done.returncode != 0 or ", 0 problems" not in done.stdout:
            self.ledger.blame(f"verify: {done.returncode} {done.stdout[-1500:]!r} {done.stderr[-1500:]!r}")

    def next_publish(self, tables: Mapping[str, bytes]) -> None:
        """One publish to each dataset on each host works at once."""
        for place, address in enumerate(self.addresses):
            for dataset, content in tables.items():
                table = content + f"z{place},Nachher,planning,,,\n".encode()
                answer = upload(address, dataset, self.tokens[dataset], table)
                if answer.status not in (200, 201):
                    self.ledger.blame(f"the next publish on {dataset}: {answer.status} {answer.body[:300]!r}")
                    continue
                body = answer.json
                serial = None if body["unchanged"] else body["serial"]
                self.ledger.acknowledge(Acknowledged(dataset, body["version"], serial, table))

    def left_behind(self) -> list[str]:
        """Marks, files and folders that belong to nothing."""
        found = [f"mark of {path}" for path in self._marks()]
        assert self.stack.packages
        found += [f"file {path}" for path in self._strays(self.stack.packages)]
        uploads = self.stack.packages / UPLOADS if self.stack.s3 else self.stack.hosts[0].data_dir / "uploads"
        known = self._uploads()
        stored = {f.parent.relative_to(uploads).as_posix() for f in uploads.rglob("*") if f.is_file()}
        found += [f"files of upload {path}" for path in sorted(stored - known)]
        found += [f"record of upload {path} without files" for path in sorted(known - stored)]
        return found

    def _places(self) -> set[str]:
        """The folders of all versions, most of them called by their number."""
        query = (
            "SELECT p.name || '/' || d.name || '/' || coalesce(v.place, v.number) FROM versions v"
            " JOIN datasets d ON d.id = v.dataset_id JOIN publishers p ON p.id = d.publisher_id"
        )
        return set(self._ask_database(query))

    def _strays(self, packages: Path) -> Iterator[str]:
        places = self._places()
        self.ledger.counts["versions kept beside their place"] = sum("~" in each for each in places)
        for file in sorted(packages.rglob("*")):
            path = file.relative_to(packages)
            if path.parts[0] == UPLOADS:
                continue
            if file.is_dir():
                # A bucket has no folders; those of the store that stands for one are its own affair.
                if not self.stack.s3 and len(path.parts) >= 3 and path.as_posix() not in places:
                    yield f"{path}/"
            elif file.suffix == ".partial":
                self.ledger.count("halves of the S3 server's own writing (not ours)")
            elif path.parent.as_posix() not in places or path.name not in FILES:
                yield str(path)

    def _uploads(self) -> set[str]:
        found = set()
        for dataset, token in self.tokens.items():
            headers = {"Authorization": f"Bearer {token}"}
            answer = ask(f"{dataset_url(self.addresses[0], dataset)}/uploads?limit=0", headers=headers)
            found |= {f"{dataset}/{each['id']}" for each in answer.json["items"]}
        return found

    def _marks(self) -> list[str]:
        return self._ask_database("SELECT path FROM unfinished ORDER BY path")

    def _ask_database(self, query: str) -> list[str]:
        if self.stack.postgresql:
            url = self.stack.hosts[0].env["DATABASE_URL"]
            with psycopg.connect(url) as connection:
                return [row[0] for row in connection.execute(query.encode())]
        file = self.stack.hosts[0].data_dir / "opendata.sqlite"
        with sqlite3.connect(file) as database:
            return [row[0] for row in database.execute(query)]

    def _get(self, url: str) -> Answer:
        answer = ask(url)
        if answer.status != 200:
            self.ledger.count("half visible")
            self.ledger.blame(f"{url}: {answer.status} {answer.body[:300]!r}")
        return answer


def _lost(each: Acknowledged, found: Mapping[str, Any] | None) -> str:
    """How a version differs from what was acknowledged; empty if it does not."""
    if found is None:
        return "is not there"
    hashes = {resource["name"]: resource["hash"] for resource in found.get("resources", [])}
    if hashes.get("plans") != each.digest:
        return "has other content"
    if each.serial is not None and found["serials"][1] != each.serial:
        return f"has serial {found['serials'][1]}, not {each.serial}"
    return ""


def _told(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event without its links, in which each host names itself."""
    return {name: value for name, value in event.items() if name != "links"}
