"""What a withdrawal leaves: its digest, the new changes.json of later versions, and when entries were redacted.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("withdrawal_digest", sa.String(length=80), nullable=True))
    op.add_column("versions", sa.Column("replaced_changes", sa.JSON(), nullable=True))
    op.add_column("journal", sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True))
