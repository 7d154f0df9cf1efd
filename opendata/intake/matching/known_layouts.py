"""Known layouts: tables that a kind recognises by their exact headers, and the mapping that it has for them.

Here: finding such a table, and what is said about it. Not here: reading mappings (mapping_files.py), and headers that
are known one by one (header_vocabulary.py). A kind's descriptor holds its layouts (docs/kinds.md).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.kinds import Kind, Table
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual
from opendata.intake.matching.chosen_tables import sheet_name
from opendata.intake.matching.header_rows import headers_in
from opendata.intake.matching.mapping_files import TableMapping, read_mapping
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable


def with_known_layouts(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping]
) -> tuple[dict[str, TableMapping], list[Note]]:
    """The mappings, and for each resource without one that of a layout which a table of the upload has."""
    completed, notes = dict(mappings), []
    for resource in kind:
        layouts = resource.descriptor.get("layouts") or ()
        if resource.name in mappings or not layouts:
            continue
        for table in (table for table in tables if not table.hidden):
            if layout := _layout_of(table, layouts):
                completed |= read_mapping({"resources": {resource.name: layout["mapping"]}}, kind)
                notes.append(_note(table, resource, layout))
                break
    return completed, notes


def _layout_of(table: TextTable, layouts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The layout whose headers are those of the table, no more and no fewer."""
    header_keys = [{label.keys[0] for label in header.labels} for header in headers_in(table)]
    for layout in layouts:
        if {header_key(header) for header in layout["headers"]} in header_keys:
            return layout
    return None


def _note(table: TextTable, resource: Table, layout: Mapping[str, Any]) -> Note:
    return Note(
        "known-layout",
        bilingual(
            f"„{sheet_name(table)}“ hat die Überschriften einer bekannten Tabelle und wurde so gelesen: "
            f"{layout['labels']['de']}. Trifft das nicht zu, geben Sie bitte eine Zuordnung an.",
            f"'{sheet_name(table)}' has the headers of a known table and was read as one: {layout['labels']['en']}. "
            "If it is something else, please give a mapping.",
        ),
        resource=resource.name,
        sheet=table.sheet,
    )
