"""Uploads: the files of one upload are turned into tables in schema terms, with a report of every change.

Here: the way from bytes to Mapped, step by step. Not here: the steps. No file is touched, nothing is fetched.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import polars as pl

from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import SourceFile
from opendata.domain.report.findings import MAX_LISTED, Dropped, Finding, LeftOut, Note, Report
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.report.questions import Question
from opendata.domain.report.rewritten_cells import ColumnRewrites, Rewrites
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.coloured_cells import coloured_cells
from opendata.intake.cells.column_reading import number_style, odd_cells, read_column
from opendata.intake.cells.lost_zeros import lost_zeros
from opendata.intake.cells.rival_columns import rival_remarks
from opendata.intake.cells.spans_in_ends import beginnings_taken_from_ends
from opendata.intake.cells.stored_cells import in_own_units
from opendata.intake.cells.unread_columns import unit_columns, unread_questions, without_foreign_words
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.files.csv_files import read_csv
from opendata.intake.files.data_packages import read_package
from opendata.intake.files.format_detection import FileFormat, empty_file, format_of, name_note
from opendata.intake.files.ods_spreadsheets import read_opendocument
from opendata.intake.files.xls_workbooks import read_old_workbook
from opendata.intake.files.xlsb_workbooks import read_binary_workbook
from opendata.intake.files.xlsx_workbooks import read_workbook
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn, assign_columns
from opendata.intake.matching.data_rows import DataRows, select_data_rows
from opendata.intake.matching.hidden_content import hidden_content
from opendata.intake.matching.known_layouts import with_known_layouts
from opendata.intake.matching.made_keys import made_keys
from opendata.intake.matching.mapping_files import TableMapping, read_mapping
from opendata.intake.matching.record_widths import record_width_remarks
from opendata.intake.matching.section_headings import heading_of_each_row
from opendata.intake.matching.table_choice import choose_tables, keys_naming
from opendata.intake.matching.tick_columns import with_ticks_read
from opendata.intake.office_words import header_key
from opendata.intake.persons.personal_questions import personal_questions
from opendata.intake.printed_totals import PrintedTotals
from opendata.intake.reshaping import (
    asked_everywhere,
    dropped_everywhere,
    one_table,
    unpivoted_columns,
    value_groups,
    with_values,
)
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_notices import doubtful_numbers, table_notices

DEFAULT_LIMITS = Limits()
Remark = Finding | Note | Dropped | LeftOut | Question


def read_upload(
    files: Sequence[SourceFile], kind: Kind, mapping: Mapping[str, Any] | None, limits: Limits = DEFAULT_LIMITS
) -> Mapped:
    """The tables of one upload in the terms of the kind, and the report on how they were read.

    mapping: as JSON has it (docs/mapping.md). Raises UnreadableFile when a file cannot be read at all, and
    MappingNotValid when the mapping is wrong or names a missing sheet or file.
    """
    mappings = read_mapping(mapping, kind)
    tables = read_tables(files, limits)
    mappings, notes = with_known_layouts(tables, kind, mappings)
    kind = _with_own_fields(kind, mappings, tables)
    choices, remarks = choose_tables(tables, kind, mappings)
    gathered = _Gathered()
    for table in tables:
        gathered.notes += table.notes
    gathered.take([*notes, *remarks])
    parts: dict[str, list[MappedTable]] = {}
    for choice in choices:
        parts.setdefault(choice.resource.name, []).extend(_map_table(_with_ticks(choice, gathered), gathered))
    mapped = {}
    for choice in choices:
        if choice.resource.name not in mapped:
            mapped[choice.resource.name], of_rows = one_table(choice, parts[choice.resource.name])
            gathered.take(of_rows)
    gathered.dropped = dropped_everywhere(gathered.dropped, parts)
    gathered.questions = asked_everywhere(gathered.questions, parts)
    return Mapped(canonical_kind(kind), mapped, gathered.report())


def read_tables(files: Sequence[SourceFile], limits: Limits = DEFAULT_LIMITS) -> list[TextTable]:
    """Every table in the files, as text; raises UnreadableFile."""
    formats = [format_of(source, limits) for source in files]
    if FileFormat.DESCRIPTOR in formats:
        return read_package(files, limits)
    tables: list[TextTable] = []
    for source, file_format in zip(files, formats, strict=True):
        read = [table for table in _read(source, file_format, limits) if table.rows.len()]
        if not read:
            raise empty_file(source.name)
        read[0] = read[0].noted(*name_note(source, file_format))
        tables += read
    return tables


def _read(source: SourceFile, file_format: FileFormat, limits: Limits) -> list[TextTable]:
    match file_format:
        case FileFormat.XLSX:
            return read_workbook(source, limits)
        case FileFormat.XLSB:
            return read_binary_workbook(source, limits)
        case FileFormat.XLS:
            return read_old_workbook(source, limits)
        case FileFormat.ODS:
            return read_opendocument(source, limits)
        case FileFormat.PACKAGE:
            return read_package([source], limits)
        case _:
            return [read_csv(source, limits)]


def _with_own_fields(kind: Kind, mappings: Mapping[str, TableMapping], tables: Sequence[TextTable]) -> Kind:
    """The kind with the fields that a package's schema and the mapping add to it."""
    own: dict[str, dict[str, Field]] = {}
    for table in tables:
        if table.declared:
            fields = {name: field for name, field in table.declared.fields.items() if field.own}
            for resource in kind:
                if header_key(table.declared.resource) in keys_naming(resource):
                    own.setdefault(resource.name, {}).update(fields)
    for name, mapping in mappings.items():
        own.setdefault(name, {}).update({field.name: field for field in mapping.own_fields})
    return kind.with_own_fields({name: list(fields.values()) for name, fields in own.items()})


