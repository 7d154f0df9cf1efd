"""The catalogue: publishers, their datasets, tokens and users in SQL.

Here: adding and finding them. Not here: versions and the journal, and what a token may do (web/access.py).
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import collate, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.errors import AlreadyExists, PublisherNotFound
from opendata.domain.interfaces import Access
from opendata.domain.model import Dataset, Publisher
from opendata.storage.database import Database
from opendata.storage.rows import AnyRow, dataset_of, dataset_row, publisher_of, select_datasets
from opendata.storage.schema import datasets, publishers, tokens, users

TOKEN_PREFIX = "odt_"  # noqa: S105 - so that a token left in a file can be found by scanners


@dataclass(frozen=True)
class SqlCatalogue:
    """Implements domain.interfaces.Catalogue."""

    database: Database

    def publishers(self) -> Sequence[Publisher]:
        with self.database.asking() as connection:
            rows = connection.execute(select(publishers).order_by(publishers.c.name)).all()
        return [publisher_of(row) for row in rows]

    def some_publishers(
        self, start: int, limit: int | None, *, by_title: bool = False
    ) -> tuple[Sequence[Publisher], int]:
        title = publishers.c.title if self.database.is_sqlite else collate(publishers.c.title, "C")
        order = (func.lower(title), publishers.c.name) if by_title else (publishers.c.name,)
        query = select(publishers).order_by(*order).offset(start).limit(limit)
        with self.database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(publishers)).scalar_one()
            return [publisher_of(row) for row in connection.execute(query)], total

    def publisher(self, name: str) -> Publisher:
        return publisher_of(self._publisher_row(name))

    def datasets(self, publisher: str | None = None) -> Sequence[Dataset]:
        query = select_datasets().order_by(publishers.c.name, datasets.c.name)
        if publisher is not None:
            query = query.where(publishers.c.name == publisher)
        with self.database.asking() as connection:
            found = [dataset_of(row) for row in connection.execute(query).all()]
        if publisher is not None and not found:
            self._publisher_row(publisher)
        return found

    def datasets_of(self, names: Sequence[str]) -> Sequence[Dataset]:
        query = select_datasets().where(publishers.c.name.in_(names)).order_by(publishers.c.name, datasets.c.name)
        with self.database.asking() as connection:
            return [dataset_of(row) for row in connection.execute(query)]

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
        publisher_id = self._publisher_row(dataset.publisher.name).id
        values = {name: getattr(dataset, name) for name in ("name", "kind", "title", "licence", "rhythm")}
        try:
            with self.database.writing() as connection:
                connection.execute(insert(datasets).values(publisher_id=publisher_id, **values))
        except IntegrityError:
            raise AlreadyExists("dataset", dataset.path) from None

    def remember_mapping(self, dataset: Dataset, mapping: Mapping[str, Any]) -> None:
        with self.database.writing() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            connection.execute(update(datasets).where(datasets.c.id == row.id).values(mapping=dict(mapping)))

    def add_token(self, publisher: str, name: str, scopes: Sequence[str], now: datetime) -> str:
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        values = {"name": name, "hash": _hash(token), "scopes": " ".join(scopes), "created_at": now}
        publisher_id = self._publisher_row(publisher).id
        with self.database.writing() as connection:
            connection.execute(insert(tokens).values(publisher_id=publisher_id, **values))
        return token

    def access(self, token: str) -> Access | None:
        # Looked up by digest: how long it takes tells nothing about tokens that exist.
        query = (
            select(tokens, publishers.c.name.label("publisher"))
            .join_from(tokens, publishers)
            .where(tokens.c.hash == _hash(token))
        )
        with self.database.asking() as connection:
            row = connection.execute(query).one_or_none()
        return Access(row.publisher, frozenset(row.scopes.split())) if row else None

    def add_user(self, email: str, publisher: str, role: str, password_hash: str, now: datetime) -> None:
        values = {"email": email, "role": role, "password_hash": password_hash, "created_at": now}
        publisher_id = self._publisher_row(publisher).id
        try:
            with self.database.writing() as connection:
                connection.execute(insert(users).values(publisher_id=publisher_id, **values))
        except IntegrityError:
            raise AlreadyExists("user", email) from None

    def _publisher_row(self, name: str) -> AnyRow:
        with self.database.asking() as connection:
            row = connection.execute(select(publishers).where(publishers.c.name == name)).one_or_none()
        if row is None:
            raise PublisherNotFound(name)
        return row


def _hash(token: str) -> str:
    # A token has 256 random bits; a slow hash, as for passwords, would add nothing.
    return hashlib.sha256(token.encode()).hexdigest()
