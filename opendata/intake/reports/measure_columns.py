"""The columns of a report's measures: labels that say one thing are one, and a cell that says two things is two.

Here: what is done with the entries of all records. Not here: finding records (measure_search.py), and the table
(measure_table.py).
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_rows import inner_pairs
from opendata.intake.reports.label_words import (
    HEADED_BY_ID,
    group_named,
    is_known_label,
    is_number,
    label_key,
    names_group,
    names_number,
    names_title,
    number_alone,
)
from opendata.intake.reports.lattices import Cell
from opendata.intake.reports.report_records import LabelledText, ReportRecord
from opendata.intake.reports.reporting_dates import date_of_state, state_words, tells_state
from opendata.intake.reports.sheet_headings import NUMBER_LABEL, TITLE_LABEL

MOST = 0.8  # of the cells of a column: so many must agree before the column is taken apart
SEVERAL, LAST_OF_YEAR = 2, (12, 31)
GROUP_LABEL = "Handlungsfeld"
NAMELESS_FIRST = "Spalte 1"
PARTING = 2.0  # points of more space between two texts in one cell
_ORDINAL = re.compile(r"(?:\d+(?:\.\d+)*\.?|[A-Z][.)]|[IVX]+\.)\s+(?=[^\W\d_]{3})")
_SLASH = re.compile(r"\s*/\s*")


def settle_columns(records: Sequence[ReportRecord]) -> None:
    """Make the labels of all records agree, and take columns apart that hold two things."""
    _take_pairs_apart(records)
    _take_slashes_apart(records)
    _take_headings(records)
    _take_numbers_apart(records)
    _date_states(records)
    _join_labels_of_dates(records)
    _name_spanning_column(records)
    _fill_groups(records)


def column_named(records: Sequence[ReportRecord], names: Callable[[str], bool]) -> str | None:
    """The key of the first label that names something, such as the number."""
    for record in records:
        for key, entry in record.entries.items():
            if names(entry.label):
                return key
    return None


def _columns(records: Sequence[ReportRecord]) -> dict[str, list[tuple[ReportRecord, LabelledText]]]:
    columns: dict[str, list[tuple[ReportRecord, LabelledText]]] = defaultdict(list)
    for record in records:
        for key, entry in record.entries.items():
            if entry.cells:
                columns[key].append((record, entry))
    return columns


def _put_in_place(record: ReportRecord, key: str, parts: Sequence[tuple[str, list[Cell]]]) -> None:
    """Replace an entry by others; a label that is there already keeps what it has."""
    entries: dict[str, LabelledText] = {}
    for old, entry in record.entries.items():
        if old != key:
            entries.setdefault(old, entry)
            continue
        for label, cells in parts:
            if label_key(label) not in record.entries or label_key(label) == key:
                entries[label_key(label)] = LabelledText(label, cells)
    record.entries = entries


def _take_pairs_apart(records: Sequence[ReportRecord]) -> None:
    """ "Priorität: 5" and "Potenzial: (5)" in the cells of one column are two columns."""
    for key, column in _columns(records).items():
        parts = [(record, [pair for cell in entry.cells for pair in inner_pairs(cell)]) for record, entry in column]
        taken = [(record, pairs) for record, pairs in parts if pairs]
        labels = {label_key(label) for _, pairs in taken for label, _ in pairs}
        if len(taken) >= MOST * len(column) and len(taken) > 1 and 1 < len(labels) <= 6:
            for record, pairs in taken:
                _put_in_place(record, key, [(label, [cell] if cell.lines else []) for label, cell in pairs])


def _take_slashes_apart(records: Sequence[ReportRecord]) -> None:
    """A column "Handlungsfeld / Nr." whose cells hold both below each other is two columns.

    Without a number, weight or space must part the two: "Bemerkung / Sachstand" may be a text of two lines.
    """
    for key, column in _columns(records).items():
        labels = _SLASH.split(column[0][1].label)
        if len(labels) != 2 or not all(map(is_known_label, labels)):
            continue
        number = next((place for place, label in enumerate(labels) if names_number(label)), None)
        halves = [(record, _halves(entry.cells, number)) for record, entry in column]
        taken = [(record, parts) for record, parts in halves if parts]
        if len(taken) >= MOST * len(column):
            for record, parts in taken:
                _put_in_place(record, key, [(labels[0], [parts[0]]), (labels[1], [parts[1]])])


def _halves(cells: Sequence[Cell], number: int | None) -> tuple[Cell, Cell] | None:
    lines = [line for cell in cells for line in cell.lines]
    if len(lines) < 2:
        return None
    gaps = [below.top - above.bottom for above, below in itertools.pairwise(lines)]
    places = [gaps.index(max(gaps)) + 1, len(lines) - 1, 1]
    if number is None:
        places = [n for n in range(1, len(lines)) if lines[n - 1].bold != lines[n].bold] or [
            place for place in places[:1] if len(gaps) > 1 and max(gaps) > max(sorted(gaps)[-2], 0) + PARTING
        ]
    for place in places:
        first, second = (replace(cells[0], lines=part) for part in (lines[:place], lines[place:]))
        if number is None or is_number((first, second)[number].label):
            return first, second
    return None


def _take_headings(records: Sequence[ReportRecord]) -> None:
    """The heading of a sheet gives the number and the title that no label of it gives."""
    with_title = column_named(records, names_title)
    with_number = column_named(records, names_number)
    for record in records:
        if record.heading is None:
            continue
        text = one_line(record.heading.text)
        match = HEADED_BY_ID.fullmatch(text)
        number = match[1] if match else number_alone(text)
        added: dict[str, LabelledText] = {}
        if number and not (with_number and _says(record, with_number)):
            key = with_number or label_key(NUMBER_LABEL)
            added[key] = LabelledText(NUMBER_LABEL, [record.heading.saying(number)])
        if (match or not number) and not (with_title and _says(record, with_title)):
            title = match[2] if match else text
            added[with_title or label_key(TITLE_LABEL)] = LabelledText(TITLE_LABEL, [record.heading.saying(title)])
        record.entries = {**added, **{k: v for k, v in record.entries.items() if k not in added}}


def _take_numbers_apart(records: Sequence[ReportRecord]) -> None:
    """Titles that begin with numbers give them to a column of their own, where there is no such column."""
    title = column_named(records, names_title)
    if title is None or column_named(records, names_number):
        return
    column = _columns(records)[title]
    matches = [(record, HEADED_BY_ID.fullmatch(one_line(entry.text))) for record, entry in column]
    taken = [(record, match) for record, match in matches if match and any(s.isdigit() for s in match[1])]
    if len(taken) >= MOST * len(column) and len({match[1] for _, match in taken}) == len(taken):
        for record, match in taken:
            entry = record.entries[title]
            parts = [
                (NUMBER_LABEL, [entry.cells[0].saying(match[1])]),
                (entry.label, [entry.cells[0].saying(match[2])]),
            ]
            _put_in_place(record, title, parts)


def _join_labels_of_dates(records: Sequence[ReportRecord]) -> None:
    """Labels of one date, with and without a note in brackets, are one: the one that is printed most often."""
    labels: dict[tuple[str, object], Counter[str]] = defaultdict(Counter)
    for record in records:
        for entry in record.entries.values():
            if day := date_of_state(entry.label):
                labels[state_words(entry.label), day][entry.label] += 1
    beside = {key for record in records for key in _of_one_date_twice(record)}
    for record in records:
        entries: dict[str, LabelledText] = {}
        for entry in record.entries.values():
            day = date_of_state(entry.label)
            if day and (state_words(entry.label), day) not in beside:
                label = labels[state_words(entry.label), day].most_common(1)[0][0]
                entry.label = label
            key = label_key(entry.label)
            if key in entries:
                entries[key].cells += entry.cells
            else:
                entries[key] = entry
        record.entries = entries


def _date_states(records: Sequence[ReportRecord]) -> None:
    """Where headings above tables tell several dates, the states in each table are those of its date."""
    if len({record.state_of for record in records if record.state_of}) < SEVERAL:
        return
    for record in (record for record in records if record.state_of):
        day = record.state_of
        assert day is not None
        written = str(day.year) if (day.month, day.day) == LAST_OF_YEAR else f"{day:%d.%m.%Y}"
        entries: dict[str, LabelledText] = {}
        for key, entry in record.entries.items():
            if tells_state(entry.label) and date_of_state(entry.label) is None and not names_title(entry.label):
                entry.label = f"{entry.label} {written}"
            entries[label_key(entry.label) if entry.label.endswith(written) else key] = entry
        record.entries = entries


def _of_one_date_twice(record: ReportRecord) -> set[tuple[str, date]]:
    """The states of which one measure has two texts, as below "Sachstand 2015" and "Sachstand 12/2015"."""
    counts = Counter(
        (state_words(entry.label), day)
        for entry in record.entries.values()
        if entry.cells and (day := date_of_state(entry.label))
    )
    return {key for key, count in counts.items() if count > 1}


def _name_spanning_column(records: Sequence[ReportRecord]) -> None:
    """A first column without a label, each of whose cells reaches over several rows, names fields of action."""
    key, label = label_key(NAMELESS_FIRST), GROUP_LABEL
    column = [record.entries[key] for record in records if key in record.entries and not record.is_sum]
    cells = {id(entry.cells[-1]) for entry in column if entry.cells}
    if not column or 2 * len(cells) > len(column) or column_named(records, names_group):
        return
    for record in (record for record in records if key in record.entries):
        record.entries = {
            label_key(label) if old == key else old: LabelledText(label, entry.cells) if old == key else entry
            for old, entry in record.entries.items()
        }


def _fill_groups(records: Sequence[ReportRecord]) -> None:
    """A heading between rows, or above a table, gives the field of action where no column does."""
    if column_named([r for r in records if any(e.cells for e in r.entries.values())], names_group):
        return
    in_rows = [record for record in records if record.above is not None]
    headings = {record.above.label for record in in_rows if record.above is not None}
    has_group = any(record.group for record in records) or _come_again(in_rows)
    if not has_group and len(headings) > 1 and len(in_rows) >= MOST * len(records):
        for record in in_rows:
            record.group = record.above
    for record in records:
        if record.group is not None and not record.is_sum:
            name = group_named(record.group.label) or _ORDINAL.sub("", record.group.label)
            entry = LabelledText(GROUP_LABEL, [record.group.saying(name)])
            record.entries = {label_key(GROUP_LABEL): entry, **record.entries}


def _come_again(records: Sequence[ReportRecord]) -> bool:
    """Whether measures stand below several headings, as in a list and in a table: these name no fields of action."""
    number, title = column_named(records, names_number), column_named(records, names_title)
    below: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record in records:
        said = tuple(one_line(record.entries[key].text) for key in (number, title) if key in record.entries)
        if record.above is not None and all(said):
            below[said].add(record.above.label)
    return sum(len(headings) > 1 for headings in below.values()) > len(below) / 2


def _says(record: ReportRecord, key: str) -> bool:
    return key in record.entries and bool(record.entries[key].cells)
