"""Labels with their values, in the rows of a table or in the lines of one cell, and lines that are one paragraph.

Here: taking them apart, and counting them. Not here: what belongs to which measure (measure_search.py).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from opendata.intake.reports.joined_lines import joined, one_line
from opendata.intake.reports.joined_tables import JoinedTable
from opendata.intake.reports.label_words import (
    HEADED_BY_ID,
    is_known_label,
    label_key,
    looks_like_label,
    names_title,
)
from opendata.intake.reports.lattices import Cell
from opendata.intake.reports.text_lines import TextLine

SMALLER_LABEL = 0.7  # points
PAIRED = (2, 4, 6)  # cells of a row: up to three labels with their values
_PAIR = re.compile(r"((?:[^:()\n]|\([^:()\n]*\)){2,60}):[ \t]*(.*)", re.DOTALL)


def paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that belong together: of one size and weight, and right below each other."""
    together: list[list[TextLine]] = []
    for line in lines:
        last = together[-1][-1] if together else None
        alike = last and line.bold == last.bold and abs(line.size - last.size) < 1 and line.x0 - last.x0 < line.size
        if last and alike and 0 <= line.top - last.bottom < last.size and not HEADED_BY_ID.fullmatch(line.text):
            together[-1].append(line)
        else:
            together.append([line])
    return together


def inner_pairs(cell: Cell) -> list[tuple[str, Cell]]:
    """The labels and values in one cell, a line each: "Priorität: 5"."""
    if not cell.lines:
        return []
    if above := label_above(cell):
        return [above]
    pairs: list[tuple[str, Cell]] = []
    for line in cell.lines:
        match = _PAIR.fullmatch(line.text.strip())
        if match and is_known_label(match[1]) and len(match[1].split()) <= 5 and not _is_heading(line.text):
            rest = replace(line, text=match[2], segments=())
            pairs.append(
                (match[1].strip(), Cell(cell.x0, cell.x1, [rest] if match[2] else [], cell.boxes, width=cell.width))
            )
        elif pairs and not pairs[0][1].going_on and pairs[-1][1].lines:
            label, value = pairs[-1]
            pairs[-1] = (label, value.followed_by(Cell(cell.x0, cell.x1, [line], ())))
        else:
            return []
    return pairs if pairs and pairs[0][1].lines else []


def _is_heading(text: str) -> bool:
    """Whether a text is the heading of a measure, although it has a colon: "Maßnahme 03 | Solar: Dächer"."""
    return names_title(text.split(maxsplit=1)[0]) and HEADED_BY_ID.fullmatch(one_line(text)) is not None


def label_above(cell: Cell) -> tuple[str, Cell] | None:
    """A label in small or bold letters above its value, in one cell; it may be broken over lines."""
    first = cell.lines[0] if cell.lines else None
    height = next((n for n, line in enumerate(cell.lines) if first and _differs(first, line)), 0)
    if first is None or not height or any(not _differs(first, line) for line in cell.lines[height:]):
        return None
    label, rest = one_line(joined(cell.lines[:height])), cell.lines[height:]
    known = is_known_label(label) or (label.endswith(":") and looks_like_label(label))
    return (label, replace(cell, lines=rest)) if known else None


def _differs(label: TextLine, line: TextLine) -> bool:
    """Whether a line is larger than a label, or the label alone is bold."""
    return line.size > label.size + SMALLER_LABEL or (label.bold and not line.bold)


def cells_of_pairs(tables: Sequence[JoinedTable], place: int) -> Counter[str]:
    """How often a text stands first (0) or second (1) in each half of a row of two or four cells."""
    counts: Counter[str] = Counter()
    for table in tables:
        for row in table.rows:
            if len(row.cells) in PAIRED and len(row.filled) > 1:
                counts.update(label_key(cell.label) for cell in row.cells[place::2] if looks_like_label(cell.label))
    return counts