@dataclass
class _Gathered:
    """The parts of the report on an upload, collected while its tables are read."""

    errors: list[Finding] = field(default_factory=list)
    error_count: int = 0
    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rewrites: list[ColumnRewrites] = field(default_factory=list)

    def take(self, remarks: Sequence[Remark]) -> None:
        for remark in remarks:
            match remark:
                case Finding():
                    self.errors.append(remark)
                    self.error_count += 1
                case Note():
                    self.notes.append(remark)
                case Dropped():
                    self.dropped.append(remark)
                case LeftOut():
                    self.left_out.append(remark)
                case Question():
                    self.questions.append(remark)

    def take_again(self, other: Self, fields: Collection[str] | None) -> None:
        """Take what another reading of the same rows gathered; of cells that were read before, only what is new.

        fields: those whose cells were not read before; None for all.
        """
        self.notes += [note for note in other.notes if note not in self.notes]
        self.questions += [question for question in other.questions if question not in self.questions]
        fresh = [error for error in other.errors if fields is None or error.field in fields]
        self.errors += fresh
        self.error_count += len(fresh) + max(0, other.error_count - len(other.errors))
        self.rewrites += [column for column in other.rewrites if fields is None or column.field in fields]

    def report(self) -> Report:
        rewrites = Rewrites(self.rewrites)
        return Report(
            errors=self.errors[:MAX_LISTED],
            error_count=self.error_count,
            more=self.error_count > MAX_LISTED,
            rewrites=rewrites,
            rewrite_counts=rewrites.counts,
            dropped=self.dropped,
            left_out=self.left_out,
            notes=self.notes,
            questions=self.questions,
        )


def _with_ticks(choice: TableChoice, gathered: _Gathered) -> TableChoice:
    """The table with its columns of ticks read as columns of codes."""
    choice, remarks = with_ticks_read(choice)
    gathered.take(remarks)
    return choice


