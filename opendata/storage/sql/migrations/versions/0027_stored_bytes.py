"""How many bytes are stored of each package and each upload, and of each publisher together.

The sums are kept by the database itself, in the transaction that writes: whoever writes cannot forget it, and asking
how much a publisher stores reads one row, however much there is. What was stored before is counted by a job.

This migration only adds: the code of the previous release still works with these tables; what it stores meanwhile is
counted by that job as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ADD = (
    "INSERT INTO stored_by_publisher (publisher, bytes) VALUES (NEW.publisher, NEW.bytes) "
    "ON CONFLICT (publisher) DO UPDATE SET bytes = stored_by_publisher.bytes + excluded.bytes"
)
TAKE = "UPDATE stored_by_publisher SET bytes = bytes - OLD.bytes WHERE publisher = OLD.publisher"


def upgrade() -> None:
    op.create_table(
        "stored_bytes",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(80), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_stored_bytes")),
    )
    op.create_table(
        "stored_by_publisher",
        sa.Column("publisher", sa.String(80), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", name=op.f("pk_stored_by_publisher")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER stored_bytes_are_added AFTER INSERT ON stored_bytes BEGIN {ADD}; END")
        op.execute(f"CREATE TRIGGER stored_bytes_are_counted AFTER UPDATE ON stored_bytes BEGIN {TAKE}; {ADD}; END")
        op.execute(f"CREATE TRIGGER stored_bytes_are_taken AFTER DELETE ON stored_bytes BEGIN {TAKE}; END")
    else:
        op.execute(
            "CREATE FUNCTION count_stored_bytes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' THEN {TAKE}; END IF; IF TG_OP <> 'DELETE' THEN {ADD}; END IF; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER stored_bytes_are_counted AFTER INSERT OR UPDATE OR DELETE ON stored_bytes "
            "FOR EACH ROW EXECUTE FUNCTION count_stored_bytes()"
        )
