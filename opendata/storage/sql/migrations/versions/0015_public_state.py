"""The number of the public state, which the database itself raises whenever something public changes.

This migration only adds: the code of the previous release still works with these tables, and what it publishes raises
the number as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# What is written into these tables can be seen in public answers; the journal never changes without them.
PUBLIC = ("publishers", "datasets", "versions")
RAISE = "UPDATE public_state SET number = number + 1"
TAKE_BACK = "UPDATE public_state SET taken_back = taken_back + 1"


def upgrade() -> None:
    op.create_table(
        "public_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("taken_back", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_state")),
    )
    op.execute("INSERT INTO public_state (id, number, taken_back) VALUES (1, 1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        _let_sqlite_raise_it()
    else:
        _let_postgresql_raise_it()


def _let_sqlite_raise_it() -> None:
    for table in PUBLIC:
        for act in ("INSERT", "UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_are_public_{act.lower()} AFTER {act} ON {table} BEGIN {RAISE}; END")
    op.execute(
        "CREATE TRIGGER versions_are_taken_back_update AFTER UPDATE OF withdrawn_at ON versions "
        f"WHEN NEW.withdrawn_at IS NOT NULL BEGIN {TAKE_BACK}; END"
    )
    op.execute(f"CREATE TRIGGER versions_are_taken_back_delete AFTER DELETE ON versions BEGIN {TAKE_BACK}; END")


def _let_postgresql_raise_it() -> None:
    for name, statement in (("raise_public_state", RAISE), ("raise_taken_back", TAKE_BACK)):
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN NULL; END $$"
        )
    for table in PUBLIC:
        op.execute(
            f"CREATE TRIGGER {table}_are_public AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION raise_public_state()"
        )
    op.execute(
        "CREATE TRIGGER versions_are_taken_back AFTER UPDATE OF withdrawn_at OR DELETE OR TRUNCATE ON versions "
        "FOR EACH STATEMENT EXECUTE FUNCTION raise_taken_back()"
    )
