"""`flask backup` and `flask restore`: everything comes back on an empty machine, whatever it is kept on there."""

import hashlib
import io
import json
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.databases import copy_with_tables
from tests.portal.browsing import Browser
from tests.servers import Servers
from tests.service import CITY, DATASET, Service, add_city, open_service, table

PASSWORD = "correct horse battery"
WEBHOOKS = f"/api/v1/publishers/{CITY}/webhooks"
SOURCE = f"/api/v1/publishers/{CITY}/datasets/plaene/source"
PLACES = ["one-disk", "servers"]
PUBLIC = [
    "/api/v1/publishers",
    f"/api/v1/publishers/{CITY}",
    DATASET,
    f"{DATASET}/versions",
    f"{DATASET}/versions/latest/plans.csv",
    f"{DATASET}/versions/1.0.0/datapackage.json",
    "/api/v1/changes?since=0&limit=0",
    "/feeds/all.atom",
    f"/feeds/{CITY}/plaene/plans/1.atom",
    f"{DATASET}/plans/1/history",
]

Open = Callable[[str], Service]


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens an empty service on one disk, or on PostgreSQL and S3."""
    made: list[Service] = []

    def open_at(place: str) -> Service:
        folder = tmp_path / f"service-{len(made)}"
        folder.mkdir()
        settings: dict[str, Any] = {}
        if place == "servers":
            servers: Servers = request.getfixturevalue("servers")
            settings = {
                "database_url": copy_with_tables(servers.postgresql),
                "packages_url": servers.s3.new_url(),
                **servers.s3.settings,
            }
        made.append(open_service(folder, **settings))
        return made[-1]

    yield open_at
    for service in made:
        service.app.extensions[EXTENSION]().close()


def filled(service: Service) -> tuple[dict[str, str], str]:
    """Two versions, a draft, a user, a webhook and a token; the token's header and the draft's id."""
    add_city(service)
    token = service.token()
    service.published("1,Radweg,planning,2024", headers=token)
    service.published("1,Radweg,implementation,2026", as_of="2024-12-31", headers=token)
    draft = service.upload(table("1,Radweg,completed,2026"), as_of="2025-12-31", publish=False, headers=token)
    hook = {"url": "https://example.org/receive", "events": ["plan.added"], "datasets": ["plaene"]}
    assert service.client.post(WEBHOOKS, json=hook, headers=token).status_code == 201
    source = {"url": "https://example.org/plans.csv?key=1", "rhythm": "P1M", "publish": True}
    assert service.client.put(SOURCE, json=source, headers=token).status_code == 200
    arguments = ("users", "add", "amt@example.org", "--publisher", CITY, "--role", "editor", "--password-stdin")
    assert service.flask(*arguments, stdin=PASSWORD).exit_code == 0
    return token, draft.json["id"]


def seen(service: Service) -> dict[str, bytes]:
    return {path: service.get(path).get_data() for path in PUBLIC}


def test_a_secret_that_is_kept_in_a_file_comes_back_and_one_of_the_environment_is_left_out(tmp_path: Path):
    before, after = tmp_path / "before", tmp_path / "after"
    archive = tmp_path / "backup.tar"
    before.mkdir()
    (before / "secret_key").write_text("kept here")

    open_service(before, secret_file=before / "secret_key").done("backup", str(archive))
    open_service(after, secret_file=after / "secret_key").done("restore", str(archive))
    assert (after / "secret_key").read_text() == "kept here"
    open_service(tmp_path / "other").done("restore", str(archive))
    assert not (tmp_path / "other" / "secret_key").exists()

    open_service(before).done("backup", str(archive))
    with tarfile.open(archive) as tar:
        assert "secret_key" not in tar.getnames()


@pytest.mark.parametrize("source", PLACES)
@pytest.mark.parametrize("target", PLACES)
def test_all_comes_back_on_an_empty_machine(opened: Open, tmp_path: Path, source: str, target: str):
    before, archive = opened(source), str(tmp_path / "backup.tar")
    token, draft = filled(before)
    before.done("backup", archive)

    after = opened(target)
    printed = after.done("restore", archive)

    assert printed == "Restored 1 publishers, 1 datasets, 2 versions and 4 journal entries"
    assert seen(after) == seen(before)
    assert after.done("verify") == "2 versions verified, 0 problems"
    assert "gibt es schon" in after.flask("users", "add", "amt@example.org", "--publisher", CITY, "--role", "editor",
                                    "--password-stdin", stdin=PASSWORD).stderr  # fmt: skip
    webhooks = [json.loads(service.get(WEBHOOKS, **token).data) for service in (before, after)]
    assert webhooks[0] == webhooks[1] and webhooks[0]["total"] == 1
    sources = [json.loads(service.get(SOURCE, **token).data) for service in (before, after)]
    assert sources[0] == sources[1] and sources[0]["rhythm"] == "P1M"
    # The token is good there, and the draft can be published: its files came along.
    published = after.client.post(f"/api/v1/uploads/{draft}/publish", json={}, headers=token)
    assert (published.status_code, published.json["version"]) == (201, "1.2.0")


def as_before_people(archive: Path, users: Sequence[Mapping[str, Any]]) -> None:
    """Make an archive one of the release before people, in which users stood in a table of their own."""
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    later = ("people", "memberships", "identities", "recovery_codes", "audit")
    files = {name: content for name, content in files.items() if Path(name).stem not in later}
    files["sql/users.ndjson"] = "\n".join(map(json.dumps, users)).encode()
    files["backup.json"] = json.dumps({**json.loads(files["backup.json"]), "tables": "0007"}).encode()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "digests.json"}
    files["digests.json"] = json.dumps(digests).encode()
    with tarfile.open(archive, "w") as tar:
        for name in [*sorted(digests), "digests.json"]:
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            tar.addfile(member, io.BytesIO(files[name]))


def test_users_of_a_backup_from_before_people_come_back_as_people(opened: Open, tmp_path: Path):
    before, archive = opened("one-disk"), tmp_path / "backup.tar"
    filled(before)
    before.done("backup", str(archive))
    known = before.app.extensions[EXTENSION]().door.people
    password_hash = known.password_hash(known.by_email("amt@example.org"))
    user = {
        "publisher": CITY,
        "role": "editor",
        "password_hash": password_hash,
        "created_at": "2024-01-02T03:04:05+00:00",
    }
    addresses = ("Amt@Example.org", "zweite@example.org", "AMT@example.org")
    as_before_people(archive, [{**user, "email": address} for address in addresses])

    after = opened("one-disk")
    after.done("restore", str(archive))

    people = after.app.extensions[EXTENSION]().door.people
    assert {person.email: person.roles for person in people.of_publisher(CITY)} == {
        "amt@example.org": {CITY: "editor"},
        "zweite@example.org": {CITY: "editor"},
    }
    visitor = Browser(after.app.test_client()).sign_in("amt@example.org", PASSWORD)
    assert (visitor.status, visitor.path.startswith("/portal/login")) == (200, False)


def test_an_archive_is_whole_though_others_publish_meanwhile(opened: Open, tmp_path: Path):
    service = opened("one-disk")
    add_city(service)
    token = service.token()
    stop = threading.Event()

    def publish() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            service.published(f"1,Radweg {number}", headers=token)

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        for number in range(5):
            service.done("backup", str(tmp_path / f"{number}.tar"))
    finally:
        stop.set()
        thread.join()

    for number in range(5):
        other = opened("one-disk")
        other.done("restore", str(tmp_path / f"{number}.tar"))
        assert other.done("verify").endswith("0 problems")
        versions = other.get(f"{DATASET}/versions").json["items"] if other.get(DATASET).status_code == 200 else []
        events = other.get("/api/v1/changes?since=0&limit=0").json["items"]
        assert [event["serial"] for event in events] == list(range(1, 2 * len(versions) + 1))


def test_it_is_for_the_operator_alone(opened: Open, tmp_path: Path):
    service = opened("one-disk")
    filled(service)

    service.done("backup", str(tmp_path / "backup.tar"))

    assert stat.S_IMODE((tmp_path / "backup.tar").stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["cut off", "a byte", "no backup", "no tar", "a file more"])
def test_a_damaged_archive_changes_nothing(opened: Open, tmp_path: Path, damage: str):
    before, path = opened("one-disk"), tmp_path / "backup.tar"
    filled(before)
    before.done("backup", str(path))
    content = path.read_bytes()
    if damage == "cut off":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "a byte":
        path.write_bytes(content.replace(b"Radweg,implementation", b"Radweg,implementatiom"))
    elif damage == "no tar":
        path.write_bytes(b"Klima;Ma\xdfnahme\n" * 100)
    else:
        with tarfile.open(path, "w" if damage == "no backup" else "a") as tar:
            tar.addfile(tarfile.TarInfo("packages/../../odd"), io.BytesIO())
    after = opened("one-disk")

    result = after.flask("restore", str(path))

    assert result.exit_code == 2
    assert "nothing was changed" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert after.get("/api/v1/publishers").json["total"] == 0
    assert not list((after.folder / "packages").rglob("*.csv"))


def test_nothing_is_restored_where_something_is(opened: Open, tmp_path: Path):
    service = opened("one-disk")
    filled(service)
    service.done("backup", str(tmp_path / "backup.tar"))
    before = seen(service)

    result = service.flask("restore", str(tmp_path / "backup.tar"))

    assert result.exit_code == 2
    assert "something is here already" in result.stderr
    assert seen(service) == before


def test_a_backup_that_cannot_be_written_leaves_the_one_before(opened: Open, tmp_path: Path):
    service = opened("one-disk")
    filled(service)
    path = tmp_path / "backup.tar"
    service.done("backup", str(path))
    good = path.read_bytes()
    (service.folder / "packages" / CITY / "plaene" / "1.0.0" / "datapackage.json").unlink()

    result = service.flask("backup", str(path))

    assert result.exit_code == 1
    assert "its package is missing" in result.stderr
    assert path.read_bytes() == good
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["backup.tar"]
