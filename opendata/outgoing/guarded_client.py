"""The guarded client: HTTP requests to addresses that others have named, none of which reaches anything inside.

A name is looked up once for each request, every address that it has is judged, and the connection is made to an
address that was judged. So a name that means something else a moment later leads nowhere else. Redirects are not
followed. The whole request has a deadline, and no more of an answer is read than is needed.

Here: names, connections, and limits. Not here: which addresses may be reached (reachable_addresses.py), files and
redirects (guarded_fetcher.py).
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError, SSLError

from opendata.domain.errors import RequestNotValid
from opendata.outgoing.reachable_addresses import Network, is_opened, is_port_for_the_web, is_reachable
from opendata.steps.ports.outgoing import NotReached, OutgoingAnswer

PATIENCE_SECONDS = 15.0  # for the whole request
CONNECT_SECONDS = 5.0  # for each address
MOST_BYTES = 64 * 1024  # of an answer
MOST_ADDRESSES = 4  # of a name that are tried
LONGEST_URL = 2_000
NUMBER = re.compile("[0-9]+|0x[0-9a-f]*")
SCHEMES = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Sequence[str]]
Told = TypeVar("Told")


def addresses_of(host: str, port: int) -> Sequence[str]:
    """All addresses of a name, as this machine finds them; raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


