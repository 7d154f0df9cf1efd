"""Words, cells and rows as a sentence lists them: "A5, A6, …" and "a, b und c".

Here: joining texts. Not here: what they say, and how long one of them may be (intake/bilingual_sentences.py).
"""

from collections.abc import Iterable, Sequence
from itertools import islice


def first_few(texts: Iterable[str], most: int, separator: str = ", ") -> str:
    """At most so many of the texts, and an ellipsis where there are more; no more of them than needed are read."""
    named = list(islice(texts, most + 1))
    return separator.join([*named[:most], *(["…"] if len(named) > most else [])])


def ended(text: str) -> str:
    """The text as the end of a sentence: with a full stop, where it does not break off already."""
    return text if text.endswith("…") else f"{text}."


def with_last_word(texts: Sequence[str], word: str) -> str:
    """All of the texts, the last one after a word: "a, b und c"."""
    return f" {word} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
