"""The answers to the questions of an upload, and those that are public with a version.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("answers", sa.JSON(), nullable=True))
    op.add_column("uploads", sa.Column("answers", sa.JSON(), nullable=True))
