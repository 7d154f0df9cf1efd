"""Several hosts: what they share, what they do not need, what is said of news, and starting together on nothing.

Each of them has several processes that keep answers: what one publishes, all others say next.
"""

import http.client
import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from sqlalchemy import create_engine, inspect

from opendata.storage.sql.database import HEAD
from tests.operations.portal_visitor import Person
from tests.operations.reading import DATASET, VALIDATIONS_A_MINUTE, ask, upload, use_up, validate, validate_nothing
from tests.portal.browsing import PASSWORD
from tests.servers import Servers, descendants, send
from tests.service import command, table
from tests.stack import Stack, Web

CONNECTIONS = 6  # to each host, so that both of its processes have some
LATEST = f"{DATASET}/versions/latest"


@pytest.fixture(scope="module")
def token(hosts: Stack) -> str:
    """May publish for Musterstadt."""
    return hosts.flask("tokens", "add", "musterstadt", "--name", "test")


def test_a_web_host_keeps_nothing(hosts: Stack, token: str):
    lost, other = hosts.hosts
    upload(lost.address, token, "1,Radweg")
    draft = upload(lost.address, token, "1,Radweg,planning", publish=False).json
    lost.kill()
    shutil.rmtree(lost.data_dir, ignore_errors=True)  # if there is one at all

    try:
        # nginx asks the other. It learns by questions that a host is gone: what somebody sends may not be sent twice,
        # and a connection that nginx keeps may be found dead only then.
        for _ in range(4):
            assert ask(hosts.address, f"{DATASET}/versions/latest/plans.csv").status == 200
        assert upload(hosts.address, token, "1,Radweg,implementation").status == 201
    finally:
        lost.start()
    assert "implementation" in ask(lost.address, f"{DATASET}/versions/latest/plans.csv").text
    rights = {"Authorization": f"Bearer {token}"}
    assert ask(lost.address, f"/api/v1/uploads/{draft['id']}", headers=rights).json["report"] == draft["report"]
    assert ask(lost.address, "/feeds/all.atom").body.count(b"<entry>") == ask(
        other.address, "/feeds/all.atom"
    ).body.count(b"<entry>")
    assert lost.flask("verify").stdout == other.flask("verify").stdout


def test_somebody_signs_in_uploads_publishes_and_signs_out_at_two_hosts_in_turn(hosts: Stack):
    hosts.flask("datasets", "add", "musterstadt", "portal", "--kind", "plans", "--title", "Pläne aus dem Portal")
    link = hosts.flask(
        "users", "invite", "amt@musterstadt.example", "--publisher", "musterstadt", "--role", "publisher"
    )
    one, two = (host.address for host in hosts.hosts)
    person = Person()
    invited = person.send(one, two, urlsplit(link.strip()).path, password=PASSWORD, again=PASSWORD)
    assert invited.status_code == 303, invited.text
    for address in (one, two):
        assert "Übersicht" in person.look(address, "/portal/").text

    rows = {"file": ("plans.csv", table("1,Radweg,planning,,,").encode())}
    sent = person.send(one, two, "/portal/musterstadt/datasets/portal/upload", as_of="2023-12-31", files=rows)
    assert sent.status_code == 303, sent.text
    preview = f"{urlsplit(sent.headers['Location']).path}preview"
    assert "Radweg" in person.look(two, preview).text
    published = person.send(one, two, preview, act="publish")
    assert published.headers["Location"].endswith("/published"), published.text
    assert "Version 1.0.0 ist veröffentlicht" in person.look(one, urlsplit(published.headers["Location"]).path).text

    held = {str(cookie.name): str(cookie.value) for cookie in person.browser.cookies}
    assert person.send(two, one, "/portal/account", "/portal/logout").status_code == 303
    for address in (one, two):
        assert requests.get(f"{address}/portal/", cookies=held, allow_redirects=False, timeout=100).status_code == 303


def test_limits_are_counted_together(hosts: Stack):
    """Two hosts with two workers each: counted apart, four times as much would pass."""
    addresses = [each.address for each in hosts.hosts]
    source = {"X-Forwarded-For": "198.51.100.1"}  # what nginx would say
    passed = 0
    for turn in range(5 * VALIDATIONS_A_MINUTE):
        if validate_nothing(addresses[turn % 2], headers=source) == 429:
            break
        passed += 1

    assert passed <= 2 * VALIDATIONS_A_MINUTE  # twice only if it takes a whole minute


def test_without_redis_everything_goes_on_and_limits_are_counted_by_each_host(hosts: Stack, token: str):
    assert hosts.redis
    hosts.redis.kill()
    try:
        assert upload(hosts.address, token, "1,Ohne Redis").status == 201
        assert "Ohne Redis" in ask(hosts.address, f"{DATASET}/versions/latest/plans.csv").text
        ready = ask(hosts.address, "/readyz")
        assert (ready.status, ready.json["parts"]["redis"]) == (200, False)
        use_up(hosts.hosts[0].address, headers={"X-Forwarded-For": "198.51.100.2"})
        assert hosts.flask("verify").endswith("0 problems")
    finally:
        hosts.redis.start()
    assert ask(hosts.address, "/readyz").json["parts"]["redis"] is True


def test_a_redis_that_hangs_holds_nothing_up(hosts: Stack, token: str):
    assert hosts.redis
    hosts.redis.pause()
    try:
        assert upload(hosts.address, token, "1,Redis hängt").status == 201
        assert validate(hosts.address) in (200, 429)
        assert ask(hosts.address, "/readyz").json["parts"]["redis"] is False
    finally:
        hosts.redis.resume()


