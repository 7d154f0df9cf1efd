"""The tables of those who follow by mail; schema.py has them among all the others.

Here: the tables. Not here: what is written into them (storage/followers/).
"""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from opendata.storage.sql.column_types import UtcDateTime
from opendata.storage.sql.table_metadata import metadata

# Who asked for mails and has not confirmed it yet; removed when confirmed, or when expired.
follow_requests = Table(
    "follow_requests",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256; the link itself is kept nowhere
    Column("email", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("subject", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

# Addresses to which mails go, and what was sent. Nothing else is kept of the people behind them.
followers = Table(
    "followers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256 of the link that ends the mails
    Column("email", String(254), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("told_to", BigInteger, nullable=False),  # the serial of the journal up to which it was told
    Column("sent_on", Date),  # the day of the last mail, or on which there was nothing to tell
    Column("sending_on", Date),  # the day of the mail that is being sent, or whose sender died
    Column("sending_to", BigInteger),  # up to which serial that mail tells
    Column("sending_until", UtcDateTime),  # until then its sender counts as alive
    Column("refused", Integer, nullable=False),  # how often in a row there was no such mailbox
    Index(None, "sent_on", "id"),
)

followings = Table(
    "followings",
    metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of the address's id and the subject
    Column("follower_id", ForeignKey("followers.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Index(None, "follower_id"),
)
