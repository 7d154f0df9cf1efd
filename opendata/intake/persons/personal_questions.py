"""Questions about personal data: which cells of a column hold an address, a number or a name before they go public.

Here: looking through a column and asking once about all its cells. Not here: what is personal in a single text
(contact_details.py, person_names.py). Polars chooses the cells that are worth a look, and Python reads each distinct
one of them once; after a batch with findings the rest of a large column is left unread, and the question says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from opendata.domain.kinds import DATE_TYPES, NUMBER_TYPES, Field, Table
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import with_last_word
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.persons.contact_details import (
    FEW,
    contains_any_of,
    has_address,
    holds_number,
    may_have_number,
)
from opendata.intake.persons.person_names import (
    PERHAPS_NAMES,
    SIGNS_OF_NAMES,
    column_is_about_persons,
    holds_name,
)
from opendata.intake.persons.telling_word_search import with_telling_word
from opendata.intake.text_tables import TextTable

MAX_NAMED = 10
BATCH = 20_000  # distinct cells; once some of a batch are personal, the batches after it are left unread
LONGEST_READ = 20_000  # characters of a cell in which names and numbers are looked for
_SEEN = {
    "address": ("eine E-Mail-Adresse", "an e-mail address"),
    "number": ("eine Telefonnummer", "a phone number"),
    "name": ("wahrscheinlich der Name einer Person", "probably the name of a person"),
}


@dataclass(frozen=True)
class PersonalTexts:
    """The texts of a column that hold something personal.

    texts: a String column "text", and Boolean columns "address", "number" and "name", which say what a text holds.
    complete: whether all texts of the column were looked at.
    """

    texts: pl.DataFrame
    complete: bool


def personal_questions(
    columns: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> list[Question]:
    """The questions whether columns may go public that seem to hold personal data.

    columns: the canonical text of each field, in the rows of body.
    """
    fields = {field.name: field for field in table if field.name in field_columns and _may_be_personal(field)}
    about = {name: _about_persons(field, field_columns[name]) for name, field in fields.items()}
    questions: dict[str, Question] = {}
    for name, personal in personal_texts(columns, about).items():
        column, mask = field_columns[name], columns[name].is_in(personal.texts["text"].implode())
        cells = [address(row, column.column) for row in body.rows.filter(mask).head(MAX_NAMED)]
        question = _question(fields[name], column, table.name, body.sheet, cells, int(mask.sum()), personal)
        questions.setdefault(question.id, question)  # a column may fill two fields, and is asked about once
    return list(questions.values())


def personal_texts(
    columns: Mapping[str, pl.Series], about_persons: Mapping[str, str | None]
) -> dict[str, PersonalTexts]:
    """By column the texts in it that hold something personal; columns without any are left out.

    about_persons: for each column that is read, what column_is_about_persons() says of it.
    """
    if not about_persons:
        return {}
    names = list(about_persons)
    texts = _distinct_texts([columns[name] for name in names])
    worth = _worth_reading(texts, [str(place) for place, name in enumerate(names) if about_persons[name]])
    personal: dict[str, PersonalTexts] = {}
    if worth.is_empty():
        return personal
    for (place,), of_column in worth.group_by(["column"], maintain_order=True):
        name = names[int(str(place))]
        judged, complete = _judged(of_column, about_persons[name])
        if not judged.is_empty():
            personal[name] = PersonalTexts(judged, complete)
    return personal


def _distinct_texts(columns: Sequence[pl.Series]) -> pl.DataFrame:
    """The distinct texts of each column in their order; "column": the place of their column among these."""
    if sum(column.len() for column in columns) <= FEW:
        of_columns = [dict.fromkeys(text for text in column.to_list() if text is not None) for column in columns]
        places = [str(place) for place, texts in enumerate(of_columns) for _ in texts]
        listed = [text for texts in of_columns for text in texts]
        return pl.DataFrame({"column": places, "text": listed}, schema={"column": pl.String, "text": pl.String})
    # One call of Polars for all columns.
    frame = pl.DataFrame({str(place): column for place, column in enumerate(columns)})
    distinct = frame.select(pl.all().drop_nulls().unique(maintain_order=True).implode())
    return distinct.unpivot(variable_name="column", value_name="text").explode("text").drop_nulls()


def _may_be_personal(field: Field) -> bool:
    other_types = (*NUMBER_TYPES, *DATE_TYPES, "boolean", "time", "duration")
    return not (field.type in other_types or field.precision or field.codes)


def _about_persons(field: Field, field_column: FieldColumn) -> str | None:
    answers = {column_is_about_persons(name) for name in (field_column.header, field.label("de"), field.name)}
    return "strong" if "strong" in answers else "weak" if "weak" in answers else None


def _worth_reading(texts: pl.DataFrame, about_persons: Sequence[str]) -> pl.DataFrame:
    """The texts at which Python has to look, with what may be in them; about_persons: names of columns."""
    text = pl.col("text")
    # Names do not depend on numbers, so texts that differ in their numbers alone are read once.
    texts = texts.with_columns(
        wording=text.str.head(LONGEST_READ).str.replace_all(r"\p{N}+", "0"),
        about_persons=pl.col("column").is_in(about_persons),
    )
    wordings = texts.filter(~pl.col("about_persons"))["wording"].unique(maintain_order=True)
    named = wordings.filter(_may_hold_name(wordings))
    return texts.with_columns(
        address=has_address(texts["text"]),
        number=may_have_number(texts["text"]),
        name=pl.col("about_persons") | pl.col("wording").is_in(named.implode()),
    ).filter(pl.any_horizontal("address", "number", "name"))


def _judged(texts: pl.DataFrame, about_persons: str | None) -> tuple[pl.DataFrame, bool]:
    """Of one column's texts those that hold something personal, and whether all of them were looked at."""
    read_before: dict[str, bool] = {}
    for start in range(0, texts.height, BATCH):
        personal = _read(texts.slice(start, BATCH), about_persons, read_before)
        if not personal.is_empty():
            return personal, start + BATCH >= texts.height
    return texts.clear(), True


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
    mask = with_telling_word(texts)
    for pattern, signs in zip(PERHAPS_NAMES, SIGNS_OF_NAMES, strict=True):
        mask |= contains_any_of(texts, [pattern], signs, ~mask)
    return mask


