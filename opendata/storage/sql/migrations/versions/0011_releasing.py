"""Publishing by two people, at a set time, and links to previews; who had a hand in a draft, and who made a token.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publishers", sa.Column("four_eyes", sa.Boolean(), nullable=True))
    op.add_column("publishers", sa.Column("time_zone", sa.String(length=60), nullable=True))
    op.add_column("uploads", sa.Column("hands", sa.JSON(), nullable=True))
    op.add_column("uploads", sa.Column("review", sa.JSON(), nullable=True))
    op.add_column("tokens", sa.Column("made_by", sa.Text(), nullable=True))
    _appointments()
    _preview_links()


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("upload", sa.String(length=40), nullable=False),
        sa.Column("publisher", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=True),
        sa.Column("by_token", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("confirms", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_upload_made_at"), "appointments", ["upload", "made_at"])
    op.create_index(op.f("ix_appointments_ended_at_at"), "appointments", ["ended_at", "at"])


def _preview_links() -> None:
    op.create_table(
        "preview_links",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("upload", sa.String(length=40), nullable=False),
        sa.Column("publisher", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_links")),
        sa.UniqueConstraint("hash", name=op.f("uq_preview_links_hash")),
    )
    op.create_index(op.f("ix_preview_links_upload"), "preview_links", ["upload"])
