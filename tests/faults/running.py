"""One run: a service, its clients, faults by a seed for some minutes, and what came of it.

Here: the order of things and the summary. Not here: faults, clients and checks, each in its own module.
"""

import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from opendata.app import open_services
from opendata.config import Config
from opendata.domain.model import Dataset, Publisher
from tests.faults import clients
from tests.faults.checking import Checks
from tests.faults.faults import Disk, Fault, Rack, choose, wrong_clocks
from tests.faults.ledger import Ledger
from tests.faults.proxy import Misbehaving
from tests.machine import can_mount
from tests.making import PLANS, write_kind
from tests.stack import Stack, one_command, several_hosts

DATASETS = 4  # of each city
GRACE_SECONDS = 62  # marks of writers younger than a minute are let be
SIZES = (1, 3)


@dataclass(frozen=True)
class Plan:
    """What is to be run."""

    size: int
    seed: int
    seconds: float
    publishers: int = 12
    readers: int = 3
    cities: int = 4
    rows: int = 40
    pause: float = 2.0  # between two publications of one publisher, at most
    quiet: tuple[float, float] = (0.5, 6)  # between two faults
    most_faults: int = 1_000_000
    short: bool = False  # leave out what needs minutes of waiting


@dataclass
class Outcome:
    """What came of it."""

    plan: Plan
    ledger: Ledger
    done: dict[str, int] = field(default_factory=dict)
    left_before: list[str] = field(default_factory=list)
    left_after: list[str] = field(default_factory=list)
    not_done: list[str] = field(default_factory=list)
    spoilt: Mapping[str, int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.ledger.wrong and not self.left_after

    def table(self) -> str:
        """The summary."""
        plan, ledger = self.plan, self.ledger
        lines = [
            f"size {plan.size}, seed {plan.seed}, {plan.seconds:.0f} s of faults, {plan.publishers} publishers",
            "",
        ]
        lines += [f"  {count:6}  {name}" for name, count in sorted(self.done.items())]
        lines += [f"  {count:6}  requests to S3 spoilt: {name}" for name, count in sorted(self.spoilt.items())]
        lines += ["", *(f"  {count:6}  {name}" for name, count in sorted(ledger.counts.items()))]
        lines += ["", f"  {len(self.left_before):6}  left behind before it was cleared"]
        lines += [
            f"  {len(self.left_after):6}  orphans left after it",
            *(f"          {e}" for e in self.left_after[:20]),
        ]
        lines += [f"  {len(ledger.wrong):6}  wrong", *(f"          {each}" for each in ledger.wrong[:20])]
        lines += [f"  not done here: {each}" for each in self.not_done]
        return "\n".join([*lines, "", "good" if self.good else "NOT GOOD"])


def run(plan: Plan) -> Outcome:
    """Run it; what it does is printed as it does it."""
    outcome = Outcome(plan, Ledger())
    with ExitStack() as things:
        folder = Path(things.enter_context(tempfile.TemporaryDirectory(prefix="opendata-faults-", dir="/tmp")))
        folder.chmod(0o711)  # PostgreSQL runs as another user
        disks = _disks(folder, outcome, things)
        proxy = things.enter_context(Misbehaving(plan.seed)) if plan.size == 3 else None
        stack = things.enter_context(_started(plan.size, folder / "disk", proxy))
        if disks and stack.s3 and stack.packages:
            disks["S3"] = Disk(stack.packages)
            things.callback(disks["S3"].close)
        clocks = {} if plan.short else wrong_clocks(stack.hosts, folder)
        if clocks:
            for host in stack.hosts:
                host.restart()
        elif not plan.short:
            outcome.not_done.append("clocks set back: there is no C compiler (apt-get install gcc)")
        tokens = _cities(stack, plan.cities)
        addresses = sorted({stack.address, *(host.address for host in stack.hosts)})
        rack = Rack(stack, outcome.ledger, random.Random(plan.seed), proxy, disks, clocks)
        _load_and_faults(outcome, rack, addresses, tokens)
        outcome.spoilt = proxy.spoilt if proxy else {}
        if not outcome.good:
            print(_complaints(stack), flush=True)
    return outcome


def _load_and_faults(outcome: Outcome, rack: Rack, addresses: list[str], tokens: Mapping[str, str]) -> None:
    plan, ledger, stack = outcome.plan, outcome.ledger, rack.stack
    stop, names = threading.Event(), list(tokens)
    ledger.begun = time.monotonic()
    publishers = []
    for number in range(plan.publishers):
        # The first dataset is everybody's, each other one that of two or three.
        places = {0, *((number * 2 + step) % len(names) for step in (0, 1, 3))}
        mine = {names[place]: tokens[names[place]] for place in sorted(places)}
        publishers.append(clients.Publisher(number, plan.seed, addresses, mine, ledger, stop, plan.rows, plan.pause))
    followers = [clients.Follower(f"follower of {each}", each, ledger, stop) for each in addresses]
    readers = [clients.Reader(n, plan.seed, addresses, names, ledger, stop) for n in range(plan.readers)]
    everybody: list[threading.Thread] = [*publishers, *followers, *readers]
    for each in everybody:
        each.start()
    try:
        _make_faults(outcome, rack, stop)
    finally:
        if rack.proxy:
            rack.proxy.behave()
        rack.mend()
        time.sleep(1)
        stop.set()
        for each in everybody:
            each.join(clients.ANSWER_SECONDS + 30)
    _say(ledger, "the faults are over; looking at what is there")
    for follower in followers:  # what was published last
        since = follower.seen[-1]["serial"] if follower.seen else 0
        while (further := follower.read(since, wait=0)) != since:
            since = further
    if rack.proxy:
        rack.proxy.settle()
    _check(outcome, Checks(stack, ledger, addresses, tokens), followers)


def _make_faults(outcome: Outcome, rack: Rack, stop: threading.Event) -> None:
    plan, ledger, by = outcome.plan, outcome.ledger, rack.random
    faults = list(rack.faults())
    waiting: list[Fault] = []
    stop.wait(1.5 if plan.short else 5)
    while ledger.seconds() < plan.seconds and sum(outcome.done.values()) < plan.most_faults:
        if not waiting:  # each once before one comes again
            waiting = by.sample(faults, len(faults))
        chosen = choose([waiting.pop()], by) if by.random() < 0.7 else choose(faults, by)
        for fault in chosen:
            _say(ledger, fault.name)
            outcome.done[fault.name] = outcome.done.get(fault.name, 0) + 1
            fault.begin()
        longest = max(by.uniform(*fault.seconds) for fault in chosen)
        stop.wait(min(longest, 2.5) if plan.short else longest)
        for fault in chosen:
            fault.end()
        rack.mend()
        stop.wait(by.uniform(*plan.quiet))


def _check(outcome: Outcome, checks: Checks, followers: list[clients.Follower]) -> None:
    plan, ledger = outcome.plan, outcome.ledger
    checks.all(followers)
    outcome.left_before = checks.left_behind()
    if not plan.short:
        _say(ledger, "waiting until what was left behind may be cleared")
        time.sleep(GRACE_SECONDS)
    # For each dataset some table that is new to it.
    checks.next_publish(
        {name: f"{clients.HEADER}\nm0001,Plan 1,planning,,,Ende\n".encode() for name in checks.tokens}
    )
    _sweep(checks.stack)
    checks.all(followers)
    outcome.left_after = checks.left_behind()


def _sweep(stack: Stack) -> None:
    """What the periodic jobs do, now: nobody is writing, so nothing is too young."""
    services = open_services(Config.from_env(stack.hosts[0].env))
    try:
        later = datetime.now(UTC) + timedelta(hours=1)
        # In a bucket twice: marks stay there for as long as something may yet arrive.
        services.versions.sweep(later)
        services.versions.sweep(later + timedelta(hours=1))
        services.uploads.clear_strays(later)
    finally:
        services.close()


def _cities(stack: Stack, count: int) -> dict[str, str]:
    """Cities and their datasets; returns the token for each dataset."""
    services = open_services(Config.from_env(stack.hosts[0].env))
    tokens = {}
    try:
        for number in range(count):
            city = Publisher(f"stadt-{number}", f"Stadt {number}")
            services.catalogue.add_publisher(city)
            token = services.accounts.add_token(city.name, "faults", ("upload", "publish"), datetime.now(UTC))
            for place in range(DATASETS):
                dataset = Dataset(city, f"plaene-{place}", "plans", f"Pläne {place}")
                services.catalogue.add_dataset(dataset)
                tokens[dataset.path] = token
    finally:
        services.close()
    return tokens


@contextmanager
def _started(size: int, folder: Path, proxy: Misbehaving | None) -> Iterator[Stack]:
    folder.mkdir(exist_ok=True)
    write_kind(folder / "kinds", PLANS)
    kinds = str(folder / "kinds")
    if size == 1:
        with one_command(folder, KINDS_DIR=kinds) as stack:
            yield stack
        return
    # The servers keep their data in folders of their own, which shall lie on the small disk.
    kept, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        with several_hosts(folder, before_s3=proxy.before if proxy else None, KINDS_DIR=kinds) as stack:
            yield stack
    finally:
        tempfile.tempdir = kept


def _disks(folder: Path, outcome: Outcome, things: ExitStack) -> dict[str, Disk]:
    if not can_mount():
        why = "disks that fill, folders that turn read-only: mounting needs root"
        if os.environ.get("CI") == "true":
            raise PermissionError(why)
        outcome.not_done.append(why)
        return {}
    disk = Disk(folder / "disk")
    things.callback(disk.close)
    return {"PostgreSQL and DATA_DIR" if outcome.plan.size == 3 else "DATA_DIR": disk}


def _complaints(stack: Stack) -> str:
    """What the processes said that they should not have."""
    lines = [line for line in stack.logs().splitlines() if "Traceback" in line or "Error" in line]
    return "\n".join(lines[-40:])


def _say(ledger: Ledger, what: str) -> None:
    print(f"{ledger.seconds():7.1f} s  {what}", flush=True)
