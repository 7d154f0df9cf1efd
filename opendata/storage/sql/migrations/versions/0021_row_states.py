"""The group and the status of the row of each entry, for feeds of one field of action or one phase.

This migration only adds: the code of the previous release still works with these tables. Entries of versions that
were published before have neither until `flask reindex` finds them in the packages.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("row_group", sa.Text(), nullable=True))
    op.add_column("journal", sa.Column("row_status", sa.Text(), nullable=True))
    grouped = sa.text("row_group IS NOT NULL")
    op.create_index(
        "ix_journal_row_group",
        "journal",
        ["row_group", "serial"],
        sqlite_where=grouped,
        postgresql_where=grouped,
    )
