"""One chosen table is read: its columns are assigned, its data rows selected, its cells made canonical.

Here: the order of these steps. Not here: the steps (matching/, cells/), and which tables are chosen
(upload_reading.py).
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Dropped, Finding
from opendata.domain.report.mapped_tables import MappedTable
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.coloured_cells import coloured_cells
from opendata.intake.cells.column_reading import number_style, odd_cells, read_column
from opendata.intake.cells.commented_amounts import commented_amounts
from opendata.intake.cells.days_in_keys import days_in_keys
from opendata.intake.cells.foreign_words import without_foreign_words
from opendata.intake.cells.grouped_keys import grouped_keys
from opendata.intake.cells.lost_zeros import lost_zeros
from opendata.intake.cells.no_news import carried_on
from opendata.intake.cells.numbers_without_unit import numbers_without_unit
from opendata.intake.cells.parts_of_years import part_in_header
from opendata.intake.cells.rival_columns import rival_remarks
from opendata.intake.cells.shared_headers import shared_headers
from opendata.intake.cells.spans_in_ends import beginnings_taken_from_ends
from opendata.intake.cells.stored_cells import in_own_units
from opendata.intake.cells.texts_without_value import texts_without_value
from opendata.intake.cells.unread_columns import unit_columns, unread_questions
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.gathered_remarks import GatheredRemarks
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn, assign_columns
from opendata.intake.matching.data_rows import DataRows, select_data_rows
from opendata.intake.matching.groups_named_once import groups_named_once
from opendata.intake.matching.hidden_content import hidden_content
from opendata.intake.matching.made_keys import made_keys
from opendata.intake.matching.record_widths import record_width_remarks
from opendata.intake.matching.section_headings import has_cells, heading_of_each_row
from opendata.intake.matching.seen_otherwise import cells_seen_otherwise
from opendata.intake.matching.tables_beside import tables_beside
from opendata.intake.matching.tick_columns import with_ticks_read
from opendata.intake.persons.personal_questions import personal_questions
from opendata.intake.printed_totals import PrintedTotals
from opendata.intake.reshaping import unpivoted_columns, value_groups, with_values
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_notices import doubtful_numbers, table_notices

_WITH_POINTS = (NumberStyle.AS_IT_STANDS, NumberStyle.POINT)


def with_ticks(choice: TableChoice, gathered: GatheredRemarks) -> TableChoice:
    """The table with its columns of ticks read as columns of codes."""
    choice, remarks = with_ticks_read(choice)
    gathered.take(remarks)
    return choice


def read_table(choice: TableChoice, gathered: GatheredRemarks) -> list[MappedTable]:
    """A chosen table: its columns assigned, its data rows selected, its cells made canonical.

    The result is one table; where columns are read as rows, it is one for each name of such columns.
    """
    table, resource = choice.table, choice.resource
    field_columns, remarks = assign_columns(choice)
    gathered.take(remarks)
    groups = value_groups(choice)
    every_column = {**field_columns, **unpivoted_columns(groups)}
    rows = select_data_rows(choice, every_column)
    gathered.take(rows.remarks)
    sections = field_columns.get(choice.vocabulary.mapping.sections or "")
    if sections and rows.headings.texts and not has_cells(rows.table, sections.column):
        field_columns = {name: column for name, column in field_columns.items() if column is not sections}
    gathered.take([finding._replace(resource=resource.name) for finding in table.findings])
    gathered.take([replace(question, resource=resource.name) for question in table.questions])
    gathered.take(record_width_remarks(choice, rows.table))
    gathered.take(list(hidden_content(choice, rows.table, every_column)))
    gathered.take(tables_beside(choice, rows.table, every_column))
    gathered.take(groups_named_once(choice, rows.table, field_columns))
    gathered.take(list(cells_seen_otherwise(choice, rows.table, every_column)))
    dropped = [remark for remark in remarks if isinstance(remark, Dropped)]
    units = {name: (column.column, column.unit) for name, column in field_columns.items()}
    gathered.take(commented_amounts(choice, rows.table, units))
    gathered.take(unread_questions(choice, rows.table, dropped, field_columns.keys()))
    gathered.take(shared_headers(choice, rows.table, field_columns))
    gathered.take(unit_columns(choice, rows.table, dropped, field_columns))
    gathered.take([finding for group in groups for finding in group.findings])
    if choice.vocabulary.mapping.shape.unpivot is None:
        return [_read_rows(choice, rows, field_columns, gathered)]
    parts = []
    for place, group in enumerate(groups):
        in_group = GatheredRemarks()
        part = _read_rows(replace(choice, fixed=group.fixed), rows, {**field_columns, **group.columns}, in_group)
        gathered.take_again(in_group, None if place == 0 else group.columns.keys())
        parts.append(with_values(part, group.columns))
    return parts


def _read_rows(
    choice: TableChoice, rows: DataRows, field_columns: Mapping[str, FieldColumn], gathered: GatheredRemarks
) -> MappedTable:
    """The data rows of a table in schema terms."""
    table, resource, body = choice.table, choice.resource, rows.table
    style = number_style(body, choice, field_columns)
    totals = PrintedTotals(rows, resource.name)
    not_published = set()
    columns: dict[str, pl.Series] = {}
    findings: list[Finding] = []
    readers = {
        schema_field.name: _cell_reader(schema_field, style, choice, field_columns.get(schema_field.name))
        for schema_field in resource
    }
    with_cells = [name for name in readers if name in field_columns]
    body = in_own_units(readers, {name: field_columns[name].column for name in with_cells}, body)
    odd_by_column = odd_cells([(readers[name], field_columns[name]) for name in with_cells], body)
    odd = dict(zip(with_cells, odd_by_column, strict=True))
    for schema_field in resource:
        field_column, reader = field_columns.get(schema_field.name), readers[schema_field.name]
        if field_column is None:
            columns[schema_field.name] = _without_cells(choice, schema_field, reader, rows, gathered)
            continue
        if field_column.made_from:
            renamed = choice.vocabulary.mapping.shape.renamed
            columns[schema_field.name] = made_keys(body, field_column.made_from, renamed)
            continue
        column = read_column(reader, body, field_column, resource.name, odd[schema_field.name])
        column, of_foreign_words = without_foreign_words(choice, schema_field, field_column, column)
        if of_foreign_words:
            not_published.add(schema_field.name)
        gathered.take(
            [*of_foreign_words, *rival_remarks(choice, body, schema_field, field_column, column.values, style)]
        )
        gathered.take(numbers_without_unit(reader, rows.table, field_column, column, resource.name))
        columns[schema_field.name] = column.values
        totals.compare(reader, field_column, column)
        findings += column.findings
        gathered.error_count += column.finding_count
        is_free = style in _WITH_POINTS and choice.vocabulary.mapping.decimal is None and table.declared is None
        if is_free and schema_field.type == "number":
            cells, has_points = body.cells[str(field_column.column)], style is NumberStyle.POINT
            gathered.take(
                doubtful_numbers(cells, body, field_column, schema_field, resource.name, has_points=has_points)
            )
        if column.rewrites:
            gathered.rewrites.append(column.rewrites)
    gathered.take(beginnings_taken_from_ends(choice, body, field_columns, columns, readers))
    if table.reporting_dates:
        carried, rewrites = carried_on(body, resource.name, columns, field_columns, readers)
        columns |= carried
        gathered.rewrites += rewrites
    _take_remarks_on_columns(gathered, columns, choice, body, field_columns, totals)
    gathered.errors += sorted(findings, key=lambda finding: (finding.row or 0, finding.column or 0))
    return MappedTable(
        frame=pl.DataFrame(columns),
        rows=body.rows.to_list(),
        columns={
            name: field_column.column for name, field_column in field_columns.items() if name not in not_published
        },
        sheet=table.sheet,
        file=table.file,
        made_keys=frozenset(name for name, field_column in field_columns.items() if field_column.made_from),
    )


def _take_remarks_on_columns(
    gathered: GatheredRemarks,
    columns: Mapping[str, pl.Series],
    choice: TableChoice,
    body: TextTable,
    field_columns: Mapping[str, FieldColumn],
    totals: PrintedTotals,
) -> None:
    """Take what is said about whole columns once all of them are read; columns: canonical text by field."""
    resource = choice.resource
    gathered.take(
        [
            *days_in_keys(columns, resource, body, field_columns),
            *lost_zeros(columns, resource, body, field_columns),
            *grouped_keys(choice, columns, body, field_columns),
            *texts_without_value(columns, resource, body, field_columns),
            *coloured_cells(columns, resource, body, field_columns),
            *personal_questions(columns, resource, body, field_columns),
        ]
    )
    gathered.notes += totals.notes()
    notices = table_notices(columns, resource, body, field_columns)
    gathered.notes += [note for schema_field in resource for note in notices.get(schema_field.name, ())]


def _cell_reader(
    schema_field: Field, style: NumberStyle, choice: TableChoice, field_column: FieldColumn | None
) -> FieldCellReader:
    """The reader of a field's cells, with the codes, factor and formats that the mapping and a package declare."""
    declared = choice.table.declared
    return FieldCellReader(
        schema_field,
        style,
        choice.vocabulary.mapping.codes.get(schema_field.name, {}),
        field_column.factor if field_column else None,
        declared.fields.get(schema_field.name) if declared else None,
        choice.vocabulary.mapping.shape.missing.get(schema_field.name, frozenset())
        | ((declared.missing_values.get(schema_field.name) if declared else None) or frozenset()),
        stated=field_column.unit if field_column else None,
        span=field_column.span if field_column else None,
        part=part_in_header(field_column.header) if field_column and schema_field.holds_dates else None,
        is_key=schema_field.name in choice.resource.key_fields,
        others=choice.resource.fields,
    )


def _without_cells(
    choice: TableChoice, schema_field: Field, reader: FieldCellReader, rows: DataRows, gathered: GatheredRemarks
) -> pl.Series:
    """The column of a field that no column of the table fills: from headings between the rows, or of one value."""
    if schema_field.name != choice.vocabulary.mapping.sections:
        return _constant(schema_field, choice, reader, rows.table.rows.len())
    values, rewrites = heading_of_each_row(schema_field, rows.headings, rows.table, choice.resource.name)
    gathered.rewrites += [rewrites] if rewrites else []
    return values


def _constant(schema_field: Field, choice: TableChoice, reader: FieldCellReader, height: int) -> pl.Series:
    """A column without cells: the mapping's constant, the kind's default, or nothing."""
    value = choice.constant(schema_field.name)
    text = None if value is None else reader.read(value).after
    return pl.Series([text], dtype=pl.String).new_from_index(0, height)
