"""The texts of the rows of current versions, and which rows of two publishers are alike.

This migration only adds: the code of the previous release still works with these tables. What is in them is made
again from the packages by a job.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Readers see other answers when this column changes: all writes into the four tables raise it.
RAISE = "UPDATE public_state SET number = number + 1"


def upgrade() -> None:
    op.create_table(
        "texted_datasets",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("compared", sa.String(length=40), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_of_all", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_texted_datasets_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", name=op.f("pk_texted_datasets")),
    )
    op.create_table(
        "row_texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("text_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_row_texts_dataset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_texts")),
        sa.UniqueConstraint("dataset_id", "key", name=op.f("uq_row_texts_dataset_id_key")),
    )
    op.create_table(
        "row_parts",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_row_parts_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", "key", name=op.f("pk_row_parts")),
    )
    op.create_table(
        "alike_rows",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("other_key", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_alike_rows_dataset_id")),
        sa.ForeignKeyConstraint(["other_id"], ["datasets.id"], name=op.f("fk_alike_rows_other_id")),
        sa.PrimaryKeyConstraint("dataset_id", "key", "other_id", "other_key", name=op.f("pk_alike_rows")),
    )
    op.create_index(op.f("ix_alike_rows_other_id"), "alike_rows", ["other_id"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE OF changes", "DELETE"):
            name = act.partition(" ")[0].lower()
            op.execute(
                f"CREATE TRIGGER texted_datasets_are_public_{name} AFTER {act} ON texted_datasets BEGIN {RAISE}; END"
            )
    else:
        op.execute(
            "CREATE TRIGGER texted_datasets_are_public AFTER UPDATE OF changes OR DELETE OR TRUNCATE "
            "ON texted_datasets FOR EACH STATEMENT EXECUTE FUNCTION raise_public_state()"
        )
