"""What can be followed by mail: whether a subject exists, what people call it, and which topics there are.

Here: reading that from the catalogue, the kinds and the versions that hold now. Not here: who follows it
(following_by_mail.py), what happened to it (followed_entries.py).

A topic is a value of a field that puts rows into groups: the one by which pages group a table (its role "group"), and
the one by which cities are compared ("topic"). Topics of coded fields mean the same in every city; others are the
city's own words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.domain.errors import NothingPublished, RequestNotValid, VersionWithdrawn
from opendata.domain.following import Subject
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import Dataset
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.table_rows import distinct_values
from opendata.steps.reading import Reading, Snapshot
from opendata.steps.row_story import row_title

ROLES = ("group", "topic")
MOST_DATASETS = 50  # of a publisher, whose topics are offered
MOST_TOPICS = 300
LONGEST_TOPIC = 200  # characters
BYTES_OF_A_TOPIC = 500  # about what one takes in memory
EVERYTHING = {"de": "alle Städte und Gemeinden", "en": "all cities"}


@dataclass(frozen=True)
class Topic:
    """A value by which rows are grouped, as people call it."""

    field: str
    value: str
    field_label: str
    label: str


def topic_fields(table: Table, described: Table | None) -> list[Field]:
    """The fields of a table whose values are topics; described: the table of the kind as it is now, if there is one.

    A published version does not tell every role of its fields.
    """
    roles = [source.roles.get(role) for role in ROLES for source in (table, described) if source is not None]
    return [table.field(name) for name in dict.fromkeys(roles) if name and name in table.field_names]


def topics_in(reading: Reading, place: Subject, language: str) -> list[Topic]:
    """The topics of everything, of a publisher or of a dataset: those of codes first, then by their labels.

    Raises PublisherNotFound, DatasetNotFound.
    """
    if place.publisher is None:
        found = [topic for kind in reading.kinds.values() for topic in _coded_topics(kind, language)]
    else:
        datasets = _datasets_of(reading, place.publisher, place.dataset)
        found = [topic for dataset in datasets for topic in _topics_of(reading, dataset, language)]
    order = {(topic.field, topic.value): topic for topic in reversed(found)}
    labels = dict.fromkeys(topic.field_label for topic in found)
    places = {label: number for number, label in enumerate(labels)}
    topics = sorted(order.values(), key=lambda topic: (places[topic.field_label], natural_key(topic.label)))
    return topics[:MOST_TOPICS]


def must_exist(reading: Reading, subject: Subject) -> None:
    """Raise an error where there is nothing to follow: RequestNotValid, or that what is named was not found."""
    _must_be_whole(subject)
    if subject.dataset is not None and subject.publisher is not None:
        about = reading.dataset(subject.publisher, subject.dataset)
        if subject.resource is not None and subject.key is not None:
            reading.row_entries(about, subject.resource, subject.key)
    elif subject.publisher is not None:
        reading.catalogue.publisher(subject.publisher)
    if subject.field is None:
        return
    known = [(topic.field, topic.value) for topic in topics_in(reading, subject, "de")]
    if (subject.field, subject.value) not in known:
        german = "dieses Thema gibt es hier nicht"
        raise RequestNotValid("value", "there is no such topic here", german=german)


def subject_name(reading: Reading, subject: Subject, language: str) -> str:
    """What people call a subject, such as "Sektor Verkehr, Musterstadt"; raises the errors of must_exist()."""
    place = _place_name(reading, subject, language)
    if subject.field is None:
        return place
    topics = topics_in(reading, subject, language)
    named = (f"{t.field_label} {t.label}" for t in topics if (t.field, t.value) == (subject.field, subject.value))
    return f"{next(named, subject.value)} ({place})"


def _must_be_whole(subject: Subject) -> None:
    """Raise RequestNotValid where one name is missing without which another one means nothing."""
    needs = (("dataset", "publisher"), ("resource", "dataset"), ("key", "resource"), ("value", "field"))
    for name, needed in (*needs, ("resource", "key"), ("field", "value")):
        if getattr(subject, name) is not None and getattr(subject, needed) is None:
            raise RequestNotValid(needed, f"is needed with {name}", german=f"fehlt neben {name}")
    if subject.key is not None and subject.field is not None:
        raise RequestNotValid(
            "field", "a row has no topics", german="zu einem einzelnen Eintrag gibt es keine Themen"
        )


def _place_name(reading: Reading, subject: Subject, language: str) -> str:
    if subject.publisher is None:
        return EVERYTHING[language]
    if subject.dataset is None:
        return reading.catalogue.publisher(subject.publisher).title
    about = reading.dataset(subject.publisher, subject.dataset)
    if subject.resource is None or subject.key is None:
        return f"{about.publisher.title}: {about.title}"
    return f"{row_title(reading, about, subject.resource, subject.key)} ({about.publisher.title})"


def _datasets_of(reading: Reading, publisher: str, dataset: str | None) -> Sequence[Dataset]:
    if dataset is not None:
        return [reading.dataset(publisher, dataset)]
    reading.catalogue.publisher(publisher)
    return reading.catalogue.datasets(publisher)[:MOST_DATASETS]


def _coded_topics(kind: Kind, language: str) -> Iterator[Topic]:
    for table in kind:
        for field in topic_fields(table, table):
            for code in field.codes:
                yield Topic(field.name, code, field.label(language), field.code_label(code, language))


def _topics_of(reading: Reading, dataset: Dataset, language: str) -> Sequence[Topic]:
    """The topics of the rows that a dataset has now; raises AnswersBusy."""
    try:
        version = reading.latest(dataset)
    except (NothingPublished, VersionWithdrawn):
        return ()
    snapshot, kind = reading.snapshot(dataset, version), reading.kinds.get(dataset.kind)

    def read() -> tuple[Topic, ...]:
        tables = [(table, kind.table_or_none(table.name) if kind else None) for table in snapshot.tables()]
        return tuple(topic for table in tables for topic in _topics_in(snapshot, *table, language))

    return reading.dear([version], f"topics {language}", read, lambda topics: BYTES_OF_A_TOPIC * (len(topics) + 1))


def _topics_in(snapshot: Snapshot, table: Table, described: Table | None, language: str) -> Iterator[Topic]:
    for field in topic_fields(table, described):
        for value in sorted(distinct_values(snapshot.rows(table), field.name)):
            if len(value) <= LONGEST_TOPIC:
                yield Topic(field.name, value, field.label(language), field.code_label(value, language))
