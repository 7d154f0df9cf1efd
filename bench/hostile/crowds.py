"""Crowds: many clients that hold their connections, all in one thread, as long as they are told to.

Here: those who wait for changes, who send slowly, who read slowly, who ask one dear answer again and again, and who
send and close. Not here: single requests (visits.py), and what others notice meanwhile (watching.py).
"""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.hostile.sending import BOUNDARY, CHECK
from bench.hostile.visits import from_another_address

SLOWLY_SECONDS = 5.0  # between two bytes of a slow client
SMALL_BUFFER = 2048


@dataclass
class Crowd:
    """So many clients that do the same; a context manager that begins it, and ends it.

    request: its bytes, made anew for each connection. drip: what each sends every SLOWLY_SECONDS, if anything. reads:
    whether it reads its answer; who has read one asks again.
    """

    name: str
    address: str
    clients: int
    request: Callable[[], bytes]
    drip: bytes = b""
    reads: bool = True
    connections: int = 0
    received: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Crowd":
        self._thread = threading.Thread(target=self._hold, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _hold(self) -> None:
        waiting = selectors.DefaultSelector()
        for _ in range(self.clients):
            self._connect(waiting)
        dripped = time.monotonic()
        while not self._stop.is_set():
            for key, _ in waiting.select(0.2) if waiting.get_map() else ():
                if not self._read(key.fileobj):  # type: ignore[arg-type]
                    waiting.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
            if self.drip and time.monotonic() - dripped > SLOWLY_SECONDS:
                dripped = time.monotonic()
                for key in list(waiting.get_map().values()):
                    _send(key.fileobj, self.drip)  # type: ignore[arg-type]
            missing = self.clients - len(waiting.get_map())
            for _ in range(missing):
                self._connect(waiting)
            if missing or not self.reads:
                self._stop.wait(0.2)
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]

    def _connect(self, waiting: selectors.BaseSelector) -> None:
        host = urlsplit(self.address)
        client = socket.socket()
        client.settimeout(5)
        if not self.reads:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        try:
            client.connect((host.hostname, host.port))
            client.sendall(self.request())
        except OSError:
            client.close()
            return
        client.setblocking(False)
        # Whoever does not read is only told of an error, by which it learns that the server has closed.
        waiting.register(client, selectors.EVENT_READ)
        self.connections += 1

    def _read(self, client: socket.socket) -> bool:
        """Read what is there, unless this crowd reads nothing; whether the connection goes on."""
        try:
            if not self.reads:
                return bool(client.recv(1, socket.MSG_PEEK))
            received = client.recv(2**18)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.received += len(received)
        return bool(received)


def _send(client: socket.socket, data: bytes) -> None:
    try:
        client.send(data)
    except OSError:
        return  # the server has closed; reading tells it


def request_bytes(method: str, path: str, *lines: str, end: str = "\r\n") -> bytes:
    """The head of a request from another address than every other; end: what follows its last line."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *lines]
    head += [f"{name}: {value}" for name, value in from_another_address().items()]
    return ("\r\n".join(head) + "\r\n" + end).encode()


def waiting_for_changes(address: str, clients: int) -> Crowd:
    """Those who wait for the next event, each for a minute, again and again."""
    return Crowd(
        f"{clients} long polls",
        address,
        clients,
        lambda: request_bytes("GET", "/api/v1/changes?since=1&publisher=nobody-yet&wait=60"),
    )


def slow_senders(address: str, clients: int) -> Sequence[Crowd]:
    """Those who send a body, a line of a header, or no body at all, a byte every few seconds."""
    form = f"Content-Type: multipart/form-data; boundary={BOUNDARY}"
    share = clients // 4
    upload = "/api/v1/publishers/reader/datasets/climate/uploads"
    return (
        Crowd("bodies", address, share, lambda: request_bytes("POST", CHECK, form, "Content-Length: 1000000"), b"x"),
        Crowd(
            "uploads", address, share, lambda: request_bytes("POST", upload, form, "Content-Length: 1000000"), b"x"
        ),
        Crowd("headers", address, share, lambda: request_bytes("GET", "/healthz", end=""), b"X-A: b\r\n"),
        Crowd(
            "no body", address, clients - 3 * share, lambda: request_bytes("GET", "/healthz", "Content-Length: 10")
        ),
    )


def slow_readers(address: str, clients: int, path: str) -> Crowd:
    """Those who ask for a large answer and do not read it."""
    return Crowd(f"{clients} slow readers", address, clients, lambda: request_bytes("GET", path), reads=False)


def hammering(address: str, clients: int, path: str) -> Crowd:
    """Those who ask for one answer again and again."""
    return Crowd(f"{clients} clients of one comparison", address, clients, lambda: request_bytes("GET", path))


def send_and_close(address: str, body: bytes, times: int, held_seconds: float = 0.5) -> None:
    """Send a file to the open check so many times at once, and close all connections without reading an answer."""
    host = urlsplit(address)
    clients = []
    form = f"Content-Type: multipart/form-data; boundary={BOUNDARY}"
    for _ in range(times):
        client = socket.create_connection((host.hostname, host.port or 80), timeout=30)
        client.sendall(request_bytes("POST", CHECK, form, f"Content-Length: {len(body)}") + body)
        clients.append(client)
    time.sleep(held_seconds)
    for client in clients:
        client.close()
