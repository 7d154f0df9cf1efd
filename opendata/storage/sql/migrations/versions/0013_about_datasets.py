"""The homepage of a dataset, and whom to ask about it.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("homepage", "email"):
        op.add_column("datasets", sa.Column(name, sa.Text(), nullable=True))
