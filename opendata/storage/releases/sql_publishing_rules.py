"""How each publisher wants to publish, in SQL: two private columns of the publisher.

Here: reading and changing them. Not here: publishers themselves (storage/catalogue/), whose other columns are public.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, select, update

from opendata.domain.errors import PublisherNotFound
from opendata.steps.ports.publishing_rules import TIME_ZONE
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import publishers


@dataclass(frozen=True)
class SqlPublishingRules:
    """Implements steps.ports.publishing_rules.PublishingRules."""

    database: Database

    def four_eyes(self, publisher: str) -> bool:
        return bool(self._read(publisher, publishers.c.four_eyes))

    def set_four_eyes(self, publisher: str, on: bool) -> None:
        self._change(publisher, four_eyes=on)

    def time_zone(self, publisher: str) -> str:
        return str(self._read(publisher, publishers.c.time_zone) or TIME_ZONE)

    def set_time_zone(self, publisher: str, name: str) -> None:
        self._change(publisher, time_zone=name)

    def _read(self, publisher: str, column: Column[Any]) -> Any:
        with self.database.asking() as connection:
            row = connection.execute(select(column).where(publishers.c.name == publisher)).one_or_none()
        if row is None:
            raise PublisherNotFound(publisher)
        return row[0]

    def _change(self, publisher: str, **values: Any) -> None:
        with self.database.writing() as connection:
            mine = publishers.c.name == publisher
            if connection.execute(update(publishers).where(mine).values(**values)).rowcount != 1:
                raise PublisherNotFound(publisher)
