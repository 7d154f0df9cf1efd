"""SQL rows as publishers, datasets, versions, uploads and entries, and back; shared by the modules of storage/."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, Select, select

from opendata.domain.errors import DatasetNotFound, PublisherNotFound
from opendata.domain.journal.event_columns import event_of
from opendata.domain.model import Dataset, Entry, Publisher, Resource, Upload, Version, Withdrawal
from opendata.storage.sql.schema import datasets, publishers

AnyRow = Row[Any]
ASKED_AT_ONCE = 500  # a database limits the number of values in one query


def publisher_of(row: AnyRow, prefix: str = "") -> Publisher:
    """The publisher in a row whose columns bear this prefix."""
    values = row._mapping
    return Publisher(
        **{name: values[prefix + name] for name in ("name", "title", "ags", "population", "homepage", "email")}
    )


def select_datasets() -> Select[Any]:
    """Datasets with their publishers, whose columns are prefixed publisher_."""
    about = [column.label(f"publisher_{column.name}") for column in publishers.c if column.name not in ("id",)]
    return select(datasets, *about).join_from(datasets, publishers)


def dataset_of(row: AnyRow) -> Dataset:
    """The dataset in a row of select_datasets()."""
    values = row._mapping
    names = ("name", "kind", "title", "licence", "rhythm", "homepage", "email", "current", "mapping")
    return Dataset(publisher=publisher_of(row, "publisher_"), **{name: values[name] for name in names})


def dataset_row(connection: Connection, publisher: str, dataset: str) -> AnyRow:
    """The row of a dataset by name; raises DatasetNotFound, or PublisherNotFound if there is no such publisher."""
    query = select_datasets().where(publishers.c.name == publisher, datasets.c.name == dataset)
    row = connection.execute(query).one_or_none()
    if row is None:
        if connection.execute(select(publishers.c.id).where(publishers.c.name == publisher)).scalar() is None:
            raise PublisherNotFound(publisher)
        raise DatasetNotFound(publisher, dataset)
    return row


def id_of(publisher: str, dataset: str) -> ScalarSelect[int]:
    """The id of a dataset by name, as a part of a query."""
    query = select(datasets.c.id).join_from(datasets, publishers)
    return query.where(publishers.c.name == publisher, datasets.c.name == dataset).scalar_subquery()


def version_of(row: AnyRow, publisher: str, dataset: str) -> Version:
    """The version in a row of the table versions."""
    return Version(
        publisher=publisher,
        dataset=dataset,
        number=row.number,
        as_of=row.as_of,
        published_at=row.published_at,
        digest=row.digest,
        previous=row.previous,
        previous_digest=row.previous_digest,
        first_serial=row.first_serial,
        last_serial=row.last_serial,
        counts=row.counts,
        resources=[Resource(**resource) for resource in row.resources],
        message=row.message,
        withdrawal=(
            Withdrawal(row.withdrawn_at, row.withdrawn_reason, row.withdrawn_serial) if row.withdrawn_at else None
        ),
        place=row.place,
        answers=row.answers or (),
        edits=row.edits or 0,
    )


def version_values(version: Version, dataset_id: int) -> dict[str, Any]:
    """A version as the values of its row."""
    apart = ("publisher", "dataset", "resources", "counts", "withdrawal", "answers", "edits")
    return {
        "dataset_id": dataset_id,
        **{field.name: getattr(version, field.name) for field in fields(Version) if field.name not in apart},
        "counts": dict(version.counts),
        "resources": [dict(vars(resource)) for resource in version.resources],
        "answers": [dict(answer) for answer in version.answers] or None,
        "edits": version.edits or None,
    }


def upload_values(upload: Upload) -> dict[str, Any]:
    """An upload as the values of its row, its dataset left out."""
    apart = ("publisher", "dataset")
    return {field.name: getattr(upload, field.name) for field in fields(Upload) if field.name not in apart}


def entries_of(connection: Connection, query: Select[Any]) -> list[Entry]:
    """The entries that a query on the journal alone selects, in its order.

    A second query asks for the names of their datasets. In a join, PostgreSQL would read all datasets for a hundred
    entries.
    """
    rows = connection.execute(query).all()
    names: dict[int, tuple[str, str]] = {}
    ids = sorted({row.dataset_id for row in rows})
    for start in range(0, len(ids), ASKED_AT_ONCE):
        named = select(datasets.c.id, publishers.c.name, datasets.c.name).join_from(datasets, publishers)
        for dataset_id, publisher, dataset in connection.execute(
            named.where(datasets.c.id.in_(ids[start : start + ASKED_AT_ONCE]))
        ):
            names[dataset_id] = (publisher, dataset)
    return [_entry_of(row, *names[row.dataset_id]) for row in rows]


def _entry_of(row: AnyRow, publisher: str, dataset: str) -> Entry:
    return Entry(
        serial=row.serial,
        at=row.at,
        publisher=publisher,
        dataset=dataset,
        version=row.version,
        event=event_of(row._mapping),
        entry_id=row.entry_id,
        redacted_at=row.redacted_at,
    )
