"""A proxy before the S3 store that misbehaves as networks and stores do.

Here: passing requests on, and spoiling some of them in one of the MODES. Not here: when it does so (faults.py).
"""

import random
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

# What may become of a request:
MODES: Sequence[str] = (
    "slow",  # answered after some seconds
    "error",  # 500, not carried out
    "busy",  # 503 SlowDown, not carried out
    "dropped",  # the connection ends before it is carried out
    "unanswered",  # carried out, and the connection ends without an answer
    "error-after",  # carried out, and answered with 500
    "cut",  # the answer's body ends in its middle
    "half-sent",  # half of what is sent arrives at the store
    "late",  # what writes or deletes is carried out long after its connection ended
)
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
ANSWER_SECONDS = 60
SLOW_SECONDS = 1, 20


class Misbehaving:
    """A proxy to a port of this machine; good until misbehave() is called. A context manager."""

    def __init__(self, seed: int, late_seconds: tuple[float, float] = (15, 50)) -> None:
        self.port_behind = 0
        self.spoilt: Counter[str] = Counter()
        self.late_seconds = late_seconds
        self._random = random.Random(seed)
        self._modes: Sequence[str] = ()
        self._share = 0.0
        self._on_their_way: set[OnItsWay] = set()
        self._stopped, self._at_once = False, threading.Event()
        # rclone may put an object that several write at once into place after it has answered all of them.
        self._one_after_another = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": self}))
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        self._at_once.set()
        self._server.shutdown()
        self._server.server_close()

    def before(self, port: int) -> str:
        """Stand before that port; returns the address to ask instead."""
        self.port_behind = port
        return f"http://127.0.0.1:{self._server.server_port}"

    def misbehave(self, modes: Sequence[str], share: float) -> None:
        """Spoil this share of requests, each in one of these modes, until behave()."""
        self._modes, self._share = modes, share

    def behave(self) -> None:
        """Spoil nothing more; what is late comes all the same."""
        self._share = 0.0

    def settle(self, *, at_once: bool = False) -> None:
        """Wait until each request so far has been carried out or given up; at_once: let what is late arrive now."""
        if at_once:
            self._at_once.set()
        for each in list(self._on_their_way):
            each.arrived.wait()
        self._at_once.clear()

    def on_its_way(self) -> "OnItsWay":
        """A request that settle() waits for, until it has been carried out or was given up."""
        return OnItsWay(self._on_their_way)

    def hold_back(self) -> None:
        """Wait for some seconds before a request is carried out."""
        self._at_once.wait(self._random.uniform(*SLOW_SECONDS))

    def mode(self, method: str) -> str:
        """What becomes of the next request."""
        if self._random.random() >= self._share:
            return ""
        mode = self._random.choice(self._modes)
        if mode == "late" and method not in ("PUT", "POST", "DELETE"):
            return ""
        self.spoilt[mode] += 1
        return mode

    def later(self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        """Carry a request out some time from now."""
        way = self.on_its_way()  # before its connection ends, so that settle() misses none

        def act() -> None:
            with way:
                self._at_once.wait(self._random.uniform(*self.late_seconds))
                with self._one_after_another, suppress(OSError, HTTPException):
                    if not self._stopped:
                        self.carry_out(method, path, headers, body)

        threading.Thread(target=act, daemon=True).start()

    def carry_out(
        self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes, promised: int | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """The store's answer; promised: how many bytes it is told to wait for."""
        connection = HTTPConnection("127.0.0.1", self.port_behind, timeout=ANSWER_SECONDS)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body) if promised is None else promised))
            connection.endheaders(body or None)
            if promised is not None:
                raise OSError("no more is sent")
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


class OnItsWay:
    """A request between its client and the store, among others; with a context that ends when it has arrived."""

    def __init__(self, others: "set[OnItsWay]") -> None:
        self.arrived, self._others = threading.Event(), others
        others.add(self)

    def __enter__(self) -> None:
        """It is under way since it was made."""

    def __exit__(self, *_: object) -> None:
        self._others.discard(self)
        self.arrived.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy: Misbehaving

    def _pass_on(self) -> None:
        with self.proxy.on_its_way():
            self._carry_out()

    def _carry_out(self) -> None:
        proxy = self.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP]
        request = (self.command, self.path, headers, body)
        mode = proxy.mode(self.command)
        if mode == "slow":
            proxy.hold_back()
        elif mode in ("error", "busy"):
            return self._fail(500 if mode == "error" else 503)
        elif mode == "late":
            proxy.later(*request)
            return self._hang_up()
        elif mode == "dropped":
            return self._hang_up()
        try:
            if mode == "half-sent" and body:
                proxy.carry_out(self.command, self.path, headers, body[: len(body) // 2], promised=len(body))
            answer, content = proxy.carry_out(*request)
        except (OSError, HTTPException):
            return self._hang_up()
        if mode == "unanswered":
            return self._hang_up()
        if mode == "error-after":
            return self._fail(500)
        length = int(answer.headers.get("Content-Length") or len(content)) if self.command == "HEAD" else len(content)
        self._head(answer.status, [(n, v) for n, v in answer.getheaders() if n.lower() not in HOP_BY_HOP], length)
        self.wfile.write(content[: len(content) // 2] if mode == "cut" else content)
        if mode == "cut":
            self._hang_up()
        return None

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass_on

    def _head(self, status: int, headers: Sequence[tuple[str, str]], length: int) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _fail(self, status: int) -> None:
        code = "InternalError" if status == 500 else "SlowDown"
        content = f"<Error><Code>{code}</Code><Message>by the proxy</Message></Error>".encode()
        self._head(status, [("Content-Type", "application/xml")], len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True

    def handle(self) -> None:
        """One connection; its other end may be gone at any time."""
        with suppress(OSError):
            super().handle()

    def finish(self) -> None:
        """What is not sent yet need not arrive."""
        with suppress(OSError):
            super().finish()

    def log_message(self, *_: object) -> None:
        """Nothing: there are thousands."""
