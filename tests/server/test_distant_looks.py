"""Answers that are ready while the state of the public is on another machine: PostgreSQL, asked by the poller."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from tests.databases import copy_with_tables
from tests.making import PLANS, write_kind
from tests.operations.conftest import CITY
from tests.operations.conftest import DATASET as PATH
from tests.operations.reading import DATASET, upload
from tests.server.test_buffering_worker import connected
from tests.server.test_ready_requests import raw, received, whole
from tests.servers import Servers, wait_until
from tests.service import command
from tests.stack import Web

LATEST = f"{DATASET}/versions/latest"
LOOKS = "pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT number, taken_back%'"
WAITING_LOOKS = f"{LOOKS} AND wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, servers: Servers) -> Iterator[Web]:
    """One worker, whose database is a server."""
    folder = tmp_path_factory.mktemp("distant")
    write_kind(folder / "kinds", PLANS)
    database = copy_with_tables(servers.postgresql)
    about = {"KINDS_DIR": str(folder / "kinds"), "DATABASE_URL": database, "WEB_CONCURRENCY": "1"}
    with Web("web", "web", folder, about) as server:
        command(server.env, "publishers", "add", CITY, "--name", "Musterstadt")
        command(server.env, "datasets", "add", *PATH.split("/"), "--kind", "plans", "--title", "Pläne der Stadt")
        yield server


@pytest.fixture(scope="module")
def token(web: Web) -> str:
    """A token of Musterstadt, which has published something."""
    made = command(web.env, "tokens", "add", CITY, "--name", "test")
    assert upload(web.address, made, "1,Radweg").status == 201
    return made


@pytest.fixture
def database(web: Web) -> Iterator[Connection]:
    """A connection of the test's own."""
    engine = create_engine(web.env["DATABASE_URL"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def is_warm(address: str) -> None:
    """Ask until the answer is ready, and the poller has a connection."""
    with connected(address) as client:
        for _ in range(4):
            client.sendall(raw(LATEST))
            received(client, 1)


def test_a_publication_is_seen_by_the_next_request_and_requests_in_one_go_keep_their_order(
    web: Web, token: str, database: Connection
):
    is_warm(web.address)
    with connected(web.address) as client:
        for turn in range(3):
            rows = [f"{number},Dach" for number in range(turn + 2)]
            number = upload(web.address, token, *rows, as_of=f"2024-12-0{turn + 1}").json["version"]
            client.sendall(raw(LATEST) * 30)
            assert all(f'"{number}"'.encode() in each for each in whole(received(client, 30)))
    # One connection for the threads and one for the poller.
    assert database.execute(text(f"SELECT count(*) FROM {LOOKS}")).scalar() == 2


def test_a_server_that_has_closed_the_connection_is_asked_again(web: Web, token: str, database: Connection):
    for turn in range(3):
        is_warm(web.address)
        database.execute(text(f"SELECT pg_terminate_backend(pid) FROM {LOOKS}"))
        with connected(web.address) as client:
            client.sendall(raw(LATEST) * 5)
            found = whole(received(client, 5))
        assert all(each.startswith(b"HTTP/1.1 200 OK") for each in found), turn


def test_a_server_that_does_not_answer_is_not_waited_for_long(web: Web, token: str, database: Connection):
    is_warm(web.address)
    database.execute(text("BEGIN"))
    database.execute(text("LOCK TABLE public_state IN ACCESS EXCLUSIVE MODE"))
    _write_something(web.env["DATABASE_URL"])
    with connected(web.address) as client:
        client.sendall(raw(LATEST))
        waiting = text(f"SELECT count(*) FROM {WAITING_LOOKS}")
        wait_until(lambda: database.execute(waiting).scalar() != 0, lambda: "no look waits for the lock")
        assert whole(received(client, 1))[0].startswith(b"HTTP/1.1 200 OK")  # made anew, by a view
    database.execute(text("ROLLBACK"))
    is_warm(web.address)


def _write_something(url: str) -> None:
    """End a transaction, so that whether anything public has changed must be looked up."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_current_xact_id()"))
    engine.dispose()


def test_clients_who_go_while_the_service_looks_harm_nobody(web: Web, token: str):
    is_warm(web.address)
    for _ in range(50):
        with connected(web.address) as client:
            client.sendall(raw(LATEST) * 3)
    is_warm(web.address)
