"""The client, with real servers on this machine: one address of the loopback is opened to it, the others are not."""

import socket
import time
from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from opendata.domain.errors import RequestNotValid
from opendata.outgoing.guarded_client import MOST_BYTES, GuardedClient
from opendata.steps.ports.outgoing import NotReached
from tests.certificates import certificate
from tests.outgoing.receiver import Receiver, receiving

OPENED = (ip_network("127.0.0.1/32"),)


@pytest.fixture(scope="module")
def receivers() -> Iterator[tuple[Receiver, Receiver]]:
    """A receiver that may be reached, and one inside that may not."""
    with receiving() as reachable, receiving("127.0.0.2") as inside:
        yield reachable, inside


@pytest.fixture
def receiver(receivers: tuple[Receiver, Receiver]) -> Receiver:
    receivers[0].requests.clear()
    receivers[0].act = lambda _handler: False
    return receivers[0]


@pytest.fixture
def inside(receivers: tuple[Receiver, Receiver]) -> Receiver:
    receivers[1].requests.clear()
    return receivers[1]


def client(*answers: Sequence[str], **about: Any) -> GuardedClient:
    """A client to which the name service gives these answers, one after another."""
    left = list(answers)
    resolve = {"resolve": lambda _host, _port: left.pop(0)} if answers else {}
    return GuardedClient(OPENED, **{"patience_seconds": 30.0, **resolve, **about})


def reason(of: GuardedClient, url: str) -> str:
    """Why a request is not made, or has no answer."""
    with pytest.raises(NotReached) as told:
        of.post(url, {}, b"{}")
    return told.value.reason


def test_a_request_arrives_as_it_was_meant(receiver: Receiver):
    answer = client(["127.0.0.1"]).post(f"http://receiver.example:{receiver.port}/a?b=c", {"X-Our": "1"}, b"content")

    assert (answer.status, answer.content) == (204, b"")
    (request,) = receiver.requests
    assert (request.path, request.content) == ("/a?b=c", b"content")
    assert request.headers["host"] == f"receiver.example:{receiver.port}"
    assert request.headers["x-our"] == "1"


def test_no_redirect_is_followed(receiver: Receiver, inside: Receiver):
    receiver.location, receiver.statuses = inside.url, [301, 307]
    answers = [client().post(receiver.url, {}, b"") for _ in range(2)]
    receiver.location = ""

    assert [answer.status for answer in answers] == [301, 307]
    assert len(receiver.requests) == 2 and inside.requests == []


def test_a_name_that_means_something_else_a_moment_later_leads_nowhere_else(receiver: Receiver, inside: Receiver):
    changing = client(["127.0.0.1"], ["127.0.0.2"])

    # One look-up for each request: the answer that was judged is the one that is used.
    assert changing.post(f"http://receiver.example:{receiver.port}/", {}, b"").status == 204
    assert reason(changing, f"http://receiver.example:{inside.port}/") == "address-refused"
    assert reason(client(["127.0.0.1", "127.0.0.2"]), receiver.url.replace("127.0.0.1", "two.example")) == (
        "address-refused"
    )
    assert len(receiver.requests) == 1 and inside.requests == []


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"]
)
def test_loopback_is_not_reached_by_any_of_its_names(receiver: Receiver, host: str):
    assert reason(GuardedClient(), f"http://{host}:{receiver.port}/") == "address-refused"
    assert receiver.requests == []


def test_only_what_the_operator_opened_is_reached_at_ports_of_other_protocols():
    assert reason(client(["93.184.216.34"]), "http://mail.example.org:25/") == "address-refused"
    with pytest.raises(RequestNotValid, match="port 25"):
        client().must_be_address("url", "http://93.184.216.34:25/")
    client().must_be_address("url", "http://127.0.0.1:25/")


def test_what_is_no_address_for_a_webhook_is_said_before_anything_is_sent():
    refused = [
        *("", "x", "example.org", "ftp://example.org/", "file:///etc/passwd", "https://", "https://a b/"),
        *(
            "//example.org",
            "https://user:secret@example.org/",
            "https://example.org/#part",
            "https://example.org:25/",
        ),
        *("https://ä.example", "https://example.org:99999/", "https://[::1", "http://127.0.0.1/", "http://10.1.2.3"),
        *("http://[fe80::1%25eth0]/", "http://169.254.169.254/latest/meta-data/", "http://db/", "http://a.localhost"),
        *("http://127.1:8080/", "http://0x7f.1/", "http://0177.0.0.1/", "https://example.1./"),
        *("http://printer.local/", f"https://example.org/{'x' * 2000}"),
    ]
    for url in refused:
        with pytest.raises(RequestNotValid):
            GuardedClient().must_be_address("url", url)
    for url in (
        "https://example.org",
        "http://example.org:8080/a?b=c",
        "https://8.8.8.8/",
        "https://xn--4ca.example/",
    ):
        GuardedClient().must_be_address("url", url)


def test_whoever_sends_too_slowly_or_too_much_is_not_waited_for(receiver: Receiver):
    def trickle(handler: Any) -> bool:
        for _ in range(600):
            handler.wfile.write(b"H")
            time.sleep(0.05)
        return True

    receiver.act = trickle
    assert reason(client(patience_seconds=0.4), receiver.url) == "too-slow"

    def trickle_after_the_status(handler: Any) -> bool:
        handler.send_response(200)
        handler.end_headers()
        return trickle(handler)

    receiver.act = trickle_after_the_status
    answer = client(patience_seconds=0.4).post(receiver.url, {}, b"")
    assert answer.status == 200 and len(answer.content) < 600  # it was not read to its end

    def pour(handler: Any) -> bool:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(bytes(MOST_BYTES))
        return True

    receiver.act = pour
    answer = client().post(receiver.url, {}, b"")
    assert (answer.status, len(answer.content)) == (200, MOST_BYTES)


def test_without_an_answer_the_reason_is_told(receiver: Receiver):
    receiver.act = lambda handler: handler.wfile.write(b"no HTTP at all\r\n\r\n") > 0
    assert reason(client(), receiver.url) == "no-answer"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert reason(client(), f"http://127.0.0.1:{nobody.getsockname()[1]}/") == "not-reached"

    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror("unknown")

    def hanging(_host: str, _port: int) -> Sequence[str]:
        Event().wait(20)
        return []

    assert reason(client(resolve=unknown), "https://receiver.example/") == "name-unknown"
    assert reason(client(resolve=hanging, patience_seconds=0.2), "https://receiver.example/") == "too-slow"


def test_an_encrypted_connection_is_for_the_name_and_its_certificate_must_hold(tmp_path: Path):
    authority, server = certificate(tmp_path, "receiver.example")
    asked: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: asked.append(name)
    with receiving(tls=server) as receiver:
        url = f"https://receiver.example:{receiver.port}/"
        assert client(["127.0.0.1"], tls=authority).post(url, {}, b"{}").status == 204
        # Another name with the same address, and a machine that does not trust who signed.
        other = client(["127.0.0.1"], tls=authority)
        assert reason(other, f"https://other.example:{receiver.port}/") == "not-encrypted"
        assert reason(client(["127.0.0.1"]), url) == "not-encrypted"
        assert [request.headers["host"] for request in receiver.requests] == [f"receiver.example:{receiver.port}"]
    assert asked == ["receiver.example", "other.example", "receiver.example"]
