"""Fetching sources: each address that a dataset follows is fetched on its rhythm, by one job at a time.

A source has one job at a time, which its turn names, as webhooks have it (delivering.py). A job that dies is taken up
by another worker; what it had kept already is recognised.

Here: when, and what is noted about it. Not here: asking for files (source_files.py), what becomes of them
(taking_content.py), the mail about failures (telling_of_sources.py).
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from opendata.domain.sources import (
    FAILED,
    TELL_AFTER,
    UNCHANGED,
    FetchedContent,
    FetchFailed,
    Source,
    SourceFetch,
    next_attempt_at,
    next_fetch,
)
from opendata.steps.ports.jobs import NewJob
from opendata.steps.source_desk import SourceDesk
from opendata.steps.source_files import NOT_MODIFIED, OK, SourceReader
from opendata.steps.taking_content import Taken, TurnOver, take
from opendata.steps.telling_of_sources import tell_of_failures

log = logging.getLogger("opendata.sources")
JOB = "fetch-source"
PARTS_OF_LUCK = 1_000


def add_due(source_desk: SourceDesk, now: datetime) -> int:
    """Add a job for each source whose time has come, unless another worker did; returns how many."""
    added = 0
    for source in source_desk.sources.due(now):
        job = job_of(source)
        if source_desk.jobs.add(job, now):
            added += 1
        elif source_desk.jobs.is_over(job.id):
            # A worker of an earlier release has taken the job, which it does not know.
            source_desk.sources.end(source, None)
    return added


def job_of(source: Source) -> NewJob:
    """The job that fetches a source in its present turn."""
    return NewJob(f"source-{source.id}-{source.turn}", JOB, f"{source.id} {source.turn}")


def fetch(
    source_desk: SourceDesk, argument: str, clock: Callable[[], datetime], tell: Callable[[float], None]
) -> str:
    """Fetch a source, and make of it what there is to make; what became of it, in words for the log.

    argument: the source and the turn of this job. tell: raises if another run has taken the job.
    """
    source = _in_turn(source_desk, argument)
    if source is None:
        return "the source is gone, or was fetched before"
    now = clock()
    content: FetchedContent | None = None
    try:
        content = SourceReader(source_desk.fetcher, source, source_desk.most_bytes, now).content()
        tell(0.3)
        taken = Taken(UNCHANGED, "not-modified") if content is None else take(source_desk, source, content, now, tell)
    except FetchFailed as error:
        return _failed(source_desk, source, error, clock())
    except TurnOver:
        return f"source of {source.path}: changed meanwhile"
    return _ended(source_desk, source, content, taken, now)


def given_up(source_desk: SourceDesk, argument: str, now: datetime) -> None:
    """Let another job go on later, after the workers of this one died again and again."""
    if source := _in_turn(source_desk, argument):
        _failed(source_desk, source, FetchFailed("broke-off"), now)


def _in_turn(source_desk: SourceDesk, argument: str) -> Source | None:
    """The source of a job if it is still the job's turn, or None."""
    source_id, _, turn = argument.partition(" ")
    source = source_desk.sources.by_id(source_id)
    return source if source is not None and str(source.turn) == turn else None


def _ended(
    source_desk: SourceDesk, source: Source, content: FetchedContent | None, taken: Taken, now: datetime
) -> str:
    size = sum(map(len, content.files.values())) if content else None
    fetch = SourceFetch(
        _fetch_id(source),
        now,
        taken.outcome,
        taken.reason,
        status=NOT_MODIFIED if content is None else OK,
        upload=taken.upload,
        version=taken.version,
        as_of=taken.as_of,
        bytes=size,
    )
    values: dict[str, Any] = {"failures": 0, "failing_since": None, "told_at": None, "checked_at": now}
    if content is not None:
        known = {"etag": content.etag, "modified": content.modified, "etag_url": content.url}
        values |= {"digest": content.digest, "whole_at": now, **known}
    source_desk.sources.end(source, fetch, next_at=next_fetch(source.rhythm, now, _luck()), **values)
    return f"source of {source.path}: {taken.outcome}"


def _failed(source_desk: SourceDesk, source: Source, error: FetchFailed, now: datetime) -> str:
    """What follows from a fetch that failed: another one later, and a mail after some days."""
    failures, since = source.failures + 1, source.failing_since or now
    next_at = next_attempt_at(source.rhythm, failures, now, _luck(), may_pass=error.may_pass)
    fetch = SourceFetch(
        _fetch_id(source), now, FAILED, error.reason, error.status, bytes=error.size, words=error.words
    )
    values = {"failures": failures, "failing_since": since, "checked_at": now, "next_at": next_at}
    # Only the reason is logged: the address may hold a secret, and so may what a library says of it.
    log.warning("the source of %s is not fetched: %s", source.path, error.status or error.reason)
    if source_desk.sources.end(source, fetch, **values) and now - since >= TELL_AFTER and source.told_at is None:
        tell_of_failures(source_desk, source, fetch, since, now)
    return f"source of {source.path}: failed: {error.status or error.reason}"


def _fetch_id(source: Source) -> str:
    return f"{source.id}-{source.turn}"


def _luck() -> float:
    """A number from 0 to 1 that nobody can foresee."""
    return secrets.randbelow(PARTS_OF_LUCK) / PARTS_OF_LUCK
