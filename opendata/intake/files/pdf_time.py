"""The time that a PDF takes before its first page and for each page, held while pdfminer reads its parts.

Here: the limit, of processor time, which is looked at with each piece of 4 KiB that pdfminer reads of the file or of
a part that it has unpacked. Not here: how much is unpacked (pdf_streams.py), and what is on a page (pdf_pages.py).
A page of a report takes a tenth of a second.
"""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

OPENING_SECONDS, PAGE_SECONDS = 2.0, 3.0  # of the processor
_limit = threading.local()


class TooSlow(Exception):
    """The document takes longer than is allowed."""


class WatchedBytes(io.BytesIO):
    """Bytes that are read as long as there is time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes; raises TooSlow."""
        if time.thread_time() > getattr(_limit, "until", float("inf")):
            raise TooSlow
        return super().read(size)


@contextmanager
def bounded_reading() -> Iterator[None]:
    """Within the block, whatever pdfminer reads is read as long as there is time."""
    from pdfminer import pdffont, pdfinterp, pdfparser  # noqa: PLC0415 - loaded where a PDF is read

    for module in (pdffont, pdfinterp, pdfparser):
        vars(module)["BytesIO"] = WatchedBytes
    begin(OPENING_SECONDS)
    try:
        yield
    finally:
        del _limit.until


def begin(seconds: float) -> None:
    """Allow so much time from now on, within bounded_reading()."""
    _limit.until = time.thread_time() + seconds
