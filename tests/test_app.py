"""The application as a whole: starting with wrong values, and answering when storage cannot be opened."""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from opendata.app import create_app, open_services
from opendata.config import KINDS_DIR, Config, ConfigError, kinds_dir_of
from opendata.outgoing.reachable_addresses import is_reachable
from opendata.server.held_bytes import HeldCount
from opendata.server.stand_in_socket import StandInSocket
from opendata.web.services import EXTENSION
from tests.service import Service, add_city, open_service


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL begins with 'mysql:'"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
        ({"PACKAGES_URL": "ftp://host/packages"}, "PACKAGES_URL begins with 'ftp://'"),
        ({"REDIS_URL": "localhost"}, "REDIS_URL cannot be read"),
        ({"BASE_URL": "data.example.org"}, "BASE_URL is 'data.example.org'"),
        ({"ALLOWED_HOSTS": "https://data.example.org"}, "ALLOWED_HOSTS has 'https://data.example.org'"),
        ({"ALLOWED_HOSTS": "data.example.org:8000"}, "ALLOWED_HOSTS has 'data.example.org:8000'"),
        ({"UPLOAD_LIMIT_BYTES": "100 MB"}, "UPLOAD_LIMIT_BYTES is '100 MB'"),
        ({"UPLOAD_RETENTION_DAYS": "0"}, "UPLOAD_RETENTION_DAYS is '0'"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'"),
        ({"OUTGOING_ALLOW_PRIVATE": "yes"}, "OUTGOING_ALLOW_PRIVATE is 'yes'"),
        ({"WEBSUB_HUB": "hub.example.org"}, "WEBSUB_HUB is 'hub.example.org'"),
        ({"WEBSUB_HUB": "https://hub.example.org/"}, "Set BASE_URL"),
    ],
)
def test_a_wrong_value_is_one_plain_line(tmp_path: Path, env: dict[str, str], words: str):
    with pytest.raises(ConfigError) as error:
        Config.from_env({"DATA_DIR": str(tmp_path), **env})

    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_webhooks_and_files_reach_networks_inside_only_where_the_operator_says_so(tmp_path: Path):
    # What is open to messages is not open to files, whose content somebody then reads.
    for opens in ("OUTGOING", "SOURCES"):
        opened = Config.from_env({"DATA_DIR": str(tmp_path), f"{opens}_ALLOW_PRIVATE": "10.0.0.0/8"})
        assert bool(opened.outgoing_allowed) == (opens == "OUTGOING") == (not opened.sources_allowed)

    def reached(value: str) -> list[str]:
        config = Config.from_env({"DATA_DIR": str(tmp_path), "OUTGOING_ALLOW_PRIVATE": value})
        inside = ("127.0.0.1", "::1", "10.1.2.3", "192.168.1.5", "fd00::1", "169.254.169.254", "224.0.0.1")
        return [address for address in inside if is_reachable(address, config.outgoing_allowed)]

    assert reached("") == reached("0") == []
    assert reached("10.0.0.0/8, 192.168.1.5") == ["10.1.2.3", "192.168.1.5"]
    assert reached("1") == ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.5", "fd00::1"]


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path):
    first, second = (Config.from_env({"DATA_DIR": str(tmp_path)}) for _ in range(2))

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 40
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert first.secret_key not in repr(first)


def test_a_secret_that_another_process_cannot_write_and_takes_away_is_made_anew(tmp_path: Path):
    """The other process finds the disk full after it has made the file."""
    file = tmp_path / "secret_key"
    file.touch()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(Config.from_env, {"DATA_DIR": str(tmp_path)})
        time.sleep(0.1)  # the secret is waited for
        file.unlink()

        config = waiting.result()

    assert config.secret_key == file.read_text()
    assert len(config.secret_key) > 40


KEY = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hush"}


