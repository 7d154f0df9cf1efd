"""Tables that stand on their side: each of their columns tells of one measure, each row begins with a label.

Here: knowing them, and turning them, so that they are read like every other table. Not here: sheets with one value
beside each label, and heads above columns (measure_search.py, header_blocks.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from opendata.intake.reports.header_blocks import INSIDE, Column, TableHead
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_words import (
    HEADED_BY_ID,
    is_known_label,
    is_number,
    label_key,
    looks_like_label,
    names_number,
    names_title,
    number_alone,
)
from opendata.intake.reports.lattices import Cell, Row
from opendata.intake.reports.sheet_headings import NUMBER_LABEL, TITLE_LABEL

FEWEST_MEASURES, FEWEST_LABELS, FEWEST_KNOWN = 2, 3, 2  # known: labels that are words of many reports
WIDTH = 100.0  # points: of each column of a turned table, which stands nowhere on paper


@dataclass
class TurnedTable(JoinedTable):
    """A table with a row for each measure that was a column of it; its head is none of its rows."""

    head: TableHead = field(default_factory=lambda: TableHead((), 0))


def upright_tables(tables: Sequence[JoinedTable]) -> list[JoinedTable]:
    """The tables; those that stand on their side are turned."""
    upright: list[JoinedTable] = []
    for table in tables:
        turned: list[TurnedTable] = []
        parts = _parts(table)
        for rows in parts:
            # The last measure may have a part of its own; alone it would be a sheet like any other.
            if part := _turned(rows, FEWEST_MEASURES if not turned else 1):
                turned.append(part)
        if not turned or len(turned) < len(parts):
            upright.append(table)
            continue
        turned[0].above = table.above
        upright += turned
    return upright


def _parts(table: JoinedTable) -> list[list[Row]]:
    """The rows from each first label to the next one like it; a row that a page breaks is one."""
    parts: list[list[Row]] = []
    for place, row in enumerate(table.rows):
        if not row.filled:
            continue
        begins = not parts or label_key(row.cells[0].label) == label_key(parts[0][0].cells[0].label)
        if begins and parts and _texts(row) == _texts(parts[-1][0]):
            continue  # it is printed again at the top of the next page
        last = parts[-1][-1] if parts else row
        if parts and place in table.breaks and not row.cells[0].lines and len(row.cells) == len(last.cells):
            cells = [above.followed_by(below) for above, below in zip(last.cells, row.cells, strict=True)]
            parts[-1][-1] = replace(last, cells=cells)
        elif begins:
            parts.append([row])
        else:
            parts[-1].append(row)
    return parts


def _turned(rows: Sequence[Row], fewest: int) -> TurnedTable | None:
    """A table on its side with so many measures at least, turned; None for every other table."""
    first = next((row for row in rows if _tells_measures(row, fewest)), None)
    if first is None or any(cell.going_on for row in rows for cell in row.cells):
        return None
    named = [cell for cell in first.cells[1:] if cell.lines]
    labels = [_named(row, fewest) for row in rows]
    keys = [label_key(label.label) for label in labels]
    known = sum(is_known_label(label.label) for label in labels)
    if len(labels) < FEWEST_LABELS or len(set(keys)) < len(keys) or known < FEWEST_KNOWN:
        return None
    if not all(looks_like_label(label.label) for label in labels):
        return None
    columns = [_values(row, named) for row in rows]
    columns[rows.index(first)] = [_with_number_alone(cell) for cell in named]
    if any(of_row is None for of_row in columns):
        return None
    turned = [
        Row(
            [
                replace(of_row[nth], x0=WIDTH * place, x1=WIDTH * (place + 1))
                for place, of_row in enumerate(columns)
                if of_row is not None
            ],
            first.page,
        )
        for nth in range(len(named))
    ]
    head = [Column(WIDTH * place, WIDTH * (place + 1), label.label) for place, label in enumerate(labels)]
    return TurnedTable(turned, head=TableHead(tuple(head), 0))


def _with_number_alone(cell: Cell) -> Cell:
    """ "E1" of "Maßnahme E1"."""
    number = number_alone(cell.label)
    return cell.saying(number) if number else cell


def _tells_measures(row: Row, fewest: int) -> bool:
    """Whether a row gives the number or the title of several measures, one beside the other.

    No head of columns does: "M1 | M2 | M3" are no labels. Titles alone show it where only their label is bold.
    """
    label, texts = row.cells[0], _texts(row)[1:]
    if len(texts) < fewest or len(set(texts)) < len(texts):
        return False
    numbers = all(is_number(text) and any(map(str.isdigit, text)) for text in texts)
    if not label.lines or names_number(label.label):
        return numbers or all(map(number_alone, texts)) or (not label.lines and all(map(_is_headed, texts)))
    if not names_title(label.label):
        return False
    by_weight = label.bold and not any(cell.bold for cell in row.cells[1:])
    are_titles = by_weight and not any(
        is_known_label(text) or is_number(text) or number_alone(text) for text in texts
    )
    return numbers or all(map(number_alone, texts)) or all(map(_is_headed, texts)) or are_titles


def _is_headed(text: str) -> bool:
    return HEADED_BY_ID.fullmatch(text) is not None


def _texts(row: Row) -> list[str]:
    """The texts of a row, the first of which may be empty."""
    return [row.cells[0].label, *(cell.label for cell in row.cells[1:] if cell.lines)]


def _named(row: Row, fewest: int) -> Cell:
    """The label of a row; one of numbers or titles without any, or of numbers called measures, gets the usual one."""
    label, texts = row.cells[0], _texts(row)[1:]
    if not _tells_measures(row, fewest) or names_number(label.label):
        return label
    are_numbers = all(is_number(text) or number_alone(text) for text in texts)
    if label.lines and not are_numbers:
        return label
    usual = NUMBER_LABEL if are_numbers else TITLE_LABEL
    return replace(label, lines=[replace(row.filled[0].lines[0], text=usual, segments=())])


def _values(row: Row, named: Sequence[Cell]) -> list[Cell] | None:
    """What a row says of each measure, in their order; a cell over several says it of each. None if it fits none."""
    values = []
    for measure in named:
        over = [cell for cell in row.cells[1:] if cell.x0 <= measure.x0 + INSIDE and cell.x1 >= measure.x1 - INSIDE]
        if len(over) != 1:
            return None
        values.append(over[0])
    # What stands beside the measures is of none of them.
    return (
        None if any(cell.lines and all(cell is not value for value in values) for cell in row.cells[1:]) else values
    )
