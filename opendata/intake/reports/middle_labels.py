"""Labels that stand at the middle of their texts, as in tables of word processors: the text begins above its label.

Here: which lines belong to which of such labels. Not here: what labels are (open_sheets.py).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from opendata.intake.reports.sheet_lines import SAME_EDGE, of_segments
from opendata.intake.reports.text_lines import TextLine

OFF_MIDDLE = 0.35  # of the size of a letter: so far may a label be from the middle of its text
MOST = 0.75  # of the labels stand at the middle, or none is moved
PARTED = 1.1  # times as much space as between lines of one text
MOST_LINES = 300  # of which an order is sought
IsLabel = Callable[[str], bool]


def labels_first(lines: Sequence[TextLine], is_label: IsLabel) -> list[TextLine]:
    """The lines, where a label that stands at the middle of its text comes before all of that text."""
    labelled = [line for line in lines if line.segments and is_label(line.segments[0].text.rstrip(":"))]
    if not labelled:
        return list(lines)
    edge = Counter(line.x0 for line in labelled).most_common(1)[0][0]
    names = {id(line) for line in labelled if abs(line.x0 - edge) <= SAME_EDGE}
    ordered: list[TextLine] = []
    run: list[TextLine] = []
    for line in [*lines, None]:
        beside = line is not None and (id(line) in names or (line.x0 > edge + SAME_EDGE and not line.bold))
        if line is None or not beside or (run and line.bottom < run[-1].bottom):
            labels = [n for n, other in enumerate(run) if id(other) in names]
            ordered += _in_order(run, labels, ordered[-1] if ordered else None)
            run = []
        if beside and line is not None:
            run.append(line)
        elif line is not None:
            ordered.append(line)
    return ordered


def _in_order(run: Sequence[TextLine], labels: Sequence[int], before: TextLine | None) -> list[TextLine]:
    """Lines of labels and texts right of them; changed only where labels are at the middle of their texts.

    before: the line above them.
    """
    if not labels or len(run) > MOST_LINES:
        return list(run)
    ends = _ends(run, labels)
    begins = [0, *ends[:-1]]
    blocks = list(zip(begins, labels, ends, strict=True))
    at_middle = sum(_off_middle(run, *block) <= OFF_MIDDLE * run[block[1]].size for block in blocks)
    raised = [(begin, label) for begin, label, _ in blocks if begin < label]
    if not raised or at_middle < MOST * len(blocks) or not all(_is_parted(run, *lines, before) for lines in raised):
        return list(run)
    ordered: list[TextLine] = []
    for begin, label, end in blocks:
        line = run[label]
        beside = of_segments(line, line.segments[1:])
        text = [*run[begin:label], *([beside] if beside else []), *run[label + 1 : end]]
        segments = (line.segments[0], *(text[0].segments if text else ()))
        words = " ".join(segment.text for segment in segments)
        first = replace(text[0] if text else line, text=words, x0=line.x0, segments=segments, bold=line.bold)
        ordered += [first, *text[1:]]
    return ordered


def _is_parted(run: Sequence[TextLine], begin: int, label: int, before: TextLine | None) -> bool:
    """Whether more space is above a line than between those from it to its label, as where a text begins."""
    within = min(max(_apart(*pair)) for pair in pairwise(run[begin : label + 1]))
    above = run[begin - 1] if begin else before
    return above is None or min(_apart(above, run[begin])) > PARTED * within


def _apart(above: TextLine, below: TextLine) -> tuple[float, float]:
    """How far the tops and the bottoms of two lines are apart; lowered and raised digits make them differ."""
    return below.top - above.top, below.bottom - above.bottom


def _ends(run: Sequence[TextLine], labels: Sequence[int]) -> list[int]:
    """Where the text of each label ends, so that all labels together stand as near the middle of theirs as can be."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for place, label in enumerate(labels):
        last = place + 1 == len(labels)
        possible = [len(run)] if last else range(label + 1, labels[place + 1] + 1)
        best = {
            end: min(
                (cost + _off_middle(run, begin, label, end) ** 2, [*ends, end])
                for begin, (cost, ends) in best.items()
            )
            for end in possible
        }
    return min(best.values())[1]


def _off_middle(run: Sequence[TextLine], begin: int, label: int, end: int) -> float:
    """How far a label is from the middle of these lines."""
    texts = [run[n] for n in range(begin, end) if n != label or len(run[n].segments) > 1]
    if not texts:
        return 0.0
    middle = (texts[0].top + texts[-1].bottom) / 2
    return abs(middle - (run[label].top + run[label].bottom) / 2)
