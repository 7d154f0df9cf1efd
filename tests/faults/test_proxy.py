"""The proxy that misbehaves: what it holds back has arrived once it has settled, whether or not its client waits."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.faults.proxy import Misbehaving


@pytest.fixture
def arrived() -> Iterator[tuple[int, list[str]]]:
    """A server's port, and the paths that were written to it."""
    paths: list[str] = []

    class Store(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_port, paths
        server.shutdown()


@pytest.mark.parametrize("mode", ["slow", "late"])
def test_what_was_given_up_has_arrived_once_the_proxy_has_settled(mode: str, arrived: tuple[int, list[str]]):
    port, paths = arrived
    with Misbehaving(seed=1) as proxy:
        address = proxy.before(port)
        proxy.misbehave([mode], 1.0)
        with pytest.raises(requests.ConnectionError if mode == "late" else requests.ReadTimeout):
            requests.put(f"{address}/a", data=b"half", timeout=0.3)
        proxy.behave()
        assert paths == []

        proxy.settle(at_once=True)

        assert paths == ["/a"]
