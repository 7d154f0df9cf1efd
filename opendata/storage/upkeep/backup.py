"""Backup and restore: everything the service keeps, in one archive, made while it runs.

Here: the archive, its content, and restoring it into an empty service. Not here: the public index, which is rebuilt
from the packages (reindexing.py). The archive is private: it holds all uploads and the secret.

A tar file: backup.json, sql/TABLE.ndjson (without ids: names stand for publishers and datasets), packages/PATH/FILE,
uploads/PATH/FILE, secret_key if it is kept in DATA_DIR, and digests.json last, with the SHA-256 of all the others.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Date, DateTime, Row, Table, func, insert, select, update

from opendata.domain.errors import PackageDamaged, RequestNotValid
from opendata.domain.packages.descriptor import DESCRIPTOR
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import HEAD, Database
from opendata.storage.sql.row_conversion import dataset_row
from opendata.storage.sql.schema import (
    audit,
    datasets,
    identities,
    journal_head,
    memberships,
    people,
    publishers,
    reads,
    recovery_codes,
    sources,
    tokens,
    uploads,
    versions,
    webhooks,
)
from opendata.storage.upkeep.reindexing import Rebuilt, Reindexing

FORMAT = 1
MANIFEST, DIGESTS, SECRET = "backup.json", "digests.json", "secret_key"
# In the order in which they are restored. Versions and journal are missing: they are rebuilt from the packages.
TABLES = (
    *(publishers, datasets, people, memberships, identities, recovery_codes),
    *(audit, tokens, webhooks, uploads, reads, sources),
)
PRIVATE = (people, tokens, uploads, versions)  # tables that must be empty before a backup is restored
OWNERS = ("of_publisher", "of_dataset", "of_person")  # what a row belongs to, by its name instead of its id
TO_READER = 0o600  # only the operator may read the archive


@dataclass
class Copied:
    """How much an archive holds."""

    versions: int = 0
    uploads: int = 0
    files: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Backup:
    """Makes archives and restores them."""

    database: Database
    packages: PackageStore
    uploads: PackageStore
    secret_file: Path | None  # the file with the service's secret; None: the environment gives the secret

    def write(self, target: Path, *, made_at: datetime, with_packages: bool = True) -> Copied:
        """Write an archive, whole or not at all, while the service runs.

        The archive holds the state at the beginning of the call. Raises OSError, StorageUnavailable, PackageDamaged.
        """
        beside = target.with_name(f".{target.name}.{uuid4().hex}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, TO_READER)
        try:
            with os.fdopen(handle, "wb") as file:
                with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                    copied = self._fill(_Archive(tar, made_at), made_at, with_packages)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        return copied

    def restore(self, source: Path) -> Rebuilt:
        """Restore an archive into an empty service; after an interruption, a second call begins anew.

        Raises RequestNotValid if the archive is not whole or the service not empty; then nothing is changed.
        """
        manifest = _proved(source)
        with self.database.reading() as connection:
            filled = [table.name for table in PRIVATE if connection.execute(select(table.c.id).limit(1)).first()]
        if filled:
            raise _not_empty(filled)
        if manifest["packages"]:
            self._check_packages(source)
        tables: dict[str, list[dict[str, Any]]] = {}
        secret = b""
        for place, files in _groups(source):
            kind, _, path = place.partition("/")
            if kind == "packages":
                names = sorted(files, key=lambda name: name == DESCRIPTOR)
                self.packages.write(path, {name: files[name] for name in names})
            elif kind == "uploads":
                self.uploads.write(path, files)
            elif kind == "sql":
                tables |= {
                    name.removesuffix(".ndjson"): [json.loads(line) for line in content.splitlines()]
                    for name, content in files.items()
                }
            else:
                secret = files.get(SECRET, secret)
        with self.database.writing() as connection:
            rebuilt = Reindexing(self.database, self.packages).rebuild(connection)
            for table in TABLES:
                for row in [*tables.get(table.name, []), *_of_users(table, tables.get("users", []))]:
                    _bring_back(connection, table, row)
            connection.execute(
                update(journal_head)
                .where(journal_head.c.last_serial < manifest["last_serial"])
                .values(last_serial=manifest["last_serial"])
            )
        if secret and self.secret_file:
            _keep_secret(self.secret_file, secret)
        return rebuilt

    def _fill(self, archive: "_Archive", made_at: datetime, with_packages: bool) -> Copied:
        with self.database.reading() as connection:
            rows = {table.name: [_without_ids(table, row) for row in _rows(connection, table)] for table in TABLES}
            paths = [
                "/".join(row)
                for row in connection.execute(
                    select(publishers.c.name, datasets.c.name, func.coalesce(versions.c.place, versions.c.number))
                    .join_from(versions, datasets)
                    .join(publishers)
                    .order_by(versions.c.first_serial)
                )
            ]
            last_serial = connection.execute(select(journal_head.c.last_serial)).scalar() or 0
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "tables": HEAD,
            "last_serial": last_serial,
            "versions": len(paths),
            "packages": with_packages,
        }
        archive.add(MANIFEST, json.dumps(manifest, indent=1).encode())
        copied_uploads = []
        for row in rows["uploads"]:
            if self._copy_upload(archive, row):
                copied_uploads.append(row)
        rows["uploads"] = copied_uploads
        for name, rows_of_table in rows.items():
            archive.add(f"sql/{name}.ndjson", b"".join(json.dumps(row).encode() + b"\n" for row in rows_of_table))
        if with_packages:
            for path in paths:
                self._copy_package(archive, path)
        if self.secret_file and self.secret_file.exists():
            archive.add(SECRET, self.secret_file.read_bytes())
        archive.close()
        archive.copied.versions, archive.copied.uploads = len(paths) if with_packages else 0, len(copied_uploads)
        return archive.copied

    def _copy_package(self, archive: "_Archive", path: str) -> None:
        """Add all files of a package; if it is withdrawn meanwhile, only those that are left."""
        before = self.packages.names(path)
        try:
            files = {name: self.packages.read(path, name) for name in before}
        except PackageDamaged:
            files = {name: self.packages.read(path, name) for name in self.packages.names(path)}
        if DESCRIPTOR not in files:
            raise PackageDamaged(path, "was published and its package is missing; see 'flask verify'")
        for name, content in files.items():
            archive.add(f"packages/{path}/{name}", content)

    def _copy_upload(self, archive: "_Archive", row: Mapping[str, Any]) -> bool:
        """Add the files of an upload; returns whether the upload is still there."""
        path = f"{row['publisher']}/{row['dataset']}/{row['id']}"
        files = {}
        for name in self.uploads.names(path):
            try:
                files[name] = self.uploads.read(path, name)
            except PackageDamaged:  # the upload was removed meanwhile
                continue
        with self.database.reading() as connection:
            is_there = connection.execute(select(uploads.c.id).where(uploads.c.id == row["id"])).first() is not None
        if is_there:
            for name, content in files.items():
                archive.add(f"uploads/{path}/{name}", content)
        return is_there

    def _check_packages(self, source: Path) -> None:
        """Raise RequestNotValid if the store has packages that are not in the archive."""
        there = set(self.packages.paths())
        if not there:
            return
        with tarfile.open(source, "r|*") as tar:
            coming = {"/".join(member.name.split("/")[1:4]) for member in tar if member.name.startswith("packages/")}
        # An earlier attempt that was interrupted may have written packages of the same archive.
        if others := sorted(there - coming):
            raise _not_empty([f"packages such as {others[0]}"])


@dataclass
class _Archive:
    """A tar file that is being written, with the digests of what is in it."""

    tar: tarfile.TarFile
    made_at: datetime
    digests: dict[str, str] = field(default_factory=dict)
    copied: Copied = field(default_factory=Copied)

    def add(self, name: str, content: bytes) -> None:
        """Add one file."""
        self.digests[name] = hashlib.sha256(content).hexdigest()
        self._add(name, content)

    def close(self) -> None:
        """Write the digests; an archive without them counts as incomplete."""
        self._add(DIGESTS, json.dumps(self.digests, indent=0).encode())

    def _add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), TO_READER, int(self.made_at.timestamp())
        self.tar.addfile(member, io.BytesIO(content))
        self.copied.files += 1
        self.copied.bytes += len(content)


def _not_whole(source: Path, reason: str) -> RequestNotValid:
    return RequestNotValid(source.name, f"{reason}; nothing was changed")


def _not_empty(filled: Sequence[str]) -> RequestNotValid:
    reason = f"something is here already: {', '.join(filled)}"
    advice = "a backup is restored into an empty database and an empty place for packages; nothing was changed"
    return RequestNotValid("restore", f"{reason}; {advice}")


def _members(source: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, one at a time; raises RequestNotValid."""
    try:
        with tarfile.open(source, "r|*") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise _not_whole(source, f"{member.name} is no file")
                yield member.name, content.read()
    except (tarfile.TarError, EOFError) as error:
        raise _not_whole(source, f"it cannot be read to its end: {error}") from None


def _proved(source: Path) -> dict[str, Any]:
    """Read an archive to its end and compare all digests; returns its manifest. Raises RequestNotValid."""
    actual, claimed, manifest = dict[str, str](), None, dict[str, Any]()
    for name, content in _members(source):
        if name == DIGESTS:
            claimed = json.loads(content)
            continue
        if name == MANIFEST:
            manifest = json.loads(content)
        actual[name] = hashlib.sha256(content).hexdigest()
    if claimed is None or not manifest:
        raise _not_whole(source, "it is no backup, or was cut off")
    if manifest.get("format") != FORMAT or manifest["tables"] > HEAD:
        raise _not_whole(source, "it was made by a newer release; install that release or a later one")
    if actual != claimed:
        odd = sorted(name for name in actual.keys() | claimed.keys() if actual.get(name) != claimed.get(name))
        raise _not_whole(source, f"{odd[0]} is not as it was written")
    return manifest


def _groups(source: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The files of an archive by the folder they lie in, one folder at a time."""
    place: str | None = None
    files: dict[str, bytes] = {}
    for name, content in _members(source):
        folder, _, file = name.rpartition("/")
        if folder != place and place is not None:
            yield place, files
            files = {}
        place = folder
        files[file] = content
    if place is not None:
        yield place, files


def _rows(connection: Connection, table: Table) -> Iterable[Row[Any]]:
    """The rows of a table with the names of their publisher, dataset and person."""
    query = select(table)
    if "dataset_id" in table.c:
        query = (
            select(table, publishers.c.name.label("of_publisher"), datasets.c.name.label("of_dataset"))
            .join_from(table, datasets)
            .join(publishers)
        )
    elif table is memberships:
        query = (
            select(table, publishers.c.name.label("of_publisher"), people.c.email.label("of_person"))
            .join_from(table, publishers)
            .join(people)
        )
    elif "person_id" in table.c:
        query = select(table, people.c.email.label("of_person")).join_from(table, people)
    elif "publisher_id" in table.c:
        query = select(table, publishers.c.name.label("of_publisher")).join_from(table, publishers)
    return connection.execute(query.order_by(*table.primary_key.columns))


def _without_ids(table: Table, row: Row[Any]) -> dict[str, Any]:
    values = row._mapping
    columns = {
        column.name: _as_json(values[column.name])
        for column in table.c
        if column.name not in ("publisher_id", "dataset_id", "person_id")
        and (column.name != "id" or table in (uploads, webhooks, sources))
    }
    names = {label.removeprefix("of_"): values[label] for label in OWNERS if label in values}
    return {**columns, **names}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _bring_back(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    values = {column.name: _from_json(column.type, row[column.name]) for column in table.c if column.name in row}
    if table is publishers:
        _insert_or_update(connection, table, values, [table.c.name == row["name"]])
        return
    if table is datasets:
        publisher_id = _publisher_id(connection, row["publisher"])
        # The current version is found from the packages.
        values.pop("current")
        place = [table.c.publisher_id == publisher_id, table.c.name == row["name"]]
        _insert_or_update(connection, table, {**values, "publisher_id": publisher_id}, place)
        return
    if "dataset_id" in table.c:
        values["dataset_id"] = dataset_row(connection, row["publisher"], row["dataset"]).id
    elif "publisher_id" in table.c:
        values["publisher_id"] = _publisher_id(connection, row["publisher"])
    if "person_id" in table.c:
        query = select(people.c.id).where(people.c.email == row["person"])
        values["person_id"] = connection.execute(query).scalar_one()
    connection.execute(insert(table).values(**values))


def _of_users(table: Table, users: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table that stood as users in backups of earlier releases, each of one publisher.

    People sign in with their addresses in small letters; of two users whose addresses differ in that alone, the first
    comes back.
    """
    by_address = {user["email"].lower(): {**user, "email": user["email"].lower()} for user in reversed(users)}
    people_now = [by_address[address] for address in sorted(by_address)]
    if table is people:
        return [{**user, "is_operator": False} for user in people_now]
    return [{**user, "person": user["email"]} for user in people_now] if table is memberships else []


def _insert_or_update(connection: Connection, table: Table, values: dict[str, Any], place: Sequence[Any]) -> None:
    if connection.execute(select(func.count()).select_from(table).where(*place)).scalar():
        connection.execute(update(table).where(*place).values(**values))
    else:
        connection.execute(insert(table).values(**values))


def _publisher_id(connection: Connection, name: str) -> int:
    return int(connection.execute(select(publishers.c.id).where(publishers.c.name == name)).scalar_one())


def _from_json(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    implementation = getattr(kind, "impl", kind)
    if isinstance(implementation, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(implementation, Date) else value


def _keep_secret(path: Path, secret: bytes) -> None:
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, TO_READER)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
    beside.replace(path)
