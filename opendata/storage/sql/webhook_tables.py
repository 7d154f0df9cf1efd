"""The SQL tables of webhooks and of WebSub; schema.py has them among all tables.

Here: the tables as they are now; migrations/ leads to them. Not here: all other tables (schema.py).
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from opendata.storage.sql.column_types import UtcDateTime
from opendata.storage.sql.table_metadata import metadata

# Addresses that are told what a publisher publishes, and how far each was told of the journal.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("publisher_id", ForeignKey("publishers.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("datasets", JSON, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("site", Text, nullable=False),
    Column("mark", String(40), nullable=False),  # of the secret, which itself is kept nowhere
    Column("serial", BigInteger, nullable=False),
    Column("turn", BigInteger, nullable=False),  # of the job that delivers; what an earlier one writes is refused
    Column("failures", Integer, nullable=False),
    Column("slow", Boolean, nullable=False),
    Column("next_at", UtcDateTime),
    Column("off", String(40)),  # why nothing is sent any more; null: it is on
    Column("off_at", UtcDateTime),
    Index(None, "publisher_id"),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("webhook", ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("first_serial", BigInteger, nullable=False),
    Column("last_serial", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, delivered, failed
    Column("is_test", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", UtcDateTime),
    Column("status", Integer),  # what the receiver answered last
    Column("error", String(40)),  # why there was no answer
    Column("milliseconds", Integer),
    Index(None, "webhook", "made_at"),
)

# How far a hub of WebSub was told of the journal.
hubs = Table(
    "hubs",
    metadata,
    Column("url", Text, primary_key=True),
    Column("serial", BigInteger, nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_at", UtcDateTime),
    Column("error", String(40)),
)
