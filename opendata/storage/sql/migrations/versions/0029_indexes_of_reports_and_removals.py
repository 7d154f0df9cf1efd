"""Indexes of the reports of a dataset in their order, and of the rows that were removed.

Without them, the pages of a city read all versions and all entries of its dataset, however many there are.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

IS_REMOVAL = sa.text("event LIKE '%.removed'")
IS_VALID = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_versions_reports",
        "versions",
        ["dataset_id", "as_of", "first_serial"],
        sqlite_where=IS_VALID,
        postgresql_where=IS_VALID,
    )
    op.create_index(
        "ix_journal_removals",
        "journal",
        ["dataset_id", "resource", "serial"],
        sqlite_where=IS_REMOVAL,
        postgresql_where=IS_REMOVAL,
    )
