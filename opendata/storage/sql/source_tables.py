"""The SQL tables of addresses that datasets follow; schema.py has them among all tables.

Here: the tables as they are now; migrations/ leads to them. Not here: all other tables (schema.py).
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from opendata.storage.sql.column_types import UtcDateTime
from opendata.storage.sql.table_metadata import metadata

# Private: an address may hold a secret after its question mark.
sources = Table(
    "sources",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("dataset_id", ForeignKey("datasets.id"), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("rhythm", String(20), nullable=False),
    Column("as_of_from", String(20), nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_person", Text),
    Column("made_at", UtcDateTime, nullable=False),
    Column("turn", BigInteger, nullable=False),  # of the job that fetches; what an earlier one writes is refused
    Column("next_at", UtcDateTime, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcDateTime),
    Column("told_at", UtcDateTime),
    Column("checked_at", UtcDateTime),
    Column("whole_at", UtcDateTime),
    Column("digest", String(64)),
    Column("etag", Text),
    Column("modified", Text),
    Column("etag_url", Text),
    Index(None, "next_at"),
)

source_fetches = Table(
    "source_fetches",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("source", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(40)),
    Column("status", Integer),
    Column("upload", String(40)),
    Column("version", String(40)),
    Column("as_of", Date),
    Column("bytes", BigInteger),
    Column("words", JSON),
    Index(None, "source", "turn"),
)

# Uploads that were made of a source and that newer content may replace. They may be gone, so no key leads to them.
source_uploads = Table(
    "source_uploads",
    metadata,
    Column("upload", String(40), primary_key=True),
    Column("source", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("looked_at", Boolean, nullable=False),
    Index(None, "source"),
)
