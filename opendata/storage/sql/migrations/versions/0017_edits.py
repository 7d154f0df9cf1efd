"""The cells of an upload that were mended in the service, and how many of them are listed with a version.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("uploads", sa.Column("edits", sa.JSON(), nullable=True))
    op.add_column("versions", sa.Column("edits", sa.Integer(), nullable=True))
