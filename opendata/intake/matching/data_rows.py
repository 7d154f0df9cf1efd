"""The data rows of a table: the rows below its header, without empty rows, headings, sums, notes and the like.

Here: which rows are left out and what is said about each. Not here: what a row is (row_kinds.py), merged cells
(merged_data_cells.py), the cells of the rows that stay (column_reading.py). The report lists every row left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.report.findings import Finding, LeftOut, Note
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted, row_beginning
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.example_rows import example_rows, likely_examples
from opendata.intake.matching.merged_data_cells import merged_cells_filled, unused_parts
from opendata.intake.matching.odd_rows import filled_cells
from opendata.intake.matching.repeated_headers import repeats_of_header, rows_of_second_table, table_above
from opendata.intake.matching.row_kinds import MOST_ODD_ROWS, RowKind, kinds_of_rows
from opendata.intake.matching.rows_without_entries import rows_without_entries
from opendata.intake.matching.section_headings import Headings, has_cells, remarks_on_headings
from opendata.intake.office_words import cell_key, header_key
from opendata.intake.text_tables import TextTable

Remark = Finding | Note | LeftOut | Question
MAX_LISTED = 1_000  # rows left out for one reason; of more, the report gives the first and the number
MAX_NAMED = 10
HEADER_REPEATED, SECOND_TABLE, SKIPPED = "header-repeated", "second-table", "skip-rows"
NO_ENTRY, EXAMPLE = "no-entry", "example-row"


@dataclass(frozen=True)
class DataRows:
    """The rows of a table that are published, and those that are not.

    table: the entries. other_rows: the rows left out below the header, with reasons, the reason of each by its row.
    """

    table: TextTable
    remarks: Sequence[Remark]
    other_rows: TextTable
    reasons: Mapping[int, str]

    @property
    def headings(self) -> Headings:
        """The headings between the rows."""
        return Headings.of(self.other_rows.keeping(_having(self.other_rows, self.reasons, RowKind.HEADING)))


def select_data_rows(choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> DataRows:
    """The rows below a header, parted into entries and others, and remarks on the others."""
    remarks: list[Remark] = [*_above(choice), *table_above(choice)]
    below = choice.table.keeping(choice.table.rows > choice.header.last_row)
    filled = filled_cells(below) > 0
    remarks += _empty_rows(choice, below, filled)
    everything = below.keeping(filled)
    repeated = repeats_of_header(everything, choice, field_columns)
    reasons: dict[int, str] = dict.fromkeys(repeated, HEADER_REPEATED)
    other_table, second_table = rows_of_second_table(_without(everything, reasons), choice, field_columns, repeated)
    reasons |= dict.fromkeys(other_table, SECOND_TABLE)
    remarks += second_table
    data, merged_notes = merged_cells_filled(_without(everything, reasons), choice, field_columns)
    skipped, missing = _skipped(data, choice)
    remarks += missing
    reasons |= dict.fromkeys(rows_without_entries(data, choice, field_columns), NO_ENTRY)
    reasons |= dict.fromkeys(skipped, SKIPPED)
    reasons |= dict.fromkeys(example_rows(data, choice.resource, field_columns), EXAMPLE)
    kinds = kinds_of_rows(_without(data, reasons), choice, field_columns, repeated)
    remarks += [_too_many(choice)] if kinds.too_many else []
    reasons |= kinds.kinds
    table, other_rows = _without(data, reasons), _only(everything, reasons)
    remarks += _left_out(choice, other_rows, reasons)
    remarks += _unclear(choice, other_rows, reasons) + _doubtful(choice, table, kinds.doubtful)
    remarks += _likely_examples(choice, table, field_columns)
    remarks += merged_notes + unused_parts(table, choice, field_columns)
    rows = DataRows(table, (), other_rows, reasons)
    with_cells = [name for name, column in field_columns.items() if has_cells(table, column.column)]
    remarks += remarks_on_headings(choice, rows.headings, with_cells)
    return DataRows(table, remarks, other_rows, reasons)


def _only(data: TextTable, reasons: Mapping[int, str]) -> TextTable:
    if not reasons:
        return data.sliced(0, 0)
    return data.keeping(data.rows.is_in(pl.Series(list(reasons), dtype=pl.UInt32).implode()))


def _without(data: TextTable, reasons: Mapping[int, str]) -> TextTable:
    if not reasons:
        return data
    return data.keeping(~data.rows.is_in(pl.Series(list(reasons), dtype=pl.UInt32).implode()))


def _having(other_rows: TextTable, reasons: Mapping[int, str], reason: str) -> pl.Series:
    return pl.Series([reasons[row] == reason for row in other_rows.rows], dtype=pl.Boolean)


def _above(choice: TableChoice) -> list[Remark]:
    above = choice.table.keeping(choice.table.rows < choice.header.first_row)
    return [
        LeftOut(choice.resource.name, row, "title", row_beginning(line), choice.table.sheet)
        for row, line in zip(above.rows, above.cells.rows(), strict=True)
        if any(cell and cell.strip() for cell in line)
    ]


def _empty_rows(choice: TableChoice, below: TextTable, filled: pl.Series) -> list[LeftOut]:
    """Empty rows between filled ones, one remark for each range, because a range may have thousands of rows."""
    data = below.rows.filter(filled)
    if data.is_empty() or data[-1] - choice.header.last_row == data.len():
        return []
    ends = pl.concat([pl.Series([choice.header.last_row], dtype=pl.UInt32), data])
    gaps = pl.DataFrame({"before": ends.head(-1), "after": data}).filter(pl.col("after") - pl.col("before") > 1)
    return [
        LeftOut(
            choice.resource.name,
            before + 1,
            "empty",
            f"{before + 1}–{after - 1}" if after - before > 2 else f"{before + 1}",
            choice.table.sheet,
        )
        for before, after in gaps.head(1000).rows()
    ]


def _skipped(data: TextTable, choice: TableChoice) -> tuple[set[int], list[Finding]]:
    """Rows that a skip_rows condition matches, and findings on the headers of conditions that the table lacks."""
    columns = {key: label.column for label in reversed(choice.header.labels) for key in label.keys}
    rows: set[int] = set()
    missing: dict[str, Finding] = {}
    for condition in choice.vocabulary.mapping.skip_rows:
        absent = [header for header in condition if header_key(header) not in columns]
        missing |= {header: _skip_column_missing(choice, header) for header in absent}
        if absent:
            continue
        mask = pl.Series([True], dtype=pl.Boolean).new_from_index(0, data.rows.len())
        for header, wanted in condition.items():
            column = data.cells[str(columns[header_key(header)])]
            equal = [text for text in column.unique() if cell_key(text) in wanted]
            mask &= column.is_in(pl.Series(equal, dtype=pl.String).implode(), nulls_equal=True)
        rows.update(data.rows.filter(mask))
    return rows, list(missing.values())


def _left_out(choice: TableChoice, other_rows: TextTable, reasons: Mapping[int, str]) -> Iterator[LeftOut]:
    """The rows left out, one by one; where there are very many of one kind, the last entry stands for the rest."""
    counts: dict[str, int] = {}
    beyond: dict[str, list[int]] = {}
    resource, sheet = choice.resource.name, choice.table.sheet
    for row, line in zip(other_rows.rows, other_rows.cells.iter_rows(), strict=True):
        reason = reasons[row]
        counts[reason] = counts.get(reason, 0) + 1
        if counts[reason] <= MAX_LISTED:
            yield LeftOut(resource, row, str(reason), row_beginning(line), sheet)
        else:
            beyond.setdefault(reason, [row, row])[1] = row
    for reason, (first, last) in beyond.items():
        yield LeftOut(resource, first, str(reason), f"{first}–{last} ({counts[reason] - MAX_LISTED})", sheet)


def _too_many(choice: TableChoice) -> Finding:
    return Finding(
        "too-many-odd-rows",
        bilingual(
            f"In mehr als {MOST_ODD_ROWS} Zeilen sind Pflichtangaben leer oder stehen Wörter wie „Summe“. "
            "Bitte prüfen Sie, ob das die richtige Tabelle ist, und senden Sie sie ohne diese Zeilen.",
            f"More than {MOST_ODD_ROWS} rows lack required cells or say words such as 'Summe'. "
            "Please check that this is the right table, and send it without these rows.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )


def _unclear(choice: TableChoice, other_rows: TextTable, reasons: Mapping[int, str]) -> list[Question]:
    """The question about rows that were left out because they are most likely no entries."""
    unclear = other_rows.keeping(_having(other_rows, reasons, RowKind.UNCLEAR))
    if not unclear.rows.len():
        return []
    de, en = _named(unclear)
    entity_de, entity_en = choice.resource.entity_labels["de"], choice.resource.entity_labels["en"]
    return [
        _question(
            choice,
            unclear,
            f"{de}: Hier ist fast alles leer. Das sieht nicht nach einem Eintrag ({entity_de}) aus, sondern nach "
            "einer Überschrift, einer Summe oder dem Rest der Zeile darüber, und wird nicht veröffentlicht. Ist das "
            "richtig? Sonst ergänzen Sie bitte die fehlenden Zellen.",
            f"{en}: almost everything is empty here. This does not look like an entry ({entity_en}), but like a "
            "heading, a sum or the rest of the row above, and is not published. Is that right? "
            "Otherwise please fill in the missing cells.",
        )
    ]


def _doubtful(choice: TableChoice, table: TextTable, rows: Sequence[int]) -> list[Question]:
    """The question about entries that are called like a sum."""
    if not rows:
        return []
    doubtful = table.keeping(table.rows.is_in(pl.Series(rows, dtype=pl.UInt32).implode()))
    de, en = _named(doubtful)
    entity_de, entity_en = choice.resource.entity_labels["de"], choice.resource.entity_labels["en"]
    return [
        _question(
            choice,
            doubtful,
            f"{de}: Das klingt nach einer Summe oder einem Mittelwert, die Zeile ist aber ausgefüllt wie ein Eintrag "
            f"({entity_de}) und wird als solcher veröffentlicht. Ist das richtig? Sonst löschen Sie bitte die Zeile "
            "oder lassen Sie sie in der Zuordnung mit „skip_rows“ weg.",
            f"{en}: this sounds like a sum or a mean, but the row is filled in like an entry ({entity_en}) and is "
            "published as such. Is that right? Otherwise please delete the row or leave it out with 'skip_rows' "
            "in the mapping.",
        )
    ]


def _likely_examples(
    choice: TableChoice, table: TextTable, field_columns: Mapping[str, FieldColumn]
) -> list[Question]:
    """The question about rows that are called examples."""
    resource = choice.resource
    fields = {*resource.primary_key, resource.roles.get("title", "")} if len(resource.primary_key) == 1 else set()
    rows = likely_examples(table, {str(field_columns[name].column) for name in fields if name in field_columns})
    if not rows:
        return []
    examples = table.keeping(table.rows.is_in(pl.Series(rows, dtype=pl.UInt32).implode()))
    de, en = _named(examples)
    return [
        _question(
            choice,
            examples,
            f"{de}: Das klingt nach einem Beispiel aus einer Vorlage, wird aber veröffentlicht. Ist das richtig? "
            "Sonst löschen Sie es bitte, oder lassen Sie es in der Zuordnung mit „skip_rows“ weg.",
            f"{en}: this sounds like an example of a template but is published. Is that right? Otherwise please "
            "delete it, or leave it out with 'skip_rows' in the mapping.",
        )
    ]


def _named(rows: TextTable) -> tuple[str, str]:
    """Rows as both languages name them, with the beginning of their texts."""
    read = MAX_NAMED + 1  # one more shows that there are more
    lines = list(zip(rows.rows.head(read), rows.cells.head(read).iter_rows(), strict=True))
    de = first_few((f"{row} („{row_beginning(line)}“)" for row, line in lines), MAX_NAMED)
    en = first_few((f"{row} ('{row_beginning(line)}')" for row, line in lines), MAX_NAMED)
    return (f"Zeile {de}", f"Row {en}") if rows.rows.len() == 1 else (f"Zeilen {de}", f"Rows {en}")


def _question(choice: TableChoice, rows: TextTable, de: str, en: str) -> Question:
    first = rows.cells.row(0)
    column = next((at for at, text in zip(rows.columns, first, strict=True) if text and text.strip()), 1)
    return Question(
        "unclear_row",
        choice.resource.name,
        str(rows.rows[0]),
        bilingual(de, en),
        address=address(rows.rows[0], column),
        sheet=choice.table.sheet,
    )


def _skip_column_missing(choice: TableChoice, header: str) -> Finding:
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"Die Zuordnung lässt Zeilen nach der Spalte „{quoted(header)}“ weg, aber diese fehlt in der Tabelle. "
            "Bitte ergänzen Sie die Spalte oder ändern Sie die Zuordnung.",
            f"The mapping leaves out rows by column '{quoted(header)}', but the table has no such column. "
            "Please add the column or change the mapping.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )
