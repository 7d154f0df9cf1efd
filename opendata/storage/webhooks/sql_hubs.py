"""How far the hub of WebSub was told of the journal, in SQL.

Here: keeping it, so that only the job whose turn it is changes it. Not here: telling the hub (steps/hub_pings.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.steps.ports.webhooks import HubState
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import hubs, journal_head


@dataclass(frozen=True)
class SqlHubs:
    """Implements steps.ports.webhooks.Hubs."""

    database: Database

    def due(self, url: str, now: datetime) -> HubState | None:
        head = select(journal_head.c.last_serial).scalar_subquery()
        query = select(hubs, head.label("head")).where(hubs.c.url == url)
        with self.database.asking() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            self._begin(url)
            return None
        is_time = row.next_at is None or row.next_at <= now
        if not is_time or (row.head or 0) <= row.serial:
            return None
        return HubState(row.url, row.serial, row.turn, row.failures)

    def told(self, state: HubState, serial: int) -> bool:
        return self._change(state, serial=serial, failures=0, next_at=None, error=None)

    def failed(self, state: HubState, next_at: datetime, error: str) -> bool:
        return self._change(state, failures=state.failures + 1, next_at=next_at, error=error[:40])

    def _begin(self, url: str) -> None:
        """Tell a new hub of what happens from now on."""
        try:
            with self.database.writing() as connection:
                head = connection.execute(select(journal_head.c.last_serial)).scalar() or 0
                connection.execute(insert(hubs).values(url=url, serial=head, turn=0, failures=0))
        except IntegrityError:
            pass  # another process was quicker

    def _change(self, state: HubState, **values: Any) -> bool:
        mine = (hubs.c.url == state.url, hubs.c.turn == state.turn)
        with self.database.writing() as connection:
            changed = connection.execute(update(hubs).where(*mine).values(turn=state.turn + 1, **values))
            return changed.rowcount == 1
