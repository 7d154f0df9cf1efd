"""Looking: the tables of an upload as they look, and what is proposed for the columns and words that are not known.

Here: which column would fill which field, which fields come near a header, which words of codes are not understood.
Not here: reading rows (table_reading.py), and pages about it (portal/). Nothing is read because it is proposed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.report.sent_tables import ROW, SentTable, SentTables
from opendata.domain.tables.cell_addresses import column_letters
from opendata.domain.tables.header_texts import on_one_line
from opendata.intake.cells.field_words import FieldWords
from opendata.intake.fields_to_fill import is_to_fill
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import assign_columns
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_rows import headers_in
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING, TableMapping, read_mapping
from opendata.intake.matching.near_headers import near_labels, speak_against
from opendata.intake.matching.table_choice import choose_tables
from opendata.intake.matching.text_likeness import likeness_from
from opendata.intake.office_words import header_key, trimmed
from opendata.intake.prepared_tables import prepared_tables
from opendata.intake.shown_cells import as_shown
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_reading import read_tables

SAMPLES, LONGEST_SAMPLE = 5, 80
MOST_WORDS = 60  # that are not understood, of one field
MOST_JUDGED = 200  # different cells of a column
MOST_LOOKED_AT, ROWS_AT_ONCE = 100_000, 500  # rows that are searched for them
LEAST_OF_HEADERS, NEAR_HEADER, LEAST_OF_WORDS = 0.74, 0.8, 0.5  # likenesses from which a field is proposed
MOST_PROPOSED = 3
MOST_COMPARED_COLUMNS = 500  # of a table, for which fields are proposed: each is compared with every word of the kind
MOST_PHRASE_WORDS = 3
LONGEST_COMPARED = 60


def look_at(
    files: Sequence[SourceFile], kind: Kind, mapping: Mapping[str, Any] | None = None, *, edits: Sequence[Edit] = ()
) -> SentTables:
    """The tables in the files and how they would be read; raises UnreadableFile, MappingNotValid, EditNotValid."""
    read = read_tables(files)
    prepared = prepared_tables(read, kind, read_mapping(mapping, kind), edits)
    tables, mappings, kind = prepared.tables, prepared.mappings, prepared.kind
    choices, _ = choose_tables(tables, kind, mappings)
    if not choices:
        choices = list(_guessed(tables, next(iter(kind)), mappings))
    chosen = {choice.resource.name: choice for choice in reversed(choices)}
    readings = [_reading(tables, resource, chosen.get(resource.name)) for resource in kind]
    return SentTables([_sent(table) for table in tables], readings)


def _guessed(
    tables: Sequence[TextTable], resource: Table, mappings: Mapping[str, TableMapping]
) -> Iterator[TableChoice]:
    """The largest visible table with its widest header, where nothing in it is known."""
    visible = [table for table in tables if not table.hidden] or list(tables)
    table = max(visible, key=lambda table: table.cells.height * table.cells.width)
    headers = [header for header in headers_in(table) if header.first_row == header.last_row]
    widest = max(headers, key=lambda header: (len(header.labels), -header.first_row), default=None)
    if widest is not None:
        yield TableChoice(table, widest, HeaderVocabulary(resource, mappings.get(resource.name, NO_MAPPING)))


def _sent(table: TextTable) -> SentTable:
    cells = table.cells
    shown = [as_shown(table, name).alias(name) for name in cells.columns]
    rows = table.rows.cast(pl.UInt32).alias(ROW)
    return SentTable(table.name, table.file, table.sheet, table.hidden, pl.DataFrame([rows, *shown]))


def _reading(tables: Sequence[TextTable], resource: Table, choice: TableChoice | None) -> dict[str, Any]:
    about = {"resource": resource.name, "labels": dict(resource.labels)}
    if choice is None:
        return {
            **about,
            "table": None,
            "header_row": None,
            "last_header_row": None,
            "columns": [],
            "missing": [],
            "codes": [],
        }
    sheet = next(place for place, table in enumerate(tables) if table is choice.table)
    fed, _ = assign_columns(choice)
    fields_of: dict[int, list[str]] = {}
    for name, field_column in fed.items():
        for column in field_column.columns:
            fields_of.setdefault(column, []).append(name)
    body = choice.table.keeping(choice.table.rows > choice.header.last_row)
    supplied = choice.vocabulary.mapping.supplied
    free = [field for field in choice.resource if field.name not in fed and field.name not in supplied]
    return {
        **about,
        "table": sheet,
        "header_row": choice.header.first_row,
        "last_header_row": choice.header.last_row,
        "columns": [
            _column(choice, label, fields_of, free if place < MOST_COMPARED_COLUMNS else (), body)
            for place, label in enumerate(choice.header.labels)
            if not is_to_fill(label.text)
        ],
        "missing": [
            field.name for field in choice.resource if field.required and field.default is None and field in free
        ],
        "codes": [
            {"field": field.name, "words": words}
            for field in choice.resource
            if field.codes and field.name in fed
            if (words := _unknown_words(choice, field, body.cells[str(fed[field.name].column)]))
        ],
    }


def _column(
    choice: TableChoice,
    label: HeaderLabel,
    fields_of: Mapping[int, Sequence[str]],
    free: Sequence[Field],
    body: TextTable,
) -> dict[str, Any]:
    mapped = choice.vocabulary.mapped(label.keys)
    fields = list(fields_of.get(label.column, ()))
    how = "unknown"
    if mapped:
        how = "mapped" if mapped[1].targets else "not-published"
    elif fields:
        how = "known"
    elif (unpivot := choice.vocabulary.mapping.shape.unpivot) and any(
        value.fixed_by(label.keys) is not None for value in unpivot.values
    ):
        how = "as-rows"
    values = _values(body.cells[str(label.column)])
    shown = as_shown(body, str(label.column))
    return {
        "column": label.column,
        "letters": column_letters(label.column),
        "header": on_one_line(trimmed(label.text)),
        "mapped_as": mapped[1].header if mapped else None,
        "fields": fields,
        "how": how,
        "samples": [text[:LONGEST_SAMPLE] for text in _values(shown)[:SAMPLES]],
        "proposals": [] if how != "unknown" else _proposals(choice, label, free, values),
    }


def _values(cells: pl.Series) -> list[str]:
    """The first different texts of a column, in their order."""
    values: dict[str, None] = {}
    for start in range(0, min(len(cells), MOST_LOOKED_AT), ROWS_AT_ONCE):
        values.update(dict.fromkeys(" ".join(text.split()) for text in cells[start : start + ROWS_AT_ONCE] if text))
        values.pop("", None)
        if len(values) >= MOST_JUDGED:
            break
    return list(values)[:MOST_JUDGED]


def _proposals(
    choice: TableChoice, label: HeaderLabel, free: Sequence[Field], values: Sequence[str]
) -> list[dict[str, Any]]:
    """The fields that a column may be meant for, the likeliest first, with how sure that is."""
    found = []
    for field in free:
        if speak_against(field, values):
            continue
        of_words = _of_words(field, values)
        of_header = _of_header(choice, label, field, LEAST_OF_HEADERS if of_words < LEAST_OF_WORDS else of_words)
        if of_header >= LEAST_OF_HEADERS or of_words >= LEAST_OF_WORDS:
            likeness = max(of_header, of_words)
            found.append({"field": field.name, "likeness": round(likeness, 2)})
    return sorted(found, key=lambda proposal: -float(str(proposal["likeness"])))[:MOST_PROPOSED]


def _of_header(choice: TableChoice, label: HeaderLabel, field: Field, least: float) -> float:
    """How near a header comes to the words of a field; likenesses below `least` do not matter."""
    key = header_key(label.text)[:LONGEST_COMPARED]
    likeness = 0.0
    for word in choice.vocabulary.words_of(field.name):
        likeness = max(likeness, likeness_from(key, word, max(likeness, least)))
    return max(likeness, NEAR_HEADER) if near_labels(choice.vocabulary, [label], field) else likeness


def _of_words(field: Field, values: Sequence[str]) -> float:
    """The share of a column's texts that are words of the field's codes, or short phrases about them."""
    if not field.codes or len(values) < 2:
        return 0.0
    words = FieldWords(field, {}, frozenset(), ())
    return 0.95 * sum(_is_about(words, text) for text in values) / len(values)


def _is_about(words: FieldWords, text: str) -> bool:
    """Whether a text means a code, or is a short phrase that names one, such as "nicht umgesetzt"."""
    meaning = words.meaning(text)
    if meaning and meaning[0] in ("code", "status-words"):
        return True
    reading = words.phrase(text) if len(text.split()) <= MOST_PHRASE_WORDS else None
    return bool(reading and reading.codes)


def _unknown_words(choice: TableChoice, field: Field, cells: pl.Series) -> list[dict[str, Any]]:
    """The texts in a column of codes that mean none, the most frequent first; and how often each stands there."""
    words = FieldWords(
        field, choice.vocabulary.mapping.codes.get(field.name, {}), frozenset(), choice.resource.fields
    )
    counted = cells.filter(cells.str.contains(r"\S")).value_counts(sort=True, name="count").head(MOST_JUDGED)
    unknown = []
    for text, count in counted.iter_rows():
        tidy = " ".join(text.split())
        if tidy not in field.codes and words.meaning(tidy) is None:
            unknown.append(
                {"text": tidy[:LONGEST_SAMPLE], "whole": tidy, "count": count, "proposal": _nearest(field, tidy)}
            )
    return unknown[:MOST_WORDS]


def _nearest(field: Field, text: str) -> str | None:
    """The code whose words come nearest to a text, if any comes near."""
    key, best, code_name = text.casefold()[:LONGEST_COMPARED], 0.7, None
    for name, code in field.codes.items():
        for word in (name, *code.labels.values(), *code.synonyms):
            likeness = likeness_from(key, word.casefold(), best)
            if likeness > best:
                best, code_name = likeness, name
    return code_name
