"""The choice of the sheet or file that holds a resource.

Here: the choice by the mapping, by name, by headers. Not here: the columns (column_assignment.py).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opendata.domain.errors import MappingNotValid
from opendata.domain.kinds import Kind, Table
from opendata.domain.report.findings import Finding, LeftOut, Note
from opendata.intake.bilingual_sentences import bilingual, comma_list
from opendata.intake.matching.header_rows import Header, best_header, headers_in
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING, TableMapping
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable

Remark = Finding | Note | LeftOut
BY_MAPPING, BY_NAME, BY_HEADER = range(3)  # a smaller rank is surer


@dataclass(frozen=True)
class TableChoice:
    """A table that holds a resource, and its header."""

    table: TextTable
    header: Header
    vocabulary: HeaderVocabulary

    @property
    def resource(self) -> Table:
        return self.vocabulary.table


def choose_tables(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping]
) -> tuple[list[TableChoice], list[Remark]]:
    """The table of each resource that has one; raises MappingNotValid if the mapping names a missing sheet."""
    headers = [headers_in(table) for table in tables]
    vocabularies = [HeaderVocabulary.of(resource, mappings.get(resource.name, NO_MAPPING)) for resource in kind]
    named = {vocabulary.table.name: _named_by_mapping(tables, vocabulary) for vocabulary in vocabularies}
    choices: dict[str, TableChoice] = {}
    remarks: list[Remark] = []
    used = {place for place in named.values() if place is not None}
    for vocabulary in vocabularies:
        if (place := named[vocabulary.table.name]) is not None:
            header = best_header(headers[place], vocabulary, vocabulary.mapping.header_row)
            if header is None:
                remarks.append(_no_table([tables[place]], [vocabulary]))
            else:
                choices[vocabulary.table.name] = TableChoice(tables[place], header, vocabulary)
    free = [vocabulary for vocabulary in vocabularies if named[vocabulary.table.name] is None]
    for vocabulary, claims in _claims(tables, headers, used, free):
        first = [claim for claim in claims if claim[0] == min(rank for rank, _, _ in claims)]
        if len(first) > 1:
            remarks.append(_ambiguous(vocabulary.table, [tables[place] for _, place, _ in first]))
        _, place, header = first[0]
        used.add(place)
        choices[vocabulary.table.name] = TableChoice(tables[place], header, vocabulary)
    if not choices and not remarks:
        remarks.append(_no_table(tables, vocabularies))
    remarks += [_not_used(table) for place, table in enumerate(tables) if place not in used]
    return [choices[table.name] for table in kind if table.name in choices], remarks


def _claims(
    tables: Sequence[TextTable],
    headers: Sequence[Sequence[Header]],
    used: Collection[int],
    vocabularies: Sequence[HeaderVocabulary],
) -> Iterator[tuple[HeaderVocabulary, list[tuple[int, int, Header]]]]:
    """By resource, the tables that may hold it: the rank of the claim, the table's index and the header in it."""
    claims: dict[str, list[tuple[int, int, Header]]] = {}
    for place, table in enumerate(tables):
        if place not in used and not table.hidden and (best := _best_resource(table, headers[place], vocabularies)):
            rank, vocabulary, header = best
            claims.setdefault(vocabulary.table.name, []).append((rank, place, header))
    for vocabulary in vocabularies:
        if vocabulary.table.name in claims:
            yield vocabulary, claims[vocabulary.table.name]


