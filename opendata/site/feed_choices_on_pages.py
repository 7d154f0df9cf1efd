"""Choices of feeds on pages: links to the feeds of one event, one status and one group of a dataset.

Here: which choices there are. Not here: what the feeds tell (api/feeds.py), their addresses (links.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.domain.journal.event_labels import event_label
from opendata.domain.journal.row_events import event_names
from opendata.domain.journal.row_states import LONGEST_STATE
from opendata.domain.kinds import Field, Kind
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.table_rows import distinct_values
from opendata.site.links import feed_link
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import Snapshot

MOST_CHOICES = 50  # of each sort; a table may have a group for each of its rows


@dataclass(frozen=True)
class ChosenFeed:
    """A feed that tells of a part of what happens."""

    label: str
    href: str


@dataclass(frozen=True)
class FeedChoices:
    """The feeds of one sort: one for each event, status or group."""

    label: str | None  # of the field; None: of the events
    feeds: Sequence[ChosenFeed]
    is_in_own_words: bool = False  # whether the labels are the publisher's, and so in one language


def feed_choices(snapshot: Snapshot, kind: Kind | None, scope: Scope, language: str) -> list[FeedChoices]:
    """The choices that the feed of a dataset gives; kind: that of the dataset as it is now, for its words."""
    events = [name for name in event_names(snapshot.kind) if _has_table(snapshot, name)]
    labelled = {event_label(name, kind or snapshot.kind, language): name for name in events}
    choices = [FeedChoices(None, _feeds(scope, "event", labelled))]
    statuses = [field for table in snapshot.tables() if (field := table.role("status")) and field.codes]
    for status in statuses:
        labelled = {status.code_label(code, language): code for code in status.codes}
        choices.append(FeedChoices(status.label(language), _feeds(scope, "phase", labelled)))
    for group, values in _groups(snapshot):
        labelled = {group.code_label(value, language): value for value in values[:MOST_CHOICES]}
        choices.append(FeedChoices(group.label(language), _feeds(scope, "group", labelled), not group.codes))
    return choices


def _groups(snapshot: Snapshot) -> Iterator[tuple[Field, list[str]]]:
    """The fields that hold groups, each with its values; a group that only names another row is none."""
    for table in snapshot.tables():
        group = table.role("group")
        if group is None or group.name in table.key_fields:
            continue
        values = [value for value in distinct_values(snapshot.rows(table), group.name) if value]
        if values:
            yield group, sorted((value for value in values if len(value) <= LONGEST_STATE), key=natural_key)


def _has_table(snapshot: Snapshot, event: str) -> bool:
    """Whether an event can happen in this dataset: it is about versions, or about rows of a table that has some."""
    entity = event.partition(".")[0]
    table = next((table for table in snapshot.kind if table.entity == entity), None)
    return table is None or any(part.name == table.name and part.rows for part in snapshot.version.resources)


def _feeds(scope: Scope, name: str, labelled: dict[str, str]) -> list[ChosenFeed]:
    return [ChosenFeed(label, feed_link(scope, **{name: value})) for label, value in labelled.items()]
