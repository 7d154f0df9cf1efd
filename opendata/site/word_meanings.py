"""Word meanings: the shape in which explanations are written down.

Here: the shape. Not here: the explanations (explained_words.py, explained_figures.py), and finding them
(explanations.py).
"""

from dataclasses import dataclass

from opendata.site.texts_by_language import Text


@dataclass(frozen=True)
class WordMeaning:
    """What a word on the pages means, in one sentence."""

    title: Text
    sentence: Text


def meaning(german: tuple[str, str], english: tuple[str, str]) -> WordMeaning:
    """A word and its sentence, in German and in English."""
    return WordMeaning({"de": german[0], "en": english[0]}, {"de": german[1], "en": english[1]})
