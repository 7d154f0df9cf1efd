"""Addresses that datasets follow, what came of each fetch, and the drafts that newer content may replace.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_sources()
    _make_fetches()
    op.create_table(
        "source_uploads",
        sa.Column("upload", sa.String(40), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("looked_at", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name=op.f("fk_source_uploads_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload", name=op.f("pk_source_uploads")),
    )
    op.create_index(op.f("ix_source_uploads_source"), "source_uploads", ["source"])


def _make_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("as_of_from", sa.String(20), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_by_person", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("etag_url", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_sources_dataset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("dataset_id", name=op.f("uq_sources_dataset_id")),
    )
    op.create_index(op.f("ix_sources_next_at"), "sources", ["next_at"])


def _make_fetches() -> None:
    op.create_table(
        "source_fetches",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("upload", sa.String(40), nullable=True),
        sa.Column("version", sa.String(40), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name=op.f("fk_source_fetches_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_fetches")),
    )
    op.create_index(op.f("ix_source_fetches_source_turn"), "source_fetches", ["source", "turn"])
