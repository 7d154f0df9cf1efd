"""What people are told of their accounts, in SQL.

Here: keeping it. Not here: what is told, and to whom (steps/telling_of_accounts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from opendata.steps.ports.account_news import AccountChange
from opendata.storage.sql.account_tables import account_news
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow


@dataclass(frozen=True)
class SqlAccountNews:
    """Implements steps.ports.account_news.AccountNews."""

    database: Database

    def add(self, person_id: int, what: str, about: Mapping[str, str], now: datetime) -> int:
        values = {"person_id": person_id, "at": now, "what": what, "about": dict(about)}
        with self.database.writing() as connection:
            added = connection.execute(insert(account_news).values(**values).returning(account_news.c.id))
            return int(added.scalar_one())

    def get(self, change_id: int) -> AccountChange | None:
        with self.database.asking() as connection:
            row = connection.execute(select(account_news).where(account_news.c.id == change_id)).one_or_none()
        return _change_of(row) if row else None

    def of_person(self, person_id: int, limit: int) -> Sequence[AccountChange]:
        query = select(account_news).where(account_news.c.person_id == person_id)
        query = query.order_by(account_news.c.id.desc()).limit(limit)
        with self.database.asking() as connection:
            return [_change_of(row) for row in connection.execute(query)]

    def see(self, person_id: int, now: datetime) -> None:
        unseen = (account_news.c.person_id == person_id, account_news.c.seen_at.is_(None))
        with self.database.writing() as connection:
            connection.execute(update(account_news).where(*unseen).values(seen_at=now))

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(account_news).where(account_news.c.at < before)).rowcount


def _change_of(row: AnyRow) -> AccountChange:
    return AccountChange(row.id, row.person_id, row.at, row.what, row.about, row.seen_at is not None)