def _named_by_mapping(tables: Sequence[TextTable], vocabulary: HeaderVocabulary) -> int | None:
    sheet, file = vocabulary.mapping.sheet, vocabulary.mapping.file
    if sheet is None and file is None:
        return None
    where = f"resources.{vocabulary.table.name}"
    files = sorted({table.file for table in tables})
    if file is not None and file not in files:
        raise MappingNotValid(f"{where}.file", f"there is no file '{file}'; there are: {', '.join(files)}")
    inside = [(place, table) for place, table in enumerate(tables) if file in (None, table.file)]
    if sheet is None:
        if len(inside) == 1:
            return inside[0][0]
        return None if not inside else _only_by_header(inside, vocabulary, where)
    places = [place for place, table in inside if (table.sheet or table.name) == sheet]
    places = places or [
        place for place, table in inside if header_key(table.sheet or table.name) == header_key(sheet)
    ]
    if not places:
        names = ", ".join(table.sheet or table.name for _, table in inside)
        raise MappingNotValid(f"{where}.sheet", f"there is no sheet '{sheet}'; there are: {names}")
    if len(places) > 1:
        raise MappingNotValid(f"{where}.sheet", f"several files have a sheet '{sheet}'; name the file as well")
    return places[0]


def _only_by_header(inside: Sequence[tuple[int, TextTable]], vocabulary: HeaderVocabulary, where: str) -> int:
    places = [place for place, table in inside if _best_resource(table, headers_in(table), [vocabulary])]
    if len(places) == 1:
        return places[0]
    names = ", ".join(table.sheet or table.name for _, table in inside)
    raise MappingNotValid(f"{where}.sheet", f"name the sheet as well; there are: {names}")


def _best_resource(
    table: TextTable, headers: Sequence[Header], vocabularies: Sequence[HeaderVocabulary]
) -> tuple[int, HeaderVocabulary, Header] | None:
    """The resource that a table most likely holds, with the rank of the claim and the header."""
    candidates = []
    for place, vocabulary in enumerate(vocabularies):
        resource = vocabulary.table
        header = best_header(headers, vocabulary, vocabulary.mapping.header_row)
        if header is None:
            continue
        by_name = header_key(table.name) in keys_naming(resource)
        needed = {field.name for field in vocabulary.needed}
        enough = len(header.meanings) >= 2 or (bool(needed) and needed <= header.meanings)
        if by_name or enough or vocabulary.mapping.header_row is not None:
            rank = BY_NAME if by_name else BY_HEADER
            key = (rank, -len(header.meanings), -len(needed & header.meanings), place)
            candidates.append((key, rank, vocabulary, header))
    if not candidates:
        return None
    _, rank, vocabulary, header = min(candidates, key=lambda candidate: candidate[0])
    return rank, vocabulary, header


def keys_naming(resource: Table) -> set[str]:
    """Names of a sheet or file by which it holds the resource, as header_key() writes them."""
    return {header_key(name) for name in (resource.name, *resource.labels.values(), *resource.synonyms)}


def _not_used(table: TextTable) -> LeftOut:
    return LeftOut(None, None, "sheet-not-used", table.name, table.sheet)


def _ambiguous(resource: Table, tables: Sequence[TextTable]) -> Finding:
    names = [table.sheet or table.file for table in tables]
    return Finding(
        "ambiguous-table",
        bilingual(
            f"Mehrere Tabellen passen zu „{resource.label('de')}“: {comma_list(names)}. "
            "Bitte geben Sie in der Zuordnung an, welche gemeint ist.",
            f"Several tables fit '{resource.label('en')}': {comma_list(names)}. Please name one in the mapping.",
        ),
        resource=resource.name,
    )


def _no_table(tables: Sequence[TextTable], vocabularies: Sequence[HeaderVocabulary]) -> Finding:
    required_de = comma_list((field.label("de") for vocabulary in vocabularies for field in vocabulary.needed), 8)
    required_en = comma_list((field.label("en") for vocabulary in vocabularies for field in vocabulary.needed), 8)
    header_texts = []
    for table in tables[:3]:
        widest = max(headers_in(table), key=lambda header: len(header.labels), default=None)
        header_texts += [label.text for label in widest.labels] if widest else []
    present = comma_list(header_texts)
    return Finding(
        "no-table",
        bilingual(
            f"Keine Tabelle mit bekannten Überschriften gefunden. Gesucht: {required_de}. Gefunden: {present}. "
            "Bitte benennen Sie die Überschriften um oder ordnen Sie sie zu.",
            f"No table with known headers was found. Looked for: {required_en}. Found: {present}. "
            "Please rename the headers or map them.",
        ),
    )
