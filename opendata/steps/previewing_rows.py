"""Previewing rows: everything that would be published about one row, if its draft were published now.

Here: the story of a row with the draft as its last chapter. Not here: the draft's plan (previewing.py), the page
(site/row_page.py).
"""

from dataclasses import replace
from datetime import datetime

import polars as pl

from opendata.domain.errors import RowNotFound
from opendata.domain.journal.event_columns import Events
from opendata.domain.model import Entry, Resource, Version
from opendata.steps.previewing import Preview
from opendata.steps.reading import Reading, Snapshot, of_row
from opendata.steps.row_story import RowStory, row_story


def row_of_draft(reading: Reading, seen: Preview, resource: str, key: str, now: datetime) -> RowStory:
    """The story of a row of a draft as its page would tell it; raises ResourceNotFound, RowNotFound."""
    draft, dataset = seen.draft, seen.draft.dataset
    version = _next_version(seen, now)
    snapshot = Snapshot(dataset, version, draft.kind, draft.frames.__getitem__)
    table = draft.kind.table(resource)
    row = snapshot.row(table, key)
    if row is None:
        raise RowNotFound(resource, key)
    lineage = reading.lineage(dataset, resource, key)
    scope = of_row(dataset, resource, key, lineage.history())
    if reading.journal.newest(1, scope):
        told = row_story(reading, dataset, resource, key)
    else:
        told = RowStory(snapshot, row, [], [], is_cut=False, versions={}, lineage=lineage)
    mine = seen.events.frame.filter((pl.col("resource") == resource) & (pl.col("key") == key))
    coming = [
        Entry(0, now, dataset.publisher.name, dataset.name, version.number, event, "") for event in Events(mine)
    ]
    versions = {**told.versions, version.number: version}
    return replace(told, snapshot=snapshot, values=row, entries=[*told.entries, *coming], versions=versions)


def _next_version(seen: Preview, now: datetime) -> Version:
    draft = seen.draft
    return Version(
        publisher=draft.dataset.publisher.name,
        dataset=draft.dataset.name,
        number=seen.plan.number or draft.dataset.current or "",
        as_of=draft.as_of,
        published_at=now,
        digest="",
        previous=draft.dataset.current,
        previous_digest=None,
        first_serial=0,
        last_serial=0,
        counts=seen.plan.counts,
        resources=[Resource(name, f"{name}.csv", frame.height, 0, "") for name, frame in draft.frames.items()],
        message=draft.message,
    )
