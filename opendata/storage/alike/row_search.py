"""Searching the texts of rows: parts of words, found by trigrams and held against the text itself.

Here: the queries, for SQLite (FTS5) and PostgreSQL (an index of arrays). Not here: what a search means, and how its
words are folded (steps/searching.py), keeping the texts (sql_row_texts.py).
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from opendata.steps.ports.row_texts import FoundRow
from opendata.storage.sql.schema import datasets, publishers, row_texts, texted_datasets, versions

GRAM = 3
TELLING = 5  # so many trigrams that all forms of a word share are asked for in place of those of each form
SORTED = 1_000  # so many rows are told by their titles; nobody reads more, and then the order of the table does
Words = Sequence[Collection[str]]  # each word in its forms, of which one must be found
_titles, _texts = row_texts.c.title_words, row_texts.c.text_words


def found_rows(
    connection: Connection, words: Words, publisher: str | None, start: int, limit: int, *, is_sqlite: bool
) -> tuple[Sequence[FoundRow], int]:
    """So many of the rows in which all words are found from a place on, and how many there are.

    Rows with all words in the title come first. Words that are all too short for the index are looked for in titles
    alone. A row of a version that is withdrawn is not found, whether or not its texts are removed already.
    """
    columns = [_titles, _texts] if any(map(_is_long, words)) else [_titles]
    first, total = _counts(connection, words, columns, publisher, is_sqlite=is_sqlite)
    order = [row_texts.c.id] if total > SORTED else [row_texts.c.title, row_texts.c.id]
    rows: list[tuple[Any, bool]] = []
    if start < first:
        in_title = _holds(words, [_titles], is_sqlite=is_sqlite, is_common=first > SORTED)
        part = _part(_matching(in_title, publisher), order, start, limit)
        rows = [(row, True) for row in connection.execute(part)]
    if len(rows) < limit and start + limit > first and total > first:
        anywhere = _holds(words, columns, is_sqlite=is_sqlite, is_common=total - first > SORTED)
        texts = _matching(and_(anywhere, not_(_plain(words, [_titles], is_sqlite=is_sqlite))), publisher)
        part = _part(texts, order, max(0, start - first), limit - len(rows))
        rows += [(row, False) for row in connection.execute(part)]
    return [FoundRow(row[0], row[1], row[2], row[3], row[4], is_title) for row, is_title in rows], total


def _is_long(forms: Collection[str]) -> bool:
    """Whether a word is long enough for the index, in all of its forms."""
    return all(len(form) >= GRAM for form in forms)


def _matching(condition: ColumnElement[bool], publisher: str | None) -> Any:
    """The rows that meet a condition, of valid versions."""
    version = and_(
        versions.c.dataset_id == texted_datasets.c.dataset_id, versions.c.number == texted_datasets.c.number
    )
    valid = select(texted_datasets.c.dataset_id).select_from(texted_datasets.join(versions, version))
    valid = valid.where(versions.c.withdrawn_at.is_(None))
    if publisher is not None:
        of_publisher = select(datasets.c.id).join_from(datasets, publishers).where(publishers.c.name == publisher)
        valid = valid.where(texted_datasets.c.dataset_id.in_(of_publisher))
        return select(row_texts.c.id).where(condition, row_texts.c.dataset_id.in_(valid))
    # Nearly all datasets are valid: with the sign SQLite reads its index of titles from one end to the other, and
    # stops at the last row that is asked for, instead of looking up each row of each dataset.
    owner: ColumnElement[int] = literal_column("+row_texts.dataset_id")
    return select(row_texts.c.id).where(condition, owner.in_(valid))


def _counts(
    connection: Connection, words: Words, columns: Sequence[Any], publisher: str | None, *, is_sqlite: bool
) -> tuple[int, int]:
    """How many rows hold all words in their title, and how many in one of the columns.

    The index of SQLite counts by itself, as long as all of its rows are valid.
    """
    if is_sqlite and publisher is None and all(map(_is_long, words)) and not _has_withdrawn(connection):
        return _counted_by_fts(connection, words, [_titles]), _counted_by_fts(connection, words, columns)
    anywhere = _matching(_holds(words, columns, is_sqlite=is_sqlite), publisher)
    if columns == [_titles]:
        total = int(connection.execute(select(func.count()).select_from(anywhere.subquery())).scalar_one())
        return total, total
    is_title = _plain(words, [_titles], is_sqlite=is_sqlite)
    counted = anywhere.with_only_columns(func.count().filter(is_title), func.count())
    first, total = connection.execute(counted).one()
    return int(first), int(total)


def _counted_by_fts(connection: Connection, words: Words, columns: Sequence[Any]) -> int:
    counted = select(func.count()).select_from(text("row_search"))
    asked = literal_column("row_search").op("MATCH")(_asked(words, columns))
    return int(connection.execute(counted.where(asked)).scalar_one())


def _has_withdrawn(connection: Connection) -> bool:
    """Whether texts of a withdrawn version are still kept, which the job has not removed yet."""
    version = and_(
        versions.c.dataset_id == texted_datasets.c.dataset_id, versions.c.number == texted_datasets.c.number
    )
    valid = exists().where(version, versions.c.withdrawn_at.is_(None))
    query = select(texted_datasets.c.dataset_id).where(texted_datasets.c.rows > 0, ~valid).limit(1)
    return connection.execute(query).first() is not None


def _part(query: Any, order: Sequence[Any], start: int, limit: int) -> Any:
    shown = (publishers.c.name, datasets.c.name, row_texts.c.key, row_texts.c.title, row_texts.c.status)
    place = row_texts.join(datasets, datasets.c.id == row_texts.c.dataset_id).join(publishers)
    first = query.order_by(*order).offset(start).limit(limit).subquery()
    named = select(*shown).select_from(place).where(row_texts.c.id.in_(select(first.c.id)))
    return named.order_by(*order)


def _holds(words: Words, columns: Sequence[Any], *, is_sqlite: bool, is_common: bool = False) -> ColumnElement[bool]:
    """That each word is found in one of the columns: by the index if it is long enough, and by reading the text.

    is_common: more rows than anybody reads hold them. Reading one row after the other, PostgreSQL has the first ones
    then sooner than by its index, which finds all of them before it gives one.
    """
    if is_common and not is_sqlite:
        return _plain(words, columns, is_sqlite=is_sqlite)
    long_ones = [forms for forms in words if _is_long(forms)]
    short_ones = [forms for forms in words if forms not in long_ones]
    conditions = [_plain(short_ones, columns, is_sqlite=is_sqlite)] if short_ones else []
    if long_ones and is_sqlite:  # its index knows where trigrams stand, so what it finds is what is looked for
        conditions.append(_by_fts(long_ones, columns))
    elif long_ones:
        conditions += [_by_trigrams(long_ones, columns), _plain(long_ones, columns, is_sqlite=is_sqlite)]
    return and_(*conditions)


def _plain(words: Words, columns: Sequence[Any], *, is_sqlite: bool) -> ColumnElement[bool]:
    # All texts are folded, so neither has to look at upper and lower case, which is what makes LIKE slow on SQLite.
    place = func.instr if is_sqlite else func.strpos
    return and_(*(or_(*(place(column, form) > 0 for form in forms for column in columns)) for forms in words))


def _by_fts(words: Words, columns: Sequence[Any]) -> ColumnElement[bool]:
    rows: Any = select(literal_column("rowid")).select_from(text("row_search"))
    return row_texts.c.id.in_(rows.where(literal_column("row_search").op("MATCH")(_asked(words, columns))))


def _asked(words: Words, columns: Sequence[Any]) -> str:
    """Words as FTS5 is asked for them."""
    names = " ".join(column.name for column in columns)
    quoted = (" OR ".join('"' + form.replace('"', '""') + '"' for form in forms) for forms in words)
    return f"{{{names}}} : (" + " AND ".join(f"({forms})" for forms in quoted) + ")"


def _by_trigrams(words: Words, columns: Sequence[Any]) -> ColumnElement[bool]:
    """That one of the columns may hold each word; PostgreSQL reads its index for this, which knows no places."""
    return and_(
        *(
            or_(
                *(
                    func.trigrams(column).op("@>")(cast(grams, ARRAY(Text)))
                    for grams in asked_trigrams(forms)
                    for column in columns
                )
            )
            for forms in words
        )
    )


def asked_trigrams(forms: Collection[str]) -> Sequence[list[str]]:
    """Some trigrams of a word: a text with any of its forms has all trigrams of at least one of these lists.

    The index is read once for each list and column, and for each trigram in it. Every third trigram and the last one
    cover a word as all of them do, and what the forms of a word share is often enough for all of them. What is found
    beside the word is left out by reading the text.
    """
    grams = [[form[place : place + GRAM] for place in range(len(form) - GRAM + 1)] for form in forms]
    shared = [gram for gram in grams[0] if all(gram in others for others in grams[1:])]
    chosen = [shared] if len(shared) >= TELLING else grams
    return [list(dict.fromkeys([*each[::GRAM], each[-1]])) for each in chosen]
