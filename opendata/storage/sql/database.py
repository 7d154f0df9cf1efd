"""The database connection: opening it, transactions, and bringing its tables up to date.

Here: what SQLite and PostgreSQL need to behave alike. Not here: the tables (schema.py) and what is kept in them.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from opendata.config import OWNER_FILE, ConfigError, keep_private, make_folder
from opendata.domain.errors import StorageUnavailable

HEAD = "0029"  # the newest migration; a test holds it against the migrations folder
MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 60  # how long a writer waits for its turn on SQLite
REFUSALS = ("42501", "25006")  # PostgreSQL's codes: the user has no right to do this; the server is read-only
LOCK = 7_229_041  # any number, the same in all processes: PostgreSQL's advisory lock for migrations


class Database:
    """One database, and the two ways to speak to it: reading, and writing as one transaction.

    Both raise StorageUnavailable where the database does not answer or cannot write. Then nothing was changed, unless
    the error says that this is uncertain.
    """

    def __init__(self, url: str, patience_seconds: float | None = None) -> None:
        self.engine = _engine(url, patience_seconds)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        repeatable = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._readers = self.engine.execution_options(**repeatable)
        # A single statement sees one state by itself; a transaction around it would cost two more round trips.
        self._askers = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writers = self.engine.execution_options(opendata_write=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with _telling(), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection for one query; a second query might see another state of the database."""
        with _telling(), self._askers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. On SQLite, writers wait here until the one before them is done."""
        with _telling(), self._writers.connect() as connection, connection.begin() as transaction:
            yield connection
            try:
                transaction.commit()
            except DBAPIError as error:
                # SQLite has changed nothing in this case. A server may have committed before the connection broke.
                if error.connection_invalidated and not self.is_sqlite:
                    raise StorageUnavailable("database", _reason(error), is_uncertain=True) from error
                raise

    def ready(self) -> bool:
        """Whether the database answers and has its tables; newer tables, made by a later release, are accepted."""
        try:
            with self.reading() as connection:
                return _revision(connection) is not None
        except StorageUnavailable:
            return False

    def migrate(self) -> None:
        """Bring the tables up to date; if several processes call this at once, one of them does it.

        Raises ConfigError if the database cannot be reached or is newer than this code.
        """
        try:
            with self.reading() as connection:
                revision = _revision(connection)
            if revision == HEAD:
                return
            self._upgrade()
        except StorageUnavailable as error:
            raise ConfigError(f"DATABASE_URL cannot be used: {error.reason}; {_advice(error.reason)}") from None

    def _upgrade(self) -> None:
        from alembic import command  # noqa: PLC0415 - slow to import, needed once in the life of a release
        from alembic.config import Config  # noqa: PLC0415
        from alembic.util.exc import CommandError  # noqa: PLC0415

        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError:
                raise ConfigError(
                    "the database was made by a newer release than this one; install that release or a later one"
                ) from None

    def scrub(self) -> None:
        """Remove overwritten rows from the log of SQLite, except for parts that a connection reads at this moment."""
        if self.is_sqlite:
            connection = self.engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA busy_timeout=1000")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
            finally:
                connection.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _telling() -> Iterator[None]:
    """Raise StorageUnavailable for errors that do not depend on the query, such as a server that is gone."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise StorageUnavailable("database", _reason(error)) from error
    except DBAPIError as error:
        # SQLite raises DatabaseError itself, and none of its subclasses, for a file that is damaged or no database.
        is_damaged = type(error.orig) is sqlite3.DatabaseError
        if error.connection_invalidated or is_damaged or getattr(error.orig, "sqlstate", None) in REFUSALS:
            raise StorageUnavailable("database", _reason(error)) from error
        raise


def _reason(error: SQLAlchemyError) -> str:
    """The message of the database, without the statement, which may hold what a user sent."""
    original = getattr(error, "orig", None)
    lines = str(original or error).strip().splitlines()
    return " ".join(lines[0].split())[:300] if lines else type(original or error).__name__


# What the operator can do: (words of the database, advice); the first pair that fits is used.
ADVICE = (
    ("disk is full", "make room on the disk"),
    ("disk I/O error", "see that the disk has room and is sound"),
    ("readonly database", "let the service write there"),
    ("unable to open database file", "let the service write there, and make the folder"),
    ("file is not a database", "correct the path, or bring back a backup"),
    ("password", "correct its user and password"),
    ("does not exist", "make it, or correct its name"),
    ("malformed", "bring back a backup"),
    ("read-only transaction", "give the address of the server that writes"),
    ("permission denied", "give the user the right to make tables there"),
    ("", "see that the database runs, and that the address is right"),
)


def _advice(reason: str) -> str:
    return next(advice for words, advice in ADVICE if words in reason)


def _make_private(path: Path) -> None:
    """Make the file of SQLite for its owner alone; SQLite gives its log beside it the same rights."""
    make_folder(path.parent)
    for file in (path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm"))):
        keep_private(file)
    with suppress(OSError):  # it is there already, or SQLite itself says why it cannot be made
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE))


def _engine(url: str, patience_seconds: float | None) -> Engine:
    if not url.startswith("sqlite"):
        # Loaded only where PostgreSQL is used, because its library is slow to import.
        from opendata.storage.sql.postgresql import postgresql_engine  # noqa: PLC0415

        return postgresql_engine(url, patience_seconds)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    if engine.url.database and engine.url.database != ":memory:":
        _make_private(Path(engine.url.database))

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # _begin() below sends BEGIN
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # acknowledged changes survive a power cut
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # withdrawn rows must not stay in the file's free pages

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that began by reading cannot write after another one has written.
        write = connection.get_execution_options().get("opendata_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
