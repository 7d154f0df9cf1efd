"""Byte ranges (RFC 9110, section 14): which parts of an answer a Range header means, and several parts as one body.

Here: values. Not here: whether parts may be given at all (finished_answers.py).
"""

import hashlib
import re
from collections.abc import Sequence
from string import whitespace

# A request for more parts than this, or for more bytes than there are, gets the whole: it is cheaper for everybody.
MOST_PARTS = 16
_UNIT = re.compile(r"\s*bytes\s*=(.*)", re.ASCII | re.DOTALL | re.IGNORECASE)
_PART = re.compile(r"([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.ASCII)

Part = tuple[int, int]  # from the first byte to the one behind the last


def parts_asked(header: str, length: int) -> list[Part] | None:
    """The parts, of so many bytes, that a Range header asks for; [] if there are no such parts, None for the whole.

    A header that is malformed, or in another unit, is as if it were not there.
    """
    unit = _UNIT.fullmatch(header)
    pieces = unit[1].split(",") if unit else []
    if not pieces or len(pieces) > MOST_PARTS:
        return None
    parts: list[Part] = []
    for piece in pieces:
        found = _PART.fullmatch(piece.strip(whitespace))
        if found is None or not (found[1] or found[2]):
            return None
        if not found[1]:
            part = (max(0, length - int(found[2])), length)
        elif found[2] and int(found[2]) < int(found[1]):
            return None
        else:
            part = (int(found[1]), min(int(found[2]) + 1, length) if found[2] else length)
        if part[0] < part[1]:
            parts.append(part)
    if len(parts) > 1 and sum(stop - start for start, stop in parts) > length:
        return None
    return parts


def content_range(part: Part, length: int) -> str:
    """The Content-Range header of a part."""
    return f"bytes {part[0]}-{part[1] - 1}/{length}"


def several_parts(content: bytes, parts: Sequence[Part], content_type: str, name: str) -> tuple[str, bytes]:
    """Several parts as one body of the type multipart/byteranges: the type with its boundary, and the bytes.

    name: of the answer, from which its boundary is made.
    """
    boundary = hashlib.sha256(f"{name} {parts}".encode()).hexdigest()[:32]
    pieces = []
    for part in parts:
        head = f"--{boundary}\r\nContent-Type: {content_type}\r\nContent-Range: {content_range(part, len(content))}"
        pieces += [f"\r\n{head}\r\n\r\n".encode(), content[part[0] : part[1]]]
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return f"multipart/byteranges; boundary={boundary}", b"".join(pieces)
