"""The journal for programs: what happened since a serial."""

import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import marshmallow as ma
from flask import Response, request

from opendata.api.description.notes_of_views import may_answer, shaped
from opendata.api.json_fields import WholeNumber
from opendata.api.lists import LARGEST, ListPart, links_field, texts_of_part
from opendata.api.openapi import ApiBlueprint
from opendata.domain.errors import RequestNotValid, SerialNotReached
from opendata.domain.journal import row_events as events
from opendata.domain.model import Entry
from opendata.domain.tables.json_values import dumps
from opendata.steps.ports.journal import Scope
from opendata.web import limits
from opendata.web.addresses import API, asked_url
from opendata.web.entry_bodies import entry_body
from opendata.web.services import services
from opendata.web.thread_shares import LONG_POLLS, RETRY_SECONDS

blueprint = ApiBlueprint("changes", __name__, url_prefix=API, description="The journal of public events")
LONGEST_WAIT_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.25
MOST_AT_ONCE = 10_000
READ_AT_ONCE = 250  # entries, which may be long


class ChangesQuery(ma.Schema):
    """From where in the journal, how much, and of whom."""

    since = WholeNumber(load_default=0, validate=ma.validate.Range(min=0, max=LARGEST))
    limit = WholeNumber(load_default=100, validate=ma.validate.Range(min=0, max=LARGEST))
    wait = WholeNumber(
        load_default=0,
        validate=ma.validate.Range(min=0, max=LONGEST_WAIT_SECONDS),
        metadata={"description": "seconds to wait for an event if there is none yet"},
    )
    publisher = ma.fields.String()
    dataset = ma.fields.String(metadata={"description": "with publisher"})
    event = ma.fields.String(metadata={"description": "such as measure.phase_changed"})
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]))


class EntrySchema(ma.Schema):
    """One public event."""

    serial = ma.fields.Integer(required=True)
    id = ma.fields.String(required=True, metadata={"description": "never changes; that of the entry in feeds"})
    at = ma.fields.DateTime(required=True)
    event = ma.fields.String(required=True, metadata={"description": "the most telling of events"})
    events = ma.fields.List(ma.fields.String(), metadata={"description": "all that happened to the row"})
    publisher = ma.fields.String(required=True)
    dataset = ma.fields.String(required=True)
    version = ma.fields.String(allow_none=True)
    resource = ma.fields.String(allow_none=True)
    key = ma.fields.String(allow_none=True)
    fields_ = ma.fields.Dict(data_key="fields", metadata=shaped("FieldChanges"))
    sentence = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    times_moved = ma.fields.Integer(metadata={"description": "how often the deadline was put off by now"})
    answers = ma.fields.List(
        ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), metadata=shaped("PublicAnswer")),
        metadata={"description": "what the publisher said: about, disposition, into or from (a key), reason"},
    )
    redacted_at = ma.fields.DateTime(
        metadata={"description": "when a withdrawal took out what it told; absent where it tells all"}
    )
    links = links_field()


class ChangesSchema(ma.Schema):
    """A part of the journal, oldest first."""

    items = ma.fields.List(ma.fields.Nested(EntrySchema))
    last_serial = ma.fields.Integer(metadata={"description": "ask for the next part with since=this"})
    links = links_field()


@blueprint.route("/changes")
@blueprint.arguments(ChangesQuery, location="query")
@blueprint.response(200, ChangesSchema)
@blueprint.doc(**may_answer("serial-not-reached", "publisher-not-found", "dataset-not-found"))
def list_changes(arguments: dict[str, Any]) -> Response:
    """The events after a serial, oldest first; ask again with the last_serial of the answer.

    Only so many requests wait at a time: the others are answered at once, with Retry-After if there is no event.
    """
    scope = _scope(arguments)
    limit = min(arguments["limit"] or MOST_AT_ONCE, MOST_AT_ONCE)
    with LONG_POLLS.tried(limits.client()) if arguments["wait"] else nullcontext(True) as may_wait:
        first, last = _wait_for(arguments["wait"] if may_wait else 0, arguments, min(limit, READ_AT_ONCE), scope)
    read: list[Entry] = []

    def bodies() -> Iterator[dict[str, Any]]:
        for entry in islice(_from(first, limit, scope, arguments.get("event")), limit):
            read.append(entry)
            yield entry_body(entry)

    items = list(texts_of_part(bodies(), ListPart(limit, 0)))
    # Where the entries are long, one more was read than the answer has room for.
    more = len(items) == limit or len(items) < len(read)
    last = read[len(items) - 1].serial if more else max(last, *(entry.serial for entry in read[-1:]), 0)
    rest = dumps({"last_serial": last, "links": _links(last, more=more)})
    response = Response(f'{{"items":[{",".join(items)}],{rest[1:]}', content_type="application/json")
    response.headers["Cache-Control"] = "no-cache"
    if not (may_wait or items):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _from(first: Sequence[Entry], limit: int, scope: Scope, event: str | None) -> Iterator[Entry]:
    """These entries and those after them, up to the limit, read part by part."""
    entries, left = first, limit
    while entries:
        yield from entries
        left -= len(entries)
        if left <= 0 or len(entries) < READ_AT_ONCE:
            return
        entries = services().journal.since(entries[-1].serial, min(left, READ_AT_ONCE), scope, event)


def _wait_for(seconds: int, arguments: dict[str, Any], limit: int, scope: Scope) -> tuple[Sequence[Entry], int]:
    """The events, and the serial up to which the answer has all of them."""
    journal, event, since = services().journal, arguments.get("event"), arguments["since"]
    give_up = time.monotonic() + seconds
    while True:
        # The head is read first: entries that arrive after it may be missing from this answer.
        head = journal.last_serial()
        if since > head:
            raise SerialNotReached(since, head)
        entries = journal.since(since, limit, scope, event) if head > since else []
        if entries or time.monotonic() >= give_up:
            break
        time.sleep(LOOK_AGAIN_SECONDS)
    if len(entries) == limit:
        return entries, entries[-1].serial
    return entries, max(head, entries[-1].serial if entries else 0)


def _links(last: int, *, more: bool) -> dict[str, str]:
    query = {name: value for name, value in request.args.items() if name != "since"}
    following = f"{request.base_url}?{urlencode({**query, 'since': str(last)})}"
    # "next" is given only if there are more entries now; "later" is the address to ask next in any case.
    return {"self": asked_url(), **({"next": following} if more else {}), "later": following}


def _scope(arguments: dict[str, Any]) -> Scope:
    publisher, dataset = arguments.get("publisher"), arguments.get("dataset")
    if dataset and not publisher:
        raise RequestNotValid("dataset", "give its publisher as well", ["publisher"], "braucht auch den Herausgeber")
    if publisher and dataset:
        services().catalogue.dataset(publisher, dataset)
    elif publisher:
        services().catalogue.publisher(publisher)
    if (event := arguments.get("event")) and event not in (known := _known_events()):
        raise RequestNotValid("event", f"there is no event '{event}'", known, f"das Ereignis „{event}“ gibt es nicht")
    return Scope(publisher, dataset)


def _known_events() -> list[str]:
    names = [name for kind in services().kinds.values() for name in events.event_names(kind)]
    return list(dict.fromkeys(names))
