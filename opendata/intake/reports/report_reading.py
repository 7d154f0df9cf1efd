"""A report, from its pages to the table of its measures, with the question that a person answers about the reading.

Here: the order of the steps. Not here: the steps, and opening a PDF (files/pdf_documents.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.columns_as_rows import upright_tables
from opendata.intake.reports.columns_on_other_pages import with_all_columns
from opendata.intake.reports.doubled_numbers import tell_apart
from opendata.intake.reports.joined_tables import joined_tables
from opendata.intake.reports.label_words import label_key, names_number, names_title
from opendata.intake.reports.measure_columns import column_named, settle_columns
from opendata.intake.reports.measure_search import MeasureSearch
from opendata.intake.reports.measure_table import measure_table
from opendata.intake.reports.numbers_left_over import are_too_many, numbers_left_over
from opendata.intake.reports.open_sheets import open_records
from opendata.intake.reports.page_content import PageNote
from opendata.intake.reports.page_furniture import ReadPage, without_furniture
from opendata.intake.reports.reading_sentences import (
    about_reading,
    no_measures,
    not_understood,
    numbers_unread,
    overprinted,
    scanned,
)
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.rows_apart import are_unparted
from opendata.intake.reports.same_measures import with_joined_measures
from opendata.intake.reports.texts_outside import with_texts_outside
from opendata.intake.text_tables import TextTable

MOST_MISREAD = 3  # labels in the places of values
MOST_UNCLEAR = 0.25  # of the pages: with letters on each other on more, nobody could compare the texts
FEW = 0.1  # of the records: so few sheets between rows, or rows between sheets, are measures if they have a number


class NoMeasures(Exception):
    """A report in which no measures were found; de, en: why, and what to do."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.de, self.en = de, en


def read_report(file: str, pages: Sequence[ReadPage]) -> TextTable:
    """The table of the report's measures; raises NoMeasures."""
    if not any(page.has_text for page in pages):
        raise NoMeasures(*scanned(pages))
    unclear = [page for page in pages if PageNote.OVERPRINTED in page.notes]
    if len(unclear) > MOST_UNCLEAR * sum(page.has_text for page in pages):
        raise NoMeasures(*overprinted(unclear))
    plain = without_furniture(pages)
    tables, _ = joined_tables(plain)
    search = MeasureSearch(upright_tables(with_all_columns(tables)))
    records = search.run()
    settle_columns(records)
    found, records = records, measures_among(records)
    left_over = search.left_over + letters_of([record for record in found if record not in records])
    if not records or len(records) < len(pages) / 4:
        sheets = open_records(plain)
        settle_columns(sheets)
        sheets = measures_among(sheets)
        if len(sheets) > len(records):
            cells = [cell for page in plain for grid in page.grids for row in grid.rows for cell in row.filled]
            records, left_over = sheets, sum(len(cell.label) for cell in cells)
    records = with_texts_outside(records, plain)
    if not [record for record in records if not record.is_sum]:
        raise NoMeasures(*no_measures(pages))
    if has_labels_for_values(records) or are_unparted(records, column_named(records, names_number)):
        raise NoMeasures(*not_understood(records))
    records = with_joined_measures(records)
    numbers = numbers_left_over(plain, records)
    if are_too_many(numbers, records):
        raise NoMeasures(*numbers_unread(numbers))
    questions = tell_apart(records)
    table = measure_table(file, records)
    return replace(table, questions=[about_reading(file, pages, records, table, left_over, numbers), *questions])


def measures_among(records: Sequence[ReportRecord]) -> list[ReportRecord]:
    """The records that are measures: those with a number or a title, of the sort that the report has most of."""
    number, title = column_named(records, names_number), column_named(records, names_title)
    kinds = Counter(record.kind for record in records)
    return [
        record
        for record in records
        if record.is_sum
        or (
            (_is_filled(record, number) or (title is not None and _tells_title(record, title, number)))
            and (_is_filled(record, number) or kinds[record.kind] > max(1, FEW * len(records)))
        )
    ]


def letters_of(records: Sequence[ReportRecord]) -> int:
    """How many letters stand in records."""
    return sum(len(entry.text) for record in records for entry in record.entries.values())


def _tells_title(record: ReportRecord, title: str, number: str | None) -> bool:
    return _is_filled(record, title) and not _is_count(record, title, number)


def _is_filled(record: ReportRecord, key: str | None) -> bool:
    return key is not None and key in record.entries and bool(record.entries[key].cells)


def _is_count(record: ReportRecord, title: str, number: str | None) -> bool:
    """Whether digits stand in the place of a title, as in a table that counts the measures of each field."""
    return record.entries[title].text.strip().isdecimal() and not (number and number in record.entries)


def has_labels_for_values(records: Sequence[ReportRecord]) -> bool:
    """Whether labels of the report stand where values should: then its tables were misread."""
    labels = {key for record in records for key in record.entries}
    texts = [label_key(entry.text) for record in records for entry in record.entries.values() if entry.cells]
    misread = sum(text in labels for text in texts)
    return misread >= MOST_MISREAD and misread > len(records) / 10
