"""How much is stored: what is counted is what lies in the stores, on SQLite and a folder, on PostgreSQL and S3."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from opendata.config import Config
from opendata.domain.model import Upload
from opendata.storage.packages.package_store import PackageStore, open_stores
from opendata.storage.stored.sql_stored_bytes import UPLOADS, SqlStoredBytes, count_stored
from opendata.storage.uploads.sql_uploads import SqlUploads
from tests.making import CITY, NOON, plans
from tests.storage.conftest import Store

SENT = Upload(
    id="a" * 32, publisher=CITY.name, dataset="plaene", state="draft", as_of=NOON.date(), created_at=NOON,
    message=None, base=None, report={}, counts=None, next_version=None,
)  # fmt: skip


@pytest.fixture
def sent(store: Store) -> PackageStore:
    """Where uploads lie."""
    place = store.place
    config = Config(
        data_dir=place.folder, database_url=place.database_url, packages_url=place.packages_url, secret_key="",
        **place.settings,
    )  # fmt: skip
    return open_stores(config)[1]


def lying(store: Store) -> int:
    """How many bytes the packages have on the disk of this machine."""
    files = (store.on_disk / CITY.name).rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file() and "/.meta/" not in str(path))


def test_packages_and_uploads_are_counted_when_they_are_written_and_removed(store: Store, sent: PackageStore):
    stored, uploads = SqlStoredBytes(store.database, store.packages, sent), SqlUploads(store.database, sent)
    assert (stored.of_publisher(CITY.name), stored.of_all()) == (0, {})
    for number, day in enumerate(("2023-12-31", "2024-12-31")):
        store.publish(day, {"plans": plans((str(number), "Radweg", None, None, None, None))})
        assert stored.of_publisher(CITY.name) == lying(store) > 0
    packages = stored.of_publisher(CITY.name)
    uploads.add(SENT, {"plans.csv": b"x" * 10_000}, {"plans": b"y" * 500}, [])
    assert stored.of_publisher(CITY.name) == packages + sum(sent.sizes(f"{CITY.name}/plaene/{SENT.id}").values())
    uploads.add_draft(replace(SENT, run="b" * 32), {"plans": b"y" * 700}, [])
    with_draft = packages + sum(sent.sizes(f"{CITY.name}/plaene/{SENT.id}").values())
    assert stored.of_publisher(CITY.name) == with_draft > packages + 11_200
    uploads.remove(SENT)
    assert stored.of_publisher(CITY.name) == packages
    store.versions.withdraw(store.dataset(), "1.0.0", "Falsche Zahlen", now=NOON)
    assert stored.of_publisher(CITY.name) == lying(store) != packages


def test_what_nobody_counted_is_counted_once_and_what_is_gone_no_more(store: Store, sent: PackageStore):
    stored, uploads = SqlStoredBytes(store.database, store.packages, sent), SqlUploads(store.database, sent)
    store.publish("2023-12-31", {"plans": plans(("1", "Radweg", None, None, None, None))})
    uploads.add(SENT, {"plans.csv": b"x" * 10_000}, {"plans": b"y" * 500}, [])
    known = stored.of_publisher(CITY.name)
    with store.database.writing() as connection:  # as a release wrote that did not count
        connection.execute(text("DELETE FROM stored_bytes"))
        count_stored(connection, UPLOADS, f"{CITY.name}/plaene/{'0' * 32}", 5_000)
    assert stored.of_publisher(CITY.name) == 5_000

    assert [stored.count_missing() for _ in range(2)] == [2, 0]
    assert stored.of_all() == {CITY.name: known}
