"""What a process that was killed left in a folder: its mark finds it, and stays until it is removed.

Here: what lies beside packages on one disk. Not here: what a bucket carries out late (test_late_requests.py), and
what the next publication makes of a crash (../versions/test_sql_versions.py).
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from opendata.domain.errors import StorageUnavailable, VersionConflict
from opendata.steps.publishing import publish
from opendata.storage.packages import folder_packages as module
from opendata.storage.packages.folder_packages import FolderPackages
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.schema import unfinished
from opendata.storage.upkeep.verifying import Verifying
from opendata.storage.versions.sql_versions import SqlVersions
from tests.making import CITY, dataset, draft, plans
from tests.storage.conftest import Place, Store, on_one_disk
from tests.storage.other_processes import other_processes

FIRST = {"plans": plans(("1", "Radweg"))}
SECOND = {"plans": plans(("1", "Radweg"), ("2", "Solardach"))}
THIRD = {"plans": plans(("1", "Radweg"), ("3", "Windrad"))}
DATASET = "musterstadt/plaene"
LONG_AGO, SOON, MUCH_LATER = timedelta(minutes=-5), timedelta(minutes=2), timedelta(hours=1)
# Where a publication is killed: when a function of folder_packages.py is called for the n-th time.
POINTS = {
    "one table is there": ("_write", 2),
    "all files are there, beside their place": ("_sync_folder", 1),
    "all files are in their place, and not public": ("_sync_folder", 2),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on one disk with a published version."""
    made = on_one_disk(tmp_path).open()
    made.catalogue.add_publisher(CITY)
    made.catalogue.add_dataset(replace(dataset(), current=None))
    made.publish("2022-12-31", FIRST)
    yield made
    made.database.close()


@pytest.mark.parametrize("point", POINTS)
def test_what_was_written_until_just_now_is_kept_with_its_old_mark_and_removed_later(store: Store, point: str):
    # A request that waited for its turn has a mark that is old when its process is killed.
    in_another_process(publish_and_die, store.place, now() + LONG_AGO, point)

    store.versions.sweep(now())
    store.versions.sweep(now() + SOON)

    assert left(store) == []


@pytest.mark.parametrize("point", POINTS)
def test_who_clears_goes_by_the_time_that_it_was_told(store: Store, point: str):
    in_another_process(publish_and_die, store.place, now(), point)

    store.versions.sweep(now() + MUCH_LATER)

    assert left(store) == []


@pytest.mark.parametrize("point", POINTS)
def test_who_is_killed_while_clearing_leaves_the_rest_to_the_next(store: Store, point: str):
    in_another_process(publish_and_die, store.place, now(), point)
    in_another_process(sweep_and_die, store.place, now() + MUCH_LATER)

    store.versions.sweep(now() + MUCH_LATER)

    assert left(store) == []


def test_what_cannot_be_removed_keeps_its_mark(store: Store, monkeypatch: pytest.MonkeyPatch):
    in_another_process(publish_and_die, store.place, now(), "all files are there, beside their place")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", read_only)
        patch.setattr(shutil, "rmtree", read_only)
        with pytest.raises(StorageUnavailable):
            store.versions.sweep(now() + MUCH_LATER)

    store.versions.sweep(now() + MUCH_LATER)

    assert left(store) == []


def test_what_a_refused_publication_cannot_remove_keeps_its_mark(store: Store, monkeypatch: pytest.MonkeyPatch):
    stale = store.dataset()
    store.publish("2023-12-31", SECOND, now=now())
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # as it is with ignore_errors on such a disk
        with pytest.raises(VersionConflict):
            publish(draft(stale, "2023-12-31", THIRD), store.versions, base="1.0.0", now=now())

    store.versions.sweep(now() + MUCH_LATER)

    assert left(store) == []


def test_a_slow_writer_that_still_writes_is_let_be(store: Store):
    meanwhile = Meanwhile(store.packages, lambda _: store.versions.sweep(now()))

    publish_slowly(store, meanwhile)

    assert store.dataset().current == "1.1.0"
    assert meanwhile.staged == 1
    assert left(store) == []


