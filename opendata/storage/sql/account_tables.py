"""The table of what people are told of their accounts; schema.py has it among all the others.

Here: the table. Not here: what is written into it (storage/accounts/), people and their sessions (schema.py).
"""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from opendata.storage.sql.column_types import UtcDateTime
from opendata.storage.sql.table_metadata import metadata

account_news = Table(
    "account_news",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(40), nullable=False),  # a name of domain/account_letters.py
    Column("about", JSON, nullable=False),  # facts in plain values; never a secret
    Column("seen_at", UtcDateTime),  # when the person's own page showed it; null: not yet
    Index(None, "person_id", "id"),
    Index(None, "at"),
)
