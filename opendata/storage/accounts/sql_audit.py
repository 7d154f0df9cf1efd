"""The audit log in SQL. Its rows are added and read; a trigger of the database refuses everything else.

Here: adding and reading. Not here: which acts there are (steps/), and their sentences (portal/words/acts.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, insert, select, true, union_all

from opendata.steps.ports.audit import Act
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import audit, memberships, people, publishers


@dataclass(frozen=True)
class SqlAudit:
    """Implements steps.ports.audit.Audit."""

    database: Database

    def add(self, act: Act, now: datetime) -> None:
        values = {"person": act.person, "publisher": act.publisher, "act": act.act, "about": dict(act.about)}
        with self.database.writing() as connection:
            connection.execute(insert(audit).values(at=now, **values))

    def acts(
        self, publisher: str | None, limit: int | None, *, before: int | None = None, start: int = 0
    ) -> Sequence[Act]:
        upto = None if limit is None else start + limit
        # Each part gives its newest ones by an index: a condition with "or" would sort all acts of the publisher.
        parts = [_newest(condition, before, upto) for condition in _conditions(publisher)]
        query = select(audit).where(audit.c.id.in_(union_all(*parts))).order_by(audit.c.id.desc())
        with self.database.asking() as connection:
            rows = connection.execute(query.offset(start).limit(limit)).all()
        return [Act(row.person, row.act, row.publisher, row.about, row.at, row.id) for row in rows]

    def count(self, publisher: str | None) -> int:
        with self.database.asking() as connection:
            each = (select(func.count()).select_from(audit).where(condition) for condition in _conditions(publisher))
            return sum(int(connection.execute(query).scalar_one()) for query in each)


def _conditions(publisher: str | None) -> Sequence[ColumnElement[bool]]:
    """Which acts concern a publisher, apart: those for it, and those of its people that concern them alone."""
    if publisher is None:
        return [true()]
    members = select(people.c.email).join_from(people, memberships).join(publishers)
    of_people = audit.c.person.in_(members.where(publishers.c.name == publisher))
    return [audit.c.publisher == publisher, and_(audit.c.publisher.is_(None), of_people)]


def _newest(condition: ColumnElement[bool], before: int | None, limit: int | None) -> Select[tuple[int]]:
    query = select(audit.c.id).where(condition)
    query = query if before is None else query.where(audit.c.id < before)
    newest = query.order_by(audit.c.id.desc()).limit(limit).subquery()
    return select(newest.c.id)
