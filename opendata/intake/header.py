"""Finding the header: the row, or two rows, whose labels mean something.

Here: candidates among the first rows, and what each label can be read as. Not here: which field wins (columns.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.intake.source import Range, TextTable
from opendata.intake.vocabulary import Vocabulary
from opendata.intake.words import header_key, trimmed

SEARCHED_ROWS = 50


@dataclass(frozen=True)
class Label:
    """The header of one column: as it reads, and the keys it may be found under, the most telling first."""

    column: int
    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """One header row, or two that belong together; rows as the source counts them."""

    first_row: int
    last_row: int
    labels: tuple[Label, ...]
    meanings: frozenset[str] = frozenset()  # of its labels, in the vocabulary it was found with
    merged: bool = False

    @property
    def multi_line(self) -> bool:
        """Whether a label stands on several lines or in two rows."""
        return self.first_row != self.last_row or any("\n" in trimmed(label.text) for label in self.labels)


def headers_in(table: TextTable) -> list[Header]:
    """Every row among the first ones, and every pair that merged cells hold together, as a header."""
    head = table.cells.head(SEARCHED_ROWS)
    rows = table.rows.head(SEARCHED_ROWS + 1).to_list()
    columns = table.columns
    lines = [dict(zip(columns, line, strict=True)) for line in head.rows()]
    merged = [each for each in table.merged if rows and each.top <= rows[-1]]
    found = []
    for place, line in enumerate(lines):
        row = rows[place]
        spans = [each for each in merged if each.top <= row <= each.bottom]
        labels = tuple(_labels(line))
        found.append(Header(row, row, labels, merged=any(each.right > each.left for each in spans)))
        follows = place + 1 < len(lines) and rows[place + 1] == row + 1
        if follows and any(each.right > each.left or each.bottom > row for each in spans):
            labels = tuple(_pair_labels(line, lines[place + 1], row, merged, columns))
            found.append(Header(row, row + 1, labels, merged=True))
    return found


def best_header(headers: Sequence[Header], vocabulary: Vocabulary, header_row: int | None) -> Header | None:
    """The header that means most to a resource, the first and shortest of equals; None where none means anything."""
    best: Header | None = None
    for header in headers:
        if header_row is not None and not header.first_row <= header_row <= header.last_row:
            continue
        meanings = frozenset(vocabulary.meanings(label.keys for label in header.labels))
        if best is None or len(meanings) > len(best.meanings):
            best = Header(header.first_row, header.last_row, header.labels, meanings, header.merged)
    if best is None or (not best.meanings and header_row is None):
        return None
    return best


def _labels(line: dict[int, str | None]) -> Iterator[Label]:
    for column, text in line.items():
        if text and (key := header_key(text)):
            yield Label(column, text, (key,))


def _pair_labels(
    upper: dict[int, str | None],
    lower: dict[int, str | None],
    row: int,
    merged: Sequence[Range],
    columns: Sequence[int],
) -> Iterator[Label]:
    """Labels of two rows: a group above its parts, beside labels that reach over both rows."""
    groups: dict[int, str | None] = dict(upper)
    reached = 0
    for span in sorted(merged, key=lambda each: each.left):
        # Merged ranges do not overlap in a file that an office program wrote.
        if span.top <= row <= span.bottom and span.right > span.left > reached:
            reached = span.right
            for column in columns[bisect_left(columns, span.left) : bisect_right(columns, span.right)]:
                groups[column] = upper.get(span.left)
    for column in columns:
        group, part = trimmed(groups.get(column) or ""), trimmed(lower.get(column) or "")
        if group and part:
            both = (f"{group} {part}", f"{part} {group}", part)
            yield Label(column, both[0], tuple(dict.fromkeys(map(header_key, both))))
        elif text := part or trimmed(upper.get(column) or ""):
            yield Label(column, text, (header_key(text),))
