"""The one table that the measures of a report become, as a spreadsheet would hold it.

Here: its header, its rows, where each cell stands, and the columns for document and page. Not here: what its columns
mean for a kind (matching/, proposed_mappings.py).
"""

from collections.abc import Sequence
from pathlib import PurePath

import polars as pl

from opendata.intake.report_origins import CellOrigin, ReportingDate
from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_words import names_group, names_number, names_title
from opendata.intake.reports.report_records import LabelledText, ReportRecord, keys_of
from opendata.intake.reports.reporting_dates import date_of_state
from opendata.intake.text_tables import TextTable

DOCUMENT_LABEL, PAGE_LABEL = "Quelldokument", "Seite im Dokument"


def measure_table(file: str, records: Sequence[ReportRecord]) -> TextTable:
    """The table of these measures; row 1 is its header."""
    keys = [key for key in keys_of(records) if any(_is_filled(record, key) for record in records)]
    labels = [_label(records, key) for key in keys]
    origins: dict[tuple[int, int], CellOrigin] = {}
    columns: list[list[str | None]] = [[label] for label in labels]
    on_one_line = {key for key in keys if _is_short(records, key)}
    for row, record in enumerate(records, 2):
        for column, key in enumerate(keys, 1):
            entry = record.entries.get(key)
            text = entry.text if entry else None
            columns[column - 1].append((one_line(text) if key in on_one_line else text) if text else None)
            if entry and text and (boxes := tuple(box for cell in entry.cells for box in cell.boxes)):
                origins[row, column] = CellOrigin(boxes[0].page, boxes)
    columns.append([DOCUMENT_LABEL, *(None if record.is_sum else PurePath(file).name for record in records)])
    columns.append([PAGE_LABEL, *(None if record.is_sum else str(record.page) for record in records)])
    return TextTable(
        name=PurePath(file).stem,
        file=file,
        sheet=None,
        cells=pl.DataFrame({str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns, 1)}),
        rows=pl.int_range(1, len(records) + 2, dtype=pl.UInt32, eager=True),
        origins=origins,
        reporting_dates=_reporting_dates(labels),
    )


def _reporting_dates(labels: Sequence[str]) -> list[ReportingDate]:
    dates = [
        ReportingDate(label, column, day)
        for column, label in enumerate(labels, 1)
        if (day := date_of_state(label)) is not None
    ]
    if len({found.as_of for found in dates}) < 2:
        return []
    return sorted(dates, key=lambda found: (found.as_of, found.column))


def _label(records: Sequence[ReportRecord], key: str) -> str:
    return next(record.entries[key].label for record in records if key in record.entries)


def _is_filled(record: ReportRecord, key: str) -> bool:
    entry: LabelledText | None = record.entries.get(key)
    return bool(entry and entry.text.strip())


def _is_short(records: Sequence[ReportRecord], key: str) -> bool:
    """Whether the texts of a column are names, which are no texts of several lines."""
    label = _label(records, key)
    if names_number(label) or names_title(label) or names_group(label):
        return True
    entries = [record.entries[key] for record in records if key in record.entries]
    if any(len(entry.cells) > 1 for entry in entries):
        return False  # a step below another
    return max((len(entry.text) for entry in entries), default=0) <= 40
