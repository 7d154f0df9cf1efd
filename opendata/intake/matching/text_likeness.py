"""Text likeness: how alike two short texts are by their letters, as difflib counts it.

Here: the same figure as SequenceMatcher's ratio, at a small part of its cost where two texts cannot be alike enough.
Not here: what is compared, and from which likeness on it matters (near_headers.py, looking.py).
"""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

ROUNDING = 1e-6  # so that no likeness that is just enough is lost
MOST_KEPT = 8_192  # texts whose letters are counted already; a table of many columns compares each with every word


def likeness_from(first: str, second: str, least: float) -> float:
    """The likeness of two texts, 0 to 1; 0 where it is below `least`."""
    needed = least * (len(first) + len(second)) / 2 - ROUNDING
    if min(len(first), len(second)) < needed or _letters_in_common(first, second) < needed:
        return 0.0
    likeness = SequenceMatcher(None, first, second).ratio()
    return likeness if likeness >= least else 0.0


def _letters_in_common(first: str, second: str) -> int:
    """How many letters two texts share, wherever they stand; SequenceMatcher matches no more than these."""
    others = _letters(second)
    return sum(min(count, others.get(letter, 0)) for letter, count in _letters(first).items())


@lru_cache(MOST_KEPT)
def _letters(text: str) -> Mapping[str, int]:
    return Counter(text)
