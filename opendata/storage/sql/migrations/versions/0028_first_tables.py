"""An index of the digests of first tables, by which a draft finds versions that hold its rows already.

A kind's first table is the first of a version's resources. Without the index each draft would read all versions.

This migration only adds: the code of the previous release still works with these tables.
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OF_SQLITE = "json_extract(resources, '$[0].hash')"
OF_POSTGRESQL = "(resources -> 0 ->> 'hash')"


def upgrade() -> None:
    digest = OF_SQLITE if op.get_bind().dialect.name == "sqlite" else OF_POSTGRESQL
    op.execute(f"CREATE INDEX ix_versions_first_table ON versions ({digest})")
