"""Edited cells: cells that hold something else than the file says, because somebody mended them in the service.

Here: putting edits into text tables before anything in these is interpreted, and finding what each of them feeds.
Not here: what an edit is (domain/report/edits.py). Files are never changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from opendata.domain.errors import EditNotValid
from opendata.domain.report.edits import LONGEST_TEXT, Edit
from opendata.domain.report.mapped_tables import MappedTable, TablePart
from opendata.domain.tables.cell_addresses import cell_place
from opendata.intake.shown_cells import as_shown
from opendata.intake.text_tables import CellMark, CellRange, TextTable


def with_edits(tables: Sequence[TextTable], edits: Sequence[Edit]) -> tuple[list[TextTable], list[Edit]]:
    """The tables with these edits, and the edits with what each cell showed before; raises EditNotValid."""
    if not edits:
        return list(tables), []
    by_table: dict[tuple[str, str | None], list[Edit]] = {}
    for edit in (edit if edit.file else _with_file(edit, tables) for edit in edits):
        by_table.setdefault((edit.file, edit.sheet), []).append(edit)
    edited, applied = [], []
    for table in tables:
        own = by_table.pop((table.file, table.sheet), [])
        cells = [_EditedCell.of(edit, table) for edit in own]
        edited.append(_edited(table, cells) if cells else table)
        applied += _with_before(table, cells)
    for (file, sheet), (first, *_) in by_table.items():
        place = ", ".join(part for part in (file, sheet) if part)
        raise EditNotValid(first.address, f"there is no {place}", f"„{place}“ gibt es nicht")
    return edited, applied


def with_fields(edits: Sequence[Edit], tables: Mapping[str, MappedTable]) -> list[Edit]:
    """The edits with the field that each cell feeds; without one where nothing of the cell is published."""
    fed: dict[tuple[str | None, str | None, int, int], tuple[str, str]] = {}
    wanted = {(edit.file, edit.sheet, *cell_place(edit.address)) for edit in edits}
    for name, table in tables.items() if wanted else ():
        for part, rows in _parts(table):
            known = set(rows)
            for field, column in part.columns.items():
                for file, sheet, row, edited_column in wanted:
                    if (file, sheet, edited_column) == (part.file, part.sheet, column) and row in known:
                        fed.setdefault((file, sheet, row, column), (name, field))
    result = []
    for edit in edits:
        resource, field_name = fed.get((edit.file, edit.sheet, *cell_place(edit.address)), (None, None))
        result.append(replace(edit, resource=resource, field=field_name))
    return result


@dataclass(frozen=True)
class _EditedCell:
    """An edit and its place: position: of its row among the rows of the table."""

    edit: Edit
    position: int
    row: int
    column: int

    @classmethod
    def of(cls, edit: Edit, table: TextTable) -> "_EditedCell":
        """The place of an edit in its table; raises EditNotValid if there is no such cell."""
        try:
            row, column = cell_place(edit.address)
        except ValueError:
            raise EditNotValid(edit.address, "that is no address of a cell", "das ist keine Zelladresse") from None
        position = table.rows.search_sorted(row)
        if position >= table.rows.len() or table.rows[position] != row or str(column) not in table.cells.columns:
            english = "there is no such cell among the rows and columns that have entries"
            german = "diese Zelle liegt außerhalb der Zeilen und Spalten, in denen etwas steht"
            raise EditNotValid(edit.address, english, german)
        if edit.after is not None and len(edit.after) > LONGEST_TEXT:
            english = f"a cell may hold at most {LONGEST_TEXT} characters"
            raise EditNotValid(edit.address, english, f"eine Zelle darf höchstens {LONGEST_TEXT} Zeichen haben")
        return cls(edit, position, row, column)


def _with_file(edit: Edit, tables: Sequence[TextTable]) -> Edit:
    """An edit that names no file, with the only file that has its sheet; raises EditNotValid if several have it."""
    files = {table.file for table in tables if table.sheet == edit.sheet}
    if len(files) > 1:
        german = "mehrere Dateien haben ein Blatt dieses Namens; nennen Sie bitte die Datei"
        raise EditNotValid(edit.address, "several files have such a sheet; name the file", german)
    return replace(edit, file=next(iter(files), ""))


def _with_before(table: TextTable, cells: Sequence[_EditedCell]) -> list[Edit]:
    shown = {column: as_shown(table, str(column)) for column in {cell.column for cell in cells}}
    return [replace(cell.edit, before=shown[cell.column][cell.position]) for cell in cells]


def _edited(table: TextTable, cells: Sequence[_EditedCell]) -> TextTable:
    table = _unmerged(table, cells)
    by_column: dict[str, list[_EditedCell]] = {}
    for cell in cells:
        by_column.setdefault(str(cell.column), []).append(cell)
    texts = _put(table.cells, {name: [(c.position, c.edit.after) for c in own] for name, own in by_column.items()})
    marks, shown = table.marks, table.shown
    if marks is not None:
        text = CellMark.TEXT.value
        marks = _put(marks, {name: [(c.position, text) for c in own] for name, own in by_column.items()})
    if shown is not None:
        known = {name: own for name, own in by_column.items() if name in shown.columns}
        shown = _put(shown, {name: [(c.position, None) for c in own] for name, own in known.items()})
    full = {(cell.row, cell.column) for cell in cells if cell.edit.after}
    filled = {place: colour for place, colour in table.filled.items() if place not in full}
    return replace(table, cells=texts, marks=marks, shown=shown, filled=filled)


def _unmerged(table: TextTable, cells: Sequence[_EditedCell]) -> TextTable:
    """The table in which merged cells stand alone where one of them, and not their first, was edited."""
    divided = [span for span in table.merged if any(_is_inside(cell, span) for cell in cells)]
    if not divided:
        return table
    texts, marks = table.cells, table.marks
    for span in divided:
        first, last = table.rows.search_sorted(span.top), table.rows.search_sorted(span.bottom + 1)
        if str(span.left) not in texts.columns or first >= table.rows.len() or table.rows[first] != span.top:
            continue
        columns = [str(column) for column in range(span.left, span.right + 1) if str(column) in texts.columns]
        text = texts[str(span.left)][first]
        texts = _put(texts, {name: [(place, text) for place in range(first, last)] for name in columns})
        if marks is not None:
            mark = marks[str(span.left)][first]
            marks = _put(marks, {name: [(place, mark) for place in range(first, last)] for name in columns})
    merged = tuple(span for span in table.merged if span not in divided)
    return replace(table, cells=texts, marks=marks, merged=merged)


def _is_inside(cell: _EditedCell, span: CellRange) -> bool:
    inside = span.top <= cell.row <= span.bottom and span.left <= cell.column <= span.right
    return inside and (cell.row, cell.column) != (span.top, span.left)


def _put(frame: pl.DataFrame, values: Mapping[str, Sequence[tuple[int, Any]]]) -> pl.DataFrame:
    """The frame with these values at these places of its columns."""
    columns = []
    for name, placed in values.items():
        column = frame[name].to_list()
        for position, value in placed:
            column[position] = value
        columns.append(pl.Series(name, column, dtype=frame[name].dtype))
    return frame.with_columns(columns)


def _parts(table: MappedTable) -> Iterable[tuple[TablePart, Sequence[int]]]:
    if not table.parts:
        return [(table.part(None), table.rows)]
    return [(table.parts[place], own.rows) for place, own in enumerate(table.by_part())]
