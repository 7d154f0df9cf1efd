"""WebSub: a hub that the operator has named is told which feeds have something new, and tells their subscribers.

Here: which feeds, and when. Not here: the feeds and their links to the hub (api/feeds.py).
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from opendata.domain.model import Entry
from opendata.steps.messenger import Messenger
from opendata.steps.ports.jobs import NewJob
from opendata.steps.ports.journal import Scope
from opendata.steps.ports.outgoing import NotReached

JOB = "hub"
MOST_ENTRIES = 500  # of which a job tells; another job then goes on
MOST_TOPICS = 50  # in one request
MOST_WAIT = timedelta(hours=1)  # between two attempts
FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "opendata-websub/1"}
# The addresses of the feeds that have something new because of an entry. The keys are those of rows whose feed goes
# on with the row of the entry.
Topics = Callable[[Entry, Collection[str]], Iterable[str]]
MOST_STEPS = 50  # from the key of a row to those that it had before


def add_due(messenger: Messenger, now: datetime) -> int:
    """Add a job if the hub was not told of something yet, unless another worker did; returns how many."""
    state = messenger.hubs.due(messenger.hub, now) if messenger.hub else None
    if state is None:
        return 0
    job = NewJob(_job_id(state.url, state.turn), JOB)
    if messenger.jobs.add(job, now):
        return 1
    if messenger.jobs.is_over(job.id):
        # A worker of an earlier release has taken the job, which it does not know.
        messenger.hubs.failed(state, now, "given-up")
    return 0


def ping(messenger: Messenger, topics: Topics, clock: Callable[[], datetime]) -> str:
    """Tell the hub of the feeds that have something new; returns what became of it, in words for the log."""
    state = messenger.hubs.due(messenger.hub, clock()) if messenger.hub else None
    if state is None:
        return "the hub was told before"
    entries = messenger.journal.since(state.serial, MOST_ENTRIES, Scope())
    earlier = _earlier_keys(messenger, entries)
    told = list(dict.fromkeys(topic for entry in entries for topic in topics(entry, earlier[_row(entry)])))
    if entries and (error := _refused(messenger, state.url, told)):
        wait = min(MOST_WAIT, timedelta(seconds=10) * 2 ** min(state.failures, 20))
        messenger.hubs.failed(state, clock() + wait, error)
        return f"the hub did not take it: {error}"
    serial = entries[-1].serial if entries else messenger.journal.last_serial()
    messenger.hubs.told(state, serial)
    return f"the hub was told of {len(told)} feeds"


def _row(entry: Entry) -> tuple[str, str, str | None, str | None]:
    return entry.publisher, entry.dataset, entry.event.resource, entry.event.key


def _earlier_keys(messenger: Messenger, entries: Sequence[Entry]) -> Mapping[tuple[Any, ...], Collection[str]]:
    """For the row of each entry, the keys of the rows that became it: their feeds tell of it as well."""
    earlier: dict[tuple[Any, ...], set[str]] = {_row(entry): set() for entry in entries}
    for table in dict.fromkeys(row[:3] for row in earlier if row[3] is not None):
        # For each key that is asked for, the rows that want to know which keys it had before.
        asking = {row[3]: {row} for row in earlier if row[:3] == table and row[3] is not None}
        for _ in range(MOST_STEPS):
            further: dict[str, set[tuple[Any, ...]]] = {}
            for step in messenger.journal.successions(Scope(*table), after=list(asking)):
                new = {row for row in asking[step.successor] if step.key not in earlier[row] | {row[3]}}
                for row in new:
                    earlier[row].add(step.key)
                further.setdefault(step.key, set()).update(new)
            asking = {key: rows for key, rows in further.items() if rows}
            if not asking:
                break
    return earlier


def given_up(messenger: Messenger, now: datetime) -> None:
    """Let another job go on, after the workers of this one died again and again."""
    state = messenger.hubs.due(messenger.hub, now) if messenger.hub else None
    if state is not None:
        messenger.hubs.failed(state, now + MOST_WAIT, "given-up")


def _refused(messenger: Messenger, hub: str, topics: Sequence[str]) -> str | None:
    """Why the hub did not take these topics; None if it took them."""
    for start in range(0, len(topics), MOST_TOPICS):
        named = "".join(f"&hub.url={quote(topic, safe='')}" for topic in topics[start : start + MOST_TOPICS])
        try:
            answer = messenger.outgoing.post(hub, FORM, f"hub.mode=publish{named}".encode())
        except NotReached as error:
            return error.reason
        if not 200 <= answer.status < 300:
            return str(answer.status)
    return None


def _job_id(url: str, turn: int) -> str:
    return f"hub-{hashlib.sha256(url.encode()).hexdigest()[:12]}-{turn}"
