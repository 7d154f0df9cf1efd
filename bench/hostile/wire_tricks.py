"""Hostile bytes on the wire: what is no HTTP, or bent HTTP that no library sends, each on a connection of its own.

Here: the bytes of whole requests. Not here: bent heads and bodies that a library can send (http_tricks.py), clients
that hold their connections (crowds.py).
"""

from collections.abc import Callable, Iterator, Mapping

from bench.hostile.sending import BOUNDARY, CHECK, Hostile

MIB = 2**20
HOST = b"Host: 127.0.0.1\r\n"
LAST = b"Connection: close\r\n\r\n"
FORM = f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n".encode()


def _get(path: bytes = b"/healthz", *lines: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    return b"GET " + path + b" " + version + b"\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + LAST


def _post(path: str, body: bytes, *lines: bytes) -> bytes:
    return (
        b"POST " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + LAST + body
    )


def _pipelined(request: bytes, count: int) -> bytes:
    return request.replace(LAST, b"\r\n") * count + request


WIRE: Mapping[str, Callable[[], bytes]] = {
    "1,000 requests at once on one connection": lambda: _pipelined(_get(b"/api/v1/publishers"), 1_000),
    "200 pages at once on one connection": lambda: _pipelined(_get(b"/"), 200),
    "100 uploads at once on one connection": lambda: _pipelined(_post(CHECK, b"", b"Content-Length: 0"), 100),
    "another request inside of a body": lambda: _post(CHECK, _get(b"/metrics"), b"Content-Length: 4"),
    "a beginning of TLS": lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
    "a beginning of HTTP/2": lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 500,
    "a request of HTTP/0.9": lambda: b"GET /healthz\r\n",
    "a version of many digits": lambda: _get(version=b"HTTP/1." + b"1" * 4_000),
    "a version of tomorrow": lambda: _get(version=b"HTTP/9.9"),
    "a NUL in the address": lambda: _get(b"/a\0b"),
    "letters above ASCII in the address": lambda: _get("/äöü€".encode()),
    "an address of another host": lambda: _get(b"http://example.org/healthz"),
    "an address of all": lambda: b"OPTIONS * HTTP/1.1\r\n" + HOST + LAST,
    "a way through to another host": lambda: b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + LAST,
    "a request to be traced": lambda: b"TRACE / HTTP/1.1\r\n" + HOST + LAST,
    "a line of the head that goes on": lambda: _get(b"/healthz", b"X-A: b", b" c", b"\td"),
    "a NUL in the head": lambda: _get(b"/healthz", b"X-A: b\0c"),
    "a head of line feeds alone": lambda: _get().replace(b"\r\n", b"\n"),
    "a head of returns alone": lambda: _get().replace(b"\r\n", b"\r"),
    "60,000 empty lines in front": lambda: b"\r\n" * 60_000 + _get(),
    "no host": lambda: b"GET /healthz HTTP/1.1\r\n" + LAST,
    "two hosts": lambda: _get(b"/healthz", b"Host: example.org"),
    "a host of 8,000 letters": lambda: b"GET / HTTP/1.1\r\nHost: " + b"a" * 8_000 + b"\r\n" + LAST,
    "two lengths that differ": lambda: _post(CHECK, b"a" * 9, b"Content-Length: 5", b"Content-Length: 9"),
    "two lengths in one line": lambda: _post(CHECK, b"a" * 9, b"Content-Length: 5, 5"),
    "a length with a sign": lambda: _post(CHECK, b"a" * 9, b"Content-Length: +5"),
    "a length in foreign digits": lambda: _post(CHECK, b"a" * 9, "Content-Length: ٥".encode()),
    "a length behind a blank": lambda: _post(CHECK, b"a" * 9, b"Content-Length : 5"),
    "chunks that are packed": lambda: _post(CHECK, b"1\r\na\r\n0\r\n\r\n", b"Transfer-Encoding: gzip, chunked"),
    "chunks that are twice chunks": lambda: _post(CHECK, b"0\r\n\r\n", b"Transfer-Encoding: chunked, chunked"),
    "chunks under another name": lambda: _post(CHECK, b"0\r\n\r\n", b"Transfer-Encoding: xchunked"),
    "chunks that end with line feeds": lambda: _post(CHECK, b"1\na\n0\n\n", b"Transfer-Encoding: chunked"),
    "a chunk with a sign": lambda: _post(CHECK, b"+1\r\na\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"),
    "a chunk in another writing": lambda: _post(CHECK, b"0x1\r\na\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"),
    "a chunk that breaks off": lambda: _post(CHECK, b"ffff\r\na", b"Transfer-Encoding: chunked"),
    "lines behind chunks that are heads": lambda: _post(
        CHECK, b"0\r\nContent-Length: 5\r\nHost: b\r\n\r\n", b"Transfer-Encoding: chunked"
    ),
    "a form in chunks of a byte": lambda: _post(
        CHECK, b"1\r\n-\r\n" * 15_000 + b"0\r\n\r\n", FORM.rstrip(), b"Transfer-Encoding: chunked"
    ),
    "a body to a page that takes none": lambda: b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 999999\r\n" + LAST,
    "another protocol on the same connection": lambda: _get(b"/", b"Upgrade: websocket", b"Sec-WebSocket-Key: a"),
    "20 MB of nothing": lambda: b"\0" * (20 * MIB),
}


def wire_tricks() -> Iterator[Hostile]:
    """All of them."""
    for name, whole in WIRE.items():
        yield Hostile(f"wire: {name}", whole, is_whole=True)
