"""Who follows what by mail.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requests()
    _followers()
    _followings()


def _requests() -> None:
    op.create_table(
        "follow_requests",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_requests")),
        sa.UniqueConstraint("hash", name=op.f("uq_follow_requests_hash")),
    )
    op.create_index(op.f("ix_follow_requests_expires_at"), "follow_requests", ["expires_at"])


def _followers() -> None:
    op.create_table(
        "followers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("told_to", sa.BigInteger(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sending_on", sa.Date(), nullable=True),
        sa.Column("sending_to", sa.BigInteger(), nullable=True),
        sa.Column("sending_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followers")),
        sa.UniqueConstraint("hash", name=op.f("uq_followers_hash")),
        sa.UniqueConstraint("email", name=op.f("uq_followers_email")),
    )
    op.create_index(op.f("ix_followers_sent_on_id"), "followers", ["sent_on", "id"])


def _followings() -> None:
    op.create_table(
        "followings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("follower_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["follower_id"], ["followers.id"], name=op.f("fk_followings_follower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followings")),
    )
    op.create_index(op.f("ix_followings_follower_id"), "followings", ["follower_id"])
