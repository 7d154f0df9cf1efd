"""Word parts: a row's title and text as the parts of their words, three and four letters long.

German joins words: a part of "Fernwärmenetz" is found in "Ausbau der Fernwärme", where whole words would not be.

Here: which parts a row has, with which weight, and their packed form. Not here: how alike rows are (alike_pairs.py).
"""

import math
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from opendata.likeness.climate_words import SAME_WORDS

PARTS = np.dtype([("part", "<u4"), ("weight", "<f4")])
SHORTEST_WORD, LENGTHS = 3, (3, 4)
# A title says most; a description and the group that a row belongs to help where titles are short.
TITLE_WEIGHT, TEXT_WEIGHT, GROUP_WEIGHT = 1.0, 0.3, 0.2
LONGEST_TEXT = 5_000  # characters; what comes after does not count
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def packed_parts(
    title: str, text: str = "", group: str = "", same: Mapping[str, Sequence[str]] = SAME_WORDS
) -> bytes:
    """The parts of a row and their weights, before it is known how common they are, in a form that can be kept.

    same: words that are read as others.
    """
    weights: dict[int, float] = {}
    for written, weight in ((title, TITLE_WEIGHT), (text, TEXT_WEIGHT), (group, GROUP_WEIGHT)):
        counts: dict[int, int] = {}
        for word in _words(written[:LONGEST_TEXT], same):
            for part in _parts_of_word(word):
                counts[part] = counts.get(part, 0) + 1
        for part, count in counts.items():
            weights[part] = weights.get(part, 0.0) + weight * (1 + math.log(count))
    return np.array(sorted(weights.items()), PARTS).tobytes()


def unpacked(parts: bytes) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    """The parts that packed_parts() packed."""
    return np.frombuffer(parts, PARTS)


def _words(text: str, same: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower().translate(_LETTERS)):
        yield from same.get(word, (word,))


@lru_cache(maxsize=50_000)
def _parts_of_word(word: str) -> tuple[int, ...]:
    """The numbers of the parts of a word, its beginning and its end among them; a short word has none."""
    if len(word) < SHORTEST_WORD:
        return ()
    written = f" {word} "
    parts = [written[i : i + length] for length in LENGTHS for i in range(len(written) - length + 1)]
    return tuple(zlib.crc32(part.encode()) for part in parts)
