"""The stages of a hostile run, and what is asked of each.

Here: what is done, in which order, and the verdicts. Not here: the server (running.py), the inputs, crowds and
watchers, each in a module of its own.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager

from bench.hostile import crowds
from bench.hostile.running import Place
from bench.hostile.verdicts import Verdict, at_most, none_of, told
from bench.hostile.visits import Visit, visit
from bench.hostile.watching import Ordinary, Processes

ANSWERED_SECONDS = 5.0
MORE_MIB = 512.0
# What may stay after a minute: caches of tables and answers, which are bounded, and what allocators keep.
KEPT_MIB, GIVEN_BACK_SECONDS = 128.0, 60.0
HEALTHZ_SECONDS, LATEST_SECONDS, PUBLISH_SECONDS = 1.0, 1.0, 3.0
CROWD, HAMMERS, ABANDONED = 200, 40, 36
SETTLED_SECONDS = 300.0  # of a long run, after which memory must stay as it is
FLAT_MIB = 64.0


@contextmanager
def watched(
    place: Place, stage: str, verdicts: list[Verdict], *, is_mixed: bool = False
) -> Iterator[tuple[Ordinary, Processes]]:
    """Ask ordinary requests and watch the processes while the block lasts; then add the verdicts.

    is_mixed: everything comes at once, for long: then memory must not grow, which _flatness() judges, and what it
    comes to is only told.
    """
    _say(stage)
    ordinary, processes = place.ordinary(), place.processes()
    each_before, lost_before = processes.of_each(), len(processes.lost_workers())
    before = sum(each_before.values())
    with processes.watched(), ordinary.asking():
        yield ordinary, processes
    kept = processes.given_back(before + KEPT_MIB, GIVEN_BACK_SECONDS) - before
    left = processes.more_of_each(each_before)
    limits = (HEALTHZ_SECONDS, LATEST_SECONDS, PUBLISH_SECONDS)
    verdicts += [
        none_of(stage, "workers lost", processes.lost_workers()[lost_before:]),
        *_of_memory(stage, processes, before, max(0.0, kept), left, is_mixed=is_mixed),
        *(
            at_most(stage, f"{kind.name}, p99 of {len(kind.seconds)}", kind.p99, limit, "s", kind.failures)
            for kind, limit in zip(ordinary.kinds, limits, strict=True)
        ),
    ]


def _of_memory(
    stage: str, processes: Processes, before: float, kept: float, left: Sequence[str], *, is_mixed: bool
) -> list[Verdict]:
    most, after = "more memory, all processes", "of it kept after a minute"
    if is_mixed:
        return [told(stage, most, f"{processes.most_mib - before:.0f} MiB"), told(stage, after, f"{kept:.0f} MiB")]
    return [
        at_most(stage, most, processes.most_mib - before, MORE_MIB, "MiB", processes.at_most),
        at_most(stage, after, kept, KEPT_MIB, "MiB", left),
    ]


def inputs_are_sent(place: Place, *, at_once: int, seed: int) -> list[Verdict]:
    """Every input, by so many senders at once."""
    stage = "inputs one after another" if at_once == 1 else f"inputs, {at_once} at once"
    verdicts: list[Verdict] = []
    inputs = list(place.inputs)
    if at_once > 1:
        random.Random(seed).shuffle(inputs)  # noqa: S311 - chance that can be repeated
    with watched(place, stage, verdicts), ThreadPoolExecutor(at_once) as senders:
        visits = list(senders.map(lambda hostile: _told(visit(place.address, hostile, place.names)), inputs))
    return [*_of_visits(stage, visits), *verdicts]


def _of_visits(stage: str, visits: Sequence[Visit], *, is_mixed: bool = False) -> list[Verdict]:
    slow = [
        f"{came.seconds:.1f} s: {came.name} ({came.status})" for came in visits if came.seconds > ANSWERED_SECONDS
    ]
    bad = [f"{came.status}: {came.name}: {came.said}" for came in visits if not came.is_answered]
    late = f"inputs answered later than {ANSWERED_SECONDS:g} s"
    return [
        told(stage, late, f"{len(slow)} of {len(visits)}") if is_mixed else none_of(stage, late, slow, len(visits)),
        none_of(stage, "inputs with no answer, or 5xx but 503", bad, len(visits)),
    ]


def crowds_hold(place: Place, seconds: float) -> list[Verdict]:
    """Each crowd alone, then files that are sent and abandoned."""
    address, verdicts = place.address, list[Verdict]()
    stages: list[tuple[str, Sequence[AbstractContextManager[object]]]] = [
        (f"{CROWD} long polls", [crowds.waiting_for_changes(address, CROWD)]),
        (f"{CROWD} slow senders", crowds.slow_senders(address, CROWD)),
        (f"{CROWD} slow readers", [crowds.slow_readers(address, CROWD, place.large_answer)]),
        (
            f"{CROWD} of each at once",
            [
                crowds.waiting_for_changes(address, CROWD),
                *crowds.slow_senders(address, CROWD),
                crowds.slow_readers(address, CROWD, place.large_answer),
            ],
        ),
        (f"one comparison, {HAMMERS} clients", [crowds.hammering(address, HAMMERS, place.comparison)]),
    ]
    for stage, together in stages:
        with watched(place, stage, verdicts), ExitStack() as holding:
            for crowd in together:
                holding.enter_context(crowd)
            time.sleep(seconds)
    with watched(place, f"{ABANDONED} files sent and abandoned", verdicts):
        crowds.send_and_close(address, _heaviest(place), ABANDONED)
        time.sleep(seconds)
    return verdicts


def everything_mixed(place: Place, seconds: float, *, seed: int) -> list[Verdict]:
    """All inputs in an order of chance by four senders, all crowds, again and again."""
    stage, verdicts = f"{seconds / 60:.0f} minutes of everything", list[Verdict]()
    stop, visits = threading.Event(), list[Visit]()

    def send(number: int) -> None:
        chance = random.Random(seed * 1_000 + number)  # noqa: S311 - chance that can be repeated
        while not stop.is_set():
            visits.append(_told(visit(place.address, chance.choice(place.inputs), place.names)))

    with watched(place, stage, verdicts, is_mixed=True) as (_, processes), ExitStack() as holding:
        holding.callback(_joined([threading.Thread(target=send, args=[number]) for number in range(4)], stop))
        holding.enter_context(crowds.waiting_for_changes(place.address, CROWD // 4))
        for crowd in crowds.slow_senders(place.address, CROWD // 4):
            holding.enter_context(crowd)
        holding.enter_context(crowds.slow_readers(place.address, CROWD // 4, place.large_answer))
        holding.enter_context(crowds.hammering(place.address, 4, place.comparison))
        time.sleep(seconds)
    return [*_of_visits(stage, visits, is_mixed=True), *verdicts, *_flatness(stage, processes.samples)]


def _joined(threads: Sequence[threading.Thread], stop: threading.Event) -> Callable[[], None]:
    """Start the threads; what ends them."""
    for thread in threads:
        thread.start()

    def end() -> None:
        stop.set()
        for thread in threads:
            thread.join()

    return end


def _flatness(stage: str, samples: Sequence[tuple[float, float]]) -> list[Verdict]:
    """Whether the least memory of the last minutes is that of the minutes after the first five."""
    settled = [(at, mib) for at, mib in samples if at - samples[0][0] > SETTLED_SECONDS]
    if len(settled) < 10:
        return []
    third = len(settled) // 3
    first, last = (min(mib for _, mib in part) for part in (settled[:third], settled[-third:]))
    return [at_most(stage, "memory that grew after five minutes", max(0.0, last - first), FLAT_MIB, "MiB")]


def _heaviest(place: Place) -> bytes:
    """The input with the most merged ranges: small, and long to read."""
    return next(hostile.body() for hostile in place.inputs if "merged ranges" in hostile.name)


def _told(came: Visit) -> Visit:
    why = "" if came.status else f": {came.said}"
    _say(f"  {came.seconds:6.2f} s  {came.status}  {came.received / 2**20:7.2f} MiB  {came.name}{why}")
    return came


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
