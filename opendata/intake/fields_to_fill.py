"""Fields to fill: a report in prose has no column for the status, so its table gets one in which a person sets it.

Here: adding that column, with "unknown" in each row, behind the columns of the report. Not here: what a person sets
there, which is an edit of a cell like any other (edited_cells.py). Nothing is derived from prose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from opendata.domain.kinds import Field, Kind
from opendata.domain.report.edits import Edit
from opendata.domain.tables.cell_addresses import column_letters
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import assign_columns
from opendata.intake.matching.mapping_files import MappedHeader, MappingTarget, TableMapping
from opendata.intake.matching.table_choice import choose_tables
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable

NOT_KNOWN = "unknown"
SET_HERE = " (hier gesetzt)"  # ends the header of an added column


def with_fields_to_fill(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping], edits: Sequence[Edit] = ()
) -> tuple[list[TextTable], dict[str, TableMapping]]:
    """The tables of reports with a column for the status where they have none, and the mappings that read it.

    Where the report is mapped anew and another column is the status now, edits of the added one stay without effect.
    """
    filled, completed = list(tables), dict(mappings)
    if not any(table.origins for table in tables):
        return filled, completed
    for choice in choose_tables(tables, kind, mappings)[0]:
        field = choice.resource.role("status")
        if field is None or not choice.table.origins:
            continue
        text = _text_of_all_rows(choice, field)
        if text is None and not _is_edited(choice.table, edits):
            continue
        place = next(place for place, table in enumerate(filled) if table is choice.table)
        header = _header(field)
        filled[place] = _with_column(choice, header, text or NOT_KNOWN)
        completed[choice.resource.name] = _reading(choice.vocabulary.mapping, header, field.name if text else None)
    return filled, completed


def _is_edited(table: TextTable, edits: Sequence[Edit]) -> bool:
    """Whether somebody has set something in the column that the table would have."""
    letters = column_letters(_added(table))
    return any(edit.file == table.file and edit.address.rstrip("0123456789") == letters for edit in edits)


def _added(table: TextTable) -> int:
    return max(table.columns) + 1


def is_to_fill(header: str) -> bool:
    """Whether this is the header of a column that was added, about which no mapping says anything."""
    return header.endswith(SET_HERE)


def _text_of_all_rows(choice: TableChoice, field: Field) -> str | None:
    """What stands in the added column; None where the table needs none."""
    mapping = choice.vocabulary.mapping
    if field.name in assign_columns(choice)[0]:
        return None
    if field.name in mapping.supplied and field.name not in mapping.constants:
        return None
    return choice.constant(field.name) or (NOT_KNOWN if NOT_KNOWN in field.codes else None)


def _header(field: Field) -> str:
    return f"{field.labels.get('de', field.name)}{SET_HERE}"


def _with_column(choice: TableChoice, header: str, text: str) -> TextTable:
    table, header_row = choice.table, choice.header.last_row
    name = str(_added(table))
    texts = [header if row == header_row else text if row > header_row else None for row in table.rows.to_list()]
    column = pl.Series(name, texts, dtype=pl.String)
    marks = table.marks
    if marks is not None:
        marks = marks.with_columns(pl.lit(0, dtype=marks.dtypes[0]).alias(name))
    return replace(table, cells=table.cells.with_columns(column), marks=marks)


def _reading(mapping: TableMapping, header: str, field: str | None) -> TableMapping:
    """The mapping by which the added column fills a field; None: it is not published."""
    constants = {name: value for name, value in mapping.constants.items() if name != field}
    targets = (MappingTarget(field),) if field else ()
    read = {**mapping.fields, header_key(header): MappedHeader(header, targets)}
    return replace(mapping, constants=constants, fields=read)
