"""The SQL tables, for SQLite and PostgreSQL alike.

Here: the tables as they are now; migrations/ leads to them (a test compares the two). Not here: the types of their
columns (column_types.py), queries.
All that is public can be rebuilt from the packages; people, tokens and uploads cannot.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from opendata.storage.sql.account_tables import account_news
from opendata.storage.sql.column_types import UtcDateTime, address_name
from opendata.storage.sql.follower_tables import follow_requests, followers, followings
from opendata.storage.sql.source_tables import source_fetches, source_uploads, sources
from opendata.storage.sql.stored_tables import stored_by_publisher, stored_bytes
from opendata.storage.sql.table_metadata import metadata
from opendata.storage.sql.webhook_tables import hubs, webhook_deliveries, webhooks

# Beside the tables below.
__all__ = ["follow_requests", "followers", "followings", "hubs", "metadata", "webhook_deliveries", "webhooks"]
__all__ += ["account_news", "source_fetches", "source_uploads", "sources", "stored_by_publisher", "stored_bytes"]

# As the indexes below have them: a query finds a partial index by the same words alone.
IS_REMOVAL: ColumnElement[bool] = literal_column("event LIKE '%.removed'")
IS_VALID: ColumnElement[bool] = literal_column("withdrawn_at IS NULL")

publishers = Table(
    "publishers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", address_name(), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("ags", String(12)),
    Column("population", Integer),
    Column("homepage", Text),
    Column("email", Text),
    Column("four_eyes", Boolean),  # private: nobody publishes what they had a hand in; null: off
    Column("time_zone", String(60)),  # private: of set times; null: Europe/Berlin
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publisher_id", ForeignKey("publishers.id"), nullable=False),
    Column("name", address_name(), nullable=False),
    Column("kind", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("licence", String(40), nullable=False),
    Column("rhythm", String(20)),
    Column("current", String(40)),  # number of the current version
    Column("mapping", JSON),  # private: the mapping of the upload that was published last
    Column("homepage", Text),
    Column("email", Text),
    UniqueConstraint("publisher_id", "name"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset_id", ForeignKey("datasets.id"), nullable=False),
    Column("number", String(40), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("digest", String(80), nullable=False),
    Column("previous", String(40)),
    Column("previous_digest", String(80)),
    Column("first_serial", BigInteger, nullable=False),
    Column("last_serial", BigInteger, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("resources", JSON, nullable=False),
    Column("message", Text),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_reason", Text),
    Column("withdrawn_serial", BigInteger),  # of the journal entry about the withdrawal
    Column("withdrawal_digest", String(80)),  # of withdrawal.json
    Column("place", String(80)),  # the name of its folder, if it differs from the number
    Column("emptied_at", UtcDateTime),  # when the stored rows of a withdrawn version were removed
    Column("answers", JSON),  # dispositions and reasons that are public with the version; null: none
    Column("edits", Integer),  # how many cells its edits.json lists; null: it has none
    Column("replaced_changes", JSON),  # path, bytes, hash of changes.json where the version before was withdrawn
    UniqueConstraint("dataset_id", "number"),
    Index(None, "dataset_id", "first_serial"),
    Index(None, "dataset_id", "as_of"),
    # Some reports of a dataset are found in their order, however many there are.
    Index(
        "ix_versions_reports",
        "dataset_id",
        "as_of",
        "first_serial",
        sqlite_where=IS_VALID,
        postgresql_where=IS_VALID,
    ),
)

journal = Table(
    "journal",
    metadata,
    # Given by hand from journal_head in commit order, never by a sequence.
    Column("serial", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("publisher_id", ForeignKey("publishers.id"), nullable=False),
    Column("dataset_id", ForeignKey("datasets.id"), nullable=False),
    Column("version", String(40)),
    Column("event", String(120), nullable=False),
    Column("events", Text, nullable=False),  # the names of all events of the entry, between bars: |a|b|
    Column("resource", String(120)),
    Column("key", Text),
    Column("fields", Text, nullable=False),  # JSON text: numbers as they are written in the table
    Column("sentence_de", Text, nullable=False),
    Column("sentence_en", Text, nullable=False),
    Column("times_moved", Integer),
    Column("entry_id", String(60), nullable=False),
    Column("redacted_at", UtcDateTime),  # when a withdrawal removed its values
    Column("answers", Text),  # JSON text: what the publisher said about it; null: nothing
    Column("successor", Text),  # the key of the row that carries on, where the answers name one
    Column("row_group", Text),  # the group and the status of the row in this version; null: none, or withdrawn
    Column("row_status", Text),
    Index(None, "publisher_id", "serial"),
    Index(None, "dataset_id", "resource", "key", "serial"),
    Index(None, "dataset_id", "serial"),
    # Few entries name a successor, so that the index of a large journal stays small.
    Index(
        "ix_journal_successor",
        "dataset_id",
        "resource",
        "successor",
        sqlite_where=text("successor IS NOT NULL"),
        postgresql_where=text("successor IS NOT NULL"),
    ),
    # Few rows are ever removed.
    Index(
        "ix_journal_removals",
        "dataset_id",
        "resource",
        "serial",
        sqlite_where=IS_REMOVAL,
        postgresql_where=IS_REMOVAL,
    ),
    # For feeds of one group: a rare group of a large journal is found at once.
    Index(
        "ix_journal_row_group",
        "row_group",
        "serial",
        sqlite_where=text("row_group IS NOT NULL"),
        postgresql_where=text("row_group IS NOT NULL"),
    ),
)

# One row: the last serial and time given. Locked while a version is published, so serials follow commit order.
journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("last_serial", BigInteger, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)

# One row: the number of what the public sees. Triggers of the database raise it whenever a public table changes, and
# with it how often something was taken back. So no writer can forget it, and it holds from the commit on.
public_state = Table(
    "public_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("taken_back", BigInteger, nullable=False),
)

# Packages that are being written. After a crash, the packages in this table that are not public are removed.
unfinished = Table(
    "unfinished",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("path", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column(
        "cleared_at", UtcDateTime
    ),  # when the package was removed from a bucket, where late requests may still add to it
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("dataset_id", ForeignKey("datasets.id"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("message", Text),
    Column("base", String(40)),
    Column("report", JSON, nullable=False),
    Column("counts", JSON),
    Column("next_version", String(40)),
    Column("version", String(40)),
    Column("serial", BigInteger),
    Column("mapping", JSON),
    Column("own_fields", JSON, nullable=False),
    Column("expired_at", UtcDateTime),  # when the files of a published upload were removed
    Column("run", String(40)),  # of the job that wrote the files of the draft; null: a request wrote them
    Column("answers", JSON),  # private: to its questions, by their ids
    Column("hands", JSON),  # private: who sent, mapped or mended it, in that order
    Column("review", JSON),  # private: who asked for its release, or sent it back, and why
    Column("edits", JSON),  # private: the cells that were mended in the service; null: none
    Column("part_of", String(40)),  # private: the parts of one report have the same here; null: no part
    Index(None, "dataset_id", "created_at"),
    Index(None, "expired_at", "created_at"),
    Index(None, "part_of"),
)

# Each job is done once, even if the process that does it dies; Redis only tells workers that there is a new one.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("argument", Text, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, running, done, failed
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("lease", String(40)),  # of the run that has taken the job
    Column(
        "lease_until", UtcDateTime
    ),  # running: another run may take the job from then on; waiting: not to be taken before
    Column("finished_at", UtcDateTime),
    Column("error", Text),
    Column("progress", Float),  # 0 to 1
    Index(None, "state", "lease_until"),
)

# Processes that do jobs; a worker that was not seen for a while counts as ended.
workers = Table(
    "workers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("password_hash", Text),  # null: invited and not come yet, or signs in through OpenID Connect
    Column("is_operator", Boolean, nullable=False),
    Column("totp_secret", String(64)),  # null: signs in without a code
    Column("totp_step", BigInteger),  # the time step of the last code that was taken: none is taken twice
    Column("created_at", UtcDateTime, nullable=False),
    Column("language", String(2)),  # of the pages when the person signed in last; null: nobody knows
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("publisher_id", ForeignKey("publishers.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "publisher_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256; the secret itself is kept nowhere
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("device", Text, nullable=False),
    Column("waits_for_code", Boolean, nullable=False),
    Column("proved_at", UtcDateTime),  # when the person proved last who they are; null: nobody knows
    Index(None, "person_id"),
)

# Attempts to sign in, by the digest of who tries what.
attempts = Table(
    "attempts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("number", Integer, nullable=False),
)

# Invitations, and links by which a person chooses a new password.
one_time_links = Table(
    "one_time_links",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256; the link itself is kept nowhere
    Column("purpose", String(20), nullable=False),
    Column("email", String(254), nullable=False),
    Column("publisher_id", ForeignKey("publishers.id")),
    Column("role", String(20)),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index(None, "email"),
)

# Codes for a person who has lost the app that makes codes; each is removed when it is used.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256; the code itself is kept nowhere
    Column("person_id", ForeignKey("people.id"), primary_key=True),
)

# Who a person is at a provider of OpenID Connect.
identities = Table(
    "identities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    UniqueConstraint("issuer", "subject"),
)

# Who did what. A trigger of the database refuses to change or remove its rows; names and not ids stand in them, so
# that they outlive people and publishers.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("publisher", String(80)),
    Column("act", String(40), nullable=False),
    Column("about", JSON, nullable=False),
    Index(None, "publisher", "id"),
    Index(None, "person", "id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publisher_id", ForeignKey("publishers.id"), nullable=False),
    Column("name", Text, nullable=False),
    # SHA-256; the token itself is kept nowhere. Of a revoked token a part is kept, by which no release finds it.
    Column("hash", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("valid_until", Date),  # the last day on which it may be used, in UTC; null: without end
    Column("used_at", UtcDateTime),  # its last use, to the hour
    Column("revoked_at", UtcDateTime),
    Column("made_by", Text),  # the e-mail address of the person who made it; null: a command did
)

# When drafts are to be published, and what became of that. Drafts may be gone, so that no key leads to them.
appointments = Table(
    "appointments",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("upload", String(40), nullable=False),
    Column("publisher", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_person", Text),
    Column("by_token", Integer),
    Column("mark", String(64), nullable=False),  # of what whoever set the time had seen
    Column("confirms", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),  # when a worker began to keep it: nobody cancels it from then on
    Column("ended_at", UtcDateTime),
    Column("outcome", String(40)),
    Index(None, "upload", "made_at"),
    Index(None, "ended_at", "at"),
)

# Links that show without an account what a draft will make public.
preview_links = Table(
    "preview_links",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256; the link itself is kept nowhere
    Column("upload", String(40), nullable=False),
    Column("publisher", String(80), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("opened", Integer, nullable=False),
    Column("opened_at", UtcDateTime),
    Index(None, "upload"),
)

# How often a dataset was read on a day; of readers nothing is kept.
reads = Table(
    "reads",
    metadata,
    Column("dataset_id", ForeignKey("datasets.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Datasets whose rows' texts are kept, for searching and for finding alike rows; made again from the packages.
texted_datasets = Table(
    "texted_datasets",
    metadata,
    Column("dataset_id", ForeignKey("datasets.id"), primary_key=True),
    Column("number", String(40)),  # of the version that the texts belong to; null: there is no current one
    Column("compared", String(40)),  # of the version whose rows were compared with those of others
    Column("rows", Integer, nullable=False),
    Column("rows_of_all", Integer, nullable=False),  # of all datasets, when this one was compared
    Column("changes", Integer, nullable=False),  # raised whenever readers would see something else
)

# The rows of main tables in current versions.
row_texts = Table(
    "row_texts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("dataset_id", ForeignKey("datasets.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text),
    Column("digest", String(64), nullable=False),
    Column("title_words", Text, nullable=False),  # folded
    Column("text_words", Text, nullable=False),  # folded
    UniqueConstraint("dataset_id", "key"),
)

# The parts of their words, apart, so that a search need not read them.
row_parts = Table(
    "row_parts",
    metadata,
    Column("dataset_id", ForeignKey("datasets.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("parts", LargeBinary, nullable=False),
)

# Rows of two publishers that are alike; each pair stands here twice, once from either side.
alike_rows = Table(
    "alike_rows",
    metadata,
    Column("dataset_id", ForeignKey("datasets.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("other_id", ForeignKey("datasets.id"), primary_key=True),
    Column("other_key", Text, primary_key=True),
    Column("likeness", Float, nullable=False),  # 0 to 1
    Index(None, "other_id"),
)
