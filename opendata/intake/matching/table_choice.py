"""The choice of the sheets or files that hold a resource.

Here: the choice by the mapping, by name, by headers. Not here: the columns (column_assignment.py), and what is said
about tables that look like more of a chosen one (unread_tables.py).
"""

from collections.abc import Iterator, Mapping, Sequence

from opendata.domain.kinds import Kind, Table
from opendata.domain.report.findings import Finding, LeftOut, Note
from opendata.domain.report.questions import Question
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.matching.chosen_tables import TableChoice, sheet_name
from opendata.intake.matching.header_rows import Header, best_header, headers_in
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING, TableMapping
from opendata.intake.matching.named_tables import is_named, places_named
from opendata.intake.matching.tables_on_their_side import how_to_turn
from opendata.intake.matching.unread_tables import ambiguous_table, is_more_of, unread_table
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable

Remark = Finding | Note | LeftOut | Question
BY_NAME, BY_HEADER = range(2)  # a smaller rank is surer


def choose_tables(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping]
) -> tuple[list[TableChoice], list[Remark]]:
    """The tables of each resource that has some; raises MappingNotValid if the mapping names a missing sheet."""
    vocabularies = [HeaderVocabulary(resource, mappings.get(resource.name, NO_MAPPING)) for resource in kind]
    search = _Search(tables, [headers_in(table) for table in tables], vocabularies)
    search.take_named()
    search.take_claimed()
    if not search.choices and not search.remarks:
        search.remarks.append(_no_table(tables, vocabularies))
    search.tell_of_the_rest()
    return [choice for table in kind for choice in search.choices.get(table.name, ())], search.remarks


class _Search:
    """The search for the tables of all resources; what was found so far, and what there is to say."""

    def __init__(
        self,
        tables: Sequence[TextTable],
        headers: Sequence[Sequence[Header]],
        vocabularies: Sequence[HeaderVocabulary],
    ) -> None:
        self._tables, self._headers, self._vocabularies = tables, headers, vocabularies
        self.choices: dict[str, list[TableChoice]] = {}
        self.remarks: list[Remark] = []
        self._named = {
            vocabulary.table.name: places_named(tables, headers, vocabulary)
            for vocabulary in vocabularies
            if is_named(vocabulary)
        }
        self._used = {place for places in self._named.values() for place in places}
        skipped = {name for vocabulary in vocabularies for name in vocabulary.mapping.shape.skip_sheets}
        names = [header_key(sheet_name(table)) for table in tables]
        self._skipped = {place for place, name in enumerate(names) if name in skipped} - self._used
        self._ambiguous: set[int] = set()

    def take_named(self) -> None:
        """Choose the tables that the mapping names."""
        for vocabulary in self._vocabularies:
            places = self._named.get(vocabulary.table.name)
            if places is None:
                continue
            if not places:
                self.remarks.append(_no_table(self._tables, [vocabulary]))
            for place in places:
                table, mapping = self._tables[place], vocabulary.mapping
                header = best_header(self._headers[place], vocabulary, mapping.header_row)
                if header is None:
                    self.remarks.append(_no_table([table], [vocabulary]))
                    continue
                if table.hidden:
                    self.remarks.append(_hidden_sheet(table, vocabulary.table))
                choice = TableChoice(table, header, vocabulary, united=len(places) > 1)
                self.choices.setdefault(vocabulary.table.name, []).append(choice)

    def take_claimed(self) -> None:
        """Choose for each other resource the table that fits it best, by its name or by its headers."""
        free = [vocabulary for vocabulary in self._vocabularies if vocabulary.table.name not in self._named]
        for vocabulary, claims in self._claims(free):
            surest = [claim for claim in claims if claim[0] == min(rank for rank, _, _ in claims)]
            place, header = max(((p, h) for _, p, h in surest), key=lambda claim: (len(claim[1].meanings), -claim[0]))
            choice = TableChoice(self._tables[place], header, vocabulary)
            alike = [p for _, p, h in surest if p != place and is_more_of(self._tables[p], h, choice)]
            if alike:
                self._ambiguous.update(alike)
                named = [self._tables[p] for p in sorted([place, *alike])]
                self.remarks.append(ambiguous_table(vocabulary.table, named))
            self._used.add(place)
            self.choices[vocabulary.table.name] = [choice]

    def tell_of_the_rest(self) -> None:
        """List the tables that are not used, and ask about those that look like more of a chosen table."""
        for place, table in enumerate(self._tables):
            if place in self._used:
                continue
            reason = "skip-sheets" if place in self._skipped else "sheet-not-used"
            self.remarks.append(LeftOut(None, None, reason, table.name, table.sheet))
            if place not in self._skipped and place not in self._ambiguous:
                self.remarks += unread_table(table, self._headers[place], self.choices)

    def _claims(
        self, vocabularies: Sequence[HeaderVocabulary]
    ) -> Iterator[tuple[HeaderVocabulary, list[tuple[int, int, Header]]]]:
        """By resource, the tables that may hold it: the rank of the claim, the table's index and the header in it."""
        claims: dict[str, list[tuple[int, int, Header]]] = {}
        for place, table in enumerate(self._tables):
            if place in self._used or place in self._skipped or table.hidden:
                continue
            if best := _best_resource(table, self._headers[place], vocabularies):
                rank, vocabulary, header = best
                if rank == BY_HEADER and self._is_more_of_named(place, len(header.meanings)):
                    continue
                claims.setdefault(vocabulary.table.name, []).append((rank, place, header))
        for vocabulary in vocabularies:
            if vocabulary.table.name in claims:
                yield vocabulary, claims[vocabulary.table.name]

    def _is_more_of_named(self, place: int, least: int) -> bool:
        """Whether a table looks like more of a resource whose tables the mapping names, in more headers."""
        for name in self._named.keys() & self.choices.keys():
            main = self.choices[name][0]
            header = best_header(self._headers[place], main.vocabulary, None)
            if header and len(header.meanings) > least and is_more_of(self._tables[place], header, main):
                return True
        return False


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
        # An "ID" among columns that nobody knows makes no table of funding.
        mostly = bool(needed) and needed <= header.meanings and 2 * len(header.meanings) >= len(header.labels)
        enough = len(header.meanings) >= 2 or mostly
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