def _question(
    field: Field,
    field_column: FieldColumn,
    resource: str,
    sheet: str | None,
    first: Sequence[str],
    count: int,
    personal: PersonalTexts,
) -> Question:
    """The question about one column; first: its first cells that hold something personal, count: how many do."""
    more_de = more_en = ""
    if count > len(first) or not personal.complete:
        more_de = f", … ({'insgesamt' if personal.complete else 'mindestens'} {count} Zellen)"
        more_en = f", … ({f'{count} cells in all' if personal.complete else f'at least {count} cells'})"
    cells, column = ", ".join(first), quoted(field_column.header)
    kinds = [words for what, words in _SEEN.items() if personal.texts[what].any()]
    what_de = with_last_word([words_de for words_de, _ in kinds], "und")
    what_en = with_last_word([words_en for _, words_en in kinds], "and")
    stands_de = "steht" if len(kinds) == 1 else "stehen"
    published_de = published_en = ""
    if column not in field.labels.values():
        published_de = f", die als „{field.label('de')}“ veröffentlicht wird,"
        published_en = f", which is published as '{field.label('en')}',"
    return Question(
        about="personal_data",
        resource=resource,
        subject=column_letters(field_column.column),
        texts=bilingual(
            f"{cells}{more_de}: In der Spalte „{column}“{published_de} {stands_de} {what_de}. "
            "Darf das öffentlich werden? Wenn ja, bestätigen Sie es bitte; "
            "wenn nein, nehmen Sie es aus der Tabelle und reichen Sie sie noch einmal ein.",
            f"{cells}{more_en}: column '{column}'{published_en} holds {what_en}. "
            "May this become public? If so, please confirm it; if not, take "
            "it out of the table and send the table again.",
        ),
        field=field.name,
        address=first[0],
        sheet=sheet,
    )


def with_persons_told(questions: Sequence[Question]) -> list[Question]:
    """The questions of a table that another system shows to everybody: what is public there needs no yes."""
    return [replace(one, required=False) if one.about == "personal_data" else one for one in questions]
