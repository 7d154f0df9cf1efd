"""The catalogue: publishers and their datasets in SQL.

Here: adding and finding them. Not here: tokens and users (sql_accounts.py), versions and the journal.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.errors import AlreadyExists, PublisherNotFound
from opendata.domain.model import DATASET_SETTINGS, Dataset, Publisher
from opendata.domain.tables.natural_order import natural_key
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import (
    ASKED_AT_ONCE,
    AnyRow,
    dataset_of,
    dataset_row,
    publisher_of,
    select_datasets,
)
from opendata.storage.sql.schema import datasets, publishers


@dataclass(frozen=True)
class SqlCatalogue:
    """Implements steps.ports.catalogue.Catalogue."""

    database: Database

    def publishers(self) -> Sequence[Publisher]:
        with self.database.asking() as connection:
            rows = connection.execute(select(publishers).order_by(publishers.c.name)).all()
        return [publisher_of(row) for row in rows]

    def some_publishers(
        self, start: int, limit: int | None, *, by_title: bool = False
    ) -> tuple[Sequence[Publisher], int]:
        with self.database.reading() as connection:
            if by_title:  # in an order that no database has
                named = connection.execute(select(publishers.c.id, publishers.c.name, publishers.c.title)).all()
                named = sorted(named, key=lambda row: (_title_key(row.title), row.name))
                chosen = [row.id for row in named[start : None if limit is None else start + limit]]
                rows = {row.id: row for part in _parts(chosen) for row in connection.execute(part)}
                return [publisher_of(rows[publisher_id]) for publisher_id in chosen], len(named)
            query = select(publishers).order_by(publishers.c.name).offset(start).limit(limit)
            total = connection.execute(select(func.count()).select_from(publishers)).scalar_one()
            return [publisher_of(row) for row in connection.execute(query)], total

    def publisher(self, name: str) -> Publisher:
        return publisher_of(publisher_row(self.database, name))

    def datasets(self, publisher: str | None = None) -> Sequence[Dataset]:
        query = select_datasets().order_by(publishers.c.name, datasets.c.name)
        if publisher is not None:
            query = query.where(publishers.c.name == publisher)
        with self.database.asking() as connection:
            listed = [dataset_of(row) for row in connection.execute(query).all()]
        if publisher is not None and not listed:
            publisher_row(self.database, publisher)
        return listed

    def some_datasets(self, publisher: str, start: int, limit: int | None) -> tuple[Sequence[Dataset], int]:
        publisher_id = publisher_row(self.database, publisher).id
        mine = datasets.c.publisher_id == publisher_id
        query = select_datasets().where(mine).order_by(datasets.c.name).offset(start).limit(limit)
        with self.database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(datasets).where(mine)).scalar_one()
            return [dataset_of(row) for row in connection.execute(query)], total

    def named_datasets(self, names: Collection[tuple[str, str]]) -> Sequence[Dataset]:
        asked, found = sorted(names), list[Dataset]()
        with self.database.reading() as connection:
            for start in range(0, len(asked), ASKED_AT_ONCE):
                part = set(asked[start : start + ASKED_AT_ONCE])
                # Conditions on single columns are found by the indexes; of two cities with like names, some are more.
                own = publishers.c.name.in_({publisher for publisher, _ in part})
                query = select_datasets().where(own, datasets.c.name.in_({name for _, name in part}))
                listed = connection.execute(query.order_by(publishers.c.name, datasets.c.name))
                found += [
                    dataset for dataset in map(dataset_of, listed) if (dataset.publisher.name, dataset.name) in part
                ]
        return found

    def datasets_of(self, names: Sequence[str]) -> Sequence[Dataset]:
        query = select_datasets().where(publishers.c.name.in_(names)).order_by(publishers.c.name, datasets.c.name)
        with self.database.asking() as connection:
            return [dataset_of(row) for row in connection.execute(query)]

    def published_datasets(self, start: int, limit: int) -> tuple[Sequence[Dataset], int]:
        is_published = datasets.c.current.is_not(None)
        page = select_datasets().where(is_published).order_by(publishers.c.name, datasets.c.name)
        with self.database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(datasets).where(is_published)).scalar_one()
            return [dataset_of(row) for row in connection.execute(page.offset(start).limit(limit))], total

    def dataset(self, publisher: str, name: str) -> Dataset:
        with self.database.asking() as connection:
            return dataset_of(dataset_row(connection, publisher, name))

    def add_publisher(self, publisher: Publisher) -> None:
        try:
            with self.database.writing() as connection:
                connection.execute(insert(publishers).values(**vars(publisher)))
        except IntegrityError:
            raise AlreadyExists("publisher", publisher.name) from None

    def add_dataset(self, dataset: Dataset) -> None:
        publisher_id = publisher_row(self.database, dataset.publisher.name).id
        values = {name: getattr(dataset, name) for name in ("name", "kind", *DATASET_SETTINGS)}
        try:
            with self.database.writing() as connection:
                connection.execute(insert(datasets).values(publisher_id=publisher_id, **values))
        except IntegrityError:
            raise AlreadyExists("dataset", dataset.path) from None

    def change_dataset(self, dataset: Dataset) -> None:
        values = {name: getattr(dataset, name) for name in DATASET_SETTINGS}
        with self.database.writing() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(**values))

    def remember_mapping(self, dataset: Dataset) -> None:
        mapping = None if dataset.mapping is None else dict(dataset.mapping)
        with self.database.writing() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(mapping=mapping))


@lru_cache(maxsize=2**14)
def _title_key(title: str) -> tuple[str, str]:
    return natural_key(title)


def _parts(ids: Sequence[int]) -> Iterator[Select[Any]]:
    for start in range(0, len(ids), ASKED_AT_ONCE):
        yield select(publishers).where(publishers.c.id.in_(ids[start : start + ASKED_AT_ONCE]))


def publisher_row(database: Database, name: str) -> AnyRow:
    """The SQL row of a publisher; raises PublisherNotFound."""
    with database.asking() as connection:
        row = connection.execute(select(publishers).where(publishers.c.name == name)).one_or_none()
    if row is None:
        raise PublisherNotFound(name)
    return row
