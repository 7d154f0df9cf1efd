"""Word differences: which words of a text were taken out and which were put in.

Here: comparing two texts. Not here: which texts are compared, and how the difference is shown (site/).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, REMOVED, ADDED = "same", "removed", "added"
# A word with the blanks after it, or a single sign; so a changed word takes its blank along.
WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# The work grows with the square of the words; longer texts are told as wholly replaced.
MOST_WORDS = 4_000
FEWEST_SAME = 3  # words between two changes that are told as the same


@dataclass(frozen=True)
class TextPart:
    """Some words of a text. sort: "same", "removed" or "added"."""

    sort: str
    text: str


def word_differences(before: str, after: str) -> list[TextPart]:
    """The parts of two texts, in reading order; what was removed stands in front of what was put in its place.

    The parts that are not added are the text before, those that are not removed are the text after.
    """
    if before == after:
        return [TextPart(SAME, before)] if before else []
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _joined([TextPart(REMOVED, before), TextPart(ADDED, after)])
    parts: list[TextPart] = []
    for is_same, a, b, c, d in _ranges(old, new):
        if is_same:
            parts.append(TextPart(SAME, "".join(old[a:b])))
        else:
            parts += [TextPart(REMOVED, "".join(old[a:b])), TextPart(ADDED, "".join(new[c:d]))]
    return _joined(parts)


def _ranges(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """The words from a to b of the one text against those from c to d of the other, and whether they are the same.

    A word or two that happen to stay between two changes are told as changed, or nobody could read the sentence.
    """
    told: list[tuple[bool, int, int, int, int]] = []
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_inside = a > 0 and b < len(old) and c > 0 and d < len(new)
        is_same = operation == "equal" and not (is_inside and b - a < FEWEST_SAME)
        if not is_same and told and not told[-1][0]:
            _, first, _, start, _ = told.pop()
            told.append((False, first, b, start, d))
        else:
            told.append((is_same, a, b, c, d))
    return told


def _joined(parts: Sequence[TextPart]) -> list[TextPart]:
    filled = [part for part in parts if part.text]
    return [
        TextPart(sort, "".join(part.text for part in group))
        for sort, group in groupby(filled, key=lambda part: part.sort)
    ]
