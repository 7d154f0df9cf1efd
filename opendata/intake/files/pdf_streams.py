"""Packed parts of a PDF, unpacked up to a limit: a small file can hold parts that unpack to any size.

Here: the limit, held by the functions through which pdfminer unpacks. Not here: reading pages (pdf_pages.py).
The limit holds for one reading at a time, as the processes behind the fence read one upload at a time.
"""

import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

MIB = 2**20
MOST_BYTES_OF_A_PART = 24 * MIB
MOST_BYTES_OF_ALL = 160 * MIB
MOST_BYTES_OF_LZW = MIB // 2  # packed; an old way, whose library function is slow and cannot be stopped

_left = threading.local()


class TooMuchUnpacked(Exception):
    """A part unpacks to more than any page of a report has."""


@contextmanager
def bounded_unpacking() -> Iterator[None]:
    """Within the block, pdfminer unpacks no more than the limits allow, and TooMuchUnpacked is raised beyond."""
    from pdfminer import pdftypes  # noqa: PLC0415 - loaded where a PDF is read

    functions = vars(pdftypes)
    if not isinstance(functions["zlib"], _BoundedZlib):
        functions["zlib"] = _BoundedZlib()
        functions["lzwdecode"] = _bounded(functions["lzwdecode"])
    _left.bytes = MOST_BYTES_OF_ALL
    try:
        yield
    finally:
        del _left.bytes


class _BoundedZlib:
    """What pdfminer uses of zlib."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    @staticmethod
    def decompress(data: bytes) -> bytes:
        left = getattr(_left, "bytes", MOST_BYTES_OF_ALL)
        limit = min(MOST_BYTES_OF_A_PART, left)
        unpacker = zlib.decompressobj()
        unpacked = unpacker.decompress(data, limit + 1)
        if len(unpacked) > limit:
            raise TooMuchUnpacked
        if not unpacker.eof:
            raise zlib.error("incomplete")
        _left.bytes = left - len(unpacked)
        return unpacked


def _bounded(unpack: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    def unpack_some(data: bytes) -> Any:
        if len(data) > MOST_BYTES_OF_LZW:
            raise TooMuchUnpacked
        return unpack(data)

    return unpack_some