def test_of_a_package_that_somebody_began_to_remove_nothing_becomes_public(store: Store):
    def clear_and_die(place: Path) -> None:
        for path in place.parent.glob(".unfinished-*"):
            for each in (path, *path.iterdir()):
                os.utime(each, (0, 0))
        in_another_process(sweep_and_die, store.place, now())

    with pytest.raises(StorageUnavailable):
        publish_slowly(store, Meanwhile(store.packages, clear_and_die))

    assert store.dataset().current == "1.0.0"
    assert Verifying(store.database, store.packages).verify().problems == []
    store.versions.sweep(now() + MUCH_LATER)
    assert left(store) == []


def test_a_file_that_was_not_put_whole_goes_with_the_next_that_is(store: Store):
    path = store.on_disk / DATASET / "1.0.0"
    in_another_process(put_and_die, store.place)
    half = [each.name for each in path.iterdir() if each.name.startswith(".")]

    store.packages.put(f"{DATASET}/1.0.0", "plans.csv", store.packages.read(f"{DATASET}/1.0.0", "plans.csv"))
    assert len(half) == 1
    assert left(store) == []

    in_another_process(put_and_die, store.place)
    store.packages.remove_files(f"{DATASET}/1.0.0", ["withdrawal.json"])
    assert left(store) == []


def now() -> datetime:
    """The time by which the disk notes when a file was written."""
    return datetime.now(UTC)


def left(store: Store) -> list[str]:
    """Marks, and what lies beside the public packages or half written in them."""
    with store.database.reading() as connection:
        marks = [f"mark of {path}" for path in connection.execute(select(unfinished.c.path)).scalars()]
    public = {each.stored_at for each in store.versions.history(store.dataset())}
    folders = {path.relative_to(store.on_disk).as_posix() for path in store.on_disk.glob("*/*/*")}
    halves = [path.name for path in store.on_disk.glob("*/*/*/.*")]
    return [*marks, *sorted(folders - public), *halves]


def in_another_process(work: Callable[..., None], *arguments: Any) -> None:
    """Do something that ends as if it was killed."""
    process = other_processes().Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 9


def publish_and_die(place: Place, at: datetime, point: str) -> None:
    """Begin to publish, and come no further than to this point."""
    store, (name, times) = place.open(), POINTS[point]
    real, calls = getattr(module, name), 0

    def dies(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == times:
            os._exit(9)
        return real(*arguments)

    setattr(module, name, dies)
    store.publish("2023-12-31", SECOND, now=at)


def sweep_and_die(place: Place, at: datetime) -> None:
    """Clear, and come no further than to the first table."""

    def dies(folder: Path, *_: Any, **__: Any) -> None:
        (folder / "plans.csv").unlink(missing_ok=True)
        os._exit(9)

    shutil.rmtree = dies  # type: ignore[assignment]
    place.open().versions.sweep(at)


def put_and_die(place: Place) -> None:
    """Replace a file, and come no further than to the file beside it."""
    store = place.open()
    Path.rename = lambda *_: os._exit(9)  # type: ignore[method-assign]
    store.packages.put(f"{DATASET}/1.0.0", "plans.csv", b"half")


def read_only(*_: Any, ignore_errors: bool = False) -> None:
    """What a disk says that has turned read-only."""
    if not ignore_errors:
        raise OSError(errno.EROFS, "Read-only file system")


class Meanwhile:
    """A package store where something happens after the tables of a package are written for the first time."""

    def __init__(self, inner: PackageStore, happens: Callable[[Path], Any]) -> None:
        self._inner, self._happens = inner, happens
        self.staged = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def stage(self, path: str, files: Mapping[str, bytes], *mark: str) -> Any:
        staged = self._inner.stage(path, files, *mark)
        self.staged += 1
        assert isinstance(self._inner, FolderPackages)
        if self.staged == 1:
            self._happens(self._inner.root / path)
        return staged


def publish_slowly(store: Store, packages: Any) -> None:
    """Publish with a mark that is old already when the first table is written."""
    versions = SqlVersions(store.database, packages)
    publish(draft(store.dataset(), "2023-12-31", SECOND), versions, base="1.0.0", now=now() + LONG_AGO)
