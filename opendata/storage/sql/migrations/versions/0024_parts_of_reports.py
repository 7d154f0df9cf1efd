"""The parts of a report that tells of several dates: uploads that belong together.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("uploads", sa.Column("part_of", sa.String(40), nullable=True))
    op.create_index("ix_uploads_part_of", "uploads", ["part_of"])
