"""Entries of the journal as programs get them: in the API, and in messages to webhooks, which no request causes.

Here: one entry as JSON with its links, and the feeds that it concerns. Not here: which entries are given
(api/changes.py, steps/delivering.py).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from flask import Flask

from opendata.domain.model import Entry
from opendata.domain.packages.descriptor import fields_json
from opendata.domain.tables.timestamps import moment_json
from opendata.web.addresses import dataset_url, feed_url, page_url, row_links
from opendata.web.language import LANGUAGES

FEED_ENDINGS = ("atom", "json")


def entry_body(entry: Entry) -> dict[str, Any]:
    """A journal entry as the API gives it."""
    event = entry.event
    body = {
        "serial": entry.serial,
        "at": moment_json(entry.at),
        "event": event.event,
        "events": list(event.events),
        "publisher": entry.publisher,
        "dataset": entry.dataset,
        "version": entry.version,
        "resource": event.resource,
        "key": event.key,
        "fields": fields_json(event),
        "sentence": dict(event.sentence),
        "id": entry.entry_id,
        "links": _entry_links(entry),
    }
    if event.answers:
        body["answers"] = [dict(answer) for answer in event.answers]
    if event.times_moved is not None:
        body["times_moved"] = event.times_moved
    if entry.redacted_at is not None:
        body["redacted_at"] = moment_json(entry.redacted_at)
    return body


def entry_body_at(entry: Entry, base_url: str) -> dict[str, Any]:
    """The same where nobody asks: its links begin with this address of the service."""
    with _as_if_asked_at(base_url):
        return entry_body(entry)


def feeds_of(entry: Entry, base_url: str, earlier_keys: Collection[str] = ()) -> list[str]:
    """The addresses of all feeds that have something new because of an entry, in each language.

    earlier_keys: of the rows that became the row of the entry, whose feeds go on with it.
    """
    place = (entry.publisher, entry.dataset)
    scopes: list[tuple[str, ...]] = [(), place[:1], place]
    if entry.event.resource and entry.event.key is not None:
        scopes += [(*place, entry.event.resource, key) for key in (entry.event.key, *sorted(earlier_keys))]
    with _as_if_asked_at(base_url):
        feeds = [feed_url(*scope, ending=ending) for scope in scopes for ending in FEED_ENDINGS]
    return [f"{feed}{query}" for feed in feeds for query in ("", *(f"?lang={name}" for name in LANGUAGES))]


@cache
def _nobodys_app() -> Flask:
    return Flask("opendata", static_folder=None)


@contextmanager
def _as_if_asked_at(base_url: str) -> Iterator[None]:
    """Let addresses.py make addresses that begin so, as it does for a request that was sent there."""
    with _nobodys_app().test_request_context(base_url=base_url):
        yield


def _entry_links(entry: Entry) -> dict[str, str]:
    place, event = (entry.publisher, entry.dataset), entry.event
    links = {"dataset": dataset_url(*place)}
    if entry.version:
        links["version"] = dataset_url(*place, "versions", entry.version)
        links["page"] = page_url(*place, "versions", entry.version)
    if event.resource and event.key is not None:
        of_row = row_links(*place, event.resource, event.key)
        links |= {"row": of_row.pop("self"), **of_row}
    return links
