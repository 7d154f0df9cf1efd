"""The names of what belongs to a table: indexes, keys and constraints have one on every database.

Here: the metadata that all tables are part of. Not here: the tables (schema.py, webhook_tables.py).
"""

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
