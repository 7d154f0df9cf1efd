"""Unread tables: sheets and files beside a chosen table that look like more of it.

Here: telling them from legends, covers and pivot tables, and what is said about them. Not here: the choice of tables
(table_choice.py).
"""

import json
from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.report.findings import Finding
from opendata.domain.report.questions import Question
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted, row_beginning
from opendata.intake.matching.chosen_tables import TableChoice, sheet_name
from opendata.intake.matching.header_rows import Header, best_header
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.office_words import code_key, header_key
from opendata.intake.text_tables import TextTable
from opendata.intake.words_of_codes import words_of_codes

MIN_WIDTH, MAX_WORDS = 3, 200  # of a table without a header: its columns, and the words that are looked at
# Sheets of these names explain, list or count, and hold no rows of their own; as header_key() writes them.
BESIDE_THE_DATA = (
    "legend hinweis erläuterung erklärung anleitung ausfüll glossar abkürzung listen auswahl dropdown inhalt "
    "deckblatt titelblatt impressum pivot diagramm quellen notes help readme"
).split()


def unread_table(
    table: TextTable, headers: Sequence[Header], choices: Mapping[str, Sequence[TableChoice]]
) -> list[Question]:
    """A question about a table that is not read, where it looks like more of a table that is; else nothing."""
    alike = []
    for chosen in choices.values():
        header = best_header(headers, chosen[0].vocabulary, None)
        if header is not None and is_more_of(table, header, chosen[0]):
            alike.append((len(header.meanings), header, chosen))
    if not alike:
        going_on = [chosen for chosen in choices.values() if _goes_on(table, headers, chosen[0])]
        return [_question(table, None, chosen) for chosen in going_on[:1]]
    _, header, chosen = max(alike, key=lambda candidate: candidate[0])
    return [_question(table, header, chosen)]


