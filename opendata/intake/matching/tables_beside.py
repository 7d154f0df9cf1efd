"""A table of something else beside the list, behind an empty column: its cells would be taken for those of the rows.

Here: what looks like such a table, and the question. Not here: tables below and above (repeated_headers.py).
A list may have an empty column between its own; but where the columns behind it are filled in the first rows alone,
and in these all of them, they are most likely a summary, a legend or a list of contacts.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.text_tables import TextTable

ABOUT = "table_beside"
LEAST_ROWS, LEAST_COLUMNS = 2, 2


def tables_beside(choice: TableChoice, body: TextTable, field_columns: Mapping[str, FieldColumn]) -> list[Question]:
    """A question for each block of columns that looks like a table of its own; body: the rows that are published."""
    labels = sorted(choice.header.labels, key=lambda label: label.column)
    blocks = _blocks(choice, labels)
    if len(blocks) < 2:
        return []
    by_column = {column.column: name for name, column in field_columns.items()}
    keys = {field_columns[name].column for name in choice.resource.primary_key if name in field_columns}
    questions = []
    for block in blocks:
        fields = [(label, by_column[label.column]) for label in block if label.column in by_column]
        if not fields or len(block) < LEAST_COLUMNS or keys & {label.column for label in block}:
            continue
        if rows := _rows_alone(body, block):
            questions.append(_question(choice, fields, rows, body.rows.len()))
    return questions


def _blocks(choice: TableChoice, labels: Sequence[HeaderLabel]) -> list[list[HeaderLabel]]:
    """The labels between columns without any cell from the header downwards."""
    below = choice.table.keeping(choice.table.rows >= choice.header.first_row).cells
    blocks: list[list[HeaderLabel]] = []
    before = 0
    for label in labels:
        between = [str(column) for column in range(before + 1, label.column)]
        used = [name for name in between if name in below.columns and below[name].str.contains(r"\S").any()]
        if not blocks or len(used) < len(between):
            blocks.append([])
        blocks[-1].append(label)
        before = label.column
    return blocks


def _rows_alone(body: TextTable, block: Sequence[HeaderLabel]) -> int:
    """How many of the first rows the block fills, all of its columns, while the others are empty; else 0."""
    names = [str(label.column) for label in block if str(label.column) in body.cells.columns]
    filled = body.cells.select(pl.col(name).str.contains(r"\S").fill_null(value=False) for name in names)
    if len(names) < LEAST_COLUMNS:
        return 0
    any_cell, every_cell = filled.select(
        any=pl.any_horizontal(pl.all()), every=pl.all_horizontal(pl.all())
    ).get_columns()
    rows = int(any_cell.sum())
    is_at_the_top = bool(any_cell.head(rows).all()) and int(every_cell.sum()) == rows
    return rows if is_at_the_top and LEAST_ROWS <= rows < any_cell.len() else 0


def _question(choice: TableChoice, fields: Sequence[tuple[HeaderLabel, str]], rows: int, of_rows: int) -> Question:
    first, row = fields[0][0], choice.header.last_row
    named_de = ", ".join(f"{column_letters(label.column)} „{quoted(label.text)}“" for label, _ in fields)
    named_en = ", ".join(f"{column_letters(label.column)} '{quoted(label.text)}'" for label, _ in fields)
    entity_de, entity_en = choice.resource.entity_labels["de"], choice.resource.entity_labels["en"]
    return Question(
        ABOUT,
        choice.resource.name,
        column_letters(first.column),
        bilingual(
            f"{named_de}: Davor ist eine Spalte leer, und nur die ersten {rows} von {of_rows} Zeilen sind gefüllt. "
            f"Das sieht nach einer eigenen Tabelle neben der Liste aus. Gehört jede dieser Zellen zu dem Eintrag "
            f"({entity_de}) in ihrer Zeile? Wenn nicht, setzen Sie die Tabelle auf ein anderes Blatt, oder lassen "
            f'Sie die Spalten in der Zuordnung weg ("{quoted(first.text)}": null).',
            f"{named_en}: the column before is empty, and only the first {rows} of {of_rows} rows are filled. This "
            f"looks like a table of its own beside the list. Does each of these cells belong to the entry "
            f"({entity_en}) in its row? If not, move the table to another sheet, or leave the columns out by a "
            f'mapping ("{quoted(first.text)}": null).',
        ),
        field=fields[0][1],
        address=address(row, first.column),
        sheet=choice.table.sheet,
    )
