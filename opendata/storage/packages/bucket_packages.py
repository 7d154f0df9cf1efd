"""Packages in a bucket, for several hosts: the same files under the same names as in a folder.

Here: bytes by path on anything that speaks S3. Not here: what they mean (domain/packages/) and which of them are
public (sql_versions.py). A bucket renames nothing: a package exists if its descriptor does, which is written last.
The interface is storage/packages/package_store.py's PackageStore.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    GenericError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from opendata.config import Config, ConfigError
from opendata.domain.errors import PackageDamaged, StorageUnavailable
from opendata.domain.packages.descriptor import DESCRIPTOR

CONNECT_SECONDS, ANSWER_SECONDS, RETRY_SECONDS = 3, 15, 20
QUICK_SECONDS = 5  # for a small request that only tests whether the bucket answers
RETRIES = 4
PIECE_BYTES = 8 * 2**20
AT_ONCE = 8  # requests for one package that run at the same time
PROBE = b"opendata"
PROBE_PREFIX = ".probe-"
PROBE_AGAIN_SECONDS = 0.3
REFUSED = (
    "the store refuses this key; correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "or let the key read, write and delete there"
)


def bucket_of(config: Config, below: str = "", *, patient: bool = True) -> S3Store:
    """The bucket and prefix that PACKAGES_URL names; raises ConfigError. No request is sent yet.

    patient: whether requests without an answer are repeated for some time.
    """
    parts = urlsplit(config.packages_url)
    prefix = "/".join(part for part in (parts.path.strip("/"), below) if part)
    settings = {
        "endpoint": config.s3_endpoint,
        "access_key_id": config.s3_key,
        "secret_access_key": config.s3_secret,
        "region": config.s3_region,
    }
    try:
        return S3Store(
            parts.netloc,
            prefix=prefix or None,
            client_options={
                "allow_http": True,
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "timeout": timedelta(seconds=ANSWER_SECONDS if patient else QUICK_SECONDS),
            },
            retry_config={
                "max_retries": RETRIES if patient else 0,
                "retry_timeout": timedelta(seconds=RETRY_SECONDS),
            },
            **{name: value for name, value in settings.items() if value},  # type: ignore[arg-type]
        )
    except (BaseError, ValueError) as error:
        raise ConfigError(f"PACKAGES_URL cannot be used: {_first_line(error)}") from None


class S3Packages:
    """Packages below one prefix of a bucket: publisher/dataset/version/file."""

    stages_apart = False  # objects are written in their final place, under the dataset's lock

    def __init__(self, bucket: S3Store, part: str = "packages", quick: S3Store | None = None) -> None:
        self.bucket, self.part = bucket, part
        self.quick = quick or bucket  # the same bucket, without repeated requests

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> "StagedObjects":
        """Write all objects but the descriptor, and replace what a crash may have left there."""
        self.remove_files(path, [name for name in self.names(path) if name not in files])
        if files:
            self._put_all({_key(path, name): content for name, content in files.items()})
        return StagedObjects(self, path)

    def write(self, path: str, files: Mapping[str, bytes]) -> None:
        """Write all objects, the last one after the others."""
        names = list(files)
        self.stage(path, {name: files[name] for name in names[:-1]}).seal(names[-1], files[names[-1]])

    def put(self, path: str, name: str, content: bytes) -> None:
        """Add or replace one object."""
        with self._asking():
            obstore.put(self.bucket, _key(path, name), content)

    def read(self, path: str, name: str) -> bytes:
        """One object; raises PackageDamaged if there is none, StorageUnavailable if that is unknown."""
        with self._reading(path, name):
            return bytes(obstore.get(self.bucket, _key(path, name)).bytes())

    def pieces(self, path: str, name: str) -> Iterator[bytes]:
        """The same piece by piece, each by a request of its own: a long one would last longer than requests may.

        A store that knows no ranges of bytes is asked for all of them at once.
        """
        key = _key(path, name)
        with self._reading(path, name):
            size = int(obstore.head(self.bucket, key)["size"])
            try:
                piece = obstore.get_range(self.bucket, key, start=0, end=min(PIECE_BYTES, size)) if size else b""
            except GenericError:  # whatever else it may be, asking for everything finds out
                for piece in obstore.get(self.bucket, key).stream(min_chunk_size=PIECE_BYTES):
                    yield bytes(piece)
                return
            yield bytes(piece)
            for start in range(PIECE_BYTES, size, PIECE_BYTES):
                yield bytes(obstore.get_range(self.bucket, key, start=start, end=min(start + PIECE_BYTES, size)))

    def names(self, path: str) -> Sequence[str]:
        """The objects of a package, in order."""
        return sorted(key.rsplit("/", 1)[1] for key in self._keys(_key(path)))

    def sizes(self, path: str) -> Mapping[str, int]:
        """How many bytes each object of a package has."""
        with self._asking():
            entries = [entry for chunk in obstore.list(self.bucket, _key(path)) for entry in chunk]
        return {entry["path"].rsplit("/", 1)[1]: entry["size"] for entry in entries}

    def remove(self, path: str) -> None:
        """Remove all objects of a package, its descriptor first."""
        names = self.names(path)
        self.remove_files(path, [name for name in names if name == DESCRIPTOR])
        self.remove_files(path, [name for name in names if name != DESCRIPTOR])

    def remove_files(self, path: str, names: Sequence[str]) -> None:
        """Remove objects of a package, if they are there."""
        keys = [_key(path, name) for name in names]
        if keys:
            with self._asking():
                for key in keys:  # one by one, because not every store has a request that deletes many
                    try:
                        obstore.delete(self.bucket, key)
                    except FileNotFoundError:
                        continue

    def paths(self, below: str = "") -> Iterator[str]:
        """The paths of all packages that have a descriptor, in order."""
        ending = f"/{DESCRIPTOR}"
        packages = (
            key.removesuffix(ending) for key in self._keys(_key(below) if below else "") if key.endswith(ending)
        )
        yield from sorted(
            path for path in packages if path.count("/") == 2 and not any(p.startswith(".") for p in path.split("/"))
        )

    def folders(self) -> Iterator[tuple[str, datetime]]:
        """The paths of all packages, complete or not, and when each was last written to."""
        written_at: dict[str, datetime] = {}
        with self._asking():
            for chunk in obstore.list(self.bucket):
                for entry in chunk:
                    path, _, _ = entry["path"].rpartition("/")
                    if path.count("/") == 2:
                        written_at[path] = max(entry["last_modified"], written_at.get(path, entry["last_modified"]))
        yield from sorted(written_at.items())

    def clear_unfinished(self, dataset_path: str, now: datetime, age: timedelta) -> set[str]:
        """Do nothing: no half-written package lies beside its place; remove() removes all of its objects."""
        return set()

    def probe(self) -> None:
        """Write, read and remove a small object."""
        try:
            self._probe()
        except StorageUnavailable:
            # A store that keeps folders may fail once if two hosts start at the same time in an empty bucket.
            time.sleep(PROBE_AGAIN_SECONDS)
            self._probe()

    def _probe(self) -> None:
        key = f"{PROBE_PREFIX}{uuid4().hex}"
        try:
            with self._asking():
                obstore.put(self.quick, key, PROBE)
                try:
                    obstore.get(self.quick, key).bytes()
                finally:
                    obstore.delete(self.quick, key)  # also where reading fails, so that nothing is left there
        except FileNotFoundError as error:
            raise StorageUnavailable(
                self.part, "there is no such bucket; make it, or correct its name in PACKAGES_URL"
            ) from error

    def clear_probes(self, before: datetime) -> None:
        """Remove the small objects of probes that were killed, or whose request to write arrived last."""
        with self._asking():
            root = obstore.list_with_delimiter(self.bucket)
            old = [entry["path"] for entry in root["objects"] if entry["last_modified"] < before]
            probes = [path for path in old if path.startswith(PROBE_PREFIX)]
            if probes:
                obstore.delete(self.bucket, probes)

    def ready(self) -> bool:
        """Whether the bucket answers."""
        try:
            with self._asking():
                obstore.list_with_delimiter(self.quick, PROBE_PREFIX)
        except (StorageUnavailable, FileNotFoundError):
            return False
        return True

    def _keys(self, below: str) -> Iterator[str]:
        with self._asking():
            for chunk in obstore.list(self.bucket, below or None):
                for entry in chunk:
                    yield entry["path"]

    def _put_all(self, objects: Mapping[str, bytes]) -> None:
        """Write several objects; the first one alone, since a store that makes a folder for it may fail with two."""
        first, *others = objects
        self._put_new(first, objects[first])
        if others:
            with ThreadPoolExecutor(min(AT_ONCE, len(others))) as pool:
                for _ in pool.map(lambda key: self._put_new(key, objects[key]), others):
                    pass

    def _put_new(self, key: str, content: bytes) -> None:
        """Write an object that does not exist yet.

        The store may carry out a request after it was given up. If the store supports conditions, such a late
        request cannot replace what another writer wrote since.
        """
        with self._asking():
            try:
                obstore.put(self.bucket, key, content, mode="create")
            except AlreadyExistsError:
                # Either our request succeeded and its answer was lost, or this is an old object, which is replaced.
                if bytes(obstore.get(self.bucket, key).bytes()) != content:
                    obstore.put(self.bucket, key, content)

    @contextmanager
    def _reading(self, path: str, name: str) -> Iterator[None]:
        try:
            with self._asking():
                yield
        except FileNotFoundError as error:
            raise PackageDamaged(f"{path}/{name}", "cannot be read: there is no such object") from error

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except (PermissionDeniedError, UnauthenticatedError, PermissionError) as error:
            raise StorageUnavailable(self.part, REFUSED) from error
        except (BaseError, OSError) as error:
            raise StorageUnavailable(self.part, _first_line(error)) from error


@dataclass
class StagedObjects:
    """A package that is complete except for its descriptor."""

    store: S3Packages
    path: str

    def seal(self, name: str, content: bytes) -> None:
        """Write the descriptor, which completes the package."""
        self.store._put_all({_key(self.path, name): content})

    def discard(self) -> bool:
        """Remove what was written; returns whether that succeeded. The mark leads to what is left."""
        try:
            self.store.remove(self.path)
        except StorageUnavailable:
            return False
        return True


def _key(path: str, *name: str) -> str:
    parts = [*path.split("/"), *name]
    if any(part in ("", ".", "..") or "\\" in part for part in parts) or any("/" in part for part in name):
        raise ValueError(f"{path!r} is no path of a package")
    return "/".join(parts)


def _first_line(error: Exception) -> str:
    """The first line of an error: the store's message without the library's internals."""
    line = str(error).strip().split("\n")[0][:300]
    if "error sending request" in line or "operation timed out" in line:
        return "the store does not answer; see that it runs, and that AWS_ENDPOINT_URL is right"
    if status := re.search(r"non-2xx status code: (\d+ [\w ]+)", line):
        return f"the store answers with {status[1]}; see its log, and that the key may read, write and delete there"
    return line
