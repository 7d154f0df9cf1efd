"""Databases with all tables and no rows: copying one is quicker than making its tables for each test.

Here: copies, of SQLite and of PostgreSQL. Not here: the application, which processes that tests start need not load.
"""

import tempfile
from functools import cache
from pathlib import Path

from opendata.storage.sql.database import Database
from tests.servers import PostgreSQL


def with_tables(path: Path) -> Path:
    """The path of a database of SQLite, which is made here with empty tables if it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_empty_tables())
    return path


@cache
def _empty_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "db.sqlite"
        database = Database(f"sqlite:///{path}")
        database.migrate()
        database.close()
        return path.read_bytes()


def copy_with_tables(server: PostgreSQL) -> str:
    """The address of a new database of PostgreSQL with empty tables."""
    return _with_psycopg(server.new_url(_tables_of_postgresql(server)))


@cache
def _tables_of_postgresql(server: PostgreSQL) -> str:
    """The name of the database that is copied."""
    url = server.new_url()
    database = Database(_with_psycopg(url))
    database.migrate()
    database.close()
    return url.rpartition("/")[2]


def _with_psycopg(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:")
