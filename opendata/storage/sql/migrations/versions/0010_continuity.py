"""Answers in the journal, and which row carries on after one that is gone.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("answers", sa.Text(), nullable=True))
    op.add_column("journal", sa.Column("successor", sa.Text(), nullable=True))
    named = sa.text("successor IS NOT NULL")
    op.create_index(
        "ix_journal_successor",
        "journal",
        ["dataset_id", "resource", "successor"],
        sqlite_where=named,
        postgresql_where=named,
    )
