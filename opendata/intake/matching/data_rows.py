"""The data rows of a table: the rows below its header, without empty rows, notes and others that are no entries.

Here: empty rows, conditions of skip_rows, repeated headers, notes below the table, merged cells filled down.
Not here: the cells of the rows that stay (column_reading.py). The report lists every row left out.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from opendata.domain.report.findings import Finding, LeftOut, Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.rows_without_entries import rows_without_entries
from opendata.intake.office_words import cell_key, header_key
from opendata.intake.size_limits import too_much_text
from opendata.intake.text_tables import CellMark, CellRange, TextTable

Remark = Finding | Note | LeftOut
MAX_NAMED_RANGES = 5
MAX_FILLED_CHARACTERS = 200_000_000


def select_data_rows(choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> tuple[TextTable, list[Remark]]:
    """The table below its header, reduced to its data rows, and remarks on the rows left out."""
    remarks: list[Remark] = _above(choice)
    below = choice.table.keeping(choice.table.rows > choice.header.last_row)
    filled = _filled(below)
    remarks += _empty_rows(choice, below, filled)
    notes_at = _notes_below(choice, field_columns, below, filled)
    data = below.keeping(filled)
    data, filled_ranges = _merged_down(data, choice, field_columns)
    skipped, missing = _skipped(data, choice)
    remarks += missing
    repeated = _repeats_of_header(data, choice)
    reasons = {**dict.fromkeys(notes_at, "note-below-table"), **dict.fromkeys(repeated, "header-repeated")}
    reasons |= dict.fromkeys(rows_without_entries(data, choice, field_columns), "no-entry")
    reasons |= dict.fromkeys(skipped, "skip-rows")
    remarks += _left_out(choice, data, reasons)
    if filled_ranges:
        remarks.append(_merged_note(choice, filled_ranges))
    if reasons:
        data = data.keeping(~data.rows.is_in(pl.Series(list(reasons), dtype=pl.UInt32).implode()))
    return data, remarks


def _above(choice: TableChoice) -> list[Remark]:
    above = choice.table.keeping(choice.table.rows < choice.header.first_row)
    return [
        LeftOut(choice.resource.name, row, "title", _beginning(line), choice.table.sheet)
        for row, line in zip(above.rows, above.cells.rows(), strict=True)
        if any(cell and cell.strip() for cell in line)
    ]


def _filled(table: TextTable) -> pl.Series:
    """For each row, whether any of its cells holds text or a formula."""
    if not table.cells.width:
        return pl.Series([False] * table.rows.len(), dtype=pl.Boolean)
    full = table.cells.select(
        pl.any_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)).alias("full")
    ).to_series()
    if table.marks is not None:
        full = full | table.marks.select(pl.any_horizontal(pl.all() == CellMark.FORMULA).alias("full")).to_series()
    return full


def _empty_rows(choice: TableChoice, below: TextTable, filled: pl.Series) -> list[LeftOut]:
    """Empty rows between filled ones, one remark for each range, because a range may have thousands of rows."""
    data = below.rows.filter(filled)
    if data.is_empty():
        return []
    ends = pl.concat([pl.Series([choice.header.last_row], dtype=pl.UInt32), data])
    gaps = pl.DataFrame({"before": ends.head(-1), "after": data}).filter(pl.col("after") - pl.col("before") > 1)
    return [
        LeftOut(
            choice.resource.name,
            before + 1,
            "empty",
            f"{before + 1}–{after - 1}" if after - before > 2 else f"{before + 1}",
            choice.table.sheet,
        )
        for before, after in gaps.head(1000).rows()
    ]


def _notes_below(
    choice: TableChoice, field_columns: Mapping[str, FieldColumn], below: TextTable, filled: pl.Series
) -> set[int]:
    """Rows at the end, below an empty row, that have at most one filled cell and lack a required field."""
    rows = below.rows.filter(filled).tail(200).to_list()
    lines = below.cells.filter(filled).tail(200).to_dicts()
    needed = [str(field_columns[f.name].column) for f in choice.resource if f.required and f.name in field_columns]
    end, place = len(rows), len(rows)
    while place > 0:
        texts = {name for name, text in lines[place - 1].items() if text and text.strip()}
        if len(texts) > 1 or not (set(needed) - texts):
            break
        place -= 1
        before = rows[place - 1] if place else choice.header.last_row
        if rows[place] > before + 1:
            end = place
    return set(rows[end:])


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
    return replace(data, cells=cells, marks=marks), filled_ranges


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


def _skipped(data: TextTable, choice: TableChoice) -> tuple[set[int], list[Finding]]:
    """Rows that a skip_rows condition matches, and findings on the headers of conditions that the table lacks."""
    columns = {key: label.column for label in reversed(choice.header.labels) for key in label.keys}
    rows: set[int] = set()
    missing: dict[str, Finding] = {}
    for condition in choice.vocabulary.mapping.skip_rows:
        absent = [header for header in condition if header_key(header) not in columns]
        missing |= {header: _skip_column_missing(choice, header) for header in absent}
        if absent:
            continue
        mask = pl.Series([True], dtype=pl.Boolean).new_from_index(0, data.rows.len())
        for header, wanted in condition.items():
            column = data.cells[str(columns[header_key(header)])]
            equal = [text for text in column.unique() if cell_key(text) in wanted]
            mask &= column.is_in(pl.Series(equal, dtype=pl.String).implode(), nulls_equal=True)
        rows.update(data.rows.filter(mask))
    return rows, list(missing.values())


def _repeats_of_header(data: TextTable, choice: TableChoice) -> set[int]:
    labels = choice.header.labels
    if len(labels) < 2:
        return set()
    first = data.cells[str(labels[0].column)]
    # A repeated header is an exact copy, so only rows with the same first cell are compared label by label.
    parts = [part.strip() for part in {labels[0].text, *labels[0].text.splitlines()}]
    candidates = data.keeping(first.str.strip_chars().is_in(parts).fill_null(value=False))
    return {
        row
        for row, line in zip(candidates.rows, candidates.cells.to_dicts(), strict=True)
        if all(header_key(line[str(label.column)] or "") in label.keys for label in labels)
    }


def _left_out(choice: TableChoice, data: TextTable, reasons: Mapping[int, str]) -> Iterator[LeftOut]:
    if not reasons:
        return
    left_out = data.keeping(data.rows.is_in(pl.Series(list(reasons), dtype=pl.UInt32).implode()))
    for row, line in zip(left_out.rows, left_out.cells.iter_rows(), strict=True):
        yield LeftOut(choice.resource.name, row, reasons[row], _beginning(line), choice.table.sheet)


def _beginning(line: Iterable[str | None]) -> str:
    return quoted(" | ".join(cell.strip() for cell in line if cell and cell.strip()))


def _skip_column_missing(choice: TableChoice, header: str) -> Finding:
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"Die Zuordnung lässt Zeilen nach der Spalte „{quoted(header)}“ weg, aber diese fehlt in der Tabelle. "
            "Bitte ergänzen Sie die Spalte oder ändern Sie die Zuordnung.",
            f"The mapping leaves out rows by column '{quoted(header)}', but the table has no such column. "
            "Please add the column or change the mapping.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )


def _merged_note(choice: TableChoice, spans: Sequence[CellRange]) -> Note:
    names = [
        f"{address(span.top, span.left)}:{address(span.bottom, span.right)}" for span in spans[:MAX_NAMED_RANGES]
    ]
    places = ", ".join(names) + (", …" if len(spans) > MAX_NAMED_RANGES else "")
    return Note(
        "merged-cells-filled",
        bilingual(
            f"{places}: Verbundene Zellen gelten für jede ihrer Zeilen und wurden so übernommen.",
            f"{places}: merged cells hold for each of their rows and were taken over like that.",
        ),
        resource=choice.resource.name,
        row=spans[0].top,
        address=names[0],
        sheet=choice.table.sheet,
    )
