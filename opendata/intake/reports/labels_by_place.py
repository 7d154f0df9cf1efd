"""Labels that no word tells: short lines that stand out, once below the heading of nearly every sheet, above a text.

Here: finding them, as "Worum es geht" in eighteen sheets. Not here: labels that are known by their words
(label_words.py), and what stands below a label (open_sheets.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from opendata.intake.reports.joined_lines import one_line
from opendata.intake.reports.label_words import HEADED_BY_ID, group_named, label_key, looks_like_label
from opendata.intake.reports.text_lines import TextLine

FEWEST_SHEETS = 3
MOST = 0.8  # of the sheets have a label, and of the places of a label a text stands below


def labels_by_place(
    lines: Sequence[TextLine], stands_out: Callable[[TextLine], bool], is_large: Callable[[TextLine], bool]
) -> frozenset[str]:
    """The keys of such labels; lines: of all pages, in reading order. stands_out: of the text around.

    is_large: whether a line is a heading by its size, where headings have no numbers.
    """
    are_numbered = sum(_is_numbered(line) and stands_out(line) for line in lines) >= FEWEST_SHEETS
    sheet = 0
    sheets: dict[str, set[int]] = defaultdict(set)
    times: Counter[str] = Counter()
    with_text: Counter[str] = Counter()
    for line, following in zip(lines, [*lines, None][1:], strict=True):
        if not stands_out(line):
            continue
        text = one_line(line.text)
        if _is_numbered(line) if are_numbered else is_large(line):
            sheet += 1
        elif sheet and len(line.segments) == 1 and looks_like_label(text) and group_named(text) is None:
            key = label_key(text)
            times[key] += 1
            sheets[key].add(sheet)
            with_text[key] += following is not None and not stands_out(following)
    return frozenset(
        key
        for key, count in times.items()
        if sheet >= FEWEST_SHEETS and len(sheets[key]) == count >= MOST * sheet and with_text[key] >= MOST * count
    )


def _is_numbered(line: TextLine) -> bool:
    return HEADED_BY_ID.fullmatch(one_line(line.text)) is not None
