"""What names the sheets and tables of a report: the lines above them, and a first row that gives number and title.

Here: what they say. Not here: what a heading means for the rows below it (measure_search.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from opendata.intake.reports.joined_lines import joined, one_line
from opendata.intake.reports.label_rows import paragraphs
from opendata.intake.reports.label_words import HEADED_BY_ID, group_named, is_known_label, number_alone
from opendata.intake.reports.lattices import Cell, Row
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.reporting_dates import date_of_state
from opendata.intake.reports.text_lines import TextLine

SHEET = "sheet"
NUMBER_LABEL, TITLE_LABEL = "Nr.", "Maßnahme"  # of what a report shows without a label
LONGEST_HEADING = 90  # characters
_LABEL_AND_VALUE = re.compile(r"([^\W\d_]{4,})[: ]\s*(\d.{0,12})")  # "Priorität 1"


@dataclass
class LinesAbove:
    """What the lines above a table say.

    heading: with the number of a measure. title: the last line that stands out. group: a field of action.
    state_of: the day whose state they tell.
    """

    heading: Cell | None = None
    title: Cell | None = None
    group: Cell | None = None
    state_of: date | None = None


def read_above(lines: Sequence[TextLine], usual_size: float) -> LinesAbove:
    """What lines above a table say; usual_size: of letters in tables."""
    above = LinesAbove()
    for paragraph in paragraphs(lines):
        line = replace(paragraph[0], text=joined(paragraph))
        cell = Cell(line.x0, line.x1, [line], ())
        is_short = len(line.text) < LONGEST_HEADING
        if is_short and (day := date_of_state(line.text)) is not None:
            above.state_of = day
        elif is_short and group_named(line.text) is not None:
            above.group = cell
        elif line.bold or line.size > usual_size + 1:
            number = number_alone(above.heading.label) if above.heading and above.heading is above.title else None
            if HEADED_BY_ID.fullmatch(one_line(line.text)) or number_alone(line.text):
                above.heading = cell
            elif number and is_short:
                above.heading = cell = (above.heading or cell).saying(f"{number} {line.text}")
            above.title = cell if is_short else None
    return above


def sheet_begun(row: Row, group: Cell | None) -> ReportRecord:
    """The sheet that a row without labels begins, by number, title, and what else stands in it."""
    record = ReportRecord(row.page, SHEET, group=group)
    labels = [NUMBER_LABEL, TITLE_LABEL]
    for place, cell in enumerate(row.filled):
        known = _LABEL_AND_VALUE.fullmatch(cell.label)
        if place < len(labels):
            record.put(labels[place], cell)
        elif known and is_known_label(known[1]):
            record.put(known[1], cell.saying(known[2]))
        else:
            record.put(f"Angabe {place + 1} ohne Überschrift", cell)
    return record
