"""Numbers of measures that stand in a report and in no row of its table.

Here: finding them by their shape and look, and when a report is refused for them. Not here: reading measures
(measure_search.py, open_sheets.py), and what is said of them (reading_sentences.py).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from opendata.intake.office_words import cell_key
from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_words import HEADED_BY_ID, is_number, names_number
from opendata.intake.reports.measure_columns import column_named
from opendata.intake.reports.page_furniture import ReadPage
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.text_lines import TextLine

# Of fewer measures nobody can tell how far their numbers go: one row may be the last one of forty that were not
# understood.
FEWEST_READ = 3
MOST_LEFT_OVER = 0.1  # of the numbers read; with more a report is not understood
SAME_SIZE, SAME_EDGE = 0.6, 6.0  # points
AFTER_THE_LAST = 1.1  # so far behind the greatest number read one of digits alone is believed
_LAST_DIGITS = re.compile(r"(\d+)(\D*)\Z")
Look = tuple[float, bool]  # the size of letters, and whether they are bold


def numbers_left_over(pages: Sequence[ReadPage], records: Sequence[ReportRecord]) -> dict[str, int]:
    """The numbers of the shape and look of the measures' own that are in no row, each with its page."""
    column = column_named(records, names_number)
    cells = [
        (record, cell)
        for record in records
        if column and column in record.entries and not record.is_sum
        for cell in record.entries[column].cells[:1]
    ]
    read = {cell_key(cell.label) for _, cell in cells}
    if not read:
        return {}
    are_few = len(read) < FEWEST_READ
    looks = {(line.size, line.bold) for _, cell in cells for line in cell.lines[:1]}
    edges = [cell.x0 for _, cell in cells if cell.x0]
    greatest: dict[str, int] = defaultdict(int)
    for number in read:
        if parts := _parts(number):
            greatest[parts[0]] = max(greatest[parts[0]], parts[1])
    told_on = [record.page for record, _ in cells]
    left_over: dict[str, int] = {}
    for page in pages:
        if not are_few and not min(told_on) <= page.number <= max(told_on) + 1:
            continue
        for number in _numbers_on(page, looks, edges):
            parts = _parts(cell_key(number))
            if parts is None or parts[0] not in greatest or cell_key(number) in read:
                continue
            if are_few or _has_letter(number) or parts[1] <= AFTER_THE_LAST * greatest[parts[0]] + 1:
                left_over.setdefault(number, page.number)
    return left_over


def are_too_many(left_over: Mapping[str, int], records: Sequence[ReportRecord]) -> bool:
    """Whether so many numbers are in no row that the report was not understood."""
    return len(left_over) > max(1, MOST_LEFT_OVER * len(records))


def _parts(number: str) -> tuple[str, int] | None:
    """What a number begins with and how it is written, and the count at its end: "M1.", two digits, 7."""
    match = _LAST_DIGITS.search(number)
    if match is None or match[2]:
        return None
    padded = f"{len(match[1])} digits" if match[1].startswith("0") else ""
    return f"{number[: match.start()]}{padded}", int(match[1])


def _numbers_on(page: ReadPage, looks: Collection[Look], edges: Sequence[float]) -> list[str]:
    """The numbers of such looks that begin a line, a box or a cell; digits alone must stand at one of the edges."""
    alike = [
        segment.text
        for line in chain(page.lines, *page.boxes)
        if _looks_like_one_of(line, looks)
        for segment in line.segments
        if not is_number(segment.text) or _has_letter(segment.text)
    ]
    for cell in (cell for grid in page.grids for row in grid.rows for cell in row.filled):
        at_edge = any(abs(cell.x0 - edge) < SAME_EDGE for edge in edges)
        if _looks_like_one_of(cell.lines[0], looks) and (at_edge or _has_letter(cell.label.split(maxsplit=1)[0])):
            alike.append(cell.label)
    return [number for text in alike if (number := _number_at_the_beginning(one_line(text)))]


def _looks_like_one_of(line: TextLine, looks: Collection[Look]) -> bool:
    return any(abs(line.size - size) < SAME_SIZE and line.bold == bold for size, bold in looks)


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _number_at_the_beginning(text: str) -> str | None:
    if is_number(text):
        return text
    match = HEADED_BY_ID.fullmatch(text)
    return match[1] if match else None
