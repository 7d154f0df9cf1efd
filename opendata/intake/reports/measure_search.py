"""The search for measures in the tables of a report: a row each, a sheet each, or a row with labels below it.

Here: going through the rows of tables, one after another. Not here: heads of tables (header_blocks.py), sheets
without lines (open_sheets.py), and the table that the measures become (measure_table.py).
"""

from collections.abc import Sequence
from datetime import date
from statistics import median

from opendata.intake.reports.columns_as_rows import TurnedTable
from opendata.intake.reports.header_blocks import TableHead, below_head, cell_across, header_at, label_across
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_words import (
    HEADED_BY_ID,
    continued,
    group_named,
    is_number,
    label_key,
    names_group,
    number_alone,
)
from opendata.intake.reports.lattices import Cell, Row
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.row_looks import RowLooks
from opendata.intake.reports.rows_apart import part_rows
from opendata.intake.reports.sheet_headings import LONGEST_HEADING, SHEET, read_above, sheet_begun
from opendata.intake.reports.sum_rows import ROW, names_sum, sum_record

BELOW_LABEL = "Text unter der Zeile"  # over several columns, beside a number that reaches down


class MeasureSearch:
    """Goes through the tables of a report and gathers its measures; unread: pages with tables that became nothing."""

    def __init__(self, tables: Sequence[JoinedTable]) -> None:
        self._looks = RowLooks(tables)
        self._tables = tables
        self.records: list[ReportRecord] = []
        self.unread: set[int] = set()
        self.left_over = 0  # letters that became nothing
        self._group: Cell | None = None
        self._title_above: Cell | None = None
        self._state_above: date | None = None
        self._below: str | None = None  # the label of the texts across all columns, a row below each measure
        sizes = [line.size for table in tables for row in table.rows for cell in row.cells for line in cell.lines]
        self._usual_size = median(sizes) if sizes else 0.0
        self._record: ReportRecord | None = None
        self._header: TableHead | None = None
        self._last_header: TableHead | None = None

    def run(self) -> list[ReportRecord]:
        """All measures, in the order of the report."""
        for table in self._tables:
            self._table(table)
        return self.records

    def _table(self, table: JoinedTable) -> None:
        self._header = table.head if isinstance(table, TurnedTable) else None
        heading = self._heading_above(table)
        bar = self._bar(table)
        goes_on = self._continues(heading, table) or self._continues(bar, table)
        if goes_on:
            heading = None
        elif heading is not None or (self._record and self._labels(table) & self._record.keys):
            self._record = None
        before = len(self.records)
        place, broken, pending = int(goes_on and bar is not None), False, heading
        is_first = not place
        while place < len(table.rows):
            if self._header:
                part_rows(table, self._header, place)
            row = table.rows[place]
            broken = broken or place in table.breaks
            if not row.filled:
                place += 1
                continue
            if self._header and place in table.breaks and (rest := below_head(self._header, row)):
                self._go_on_in_columns(self._header, rest)
                place += 1
                continue
            header = header_at(table.rows, place)
            if header and self._looks.is_head_here(table, place, header):
                broken = bool(self._header and header.keys == self._header.keys)
                self._header = self._last_header = header
                place += header.height
                self._below = label_across(table.rows, place)
                place += self._below is not None
                continue
            if self._is_head_of_sheet(table, place):
                self._record = sheet_begun(row, self._group)
                self.records.append(self._record)
                pending = None
            else:
                pending = self._row(row, broken=broken, pending=pending, is_first=is_first)
            broken, is_first = False, False
            place += 1
        if len(self.records) == before and self._record is None:
            self.unread.update(row.page for row in table.rows)
            self.left_over += sum(len(cell.label) for row in table.rows for cell in row.filled)

    def _is_head_of_sheet(self, table: JoinedTable, place: int) -> bool:
        """Whether a row without labels gives number and title, and rows of labels follow below it."""
        filled = table.rows[place].filled
        if self._header and self._header.fits(table.rows[place]):
            return False
        if not table.rows[place].cells[0].lines:
            return False
        if len(filled) < 2 or not any(s.isdigit() for s in filled[0].label) or not is_number(filled[0].label):
            return False
        following = table.rows[place + 1] if place + 1 < len(table.rows) else None
        return following is not None and not self._looks.is_label(filled[0]) and bool(self._looks.pairs(following))

    def _bar(self, table: JoinedTable) -> Cell | None:
        """The only text of the first row, which may name the sheet."""
        filled = table.rows[0].filled
        return filled[0] if len(filled) == 1 and not self._looks.is_label(filled[0]) else None

    def _continues(self, heading: Cell | None, table: JoinedTable | None = None) -> bool:
        """Whether a heading says that the sheet before goes on, or is the same with other labels below it."""
        record = self._record
        if heading is None or record is None or record.kind != SHEET:
            return False
        before = record.heading.label if record.heading else ""
        said = continued(heading.label)
        if said is None:
            return table is not None and heading.label == before and not self._labels(table) & record.keys
        return not before or said in before

    def _labels(self, table: JoinedTable) -> frozenset[str]:
        return frozenset(label_key(label) for row in table.rows for label, _ in self._looks.pairs(row) or ())

    def _heading_above(self, table: JoinedTable) -> Cell | None:
        """The title of a sheet right above a table; what other lines above say is noted."""
        above = read_above(table.above, self._usual_size)
        self._title_above = above.title
        self._state_above = above.state_of or self._state_above
        self._group = above.group or self._group
        return above.heading

    def _row(self, row: Row, *, broken: bool, pending: Cell | None, is_first: bool) -> Cell | None:
        """Take a row; the result is a heading or label that waits for what is below it."""
        header, filled = self._header, row.filled
        if header and header.fits(row) and len(filled) > 1:
            self._row_below_header(header, row, broken=broken, heading=pending)
            return None
        if header and broken and self._record and header.fits(row) and row.cells[0] is not filled[0]:
            self._go_on_in_columns(header, row)
            return None
        if header and self._take_across(header, row, broken=broken):
            return None
        if header and len(filled) == 1 and group_named(filled[0].label) is not None:
            return self._single(filled[0], pending, is_first=is_first, page=row.page)
        if header and header.names_measures and len(filled) > 1 and names_sum(filled[0].label):
            self.records.append(sum_record(header, row))
            return None
        pairs = self._looks.pairs(row)
        if pairs and (len(filled) > 1 or not header or self._record):
            self._take_pairs(pairs, row, pending)
            return None
        if not header and self._record and len(row.cells) > 2 and self._take_inner_table(row):
            return None
        if broken and self._record and len(row.cells) > 1 and not row.cells[0].lines and self._record.last_label:
            self._record.go_on(self._record.last_label, filled[-1])
            return pending
        if (
            len(row.cells) > 1
            and (row.cells[0].going_on or not row.cells[0].lines)
            and self._record
            and len(filled) == 1
        ):
            if self._record.last_label:
                self._record.put(self._record.last_label, filled[0])
            return pending
        if len(filled) == 1:
            return self._single(filled[0], pending, is_first=is_first, page=row.page)
        self._leave(row)
        return pending

    def _take_across(self, header: TableHead, row: Row, *, broken: bool) -> bool:
        """Take the text of a row that stands below the measure, over several columns."""
        cell = cell_across(row)
        if cell is None or self._record is None or header.column_of(cell) is not None:
            return False
        if self._below is None and (len(row.cells) == 1 or self._looks.pairs(row)):
            return False
        put = self._record.go_on if broken else self._record.put
        put(self._below or BELOW_LABEL, cell)
        return True

    def _row_below_header(self, header: TableHead, row: Row, *, broken: bool, heading: Cell | None) -> None:
        cells = {place: cell for cell in row.cells if (place := header.column_of(cell)) is not None}
        if not header.names_measures:
            if self._record is None and heading is not None:
                self._record = ReportRecord(row.page, SHEET, group=self._group, heading=heading)
                self.records.append(self._record)
            if self._record and self._record.kind == SHEET:
                for place, cell in cells.items():
                    self._record.put(header.columns[place].label, cell)
            else:
                self._leave(row)
            return
        if self._record and header.has_no_key(cells, broken=broken):
            self._go_on_in_columns(header, row)
            return
        if self._record and header.is_of_same_measure(cells):
            for place, cell in cells.items():
                if not cell.going_on:
                    self._record.put(header.label_of(place), cell)
            return
        last = self._record
        record = ReportRecord(row.page, ROW, group=self._group, above=self._title_above, state_of=self._state_above)
        first = row.filled[0].label
        record.is_sum = names_sum(first)
        for place, cell in cells.items():
            label = header.label_of(place)
            held = last.entries.get(label_key(label)) if last else None
            goes_on = cell.going_on or (broken and not cell.lines and names_group(label))
            if goes_on and held and held.cells and not record.is_sum:
                record.put(label, held.cells[-1])
            else:
                record.put(label, cell)
        self.records.append(record)
        self._record = record

    def _leave(self, row: Row) -> None:
        """Note a row that is not understood."""
        self.unread.add(row.page)
        self.left_over += sum(len(cell.label) for cell in row.filled)

    def _go_on_in_columns(self, header: TableHead, row: Row) -> None:
        assert self._record is not None
        for cell in row.filled:
            place = header.column_of(cell)
            if place is not None:
                self._record.go_on(header.columns[place].label, cell)

    def _single(self, cell: Cell, pending: Cell | None, *, is_first: bool, page: int) -> Cell | None:
        text = cell.label
        if self._header:
            if not names_sum(text) and len(text) < LONGEST_HEADING:
                self._group = cell
                self._record = None
            return None
        if self._continues(cell):
            return None
        if pending is not None and self._record and self._looks.is_label(pending) and not self._looks.is_label(cell):
            self._record.put(pending.label, cell)
            return None
        if is_first and group_named(text) not in (None, text):
            self._group = cell  # "Handlungsfeld Energie" begins like a label, and names the field
            return pending
        if self._looks.is_label(cell):
            return cell
        if pending is not None and (number := number_alone(pending.label)):
            return pending.saying(f"{number} {text}")
        if HEADED_BY_ID.fullmatch(text) or is_first:
            if group_named(text) is not None:
                self._group = cell
                return pending
            self._record = None
            return cell
        if self._record and self._record.last_label:
            self._record.put(self._record.last_label, cell)
            return pending
        self.unread.add(page)
        return pending

    def _take_pairs(self, pairs: Sequence[tuple[str, Cell]], row: Row, pending: Cell | None) -> None:
        for label, cell in pairs:
            key = label_key(label)
            first = next(iter(self._record.entries), None) if self._record else None
            if self._record is None or (self._record.kind == SHEET and key == first and cell.lines):
                heading = pending if pending is not None else self._title_above
                # A heading at the end of a page may stand above labels on the next one.
                page = heading.boxes[0].page if heading and heading.boxes else row.page
                self._record = ReportRecord(page, SHEET, group=self._group, heading=heading)
                self._title_above = None
                self.records.append(self._record)
                pending = None
            self._record.put(label, cell)

    def _take_inner_table(self, row: Row) -> bool:
        """Take the cells of a table inside a cell as the text of the label beside it."""
        assert self._record is not None
        first, rest = row.cells[0], [cell for cell in row.filled if cell is not row.cells[0]]
        label = first.label if first.lines else self._record.last_label if first.going_on else None
        if label is None or (first.lines and not self._looks.is_label(first)) or any(map(self._looks.is_label, rest)):
            return False
        for cell in rest:
            self._record.put(label, cell)
        return True
