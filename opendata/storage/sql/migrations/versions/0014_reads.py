"""How often each dataset was read on each day.

This migration only adds: the code of the previous release still works with these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reads",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_reads_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", "day", name=op.f("pk_reads")),
    )
