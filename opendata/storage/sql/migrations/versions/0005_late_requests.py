"""Where a package is kept if not by its number, and since when a place in a bucket is cleared.

Only adds: code of the release before goes on working with these tables.
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
