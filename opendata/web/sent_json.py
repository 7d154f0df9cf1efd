"""JSON and texts that requests bring, held to what can be kept, compared and told again.

Here: what no JSON of a request may be: too long, too deep, with numbers or characters that no store can hold.
Not here: what a body or a part of a form means (api/).
"""

import json
import re
from typing import Any

from opendata.domain.errors import RequestNotValid

# The longest are answers to the questions about thousands of rows, and mappings with the codes of a large table.
MOST_BYTES = 2 * 2**20
DEEPEST = 64
MOST_DIGITS = 40
NOT_KEPT = re.compile("[\x00\ud800-\udfff]")  # no database keeps these as text: NUL, and halves of characters


def read_json(name: str, content: bytes | str) -> Any:
    """The value of a JSON text that a request brings under this name; raises RequestNotValid."""
    if len(content) > MOST_BYTES:
        raise _refused(name, f"is longer than {MOST_BYTES} bytes", f"ist länger als {MOST_BYTES} Bytes")
    try:
        value = json.loads(content, parse_int=_whole, parse_constant=_no_number)
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError as error:  # UnicodeDecodeError too
        raise _refused(name, f"is not JSON: {error}", f"ist kein JSON: {error}") from None
    _must_be_kept(name, value)
    return value


def must_be_text(name: str, text: str) -> None:
    """Raise RequestNotValid for a text with characters that no database can keep."""
    if NOT_KEPT.search(text):
        english = "has characters that cannot be kept: NUL, or half of a surrogate pair"
        raise _refused(name, english, "enthält Zeichen, die kein gewöhnlicher Text sind (NUL oder halbe Zeichen)")


def _must_be_kept(name: str, value: Any) -> None:
    # A list of what is still to be looked at: a function that calls itself would be stopped by a deep value.
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep(name)
        if isinstance(part, str):
            must_be_text(name, part)
        elif isinstance(part, float) and part in (float("inf"), float("-inf")):
            raise _refused(name, "has a number that is too large", "enthält eine zu große Zahl")
        elif isinstance(part, dict):
            waiting += [(inner, depth + 1) for pair in part.items() for inner in pair]
        elif isinstance(part, list):
            waiting += [(inner, depth + 1) for inner in part]


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number in it has more than {MOST_DIGITS} digits")
    return int(digits)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _too_deep(name: str) -> RequestNotValid:
    return _refused(name, "is nested too deeply", "ist zu tief geschachtelt")


def _refused(name: str, english: str, german: str) -> RequestNotValid:
    return RequestNotValid(name, english, german=german)
