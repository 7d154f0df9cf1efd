"""Rows that are marked as examples, as those of an empty template are, or that call themselves so.

Here: finding them. Not here: the mark (domain/tables/example_rows.py), and other rows that are no entries
(rows_without_entries.py, row_kinds.py).
"""

from collections.abc import Collection, Mapping

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.tables.example_rows import MARK_PATTERN
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

_EXAMPLE = (
    r"(?i)^\s*(bsp\.?|z\. ?b\.|beispiel(e|maßnahme|massnahme|projekt|zeile|eintrag)?|muster(maßnahme|projekt|zeile)?"
    r"|example)\s*:?$"
)
FIRST_ROWS = 3  # examples stand in front of the entries


def likely_examples(data: TextTable, names: Collection[str]) -> list[int]:
    """The rows in front whose number or title, in the columns of these names, says that they are examples."""
    first = data.sliced(0, min(FIRST_ROWS, data.rows.len()))
    mask = first.cells.select(
        pl.any_horizontal(pl.lit(value=False), *(pl.col(name).str.contains(_EXAMPLE) for name in names)).alias("mask")
    ).to_series()
    return list(first.rows.filter(mask.fill_null(value=False)))


def example_rows(data: TextTable, resource: Table, field_columns: Mapping[str, FieldColumn]) -> set[int]:
    """The rows that have the mark in their first column, or in a column of the key."""
    if not data.rows.len():
        return set()
    keys = [str(field_columns[name].column) for name in resource.primary_key if name in field_columns]
    mask = pl.Series([False], dtype=pl.Boolean).new_from_index(0, data.rows.len())
    for name in dict.fromkeys([data.cells.columns[0], *keys]):
        mask |= data.cells[name].str.contains(MARK_PATTERN).fill_null(value=False)
    return set(data.rows.filter(mask))
