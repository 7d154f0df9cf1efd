"""What a withdrawal leaves: its digest, what later versions may still tell, and since when an entry tells less.

Only adds: code of the release before goes on working with these tables.
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
