"""One connection of a client: what of its request has arrived, what of the answer is still to go, at what pace.

Here: reading and sending without waiting, and the pace that a client has to keep. Not here: which connection gets a
thread, and when anything is closed (buffering_worker.py).
"""

import socket
import struct
from enum import Enum, auto
from math import inf
from typing import Any

from gunicorn.http.body import ChunkedReader, LengthReader
from gunicorn.http.errors import ParseException
from gunicorn.http.message import Request
from gunicorn.http.unreader import Unreader

from opendata.server.client_networks import group_of
from opendata.server.held_bytes import HeldBytes, HeldCount
from opendata.server.request_framing import MOST_HEAD_BYTES, ChunkedBody, head_length
from opendata.server.stand_in_socket import StandInSocket
from opendata.server.what_is_served import WhatIsServed

READ_BYTES = 2**16
STEP_BYTES = 2**20
# A body and an answer move on by so many bytes in each stretch of so many seconds: 1 KiB a second, and no silence.
PACE_SECONDS = 15.0
PACE_BYTES = 15 * 2**10
BEGINNING_SECONDS = 1.0  # in which nobody can tell whether a client is slow
# A body without credentials is received before its answer only up to this size, if its address takes such bodies.
ANONYMOUS_BYTES = 2**20
AT_ONCE = struct.pack("ii", 1, 0)  # lingering is on, for no seconds
NAMES_OF_CREDENTIALS = {"AUTHORIZATION", "COOKIE"}
FORWARDED_FOR = "X-FORWARDED-FOR"


class State(Enum):
    """What a connection waits for."""

    HEAD = auto()  # for the rest of a head
    BODY = auto()  # for the rest of a body
    LOOK = auto()  # for a look whether the answer that is ready still holds
    THREAD = auto()  # for a thread, or for its answer
    SENDING = auto()  # until the client has taken the answer
    RESTING = auto()  # until it may ask again: its last answer told it to wait
    IDLE = auto()  # for the next request
    CLOSING = auto()  # until the client has closed, too


class _Received(Unreader):  # type: ignore[misc]  # gunicorn has no types
    """The bytes of one whole request, as gunicorn's parser reads them."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self.unread(head)
        self.body: HeldBytes | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        # No more than a step: what gunicorn's parser does not use at once, it copies again at each reading.
        return self.body.take(min(max(size_hint or 0, READ_BYTES), STEP_BYTES)) if self.body is not None else b""


class _Chunks:
    """What gunicorn's parser reads of a body in chunks; that it breaks the rules is the fault of its sender."""

    def __init__(self, reader: ChunkedReader) -> None:
        self._reader = reader

    def read(self, size: int) -> bytes:
        """So many bytes; raises OSError, by which an application knows that the sender is at fault."""
        try:
            data: bytes = self._reader.read(size)
        except ParseException as error:
            raise OSError(f"the body breaks the rules of chunks: {error}") from error
        return data


