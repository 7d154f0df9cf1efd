"""What a thread writes to and gunicorn takes for the socket: it never waits for the client.

Here: the answer of one request on its way out. Not here: when the rest of it is sent (buffering_worker.py).
"""

import errno
import os
import re
import socket
from collections import deque
from typing import Any, BinaryIO

from opendata.server.held_bytes import MOST_SHARED_BYTES, HeldBytes, HeldCount, PartOfFile, SharedBytes

PIECE_BYTES = 2**17
RETRY_AFTER = re.compile(rb"\r\nRetry-After: (\d{1,6})\r\n")
MOST_AT_ONE_TURN = 2**20  # one fast reader does not keep the poller from the others


class StandInSocket:
    """Sends what the client takes at once, and holds the rest back."""

    def __init__(self, real: socket.socket, tally: HeldCount) -> None:
        self._real, self._tally = real, tally
        self._parts: deque[HeldBytes | PartOfFile | SharedBytes] = deque()
        self.head = b""  # of the request, as it was sent: an application may know its answer by it
        self.sent = 0  # bytes that the client, or the system for it, has taken
        self.is_broken = False  # the client is gone, or the answer broke off: nothing more is sent
        self.is_at_head = True  # the next bytes are the head of an answer
        self.told_to_wait = 0.0  # how many seconds the answer tells the client to wait before it asks again

    def getsockname(self) -> Any:
        """The address of this machine to which the client is connected; raises OSError if it is gone."""
        return self._real.getsockname()

    @property
    def is_empty(self) -> bool:
        """Whether all of the answer is with the client."""
        return not self._parts

    @property
    def held_bytes(self) -> int:
        """How many bytes are held back here, in memory or in a file of our own."""
        return sum(part.written for part in self._parts if isinstance(part, HeldBytes))

    def sendall(self, data: bytes) -> None:
        """Send some of it, and hold back the rest."""
        if self.is_broken:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        if self.is_at_head and not data.startswith(b"HTTP/1.1 1"):
            self.is_at_head, wait = False, RETRY_AFTER.search(data)
            self.told_to_wait = float(wait[1]) if wait else 0.0
        if self.is_empty:
            data = data[self._try(data) :]
        if data:
            last = self._parts[-1] if self._parts else None
            if not isinstance(last, HeldBytes):
                self._parts.append(last := HeldBytes(self._tally))
            last.add(data)

    def send(self, data: bytes) -> int:
        """The same, as gunicorn calls it for interim answers."""
        self.sendall(data)
        return len(data)

    def send_ready(self, head: bytes, body: bytes) -> None:
        """Send a whole answer; what the client does not take at once is held back without a copy."""
        self.told_to_wait = 0.0
        try:
            count = self._real.sendmsg((head, body)) if body else self._real.send(head)
        except (BlockingIOError, InterruptedError):
            count = 0
        except OSError:
            self.is_broken = True
            return
        self.sent += count
        if count == len(head) + len(body):
            return
        if count < len(head) or self._tally.shared + len(body) > MOST_SHARED_BYTES:
            self._parts.append(held := HeldBytes(self._tally))
            held.add((head + body)[count:])
        else:
            self._parts.append(SharedBytes(memoryview(body)[count - len(head) :], self._tally))

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Send a file from the disk where it lies."""
        if self.is_broken:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        assert count is not None
        self._parts.append(PartOfFile(file.fileno(), offset, count))
        self.send_some()
        return count

    def send_some(self) -> None:
        """Send as much as the client takes now."""
        until = self.sent + MOST_AT_ONE_TURN
        while self._parts and self.sent < until and not self.is_broken:
            part = self._parts[0]
            if not len(part):
                self._parts.popleft().close()
                continue
            try:
                data = part.first(PIECE_BYTES)
            except (EOFError, OSError, ValueError):
                self.is_broken = True
                return
            count = self._try(data)
            part.skip(count)
            if count < len(data):
                return

    def drop(self) -> None:
        """Hold nothing back any longer."""
        while self._parts:
            self._parts.popleft().close()

    def _try(self, data: bytes | memoryview) -> int:
        try:
            count = self._real.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError:
            self.is_broken = True
            return 0
        self.sent += count
        return count

    # The rest is what gunicorn asks of a socket around an answer; there is nothing to do for it here.

    def recv(self, *_: Any) -> bytes:
        """Nothing: what the client sends is received by the poller."""
        return b""

    def shutdown(self, *_: Any) -> None:
        """An answer that broke off after its head was sent: the client must see that it is not whole."""
        self.is_broken = True

    def gettimeout(self) -> None:
        """No limit: nothing here waits."""

    def settimeout(self, *_: Any) -> None:
        """Nothing waits."""

    def setblocking(self, *_: Any) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """The poller closes the real one."""
