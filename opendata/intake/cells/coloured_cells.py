"""Empty cells that say something by their colour alone, which no program can read.

Here: errors where the column needs a word, and a note elsewhere. Not here: which colours count (files/cell_fills.py).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

MAX_NAMED = 5
MAX_WORDS = 4


def coloured_cells(
    values: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Sequence[Finding | Note]:
    """Errors and notes about the coloured cells that hold nothing, column by column; values: of each field."""
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), colour in body.filled.items():
        by_column.setdefault(column, {})[row] = colour
    fields = {field_columns[field.name].column: field for field in table if field.name in field_columns}
    remarks: list[Finding | Note] = []
    for column, colours in sorted(by_column.items()):
        field = fields.get(column)
        empty = body.rows if field is None else body.rows.filter(values[field.name].is_null())
        places = [row for row in empty.to_list() if row in colours]
        if not places:
            continue
        told_apart = len(set(colours.values())) > 1 or len(places) < body.rows.len()
        if field is not None and (field.required or (field.codes and told_apart)):
            remarks += [_finding(row, field, column, body, table.name) for row in places]
        elif told_apart:
            remarks.append(_note(places, column, body, table.name))
    return remarks


def _finding(row: int, field: Field, column: int, body: TextTable, resource: str) -> Finding:
    words = {language: _words(field, language) for language in ("de", "en")}
    example_de = f", zum Beispiel {words['de']}" if words["de"] else ""
    example_en = f", for example {words['en']}" if words["en"] else ""
    return Finding(
        "colour-only",
        bilingual_at_cell(
            row,
            column,
            "Die Zelle ist farbig, aber leer. Farben werden nicht gelesen. Bitte schreiben Sie in die Zelle, was die "
            f"Farbe bedeutet („{field.label('de')}“){example_de}.",
            "The cell is coloured but empty. Colours are not read. Please write into the cell what the colour means "
            f"('{field.label('en')}'){example_en}.",
        ),
        resource=resource,
        row=row,
        field=field.name,
        column=column,
        address=address(row, column),
        sheet=body.sheet,
    )


def _words(field: Field, language: str) -> str:
    # The default, such as "unknown", is what a colour does not mean.
    codes = [code for name, code in field.codes.items() if name != field.default][:MAX_WORDS]
    labels = [code.labels.get(language, code.name) for code in codes]
    return ", ".join(f"„{label}“" if language == "de" else f"'{label}'" for label in labels)


def _note(rows: Sequence[int], column: int, body: TextTable, resource: str) -> Note:
    names = first_few((address(row, column) for row in rows), MAX_NAMED)
    return Note(
        "colour-only",
        bilingual(
            f"{names}: Diese Zellen sind farbig, aber leer ({len(rows)}). Farben werden nicht gelesen und nicht "
            "veröffentlicht.",
            f"{names}: these cells are coloured but empty ({len(rows)}). Colours are not read and not published.",
        ),
        resource=resource,
        row=rows[0],
        address=address(rows[0], column),
        sheet=body.sheet,
    )
