"""Packed parts of a PDF, unpacked up to a limit: a small file can hold parts that unpack to any size.

Here: the limit, held by the functions through which pdfminer unpacks. Not here: reading pages (pdf_pages.py).
The limit holds for one reading at a time, as the processes behind the fence read one upload at a time.
"""

import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

MIB = 2**20
MOST_BYTES_OF_A_PART = 24 * MIB
MOST_BYTES_OF_ALL = 160 * MIB
PIECE_BYTES = 1024  # of a damaged part; one unpacks to a MiB at most
# Functions of pdfminer that take some seconds for each MiB and cannot be stopped, and how much each is given at most.
SLOW = {
    "lzwdecode": MIB // 2,
    "rldecode": MIB // 4,
    "ccittfaxdecode": MIB // 16,
    "apply_png_predictor": 2 * MIB,
    "apply_tiff_predictor": 2 * MIB,
}

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
        functions["decompress_corrupted"] = _unpacked_without_its_sum
        for name, most_bytes in SLOW.items():
            functions[name] = _bounded(functions[name], most_bytes)
    _left.bytes = MOST_BYTES_OF_ALL
    try:
        yield
    finally:
        del _left.bytes


class _BoundedZlib:
    """What pdfminer uses of zlib."""

    error = zlib.error

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


def _bounded(unpack: Callable[..., Any], most_bytes: int) -> Callable[..., Any]:
    def unpack_some(*parts: Any) -> Any:
        if any(isinstance(part, bytes) and len(part) > most_bytes for part in parts):
            raise TooMuchUnpacked
        return unpack(*parts)

    return unpack_some


def _unpacked_without_its_sum(data: bytes) -> bytes:
    """What a part unpacks to whose check sum is wrong or missing; raises zlib.error if more of it is wrong.

    The function of pdfminer does the same, but takes the square of the time.
    """
    unpacker, unpacked = zlib.decompressobj(), bytearray()
    whole, end = data[:-3], data[-3:]
    for place in range(0, len(whole), PIECE_BYTES):
        unpacked += unpacker.decompress(whole[place : place + PIECE_BYTES])
        if len(unpacked) > MOST_BYTES_OF_A_PART:
            raise TooMuchUnpacked
    with suppress(zlib.error):
        for byte in end:
            unpacked += unpacker.decompress(bytes([byte]))
    return bytes(unpacked)