@contextmanager
def connections(hosts: Stack) -> Iterator[list[http.client.HTTPConnection]]:
    """Open connections to every host, past nginx."""
    opened = [
        http.client.HTTPConnection(urlsplit(host.address).netloc, timeout=100)
        for host in hosts.hosts
        for _ in range(CONNECTIONS)
    ]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()


def told(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Status and body of an answer, on a connection that stays or is opened again: the server ends idle ones."""
    try:
        return _told(connection, path)
    except (http.client.RemoteDisconnected, ConnectionError):
        connection.close()
        return _told(connection, path)


def _told(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    with closing(connection.getresponse()) as response:
        return response.status, response.read()


def test_what_is_published_on_one_host_is_told_by_the_next_request_on_every_other(hosts: Stack, token: str):
    upload(hosts.address, token, "1,Radweg")
    with connections(hosts) as opened:
        for turn in range(2):
            for _ in range(3):
                for each in opened:
                    assert told(each, LATEST)[0] == 200
                    assert told(each, "/musterstadt")[0] == 200
            rows = [f"{number},Radweg" for number in range(turn + 2)]
            published = upload(hosts.hosts[turn % 2].address, token, *rows, as_of=f"2024-0{turn + 1}-01").json
            for each in opened:
                assert json.loads(told(each, LATEST)[1])["version"] == published["version"]
                since = told(each, f"/api/v1/changes?since={published['serial'] - 1}")
                assert json.loads(since[1])["last_serial"] == published["serial"]
                assert published["version"].encode() in told(each, "/musterstadt")[1]


def test_what_is_taken_back_is_gone_everywhere(hosts: Stack, token: str):
    kept = [f"{number},Radweg" for number in range(5)]
    number = upload(hosts.address, token, *kept, "9,Geheimnis", as_of="2025-01-01").json["version"]
    rows = f"{DATASET}/versions/{number}/plans.csv"
    with connections(hosts) as opened:
        for _ in range(3):
            assert all(b"Geheimnis" in told(each, rows)[1] for each in opened)
        reason = json.dumps({"reason": "Nicht freigegeben"}).encode()
        rights = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        path = f"{DATASET}/versions/{number}/withdraw"
        assert ask(hosts.hosts[1].address, path, "POST", reason, headers=rights).status == 200
        for each in opened:
            assert told(each, rows)[0] == 410
            assert b"Geheimnis" not in told(each, LATEST)[1]


def test_nothing_is_given_while_the_database_cannot_be_asked(hosts: Stack):
    assert hosts.postgresql
    for _ in range(3):
        assert ask(hosts.hosts[0].address, LATEST).status == 200
    hosts.postgresql.kill()
    try:
        assert ask(hosts.hosts[0].address, LATEST).status == 503
    finally:
        hosts.postgresql.start()
    hosts.hosts[0].wait()
    assert ask(hosts.hosts[0].address, LATEST).status == 200


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_processes_that_start_together_on_nothing_migrate_once(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
):
    url = f"sqlite:///{tmp_path}/together.sqlite"
    if database == "postgresql":
        servers: Servers = request.getfixturevalue("servers")
        url = servers.postgresql.new_url()
    packages = str(tmp_path / "packages")
    env = {"DATABASE_URL": url, "PACKAGES_URL": packages, "WEB_CONCURRENCY": "1"}
    started = [Web("web", f"web-{n}", tmp_path, env) for n in range(3)]
    try:
        for each in started:
            each.start(wait=False)
        for each in started:
            each.wait()
        said = "".join(each.said() for each in started)
    finally:
        for each in started:
            each.kill()

    assert "Traceback" not in said
    assert "cannot" not in said
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [HEAD]
        assert inspect(connection).has_table("versions")
    engine.dispose()


def test_an_old_release_serves_on_while_a_newer_one_adds_to_the_tables(tmp_path: Path, servers: Servers):
    """Expand: what a release adds has a default, and the one before neither reads nor writes it."""
    url = servers.postgresql.new_url()
    env = {"DATABASE_URL": url, "PACKAGES_URL": str(tmp_path / "packages")}
    with Web("web", "web", tmp_path, env) as old:
        command(old.env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
        command(old.env, "datasets", "add", "musterstadt", "m", "--kind", "climate-measures", "--title", "M")
        token = command(old.env, "tokens", "add", "musterstadt", "--name", "test")
        with psycopg.connect(url, autocommit=True) as newer:  # what its migration would do
            newer.execute("ALTER TABLE versions ADD COLUMN licence_note text")
            newer.execute("ALTER TABLE journal ADD COLUMN weight integer NOT NULL DEFAULT 0")
            newer.execute("CREATE TABLE notes (id integer PRIMARY KEY, text text NOT NULL)")
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
        path = "/api/v1/publishers/musterstadt/datasets/m"
        published = upload(old.address, token, path=f"{path}/uploads?publish=true")

        assert published.status == 201, published.text
        assert ask(old.address, f"{path}/versions/latest/measures.csv").status == 200
        assert ask(old.address, "/readyz").status == 200
        assert old.process
        for worker in descendants(old.process.pid):  # one that dies is replaced by one of the same release
            send(worker, signal.SIGKILL)
        old.wait()
        assert ask(old.address, path).status == 200
        assert old.running
