"""Headers that nearly mean a field: "Umsetzungsstand laut Rat", "Beschreibng", "Name".

Here: which field a header is near to, for questions and errors that name it, and when the cells below it speak
against that. Not here: headers that surely mean a field (header_vocabulary.py); nothing is read because it is near.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from opendata.domain.kinds import Field
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.plain_headers import plain_headers
from opendata.intake.matching.text_likeness import likeness_from
from opendata.intake.office_words import header_key

LONGEST_COMPARED = 60
MOST_COMPARED = 60  # labels; a table with more columns is compared in part
_NUMBERS = frozenset(("nr", "nummer", "id", "no"))
SURE, POSSIBLE = 0.86, 0.72  # likenesses of two words
_NEEDED_LETTERS = 6
_DAY = re.compile(
    r"(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})(?:[ T]00:00(?::00)?)?"
)


def near_field(vocabulary: HeaderVocabulary, label: HeaderLabel, names: Collection[str]) -> Field | None:
    """The field, of those named, whose word stands in a header or is nearly its own; numbers of a thing are none."""
    if _NUMBERS.intersection(_without_signs(label.text.casefold()).split()):
        return None
    for name in names:
        field = vocabulary.table.field(name)
        if any(_is_near(key, word, SURE) for key in label.keys for word in vocabulary.words_of(name)):
            return field
    return None


def near_labels(vocabulary: HeaderVocabulary, labels: Sequence[HeaderLabel], field: Field) -> list[HeaderLabel]:
    """The labels that may have been meant for a field that has no column; the descriptor may name such headers."""
    possible = {header_key(word) for word in field.descriptor.get("possibleHeaders") or ()}
    words = vocabulary.words_of(field.name)
    return [
        label
        for label in labels[:MOST_COMPARED]
        if possible & {*label.keys, *(plain.key for key in label.keys for plain in plain_headers(key))}
        or any(_is_near(key, word, POSSIBLE) for key in label.keys for word in words)
    ]


def speak_against(field: Field, texts: Sequence[str]) -> bool:
    """Whether the cells of a column cannot mean a field, whatever its header is: days are no words of a list."""
    filled = [text.strip() for text in texts if text.strip()]
    return bool(field.codes and filled) and all(_DAY.fullmatch(text) for text in filled)


def _is_near(key: str, word: str, likeness: float) -> bool:
    if len(key) > LONGEST_COMPARED or len(word) < 4:
        return False
    if len(word) >= _NEEDED_LETTERS and f" {word} " in _words_alone(key):
        return True
    if abs(len(key) - len(word)) > max(len(key), len(word)) * (1 - likeness) * 2:
        return False
    return likeness_from(key, word, likeness) > 0


@lru_cache(1_024)
def _words_alone(key: str) -> str:
    """The words of a key, each between blanks."""
    return f" {' '.join(_without_signs(key).split())} "


def _without_signs(key: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in key)
