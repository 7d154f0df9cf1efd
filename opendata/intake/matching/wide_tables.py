"""What a wide table holds, and what is said about reading it: its columns, its unit, names that no list knows.

Here: the value that wide_series.py makes of a table, and the note, the question and the error about it. Not here:
recognising such tables (wide_series.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.report.findings import Finding, Note
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.matching.chosen_tables import sheet_name
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_rows import Header
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_files import NO_MAPPING
from opendata.intake.matching.series_words import ReadLabel, SeriesWords
from opendata.intake.office_words import trimmed
from opendata.intake.text_tables import TextTable
from opendata.intake.unit_words import MASS

MOST_CELLS = 200  # distinct ones that are looked at
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*")


@dataclass(frozen=True)
class WideTable:
    """A table whose columns are to become rows.

    names: the column that says what a row is about, by the field that it fills; one without a header has the text "".
    others: headers of what is no value of the table, such as emissions per head. units: those of columns of units.
    """

    table: TextTable
    header: Header
    values: Sequence[ReadLabel]
    names: Mapping[str, HeaderLabel]
    others: Sequence[HeaderLabel]
    units: Sequence[HeaderLabel]


def known_field(label: HeaderLabel, words: SeriesWords) -> str | None:
    known = HeaderVocabulary(words.table, NO_MAPPING).field(label.keys)
    return known[1] if known else None


def names_without_group(wide: WideTable, words: SeriesWords) -> list[str]:
    """The names of rows that the common list does not know; they are published without a word of that list."""
    label = wide.names.get(words.name)
    if label is None or not are_known(wide, words, label):
        return []
    below = wide.table.cells.filter(wide.table.rows > wide.header.last_row)
    values = [str(known.label.column) for known in wide.values]
    filled = below.filter(pl.any_horizontal(pl.col(values).str.contains(r"\d")))[str(label.column)]
    texts = [trimmed(text) for text in filled.drop_nulls().unique(maintain_order=True).head(MOST_CELLS)]
    return [text for text in texts if text and not words.is_name(text)]


def are_known(wide: WideTable, words: SeriesWords, label: HeaderLabel) -> bool:
    """Whether most names are words of the common list, which a second column would fill."""
    if any(known_field(other, words) == words.group for other in wide.header.labels if other is not label):
        return False
    below = wide.table.cells.filter(wide.table.rows > wide.header.last_row)[str(label.column)]
    texts = [trimmed(text) for text in below.drop_nulls().unique().head(MOST_CELLS)]
    return 2 * sum(words.is_name(text) for text in texts) > len(texts)


def unknown_columns(wide: WideTable, words: SeriesWords) -> Iterator[Question]:
    """A question about each column of numbers among the values that no word of the kind names."""
    taken = {label.column for label in (*wide.names.values(), *wide.others, *wide.units)}
    below = wide.table.cells.filter(wide.table.rows > wide.header.last_row)
    for label in wide.header.labels:
        if label.column in taken or words.read(label) or known_field(label, words):
            continue
        if (unit := words.unit(label.text)) and unit.dimension != MASS:
            continue  # of energy, money or percent, which nobody takes for emissions
        texts = [trimmed(text) for text in below[str(label.column)].drop_nulls().head(MOST_CELLS)]
        if not texts or 2 * sum(bool(_NUMBER.fullmatch(text)) for text in texts) <= len(texts):
            continue
        letters, header = column_letters(label.column), quoted(label.text)
        yield Question(
            "unread_column",
            words.table.name,
            letters,
            bilingual(
                f"Die Spalte {letters} „{header}“ steht neben den gelesenen Spalten und ist hier nicht bekannt. Sie "
                "wird nicht veröffentlicht. Ist das richtig? Sonst ordnen Sie sie bitte in der Zuordnung zu.",
                f"Column {letters} '{header}' stands beside the columns that were read and is not known here. It is "
                "not published. Is that right? Otherwise please map it.",
            ),
            address=address(wide.header.last_row, label.column),
            sheet=wide.table.sheet,
        )


def note_of_columns(wide: WideTable, words: SeriesWords) -> Note:
    first, last = (quoted(known.label.text) for known in (wide.values[0], wide.values[-1]))
    name, count = quoted(sheet_name(wide.table)), len(wide.values)
    others = comma_list(label.text for label in wide.others)
    label_de, label_en = words.value.label("de"), words.value.label("en")
    others_de = f" Nicht veröffentlicht, weil es andere Angaben sind: {others}." if others else ""
    others_en = f" Not published, because they are other figures: {others}." if others else ""
    if unknown := comma_list(names_without_group(wide, words)):
        group = words.table.field(words.group)
        others_de += f" „{group.label('de')}“ bleibt leer, weil die Liste das nicht kennt: {unknown}."
        others_en += f" '{group.label('en')}' stays empty, because the list does not know: {unknown}."
    return Note(
        "columns-read-as-rows",
        bilingual(
            f"In „{name}“ stehen {count} Spalten nebeneinander („{first}“ bis „{last}“). Jede Zahl darin wurde eine "
            f"Zeile mit „{label_de}“.{others_de} Trifft das nicht zu, geben Sie bitte eine Zuordnung an.",
            f"'{name}' has {count} columns side by side ('{first}' to '{last}'). Each number in them became a row "
            f"with '{label_en}'.{others_en} If that is not what they are, please give a mapping.",
        ),
        resource=words.table.name,
        row=wide.header.last_row,
        sheet=wide.table.sheet,
    )


def missing_unit(wide: WideTable, words: SeriesWords) -> Finding:
    column = wide.values[0].label.column
    place = address(wide.header.last_row, column)
    unit = words.value.unit
    return Finding(
        "unit-missing",
        bilingual(
            f"{place}: Die Tabelle sagt nicht von allen Zahlen, in welcher Einheit sie stehen, also ob es Tonnen "
            "oder tausend Tonnen sind. Bitte schreiben Sie die Einheit in eine Zeile über die Überschriften, etwa "
            f"„Angaben in {unit}“ oder „Angaben in 1.000 {unit}“.",
            f"{place}: the table does not say of all numbers in which unit they are, tonnes or thousands of tonnes. "
            f"Please write the unit into a line above the headers, such as 'in {unit}' or 'in 1000 {unit}'.",
        ),
        resource=words.table.name,
        row=wide.header.last_row,
        field=words.value.name,
        column=column,
        cell=wide.values[0].label.text,
        address=place,
        sheet=wide.table.sheet,
    )
