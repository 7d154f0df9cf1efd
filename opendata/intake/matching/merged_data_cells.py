"""Merged cells among the data rows: a file holds their text once, and a person sees it in each cell.

Here: cells merged downwards, which hold for each of their rows, and dates merged over the columns of several dates.
Not here: merged headers (header_rows.py).
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Note
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.size_limits import too_much_text
from opendata.intake.text_tables import CellRange, TextTable

MAX_NAMED_RANGES = 5
MOST_ROWS_ACROSS = 1_000  # how far down a date merged over several columns and rows is filled
MAX_FILLED_CHARACTERS = 200_000_000
_TWO_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-–—/]|bis)\s*(\d{4})\s*")


def merged_cells_filled(
    data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]
) -> tuple[TextTable, list[Note]]:
    """The table with merged cells repeated where they hold, and notes on them."""
    data, across = _dates_across(data, choice, field_columns)
    data, down = _merged_down(data, choice, field_columns)
    notes = []
    if across:
        notes.append(
            _note(
                choice,
                across,
                "Ein Datum, das über mehrere Spalten verbunden ist, gilt für jede davon und wurde so übernommen.",
                "a date merged over several columns holds for each of them and was taken over like that.",
            )
        )
    amounts = {str(field_columns[f.name].column) for f in choice.resource if f.name in field_columns and f.unit}
    shared = [span for span in down if str(span.left) in amounts]
    if shared:
        notes.append(
            _note(
                choice,
                shared,
                "Eine Zahl, die über mehrere Zeilen verbunden ist, steht nun in jeder davon. Gilt sie für alle "
                "zusammen, heben Sie die Verbindung bitte auf und schreiben Sie zu jeder Zeile ihre eigene Zahl.",
                "a number merged over several rows now stands in each of them. If it holds for all of them together, "
                "please unmerge the cells and write each row's own number.",
                "merged-amount",
            )
        )
    down = [span for span in down if span not in shared]
    if down:
        notes.append(
            _note(
                choice,
                down,
                "Verbundene Zellen gelten für jede ihrer Zeilen und wurden so übernommen.",
                "merged cells hold for each of their rows and were taken over like that.",
            )
        )
    return data, notes


def _merged_down(
    data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]
) -> tuple[TextTable, list[CellRange]]:
    """The table with merged cells, which a file holds once, repeated in each of their rows, and their ranges."""
    spans = _spans_down(data, choice, field_columns)
    if not spans or not data.rows.len():
        return data, []
    rows = data.rows.to_list()
    cells, marks, filled_ranges = data.cells, data.marks, []
    for column in sorted({span.left for span in spans}):
        name = str(column)
        if name not in cells.columns:
            continue
        values = cells[name].to_list()
        value_marks = marks[name].to_list() if marks is not None else [0] * len(values)
        reached, room = choice.header.last_row, MAX_FILLED_CHARACTERS
        for span in (span for span in spans if span.left == column):
            first = bisect_left(rows, span.top)
            # Merged ranges do not overlap in a file that an office program wrote.
            if span.top <= reached or first == len(rows) or rows[first] != span.top or values[first] is None:
                continue
            last = bisect_left(rows, span.bottom + 1)
            room -= len(values[first] or "") * (last - first)
            if room < 0:
                raise too_much_text(data.file)
            values[first:last] = [values[first]] * (last - first)
            value_marks[first:last] = [value_marks[first]] * (last - first)
            reached = span.bottom
            if last - first > 1:
                filled_ranges.append(span)
        cells = cells.with_columns(pl.Series(name, values, dtype=pl.String))
        if marks is not None:
            marks = marks.with_columns(pl.Series(name, value_marks, dtype=pl.UInt8))
    return replace(data, cells=cells, marks=marks, shown=data.shown_in_ranges(filled_ranges)), filled_ranges


def _spans_down(data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> list[CellRange]:
    """The ranges of cells merged downwards, below the header and in columns that fields use."""
    used = {column for field_column in field_columns.values() for column in field_column.columns}
    return sorted(
        (
            span
            for span in data.merged
            if span.bottom > span.top and span.left in used and span.bottom > choice.header.last_row
        ),
        key=lambda span: (span.left, span.top),
    )


def _dates_across(
    data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]
) -> tuple[TextTable, list[CellRange]]:
    """The table with dates that are merged over columns of dates repeated in each, and their ranges.

    "2024–2026" over the columns of a beginning and an end is the one year in the first and the other in the second.
    """
    dates = {str(field_columns[f.name].column) for f in choice.resource if f.name in field_columns and _is_date(f)}
    spans = [
        span
        for span in data.merged
        if span.right > span.left and str(span.left) in dates and span.top > choice.header.last_row
    ]
    if not spans or not data.rows.len():
        return data, []
    rows = data.rows.to_list()
    values = {name: data.cells[name].to_list() for name in dates}
    marks = None if data.marks is None else {name: data.marks[name].to_list() for name in dates}
    filled_ranges = []
    for span in sorted(spans, key=lambda span: (span.top, span.left)):
        place, left = bisect_left(rows, span.top), str(span.left)
        last = bisect_left(rows, min(span.bottom, span.top + MOST_ROWS_ACROSS) + 1)
        others = [name for name in dates if span.left < int(name) <= span.right]
        if place == len(rows) or rows[place] != span.top or values[left][place] is None or not others:
            continue
        filled_ranges.append(span)
        years = _TWO_YEARS.fullmatch(values[left][place][:40])
        for name in others:
            text = years[2] if years and len(others) == 1 else values[left][place]
            values[name][place:last] = [text] * (last - place)
            if marks is not None:
                marks[name][place:last] = [marks[left][place]] * (last - place)
        if years and len(others) == 1:
            values[left][place] = years[1]
    cells = data.cells.with_columns(pl.Series(name, values[name], dtype=pl.String) for name in dates)
    if marks is None or data.marks is None:
        return replace(data, cells=cells), filled_ranges
    with_marks = data.marks.with_columns(pl.Series(name, marks[name], dtype=pl.UInt8) for name in dates)
    return replace(data, cells=cells, marks=with_marks), filled_ranges


def unused_parts(data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> list[Note]:
    """Notes on cells of entries that are merged over the columns of several fields and fill the first alone."""
    fields = {field_columns[f.name].column: f for f in choice.resource if f.name in field_columns}
    wide = [span for span in data.merged if span.right > span.left and span.left in fields]
    if not wide:
        return []
    entries = set(
        data.rows.filter(data.rows.is_in(pl.Series([span.top for span in wide], dtype=pl.UInt32).implode()))
    )
    spans = [
        span
        for span in wide
        if span.top in entries
        and any(span.left < column <= span.right and not _both_dates(fields, span.left, column) for column in fields)
    ]
    if not spans:
        return []
    return [
        _note(
            choice,
            spans,
            "Der Inhalt einer Zelle, die über mehrere Spalten verbunden ist, steht nur in der ersten davon; "
            "die anderen sind leer.",
            "the content of a cell merged over several columns stands in the first of them alone; "
            "the others are empty.",
            "merged-cells-first-only",
        )
    ]


def _both_dates(fields: Mapping[int, Field], left: int, right: int) -> bool:
    return _is_date(fields[left]) and _is_date(fields[right])


def _is_date(field: Field) -> bool:
    return field.precision == "reduced" or field.type in ("date", "datetime", "year", "yearmonth")


def _note(
    choice: TableChoice, spans: Sequence[CellRange], de: str, en: str, code: str = "merged-cells-filled"
) -> Note:
    ranges = [f"{address(span.top, span.left)}:{address(span.bottom, span.right)}" for span in spans]
    places = first_few(ranges, MAX_NAMED_RANGES)
    return Note(
        code,
        bilingual(f"{places}: {de}", f"{places}: {en}"),
        resource=choice.resource.name,
        row=spans[0].top,
        address=ranges[0],
        sheet=choice.table.sheet,
    )
