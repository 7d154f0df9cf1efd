"""Lines of a page in the order in which a sheet is read: column by column, box by box, labels before their texts.

Here: the order. Not here: which lines are labels and headings, and what belongs to which measure (open_sheets.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_words import HEADED_BY_ID, is_known_label, label_key, looks_like_label
from opendata.intake.reports.page_furniture import ReadPage, footnotes
from opendata.intake.reports.text_lines import Segment, TextLine

SAME_EDGE = 6.0  # points
FEWEST = 2  # times: so often a label stands in a report, or it is a word of the text
FAR = 60.0  # points: columns of sheets begin so far from each other, at least
FAR_RIGHT, FAR_IN_BOLD = 0.5, 0.25  # of the width of a page: where labels of a second column begin
MOST_AT_EDGE = 0.4  # of the lines beside each other begin at the edge of a column of text with few labels
FEWEST_BESIDE = 3  # labels above each other show a column at the side
CLOSE = 1.35  # of the size of a letter: how far apart the baselines of one text are, at most
# A colon inside brackets ends no label: "Eine Studie (Kosten: 48.500 €)".
COLON = re.compile(r"((?:[^:()]|\([^:()]*\)){2,60}?)\s*:(?:\s+(\S.*))?\Z", re.DOTALL)
Block = list[TextLine]


def blocks_of(pages: Sequence[ReadPage]) -> dict[int, list[Block]]:
    """The lines of each page in blocks that are read one after another, by the number of the page."""
    boxes = [box for page in pages for box in page.boxes]
    of_sheets = sum(_is_headed(box) for box in boxes)
    beside = _labels_at_the_side(pages)
    blocks: dict[int, list[Block]] = {}
    for page in pages:
        if page.boxes and 2 * of_sheets < len(boxes):
            blocks[page.number] = [_with_boxes(page)]
        else:
            blocks[page.number] = [*map(list, page.boxes), *_columns(page, beside)]
    return blocks


def _is_headed(box: Sequence[TextLine]) -> bool:
    """Whether a box begins like a sheet, with a number and a title, or with a line that stands out.

    A box of one line is the bar of a heading, whose sheet goes on below it.
    """
    if len(box) == 1:
        return False
    first = box[0]
    words = one_line(first.text)
    others = [line.size for line in box[1:]]
    stands_out = bool(others) and (first.size > max(others) + 1 or (first.bold and not is_known_label(words)))
    return HEADED_BY_ID.fullmatch(words) is not None or stands_out


def _with_boxes(page: ReadPage) -> Block:
    """The lines of a page with those of its boxes, each box where it stands."""
    parts = [[line] for line in _outside(page)] + [list(box) for box in page.boxes]
    parts.sort(key=lambda part: (round(part[0].top / SAME_EDGE), part[0].x0))
    return [line for part in parts for line in part]


def _outside(page: ReadPage) -> list[TextLine]:
    """The lines of a page outside of framed boxes, from top to bottom."""
    notes = {id(line) for line in footnotes(page)}
    return sorted((line for line in page.lines if id(line) not in notes), key=lambda line: line.top)


def _columns(page: ReadPage, beside: Sequence[str]) -> list[Block]:
    """The lines outside of boxes; column by column, where labels stand at the left and in others' lines."""
    lines = _outside(page)
    edges = []
    at_left = {match[1] for line in lines if line.segments and (match := COLON.match(line.segments[0].text))}
    for line in lines:
        labels = [match[1] if (match := COLON.match(segment.text)) else "" for segment in line.segments]
        # The labels of two sheets beside each other need not stand in one line: a title above one may be longer.
        edges += [
            line.segments[n].x0
            for n, label in enumerate(labels)
            if n and label and label in at_left and is_known_label(label)
        ]
    if len(edges) < FEWEST:
        return _parted_at_the_side(lines, beside) or [lines]
    starts = [edge for n, edge in enumerate(sorted(edges)) if n == 0 or edge - sorted(edges)[n - 1] > FAR]
    columns: list[Block] = [[] for _ in range(len(starts) + 1)]
    for line in lines:
        for place in range(len(columns)):
            left = starts[place - 1] - SAME_EDGE if place else float("-inf")
            right = starts[place] - SAME_EDGE if place < len(starts) else float("inf")
            if part := _between(line, left, right):
                columns[place].append(part)
    return columns