@dataclass(frozen=True)
class GuardedClient:
    """Implements steps.ports.outgoing.Outgoing."""

    allowed: Sequence[Network] = ()  # networks inside that the operator opens
    resolve: Resolve = addresses_of
    patience_seconds: float = PATIENCE_SECONDS
    tls: ssl.SSLContext | None = None  # None: the certificates that this machine trusts

    def must_be_address(self, name: str, url: str) -> None:
        reason = self._fault(url)
        if reason:
            raise RequestNotValid(name, reason[1], german=reason[0])

    def post(self, url: str, headers: Mapping[str, str], content: bytes) -> OutgoingAnswer:
        begun = time.monotonic()
        posting = partial(_exchange, headers=headers, content=content)
        status, answered = self.exchange(url, self.patience_seconds, posting)
        return OutgoingAnswer(status, round((time.monotonic() - begun) * 1000), answered)

    def exchange(self, url: str, patience_seconds: float, speak: Callable[[HTTPConnection, str], Told]) -> Told:
        """What somebody learns who speaks over a connection to an address; no redirect is followed.

        speak: gets the connection, and the path with its query. Raises NotReached.
        """
        if reason := self._fault(url):
            raise NotReached("address-refused", reason[1])
        begun, parts = time.monotonic(), urlsplit(url)
        host, port = _place(parts)
        connection = self._connection(parts.scheme, host, port, self._judged(host, port))
        connection.silence_seconds = patience_seconds
        try:
            with _until(begun + patience_seconds, connection) as is_over:
                try:
                    return speak(connection, _target(parts))
                except (OSError, HTTPError, HTTPException, ValueError) as error:
                    raise _not_reached(error, too_late=is_over.is_set()) from error
        finally:
            connection.end()

    def _fault(self, url: str) -> tuple[str, str] | None:
        """Why no request goes to this address, in German and English, as far as its text tells; None if one may."""
        try:
            parts = urlsplit(url)
            host, port = _place(parts)
        except ValueError:
            return "ist keine Adresse; schreiben Sie sie wie https://example.org/empfang", "is no address"
        if parts.scheme not in SCHEMES or not host or len(url) > LONGEST_URL or not _is_plain(url):
            return (
                "muss mit https:// oder http:// beginnen, wie https://example.org/empfang",
                "must begin with https:// or http://, such as https://example.org/receive",
            )
        if "@" in parts.netloc or "#" in url:
            return (
                "darf weder Namen und Passwort noch ein # enthalten",
                "must hold no user, no password and no #",
            )
        if not (is_port_for_the_web(port) or self._may_be_opened(host)):
            return f"der Port {port} ist nicht für Webseiten da", f"port {port} is not one of the web"
        if self._is_plainly_inside(host):
            return (
                "führt nicht ins Internet; geben Sie eine öffentliche Adresse an",
                "leads to no place on the internet; give a public address",
            )
        return None

    def _is_plainly_inside(self, host: str) -> bool:
        """Whether a host is an address that may not be reached, or a name that is never one of the internet."""
        try:
            return not is_reachable(host, self.allowed)
        except ValueError:
            name = host.rstrip(".").lower()
            is_local = name == "localhost" or name.endswith((".localhost", ".local", ".internal"))
            # Systems read 127.1 and 0x7f.1 as addresses; no name of the internet ends in a number.
            is_number = NUMBER.fullmatch(name.rpartition(".")[2]) is not None
            return not self.allowed and (is_local or is_number or "." not in name)

    def _may_be_opened(self, host: str) -> bool:
        """Whether the operator allows a host; of a name, that is not known before it is looked up."""
        try:
            return is_opened(host, self.allowed)
        except ValueError:
            return bool(self.allowed)

    def _judged(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a name, each of which may be reached; raises NotReached where one of them may not."""
        found = self._found(host, port)
        # One address inside is enough to refuse the name: who answers so means to reach it.
        for address in found:
            if not is_reachable(address, self.allowed):
                raise NotReached("address-refused", f"{host} has the address {address}")
            if not (is_port_for_the_web(port) or is_opened(address, self.allowed)):
                raise NotReached("address-refused", f"port {port} of {address} is not one of the web")
        return found[:MOST_ADDRESSES]

    def _found(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a name; looked up by another thread, because the system has a patience of its own."""
        with suppress(ValueError):
            return [str(ip_address(host))]
        answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

        def look() -> None:
            try:
                answers.put(self.resolve(host, port))
            except Exception as error:
                answers.put(error)

        Thread(target=look, daemon=True).start()
        try:
            answer = answers.get(timeout=self.patience_seconds)
        except Empty:
            raise NotReached("too-slow", f"{host} is not found in time") from None
        if isinstance(answer, Exception) or not answer:
            raise NotReached("name-unknown", f"{host}: {answer}")
        return answer

    def _connection(self, scheme: str, host: str, port: int, addresses: Sequence[str]) -> "_Judged":
        if scheme == "http":
            return _PlainConnection(host, port, addresses)
        return _EncryptedConnection(host, port, addresses, self.tls or ssl.create_default_context())


class _Judged(HTTPConnection):
    """A connection of urllib3 that reaches one of some addresses, and looks no name up."""

    addresses: Sequence[str]
    silence_seconds: float = PATIENCE_SECONDS
    socket_below: socket.socket | None = None  # stays reachable while TLS has taken the other one

    def _new_conn(self) -> socket.socket:
        for address in self.addresses[:-1]:
            with suppress(OSError):
                return self._reached(address)
        return self._reached(self.addresses[-1])

    def _reached(self, address: str) -> socket.socket:
        reached = socket.create_connection((address, int(self.port or 0)), CONNECT_SECONDS)
        reached.settimeout(self.silence_seconds)
        self.socket_below = reached.dup()
        return reached

    def end(self) -> None:
        """Close it with the socket below, which close() leaves open: a body may be read after that."""
        self.close()
        if self.socket_below is not None:
            self.socket_below.close()


class _PlainConnection(_Judged):
    def __init__(self, host: str, port: int, addresses: Sequence[str]) -> None:
        super().__init__(host, port)
        self.addresses = addresses


class _EncryptedConnection(_Judged, HTTPSConnection):
    """The name, and no address, is what the certificate must be for."""

    def __init__(self, host: str, port: int, addresses: Sequence[str], tls: ssl.SSLContext) -> None:
        HTTPSConnection.__init__(self, host, port, ssl_context=tls, cert_reqs=ssl.CERT_REQUIRED)
        self.addresses = addresses


@contextmanager
def _until(deadline: float, connection: _Judged) -> Iterator[Event]:
    """End the connection at the deadline, however slowly the other side sends; gives whether that was done."""
    done, is_over = Event(), Event()

    def watch() -> None:
        if done.wait(max(0.0, deadline - time.monotonic())):
            return
        is_over.set()
        # Addresses may still be tried one after another: each new connection is ended as well.
        while not done.wait(0.2):
            if connection.socket_below is not None:
                with suppress(OSError):
                    connection.socket_below.shutdown(socket.SHUT_RDWR)

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield is_over
    finally:
        done.set()
        watching.join()


def _exchange(
    connection: HTTPConnection, target: str, headers: Mapping[str, str], content: bytes
) -> tuple[int, bytes]:
    """Send a request; the status of its answer, and as much of the answer as may be read."""
    connection.request(
        "POST", target, body=content, headers={**headers, "Accept-Encoding": "identity"}, preload_content=False
    )
    response = connection.getresponse()
    answered = b""
    # Once the status is there, the request is answered, whatever becomes of the rest.
    with suppress(OSError, HTTPError, HTTPException):
        answered = response.read(MOST_BYTES, decode_content=False)
    return response.status, answered


def _place(parts: SplitResult) -> tuple[str, int]:
    """The host and the port of an address; raises ValueError."""
    return parts.hostname or "", parts.port or SCHEMES.get(parts.scheme, 0)


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def _is_plain(url: str) -> bool:
    """Whether an address consists of signs that stand in addresses: no blank, no other alphabet."""
    return url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')


def _not_reached(error: Exception, *, too_late: bool) -> NotReached:
    detail = f"{type(error).__name__}: {error}"[:300]
    if too_late or isinstance(error, TimeoutError | ReadTimeoutError):
        return NotReached("too-slow", detail)
    if isinstance(error, ProtocolError):
        return NotReached("cut-off", detail)
    if isinstance(error, ssl.SSLError | SSLError):
        return NotReached("not-encrypted", detail)
    if isinstance(error, HTTPException | ValueError):
        return NotReached("no-answer", detail)
    return NotReached("not-reached", detail)
