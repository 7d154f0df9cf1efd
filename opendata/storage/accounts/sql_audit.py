"""The audit log in SQL. Its rows are added and read; a trigger of the database refuses everything else.

Here: adding and reading. Not here: which acts there are (steps/), and their sentences (portal/words/acts.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, or_, select

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

    def acts(self, publisher: str | None, limit: int | None, *, before: int | None = None) -> Sequence[Act]:
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        if publisher is not None:
            members = select(people.c.email).join_from(people, memberships).join(publishers)
            of_people = and_(
                audit.c.publisher.is_(None), audit.c.person.in_(members.where(publishers.c.name == publisher))
            )
            query = query.where(or_(audit.c.publisher == publisher, of_people))
        with self.database.asking() as connection:
            rows = connection.execute(query).all()
        return [Act(row.person, row.act, row.publisher, row.about, row.at, row.id) for row in rows]
