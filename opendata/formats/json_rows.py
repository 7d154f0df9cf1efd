"""Rows as JSON: a cell has the same form as in a single row and in the journal, and an empty cell is null.

Here: a frame's rows as JSON text. Not here: which rows (steps/reading.py), one cell as JSON
(domain/tables/json_columns.py).
"""

import json

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.tables.json_columns import joined, json_column, listed


def rows_json(frame: pl.DataFrame, table: Table) -> str:
    """All rows as a JSON array of objects, fields in schema order."""
    if frame.is_empty():
        return "[]"
    members = [
        joined(
            pl.lit(f"{json.dumps(name, ensure_ascii=False)}:"),
            json_column(frame[name], table.field(name)).fill_null("null"),
        )
        for name in frame.columns
    ]
    rows = joined(pl.lit("{"), listed(members, ",", frame.height), pl.lit("}"))
    return "[" + str(rows.str.join(",\n").item()) + "]"
