"""A report of three dates as a table that was read already, for tests of everything that comes after reading.

Here: its table, with a page and a box for each cell; and the same report as a small PDF. Not here: how well PDFs are
read, which other tests judge.
"""

import io
from collections.abc import Sequence
from datetime import date

import polars as pl
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from opendata.domain.model import SourceFile
from opendata.intake.kept_readings import reading_of
from opendata.intake.report_origins import Box, CellOrigin, ReportingDate
from opendata.intake.text_tables import TextTable

NAME = "Sachstandsbericht.csv"
DATES = (
    ReportingDate("Sachstand 2013", 3, date(2013, 12, 31)),
    ReportingDate("Sachstand 2015/2016", 4, date(2016, 12, 31)),
    ReportingDate("Sachstand 2017/2018", 5, date(2018, 12, 31)),
)
ROWS = (
    ("Nr.", "Maßnahme", *(told.header for told in DATES)),
    ("1.1", "Radverkehr", "Planung begonnen.", "Im Bau.", "Fertig gestellt."),
    ("1.2", "Solardächer", "Erste Dächer.", "Weitere Dächer.", "Alle Schulen."),
)


def read_report(
    *rows: tuple[str, ...], dates: tuple[ReportingDate, ...] = DATES, pages_before: int = 0
) -> SourceFile:
    """The report, each row on a page of its own; its reading stands beside bytes that are another table."""
    lines = rows or ROWS
    cells = pl.DataFrame({str(place): [line[place - 1] for line in lines] for place in range(1, len(lines[0]) + 1)})
    origins = {
        (row, column): CellOrigin(page, (Box(50.0 * column, 100.0, 50.0 * column + 40, 120.0, page),))
        for row, page in enumerate(range(2 + pages_before, len(lines) + 1 + pages_before), 2)
        for column in range(1, len(lines[0]) + 1)
    }
    numbers = pl.Series(range(1, len(lines) + 1), dtype=pl.UInt32)
    table = TextTable("report", NAME, None, cells, numbers, origins=origins, reporting_dates=dates)
    return SourceFile(NAME, b"nothing;of;this\n1;2;3\n", reading_of([table]))


def report_pdf(rows: Sequence[tuple[str, ...]] = ROWS) -> bytes:
    """The same report as a PDF with a ruled table."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    written = io.BytesIO()
    document = SimpleDocTemplate(written, pagesize=landscape(A4), title="Sachstandsbericht", invariant=True)
    cells = [[Paragraph(text, style) for text in row] for row in rows]
    lines = [("GRID", (0, 0), (-1, -1), 0.8, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table = Table(cells, colWidths=[45, 130, 170, 170, 170], style=lines)
    document.build([Paragraph("Klimaschutz: Sachstandsbericht 2017/2018", style), Spacer(1, 12), table])
    return written.getvalue()
