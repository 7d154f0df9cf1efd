"""Numbers of measures that Excel shortened: 1.10, typed as a number, is 1.1, which is another measure.

Here: finding such cells in a column of keys, and the sentences. Not here: keys that are repeated for other reasons
(validation/), and numbers whose format still shows the zero (stored_cells.py).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.report.findings import Finding
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual_at_cell, quoted
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark, TextTable

_SHORTENED = r"^[0-9]{1,9}\.[0-9]{0,8}[1-9]$"


def lost_zeros(
    values: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Sequence[Finding]:
    """Errors at numbers in the column of keys that seem to lack a zero at their end; values: of each field."""
    key = [field for field in table if (field.name,) == tuple(table.primary_key) and field.type == "string"]
    if not key or key[0].name not in field_columns or body.marks is None:
        return []
    field, field_column = key[0], field_columns[key[0].name]
    column = str(field_column.column)
    frame = pl.DataFrame(
        {"value": values[field.name], "stored": body.cells[column], "row": body.rows, "mark": body.marks[column]}
    )
    numbers = (pl.col("mark") == CellMark.NUMBER) & pl.col("value").str.contains(_SHORTENED)
    # A format that shows all digits settles it: the cell is what it shows.
    frame = frame.filter(pl.col("value").is_not_null()).with_columns(
        number=(numbers & (pl.col("value") == pl.col("stored"))).fill_null(value=False)
    )
    if not frame["number"].any():
        return []
    frame = frame.with_columns(
        first=pl.col("row").first().over("value"),
        any_number=pl.col("number").any().over("value"),
        previous=pl.col("value").shift(1),
        earlier=pl.col("value").shift(2),
    )
    repeated = frame.filter((pl.col("row") != pl.col("first")) & pl.col("any_number"))
    findings = [
        _finding(value, row, field, field_column, body, table.name, first)
        for value, row, first in repeated.select("value", "row", "first").iter_rows()
    ]
    after_nine = frame.filter(
        pl.col("number") & (pl.col("row") == pl.col("first")) & pl.col("previous").str.ends_with("9")
    )
    for value, row, previous, earlier in after_nine.select("value", "row", "previous", "earlier").iter_rows():
        if _follows(previous, value) and earlier == previous[:-1] + "8":
            findings.append(_finding(value, row, field, field_column, body, table.name, None))
    return findings


def _follows(previous: str, value: str) -> bool:
    """Whether the number with a zero at its end is the next after the previous one, as 1.10 is after 1.9."""
    before, _, last = previous.rpartition(".")
    chapter, _, number = value.rpartition(".")
    return before == chapter and last.isdecimal() and len(last) < 9 and int(last) + 1 == int(number) * 10


def _finding(
    value: str, row: int, field: Field, field_column: FieldColumn, body: TextTable, resource: str, first: int | None
) -> Finding:
    meant, cell = f"{value}0", quoted(value)
    if first is None:
        why_de = f"„{cell}“ steht dort, wo {meant} zu erwarten ist."
        why_en = f"'{cell}' stands where {meant} is to be expected."
    else:
        place = address(first, field_column.column)
        why_de = f"„{cell}“ steht schon in {place}."
        why_en = f"'{cell}' stands in {place} already."
    return Finding(
        "number-lost-zero",
        bilingual_at_cell(
            row,
            field_column.column,
            f"{why_de} Wenn {meant} gemeint ist: Excel macht daraus die Zahl {cell}. Bitte formatieren Sie die "
            f"Spalte als „Text“ (Start, Zahl), bevor Sie tippen, und schreiben Sie die Nummer „{meant}“ dann neu in "
            "die Zelle.",
            f"{why_en} If {meant} is meant: Excel turns it into the number {cell}. Please format the column as text "
            f"before you type, and enter the number '{meant}' anew.",
        ),
        resource=resource,
        row=row,
        field=field.name,
        column=field_column.column,
        cell=value,
        address=address(row, field_column.column),
        sheet=body.sheet,
    )