def _between(line: TextLine, left: float, right: float) -> TextLine | None:
    """The part of a line that begins between two edges."""
    segments = [segment for segment in line.segments if left <= segment.x0 < right]
    part = of_segments(line, segments)
    if part is None:
        return None
    size = max(segment.size for segment in segments) or line.size
    return replace(part, bold=all(segment.bold for segment in segments), size=size)


def _labels_at_the_side(pages: Sequence[ReadPage]) -> list[str]:
    """The labels that stand at the end of lines, right of the middle or in bold letters, on several pages."""
    counts: dict[str, set[int]] = {}
    for page in pages:
        for line in page.lines:
            last = line.segments[-1] if line.segments else None
            far = last and last.x0 > page.width * (FAR_IN_BOLD if last.bold else FAR_RIGHT)
            if last and far and is_known_label(last.text):
                counts.setdefault(label_key(last.text), set()).add(page.number)
    return [label for label, on in counts.items() if len(on) >= FEWEST]


def _parted_at_the_side(lines: Sequence[TextLine], beside: Sequence[str]) -> list[Block]:
    """The lines above a column at the side, left of it, and in it; none where no such column stands there."""
    ends = [line.segments[-1] for line in lines if line.segments]
    labels = [end for end in ends if label_key(end.text) in beside]
    edge = min((label.x0 for label in labels), default=0.0)
    at_edge = [line for line in lines if any(abs(s.x0 - edge) <= SAME_EDGE for s in line.segments)]
    in_column = [label for label in labels if abs(label.x0 - edge) <= SAME_EDGE]
    if not in_column or len(at_edge) < FEWEST_BESIDE:
        return []
    top, bottom = at_edge[0].top - SAME_EDGE, at_edge[-1].bottom
    within = [line for line in lines if top <= line.top < bottom]
    are_few = len(in_column) < FEWEST_BESIDE or len(at_edge) < 2 * FEWEST_BESIDE
    if are_few and len(at_edge) < MOST_AT_EDGE * len(within):
        return []
    if any(s.x0 < edge - SAME_EDGE and s.x1 > edge for line in within for s in line.segments):
        return []
    left = [part for line in lines if line.top >= top if (part := _between(line, float("-inf"), edge - SAME_EDGE))]
    right = [part for line in within if (part := _between(line, edge - SAME_EDGE, float("inf")))]
    return [[line for line in lines if line.top < top], left, right]


def of_segments(line: TextLine, segments: Sequence[Segment]) -> TextLine | None:
    """A line of some segments of another; None of none."""
    if not segments:
        return None
    text = " ".join(segment.text for segment in segments)
    return replace(line, text=text, x0=segments[0].x0, x1=segments[-1].x1, segments=tuple(segments), bold=False)


def goes_on_below(label: TextLine, line: TextLine) -> bool:
    """Whether a label beside its text goes on in the line below: in its letters, or beside that text too."""
    if len(label.segments) < 2 or not line.segments or not 0 < line.bottom - label.bottom <= CLOSE * label.size:
        return False
    first, text = label.segments[:2]
    below, *others = line.segments
    beside = any(abs(other.x0 - text.x0) <= SAME_EDGE for other in others)
    in_its_letters = first.bold and below.bold and not text.bold
    within = abs(below.x0 - first.x0) <= SAME_EDGE and below.x1 < text.x0 and looks_like_label(below.text)
    return within and below.bold == first.bold and (in_its_letters or beside)
