"""Ticks: an "x" under "geplant", "in Umsetzung" or "abgeschlossen" is a way to write a code.

Here: columns of ticks are turned into the one column of the field whose codes their headers name, before columns are
assigned. Not here: the codes in that column (cells/), other columns (column_assignment.py).
Without a mapping this is done only where no other column feeds the field and nothing but ticks stands in the columns.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell, comma_list, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.office_words import code_key, header_key
from opendata.intake.text_tables import CellMark
from opendata.intake.words_of_codes import words_of_codes

Remark = Finding | Note
SURE_COLUMNS = 3  # so many headers are no accident; of two, no row may have both ticks
ROWS_BELOW = 2  # how far below the header the words of the ticks may stand
LONGEST_HEADER = 60
MAX_NAMED = 100
_TICKS = frozenset("x xx × ✓ ✔ ☑ ☒ ✅ √ ● • ■ ⬤ (x) [x] ja yes j y 1 true wahr".split())
_NO_TICKS = frozenset("☐ ○ □ - – — nein no n 0 false falsch / .".split())


@dataclass(frozen=True)
class TickColumns:
    """The columns of ticks for one field: by column, the header and the code that it means; row: where they stand."""

    field: Field
    row: int
    codes: Mapping[int, tuple[str, str]]
    mapped: bool = False


def with_ticks_read(choice: TableChoice) -> tuple[TableChoice, list[Remark]]:
    """The table with its columns of ticks as columns of codes, and remarks on what was done."""
    remarks: list[Remark] = []
    header_cells = _header_cells(choice)
    for field in choice.resource:
        if field.codes and (ticks := _mapped(choice, field, header_cells) or _proposed(choice, field, header_cells)):
            choice, remarks_on_ticks = _read(choice, ticks)
            header_cells = _header_cells(choice)
            remarks += remarks_on_ticks
        elif field.name in choice.vocabulary.mapping.ticks:
            remarks.append(_missing(choice, field))
    return choice, remarks


_HeaderCells = Mapping[int, Mapping[int, str]]  # by row and column


def _header_cells(choice: TableChoice) -> _HeaderCells:
    """The texts of the header's rows, and of those below it in which the words of the ticks may stand."""
    return {row: _texts_of_row(choice, row) for row in _rows(choice)}


def _texts_of_row(choice: TableChoice, row: int) -> dict[int, str]:
    place = bisect_left(choice.table.rows, row)
    is_there = place < choice.table.rows.len() and choice.table.rows[place] == row
    texts = choice.table.cells.row(place) if is_there else ()
    return {
        column: text
        for column, text in zip(choice.table.columns, texts, strict=False)
        if text and text.strip() and len(text) <= LONGEST_HEADER
    }


def _mapped(choice: TableChoice, field: Field, header_cells: _HeaderCells) -> TickColumns | None:
    """The columns that the mapping names for a field's ticks."""
    wanted = choice.vocabulary.mapping.ticks.get(field.name)
    if not wanted:
        return None
    best: TickColumns | None = None
    for row, texts in header_cells.items():
        cells = texts.items()
        codes = {column: (text, wanted[header_key(text)]) for column, text in cells if header_key(text) in wanted}
        if codes and (best is None or len(codes) > len(best.codes)):
            best = TickColumns(field, row, codes, mapped=True)
    return best


def _proposed(choice: TableChoice, field: Field, header_cells: _HeaderCells) -> TickColumns | None:
    """The columns whose headers are words of a field's codes, where all that stands in them is ticks."""
    mapping = choice.vocabulary.mapping
    if field.name in mapping.constants:
        return None
    words = {**words_of_codes(field), **mapping.codes.get(field.name, {})}
    for row, texts in header_cells.items():
        codes = {}
        for column, text in texts.items():
            meant = words.get(code_key(text).strip(" .:*"))
            if meant and header_key(text) not in mapping.fields:
                codes[column] = (text, meant)
        ticks = TickColumns(field, row, codes)
        several_codes = len({code for _, code in codes.values()}) > 1
        if several_codes and _all_ticks(choice, ticks) and not _has_column_of_words(choice, ticks):
            return ticks
    return None


