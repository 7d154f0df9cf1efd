"""JSON that is exact and always the same: Decimals as plain numbers, and a fixed form for digests.

Here: values to JSON text and back, and a cell's canonical text to its JSON value and back.
Not here: columns of cells (json_columns.py), whole tables as JSON for readers (formats/json_rows.py).
"""

import json
import re
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from opendata.domain.kinds import Field

PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def dumps(value: Any) -> str:
    """JSON text of plain values; Decimals are written as plain numbers, keys stay in their order."""
    try:
        # The standard encoder is many times faster, and writes everything but Decimals.
        return _ENCODER.encode(value)
    except TypeError:
        return _dumps_exactly(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_float=Decimal)  # one for all: making one takes longer than reading a short text
_CANONICAL_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _dumps_exactly(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ",".join(f"{encode_basestring(str(k))}:{_dumps_exactly(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_dumps_exactly, value)) + "]"
    if value is None or isinstance(value, int | float):
        return _ENCODER.encode(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def loads(text: str | bytes) -> Any:
    """The values that dumps() wrote, numbers with a point as Decimal."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    return _DECODER.decode(text)


def canonical_dumps(value: Any) -> bytes:
    """The form that digests are computed from: keys sorted, no blanks, UTF-8."""
    return _CANONICAL_ENCODER.encode(value).encode()


def json_value(text: str | None, field: Field) -> Any:
    """A cell's canonical text as a JSON value: null, a number, a truth value, a structure, or the text itself."""
    if text is None:
        return None
    match field.type:
        case "integer" | "year":
            return int(text) if re.fullmatch(r"-?[0-9]+", text) else text
        case "number":
            return Decimal(text) if PLAIN_NUMBER.fullmatch(text) else text
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
        case "object" | "array" | "geojson":
            return loads(text)
    return text


def cell_text(value: Any, field: Field) -> str | None:
    """The canonical text of a JSON value that json_value() returned; the journal keeps cells as such values."""
    match value:
        case None:
            return None
        case str():
            return value
        case int() if field.type == "year" and not isinstance(value, bool):
            return f"{value:05}" if value < 0 else f"{value:04}"
    return dumps(value)
