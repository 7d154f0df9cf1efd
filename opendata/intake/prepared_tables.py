"""Prepared tables: what is done with the tables of an upload before one of them is chosen for each resource.

Here: completing the mappings by what the tables say, the cells that somebody has changed, fields of one's own. Not
here: the files (upload_reading.py), choosing tables (matching/table_choice.py), and reading them (table_reading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.domain.kinds import Field, Kind
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.questions import Question
from opendata.intake.edited_cells import with_edits
from opendata.intake.fields_to_fill import with_fields_to_fill
from opendata.intake.matching.known_layouts import with_known_layouts
from opendata.intake.matching.mapping_files import TableMapping, of_other_system, of_own_workbook
from opendata.intake.matching.table_choice import keys_naming
from opendata.intake.matching.wide_series import with_wide_series
from opendata.intake.office_words import header_key
from opendata.intake.reports.proposed_mappings import with_report_mappings
from opendata.intake.text_tables import TextTable


@dataclass(frozen=True)
class PreparedTables:
    """Tables with the mappings that hold for them, and the kind with the fields that they add to it.

    remarks: on what the tables say of themselves. edits: the cells that hold something else than the files say.
    """

    tables: Sequence[TextTable]
    mappings: Mapping[str, TableMapping]
    kind: Kind
    remarks: Sequence[Finding | Note | Question]
    edits: Sequence[Edit]


def prepared_tables(
    read: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping], edits: Sequence[Edit]
) -> PreparedTables:
    """The tables as they were read, prepared; raises EditNotValid where there is no cell of an edit."""
    mappings = with_report_mappings(read, kind, mappings)
    tables, mappings = with_fields_to_fill(read, kind, mappings, edits)
    tables, applied = with_edits(tables, edits)
    mappings, notes = with_known_layouts(tables, kind, mappings)
    tables, mappings, of_series = with_wide_series(tables, kind, mappings)
    kind = _with_own_fields(kind, mappings, tables)
    return PreparedTables(tables, _for_own_tables(mappings, tables), kind, [*notes, *of_series], applied)


def _for_own_tables(mappings: Mapping[str, TableMapping], tables: Sequence[TextTable]) -> dict[str, TableMapping]:
    """What of the mappings holds, where this service made a table of the upload itself; all of them elsewhere."""
    ours = [table for table in tables if table.ours]
    if not ours:
        return dict(mappings)
    if not all(map(is_of_other_system, ours)):
        return {name: of_own_workbook(mapping) for name, mapping in mappings.items()}
    headers = {header_key(text) for table in ours for text in table.cells.row(0) if text}
    return {name: of_other_system(mapping, headers) for name, mapping in mappings.items()}


def is_of_other_system(table: TextTable) -> bool:
    """Whether a table was made of the public answer of another system, which says itself what its columns are."""
    return table.ours and table.declared is not None


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
