"""The site file of nginx keeps one client from taking all places, and passes on whole bodies alone."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.operations.conftest import CITY, DATASET, started
from tests.operations.reading import ask, upload
from tests.service import table
from tests.stack import Stack

AT_ONCE = 100
HEAD = b"POST /api/v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One server behind nginx."""
    with started("one-server", tmp_path_factory.mktemp("nginx")) as service:
        yield service


def connected(stack: Stack, source: str, sent: bytes) -> socket.socket:
    """A connection through nginx from an address of this machine."""
    assert stack.nginx
    client = socket.create_connection(("127.0.0.1", stack.nginx.port), 100, (source, 0))
    client.sendall(sent)
    return client


def test_one_client_takes_so_many_places_and_leaves_the_others(stack: Stack):
    token = stack.flask("tokens", "add", CITY, "--name", "test")
    with ExitStack() as clients:
        for _ in range(AT_ONCE + 20):
            clients.enter_context(connected(stack, "127.0.0.21", HEAD))
        refused = ask(stack.address, "/healthz", source="127.0.0.21")
        served = ask(stack.address, "/healthz", source="127.0.0.22")
        published = upload(stack.address, token, "1,Radweg", source="127.0.0.22")

    assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
    assert (refused.headers["Content-Type"], refused.json["status"]) == ("application/problem+json", 429)
    assert served.status == 200
    assert published.status == 201
    assert ask(stack.address, f"/api/v1/publishers/{DATASET.replace('/', '/datasets/')}").json["name"] == "plaene"


def test_the_service_is_not_asked_before_a_body_is_whole(stack: Stack):
    before = stack.logs()
    with connected(stack, "127.0.0.23", HEAD) as client:
        assert ask(stack.address, "/healthz", source="127.0.0.23").status == 200
        assert stack.logs() == before
        client.sendall(table("1,Radweg").encode().ljust(1000))
        assert client.recv(100).startswith(b"HTTP/1.1 4")
    assert stack.logs() != before
