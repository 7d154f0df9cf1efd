"""Rows as JSON: numbers are written as in the canonical table, empty cells are null.

Here: a frame's rows as JSON text. Not here: which rows (api/), canonical text (domain/tables/canonical_text.py).
"""

import json
import re
from collections.abc import Callable

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.tables.json_values import PLAIN_NUMBER

INTEGER = re.compile(r"-?(0|[1-9]\d*)")
Encoder = Callable[[str], str]


def rows_json(frame: pl.DataFrame, table: Table) -> str:
    """All rows as a JSON array of objects, fields in schema order."""
    columns = [_encoded(frame[name], table.field(name)) for name in frame.columns]
    heads = [f"{json.dumps(name, ensure_ascii=False)}:" for name in frame.columns]
    rows = ("{" + ",".join(map(str.__add__, heads, cells)) + "}" for cells in zip(*columns, strict=True))
    return "[" + ",\n".join(rows) + "]"


def _encoded(column: pl.Series, field: Field) -> list[str]:
    encode = ENCODERS.get(field.type, _text)
    return ["null" if value is None else encode(value) for value in column.to_list()]


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _integer(value: str) -> str:
    return value if INTEGER.fullmatch(value) else _text(value)


def _number(value: str) -> str:
    return value if PLAIN_NUMBER.fullmatch(value) else _text(value)


def _boolean(value: str) -> str:
    return value if value in ("true", "false") else _text(value)


def _structure(value: str) -> str:
    return value  # canonical text of these is JSON already


ENCODERS: dict[str, Encoder] = {
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "boolean": _boolean,
    "object": _structure,
    "array": _structure,
    "geojson": _structure,
}
