"""Suggestions: the word somebody probably meant.

Here: the nearest of the words that would have been accepted. Not here: rewriting anything by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from opendata.domain.kinds import Field

NEAR = 0.6  # difflib's own measure of what people take for a slip
MAX_WORD = 80  # longer cells are no slip of a word
MAX_WORDS = 500  # more are not searched: a thousand errors would take minutes


@dataclass(frozen=True)
class AcceptedWords:
    """Words that would be accepted, by how they compare, with the form to suggest."""

    words: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[str]) -> "AcceptedWords":
        """Words that are suggested as they stand."""
        return cls({_comparable(word): word for word in words if word})

    def nearest(self, typed: str) -> str | None:
        """The word nearest to what was typed, if one is near at all."""
        typed = _comparable(typed)
        if not typed or len(typed) > MAX_WORD:
            return None
        if typed in self.words:
            return self.words[typed]
        if len(self.words) > MAX_WORDS:
            return None
        match = _nearest(typed, tuple(self.words))
        return self.words[match] if match else None


def words_for(field: Field, language: str, *, rewritten: bool) -> AcceptedWords:
    """The words for a field's codes: its codes, their labels and synonyms.

    rewritten: whether labels and synonyms are understood; otherwise only a code is suggested.
    """
    words: dict[str, str] = {}
    for value in field.constraints.get("enum") or ():
        code = field.codes.get(str(value))
        for word in (str(value), *((code.labels.get(language, ""), *code.synonyms) if code else ())):
            if word:
                words.setdefault(_comparable(word), word if rewritten else str(value))
    return AcceptedWords(words)


def _comparable(word: str) -> str:
    return " ".join(word.split()).casefold()


@lru_cache(maxsize=4096)
def _nearest(typed: str, words: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(typed, words, n=1, cutoff=NEAR)), None)
