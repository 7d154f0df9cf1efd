"""The place of a package whose folder is not its number, and when a place in a bucket was cleared.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("place", sa.String(length=80), nullable=True))
    op.add_column("unfinished", sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
