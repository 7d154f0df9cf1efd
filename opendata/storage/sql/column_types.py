"""Types of columns that SQLite and PostgreSQL must treat alike: moments, and names that are sorted.

Here: the types. Not here: the tables that use them (schema.py).
"""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, String, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes, written and read in UTC; SQLite stores no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def address_name() -> String:
    """Text for names that stand in addresses: every database sorts them alike, in whatever language it runs."""
    return String(80).with_variant(String(80, collation="C"), "postgresql")
