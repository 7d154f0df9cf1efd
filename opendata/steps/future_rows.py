"""Future rows: a row as its page will tell of it once a draft is published.

Here: the story of a row with what the draft adds to it. Not here: the story that is public (reading.py).
"""

from datetime import datetime

from opendata.domain.errors import ResourceNotFound, RowNotFound
from opendata.domain.journal.event_columns import Events
from opendata.domain.model import Entry, Resource, Version
from opendata.steps.ports.journal import Scope
from opendata.steps.previewing import Preview
from opendata.steps.reading import MOST_ROW_ENTRIES, Reading, RowStory, Snapshot

NOT_YET = "urn:uuid:00000000-0000-0000-0000-000000000000"  # of entries that have no place in the journal yet


def future_story(reading: Reading, seen: Preview, resource: str, key: str, now: datetime) -> RowStory:
    """What the page of a row will tell; raises ResourceNotFound, RowNotFound."""
    draft, dataset = seen.draft, seen.draft.dataset
    if resource not in draft.tables:
        raise ResourceNotFound(resource, list(draft.tables))
    version = _version(seen, now)
    snapshot = Snapshot(dataset, version, draft.kind, lambda name: draft.tables[name].frame)
    lineage = reading.lineage(dataset, resource, key)
    scope = Scope(dataset.publisher.name, dataset.name, resource, key, tuple(lineage.history()))
    frame = seen.events.frame
    own = frame.filter((frame["resource"] == resource) & (frame["key"] == key))
    told = list(reading.journal.since(0, MOST_ROW_ENTRIES, scope))
    coming = [
        Entry(version.first_serial + place, now, dataset.publisher.name, dataset.name, version.number, event, NOT_YET)
        for place, event in enumerate(Events(own))
    ]
    values = snapshot.row(draft.kind.table(resource), key)
    if values is None and not coming:
        raise RowNotFound(resource, key)
    return RowStory(snapshot, values, [*told, *coming], [*reading.versions.history(dataset), version], lineage)


def _version(seen: Preview, now: datetime) -> Version:
    """The version that the draft will become, as far as it is known."""
    draft, last = seen.draft, seen.plan.last
    first = last.last_serial + 1 if last else 1
    return Version(
        publisher=draft.dataset.publisher.name,
        dataset=draft.dataset.name,
        number=seen.plan.number or "",
        as_of=draft.as_of,
        published_at=now,
        digest="",
        previous=last.number if last else None,
        previous_digest=last.digest if last else None,
        first_serial=first,
        last_serial=first + max(0, len(seen.events) - 1),
        counts=seen.plan.counts,
        resources=[Resource(name, f"{name}.csv", table.frame.height, 0, "") for name, table in draft.tables.items()],
        message=draft.message,
    )