def _map_table(choice: TableChoice, gathered: _Gathered) -> list[MappedTable]:
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
    gathered.take([finding._replace(resource=resource.name) for finding in table.findings])
    gathered.take(record_width_remarks(choice, rows.table))
    gathered.take(list(hidden_content(choice, rows.table, every_column)))
    dropped = [remark for remark in remarks if isinstance(remark, Dropped)]
    gathered.take(unread_questions(choice, rows.table, dropped, field_columns.keys()))
    gathered.take(unit_columns(choice, rows.table, dropped, field_columns))
    gathered.take([finding for group in groups for finding in group.findings])
    if choice.vocabulary.mapping.shape.unpivot is None:
        return [_read_rows(choice, rows, field_columns, gathered)]
    parts = []
    for place, group in enumerate(groups):
        in_group = _Gathered()
        part = _read_rows(replace(choice, fixed=group.fixed), rows, {**field_columns, **group.columns}, in_group)
        gathered.take_again(in_group, None if place == 0 else group.columns.keys())
        parts.append(with_values(part, group.columns))
    return parts


def _read_rows(
    choice: TableChoice, rows: DataRows, field_columns: Mapping[str, FieldColumn], gathered: _Gathered
) -> MappedTable:
    """The data rows of a table in schema terms."""
    table, resource, body = choice.table, choice.resource, rows.table
    style = number_style(body, choice, field_columns)
    totals = PrintedTotals(rows, resource.name)
    columns: dict[str, pl.Series] = {}
    findings: list[Finding] = []
    readers = {
        schema_field.name: _cell_reader(schema_field, style, choice, field_columns.get(schema_field.name))
        for schema_field in resource
    }
    with_cells = [name for name in readers if name in field_columns]
    body = in_own_units(readers, {name: field_columns[name].column for name in with_cells}, body)
    odd = dict(
        zip(with_cells, odd_cells([(readers[name], field_columns[name]) for name in with_cells], body), strict=True)
    )
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
        column, told = without_foreign_words(choice, schema_field, field_column, column)
        gathered.take([*told, *rival_remarks(choice, body, schema_field, field_column, column.values, style)])
        columns[schema_field.name] = column.values
        totals.compare(reader, field_column, column)
        findings += column.findings
        gathered.error_count += column.finding_count
        if style is NumberStyle.AS_IT_STANDS and schema_field.type == "number" and table.declared is None:
            cells = body.cells[str(field_column.column)]
            gathered.take(doubtful_numbers(cells, body, field_column, schema_field, resource.name))
        if column.rewrites:
            gathered.rewrites.append(column.rewrites)
    gathered.take(
        [
            *beginnings_taken_from_ends(choice, body, field_columns, columns, readers),
            *lost_zeros(columns, resource, body, field_columns),
            *coloured_cells(columns, resource, body, field_columns),
            *personal_questions(columns, resource, body, field_columns),
        ]
    )
    gathered.notes += totals.notes()
    notices = table_notices(columns, resource, body, field_columns)
    gathered.notes += [note for schema_field in resource for note in notices.get(schema_field.name, ())]
    gathered.errors += sorted(findings, key=lambda finding: (finding.row or 0, finding.column or 0))
    return MappedTable(
        frame=pl.DataFrame(columns),
        rows=body.rows.to_list(),
        columns={name: field_column.column for name, field_column in field_columns.items()},
        sheet=table.sheet,
        file=table.file,
        made_keys=frozenset(name for name, field_column in field_columns.items() if field_column.made_from),
    )


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
        is_key=schema_field.name in _key_fields(choice.resource),
        others=choice.resource.fields,
    )


def _key_fields(table: Table) -> set[str]:
    """The fields by which rows of this table or of another one are recognised."""
    return {*table.primary_key, *(name for foreign_key in table.foreign_keys for name in foreign_key.fields)}


def _without_cells(
    choice: TableChoice, schema_field: Field, reader: FieldCellReader, rows: DataRows, gathered: _Gathered
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
