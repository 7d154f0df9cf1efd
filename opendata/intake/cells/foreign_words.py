"""Columns called like a list of the kind that hold none of its words, such as "Art" with "investiv".

Here: leaving such a column out, and the question about it. Not here: columns whose header is not known
(unread_columns.py).
"""

from collections.abc import Sequence
from difflib import get_close_matches

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Dropped
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.cells.column_reading import ReadColumn
from opendata.intake.cells.unread_columns import ABOUT
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.office_words import code_key
from opendata.intake.words_of_codes import words_of_codes


def _is_mistyped(field: Field, words: Sequence[str]) -> bool:
    """Whether one of the words is so like a word of the field's list that it was probably meant."""
    known = list(words_of_codes(field))
    return any(get_close_matches(code_key(word), known, n=1, cutoff=0.8) for word in words if len(word) <= 60)


def without_foreign_words(
    choice: TableChoice, field: Field, field_column: FieldColumn, column: ReadColumn
) -> tuple[ReadColumn, list[Dropped | Question]]:
    """An empty column in place of one whose words are none of the field's list, and the question about it.

    A column "Art" may say something else than the kind's field of this name. The column stays as it is where the
    field must have a value or is the status of a row, where a mapping chose the column, and where at least one word
    is known, or is like a known one.
    """
    mapping = choice.vocabulary.mapping
    keys = next((label.keys for label in choice.header.labels if label.column == field_column.column), ())
    is_needed = field.required or choice.resource.role("status") == field
    if not field.codes or is_needed or choice.vocabulary.mapped(keys) or field.name in mapping.codes:
        return column, []
    words = column.values.drop_nulls().unique(maintain_order=True)
    if words.is_empty() or words.is_in(list(field.codes)).any() or _is_mistyped(field, words.head(20).to_list()):
        return column, []
    place = address(choice.header.last_row, field_column.column)
    letters, header = column_letters(field_column.column), quoted(field_column.header)
    named = comma_list(words.head(3), 3)
    question = Question(
        ABOUT,
        choice.resource.name,
        letters,
        bilingual(
            f"Die Spalte {letters} „{header}“ enthält andere Wörter ({named}) als die Liste „{field.label('de')}“; "
            "keines davon ist bekannt. Sie wird nicht veröffentlicht. Ist das richtig? Sonst ordnen Sie die Wörter "
            "bitte in der Zuordnung den Angaben der Liste zu.",
            f"Column {letters} '{header}' holds other words ({named}) than the list '{field.label('en')}'; none of "
            "them is known. It is not published. Is that right? Otherwise please map the words.",
        ),
        address=place,
        sheet=choice.table.sheet,
        field=field.name,
    )
    empty = pl.Series(column.values.name, [None], dtype=pl.String).new_from_index(0, column.values.len())
    dropped = Dropped(
        choice.resource.name, field_column.column, field_column.header, "other-words", choice.table.sheet
    )
    return ReadColumn(empty), [dropped, question]