def is_more_of(table: TextTable, header: Header, main: TableChoice) -> bool:
    """Whether a table looks like more of a resource whose main table is chosen.

    header: of the table, in the vocabulary of the resource. A legend, whose words stand in a column of the main
    table, and an extract, all of whose rows stand in the main table as well, are no more of it.
    """
    if _is_beside(table, main.resource):
        return False
    vocabulary = main.vocabulary
    needed = {field.name for field in vocabulary.needed}
    shared = header.meanings & main.header.meanings
    title = vocabulary.table.roles.get("title")
    has_all = needed <= header.meanings and len(shared) >= min(2, len(main.header.meanings))
    has_title = title in shared and len(shared) >= max(2, (len(main.header.meanings) + 1) // 2)
    if not (has_all or has_title):
        return False
    rows = _below(table, header)
    if rows.is_empty():
        return False
    return not (_is_extract(rows, header, main) or _is_legend(rows, header, main))


def _is_beside(table: TextTable, resource: Table) -> bool:
    """Whether a sheet is called like one that explains or lists; "Auswahl weiterer Maßnahmen" has rows of its own."""
    name = header_key(sheet_name(table))
    names = [header_key(label) for label in (*resource.labels.values(), *resource.synonyms)]
    return any(map(name.startswith, BESIDE_THE_DATA)) and not any(label in name for label in names)


def _goes_on(table: TextTable, headers: Sequence[Header], main: TableChoice) -> bool:
    """Whether a table without a header goes on where the main table ends: its columns hold the same words of codes.

    Half of the texts in a column must be words of the field whose column it is in the main table.
    """
    columns = _columns(main.header, main.vocabulary)
    header = best_header(headers, main.vocabulary, None)
    if _is_beside(table, main.resource) or (header is not None and len(header.meanings) > 1):
        return False
    if table.cells.width < MIN_WIDTH or not set(table.cells.columns) <= set(main.table.cells.columns):
        return False
    for field in main.resource:
        if field.codes and (column := columns.get(field.name)) in table.cells.columns:
            texts = {code_key(text) for text in table.cells[column].drop_nulls().unique().head(MAX_WORDS)}
            known = words_of_codes(field).keys() | main.vocabulary.mapping.codes.get(field.name, {}).keys()
            if texts and 2 * len(texts & known) >= len(texts):
                return True
    return False


def _below(table: TextTable, header: Header | None) -> pl.DataFrame:
    """The rows below the header that have any text, each cell without blanks at its ends; all without a header."""
    below = table if header is None else table.keeping(table.rows > header.last_row)
    cells = below.cells.with_columns(pl.all().str.strip_chars())
    return cells.filter(pl.any_horizontal(pl.all().is_not_null() & (pl.all() != "")))


def _columns(header: Header, vocabulary: HeaderVocabulary) -> dict[str, str]:
    """The column of each field that a header means."""
    columns: dict[str, str] = {}
    for label in header.labels:
        for name in vocabulary.meanings([label.keys]):
            columns.setdefault(name, str(label.column))
    return columns


def _is_extract(rows: pl.DataFrame, header: Header, main: TableChoice) -> bool:
    """Whether a table has fewer columns than the main table and none of its rows says anything that is not there."""
    if not header.meanings < main.header.meanings:
        return False
    theirs, ours = _columns(header, main.vocabulary), _columns(main.header, main.vocabulary)
    names = sorted(theirs.keys() & ours.keys())
    known = _below(main.table, main.header).select(pl.col(ours[name]).alias(name) for name in names)
    rows_of_table = rows.select(pl.col(theirs[name]).alias(name) for name in names)
    return rows_of_table.join(known, on=names, how="anti", nulls_equal=True).is_empty()


def _is_legend(rows: pl.DataFrame, header: Header, main: TableChoice) -> bool:
    """Whether a table explains words: half of its keys, or else titles, stand in one column of the main table.

    The columns of the main table's own keys and title do not count: a table of the same measures is no legend.
    """
    resource, theirs = main.resource, _columns(header, main.vocabulary)
    names = [*resource.primary_key, resource.roles.get("title") or ""]
    words = rows[next((theirs[name] for name in names if name in theirs), rows.columns[0])].drop_nulls().unique()
    own = {*resource.key_fields, resource.roles.get("title")}
    below = _below(main.table, main.header)
    columns = [column for name, column in _columns(main.header, main.vocabulary).items() if name not in own]
    spoken = words.filter(words.str.contains(r"\p{L}"))  # a number may stand among the costs by chance
    known = [int(spoken.is_in(below[column].drop_nulls().implode()).sum()) for column in columns]
    return words.len() > 0 and 2 * max(known, default=0) >= words.len()


def ambiguous_table(resource: Table, tables: Sequence[TextTable]) -> Finding:
    """The error that several tables fit one resource equally well, with the mapping that unites them."""
    names = [sheet_name(table) for table in tables]
    mapping = uniting_mapping(resource, names)
    return Finding(
        "ambiguous-table",
        bilingual(
            f"Mehrere Tabellen passen zu „{resource.label('de')}“: {comma_list(names)}. Bitte geben Sie in der "
            f"Zuordnung an, welche gemeint ist. Gehören sie zusammen, nennen Sie alle: {mapping}",
            f"Several tables fit '{resource.label('en')}': {comma_list(names)}. Please name one in the mapping. "
            f"If they belong together, name them all: {mapping}",
        ),
        resource=resource.name,
    )


def uniting_mapping(resource: Table, names: Sequence[str]) -> str:
    """The mapping that makes one table of several sheets, as JSON."""
    return json.dumps({"resources": {resource.name: {"sheets": list(names)}}}, ensure_ascii=False)


def _question(table: TextTable, header: Header | None, chosen: Sequence[TableChoice]) -> Question:
    main, name, rows = chosen[0], sheet_name(table), _below(table, header)
    resource = main.resource
    first = row_beginning(rows.row(0))
    what_de = "Das Blatt" if table.sheet else "Die Datei"
    what_de += f" „{quoted(name)}“" + (" ist ausgeblendet und" if table.hidden else "")
    what_en = ("Hidden sheet" if table.hidden else "Sheet") if table.sheet else "File"
    count_de = "1 Zeile" if rows.height == 1 else f"{rows.height} Zeilen"
    count_en = "1 row" if rows.height == 1 else f"{rows.height} rows"
    known_de = "bekannten Überschriften" if header else "bekannten Wörtern und ohne Überschrift"
    known_en = "known headers" if header else "known words and no header"
    mapping = uniting_mapping(resource, [*(choice.name for choice in chosen), name])
    return Question(
        "unread_table",
        resource.name,
        name,
        bilingual(
            f"{what_de} wird nicht gelesen, sieht aber wie ein weiterer Teil von „{resource.label('de')}“ aus: Es "
            f"hat {count_de} mit {known_de}; die erste beginnt mit „{first}“. Soll ohne "
            f"{'dieses Blatt' if table.sheet else 'diese Datei'} veröffentlicht werden? Wenn die Zeilen dazugehören, "
            f"nennen Sie in der Zuordnung alle Blätter: {mapping}",
            f"{what_en} '{quoted(name)}' is not read but looks like another part of '{resource.label('en')}': it has "
            f"{count_en} with {known_en}; the first begins with '{first}'. Shall the data be published "
            f"without it? If its rows belong to them, name all sheets in the mapping: {mapping}",
        ),
        sheet=table.sheet,
    )
