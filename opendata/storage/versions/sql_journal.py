"""Reading the journal: the entries since a serial, and pages of entries for feeds.

Here: queries. Not here: what an entry says (domain/journal/row_events.py), how it gets its serial (sql_versions.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from opendata.domain.model import Entry
from opendata.domain.tables.json_values import dumps, loads
from opendata.steps.ports.journal import KeySpan, Scope, Succession
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import ASKED_AT_ONCE, entries_of, id_of
from opendata.storage.sql.schema import IS_REMOVAL, journal, journal_head, publishers, versions

MANY = 1_000_000_000


@dataclass(frozen=True)
class SqlJournal:
    """Implements steps.ports.journal.Journal."""

    database: Database

    def since(self, serial: int, limit: int, scope: Scope, event: str | None = None) -> Sequence[Entry]:
        conditions = [journal.c.serial > serial]
        if event:
            scope = replace(scope, event=event)
        return self._entries(scope, conditions, limit)

    def removals(self, scope: Scope, limit: int) -> Sequence[Entry]:
        return self._entries(scope, [IS_REMOVAL], limit)

    def part(self, scope: Scope, start: int, limit: int | None) -> tuple[Sequence[Entry], int]:
        query = select(journal).order_by(journal.c.serial).offset(start).limit(MANY if limit is None else limit)
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return [], 0
            total = connection.execute(select(func.count()).select_from(journal).where(*ids)).scalar() or 0
            return (entries_of(connection, query.where(*ids)) if start < total else []), total

    def between(
        self, first: int, last: int, scope: Scope, *, with_fields: bool = True, longest: int | None = None
    ) -> Sequence[Entry]:
        conditions = [journal.c.serial >= first, journal.c.serial <= last]
        return self._entries(scope, conditions, MANY, _columns(with_fields=with_fields, longest=longest))

    def newest(
        self,
        limit: int,
        scope: Scope,
        before: int = MANY,
        *,
        with_fields: bool = True,
        longest: int | None = None,
    ) -> Sequence[Entry]:
        query = _columns(with_fields=with_fields, longest=longest).where(journal.c.serial < before)
        query = query.order_by(journal.c.serial.desc()).limit(limit)
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return []
            return entries_of(connection, query.where(*ids))

    def some(self, serials: Collection[int], *, longest: int | None = None) -> Sequence[Entry]:
        asked, told = sorted(serials), list[Entry]()
        query = _columns(with_fields=True, longest=longest).order_by(journal.c.serial)
        with self.database.reading() as connection:
            for start in range(0, len(asked), ASKED_AT_ONCE):
                told += entries_of(
                    connection, query.where(journal.c.serial.in_(asked[start : start + ASKED_AT_ONCE]))
                )
        return told

    def telling(self, scope: Scope, field: str, *, newest: bool, before: int = MANY) -> Entry | None:
        # In a text, the quotation mark behind the name would have a backslash in front.
        tells = journal.c.fields.contains(f"{dumps(field)}:", autoescape=True)
        order = journal.c.serial.desc() if newest else journal.c.serial
        query = select(journal).where(journal.c.serial < before, tells).order_by(order).limit(1)
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            return next(iter(entries_of(connection, query.where(*ids))), None) if ids is not None else None

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

    def successions(self, scope: Scope, *, of: Sequence[str] = (), after: Sequence[str] = ()) -> Sequence[Succession]:
        found = list[Succession]()
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            query = (
                select(
                    journal.c.key, journal.c.successor, journal.c.serial, journal.c.answers, versions.c.first_serial
                )
                .join(
                    versions,
                    (versions.c.dataset_id == journal.c.dataset_id) & (versions.c.number == journal.c.version),
                )
                .where(*(ids or ()), journal.c.successor.is_not(None))
            )
            for column, keys in ((journal.c.key, of), (journal.c.successor, after)):
                for start in range(0, len(keys) if ids is not None else 0, ASKED_AT_ONCE):
                    some = query.where(column.in_(keys[start : start + ASKED_AT_ONCE]))
                    found += map(_succession, connection.execute(some))
        return found

    def last_serial(self) -> int:
        with self.database.asking() as connection:
            return connection.execute(select(journal_head.c.last_serial)).scalar() or 0

    def _entries(
        self, scope: Scope, conditions: list[ColumnElement[bool]], limit: int, columns: Select[Any] | None = None
    ) -> Sequence[Entry]:
        with self.database.reading() as connection:
            ids = self._ids(connection, scope)
            if ids is None:
                return []
            query = select(journal) if columns is None else columns
            return entries_of(connection, query.where(*conditions, *ids).order_by(journal.c.serial).limit(limit))

    def _ids(self, connection: Any, scope: Scope) -> list[ColumnElement[bool]] | None:
        """The scope as conditions on ids, which are indexed; None if no publisher or dataset has that name."""
        chosen = _chosen(scope)
        if scope.publisher is None:
            return chosen
        if scope.dataset is None:
            named = select(publishers.c.id).where(publishers.c.name == scope.publisher)
            publisher = connection.execute(named).scalar()
            return None if publisher is None else [journal.c.publisher_id == publisher, *chosen]
        dataset = connection.execute(select(id_of(scope.publisher, scope.dataset))).scalar()
        if dataset is None:
            return None
        conditions = [journal.c.dataset_id == dataset, *chosen]
        if scope.resource is not None:
            conditions.append(journal.c.resource == scope.resource)
        if scope.key is not None:
            conditions.append(or_(journal.c.key == scope.key, *map(_within, scope.also)))
        return conditions


def _chosen(scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions on what happened, and to rows of which group and status."""
    conditions = []
    if scope.event is not None:
        conditions.append(journal.c.events.contains(f"|{scope.event}|", autoescape=True))
    if scope.group is not None:
        conditions.append(journal.c.row_group == scope.group)
    if scope.status is not None:
        conditions.append(journal.c.row_status == scope.status)
    return conditions


def _columns(*, with_fields: bool, longest: int | None = None) -> Select[Any]:
    """The query for entries; without their fields, which may be long, these seem to be none."""
    if with_fields and longest is None:
        return select(journal)
    others = [column for column in journal.c if column is not journal.c.fields]
    none: ColumnElement[str] = literal("{}")
    if with_fields:
        none = case((func.length(journal.c.fields) <= longest, journal.c.fields), else_=none)
    return select(*others, none.label("fields"))


def _within(span: KeySpan) -> ColumnElement[bool]:
    upto = [] if span.last is None else [journal.c.serial <= span.last]
    return and_(journal.c.key == span.key, journal.c.serial >= span.first, *upto)


def _succession(row: Any) -> Succession:
    told: Mapping[str, str] = next(
        (answer for answer in loads(row.answers or "[]") if answer.get("into") == row.successor), {}
    )
    return Succession(row.key, row.successor, told.get("disposition", ""), row.serial, row.first_serial)
