"""The heads of ruled tables: the one or two rows whose labels say what stands in the columns below.

Here: finding them, and the label of each column. Not here: the rows below (measure_search.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from opendata.intake.reports.joined_lines import joined
from opendata.intake.reports.label_rows import label_above
from opendata.intake.reports.label_words import (
    group_named,
    is_known_label,
    is_number,
    label_key,
    looks_like_label,
    names_number,
    names_title,
)
from opendata.intake.reports.lattices import Cell, Row

INSIDE = 4.0  # points
MOST_FOLLOWED = 0.8  # of the rows of measures: so many have a row of text below, where the head has a second row
_PARTS = re.compile(r"\s*/\s*")
_UNIT = re.compile(  # "in T€", "[t/a]", "Mio. Euro", "%", "(t CO₂/a)"
    r"[\[(]?\s*(?:in\s+)?(?:(?:tsd|mio|mrd)\b\.?\s*)?"
    r"(?:[tk]?\s?€|[tk]?\s?euro?\b|%|prozent\b|[kmg]?wh\b|(?:[kmg]|tsd\.?|mio\.?)?\s?t\b|tonnen\b|kg\b|jahre?n?\b)"
    r"(?:\s?(?:co[2₂])(?:\s?-?\s?(?:äq\w*\.?|e)\b\.?)?)?(?:\s*(?:/|pro|p\.)\s*(?:a|jahr)\b\.?)?\s*[\])]?",
    re.IGNORECASE,
)


_ANY_TITLE = frozenset(("titel", "bezeichnung", "name", "title", "abbildung", "tabelle"))
_ALSO_OF_MEASURES = frozenset(("jahr", "quelle"))
_OF_WRITINGS = _ALSO_OF_MEASURES | frozenset(
    "seite seiten seitenzahl page verlag autor autoren autorin herausgeber isbn erscheinungsjahr".split()
)
_AMOUNTS = ("kosten", "ausgaben", "aufwand", "aufwendungen", "finanzbedarf", "mittelbedarf", "budget")
_PARTS_OF_AMOUNTS = ("investi", "personal", "geplant", "plan", "soll", "ist", "aktuell")


@dataclass(frozen=True)
class Column:
    """A column of a table, as its head names it."""

    x0: float
    x1: float
    label: str


@dataclass(frozen=True)
class TableHead:
    """The head of a table; height: its rows."""

    columns: tuple[Column, ...]
    height: int

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(label_key(column.label) for column in self.columns)

    @property
    def names_measures(self) -> bool:
        """Whether a column is for the number or the title of measures, and not of books, figures or tables."""
        return (self.number is not None or self.title is not None) and not self._lists_writings

    @property
    def number(self) -> int | None:
        return next((n for n, c in enumerate(self.columns) if names_number(c.label)), None)

    @property
    def title(self) -> int | None:
        return next(
            (n for n, c in enumerate(self.columns) if any(map(names_title, [c.label, *_PARTS.split(c.label)]))), None
        )

    def label_of(self, place: int) -> str:
        """The label of a column; one without a label is named by its place."""
        return self.columns[place].label or f"Spalte {place + 1}"

    def column_of(self, cell: Cell) -> int | None:
        """The column that a cell stands in; None where it reaches over several."""
        middle = (cell.x0 + cell.x1) / 2
        for place, column in enumerate(self.columns):
            if column.x0 - INSIDE <= cell.x0 and cell.x1 <= column.x1 + INSIDE:
                return place
        for place, column in enumerate(self.columns):
            wide = min(cell.x1, column.x1) - max(cell.x0, column.x0)
            if column.x0 <= middle <= column.x1 and wide > 0.8 * (cell.x1 - cell.x0):
                return place
        return None

    def fits(self, row: Row) -> bool:
        """Whether the filled cells of a row stand in columns of their own."""
        places = [self.column_of(cell) for cell in row.filled]
        # A column whose label covers two cells, as "Titel / Zuständigkeit", is split before rows are held against it.
        return None not in places and len(set(places)) == len(places)

    def is_of_same_measure(self, cells: Mapping[int, Cell]) -> bool:
        """Whether number and title of a row reach down from the row above: it tells of a step of that measure."""
        return all(place in cells and cells[place].going_on for place in self._keys)

    def has_no_key(self, cells: Mapping[int, Cell], *, broken: bool) -> bool:
        """Whether a row goes on with the one above: without number below a page break, else without a title too."""
        said = [place for place in self._keys if place in cells and (cells[place].lines or cells[place].going_on)]
        return not said or (broken and self._keys[0] not in said)

    @property
    def _lists_writings(self) -> bool:
        """Whether nothing stands beside titles of whatever sort but pages, authors and the like."""
        titles = {label_key(self.columns[self.title].label)} if self.title is not None else set()
        others = [column.label for n, column in enumerate(self.columns) if n not in (self.number, self.title)]
        keys = {label_key(label) for label in others if label}
        return titles <= _ANY_TITLE and bool(keys) and keys <= _OF_WRITINGS and bool(keys - _ALSO_OF_MEASURES)

    @property
    def _keys(self) -> list[int]:
        return [place for place in (self.number, self.title) if place is not None]


def below_head(header: TableHead, row: Row) -> Row | None:
    """What stands below the labels of a repeated head, in its cells: the rest of a row of the page before."""
    rest = []
    for cell in row.filled:
        place = header.column_of(cell)
        label = label_key(header.columns[place].label) if place is not None else None
        height = next((n for n in range(1, len(cell.lines) + 1) if label_key(joined(cell.lines[:n])) == label), None)
        if height is None:
            return None
        rest.append(replace(cell, lines=cell.lines[height:]))
    return Row(rest, row.page) if any(cell.lines for cell in rest) else None


def header_at(rows: Sequence[Row], place: int) -> TableHead | None:
    """The head that begins with a row; None where it is none."""
    row = rows[place]
    if not _is_head(row) or place + 1 >= len(rows):
        return None
    height, columns = 1, [Column(cell.x0, cell.x1, cell.label) for cell in row.cells]
    below = rows[place + 1]
    if _is_second(row, below):
        height, columns = 2, _two_rows(row, below)
    if place + height + 1 < len(rows) and _is_of_units(rows[place + height]):
        columns = _with_units(columns, rows[place + height])
        height += 1
    if place + height + 1 < len(rows) and _counts_columns(rows[place + height]):
        height += 1
    columns = _split(columns, rows[place + height :][:4])
    return TableHead(tuple(columns), height)


def label_across(rows: Sequence[Row], place: int) -> str | None:
    """The second row of a head, where it is one label over all columns, and each measure below has such a row too."""
    cell = cell_across(rows[place]) if place < len(rows) else None
    if cell is None or not is_known_label(cell.label):
        return None
    below = [row for row in rows[place + 1 :] if row.filled]
    measures = [n for n, row in enumerate(below) if cell_across(row) is None]
    followed = sum(n + 1 < len(below) and cell_across(below[n + 1]) is not None for n in measures)
    if not below or cell_across(below[-1]) is None or followed < MOST_FOLLOWED * len(measures):
        return None  # a field of action, as "Energie" above the rows of its measures
    return cell.label if group_named(cell.label) is None else None


def cell_across(row: Row) -> Cell | None:
    """The only cell of a row, beside those that reach down from the row above."""
    begun = [cell for cell in row.cells if not cell.going_on]
    return begun[0] if len(begun) == 1 and begun[0].lines else None


def _is_head(row: Row) -> bool:
    filled = row.filled
    if len(filled) < 2 or not all(looks_like_label(cell.label) or len(cell.label) <= 3 for cell in filled):
        return False
    if any(label_above(cell) or _holds_several_labels(cell) for cell in filled):
        return False
    known = [is_known_label(cell.label) for cell in filled]
    if sum(known) < max(2, 0.6 * len(filled)) or (not known[0] and not filled[0].bold):
        return False
    # "Nr. | M1 | Titel | Solaranlagen" is a row of labels with their values.
    alternate = len(filled) % 2 == 0 and all(known[::2]) and not any(known[1::2])
    return not alternate and not any(
        is_number(cell.label) and any(s.isdigit() for s in cell.label) for cell in filled
    )


def _holds_several_labels(cell: Cell) -> bool:
    """Whether labels stand far apart in one cell: its columns were not told from each other."""
    parted = [line.segments for line in cell.lines if len(line.segments) > 1]
    return any(all(is_known_label(segment.text) for segment in segments) for segments in parted)


def _is_second(row: Row, below: Row) -> bool:
    """Whether the row below belongs to the head: labels below a label that reaches over them."""
    spanning = [cell for cell in row.cells if cell.rows > 1 and cell.lines]
    under = [cell for cell in below.cells if not cell.going_on and cell.lines]
    if spanning:
        return bool(under) and all(looks_like_label(cell.label) or len(cell.label) <= 9 for cell in under)
    parts = [
        [cell for cell in below.cells if cell.x0 >= over.x0 - INSIDE and cell.x1 <= over.x1 + INSIDE]
        for over in row.filled
    ]
    return (
        any(len(cells) > 1 for cells in parts)
        and len(under) > 1
        and all(len(cells) > 1 for cells in parts if any(cell.lines for cell in cells))
        and all(looks_like_label(cell.label) for cell in under)
        and sum(is_known_label(cell.label) for cell in under) >= 0.5 * len(under)
    )


def _two_rows(row: Row, below: Row) -> list[Column]:
    columns = []
    for over in row.cells:
        under = [
            cell
            for cell in below.cells
            if cell.x0 >= over.x0 - INSIDE and cell.x1 <= over.x1 + INSIDE and not cell.going_on
        ]
        under = under if any(cell.lines for cell in under) else []
        if not under:
            columns.append(Column(over.x0, over.x1, over.label))
        columns += [Column(cell.x0, cell.x1, _joined_label(over.label, cell.label)) for cell in under]
    return columns


def _counts_columns(row: Row) -> bool:
    """Whether a row below the labels numbers the columns: 1, 2, 3."""
    counted = [str(place) for place in range(1, len(row.cells) + 1)]
    return len(counted) > 2 and [cell.label.strip("().") for cell in row.cells] == counted


def _is_of_units(row: Row) -> bool:
    """Whether a row below the labels gives units and nothing else."""
    return bool(row.filled) and all(_UNIT.fullmatch(cell.label) for cell in row.filled)


def _with_units(columns: Sequence[Column], row: Row) -> list[Column]:
    """The columns with the units that stand below their labels."""
    units: dict[int, str] = {}
    head = TableHead(tuple(columns), 1)
    for cell in row.filled:
        place = head.column_of(cell)
        if place is not None and cell.label.casefold() not in columns[place].label.casefold():
            units[place] = cell.label
    return [
        replace(column, label=_joined_label(column.label, units[place])) if place in units else column
        for place, column in enumerate(columns)
    ]


def _joined_label(over: str, under: str) -> str:
    if not over or not under:
        return over or under
    # "Beginn" below "Zeitraum" says all; "2013" below "Sachstand" does not.
    of_states = over.casefold().startswith(("sachstand", "stand", "status"))
    has_unit = any(
        _UNIT.fullmatch(" ".join(over.split()[-count:])) for count in (1, 2, 3) if count < len(over.split())
    )
    # "Investition" below "Kosten" is a part of them, and "geplant" says nothing without them.
    of_amounts = label_key(over).startswith(_AMOUNTS) and label_key(under).startswith(_PARTS_OF_AMOUNTS)
    of_amounts &= not any(amount in label_key(under) for amount in _AMOUNTS)
    says_all = is_known_label(under) and not (has_unit or of_states or of_amounts) and not names_title(under)
    return under if says_all else f"{over} {under}"


def _split(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """The columns, where one label stands over several: "Titel / Zuständigkeit" over two cells."""
    split: list[Column] = []
    for column in columns:
        parts = _PARTS.split(column.label)
        inside = [
            [cell for cell in row.cells if cell.x0 >= column.x0 - INSIDE and cell.x1 <= column.x1 + INSIDE]
            for row in rows
        ]
        cells = next((cells for cells in inside if len(cells) > 1), None)
        if cells is None:
            split.append(column)
        elif len(cells) == len(parts):
            split += [Column(cell.x0, cell.x1, part) for cell, part in zip(cells, parts, strict=True)]
        else:
            split += [
                Column(cell.x0, cell.x1, column.label if n == 0 else f"{column.label} ({n + 1})")
                for n, cell in enumerate(cells)
            ]
    return split