@pytest.mark.parametrize(
    "env",
    [
        {"DATABASE_URL": "postgresql://amt:hush@127.0.0.1:9/x"},
        {"DATABASE_URL": "mysql://amt:hush@127.0.0.1:9/x"},
        {"DATABASE_URL": "postgresql://amt:hush@[127.0.0.1:9/x"},
        {"REDIS_URL": "redis://:hush@127.0.0.1:9/0"},
        {"REDIS_URL": "redis://:hush@127.0.0.1:x/0"},
        {**KEY, "PACKAGES_URL": "s3://amt:hush@bucket"},
        {**KEY, "PACKAGES_URL": "s3://amt:hush@bucket/../x"},
        {**KEY, "PACKAGES_URL": "s3://bucket/x", "AWS_ENDPOINT_URL": "http://amt:hush@127.0.0.1:9"},
        {**KEY, "PACKAGES_URL": "s3://bucket/x", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
        {"BASE_URL": "https://amt:hush@data.example.org"},
        {"BASE_URL": "ftp://amt:hush@data.example.org"},
        {"WEBSUB_HUB": "https://amt:hush@hub.example.org"},
    ],
    ids=str,
)
def test_a_password_stands_in_no_message(tmp_path: Path, env: dict[str, str]):
    told = []
    try:
        config = Config.from_env({"DATA_DIR": str(tmp_path), **env})
        told.append(repr(config))
        create_app(config).extensions[EXTENSION].check()
    except ConfigError as error:
        told.append(str(error))

    assert told
    assert not any("hush" in text for text in told), told


@pytest.mark.parametrize("umask", [0, 0o022])
def test_all_that_is_kept_is_for_its_owner_alone_whatever_umask(tmp_path: Path, umask: int):
    before = os.umask(umask)
    try:
        service = open_service(tmp_path, data_dir=tmp_path / "data", packages_url=str(tmp_path / "data" / "packages"))
        Config.from_env({"DATA_DIR": str(tmp_path / "data")})
        add_city(service)
        service.published("1,Radweg,,,,")
        service.done("backup", str(tmp_path / "data" / "backup.tar"))
    finally:
        os.umask(before)

    kept = [path for path in tmp_path.rglob("*") if (tmp_path / "kinds") not in (path, *path.parents)]
    assert {"db.sqlite", "db.sqlite-wal", "secret_key", "backup.tar", "sent-0", "datapackage.json"} <= {
        path.name for path in kept
    }
    for path in kept:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_what_an_earlier_release_kept_readable_is_closed_at_the_start(tmp_path: Path):
    (tmp_path / "data").mkdir(0o755)
    (tmp_path / "data" / "db.sqlite").touch(0o644)
    service = open_service(tmp_path, data_dir=tmp_path / "data", database_url=f"sqlite:///{tmp_path}/data/db.sqlite")
    add_city(service)

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "db.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_secret_in_the_environment_is_kept_in_no_file(tmp_path: Path):
    config = Config.from_env({"DATA_DIR": str(tmp_path), "SECRET_KEY": "only for tests"})

    assert config.secret_file is None
    assert Config.from_env({"DATA_DIR": str(tmp_path)}).secret_file == tmp_path / "secret_key"


def test_the_folder_of_kinds_is_known_without_storage_or_secret(tmp_path: Path):
    assert kinds_dir_of({}) == KINDS_DIR
    assert kinds_dir_of({"KINDS_DIR": str(tmp_path)}) == tmp_path
    assert not list(tmp_path.iterdir())


def test_a_language_of_the_operating_system_is_not_meant_for_us(tmp_path: Path):
    assert Config.from_env({"DATA_DIR": str(tmp_path), "LANGUAGE": "de_DE:de"}).language == "de"
    assert Config.from_env({"DATA_DIR": str(tmp_path), "LANGUAGE": "en"}).language == "en"


def with_a_file_in_the_way(tmp_path: Path) -> Config:
    (tmp_path / "taken").write_text("a file")
    return Config(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/taken/db.sqlite",
        packages_url=str(tmp_path / "packages"),
        secret_key="only for tests",
    )


def test_storage_that_cannot_be_opened_is_one_plain_line(tmp_path: Path):
    with pytest.raises(ConfigError, match="taken cannot be used"):
        open_services(with_a_file_in_the_way(tmp_path))


def test_readers_are_told_to_come_again_while_storage_cannot_be_opened(tmp_path: Path):
    service = Service(create_app(with_a_file_in_the_way(tmp_path)), tmp_path)

    program, person = service.get("/api/v1/publishers"), service.get("/", Accept="text/html")

    assert (program.status_code, program.content_type) == (503, "application/problem+json")
    assert program.headers["Retry-After"] == "60"
    assert str(tmp_path) not in program.get_data(as_text=True)
    assert (person.status_code, person.content_type) == (503, "text/html; charset=utf-8")


def test_every_address_begins_with_base_url_whatever_host_was_asked(tmp_path: Path):
    service = open_service(tmp_path, base_url="https://data.example.org")
    service.done("publishers", "add", "musterstadt", "--name", "Musterstadt")

    body = service.get("/api/v1/publishers", Host="evil.example").json

    assert body["items"][0]["links"]["self"] == "https://data.example.org/api/v1/publishers/musterstadt"
    assert "evil" not in service.get("/feeds/all.atom", Host="evil.example").get_data(as_text=True)


EVIL = (
    "evil.example",
    "6.6.6.6",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "[::1",
    "localhost@evil.example",
    "",
)


@pytest.mark.parametrize("host", EVIL)
@pytest.mark.parametrize("path", ["/", "/api/v1/publishers", "/feeds/all.atom", "/nix", "/musterstadt/"])
def test_no_answer_has_a_link_to_a_host_that_is_not_ours(tmp_path: Path, host: str, path: str):
    answer = open_service(tmp_path).client.get(
        path, environ_overrides={"HTTP_HOST": host, "SERVER_NAME": "evil.example"}
    )

    assert answer.status_code == 421
    assert answer.headers["Cache-Control"] == "no-store"
    assert "://" not in answer.text
    assert "://evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000", "a.localhost"]
)
def test_a_machine_calls_itself_by_any_of_its_names(tmp_path: Path, host: str):
    assert open_service(tmp_path).get("/api/v1/publishers", Host=host).status_code == 200


