"""What is said where a part fails in the very moment in which something becomes public."""

import resource
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, text

from opendata.domain.errors import StorageUnavailable
from opendata.domain.model import Upload
from opendata.domain.uploading import Desk, publish
from opendata.storage.packages import FolderPackages
from opendata.storage.schema import publishers
from opendata.storage.uploads import SqlUploads
from tests.conftest import Servers
from tests.making import NOON
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


class Forgetful(SqlUploads):
    """Cannot note that an upload is published."""

    def change(self, upload: Upload) -> None:
        raise StorageUnavailable("database", "gone in this moment")


def test_what_is_published_is_acknowledged_though_the_upload_cannot_be_marked(tmp_path: Path):
    service = open_service(tmp_path)
    service.done("publishers", "add", "musterstadt", "--name", "Musterstadt")
    service.done("datasets", "add", "musterstadt", "plaene", "--kind", "plans", "--title", "Pläne")
    draft = service.upload("id,title\n1,Radweg\n", publish=False).json
    desk: Desk = service.app.extensions["opendata"]().desk
    assert isinstance(desk.uploads, SqlUploads)
    forgetful = replace(desk, uploads=Forgetful(desk.uploads.database, desk.uploads.store))

    published = publish(forgetful, desk.uploads.get(draft["id"]), {}, now=NOON)
    again = publish(desk, desk.uploads.get(draft["id"]), {}, now=NOON)

    assert (published.version.number, published.unchanged) == ("1.0.0", False)
    assert (again.version.number, again.unchanged) == ("1.0.0", True)


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
