"""Cursors: where the next page of a query's rows begins, in a text that only fits this query of this version.

Here: writing and reading such a text. Not here: which rows a page has.

A version never changes and its order is fixed, so the number of rows in front of a page is enough: no page repeats
or skips a row. The rest of the text proves that it belongs to the same rows, so that a cursor that was cut, changed
or taken from another query is refused instead of being answered with rows from somewhere.
"""

import base64
import binascii
import hashlib

from opendata.domain.errors import RequestNotValid

PROOF_BYTES, PLACE_BYTES = 9, 6
LENGTH = (PROOF_BYTES + PLACE_BYTES) * 4 // 3


def cursor_text(place: int, of: str) -> str:
    """The cursor of a place; of: names the rows, their order and their version."""
    number = place.to_bytes(PLACE_BYTES)
    return base64.urlsafe_b64encode(number + _proof(number, of)).decode()


def cursor_place(text: str, of: str) -> int:
    """The place that cursor_text() wrote; raises RequestNotValid if it was not written for these rows."""
    try:
        content = base64.urlsafe_b64decode(text.encode("ascii")) if len(text) == LENGTH else b""
    except (binascii.Error, ValueError):
        content = b""
    number, proof = content[:PLACE_BYTES], content[PLACE_BYTES:]
    if not content or proof != _proof(number, of):
        raise RequestNotValid(
            "cursor",
            "belongs to other rows: take it from links.next of an answer with the same version, filters and sorting",
            german="gehört zu anderen Zeilen; nehmen Sie ihn aus links.next einer Antwort mit derselben Version, "
            "denselben Filtern und derselben Sortierung",
        )
    return int.from_bytes(number)


def _proof(number: bytes, of: str) -> bytes:
    return hashlib.blake2b(
        number, key=hashlib.blake2b(of.encode(), digest_size=32).digest(), digest_size=PROOF_BYTES
    ).digest()
