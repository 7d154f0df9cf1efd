"""Questions about personal data: which cells of a column hold an address, a number or a name before they go public.

Here: looking through a column and asking once about all its cells. Not here: what is personal in a single text
(contact_details.py, person_names.py). Polars chooses the cells that are worth a look, and Python reads each distinct
one of them once; after a batch with findings the rest of a large column is left unread, and the question says so.
"""

from collections.abc import Iterable

import polars as pl

from opendata.domain.kinds import DATE_TYPES, NUMBER_TYPES, Field
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.persons.contact_details import has_address, holds_number, may_have_number
from opendata.intake.persons.person_names import (
    PERHAPS_NAMES,
    column_is_about_persons,
    holds_name,
    telling_words,
)
from opendata.intake.text_tables import TextTable

MAX_NAMED = 10
BATCH = (
    20_000  # distinct cells that are read before the column counts as looked through, if some of them are personal
)
LONGEST_READ = 20_000  # characters of a cell in which names and numbers are looked for
_SEEN = {
    "address": ("eine E-Mail-Adresse", "an e-mail address"),
    "number": ("eine Telefonnummer", "a phone number"),
    "name": ("wahrscheinlich der Name einer Person", "probably the name of a person"),
}


def personal_questions(
    values: pl.Series, field: Field, body: TextTable, field_column: FieldColumn, resource: str
) -> list[Question]:
    """The question whether one published column may go public, if it seems to hold personal data.

    values: the column's canonical text, in the rows of body.
    """
    if field.type in (*NUMBER_TYPES, *DATE_TYPES, "boolean", "time", "duration") or field.precision or field.codes:
        return []
    personal, complete = personal_texts(values, field, field_column)
    if personal.is_empty():
        return []
    mask = values.is_in(personal["text"].implode())
    count = int(mask.sum())
    places = [address(row, field_column.column) for row in body.rows.filter(mask).head(MAX_NAMED)]
    seen = [name for name in _SEEN if personal[name].any()]
    return [_question(field, field_column, resource, body.sheet, places, count, seen, complete=complete)]


def _about_persons(field: Field, field_column: FieldColumn) -> str | None:
    found = {column_is_about_persons(name) for name in (field_column.header, field.label("de"), field.name)}
    return "strong" if "strong" in found else "weak" if "weak" in found else None


def personal_texts(values: pl.Series, field: Field, field_column: FieldColumn) -> tuple[pl.DataFrame, bool]:
    """The distinct texts of a column that hold something personal, and whether all its texts were looked at.

    The frame has the columns "text", and "address", "number" and "name", which say what the text holds.
    """
    about_persons = _about_persons(field, field_column)
    texts = pl.DataFrame({"text": values.drop_nulls().unique(maintain_order=True)})
    text = pl.col("text")
    # Names do not depend on numbers, so texts that differ in their numbers alone are read once.
    texts = texts.with_columns(wording=text.str.head(LONGEST_READ).str.replace_all(r"\p{N}+", "0"))
    wordings = pl.DataFrame({"wording": texts["wording"].unique(maintain_order=True)})
    if not about_persons:
        wordings = wordings.filter(_may_hold_name(wordings["wording"]))
    worth = texts.select(
        "text",
        "wording",
        address=has_address(text),
        number=may_have_number(text),
        name=pl.col("wording").is_in(wordings["wording"].implode()),
    ).filter(pl.any_horizontal("address", "number", "name"))
    read_before: dict[str, bool] = {}
    for start in range(0, worth.height, BATCH):
        personal = _read(worth.slice(start, BATCH), about_persons, read_before)
        if not personal.is_empty():
            return personal, start + BATCH >= worth.height
    return worth.clear(), True


def _read(batch: pl.DataFrame, about_persons: str | None, read_before: dict[str, bool]) -> pl.DataFrame:
    """The rows of a batch that hold something personal; read_before: by wording, whether it holds a name."""
    for wording in batch.filter("name")["wording"].unique():
        if wording not in read_before:
            read_before[wording] = holds_name(wording, about_persons)
    named = [wording for wording in batch["wording"].unique() if read_before.get(wording)]
    numbers = [
        asked and holds_number(text[:LONGEST_READ]) for text, asked in batch.select("text", "number").iter_rows()
    ]
    judged = batch.with_columns(
        number=pl.Series(numbers, dtype=pl.Boolean),
        name=pl.col("wording").is_in(pl.Series(named, dtype=pl.String).implode()),
    )
    return judged.filter(pl.any_horizontal("address", "number", "name"))


def _may_hold_name(texts: pl.Series) -> pl.Series:
    """Whether it is worth while to look for a name in a text: it has a word that most names have."""
    words = pl.DataFrame({"word": texts.str.extract_all(r"\p{Lu}\p{L}+")}).with_row_index("text").explode("word")
    telling = words.filter(pl.col("word").is_in(telling_words()))["text"].unique()
    places = pl.int_range(texts.len(), dtype=pl.UInt32, eager=True)
    return (
        places.is_in(telling.implode()) | texts.str.contains(PERHAPS_NAMES[0]) | texts.str.contains(PERHAPS_NAMES[1])
    )


def _question(
    field: Field,
    field_column: FieldColumn,
    resource: str,
    sheet: str | None,
    places: list[str],
    count: int,
    seen: Iterable[str],
    *,
    complete: bool,
) -> Question:
    more = count > len(places) or not complete
    cells = ", ".join(places) + (", …" if more else "")
    number_de = f"{'insgesamt' if complete else 'mindestens'} {count} Zellen" if more else ""
    number_en = f"{count} cells in all" if complete else f"at least {count} cells"
    column = quoted(field_column.header)
    what_de, what_en = (
        _list([_SEEN[name][0] for name in seen], "und"),
        _list([_SEEN[name][1] for name in seen], "and"),
    )
    return Question(
        about="personal_data",
        resource=resource,
        subject=column_letters(field_column.column),
        texts=bilingual(
            f"{cells}{f' ({number_de})' if more else ''}: In der Spalte „{column}“, die als „{field.label('de')}“ "
            f"veröffentlicht wird, steht {what_de}. Darf das öffentlich werden? Wenn ja, bestätigen Sie es bitte; "
            "wenn nein, nehmen Sie es aus der Tabelle und reichen Sie sie noch einmal ein.",
            f"{cells}{f' ({number_en})' if more else ''}: column '{column}', which is published as "
            f"'{field.label('en')}', holds {what_en}. May this become public? If so, please confirm it; if not, take "
            "it out of the table and send the table again.",
        ),
        field=field.name,
        address=places[0],
        sheet=sheet,
    )


def _list(parts: list[str], word: str) -> str:
    """The parts as a sentence lists them: "a, b und c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
