"""Two columns of numbers or codes that stand for one field, such as the costs in T€ and once more in Mio. €.

Here: whether they say the same, and what is told of it. Not here: which of them is read (column_assignment.py).
"""

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.column_reading import read_column
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable


def rival_remarks(
    choice: TableChoice,
    body: TextTable,
    field: Field,
    field_column: FieldColumn,
    values: pl.Series,
    style: NumberStyle,
) -> list[Finding | Note]:
    """What is told of the other columns that fit a field; values: what is published of the chosen one."""
    remarks: list[Finding | Note] = []
    for rival in field_column.rivals:
        rival_values = read_column(_reader(choice, field, style, rival), body, rival, choice.resource.name).values
        if rival_values.null_count() == rival_values.len():
            continue
        same = (rival_values == values).fill_null(value=False) | rival_values.is_null()
        if same.all():
            remarks.append(_agree(choice, field, field_column, rival))
        else:
            row = body.rows.filter(~same)[0]
            remarks.append(_disagree(choice, field, field_column, rival, row))
    return remarks


def _reader(choice: TableChoice, field: Field, style: NumberStyle, rival: FieldColumn) -> FieldCellReader:
    codes = choice.vocabulary.mapping.codes.get(field.name, {})
    return FieldCellReader(field, style, codes, rival.factor, stated=rival.unit, others=choice.resource.fields)


def _agree(choice: TableChoice, field: Field, chosen: FieldColumn, rival: FieldColumn) -> Note:
    first, second = column_letters(chosen.column), column_letters(rival.column)
    return Note(
        "columns-agree",
        bilingual(
            f"Die Spalten {first} „{quoted(chosen.header)}“ und {second} „{quoted(rival.header)}“ stehen beide für "
            f"„{field.label('de')}“ und stimmen überein; gelesen wurde {first}.",
            f"Columns {first} '{quoted(chosen.header)}' and {second} '{quoted(rival.header)}' both stand for "
            f"'{field.label('en')}' and agree; {first} was read.",
        ),
        resource=choice.resource.name,
        row=choice.header.last_row,
        address=address(choice.header.last_row, rival.column),
        sheet=choice.table.sheet,
    )


def _disagree(choice: TableChoice, field: Field, chosen: FieldColumn, rival: FieldColumn, row: int) -> Finding:
    header_row = choice.header.last_row
    first, second = address(header_row, chosen.column), address(header_row, rival.column)
    cells = f"{address(row, chosen.column)}, {address(row, rival.column)}"
    return Finding(
        "duplicate-label",
        bilingual(
            f"{first} „{quoted(chosen.header)}“ und {second} „{quoted(rival.header)}“ stehen beide für "
            f"„{field.label('de')}“, sagen aber nicht dasselbe (zuerst {cells}). Bitte lassen Sie eine davon weg, "
            "oder legen Sie in der Zuordnung fest, welche gilt.",
            f"{first} '{quoted(chosen.header)}' and {second} '{quoted(rival.header)}' both stand for "
            f"'{field.label('en')}' but do not say the same (first {cells}). Please leave one out or map them.",
        ),
        resource=choice.resource.name,
        row=header_row,
        field=field.name,
        column=chosen.column,
        cell=chosen.header,
        address=first,
        sheet=choice.table.sheet,
    )
