"""Rows of sums between the rows of measures.

Here: knowing them, and what they say. Not here: whether sums agree (intake/printed_totals.py).
"""

import re

from opendata.intake.reports.header_blocks import TableHead
from opendata.intake.reports.lattices import Row
from opendata.intake.reports.report_records import ReportRecord

ROW = "row"
_SUM = re.compile(
    r"(?:zwischen|gesamt|teil)?(?:summe|mittelwert|durchschnitt|total)\b|gesamt\b|Σ|∑|insgesamt\b", re.IGNORECASE
)


def names_sum(text: str) -> bool:
    """Whether a text begins like the name of a sum."""
    return bool(_SUM.match(text))


def sum_record(header: TableHead, row: Row) -> ReportRecord:
    """A sum, whose name may reach over several columns; it begins in the first of them."""
    record = ReportRecord(row.page, ROW, is_sum=True)
    for cell in row.filled:
        place = header.column_of(cell)
        if place is None:
            ends = [n for n, column in enumerate(header.columns) if column.x1 > cell.x0 + 1]
            place = ends[0] if ends else 0
        label = _SUM.match(cell.label)
        if label and cell.label[label.end() :].strip(" :"):
            # Beside a field of action the word alone says what the row is, as in a spreadsheet.
            record.put(header.label_of(place), cell.saying("Zwischensumme"))
        else:
            record.put(header.label_of(place), cell)
    return record
