"""Kept answers where there are several hosts with several processes each: what one publishes, all others say next."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.operations.reading import DATASET, ask, upload
from tests.stack import Stack

CONNECTIONS = 6  # to each host, so that both of its processes have some
LATEST = f"{DATASET}/versions/latest"


@pytest.fixture(scope="module")
def token(hosts: Stack) -> str:
    """May publish for Musterstadt."""
    return hosts.flask("tokens", "add", "musterstadt", "--name", "test")


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
    upload(hosts.address, token, "0,Radweg")
    with connections(hosts) as opened:
        for turn in range(4):
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
