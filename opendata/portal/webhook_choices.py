"""What a webhook can be told of, as people call it: the events of a publisher's datasets.

Here: their names and words, from the kinds. Not here: the form (webhook_pages.py).
"""

from collections.abc import Iterator, Mapping, Sequence

from opendata.domain.journal.row_events import CONFIRMED, PUBLISHED, WITHDRAWN
from opendata.domain.kinds import Kind, Table
from opendata.domain.model import Dataset
from opendata.portal.words.catalogue import words

OF_VERSIONS = (PUBLISHED, CONFIRMED, WITHDRAWN)
OF_ROWS = ("added", "changed", "removed")


def event_choices(datasets: Sequence[Dataset], kinds: Mapping[str, Kind], language: str) -> Sequence[tuple[str, str]]:
    """The events that these datasets can have, each with its words: those of versions, then those of rows."""
    choices = {name: words(f"webhook.event.{name}", language) for name in OF_VERSIONS}
    for name in dict.fromkeys(dataset.kind for dataset in datasets):
        for table in kinds[name]:
            choices |= dict(_events_of(table, language))
    return list(choices.items())


def _events_of(table: Table, language: str) -> Iterator[tuple[str, str]]:
    entity = table.entity_labels.get(language, table.entity)
    for name in OF_ROWS:
        yield f"{table.entity}.{name}", words(f"webhook.event.{name}", language, entity=entity)
    for field in table:
        if field.event:
            told = words("webhook.event.field", language, entity=entity, field=field.label(language))
            yield f"{table.entity}.{field.event}", told
