"""What cannot work is said at start: one plain line, exit code 2, nothing changed, no secret told.

All ways to start make the same check. For each part of the service, every way is started once without it: without a
database with exec, without the others forked from a program that has loaded the service, as far as that is possible.
What else may be wrong with a part is tried with `flask migrate` in the process of the test.
"""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from bench.server import ROOT, environment, free_port, running
from opendata.app import create_app
from opendata.config import Config, ConfigError
from tests.forked_programs import start_program
from tests.servers import Servers, kill_all
from tests.service import command

SECRET = "streng-geheim"
COMMANDS = {
    "gunicorn": [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
    "make run": [sys.executable, "-m", "tools.run"],
    "flask": [sys.executable, "-m", "flask", "verify"],
    "flask migrate": [sys.executable, "-m", "flask", "migrate"],
}
ALL = tuple(COMMANDS)
NEEDS_REDIS = ("gunicorn", "make run", "flask migrate")  # other commands do without it, as the service does
HERE: tuple[str, ...] = ()  # none of them: in this process
LONG = 180  # seconds that no start takes unless something is wrong


def refusal(
    env: Mapping[str, str],
    folder: Path,
    commands: tuple[str, ...] = HERE,
    start: Callable[..., Any] = start_program,
) -> str:
    """The one line that `flask migrate` in this process, and all these ways to start, end with."""
    full = {**environment(folder / "data", free_port()), "EXAMPLE": "0", "SECRET_KEY": SECRET, **env}
    with ThreadPoolExecutor() as pool:
        refused = pool.map(lambda name: _refused(name, full, folder / f"{name}.log", start), commands)
        lines = {_refused_here(full), *refused}
    assert len(lines) == 1, lines
    return lines.pop()


def _refused_here(env: Mapping[str, str]) -> str:
    try:
        app = create_app(Config.from_env(env))
    except ConfigError as error:
        return str(error)  # wsgi.py says no more than this
    result = app.test_cli_runner().invoke(args=["migrate"])
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return _the_line(result.stderr)


def _the_line(errors: str) -> str:
    (said,) = [line for line in errors.splitlines() if "[INFO] Starting gunicorn" not in line]
    assert SECRET not in said
    return said.removeprefix("opendata cannot start: ")


def _refused(name: str, env: Mapping[str, str], log: Path, start: Callable[..., Any]) -> str:
    with log.open("wb") as output:
        started = start(COMMANDS[name], cwd=ROOT, env=dict(env), stdout=output, stderr=output, start_new_session=True)
    try:
        code = started.wait(timeout=LONG)
    except subprocess.TimeoutExpired:
        kill_all(started.pid)
        started.wait()
        pytest.fail(f"{name} starts")
    said = log.read_text()
    assert code == 2, f"{name}: {code}\n{said}"
    return _the_line(said)


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where somebody listens and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(100)
        yield server.getsockname()[1]


def test_a_database_that_cannot_be_reached(tmp_path: Path, servers: Servers, silent: int):
    port = servers.postgresql.port
    urls = {
        f"opendata:{SECRET}@127.0.0.1:{free_port()}/opendata": "Connection refused; see that the database runs",
        f"opendata:{SECRET}@127.0.0.1:{silent}/opendata": "connection timeout expired; see that the database runs",
        f"opendata:{SECRET}@host.invalid/opendata": "failed to resolve host 'host.invalid'",
        f"opendata:{SECRET}@127.0.0.1:{port}/nothing": 'database "nothing" does not exist; make it',
        f"nobody:{SECRET}@127.0.0.1:{port}/postgres": 'role "nobody" does not exist',
    }
    for number, (url, words) in enumerate(urls.items()):
        ways = HERE if number else ALL
        said = refusal({"DATABASE_URL": f"postgresql://{url}"}, tmp_path, ways, start=subprocess.Popen)
        assert said.startswith("DATABASE_URL cannot be used: ")
        assert words in said


def test_a_database_without_rights(tmp_path: Path, servers: Servers):
    url = servers.postgresql.new_url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE visitor LOGIN")
    said = refusal({"DATABASE_URL": url.replace("opendata@", f"visitor:{SECRET}@")}, tmp_path, ("gunicorn",))

    assert "permission denied" in said
    assert "give the user the right to make tables there" in said


def test_a_database_that_is_newer_than_the_code(tmp_path: Path, servers: Servers):
    url = servers.postgresql.new_url()
    command({**environment(tmp_path / "data", free_port()), "DATABASE_URL": url}, "migrate")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refusal({"DATABASE_URL": url}, tmp_path, ("gunicorn",))

    env = environment(tmp_path / "sqlite", free_port())
    command(env, "migrate")
    with sqlite3.connect(tmp_path / "sqlite" / "opendata.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    assert said == "the database was made by a newer release than this one; install that release or a later one"
    assert refusal({"DATA_DIR": env["DATA_DIR"]}, tmp_path) == said


def test_a_database_that_is_none(tmp_path: Path):
    path = tmp_path / "opendata.sqlite"
    path.write_text("Klimaschutzmaßnahmen der Stadt\n" * 1000, encoding="utf-8")
    before = path.read_bytes()

    said = refusal({"DATABASE_URL": f"sqlite:///{path}"}, tmp_path, ("flask", "gunicorn"))
    assert "file is not a database; correct the path" in said
    assert path.read_bytes() == before


def test_a_redis_that_cannot_be_reached(tmp_path: Path, silent: int):
    cases = (
        (free_port(), NEEDS_REDIS, "Connection refused; start Redis"),
        (silent, HERE, "Timeout reading from socket"),
    )
    for port, commands, words in cases:
        said = refusal({"REDIS_URL": f"redis://:{SECRET}@127.0.0.1:{port}/0"}, tmp_path, commands)
        assert said.startswith("REDIS_URL cannot be used: ")
        assert words in said
    assert refusal({"REDIS_URL": f"redis://:{SECRET}@host:port/0"}, tmp_path).startswith("REDIS_URL cannot be read")


def test_a_bucket_that_cannot_be_used(tmp_path: Path, servers: Servers, silent: int):
    url, store = servers.s3.new_url(), servers.s3.environment
    cases = {
        "the store does not answer": [
            {**store, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"},
            {**store, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent}"},
        ],
        "there is no such bucket; make it": [{**store, "PACKAGES_URL": "s3://nowhere/packages"}],
        "the store refuses this key": [
            {**store, "AWS_SECRET_ACCESS_KEY": SECRET},
            {**store, "AWS_ACCESS_KEY_ID": "nobody"},
        ],
    }
    for words, environments in cases.items():
        for env in environments:
            said = refusal({"PACKAGES_URL": url, **env}, tmp_path, ALL if "PACKAGES_URL" in env else HERE)
            assert said.startswith(f"PACKAGES_URL cannot be used: {words}")
    said = refusal({"PACKAGES_URL": url, "AWS_ENDPOINT_URL": store["AWS_ENDPOINT_URL"]}, tmp_path)
    assert said.startswith("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    assert not servers.s3.objects(url).exists()


def test_a_bucket_that_may_only_be_read(tmp_path: Path, servers: Servers):
    with servers.s3.read_only() as store:
        said = refusal({"PACKAGES_URL": store.new_url(), **store.environment}, tmp_path)

    assert said.startswith("PACKAGES_URL cannot be used: the store answers with 500 Internal Server Error")


def test_a_missing_part_changes_no_other(tmp_path: Path, servers: Servers):
    url = servers.postgresql.new_url()
    for env in (
        {"PACKAGES_URL": "s3://nowhere/packages", **servers.s3.environment},
        {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"},
    ):
        refusal({"DATABASE_URL": url, **env}, tmp_path, ("gunicorn",))
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)


@pytest.mark.needs("small disks")
def test_a_full_disk(tmp_path: Path):
    with mounted(tmp_path / "disk", "size=2m") as disk:
        fill(disk)
        assert "No space left on device" in refusal({"DATA_DIR": f"{disk}/data", "SECRET_KEY": ""}, tmp_path, ALL)
        (disk / "filling").unlink()

        env = environment(disk / "data", free_port())
        command(env, "migrate")
        fill(disk)
        before = files(disk / "data")
        said = refusal({"DATA_DIR": f"{disk}/data"}, tmp_path)
        assert "cannot be used: " in said
        assert files(disk / "data") == before
        (disk / "filling").unlink()
        assert command(env, "verify") == "0 versions verified, 0 problems"


@pytest.mark.needs("small disks")
def test_a_folder_that_may_only_be_read(tmp_path: Path):
    with mounted(tmp_path / "disk", "size=4m") as disk:
        env = environment(disk / "data", free_port())
        command(env, "migrate")
        before = files(disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        said = refusal({"DATA_DIR": f"{disk}/data"}, tmp_path, ("gunicorn",))
        elsewhere = refusal({"PACKAGES_URL": f"{disk}/packages"}, tmp_path)

        assert "Read-only file system" in said
        assert "Read-only file system" in elsewhere
        assert files(disk / "data") == before


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own; the test that makes one is marked with needs("small disks")."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def files(folder: Path) -> dict[str, bytes]:
    """What lies there, without what SQLite keeps beside an open database."""
    found = (
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".sqlite-shm", ".sqlite-wal")
    )
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_service_without_a_name_says_so_at_its_start_and_to_those_who_call_it_by_one(tmp_path: Path):
    env, log = environment(tmp_path / "data", free_port()), tmp_path / "server.log"

    with running({**env, "HOST": "0.0.0.0"}, log, start_program) as address:
        port = address.rpartition(":")[2]
        called = {
            name: requests.get(f"{address}/api/v1/publishers", headers={"Host": f"{name}:{port}"}, timeout=LONG)
            for name in ("127.0.0.1", "data.example.org")
        }
    with running(
        {**env, "BASE_URL": "https://data.example.org", "TRUSTED_PROXIES": "1"}, tmp_path / "named.log", start_program
    ):
        pass

    assert [called[name].status_code for name in called] == [200, 421]
    assert "BASE_URL" in called["data.example.org"].json()["detail"]
    (said,) = [line for line in log.read_text().splitlines() if "BASE_URL is not set" in line]
    assert "ALLOWED_HOSTS=data.example.org" in said
    assert "BASE_URL is not set" not in (tmp_path / "named.log").read_text()
