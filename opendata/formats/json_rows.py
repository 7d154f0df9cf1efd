"""Rows as JSON: a cell has the same form as in a single row and in the journal, and an empty cell is null.

Here: a frame's rows as JSON text, and rows of a small ordered table, whose cells are written once. Not here: which
rows (steps/querying.py), one cell as JSON (domain/tables/json_columns.py).
"""

import json
from collections.abc import Iterable, Sequence

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.queries.ordered_columns import OrderedColumn, OrderedTable
from opendata.domain.tables.json_columns import joined, json_column, listed

BETWEEN_ROWS = ",\n"


def rows_json(frame: pl.DataFrame, table: Table) -> str:
    """All rows as a JSON array of objects, fields in schema order."""
    if frame.is_empty():
        return "[]"
    return "[" + str(row_texts(frame, table).str.join(BETWEEN_ROWS).item()) + "]"


def row_texts(frame: pl.DataFrame, table: Table) -> pl.Series:
    """Each row of a frame, which is not empty, as a JSON object."""
    members = [
        joined(
            pl.lit(_beginning(name)),
            json_column(frame[name], table.field(name)).fill_null("null"),
        )
        for name in frame.columns
    ]
    return joined(pl.lit("{"), listed(members, ",", frame.height), pl.lit("}"))


def few_row_texts(table: OrderedTable, rows: Iterable[int], names: Sequence[str]) -> list[str]:
    """These rows of a table of few rows, with these fields, each as a JSON object."""
    columns = [(column.few_places, _members(table, column)) for column in (table.columns[name] for name in names)]
    return ["{" + ",".join([members[places[row]] for places, members in columns]) + "}" for row in rows]


def _members(table: OrderedTable, column: OrderedColumn) -> list[str]:
    """The member of a row's object for each place of a column, written when it is first needed."""
    kept: dict[str, list[str]] = table.kept.setdefault("members", {})
    name = column.field.name
    if name not in kept:
        cells = [*json_column(column.texts, column.field).to_list(), "null"]
        kept[name] = [f"{_beginning(name)}{cell}" for cell in cells]
    return kept[name]


def _beginning(name: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}:"
