"""Uploads: the files of one upload are turned into tables in schema terms, with a report of every change.

Here: the way from bytes to Mapped, step by step. Not here: the reading of one table (table_reading.py), and all other
steps. No file is touched, nothing is fetched.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.intake.edited_cells import with_fields
from opendata.intake.files.csv_files import read_csv
from opendata.intake.files.data_packages import read_package
from opendata.intake.files.format_detection import FileFormat, empty_file, format_of, name_note
from opendata.intake.files.json_files import read_json
from opendata.intake.files.ods_spreadsheets import read_opendocument
from opendata.intake.files.pdf_documents import read_pdf
from opendata.intake.files.xls_workbooks import read_old_workbook
from opendata.intake.files.xlsb_workbooks import read_binary_workbook
from opendata.intake.files.xlsx_workbooks import read_workbook
from opendata.intake.gathered_remarks import GatheredRemarks
from opendata.intake.kept_readings import tables_of
from opendata.intake.marks_of_ours import is_error_list, without_marks
from opendata.intake.matching.mapping_files import read_mapping
from opendata.intake.matching.table_choice import choose_tables
from opendata.intake.persons.personal_questions import with_persons_told
from opendata.intake.prepared_tables import is_of_other_system, prepared_tables
from opendata.intake.report_pages import asked_by_pages, report_facts
from opendata.intake.reshaping import (
    asked_everywhere,
    dropped_everywhere,
    one_table,
)
from opendata.intake.size_limits import Limits, too_many_tables
from opendata.intake.table_reading import read_table, with_ticks
from opendata.intake.text_tables import TextTable

DEFAULT_LIMITS = Limits()


def read_upload(
    files: Sequence[SourceFile],
    kind: Kind,
    mapping: Mapping[str, Any] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    edits: Sequence[Edit] = (),
) -> Mapped:
    """The tables of one upload in the terms of the kind, and the report on how they were read.

    mapping: as JSON has it (docs/mapping.md). Raises UnreadableFile when a file cannot be read at all, and
    MappingNotValid when the mapping is wrong or names a missing sheet or file. edits: cells that hold something else
    than the files say; EditNotValid is raised where there is no such cell.
    """
    mappings = read_mapping(mapping, kind)
    read = read_tables(files, limits)
    prepared = prepared_tables(read, kind, mappings, edits)
    tables, kind = prepared.tables, prepared.kind
    choices, remarks = choose_tables(tables, kind, prepared.mappings)
    gathered = GatheredRemarks()
    for table in tables:
        gathered.notes += table.notes
    gathered.take([*prepared.remarks, *remarks])
    parts: dict[str, list[MappedTable]] = {}
    for choice in choices:
        parts.setdefault(choice.resource.name, []).extend(read_table(with_ticks(choice, gathered), gathered))
    mapped = {}
    for choice in choices:
        if choice.resource.name not in mapped:
            mapped[choice.resource.name], of_rows = one_table(choice, parts[choice.resource.name])
            gathered.take(of_rows)
    gathered.dropped = dropped_everywhere(gathered.dropped, parts)
    gathered.questions = asked_everywhere(gathered.questions, parts)
    if any(is_of_other_system(table) for table in tables):
        gathered.questions = with_persons_told(gathered.questions)
    gathered.questions = asked_by_pages(gathered.questions, read, mapped, kind)
    facts = report_facts(read, choices, mapped, kind)
    return Mapped(canonical_kind(kind), mapped, gathered.report(), with_fields(prepared.edits, mapped), facts)


def read_tables(files: Sequence[SourceFile], limits: Limits = DEFAULT_LIMITS) -> list[TextTable]:
    """Every table in the files, as text, without what this service put into a workbook; raises UnreadableFile."""
    tables = read_all_tables(files, limits)
    own = [table for table in tables if not is_error_list(table)] or tables
    return [without_marks(table) for table in own]


def read_all_tables(files: Sequence[SourceFile], limits: Limits = DEFAULT_LIMITS) -> list[TextTable]:
    """Every table in the files, as text; raises UnreadableFile."""
    limits = limits.of_upload(sum(len(source.content) for source in files))
    formats = [format_of(source, limits) for source in files]
    if FileFormat.DESCRIPTOR in formats:
        return read_package(files, limits)
    tables: list[TextTable] = []
    for source, file_format in zip(files, formats, strict=True):
        kept = tables_of(source.reading, source.name) if source.reading is not None else None
        read = kept or [table for table in _read(source, file_format, limits) if table.rows.len()]
        if not read:
            raise empty_file(source.name)
        if kept is None:
            read[0] = read[0].noted(*name_note(source, file_format))
        tables += read
        if len(tables) > limits.tables:
            raise too_many_tables(source.name, limits.tables)
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
        case FileFormat.JSON:
            return [read_json(source, limits)]
        case FileFormat.PDF:
            return read_pdf(source, limits)
        case _:
            return [read_csv(source, limits)]
