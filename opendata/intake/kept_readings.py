"""Kept readings: the tables of a report as bytes, so that it is read once, though it is mapped and mended often.

Here: from tables to bytes and back. Not here: reading reports (reports/), where the bytes are kept (storage/). They
come from behind the fence and are read behind it again: they hold values alone, and nothing that could be run.
"""

import base64
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import polars as pl

from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.questions import Candidate, Question
from opendata.intake.report_origins import Box, CellOrigin, ReportingDate
from opendata.intake.text_tables import CellRange, TextTable

FORM = 1  # of the bytes; others are not read, and the file is read anew
MOST_BYTES = 256 * 2**20  # unpacked
_CLASSES = (TextTable, Note, Finding, Question, Candidate, CellRange, CellOrigin, Box, ReportingDate)
_BY_NAME: Mapping[str, type[Any]] = {known.__name__: known for known in _CLASSES}
_NAME = "$"


def reading_of(tables: Sequence[TextTable]) -> bytes:
    """The tables as bytes."""
    return zlib.compress(json.dumps([FORM, _plain(list(tables))], ensure_ascii=False).encode())


def tables_of(reading: bytes, file: str) -> list[TextTable] | None:
    """The tables in the bytes of reading_of(), as those of the file of that name.

    None: the bytes are of another form, such as one that an earlier release wrote; the file is then read anew.
    """
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(reading, MOST_BYTES)
        form, plain = json.loads(content)
        tables = list(_value(plain)) if form == FORM else []
    except (zlib.error, ValueError, TypeError, KeyError, pl.exceptions.PolarsError):
        return None
    return tables if tables and all(table.file == file for table in tables) else None


def _plain(value: Any) -> Any:
    """A value as JSON has it; those that JSON does not have are objects with their name."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date():
            return {_NAME: "date", "at": value.isoformat()}
        case pl.DataFrame():
            return {_NAME: "frame", "arrow": _arrow(value)}
        case pl.Series():
            return {_NAME: "series", "arrow": _arrow(value.to_frame())}
        case Mapping():
            return {_NAME: "map", "items": [[_plain(key), _plain(inner)] for key, inner in value.items()]}
        case frozenset():
            return {_NAME: "set", "items": [_plain(inner) for inner in value]}
    if type(value).__name__ in _BY_NAME:
        names = [field.name for field in fields(value)] if is_dataclass(value) else value._fields
        return {_NAME: type(value).__name__, "of": {name: _plain(getattr(value, name)) for name in names}}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    raise TypeError(f"{type(value)} is no part of a text table")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(inner) for inner in plain)
    if not isinstance(plain, dict):
        return plain
    match plain[_NAME]:
        case "date":
            return date.fromisoformat(plain["at"])
        case "frame":
            return _frame(plain["arrow"])
        case "series":
            return _frame(plain["arrow"]).to_series()
        case "map":
            return {_value(key): _value(inner) for key, inner in plain["items"]}
        case "set":
            return frozenset(_value(inner) for inner in plain["items"])
        case name:
            return _BY_NAME[name](**{part: _value(inner) for part, inner in plain["of"].items()})


def _arrow(frame: pl.DataFrame) -> str:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer)
    return base64.b64encode(buffer.getvalue()).decode()


def _frame(arrow: str) -> pl.DataFrame:
    return pl.read_ipc_stream(io.BytesIO(base64.b64decode(arrow)))