def test_a_machine_may_be_called_by_the_address_to_which_the_client_is_connected(tmp_path: Path):
    service = open_service(tmp_path)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as real:
        with suppress(OSError):  # a machine without a network has only the address of all
            real.connect(("192.0.2.1", 9))  # nothing is sent by this
        own = {"gunicorn.socket": StandInSocket(real, HeldCount())}
        called = real.getsockname()[0]

        for host, status in ((f"{called}:8000", 200), ("6.6.6.6", 421)):
            answer = service.client.get("/api/v1/publishers", environ_overrides={**own, "HTTP_HOST": host})
            assert answer.status_code == status


def test_other_names_are_allowed_by_the_operator_and_health_checks_need_none(tmp_path: Path):
    allowed = Config.from_env(
        {"DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": "Data.example.org, 10.0.0.5", "HOST": "web"}
    )
    service = open_service(tmp_path, allowed_hosts=allowed.allowed_hosts)

    for host in ("data.example.org", "data.example.org.:8080", "10.0.0.5:8000", "web:8000"):
        assert service.get("/api/v1/publishers", Host=host).status_code == 200
    assert service.get("/api/v1/publishers", Host="10.0.0.6").status_code == 421
    assert service.get("/healthz", Host="10.0.0.6").status_code == 200
    assert open_service(tmp_path, allowed_hosts=("*",)).get("/", Host="evil.example").status_code == 200


def test_every_page_forbids_what_it_does_not_need(tmp_path: Path):
    headers = open_service(tmp_path).get("/").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