def _hidden_sheet(table: TextTable, resource: Table) -> Note:
    name = sheet_name(table)
    return Note(
        "hidden-sheet",
        bilingual(
            f"Das Blatt „{quoted(name)}“ ist ausgeblendet und wird veröffentlicht, weil die Zuordnung es nennt.",
            f"Sheet '{quoted(name)}' is hidden and is published, because the mapping names it.",
        ),
        resource=resource.name,
        sheet=table.sheet,
    )


def _no_table(tables: Sequence[TextTable], vocabularies: Sequence[HeaderVocabulary]) -> Finding:
    needed = [field for vocabulary in vocabularies for field in vocabulary.needed]
    required_de = comma_list(dict.fromkeys(field.label("de") for field in needed), 8)
    required_en = comma_list(dict.fromkeys(field.label("en") for field in needed), 8)
    header_texts = []
    for table in tables[:3]:
        widest = max(headers_in(table), key=lambda header: len(header.labels), default=None)
        header_texts += [label.text for label in widest.labels] if widest else []
    present = comma_list(header_texts)
    side = how_to_turn(tables[:3], vocabularies, 0)
    rename = (
        " Bitte benennen Sie die Überschriften um, oder ordnen Sie sie in der Zuordnung den Feldern zu.",
        " Please rename the headers or map them.",
    )
    return Finding(
        "no-table",
        bilingual(
            f"In der Datei ist keine Tabelle mit bekannten Überschriften. Gesucht: {required_de}. "
            f"Gefunden: {present}.{side[0] if side else rename[0]}",
            f"No table with known headers was found. Looked for: {required_en}. Found: {present}."
            f"{side[1] if side else rename[1]}",
        ),
    )
