"""Finding the header: the row, or the few rows, whose labels name fields of a resource.

Here: candidates among the first rows, and the keys of each label. Not here: the choice of a column for a field
(column_assignment.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from opendata.intake.matching.header_labels import HeaderLabel, block_labels
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.units_rows import is_units_row, with_units
from opendata.intake.matching.unmerged_headers import (
    filled_cells,
    goes_on_in,
    is_years_row,
    labels_of_rows,
    with_years,
)
from opendata.intake.office_words import header_key, trimmed
from opendata.intake.text_tables import CellRange, TextTable

SEARCHED_ROWS = 50
MAX_HEADER_ROWS = 4
MAX_COMPARED = 8  # headers


@dataclass(frozen=True)
class Header:
    """One header row, or a few that belong together; rows as the source counts them."""

    first_row: int
    last_row: int
    labels: tuple[HeaderLabel, ...]
    meanings: frozenset[str] = frozenset()  # what the labels mean in the vocabulary of one resource
    merged: bool = False

    @property
    def multi_line(self) -> bool:
        """Whether a label stands on several lines or in several rows."""
        return self.first_row != self.last_row or any("\n" in trimmed(label.text) for label in self.labels)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all labels."""
        return frozenset(key for label in self.labels for key in label.keys)


def headers_in(table: TextTable) -> list[Header]:
    """The possible headers: each of the first rows, and each block of rows that merged cells hold together."""
    rows = table.rows.head(SEARCHED_ROWS).to_list()
    columns = table.columns
    lines = [dict(zip(columns, line, strict=True)) for line in table.cells.head(SEARCHED_ROWS).rows()]
    merged = [span for span in table.merged if rows and span.top <= rows[-1]]
    headers = []
    for place, line in enumerate(lines):
        row = rows[place]
        spans = [span for span in merged if span.top <= row <= span.bottom]
        across = any(span.right > span.left for span in spans)
        down = max((span.bottom for span in spans if span.top == row and line.get(span.left)), default=row)
        if down == row:
            headers.append(Header(row, row, tuple(_labels(line)), merged=across))
        last = max(down, row + 1) if across or down > row else row
        height = last - row + 1
        # A merged cell that spans more rows than a header may have is data.
        if 1 < height <= MAX_HEADER_ROWS and rows[place : place + height] == list(range(row, last + 1)):
            block = [_spread(lines[place + n], row + n, merged, columns) for n in range(height)]
            headers.append(Header(row, last, tuple(block_labels(block, columns)), merged=True))
    # These come last, so that one of them is chosen only if it names more fields than a header of one row.
    filled = [filled_cells(line) for line in lines]
    headers += _unmerged(filled, columns, rows, merged)
    years = {row: line for row, line, cells in zip(rows, lines, filled, strict=True) if is_years_row(cells)}
    headers = [_with_years(header, years) for header in headers] if years else headers
    units = {row: line for row, line, cells in zip(rows, lines, filled, strict=True) if is_units_row(cells)}
    return [_with_units(header, units) for header in headers] if units else headers


def _with_years(header: Header, years: Mapping[int, Mapping[int, str | None]]) -> Header:
    """The header, and the row of years below it where one of its labels goes on above them."""
    line = years.get(header.last_row + 1)
    labels = with_years(header.labels, line) if line is not None else ()
    return replace(header, last_row=header.last_row + 1, labels=labels) if labels else header


def _with_units(header: Header, units: Mapping[int, Mapping[int, str | None]]) -> Header:
    """The header, and the row of units below it where there is one."""
    line = units.get(header.last_row + 1)
    if line is None or not header.labels:
        return header
    return replace(header, last_row=header.last_row + 1, labels=with_units(header.labels, line))


def _unmerged(
    filled: Sequence[Mapping[int, str]], columns: Sequence[int], rows: Sequence[int], merged: Sequence[CellRange]
) -> list[Header]:
    """The possible headers of two or three rows that no merged cells hold together; filled: their filled cells."""
    held = {row for span in merged for row in range(span.top, min(span.bottom, span.top + MAX_HEADER_ROWS) + 1)}
    may_go_on = [goes_on_in(cells) for cells in filled]
    return [
        Header(row, row + height - 1, labels)
        for height in (2, 3)
        for place, row in enumerate(rows)
        if rows[place : place + height] == list(range(row, row + height))
        if all(may_go_on[place + 1 : place + height])
        if held.isdisjoint(range(row, row + height))
        if (labels := labels_of_rows(filled[place : place + height], columns))
    ]


def best_header(headers: Sequence[Header], vocabulary: HeaderVocabulary, header_row: int | None) -> Header | None:
    """The header that names most fields of a resource, and of these most by the mapping; None if none names any.

    Of equals it is the first and shortest.
    """
    best: Header | None = None
    most = (-1, -1)
    possible = [
        header for header in headers if header_row is None or header.first_row <= header_row <= header.last_row
    ]
    for header in _most_exact(possible, vocabulary):
        if _holds_data(header, vocabulary):
            continue
        meanings = frozenset(vocabulary.meanings(label.keys for label in header.labels))
        mapped = sum(vocabulary.mapped(label.keys) is not None for label in header.labels)
        if (len(meanings), mapped) > most:
            most = (len(meanings), mapped)
            best = Header(header.first_row, header.last_row, header.labels, meanings, header.merged)
    if best is None or (not best.meanings and header_row is None):
        return None
    return best


def _holds_data(header: Header, vocabulary: HeaderVocabulary) -> bool:
    """Whether the lower of two rows is data: below two labels that the table needs it says what is no header."""
    if header.merged or header.first_row == header.last_row:
        return False
    needed, cells_of_data = {field.name for field in vocabulary.needed}, 0
    for label in header.labels:
        if len(label.parts) > 1:
            alone = header_key(label.parts[0])
            together = [tuple(key for key in label.keys if key != alone)]
            cells_of_data += bool(vocabulary.meanings([(alone,)]) & needed) and not vocabulary.meanings(together)
    return cells_of_data > 1


def _most_exact(headers: Sequence[Header], vocabulary: HeaderVocabulary) -> list[Header]:
    """The few headers that name most fields by words of the kind itself, in their order.

    Only these are looked at for headers that are like such a word, because most rows are data and that look is slow.
    """
    # Nearly all labels are cells of data, which mean nothing.
    exact = [
        len(vocabulary.meanings((label.keys for label in header.labels), alike=False))
        if vocabulary.knows_any(header.keys)
        else 0
        for header in headers
    ]
    places = sorted(range(len(headers)), key=lambda place: -exact[place])[:MAX_COMPARED]
    return [headers[place] for place in sorted(places)]


def _labels(line: Mapping[int, str | None]) -> Iterator[HeaderLabel]:
    for column, text in line.items():
        if text and (key := header_key(text)):
            yield HeaderLabel(column, text, (key,))


def _spread(
    line: Mapping[int, str | None], row: int, merged: Sequence[CellRange], columns: Sequence[int]
) -> dict[int, str | None]:
    """A row in which a cell merged over several columns is repeated in each of them."""
    spread, reached = dict(line), 0
    for span in sorted(merged, key=lambda span: span.left):
        # Merged ranges do not overlap in a file that an office program wrote.
        if span.top == row and span.right > span.left > reached:
            reached = span.right
            for column in columns[bisect_left(columns, span.left) : bisect_right(columns, span.right)]:
                spread[column] = line.get(span.left)
    return spread
