"""Content codings: which of br, zstd and gzip a client takes, and content in each of them.

Here: the Accept-Encoding header (RFC 9110, section 12.5.3), and packing whole answers. Not here: which answers are
packed and how often (finished_answers.py).
"""

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli
import zstandard

IDENTITY = "identity"
# In the order of preference. Each level is one that packs 200 KB in a few milliseconds: the reader who comes
# first waits for it, and all others have it for nothing.
BROTLI_QUALITY, ZSTD_LEVEL, GZIP_LEVEL = 5, 9, 6
GZIP_WINDOW = (
    31  # of zlib: 15 bits, with the head of gzip; without a time, so that the same content gives the same bytes
)
LEAST_BYTES = 400  # a shorter answer fits into one packet as it is
TEXTS = (
    "text/",
    "application/json",
    "application/xml",
    "application/javascript",
    "application/x-ndjson",
    "image/svg",
)
TEXT_ENDINGS = ("+json", "+xml")


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=BROTLI_QUALITY))


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(ZSTD_LEVEL).compress(content)


def _gzip(content: bytes) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    return packer.compress(content) + packer.flush()


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": _brotli, "zstd": _zstd, "gzip": _gzip}


@lru_cache(maxsize=256)
def codings_taken(header: str) -> tuple[str, ...]:
    """The codings that an Accept-Encoding header takes, the best first; identity ends the list.

    A header that takes nothing at all gets identity as well: a whole answer is worth more than none.
    """
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            weights[{"x-gzip": "gzip"}.get(name, name)] = _weight(parameters)
    others = weights.get("*", 0.0)
    taken = [(weights.get(name, others), name) for name in CODINGS]
    # A client that does not name identity takes it, and prefers each coding that it names.
    plain = weights.get(IDENTITY, 0.0)
    better = [(weight, name) for weight, name in taken if weight > 0 and weight >= plain]
    return (*(name for _, name in sorted(better, key=lambda pair: -pair[0])), IDENTITY)


def is_worth_packing(content_type: str, length: int) -> bool:
    """Whether content of this type and length becomes much smaller in a coding."""
    media_type = content_type.partition(";")[0].strip().lower()
    return length >= LEAST_BYTES and (media_type.startswith(TEXTS) or media_type.endswith(TEXT_ENDINGS))


def packed(content: bytes, coding: str) -> bytes:
    """The content in a coding."""
    return CODINGS[coding](content)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0  # NaN too is no weight
    return 1.0
