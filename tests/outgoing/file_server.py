"""A file server: a small HTTP server of a test that hands out files, and answers as the test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from tests.outgoing.receiver import QuietServer, Received, running


@dataclass(frozen=True)
class Answer:
    """What is answered at a path."""

    status: int
    content: bytes
    headers: dict[str, str]


@dataclass
class FileServer:
    """What was asked for, and what there is by path, or by path and query."""

    address: str
    port: int
    requests: list[Received] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    act: Callable[[Any], bool] = lambda _handler: False  # answers a request in its own way, if it returns True
    hold: Event | None = None  # requests are answered when this is set

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.address}:{self.port}{path}"

    def give(self, path: str, content: str | bytes, **headers: str) -> None:
        """Hand out a file at a path from now on."""
        self.answers[path] = Answer(200, content.encode() if isinstance(content, str) else content, headers)

    def answer(self, path: str, status: int, **headers: str) -> None:
        """Answer with a status and nothing else from now on."""
        self.answers[path] = Answer(status, b"", headers)

    def forget(self) -> None:
        """Be as new."""
        self.requests.clear()
        self.answers.clear()
        self.act, self.hold = lambda _handler: False, None


@contextmanager
def serving(address: str = "127.0.0.1") -> Iterator[FileServer]:
    """A file server on a free port of this address of the machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append(Received(self.path, headers, b""))
            if server.hold is not None:
                server.hold.wait(60)
            if server.act(self):
                return
            of_path = server.answers.get(self.path.partition("?")[0], Answer(404, b"", {}))
            answer = server.answers.get(self.path, of_path)
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.content)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_about: Any) -> None:
            pass

    listening = QuietServer((address, 0), Handler)
    server = FileServer(address, listening.server_address[1])
    with running(listening, lambda: server.hold):
        yield server
