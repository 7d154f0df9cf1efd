"""Each start writes and removes a small file; what a start leaves that was killed meanwhile is removed later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore

from opendata.storage.packages.bucket_packages import S3Packages
from tests.storage.conftest import Store

LEFT = {"one-disk": ".unfinished-probe-of-a-killed-process", "servers": ".probe-of-a-killed-process"}


def test_a_start_leaves_nothing(store: Store):
    assert hidden(store.on_disk) == []


def test_what_a_killed_start_left_is_removed_when_it_is_old(store: Store):
    left = _left_by_a_killed_start(store)

    store.versions.sweep(datetime.now(UTC))
    assert hidden(store.on_disk) == [left]

    store.versions.sweep(datetime.now(UTC) + timedelta(hours=1))
    assert hidden(store.on_disk) == []


def _left_by_a_killed_start(store: Store) -> str:
    """Write what a start writes as its test; returns the name of the file."""
    if isinstance(store.packages, S3Packages):
        name = LEFT["servers"]
        obstore.put(store.packages.bucket, name, b"opendata")
    else:
        name = LEFT["one-disk"]
        (store.on_disk / name).write_bytes(b"opendata")
    return name


def hidden(folder: Path) -> list[str]:
    """The names of the files directly in a folder of packages."""
    return sorted(path.name for path in folder.glob("*") if path.is_file())
