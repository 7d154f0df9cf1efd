"""What a bucket carries out long after it was given up harms nothing that was published since."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import obstore
import pytest

from opendata.domain.errors import StorageUnavailable
from opendata.storage.packages.bucket_packages import S3Packages
from opendata.storage.packages.folder_packages import FolderPackages
from opendata.storage.upkeep.backup import Backup
from opendata.storage.upkeep.reindexing import Reindexing
from opendata.storage.upkeep.verifying import Verifying
from opendata.storage.versions.atomic_writing import LATE, Writing
from tests.faults.proxy import Misbehaving
from tests.making import CITY, NOON, dataset, plans
from tests.servers import Servers
from tests.storage.conftest import Store, on_one_disk, on_servers

FIRST = {"plans": plans(("1", "Radweg"))}
GIVEN_UP = {"plans": plans(("1", "Radweg"), ("2", "Solardach"))}
SECOND = {"plans": plans(("1", "Radweg"), ("2", "Windrad"), ("3", "Fernwärme"))}


@pytest.fixture
def proxy() -> Iterator[Misbehaving]:
    with Misbehaving(seed=1, late_seconds=(600, 600)) as made:
        yield made


@pytest.fixture
def behind(proxy: Misbehaving, servers: Servers, tmp_path: Path) -> Iterator[Store]:
    """A store whose bucket stands behind the proxy."""
    place = on_servers(tmp_path, servers)
    store = replace(place, settings={**place.settings, "s3_endpoint": proxy.before(servers.s3.port)}).open()
    store.catalogue.add_publisher(CITY)
    store.catalogue.add_dataset(replace(dataset(), current=None))
    store.publish("2022-12-31", FIRST)
    yield store
    store.database.close()


def test_what_was_to_be_written_comes_late(behind: Store, proxy: Misbehaving):
    proxy.misbehave(["late"], 1.0)
    with pytest.raises(StorageUnavailable):
        behind.publish("2023-12-31", GIVEN_UP)
    proxy.behave()
    version = behind.publish("2023-12-31", SECOND)

    proxy.settle(at_once=True)

    assert version.number == "1.1.0"
    assert behind.versions.table(behind.versions.get(behind.dataset(), "1.1.0"), "plans").height == 3
    assert Verifying(behind.database, behind.packages).verify().problems == []


def test_a_version_kept_beside_its_place_is_in_the_backup(behind: Store, proxy: Misbehaving, tmp_path: Path):
    proxy.misbehave(["late"], 1.0)
    with pytest.raises(StorageUnavailable):
        behind.publish("2023-12-31", GIVEN_UP)
    proxy.behave()
    version = behind.publish("2023-12-31", SECOND)
    proxy.settle(at_once=True)
    archive = tmp_path / "backup.tar"
    sent = FolderPackages(tmp_path / "sent", "uploads")
    Backup(behind.database, behind.packages, sent, tmp_path / "secret_key").write(archive, made_at=NOON)

    new = on_one_disk(tmp_path / "new").open()
    Backup(new.database, new.packages, sent, tmp_path / "secret_key").restore(archive)

    restored = new.versions.get(new.dataset(), "1.1.0")
    assert (restored.digest, restored.stored_at) == (version.digest, version.stored_at)
    assert new.versions.table(restored, "plans").height == 3
    assert Verifying(new.database, new.packages).verify().problems == []
    new.database.close()


def test_what_was_to_be_removed_goes_late(behind: Store, proxy: Misbehaving):
    Writing(behind.database, behind.packages).mark("musterstadt/plaene/1.1.0", NOON)
    behind.packages.stage("musterstadt/plaene/1.1.0", {"plans.csv": b"half", "grants.csv": b"a package"})
    proxy.misbehave(["late"], 1.0)
    with pytest.raises(StorageUnavailable):
        behind.versions.sweep(NOON + timedelta(minutes=5))
    proxy.behave()
    behind.publish("2023-12-31", SECOND)

    proxy.settle(at_once=True)

    assert Verifying(behind.database, behind.packages).verify().problems == []


def test_what_came_late_is_cleared_and_the_index_rebuilt_without_it(behind: Store, proxy: Misbehaving):
    proxy.misbehave(["late"], 1.0)
    with pytest.raises(StorageUnavailable):
        behind.publish("2023-12-31", GIVEN_UP)
    proxy.behave()
    version = behind.publish("2023-12-31", SECOND)
    behind.versions.sweep(NOON + timedelta(minutes=2))
    proxy.settle(at_once=True)

    for after in (LATE, 2 * LATE, 3 * LATE):
        behind.versions.sweep(NOON + after + timedelta(minutes=3))
    Reindexing(behind.database, behind.packages).reindex()

    # The server is asked, and not its folder, because folders may be left in it that hold nothing.
    assert isinstance(behind.packages, S3Packages)
    stored = [entry["path"] for chunk in obstore.list(behind.packages.bucket) for entry in chunk]
    kept = {path.rpartition("/")[0] for path in stored}
    assert kept == {"musterstadt/plaene/1.0.0", version.stored_at}
    assert behind.versions.get(behind.dataset(), "1.1.0") == version
    assert behind.publish("2024-12-31", FIRST).stored_at == "musterstadt/plaene/1.2.0"
