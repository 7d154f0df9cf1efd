"""A span of time in a column of ends: "2025-2028" under "Ende", where the table has no column of beginnings.

Here: the beginnings of such spans are taken over into the field of the beginning, so that none is lost. Not here: the
ends, which the cells' own reader takes (date_words.py), and columns that hold nothing but spans (span_columns.py).
"""

from collections.abc import Mapping

import polars as pl

from opendata.domain.report.findings import Note
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable
from opendata.intake.time_spans import NotASpan, span_of

MAX_NAMED = 5
_TWO_YEARS = r"\d{4}.*\d{4}$"  # 2026/27 is a winter or a school year, and no beginning is meant


def beginnings_taken_from_ends(
    choice: TableChoice,
    body: TextTable,
    field_columns: Mapping[str, FieldColumn],
    columns: dict[str, pl.Series],
    readers: Mapping[str, FieldCellReader],
) -> list[Note]:
    """Notes that name the cells whose beginnings were taken; columns: the canonical ones, which are filled."""
    notes: list[Note] = []
    for span in choice.resource.descriptor.get("timeSpans") or ():
        first, last = span["from"], span["to"]
        if first in field_columns or last not in field_columns or columns[first].count():
            continue
        column = field_columns[last].column
        texts = body.cells[str(column)]
        distinct = texts.drop_nulls().unique(maintain_order=True)
        spans = distinct.filter(distinct.str.contains(_TWO_YEARS))
        beginnings = {text: _beginning(text, readers[first]) for text in spans}
        filled = texts.replace_strict(beginnings, default=None, return_dtype=pl.String)
        if rows := body.rows.filter(filled.is_not_null()).to_list():
            columns[first] = filled.alias(columns[first].name)
            notes.append(_note(choice, first, rows, column))
    return notes


def _beginning(text: str, reader: FieldCellReader) -> str | None:
    try:
        first, last = span_of(text.strip())
    except NotASpan:
        return None
    if not first or not last or first == last:
        return None
    return reader.read(first).after


def _note(choice: TableChoice, field: str, rows: list[int], column: int) -> Note:
    places = first_few((address(row, column) for row in rows), MAX_NAMED)
    label = choice.resource.field(field)
    return Note(
        "beginning-taken-from-end",
        bilingual(
            f"{places}: Hier steht ein Zeitraum ({len(rows)}). Sein Beginn wurde als „{label.label('de')}“ "
            "übernommen, denn dafür hat die Tabelle keine Spalte.",
            f"{places}: a span of time stands here ({len(rows)}). Its beginning was taken as '{label.label('en')}', "
            "for which the table has no column.",
        ),
        resource=choice.resource.name,
        row=rows[0],
        address=address(rows[0], column),
        sheet=choice.table.sheet,
    )