class Connection:
    """A client's connection. gunicorn's worker reads cfg, sock, client, server and parser of it."""

    # gunicorn's worker would otherwise set these up itself, and wait for the client.
    initialized = data_ready = True
    is_http2 = False

    def __init__(self, cfg: Any, real: socket.socket, client: Any, server: Any, tally: HeldCount) -> None:
        self.cfg, self.real, self.client, self.server, self._tally = cfg, real, client, server, tally
        real.setblocking(False)
        self.address = group_of(client[0] if isinstance(client, tuple) else "")
        self.asker = self.address  # whose request this is: the client of a proxy, where a trusted one says so
        self.sock = StandInSocket(real, tally)
        self.state, self.since = State.HEAD, 0.0  # when the state began, or the present stretch of its pace
        self.events = 0  # for which the poller watches
        self.answered = 0
        self._received = bytearray()  # not yet part of a request
        self._request: Any = None
        self._fault: Exception | None = None
        self._unreader: _Received | None = None
        self._length: int | None = None  # of the body; None: it comes in chunks
        self._chunks: ChunkedBody | None = None
        self._body: HeldBytes | None = None
        self._mark = 0  # bytes that had moved when the present stretch began
        self.most_wait = 0.0  # seconds for a thread, once a request has arrived as a whole
        self.is_last = False  # the connection is closed after the answer
        self.is_refused = False  # and more of the body may be on its way

    def read(self) -> bool:
        """Receive what is there; returns whether the client has ended the connection."""
        try:
            data = self.real.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return True
        self._received += data
        return not data

    def discard(self) -> bool:
        """Receive what is there and forget it; returns whether the client has ended the connection."""
        ended = self.read()
        self._received.clear()
        return ended

    def has_begun(self) -> bool:
        """Whether a part of a head is there."""
        return bool(self._received)

    def whole_head(self) -> bytes | None:
        """The head of the request as it was sent; None if it is not complete."""
        length = head_length(self._received)
        return None if length is None else bytes(self._received[:length])

    def skip_head(self, length: int) -> None:
        """Let go of a head that was answered as it is."""
        del self._received[:length]

    def parse_head(self) -> bool:
        """Read the head if it is complete; returns whether it is. What is wrong with it is raised to the thread."""
        while self._received.startswith(b"\r\n"):
            del self._received[:2]
        if (length := head_length(self._received)) is None:
            return False
        self.sock.head = bytes(self._received[:length])
        self._unreader = _Received(self.sock.head)
        del self._received[:length]
        try:
            self._request = request = Request(self.cfg, self._unreader, self.client, self.answered + 1)
            reader = request.body.reader
        except Exception as error:  # gunicorn has a class for each fault, and the thread answers all of them
            self._fault, self.is_last = error, True
            return True
        if isinstance(reader, LengthReader):
            self._length = reader.length
        else:
            assert isinstance(reader, ChunkedReader)
            self._chunks = ChunkedBody()
            request.body.reader = _Chunks(reader)
        return True

    def learn_asker(self, trusted_proxies: int) -> None:
        """Whose request has arrived, by the header of the proxies that are trusted."""
        told = [value for name, value in (self._request.headers if self._request else ()) if name == FORWARDED_FOR]
        through = ",".join(told).split(",")
        known = trusted_proxies and told and len(through) >= trusted_proxies
        self.asker = group_of(through[-trusted_proxies].strip()) if known else self.address

    @property
    def is_named(self) -> bool:
        """Whether the request says who sends it."""
        return bool(self._request) and any(name in NAMES_OF_CREDENTIALS for name, _ in self._request.headers)

    @property
    def asks_for_nothing(self) -> bool:
        """Whether no request of the client is under way."""
        return self.state in (State.IDLE, State.RESTING, State.CLOSING) or (
            self.state == State.HEAD and not self._received
        )

    @property
    def is_head_too_long(self) -> bool:
        """Whether more has arrived than a head may have."""
        return len(self._received) > MOST_HEAD_BYTES

    @property
    def has_whole_line(self) -> bool:
        """Whether the request line has arrived."""
        return b"\r\n" in self._received

    def most_bytes(self, served: WhatIsServed) -> int:
        """How long the body may be: some media types have less than all others."""
        told = dict(self._request.headers if self._request else ()).get("CONTENT-TYPE", "")
        media_type = told.partition(";")[0].strip().lower()
        return min(served.most_body_bytes, served.most_bytes_of_type.get(media_type, served.most_body_bytes))

    def refuses_body(self, served: WhatIsServed) -> bool:
        """Whether the application answers without the body: it is over the limit, or nobody vouches for it."""
        if self._fault or not (self._length or self._chunks):
            return False
        if self._length is not None and self._length > self.most_bytes(served):
            return True
        is_small = self._length is not None and self._length <= ANONYMOUS_BYTES
        return not self.is_named and not is_small and self._request.path not in served.open_paths

    def without_body(self) -> None:
        """Let the application answer without the body, and close the connection afterwards."""
        self._request.force_close()
        self._request._expected_100_continue = False
        self.is_last = self.is_refused = True

    def ask_for_body(self) -> None:
        """Tell a client that waits for it to send the body."""
        if not self._fault and self._request._expected_100_continue:
            self._request._expected_100_continue = False
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def take_body(self) -> bool:
        """Move received bytes to the body; returns whether it is complete."""
        if self._fault:
            return True
        if self._chunks:
            count = self._chunks.count(bytes(self._received))
        else:
            count = min(int(self._length or 0) - self.body_bytes, len(self._received))
        if count:
            if self._body is None:
                self._body = HeldBytes(self._tally)
            self._body.add(bytes(self._received[:count]))
            del self._received[:count]
        complete = self._chunks.is_complete if self._chunks else self.body_bytes >= int(self._length or 0)
        if complete and self._unreader:
            self._unreader.body = self._body
        return complete

    @property
    def is_body_broken(self) -> bool:
        """Whether the body came in chunks that break the rules, so that nobody can read it."""
        return self._chunks is not None and self._chunks.is_broken

    @property
    def announced_bytes(self) -> int:
        """How much of the body has arrived, or is said to come in the chunk that has begun."""
        return max(self.body_bytes, self._chunks.announced if self._chunks else 0)

    @property
    def body_bytes(self) -> int:
        """How much of the body has arrived."""
        return self._body.written if self._body is not None else 0

    @property
    def asked(self) -> tuple[str, str, str]:
        """Method, path and query of the request; empty where they cannot be read."""
        return (self._request.method, self._request.path, self._request.query) if self._request else ("", "", "")

    # What gunicorn's worker calls in the thread: the connection is its own parser, with one request to give.

    @property
    def parser(self) -> "Connection":
        return self

    def __next__(self) -> Any:
        if self._fault:
            raise self._fault
        return self._request

    def init(self) -> None:
        """Nothing is to be set up."""

    def finish_body(self, **_: Any) -> bool:
        """The rest of a body is not in the way of the next request, because all of it has been received.

        A body that gunicorn could not read is: it may have ended elsewhere.
        """
        return not self._request.body.failed

    def end_request(self) -> None:
        """Forget the request that was answered."""
        if self._body is not None:
            self._body.close()
        self._request = self._fault = self._unreader = self._length = self._chunks = self._body = None
        self.answered += 1
        self.sock.is_at_head = True

    def enter(self, state: State, now: float) -> None:
        """Begin to wait for something else."""
        self.state, self.since, self._mark = state, now, self._moved

    @property
    def _moved(self) -> int:
        return self.sock.sent if self.state == State.SENDING else self.body_bytes

    def keeps_pace(self, now: float) -> bool:
        """Whether enough of the body or the answer has moved in the present stretch; begins the next one in time."""
        if now - self.since < PACE_SECONDS:
            return True
        if self._moved - self._mark < PACE_BYTES:
            return False
        self.since, self._mark = now, self._moved
        return True

    def speed(self, now: float) -> float:
        """Bytes a second that the client moves in the present stretch; endless where it has only begun."""
        waited = now - self.since
        return (self._moved - self._mark) / waited if waited > BEGINNING_SECONDS else inf

    @property
    def held_bytes(self) -> int:
        """How many bytes of the body and of the answer are held for the client."""
        return self.body_bytes + self.sock.held_bytes

    def close(self) -> None:
        """Let go of everything, of what the system still holds for a client who does not read it as well."""
        if not self.sock.is_empty:
            self.real.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.sock.drop()
        if self._body is not None:
            self._body.close()
        self.real.close()
