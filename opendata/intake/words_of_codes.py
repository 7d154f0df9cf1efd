"""The words by which a kind calls the codes of a field.

Here: names, labels and synonyms of codes, as code_key() writes them. Not here: phrases that hold such words
(cells/code_words.py).
"""

from collections.abc import Iterator, Mapping

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import Field
from opendata.intake.office_words import kind_word_key


@kept_with_subject
def words_of_codes(field: Field) -> Mapping[str, str]:
    """The code of each word: of a name, else a label, else a synonym; of several codes with one word, the first."""
    words: dict[str, str] = {}
    for word, code in (*_names(field), *_labels(field), *_synonyms(field)):
        words.setdefault(kind_word_key(word), code)
    return words


def _names(field: Field) -> Iterator[tuple[str, str]]:
    return ((code.name, code.name) for code in field.codes.values())


def _labels(field: Field) -> Iterator[tuple[str, str]]:
    return ((label, code.name) for code in field.codes.values() for label in code.labels.values())


def _synonyms(field: Field) -> Iterator[tuple[str, str]]:
    return ((synonym, code.name) for code in field.codes.values() for synonym in code.synonyms)
