"""Withdrawn versions, jobs, and names in the same order on every database.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_serial", sa.BigInteger(), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("versions", column)
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state_lease_until"), "jobs", ["state", "lease_until"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("publishers", "datasets"):
            op.execute(f'ALTER TABLE {table} ALTER COLUMN name TYPE VARCHAR(80) COLLATE "C"')
    # Serials are given under a lock on this row: it must exist before two processes publish at once.
    op.execute(
        "INSERT INTO journal_head (id, last_serial, last_at) "
        "SELECT 1, 0, '1970-01-01 00:00:00' WHERE NOT EXISTS (SELECT 1 FROM journal_head)"
    )
