"""A receiver: a small HTTP server of a test that keeps what it is sent, and answers as the test says."""

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Received:
    """A request that came in."""

    path: str
    headers: dict[str, str]  # names in lower case
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Receiver:
    """What came in, and what is answered: the status of each request in turn, then 204."""

    address: str
    port: int
    requests: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    location: str = ""  # of redirects
    act: Callable[[Any], bool] = lambda _handler: False  # answers a request in its own way, if it returns True
    hold: Event | None = None  # requests are answered when this is set
    names_asked: list[str] = field(default_factory=list)  # of TLS

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}/receive?to=me"

    def items(self) -> list[dict[str, Any]]:
        """All entries that came in, in the order in which they came."""
        return [item for request in self.requests for item in request.json["items"]]


@contextmanager
def receiving(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a free port of this address of the machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.requests.append(Received(self.path, headers, content))
            if receiver.hold is not None:
                receiver.hold.wait(60)
            if receiver.act(self):
                return
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_about: Any) -> None:
            pass

    server = QuietServer((address, 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(address, server.server_address[1])
    with running(server, lambda: receiver.hold):
        yield receiver


class QuietServer(ThreadingHTTPServer):
    """Says nothing of clients that have gone."""

    def handle_error(self, *_about: Any) -> None:
        pass


@contextmanager
def running(server: QuietServer, hold: Callable[[], Event | None]) -> Iterator[None]:
    """The server answers meanwhile; at the end it lets go of the requests that it holds."""
    thread = Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield
    finally:
        if (held := hold()) is not None:
            held.set()
        server.shutdown()
        server.server_close()
        thread.join()
