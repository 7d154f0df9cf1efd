"""Wide series: tables whose years, or whose categories, stand side by side, and the mapping by which they are read.

Here: recognising such a table by the words of its kind, and the mapping that makes rows of its columns. Not here:
what one header says (series_words.py), what is said about the table (wide_tables.py), the rows that columns become
(intake/reshaping.py). A kind's descriptor says that its rows may stand side by side (`across`, docs/kinds.md). What
is doubtful is not read: a table without a unit is an error that says what to write, and a column that nobody knows is
asked about like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.questions import Question
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_rows import SEARCHED_ROWS, Header, best_header, headers_in
from opendata.intake.matching.header_units import stated_unit
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING, TableMapping, read_mapping
from opendata.intake.matching.series_words import ReadLabel, SeriesWords, is_year, series_words
from opendata.intake.matching.wide_tables import (
    MOST_CELLS,
    WideTable,
    are_known,
    known_field,
    missing_unit,
    names_without_group,
    note_of_columns,
    unknown_columns,
)
from opendata.intake.office_words import header_key, trimmed
from opendata.intake.text_tables import TextTable
from opendata.intake.unit_words import Unit, UnitDoesNotFit, conversion, unit_in

Remark = Finding | Note | Question
FEWEST_COLUMNS = 2  # side by side; one is no series
_UNIT_HEADERS = frozenset(map(header_key, ("Einheit", "Einheiten", "Maßeinheit", "unit")))


def with_wide_series(
    tables: Sequence[TextTable], kind: Kind, mappings: Mapping[str, TableMapping]
) -> tuple[list[TextTable], dict[str, TableMapping], list[Remark]]:
    """The tables, the mappings with those of wide tables, and remarks on them.

    A column that tells what its rows are about and has no header gets the name of its field.
    """
    remarks: list[Remark] = []
    completed, result = dict(mappings), list(tables)
    for resource in kind:
        words = series_words(resource)
        if words is None or resource.name in mappings:
            continue
        wide = [(place, found) for place, table in enumerate(tables) if (found := _wide_table(table, words))]
        if not wide or any(_is_long(table, words) for table in tables):
            continue
        rated = [(place, found, _factor(found, words)) for place, found in wide]
        place, chosen, factor = max(rated, key=lambda one: (one[2] is not None, len(one[1].values), -one[0]))
        chosen = _named(chosen, words)
        result[place] = chosen.table
        json = {"resources": {resource.name: _mapping(chosen, words, factor, alone=len(tables) == 1)}}
        completed |= read_mapping(json, kind)
        remarks.append(missing_unit(chosen, words) if factor is None else note_of_columns(chosen, words))
        remarks += unknown_columns(chosen, words)
    return result, completed, remarks


def _is_long(table: TextTable, words: SeriesWords) -> bool:
    """Whether a table has a column for everything that it needs, so that no column is a row."""
    if table.hidden:
        return False
    vocabulary = HeaderVocabulary(words.table, NO_MAPPING)
    header = best_header(headers_in(table), vocabulary, None)
    return bool(header and {field.name for field in vocabulary.needed} <= header.meanings)


def _wide_table(table: TextTable, words: SeriesWords) -> WideTable | None:
    """The table with the header that has most values side by side; None where it has none."""
    if table.hidden or table.ours or table.declared:
        return None
    joined = _with_joined_rows(table, words)
    wide = [
        found
        for sheet in ([table] if joined is table else [table, joined])
        for header in headers_in(sheet)
        if (found := _under_header(sheet, header, words))
    ]
    return max(wide, key=_telling, default=None)


def _with_joined_rows(table: TextTable, words: SeriesWords) -> TextTable:
    """The table in which "Ist" and "Ziel", alone in the row below the years, stand behind the years themselves."""
    lines = list(zip(table.rows.head(SEARCHED_ROWS), table.cells.head(SEARCHED_ROWS).iter_rows(), strict=True))
    for place, ((upper_row, upper), (row, line)) in enumerate(pairwise(lines)):
        texts = {column: trimmed(text) for column, text in enumerate(line) if text and trimmed(text)}
        years = {column for column, text in enumerate(upper) if text and is_year(text)}
        if row != upper_row + 1 or not texts or not texts.keys() <= years:
            continue
        if all(header_key(text) in words.others for text in texts.values()):
            above = [f"{text} {texts[column]}" if column in texts else text for column, text in enumerate(upper)]
            cells = table.cells.clone()
            return replace(table, cells=_with_rows(cells, {place: above, place + 1: [None] * len(line)}))
    return table


def _with_rows(cells: pl.DataFrame, rows: Mapping[int, Sequence[str | None]]) -> pl.DataFrame:
    """The cells with other texts in a few rows, by place."""
    columns = []
    for at, column in enumerate(cells.iter_columns()):
        texts = [rows[place][at] if place in rows else text for place, text in enumerate(column.head(max(rows) + 1))]
        changed = pl.Series(column.name, texts, dtype=pl.String)
        columns.append(changed.append(column.slice(changed.len())))
    return pl.DataFrame(columns)


def _telling(wide: WideTable) -> tuple[int, int, int, int]:
    """How much a header tells; of equals it is the shortest and the first, so that a title is no part of it."""
    header = wide.header
    return len(wide.values), len(wide.values[0].meaning), header.first_row - header.last_row, -header.first_row


def _under_header(table: TextTable, header: Header, words: SeriesWords) -> WideTable | None:
    read = [known for label in header.labels if (known := words.read(label))]
    with_year = [known for known in read if words.year in known.meaning]
    chosen = with_year if len(with_year) >= FEWEST_COLUMNS else [k for k in read if words.name in k.meaning]
    values = _whole(_alike(chosen), words)
    in_header = [set(known.meaning) for known in values]
    if len(values) < FEWEST_COLUMNS or any(fields != in_header[0] for fields in in_header):
        return None
    if len({tuple(sorted(known.meaning.items())) for known in values}) < len(values):
        return None  # two columns of one year are not told apart
    taken = {known.label.column for known in values}
    free = [label for label in header.labels if label.column not in taken]
    names: dict[str, HeaderLabel] = {}
    for name in {words.year, words.name} - in_header[0]:
        label = _column_of(name, table, header, free, words)
        if label is None:
            return None
        names[name] = label
    others = [label for label in free if any(map(words.is_no_entry, label.parts or (label.text,)))]
    keeps = [label for label in others if known_field(label, words) is None and label not in names.values()]
    units = [label for label in free if header_key(label.text) in _UNIT_HEADERS]
    return WideTable(table, header, values, names, keeps, units)


def _alike(read: Sequence[ReadLabel]) -> list[ReadLabel]:
    """The headers that say nothing unknown but what all of them say, such as a title that is merged over them."""
    shared = frozenset.intersection(*(known.unknown for known in read)) if read else frozenset()
    return [known for known in read if known.unknown <= shared and len(known.unknown) < len(_parts(known.label))]


def _whole(read: Sequence[ReadLabel], words: SeriesWords) -> list[ReadLabel]:
    """The headers, each with what another one says: beside "2030 (Ziel)", "2019" is "Ist", which is the default."""
    said = {name for known in read for name in known.meaning}
    defaults = {
        name: default
        for name in sorted(said)
        if (default := words.table.field(name).default) and name not in words.names
    }
    return [replace(known, meaning={**defaults, **known.meaning}) for known in read]


def _parts(label: HeaderLabel) -> tuple[str, ...]:
    return label.parts or (label.text,)


def _column_of(
    name: str, table: TextTable, header: Header, free: Sequence[HeaderLabel], words: SeriesWords
) -> HeaderLabel | None:
    """The column of years, or of the names of rows: by its header, else by what stands in it."""
    by_header = [label for label in free if known_field(label, words) == name]
    if by_header:
        return by_header[0] if len(by_header) == 1 else None
    with_header = {label.column: label for label in header.labels}
    free_columns = {label.column for label in free if known_field(label, words) in (None, words.value.name)}
    free_columns |= set(table.columns) - with_header.keys()
    below = table.cells.filter(table.rows > header.last_row)
    is_such = is_year if name == words.year else words.is_name
    for column in sorted(free_columns):
        cells = below[str(column)].drop_nulls().unique(maintain_order=True).head(MOST_CELLS)
        texts = [text for cell in cells if (text := trimmed(cell))]
        if texts and 2 * sum(map(is_such, texts)) > len(texts):
            return with_header.get(column) or HeaderLabel(column, "", ())
    return None


def _factor(wide: WideTable, words: SeriesWords) -> Any | None:
    """What the numbers are multiplied by; 1 where the header itself states the unit; None where nothing does."""
    choice = TableChoice(wide.table, wide.header, HeaderVocabulary(words.table, NO_MAPPING))
    stated = [stated_unit(choice, known.label, words.value) for known in wide.values]
    if all(unit or findings for unit, findings in stated):
        return 1
    if any(unit or findings for unit, findings in stated):
        return None
    wanted = unit_in(words.value.unit or "")
    units = [unit for unit in _units_beside(wide, words) if wanted and unit.dimension == wanted.dimension]
    try:
        ratios = {conversion(unit, wanted) for unit in units if wanted}
    except UnitDoesNotFit:
        return None
    return ratios.pop() if len(ratios) == 1 else None


def _units_beside(wide: WideTable, words: SeriesWords) -> Iterator[Unit]:
    """The units that the header of the names says, else those in a column of units."""
    corner = [
        unit for label in wide.names.values() for part in _parts(label) if (unit := words.unit(part)) is not None
    ]
    if corner:
        yield from corner
        return
    names = wide.names.get(words.name)
    below = wide.table.cells.filter(wide.table.rows > wide.header.last_row)
    for label in wide.units:
        about = below[str(names.column if names else label.column)]
        for text, name in zip(below[str(label.column)], about, strict=True):
            if text and not words.is_no_entry(name or "") and (unit := unit_in(text)):
                yield unit


def _named(wide: WideTable, words: SeriesWords) -> WideTable:
    """The table, in which the columns of names without a header have the names of their fields."""
    table, names = wide.table, dict(wide.names)
    for name, label in wide.names.items():
        if not label.text:
            text, row = words.table.field(name).label("de"), wide.header.last_row
            column = str(label.column)
            with_text = pl.when(table.rows == row).then(pl.lit(text)).otherwise(table.cells[column]).alias(column)
            table = replace(table, cells=table.cells.with_columns(table.cells.select(with_text)[column]))
            names[name] = HeaderLabel(label.column, text, (header_key(text),))
    return replace(wide, table=table, names=names)


def _mapping(wide: WideTable, words: SeriesWords, factor: Any | None, *, alone: bool) -> dict[str, Any]:
    """The mapping of the table, as a person could have written it (docs/mapping.md)."""
    unread = {
        header_key(label.text): label.text for label in (*wide.others, *wide.units)
    }  # a mapping names each once
    fields: dict[str, Any] = dict.fromkeys(unread.values())
    for name, label in wide.names.items():
        fields[label.text] = list(words.names) if name == words.name and are_known(wide, words, label) else name
    columns = {known.label.text: dict(known.meaning) for known in wide.values}
    unpivot: dict[str, Any] = {"name": sorted(wide.values[0].meaning), "values": {words.value.name: columns}}
    if factor not in (None, 1):
        unpivot["factors"] = {words.value.name: str(factor)}
    place = {} if alone or not wide.table.sheet else {"sheet": wide.table.sheet}
    unknown = names_without_group(wide, words)
    missing = {"missing": {words.group: unknown}} if unknown else {}
    return {**place, "header_row": wide.header.last_row, "fields": fields, "unpivot": unpivot, **missing}
