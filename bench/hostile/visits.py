"""Visits: one hostile request sent over a socket of its own, and what came back.

Here: sending, reading the answer, and how long that took. Not here: what is sent (sending.py), clients that hold
their connections (crowds.py).
"""

import http.client
import itertools
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from urllib.parse import quote, urlsplit

from bench.hostile.sending import Hostile

ANSWER_SECONDS = 60.0
TOO_LARGE, REFUSED = 413, 400
_addresses = itertools.count(1)


@dataclass(frozen=True)
class Visit:
    """What came of one request; status 0: no answer at all."""

    name: str
    status: int
    seconds: float
    received: int
    said: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether there was an answer, and none that tells of a fault of the service."""
        return 100 < self.status < 500 or self.status == 503


def from_another_address() -> dict[str, str]:
    """The header by which each request comes from another address, as behind a proxy that the service trusts."""
    number = next(_addresses)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def visit(address: str, hostile: Hostile, names: Mapping[str, str]) -> Visit:
    """Send a request and read its answer to the end; names: what stands for the braces in its path and headers."""
    path, body, sent_headers = hostile.path, hostile.body(), dict(hostile.headers)
    for name, value in names.items():
        path = path.replace(f"{{{name}}}", quote(value))
        sent_headers = {header: text.replace(f"{{{name}}}", value) for header, text in sent_headers.items()}
    if hostile.is_whole:
        return _visit_by_bytes(address, hostile)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=ANSWER_SECONDS)
    began, received, said = time.monotonic(), 0, ""
    try:
        headers = {**sent_headers, **from_another_address(), "Connection": "close"}
        status = _sent(connection, hostile.method, path, body, headers)
        response = connection.getresponse()
        status = response.status
        while chunk := response.read(2**18):
            said = said or chunk[:300].decode("utf-8", "replace")
            received += len(chunk)
    except (OSError, http.client.HTTPException) as error:
        return Visit(hostile.name, 0, time.monotonic() - began, received, repr(error))
    finally:
        connection.close()
    return Visit(hostile.name, status, time.monotonic() - began, received, said)


def _visit_by_bytes(address: str, hostile: Hostile) -> Visit:
    """Send bytes as they are, and nothing after them; the status is that of the first answer.

    A connection that is closed without an answer counts as refused: half a request has no other end.
    """
    host, began, received = urlsplit(address), time.monotonic(), bytearray()
    with socket.create_connection((host.hostname, host.port or 80), timeout=ANSWER_SECONDS) as client:
        try:
            sending = Thread(target=_send_all, args=[client, hostile.body()], daemon=True)
            sending.start()  # whoever sends much and reads nothing waits for a server that does the same
            while chunk := client.recv(2**18):
                received += chunk
            sending.join(ANSWER_SECONDS)
        except OSError as error:
            if not received:
                return Visit(hostile.name, 0, time.monotonic() - began, 0, repr(error))
    first = bytes(received[:300]).decode("latin-1")
    status = int(first[9:12]) if first.startswith("HTTP/1.") and first[9:12].isdigit() else 0 if first else REFUSED
    return Visit(hostile.name, status, time.monotonic() - began, len(received), first)


def _send_all(client: socket.socket, content: bytes) -> None:
    with suppress(OSError):  # the server has closed, and its answer tells why
        client.sendall(content)
        client.shutdown(socket.SHUT_WR)


def _sent(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> int:
    """Send a request; a server may answer, and close, before it has read a body that it refuses."""
    try:
        connection.request(method, path, body or None, dict(headers))
    except (BrokenPipeError, ConnectionResetError):
        return TOO_LARGE
    return 0
