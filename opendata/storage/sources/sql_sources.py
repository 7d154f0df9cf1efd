"""Addresses that datasets follow in SQL, with the newest fetches of each, and the drafts that were made of them.

Here: keeping them so that only the job whose turn it is changes anything. Not here: fetching
(steps/fetching_sources.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from opendata.domain.model import Dataset
from opendata.domain.sources import Source, SourceFetch
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow, dataset_row
from opendata.storage.sql.schema import datasets, publishers, source_fetches, source_uploads, sources

KEPT_FETCHES = 50  # of each source
NAMED = ("publisher", "dataset")  # the columns of other tables in a Source


@dataclass(frozen=True)
class SqlSources:
    """Implements steps.ports.sources.Sources."""

    database: Database

    def get(self, dataset: Dataset) -> Source | None:
        mine = (publishers.c.name == dataset.publisher.name, datasets.c.name == dataset.name)
        return self._one(_sources().where(*mine))

    def by_id(self, source_id: str) -> Source | None:
        return self._one(_sources().where(sources.c.id == source_id))

    def all(self) -> Sequence[Source]:
        return self._some(_sources().order_by(publishers.c.name, datasets.c.name))

    def keep(self, dataset: Dataset, source: Source) -> None:
        values = {each.name: getattr(source, each.name) for each in fields(Source) if each.name not in NAMED}
        with self.database.writing() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            mine = sources.c.dataset_id == row.id
            changed = {**values, "turn": sources.c.turn + 1}
            if connection.execute(update(sources).where(mine, sources.c.id == source.id).values(**changed)).rowcount:
                return
            connection.execute(delete(sources).where(mine))
            connection.execute(insert(sources).values(dataset_id=row.id, **values))

    def remove(self, dataset: Dataset) -> bool:
        with self.database.writing() as connection:
            row = dataset_row(connection, dataset.publisher.name, dataset.name)
            return connection.execute(delete(sources).where(sources.c.dataset_id == row.id)).rowcount > 0

    def due(self, now: datetime) -> Sequence[Source]:
        return self._some(_sources().where(sources.c.next_at <= now).order_by(sources.c.next_at))

    def ask(self, source: Source, at: datetime) -> None:
        later = (sources.c.id == source.id, sources.c.next_at > at)
        with self.database.writing() as connection:
            connection.execute(update(sources).where(*later).values(next_at=at))

    def begin_upload(self, source: Source, upload_id: str) -> bool:
        with self.database.writing() as connection:
            # This statement locks the source's row: somebody who changes it waits, or this turn is over.
            in_turn = (sources.c.id == source.id, sources.c.turn == source.turn)
            if connection.execute(update(sources).where(*in_turn).values(turn=source.turn)).rowcount != 1:
                return False
            if connection.execute(select(source_uploads).where(source_uploads.c.upload == upload_id)).first() is None:
                values = {"upload": upload_id, "source": source.id, "looked_at": False}
                connection.execute(insert(source_uploads).values(**values))
        return True

    def uploads(self, source: Source) -> Sequence[tuple[str, bool]]:
        query = select(source_uploads.c.upload, source_uploads.c.looked_at).where(
            source_uploads.c.source == source.id
        )
        with self.database.asking() as connection:
            return [(row.upload, row.looked_at) for row in connection.execute(query)]

    def forget_uploads(self, source: Source, upload_ids: Sequence[str]) -> None:
        mine = (source_uploads.c.source == source.id, source_uploads.c.upload.in_(list(upload_ids)))
        with self.database.writing() as connection:
            connection.execute(delete(source_uploads).where(*mine))

    def look_at(self, upload_id: str) -> None:
        mine = (source_uploads.c.upload == upload_id, source_uploads.c.looked_at.is_(False))
        with self.database.asking() as connection:
            is_news = connection.execute(select(source_uploads.c.upload).where(*mine)).first() is not None
        if is_news:
            with self.database.writing() as connection:
                connection.execute(update(source_uploads).where(*mine).values(looked_at=True))

    def end(self, source: Source, fetch: SourceFetch | None, **values: Any) -> bool:
        in_turn = (sources.c.id == source.id, sources.c.turn == source.turn)
        with self.database.writing() as connection:
            ending = update(sources).where(*in_turn).values(turn=source.turn + 1, **values)
            if connection.execute(ending).rowcount != 1:
                return False
            if fetch is not None:
                connection.execute(insert(source_fetches).values(source=source.id, turn=source.turn, **vars(fetch)))
                newest = (
                    select(source_fetches.c.id)
                    .where(source_fetches.c.source == source.id)
                    .order_by(source_fetches.c.turn.desc())
                    .limit(KEPT_FETCHES)
                )
                old = (source_fetches.c.source == source.id, source_fetches.c.id.not_in(newest))
                connection.execute(delete(source_fetches).where(*old))
        return True

    def told(self, source: Source, now: datetime) -> bool:
        mine = (sources.c.id == source.id, sources.c.told_at.is_(None))
        with self.database.writing() as connection:
            return connection.execute(update(sources).where(*mine).values(told_at=now)).rowcount == 1

    def fetches(self, source: Source) -> Sequence[SourceFetch]:
        query = select(source_fetches).where(source_fetches.c.source == source.id)
        with self.database.asking() as connection:
            return [_fetch_of(row) for row in connection.execute(query.order_by(source_fetches.c.turn.desc()))]

    def _one(self, query: Select[Any]) -> Source | None:
        found = self._some(query)
        return found[0] if found else None

    def _some(self, query: Select[Any]) -> Sequence[Source]:
        with self.database.asking() as connection:
            return [_source_of(row) for row in connection.execute(query)]


def _sources() -> Any:
    names = (publishers.c.name.label("publisher"), datasets.c.name.label("dataset"))
    return select(sources, *names).join_from(sources, datasets).join(publishers)


def _source_of(row: AnyRow) -> Source:
    return Source(**{each.name: getattr(row, each.name) for each in fields(Source)})


def _fetch_of(row: AnyRow) -> SourceFetch:
    return SourceFetch(**{each.name: getattr(row, each.name) for each in fields(SourceFetch)})
