"""How many bytes are stored, in SQL: of each package and upload, and by triggers of the database of each publisher.

Here: the statements by which those who write count what they write, and counting what nobody counted. Not here: how
much a publisher may store (steps/quotas.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Subquery, delete, func, literal, select, text

from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import datasets, publishers, uploads, versions
from opendata.storage.sql.stored_tables import stored_by_publisher, stored_bytes

PACKAGES, UPLOADS = "packages", "uploads"
AT_ONCE = 500
ADD = "INSERT INTO stored_bytes (place, publisher, bytes) VALUES (:place, :publisher, :bytes) ON CONFLICT (place) "
COUNT = text(f"{ADD} DO UPDATE SET bytes = excluded.bytes")
COUNT_MORE = text(f"{ADD} DO UPDATE SET bytes = stored_bytes.bytes + excluded.bytes")
COUNT_FIRST = text(f"{ADD} DO NOTHING")


def count_stored(connection: Connection, store: str, path: str, count: int) -> None:
    """Note how many bytes lie at a path of a store, which begins with the name of the publisher."""
    connection.execute(COUNT, _values(store, path, count))


def count_more(connection: Connection, store: str, path: str, count: int) -> None:
    """Note that so many bytes were added at a path of a store."""
    connection.execute(COUNT_MORE, _values(store, path, count))


def count_removed(connection: Connection, store: str, path: str) -> None:
    """Note that nothing lies at a path of a store any more."""
    connection.execute(delete(stored_bytes).where(stored_bytes.c.place == f"{store}/{path}"))


def bytes_at(store: PackageStore, path: str) -> int:
    """How many bytes lie at a path of a store, measured; raises StorageUnavailable."""
    return sum(store.sizes(path).values())


@dataclass(frozen=True)
class SqlStoredBytes:
    """Implements steps.ports.stored_bytes.StoredBytes."""

    database: Database
    packages: PackageStore
    uploads: PackageStore

    def of_publisher(self, publisher: str) -> int:
        mine = stored_by_publisher.c.publisher == publisher
        with self.database.asking() as connection:
            return int(connection.execute(select(stored_by_publisher.c.bytes).where(mine)).scalar() or 0)

    def of_all(self) -> Mapping[str, int]:
        query = select(stored_by_publisher).order_by(stored_by_publisher.c.publisher)
        with self.database.asking() as connection:
            return {row.publisher: row.bytes for row in connection.execute(query)}

    def count_missing(self) -> int:
        counted = 0
        for name, store, known in ((PACKAGES, self.packages, _packages()), (UPLOADS, self.uploads, _uploads())):
            while paths := self._not_counted(name, known):
                for path in paths:
                    # Whoever has written meanwhile has counted as well, and knows better.
                    values = _values(name, path, bytes_at(store, path))
                    with self.database.writing() as connection:
                        connection.execute(COUNT_FIRST, values)
                counted += len(paths)
            self._forget_what_is_gone(name, known)
        return counted

    def _not_counted(self, name: str, known: Subquery) -> list[str]:
        """Some paths of a store at which something lies that was not counted."""
        counted = select(stored_bytes.c.place).where(stored_bytes.c.place == literal(f"{name}/") + known.c.path)
        query = select(known.c.path).where(~counted.exists()).limit(AT_ONCE)
        with self.database.asking() as connection:
            return list(connection.execute(query).scalars())

    def _forget_what_is_gone(self, name: str, known: Subquery) -> None:
        """Forget the counts of what was removed while it was being counted."""
        there = select(known.c.path).where(stored_bytes.c.place == literal(f"{name}/") + known.c.path)
        of_store = stored_bytes.c.place.startswith(f"{name}/")
        with self.database.writing() as connection:
            connection.execute(delete(stored_bytes).where(of_store, ~there.exists()))


def _packages() -> Subquery:
    number = func.coalesce(versions.c.place, versions.c.number)
    path = publishers.c.name + "/" + datasets.c.name + "/" + number
    return select(path.label("path")).select_from(versions).join(datasets).join(publishers).subquery()


def _uploads() -> Subquery:
    path = publishers.c.name + "/" + datasets.c.name + "/" + uploads.c.id
    return select(path.label("path")).select_from(uploads).join(datasets).join(publishers).subquery()


def _values(store: str, path: str, count: int) -> dict[str, str | int]:
    return {"place": f"{store}/{path}", "publisher": path.partition("/")[0], "bytes": count}
