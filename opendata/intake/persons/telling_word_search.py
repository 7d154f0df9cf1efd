"""Which texts hold a word that nearly every text with a name of a person holds.

Here: looking through a column for such words, in Python where it has few texts and in Polars where it has many. Not
here: the words, and whether a text holds a name (person_names.py).
"""

from collections.abc import Iterator
from functools import cache

import polars as pl

from opendata.intake.persons.contact_details import FEW
from opendata.intake.persons.person_names import telling_words


def with_telling_word(texts: pl.Series) -> pl.Series:
    """Which of the texts hold one of the telling words."""
    return among_few(texts) if texts.len() <= FEW else among_many(texts)


def among_few(texts: pl.Series) -> pl.Series:
    """with_telling_word() in Python, which has looked through a few texts before Polars begins."""
    listed, telling = texts.to_list(), telling_words()
    if telling.isdisjoint(_capital_words("\n".join(listed))):
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, texts.len())
    return pl.Series([not telling.isdisjoint(_capital_words(text)) for text in listed], dtype=pl.Boolean)


def among_many(texts: pl.Series) -> pl.Series:
    """with_telling_word() in Polars."""
    words = pl.DataFrame({"word": texts.str.extract_all(r"\p{Lu}\p{L}+")}).with_row_index("text").explode("word")
    telling = words.filter(pl.col("word").is_in(_telling_series().implode()))["text"].unique()
    return pl.int_range(texts.len(), dtype=pl.UInt32, eager=True).is_in(telling.implode())


@cache
def _telling_series() -> pl.Series:
    return pl.Series(sorted(telling_words()))


def _capital_words(text: str) -> Iterator[str]:
    """The parts of words that begin with a capital letter and have another letter: of "iPhone", "Phone"."""
    others = {ord(sign): " " for sign in set(text) if not sign.isalpha()}
    for letters in set(text.translate(others).split()):
        start = next((at for at, sign in enumerate(letters) if sign.isupper()), len(letters))
        if len(letters) - start > 1:
            yield letters[start:]
