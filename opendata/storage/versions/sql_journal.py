"""Reading the journal: the entries since a serial, and pages of entries for feeds.

Here: queries. Not here: what an entry says (domain/journal/row_events.py), how it gets its serial (sql_versions.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from opendata.domain.model import Entry
from opendata.steps.ports.journal import Scope
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import entries_of
from opendata.storage.sql.schema import datasets, journal, journal_head, publishers

MANY = 1_000_000_000


@dataclass(frozen=True)
class SqlJournal:
    """Implements steps.ports.journal.Journal."""

    database: Database

    def since(self, serial: int, limit: int, scope: Scope, event: str | None = None) -> Sequence[Entry]:
        conditions = [journal.c.serial > serial]
        if event:
            conditions.append(journal.c.events.contains(f"|{event}|", autoescape=True))
        return self._entries(scope, conditions, limit)

    def part(self, scope: Scope, start: int, limit: int | None) -> tuple[Sequence[Entry], int]:
        query = select(journal).order_by(journal.c.serial).offset(start).limit(MANY if limit is None else limit)
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return [], 0
            total = connection.execute(select(func.count()).select_from(journal).where(*ids)).scalar() or 0
            return (entries_of(connection, query.where(*ids)) if start < total else []), total

    def between(self, first: int, last: int, scope: Scope) -> Sequence[Entry]:
        return self._entries(scope, [journal.c.serial >= first, journal.c.serial <= last], MANY)

    def newest(self, limit: int, scope: Scope, before: int = MANY) -> Sequence[Entry]:
        query = select(journal).where(journal.c.serial < before).order_by(journal.c.serial.desc()).limit(limit)
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return []
            return entries_of(connection, query.where(*ids))

    def neighbour(self, serial: int, scope: Scope, *, later: bool) -> int | None:
        """The nearest serial of this scope that is later or earlier than the given one."""
        column = func.min(journal.c.serial) if later else func.max(journal.c.serial)
        side = journal.c.serial > serial if later else journal.c.serial < serial
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return None
            nearest: int | None = connection.execute(select(column).where(side, *ids)).scalar()
        return nearest

    def last_serial(self) -> int:
        with self.database.asking() as connection:
            return connection.execute(select(journal_head.c.last_serial)).scalar() or 0

    def _entries(self, scope: Scope, conditions: list[ColumnElement[bool]], limit: int) -> Sequence[Entry]:
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return []
            query = select(journal).where(*conditions, *ids).order_by(journal.c.serial).limit(limit)
            return entries_of(connection, query)

    def _ids(self, connection: Any, scope: Scope) -> list[ColumnElement[bool]] | None:
        """The scope as conditions on ids, which are indexed; None if no publisher or dataset has that name."""
        if scope.publisher is None:
            return []
        publisher = connection.execute(select(publishers.c.id).where(publishers.c.name == scope.publisher)).scalar()
        if publisher is None:
            return None
        if scope.dataset is None:
            return [journal.c.publisher_id == publisher]
        dataset = connection.execute(
            select(datasets.c.id).where(datasets.c.publisher_id == publisher, datasets.c.name == scope.dataset)
        ).scalar()
        if dataset is None:
            return None
        conditions = [journal.c.dataset_id == dataset]
        if scope.resource is not None:
            conditions.append(journal.c.resource == scope.resource)
        if scope.key is not None:
            conditions.append(journal.c.key == scope.key)
        return conditions