def _rows(choice: TableChoice) -> list[int]:
    header = choice.header
    return list(range(header.first_row, header.last_row + ROWS_BELOW))


def _all_ticks(choice: TableChoice, ticks: TickColumns) -> bool:
    """Whether the columns hold ticks and nothing else, in every row at most one where the columns are only two."""
    below = choice.table.keeping(choice.table.rows > ticks.row).cells.select(str(column) for column in ticks.codes)
    texts = [set(below[name].drop_nulls().unique().head(50)) for name in below.columns]
    kinds = {is_tick(text) for column in texts for text in column if text.strip()}
    if None in kinds or True not in kinds:
        return False
    # Without the field no row is whole; then the error about two ticks says more than one about a missing column.
    sure = len(ticks.codes) >= SURE_COLUMNS or ticks.field.required
    return sure or not (_ticked(below).sum_horizontal() > 1).any()


def is_tick(text: str) -> bool | None:
    """Whether a text is a tick or an empty box; None where it is neither."""
    key = code_key(text)
    return True if key in _TICKS else False if key in _NO_TICKS else None


def _ticked(cells: pl.DataFrame) -> pl.DataFrame:
    """For each cell, whether it is a tick."""
    columns = []
    for name in cells.columns:
        ticks = [text for text in cells[name].drop_nulls().unique() if is_tick(text)]
        columns.append(cells[name].is_in(pl.Series(ticks, dtype=pl.String).implode()).fill_null(value=False))
    return pl.DataFrame(columns)


def _has_column_of_words(choice: TableChoice, ticks: TickColumns) -> bool:
    """Whether another column than those of the ticks is read for the field."""
    for label in choice.header.labels:
        if label.column in ticks.codes:
            continue
        mapped = choice.vocabulary.mapped(label.keys)
        known = choice.vocabulary.field(label.keys)
        if mapped and any(target.field == ticks.field.name for target in mapped[1].targets):
            return True
        if not mapped and known and known[1] == ticks.field.name:
            return True
    return False


def _read(choice: TableChoice, ticks: TickColumns) -> tuple[TableChoice, list[Remark]]:
    """The table with one column of words instead of the ticks; a row with several ticks has an error and no word."""
    table, columns = choice.table, list(ticks.codes)
    names = [str(column) for column in columns]
    below = table.rows > ticks.row
    marked = _ticked(table.cells.select(names)).select(pl.all() & below)
    several = marked.sum_horizontal() > 1
    word = pl.coalesce(
        pl.when(marked[str(column)] & ~several).then(pl.lit(text)) for column, (text, _) in ticks.codes.items()
    )
    first = names[0]
    cells = table.cells.with_columns(table.cells.select(word.alias(first)).to_series()).drop(names[1:])
    marks = None
    if table.marks is not None:
        marks = table.marks.with_columns(pl.lit(CellMark.TEXT.value, pl.UInt8).alias(first)).drop(names[1:])
    shown = table.shown
    if shown is not None:
        shown = shown.drop([name for name in names if name in shown.columns])
    remarks: list[Remark] = [*_odd_cells(choice, ticks), *_several(choice, ticks, several), _note(choice, ticks)]
    header = replace(
        choice.header,
        last_row=max(choice.header.last_row, ticks.row),
        labels=(
            *(label for label in choice.header.labels if label.column not in ticks.codes),
            HeaderLabel(
                columns[0], comma_list(text for text, _ in ticks.codes.values()), (header_key(ticks.field.name),)
            ),
        ),
    )
    mapping = choice.vocabulary.mapping
    codes = {code_key(text): code for text, code in ticks.codes.values()}
    mapping = replace(
        mapping, codes={**mapping.codes, ticks.field.name: {**mapping.codes.get(ticks.field.name, {}), **codes}}
    )
    read = TableChoice(
        replace(table, cells=cells, marks=marks, shown=shown),
        header,
        replace(choice.vocabulary, mapping=mapping),
    )
    return read, remarks


