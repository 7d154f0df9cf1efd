"""Files from addresses that others have named, with real servers that send slowly, too much, or lead elsewhere."""

import socket
import time
from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from typing import Any

import pytest

from opendata.outgoing.guarded_client import GuardedClient
from opendata.outgoing.guarded_fetcher import GuardedFetcher
from opendata.steps.ports.fetching import FetchedAnswer
from opendata.steps.ports.outgoing import NotReached
from tests.outgoing.file_server import FileServer, serving

OPENED = (ip_network("127.0.0.1/32"),)
MOST = 100_000


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[FileServer, FileServer]]:
    """A server that may be reached, and one inside that may not."""
    with serving() as reachable, serving("127.0.0.2") as inside:
        yield reachable, inside


@pytest.fixture
def server(servers: tuple[FileServer, FileServer]) -> FileServer:
    servers[0].forget()
    return servers[0]


@pytest.fixture
def inside(servers: tuple[FileServer, FileServer]) -> FileServer:
    servers[1].forget()
    return servers[1]


def fetched(url: str, *names: Sequence[str], patience: float = 30.0) -> FetchedAnswer:
    """What is fetched; names: what the name service answers, one look-up after another."""
    left = list(names)
    client = GuardedClient(OPENED, resolve=lambda _host, _port: left.pop(0)) if names else GuardedClient(OPENED)
    return GuardedFetcher(client).fetch(url, {"If-None-Match": '"1"'}, MOST, patience)


def reason(url: str, *names: Sequence[str], patience: float = 30.0) -> str:
    with pytest.raises(NotReached) as told:
        fetched(url, *names, patience=patience)
    return told.value.reason


def test_a_file_comes_whole_with_what_is_said_of_it(server: FileServer):
    server.give("/a.csv", b"x" * MOST, ETag='"2"', **{"Last-Modified": "Mon, 02 Mar 2026 07:00:00 GMT"})
    answer = fetched(server.at("/a.csv?b=c"))
    assert (answer.status, answer.content, answer.headers["etag"]) == (200, b"x" * MOST, '"2"')
    (request,) = server.requests
    assert (request.path, request.headers["if-none-match"]) == ("/a.csv?b=c", '"1"')
    assert request.headers["accept-encoding"] == "identity"


def test_each_redirect_is_judged_anew_whatever_a_name_means_a_moment_later(server: FileServer, inside: FileServer):
    server.give("/a.csv", "a")
    server.answer("/moved.csv", 302, Location=f"http://files.example:{server.port}/a.csv")
    named = f"http://files.example:{server.port}/moved.csv"
    assert fetched(named, ["127.0.0.1"], ["127.0.0.1"]).content == b"a"
    server.answer("/moved.csv", 307, Location=f"http://files.example:{inside.port}/a.csv")
    for second in (["127.0.0.2"], ["::ffff:127.0.0.2"], ["127.0.0.1", "127.0.0.2"], ["::1"], ["169.254.169.254"]):
        assert reason(named, ["127.0.0.1"], second) == "address-refused"
    # A redirect of the scheme, with a password, or to a port of another protocol is followed no more than one inside.
    for location in ("ftp://files.example/", "http://a:b@files.example/", "http://files.example:25/", "//[::1]/"):
        server.answer("/moved.csv", 302, Location=location)
        assert reason(named, ["127.0.0.1"], ["93.184.216.34"]) == "address-refused"
    assert inside.requests == []


def test_so_many_redirects_and_no_more(server: FileServer):
    for number in range(6):
        server.answer(f"/{number}", 301, Location=f"/{number + 1}#part")
    server.give("/5", "five")
    assert fetched(server.at("/0")).url == server.at("/5")
    server.answer("/5", 301, Location="/6")
    server.give("/6", "six")
    assert reason(server.at("/0")) == "too-many-redirects"
    server.answer("/nowhere", 302)
    assert fetched(server.at("/nowhere")).status == 302
    umlaut = "/Maßnahmen.csv".encode().decode("latin-1")
    server.answer("/old", 302, Location=umlaut)
    server.give("/Ma%C3%9Fnahmen.csv", "found")
    assert fetched(server.at("/old")).content == b"found"


def test_nobody_is_led_from_an_encrypted_address_to_one_that_is_not():
    fetcher = GuardedFetcher(GuardedClient(OPENED))
    with pytest.raises(NotReached, match="redirect-unencrypted"):
        fetcher._way_on("https://example.org/a.csv", "http://example.org/a.csv")
    assert fetcher._way_on("http://example.org/a/b.csv", "../c.csv") == "http://example.org/c.csv"


def test_slow_servers_and_endless_bodies_are_not_waited_for(server: FileServer):
    def trickle(handler: Any) -> bool:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(600):
            handler.wfile.write(b"a")
            time.sleep(0.05)
        return True

    server.act = trickle
    assert reason(server.at("/"), patience=0.4) == "too-slow"

    def pour(handler: Any) -> bool:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(MOST))

    server.act = pour
    assert reason(server.at("/")) == "too-large"


def test_a_body_that_is_not_as_long_as_it_says_is_none(server: FileServer):
    for length in ("5000", str(MOST + 1), "9" * 400):
        server.give("/a.csv", "short", **{"Content-Length": length})
        assert reason(server.at("/a.csv")) == ("cut-off" if length == "5000" else "too-large")

    def chunked(handler: Any) -> bool:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nshort\r\n")
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_WR)
        return True

    server.act = chunked
    assert reason(server.at("/a.csv")) == "cut-off"
