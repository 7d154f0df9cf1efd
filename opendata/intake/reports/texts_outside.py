"""Texts of sheets that stand outside of their tables: facts in a ruled table, and headed texts below it.

Here: finding them, and joining them to the sheets. Not here: tables (measure_search.py), and how labels without lines
are read (open_sheets.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.open_sheets import open_records
from opendata.intake.reports.page_furniture import ReadPage
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.sheet_headings import SHEET

MOST = 0.9  # of the headed texts must stand below headings of sheets, or they are something else


def with_texts_outside(records: Sequence[ReportRecord], pages: Sequence[ReadPage]) -> list[ReportRecord]:
    """The records with the texts that stand below the same heading, outside of the tables."""
    sheets = {_heading(record): record for record in records if record.kind == SHEET and record.heading}
    if not sheets or len(sheets) < MOST * len(records) or not any(page.grids for page in pages):
        return list(records)
    outside = open_records([replace(page, grids=[]) for page in pages])
    known = [(sheets[_heading(found)], found) for found in outside if _heading(found) in sheets]
    if len(known) < MOST * len(outside):
        return list(records)
    for record, found in known:
        for key, entry in found.entries.items():
            record.entries.setdefault(key, entry)
    return list(records)


def _heading(record: ReportRecord) -> tuple[int, str]:
    """What tells a sheet: its page, and the heading above it."""
    return record.page, one_line(record.heading.text) if record.heading else ""
