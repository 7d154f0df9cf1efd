"""Sources of a publisher's datasets: following an address, fetching it now, and following it no more.

Here: the rules of it, the same for API, portal and terminal. Not here: fetching (fetching_sources.py).
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Dataset
from opendata.domain.source_errors import SourceNotFound
from opendata.domain.sources import AS_OF_RULES, FETCHED, RHYTHMS, Source, plain_address, shown_address
from opendata.steps.desk import Desk
from opendata.steps.source_desk import SourceDesk

BETWEEN_FETCHES = timedelta(seconds=30)  # when somebody asks for one after another


@dataclass(frozen=True)
class SourceWish:
    """How somebody wants an address to be followed."""

    url: str
    rhythm: str = "P1D"
    as_of_from: str = FETCHED
    publish: bool = False


def source_of(source_desk: SourceDesk, dataset: Dataset) -> Source:
    """The source of a dataset; raises SourceNotFound."""
    source = source_desk.sources.get(dataset)
    if source is None:
        raise SourceNotFound(dataset.publisher.name, dataset.name)
    return source


def follow(source_desk: SourceDesk, desk: Desk, dataset: Dataset, wish: SourceWish, now: datetime) -> Source:
    """Let a dataset follow an address, in place of the one that it followed before; it is fetched at once.

    Raises RequestNotValid.
    """
    url = plain_address(wish.url)
    source_desk.fetcher.must_be_address("url", url)
    _must_be_one_of("rhythm", wish.rhythm, list(RHYTHMS))
    _must_be_one_of("as_of_from", wish.as_of_from, AS_OF_RULES)
    before = source_desk.sources.get(dataset)
    source = Source(
        id=before.id if before else secrets.token_hex(8),
        publisher=dataset.publisher.name,
        dataset=dataset.name,
        url=url,
        rhythm=wish.rhythm,
        as_of_from=wish.as_of_from,
        publish=wish.publish,
        made_by=desk.by.name,
        made_by_person=desk.by.person,
        made_at=now,
        next_at=_soon(before, now),
    )
    # What came of the content before tells nothing about another address, another date, or another way to publish.
    if before and (before.url, before.as_of_from, before.publish) == (url, wish.as_of_from, wish.publish):
        known = ("checked_at", "whole_at", "digest", "etag", "modified", "etag_url", "failures", "failing_since")
        source = replace(source, **{name: getattr(before, name) for name in (*known, "told_at")})
    source_desk.sources.keep(dataset, source)
    act = "source.changed" if before else "source.made"
    desk.note(act, source.publisher, dataset=dataset.name, title=dataset.title, url=shown_address(url))
    return source_of(source_desk, dataset)


def stop(source_desk: SourceDesk, desk: Desk, dataset: Dataset) -> None:
    """Follow an address no more; drafts that were made of it stay. Raises SourceNotFound."""
    source = source_of(source_desk, dataset)
    if source_desk.sources.remove(dataset):
        about = {"dataset": dataset.name, "title": dataset.title, "url": shown_address(source.url)}
        desk.note("source.removed", source.publisher, **about)


def fetch_now(source_desk: SourceDesk, desk: Desk, dataset: Dataset, now: datetime) -> Source:
    """Let a source be fetched now, or in some seconds where that was done just now; raises SourceNotFound."""
    source = source_of(source_desk, dataset)
    at = _soon(source, now)
    if source.next_at is None or source.next_at > at:
        source_desk.sources.ask(source, at)
        desk.note("source.asked", source.publisher, dataset=dataset.name, title=dataset.title)
    return source_of(source_desk, dataset)


def _soon(source: Source | None, now: datetime) -> datetime:
    """Now, or in some seconds where the source was fetched just now: nobody else's server is asked over and over."""
    return max(now, source.checked_at + BETWEEN_FETCHES) if source and source.checked_at else now


def _must_be_one_of(name: str, value: str, known: list[str] | tuple[str, ...]) -> None:
    if value not in known:
        raise RequestNotValid(name, f"there is no '{value[:40]}'", known, f"„{value[:40]}“ gibt es hier nicht")
