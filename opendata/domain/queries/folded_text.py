"""Folded text: how a search compares texts, without regard to case, accents and umlauts.

Here: the folded form of texts and of the words that are looked for. Not here: which fields are searched
(conditions.py).

An umlaut is found by all three ways in which people type it: "Überseering" by "überseering", "uberseering" and
"ueberseering". So a text with umlauts is folded in both ways, one after the other, and a word is looked for in both.
"""

import re
import unicodedata

import polars as pl

MOST_WORDS = 10
BETWEEN = "\n"  # stands between the two forms, so that no word is found across them
TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue"}
ONE_FORM = {"ß": "ss", "ς": "σ"}
_MARKS = re.compile("[\u0300-\u036f]+")


def folded_word(word: str) -> str:
    """One word as it is looked for: lower case, ß as ss, no accents."""
    lower = unicodedata.normalize("NFC", word.lower())
    for letter, others in ONE_FORM.items():
        lower = lower.replace(letter, others)
    return _MARKS.sub("", unicodedata.normalize("NFD", lower))


def forms_of_word(word: str) -> tuple[str, ...]:
    """The one or two folded forms of a word; a text that holds one of them holds the word."""
    lower = unicodedata.normalize("NFC", word.lower())
    for letter, others in TWO_LETTERS.items():
        lower = lower.replace(letter, others)
    return tuple(dict.fromkeys([folded_word(word), folded_word(lower)]))


def folded_text(text: str) -> str:
    """One text as folded_texts() folds each of many."""
    return BETWEEN.join(forms_of_word(text))


def folded_texts(values: pl.Series) -> pl.Series:
    """Each text as it is searched: its folded form, and behind it the form with ae, oe and ue where that differs."""
    folded = values.str.to_lowercase()
    odd = folded.str.contains(r"[^\x00-\x7f]")
    if not odd.any():
        return folded
    composed = _replaced(folded.filter(odd).str.normalize("NFC"), ONE_FORM)
    plain = _without_marks(composed)
    written_out = _without_marks(_replaced(composed, TWO_LETTERS))
    both = pl.select(
        pl.when(pl.lit(plain) == pl.lit(written_out))
        .then(pl.lit(plain))
        .otherwise(pl.concat_str([pl.lit(plain), pl.lit(written_out)], separator=BETWEEN))
    ).to_series()
    return folded.scatter(odd.arg_true(), both)


def words_of(search: str) -> tuple[str, ...]:
    """The words of a search; each of them must be found."""
    return tuple(dict.fromkeys(search.split()))


def _replaced(values: pl.Series, letters: dict[str, str]) -> pl.Series:
    for letter, others in letters.items():
        values = values.str.replace_all(letter, others, literal=True)
    return values


def _without_marks(values: pl.Series) -> pl.Series:
    return values.str.normalize("NFD").str.replace_all("[\u0300-\u036f]+", "")
