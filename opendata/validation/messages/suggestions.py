"""Suggestions: the word that the writer of a cell probably meant.

Here: the nearest of the accepted words. Not here: replacing a cell by the suggestion, which nothing does.
A word for a code is suggested only for a slip of the keyboard, and never where one of both denies or delays something
and the other does not: "ungeplant" is no mistyped "geplant".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from opendata.domain.kinds import Field
from opendata.intake.cells.negations import denials, distance, folded

NEAR = 0.6  # difflib's default for how similar a close match is
SHORT = 12  # letters of a word in which one slip is allowed; in longer words two are
MAX_WORD = 80  # a longer cell is no mistyped word
MAX_WORDS = 500  # longer lists are not searched: for a thousand errors that would take minutes


@dataclass(frozen=True)
class AcceptedWords:
    """The words that a cell may hold.

    words: by the comparable form, the form to suggest. slips_only: whether nothing but a slip of the keyboard is
    answered by a suggestion, because the words are alike although they mean different things.
    """

    words: Mapping[str, str]
    slips_only: bool = False

    @classmethod
    def of(cls, words: Iterable[str]) -> "AcceptedWords":
        """Words that are suggested as they are written."""
        return cls({_comparable(word): word for word in words if word})

    def nearest(self, typed: str) -> str | None:
        """The accepted word nearest to what was typed; None where none is near."""
        typed = _comparable(typed)
        if not typed or len(typed) > MAX_WORD:
            return None
        if typed in self.words:
            return self.words[typed]
        if len(self.words) > MAX_WORDS:
            return None
        match = (_slip_of if self.slips_only else _nearest)(typed, tuple(self.words))
        return self.words[match] if match else None


def words_for(field: Field, language: str, *, rewritten: bool) -> AcceptedWords:
    """The words for a field's codes: the codes themselves, their labels and synonyms.

    rewritten: whether intake understands labels and synonyms; if not, a code is suggested for each of them.
    """
    words: dict[str, str] = {}
    for value in field.constraints.get("enum") or ():
        code = field.codes.get(str(value))
        for word in (str(value), *((code.labels.get(language, ""), *code.synonyms) if code else ())):
            if word:
                words.setdefault(_comparable(word), word if rewritten else str(value))
    return AcceptedWords(words, slips_only=True)


def _comparable(word: str) -> str:
    return " ".join(word.split()).casefold()


@lru_cache(maxsize=4096)
def _nearest(typed: str, words: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(typed, words, n=1, cutoff=NEAR)), None)


@lru_cache(maxsize=4096)
def _slip_of(typed: str, words: tuple[str, ...]) -> str | None:
    """The one word from which the typed one differs by a slip or two, and by nothing that changes the meaning."""
    bare = folded(typed).strip(" .,;:!*\"'„“")
    allowed = 1 if len(bare) <= SHORT else 2
    if len(bare) < 4 or "?" in bare:
        return None
    nearest: dict[int, list[str]] = {}
    for word, plain in zip(words, _all_folded(words), strict=True):
        steps = distance(bare, plain, allowed)
        if steps <= allowed and denials(bare) == denials(word) and _are_slips(bare.split(), plain.split()):
            nearest.setdefault(steps, []).append(word)
    return nearest[min(nearest)][0] if nearest else None


@lru_cache(maxsize=100)
def _all_folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """folded() of each accepted word of a field, which every wrong cell of it asks for again."""
    return tuple(map(folded, words))


def _are_slips(typed: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether no single word differs by so much that it is another word: "wird abgebaut" is no "wird gebaut"."""
    return len(typed) != len(meant) or all(
        distance(word, other, 2) <= (1 if len(word) <= SHORT else 2) for word, other in zip(typed, meant, strict=True)
    )
