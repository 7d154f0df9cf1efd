"""Feed items: what the feeds say of each entry of the journal.

Here: titles, links, categories, licences and times of entries. Not here: which entries (feeds.py), bytes (formats/).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from opendata.domain.errors import RequestNotValid
from opendata.domain.journal.event_labels import event_label
from opendata.domain.journal.short_titles import ALL, DATASET, PUBLISHER, ROW, short_title
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Entry, Licence, licence
from opendata.formats.atom_feed import Category, FeedItem
from opendata.formats.entry_details import entry_html
from opendata.steps.ports.journal import Scope
from opendata.web.addresses import api_url, event_url
from opendata.web.services import services

MICROSECONDS, SECOND = 1_000_000, timedelta(seconds=1)


def feed_items(entries: Sequence[Entry], scope: Scope, language: str) -> list[FeedItem]:
    """The entries as items of a feed of this scope."""
    datasets = _datasets(entries)
    return [_item(entry, datasets[entry.publisher, entry.dataset], scope, language) for entry in entries]


def distinct_moment(moment: datetime, serial: int) -> datetime:
    """The moment to the second, and the last digits of the serial in place of its microseconds.

    The entries of a version have one time; readers that sort by time, or take the same time for the same entry, need
    one for each. It follows from the entry alone, so that it is the same in every feed and after `flask reindex`.
    """
    return moment.replace(microsecond=serial % MICROSECONDS)


def _updated(entry: Entry) -> datetime:
    """When the entry got its present content; a withdrawal in the second of the publication is a second later."""
    if entry.redacted_at is None:
        return distinct_moment(entry.at, entry.serial)
    return distinct_moment(entry.redacted_at + SECOND, entry.serial)


def licence_of(dataset: Dataset) -> Licence | None:
    """The licence of a dataset; None if it is none of those that are known here."""
    try:
        return licence(dataset.licence)
    except RequestNotValid:
        return None


def _item(entry: Entry, dataset: Dataset, scope: Scope, language: str) -> FeedItem:
    kind, event = services().kinds.get(dataset.kind), entry.event
    return FeedItem(
        entry_id=entry.entry_id,
        title=short_title(entry, kind, language, of=_heading(scope, entry)),
        summary=event.sentence[language],
        html=entry_html(entry, kind, language),
        link=event_url(entry),
        author=dataset.publisher.title,
        published=distinct_moment(entry.at, entry.serial),
        updated=_updated(entry),
        categories=_categories(entry, kind, language),
        licence=licence_of(dataset) if scope.dataset is None else None,
    )


def _heading(scope: Scope, entry: Entry) -> str:
    """Below which heading the title of an entry stands; an entry of another row in the feed of a row has its name."""
    if scope.key is not None:
        return ROW if entry.event.key == scope.key else DATASET
    return DATASET if scope.dataset else PUBLISHER if scope.publisher else ALL


def _categories(entry: Entry, kind: Kind | None, language: str) -> list[Category]:
    event = entry.event
    categories = [Category(name, event_label(name, kind, language)) for name in event.events]
    table = kind.table_or_none(event.resource) if kind and event.resource else None
    for role, term in (("group", event.row_group), ("status", event.row_status)):
        field = table.role(role) if table else None
        if kind and table and field and term:
            scheme = f"{api_url('kinds', kind.name)}#{table.name}/{field.name}"
            categories.append(Category(term, field.code_label(term, language), scheme))
    return categories


def _datasets(entries: Sequence[Entry]) -> Mapping[tuple[str, str], Dataset]:
    datasets = services().catalogue.named_datasets({(entry.publisher, entry.dataset) for entry in entries})
    return {(dataset.publisher.name, dataset.name): dataset for dataset in datasets}
