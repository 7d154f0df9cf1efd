"""Shown cells: a column of a text table as German spreadsheets show it.

Here: decimal commas, days with points, and what number formats show. Not here: reading values (cells/).
"""

import polars as pl

from opendata.intake.text_tables import CellMark, TextTable


def as_shown(table: TextTable, name: str) -> pl.Series:
    """A column as German spreadsheets show it: a decimal comma, and dates as 31.12.2025."""
    text = table.cells[name]
    if table.marks is None:
        return text
    frame = pl.DataFrame({"text": text, "mark": table.marks[name]})
    is_day = pl.col("text").str.contains(r"^\d{4}-\d{2}-\d{2}")
    day = pl.col("text").str.replace(r"^(\d{4})-(\d{2})-(\d{2})(?:T00:00:00)?", "$3.$2.$1")
    number = pl.col("text").str.replace(".", ",", literal=True)
    told = (
        pl.when((pl.col("mark") == CellMark.DATE) & is_day)
        .then(day)
        .when(pl.col("mark") == CellMark.NUMBER)
        .then(number)
        .otherwise(pl.col("text"))
    )
    if table.shown is not None and name in table.shown.columns:
        frame = frame.with_columns(shown=table.shown[name])
        told = pl.coalesce("shown", told)
    return frame.select(told.alias(name))[name]
