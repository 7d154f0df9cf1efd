"""The guarded fetcher: files from addresses that others have named, none of which lies inside.

Each address on the way, the first one and where each redirect leads, is judged by the guarded client anew. The whole
way has one deadline. An answer is read to its end and no further than it may be long, packed as well as unpacked.

Here: redirects, and reading an answer. Not here: names and connections (guarded_client.py).
"""

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urldefrag, urljoin

from urllib3.connection import HTTPConnection
from urllib3.response import HTTPResponse

from opendata.domain.errors import RequestNotValid
from opendata.domain.sources import SIGNS_OF_ADDRESSES
from opendata.outgoing.guarded_client import GuardedClient
from opendata.steps.ports.fetching import FetchedAnswer
from opendata.steps.ports.outgoing import NotReached

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
OK = 200
CHUNK = 64 * 1024
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
PACKED = ("gzip", "x-gzip", "deflate")
KEPT_HEADERS = ("etag", "last-modified", "content-type", "location")
LONGEST_HEADER = 1_000
OURS = {"User-Agent": "opendata-sources/1", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


@dataclass(frozen=True)
class GuardedFetcher:
    """Implements steps.ports.fetching.Fetcher."""

    client: GuardedClient

    def must_be_address(self, name: str, url: str) -> None:
        self.client.must_be_address(name, url)

    def fetch(
        self, url: str, conditions: Mapping[str, str], most_bytes: int, patience_seconds: float
    ) -> FetchedAnswer:
        deadline = time.monotonic() + patience_seconds
        for _ in range(MOST_REDIRECTS + 1):
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotReached("too-slow", "the redirects took too long")
            asking = partial(_asked, url=url, headers={**OURS, **conditions}, most_bytes=most_bytes)
            answer = self.client.exchange(url, left, asking)
            if time.monotonic() >= deadline:
                # A body without a length ends with its connection: one that was ended at the deadline looks whole.
                raise NotReached("too-slow", "the file took too long")
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return answer
            url = self._way_on(url, location)
        raise NotReached("too-many-redirects", f"more than {MOST_REDIRECTS}")

    def _way_on(self, url: str, location: str) -> str:
        """Where a redirect leads; raises NotReached where nobody should follow it."""
        # Headers are read as Latin-1, and some servers send addresses in UTF-8.
        written = location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            target = urldefrag(quote(urljoin(url, written), safe=SIGNS_OF_ADDRESSES)).url
            self.client.must_be_address("location", target)
        except (ValueError, RequestNotValid):
            raise NotReached("address-refused", "a redirect leads to no public address") from None
        if url.startswith("https:") and not target.startswith("https:"):
            raise NotReached("redirect-unencrypted", "from https to http")
        return target


def _asked(
    connection: HTTPConnection, target: str, *, url: str, headers: Mapping[str, str], most_bytes: int
) -> FetchedAnswer:
    """Ask for a file, and read what comes."""
    connection.request("GET", target, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    try:
        kept = {name: response.headers.get(name, "")[:LONGEST_HEADER] for name in KEPT_HEADERS}
        content = _whole(response, most_bytes) if response.status == OK else b""
    finally:
        response.close()
    return FetchedAnswer(response.status, url, {name: value for name, value in kept.items() if value}, content)


def _whole(response: HTTPResponse, most_bytes: int) -> bytes:
    """The content of an answer, unpacked; raises NotReached where it is longer than it may be, or ends too early."""
    coding = response.headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in (*PACKED, "identity"):
        raise NotReached("unknown-coding", coding[:40])
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > most_bytes:
        raise NotReached("too-large", f"{length[:20]} bytes")
    parts, taken, unpacked = list[bytes](), 0, _Unpacked(most_bytes) if coding != "identity" else None
    while chunk := response.read(CHUNK, decode_content=False):
        taken += len(chunk)
        if taken > most_bytes:
            raise NotReached("too-large", f"more than {most_bytes} bytes")
        if unpacked is None:
            parts.append(chunk)
        else:
            unpacked.add(chunk)
    return b"".join(parts) if unpacked is None else unpacked.whole()


class _Unpacked:
    """What comes of packed parts, one after another; a bomb is stopped while it is unpacked."""

    def __init__(self, most_bytes: int) -> None:
        self._left = most_bytes
        self._parts: list[bytes] = []
        self._packing = zlib.decompressobj(GZIP_OR_ZLIB)

    def add(self, chunk: bytes) -> None:
        """Unpack the next part; raises NotReached."""
        while chunk:
            if self._packing.eof:  # several packed files, one after another, are one
                self._packing = zlib.decompressobj(GZIP_OR_ZLIB)
            try:
                part = self._packing.decompress(chunk, self._left + 1)
            except zlib.error as error:
                raise NotReached("cut-off", f"what is packed is broken: {error}") from None
            self._left -= len(part)
            if self._left < 0:
                raise NotReached("too-large", "what is packed is too large when it is unpacked")
            self._parts.append(part)
            chunk = self._packing.unused_data if self._packing.eof else self._packing.unconsumed_tail

    def whole(self) -> bytes:
        """All of it; raises NotReached where the end is missing."""
        if not self._packing.eof:
            raise NotReached("cut-off", "the end of what is packed is missing")
        return b"".join(self._parts)
