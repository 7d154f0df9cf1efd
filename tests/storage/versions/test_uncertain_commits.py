"""What is said where a part fails in the very moment in which something becomes public."""

import resource
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Table, Update, insert, select, text, update

from opendata.domain.errors import StorageUnavailable
from opendata.steps.desk import Desk
from opendata.steps.publishing_drafts import publish
from opendata.storage.packages.folder_packages import FolderPackages
from opendata.storage.sql.schema import publishers, uploads
from tests.making import NOON
from tests.servers import Servers
from tests.service import open_service
from tests.storage.conftest import on_servers


def test_a_connection_lost_at_commit_is_not_told_as_nothing_changed(servers: Servers, tmp_path: Path):
    store = on_servers(tmp_path, servers).open()
    url = store.place.database_url.replace("+psycopg", "")

    with pytest.raises(StorageUnavailable) as lost, store.database.writing() as connection:
        connection.execute(insert(publishers).values(name="musterstadt", title="Musterstadt"))
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])

    assert "did not say whether the change was made" in str(lost.value)
    with store.database.reading() as connection:
        assert connection.execute(select(publishers)).all() == []
    store.database.close()


MAPPING = {"resources": {"plans": {"fields": {"title": "title"}}}}


def interrupted(table: Table) -> Update:
    """The last thing that is written before the commit is the record of the upload."""
    if table is uploads:
        raise InterruptedError
    return update(table)


def test_a_version_its_upload_and_its_mapping_come_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    service = open_service(tmp_path)
    service.done("publishers", "add", "musterstadt", "--name", "Musterstadt")
    service.done("datasets", "add", "musterstadt", "plaene", "--kind", "plans", "--title", "Pläne")
    draft = service.upload("id,title\n1,Radweg\n", publish=False, mapping=MAPPING).json
    desk: Desk = service.app.extensions["opendata"]().desk
    with monkeypatch.context() as patch:
        patch.setattr("opendata.storage.versions.sql_versions.update", interrupted)
        with pytest.raises(InterruptedError):
            publish(desk, desk.uploads.get(draft["id"]), {}, now=NOON)
    before, dataset = desk.uploads.get(draft["id"]), desk.catalogue.dataset("musterstadt", "plaene")

    published = publish(desk, desk.uploads.get(draft["id"]), {}, now=NOON)
    after = desk.uploads.get(draft["id"])
    again = publish(desk, after, {}, now=NOON)

    assert (before.state, dataset.current, dataset.mapping) == ("draft", None, None)
    assert desk.catalogue.dataset("musterstadt", "plaene").mapping == MAPPING
    assert (published.version.number, published.unchanged) == ("1.0.0", False)
    assert (after.state, after.version, after.serial) == ("published", "1.0.0", published.version.last_serial)
    assert again == published


def test_a_machine_without_room_for_more_open_files_does_not_make_a_package_damaged(tmp_path: Path):
    packages = FolderPackages(tmp_path)
    packages.write("a/b/1.0.0", {"plans.csv": b"id\n", "datapackage.json": b"{}"})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, most[1]))
        with pytest.raises(StorageUnavailable):
            packages.read("a/b/1.0.0", "plans.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, most)

    assert packages.read("a/b/1.0.0", "plans.csv") == b"id\n"
