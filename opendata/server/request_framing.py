"""Where a request ends among the bytes that a client sends, found out as they arrive and without waiting for more.

Here: the end of the head, and the end of a body that is sent in chunks. What the bytes mean, and whether they are
correct, gunicorn's own parser decides afterwards; it is given exactly the bytes that are counted here.
"""

HEAD_END = b"\r\n\r\n"
MOST_HEAD_BYTES = 2**16
LONGEST_CHUNK_LINE = 8190
# Chunks cost time each, however short they are. Clients that write line by line send far fewer for their bytes.
FREE_CHUNKS, BYTES_PER_CHUNK = 20_000, 32


def head_length(received: bytearray) -> int | None:
    """How many of these bytes are the head, with the empty line that ends it; None if it is not complete."""
    at = received.find(HEAD_END)
    return None if at < 0 else at + len(HEAD_END)


class ChunkedBody:
    """Follows a body in chunks (RFC 9112, section 7.1) to its end."""

    def __init__(self) -> None:
        self.is_complete = False
        self.is_broken = False  # it breaks the rules, and nobody knows where the next request begins
        self._line = bytearray()  # the part of the present line that has arrived
        self._to_skip = 0  # bytes of the present chunk that have not arrived
        self._chunks = self._chunk_bytes = self._trailer_bytes = 0
        self._after_chunk = self._in_trailers = False

    def count(self, data: bytes) -> int:
        """How many of these bytes, which follow those counted before, belong to the body.

        A body that breaks the rules is complete where it does: the parser refuses it then.
        """
        at = 0
        while at < len(data) and not self.is_complete:
            if self._to_skip:
                step = min(self._to_skip, len(data) - at)
                self._to_skip -= step
                at += step
                continue
            end = data.find(b"\n", at)
            stop = len(data) if end < 0 else end + 1
            self._line += data[at:stop]
            at = stop
            if end >= 0:
                self._end_line(bytes(self._line))
                self._line.clear()
            elif len(self._line) > LONGEST_CHUNK_LINE:
                self._break()
        return at

    @property
    def announced(self) -> int:
        """How many bytes the chunks have that have begun."""
        return self._chunk_bytes

    def _end_line(self, line: bytes) -> None:
        if len(line) > LONGEST_CHUNK_LINE or not line.endswith(b"\r\n") or (self._after_chunk and line != b"\r\n"):
            self._break()
        elif self._after_chunk:
            self._after_chunk = False
        elif self._in_trailers:
            self.is_complete = line == b"\r\n"
            self._trailer_bytes += len(line)
            if self._trailer_bytes > MOST_HEAD_BYTES:
                self._break()
        else:
            self._begin_chunk(line)

    def _begin_chunk(self, line: bytes) -> None:
        digits = line.rstrip(b"\r\n").split(b";", 1)[0].rstrip(b" \t")
        if not digits or digits.strip(b"0123456789abcdefABCDEF"):
            self._break()
        elif size := int(digits, 16):
            self._to_skip, self._after_chunk = size, True
            self._chunks, self._chunk_bytes = self._chunks + 1, self._chunk_bytes + size
            if self._chunks > FREE_CHUNKS + self._chunk_bytes // BYTES_PER_CHUNK:
                self._break()
        else:
            self._in_trailers = True

    def _break(self) -> None:
        self.is_complete = self.is_broken = True