def _odd_cells(choice: TableChoice, ticks: TickColumns) -> list[Finding]:
    """Cells of mapped columns that hold something else than a tick."""
    findings = []
    below = choice.table.keeping(choice.table.rows > ticks.row)
    for column, (header, _) in ticks.codes.items():
        texts = below.cells[str(column)]
        odd = [text for text in texts.drop_nulls().unique() if text.strip() and is_tick(text) is None]
        mask = texts.is_in(pl.Series(odd, dtype=pl.String).implode()).fill_null(value=False)
        for row, text in zip(
            below.rows.filter(mask).head(MAX_NAMED), texts.filter(mask).head(MAX_NAMED), strict=True
        ):
            sentence = bilingual_at_cell(
                row,
                column,
                f"„{quoted(text)}“ ist kein Kreuz. Bitte setzen Sie unter „{quoted(header)}“ ein x oder leeren Sie "
                "die Zelle.",
                f"'{quoted(text)}' is no tick. Please put an x under '{quoted(header)}' or empty the cell.",
            )
            findings.append(_finding(choice, ticks, "no-tick", sentence, row, column, text))
    return findings


def _several(choice: TableChoice, ticks: TickColumns, several: pl.Series) -> list[Finding]:
    """The rows with more than one tick."""
    findings = []
    ticked = _ticked(choice.table.cells.select(str(column) for column in ticks.codes)).filter(several)
    for row, line in zip(choice.table.rows.filter(several).head(MAX_NAMED), ticked.iter_rows(), strict=False):
        columns = [column for column, tick in zip(ticks.codes, line, strict=True) if tick]
        places = [address(row, column) for column in columns]
        headers = [ticks.codes[column][0] for column in columns]
        sentence = bilingual_at_cell(
            row,
            columns[0],
            f"Hier sind mehrere Kreuze gesetzt ({comma_list(places)}: {comma_list(headers)}), aber für "
            f"„{ticks.field.label('de')}“ gilt nur eines. Bitte lassen Sie das richtige stehen.",
            f"There are several ticks ({comma_list(places)}: {comma_list(headers)}), but only one holds for "
            f"'{ticks.field.label('en')}'. Please keep the right one.",
        )
        findings.append(_finding(choice, ticks, "several-ticks", sentence, row, columns[0], None))
    return findings


def _finding(
    choice: TableChoice,
    ticks: TickColumns,
    code: str,
    sentence: Mapping[str, str],
    row: int,
    column: int,
    cell: str | None,
) -> Finding:
    return Finding(
        code,
        sentence,
        resource=choice.resource.name,
        row=row,
        field=ticks.field.name,
        column=column,
        cell=cell,
        address=address(row, column),
        sheet=choice.table.sheet,
    )


def _missing(choice: TableChoice, field: Field) -> Finding:
    headers = comma_list(choice.vocabulary.mapping.ticks[field.name])
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"Keine der Spalten mit Kreuzen aus der Zuordnung steht in der Tabelle ({headers}; für "
            f"„{field.label('de')}“). Bitte ergänzen Sie die Spalten oder ändern Sie die Zuordnung.",
            f"None of the mapping's columns of ticks is in the table ({headers}; for '{field.label('en')}'). "
            "Please add the columns or change the mapping.",
        ),
        resource=choice.resource.name,
        field=field.name,
        sheet=choice.table.sheet,
    )


def _note(choice: TableChoice, ticks: TickColumns) -> Note:
    field = ticks.field
    columns: Sequence[str] = [
        f"{column_letters(column)} „{quoted(text)}“" for column, (text, _) in ticks.codes.items()
    ]
    in_english = [f"{column_letters(column)} '{quoted(text)}'" for column, (text, _) in ticks.codes.items()]
    read = comma_list(dict.fromkeys(field.code_label(code, "de") for _, code in ticks.codes.values()))
    read_en = comma_list(dict.fromkeys(field.code_label(code, "en") for _, code in ticks.codes.values()))
    return Note(
        "ticks-read",
        bilingual(
            f"Die Kreuze in den Spalten {', '.join(columns)} wurden als „{field.label('de')}“ gelesen: {read}.",
            f"The ticks in the columns {', '.join(in_english)} were read as '{field.label('en')}': {read_en}.",
        ),
        resource=choice.resource.name,
        row=ticks.row,
        address=address(ticks.row, next(iter(ticks.codes))),
        sheet=choice.table.sheet,
    )
