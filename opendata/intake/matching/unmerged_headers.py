"""Headers of two or three rows without merged cells: "Umsetzung" with an empty cell beside it, over "von" and "bis".

Here: whether a few rows may be such a header, and their labels. Not here: the choice of the header (header_rows.py),
and a row of units alone below the header (units_rows.py).
"""

import re
from collections.abc import Mapping, Sequence

from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.office_words import header_key, trimmed

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
LONGEST_LABEL = 80  # characters; a longer cell is data


def filled_cells(line: Mapping[int, str | None]) -> dict[int, str]:
    """The cells of a row that are not empty, without blanks at their ends."""
    return {column: text for column, cell in line.items() if (text := trimmed(cell or ""))}


def goes_on_in(row: Mapping[int, str]) -> bool:
    """Whether a header may go on in a row, of which these are the filled cells."""
    if any(len(text) > LONGEST_LABEL for text in row.values()):
        return False
    if any(_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text) for text in row.values()):
        return False  # the first row of data
    return not is_years_row(row)  # with_years() tells what these are


def labels_of_rows(rows: Sequence[Mapping[int, str]], columns: Sequence[int]) -> tuple[HeaderLabel, ...]:
    """The labels of a few rows read as one header; none where they cannot be one. rows: their filled cells.

    goes_on_in() must hold of all rows but the first. A cell names a group where the cells beside it are empty and a
    lower row goes on below them.
    """
    lowest = rows[-1]
    if any(not upper or not lowest.keys() - upper.keys() for upper in rows[:-1]):
        return ()
    spread = [_spread(rows, level, columns) for level in range(len(rows) - 1)] + [lowest]
    labels = []
    for column in columns:
        parts = [row[column] for row in spread if column in row]
        if not parts:
            continue
        last = parts[-2:]
        texts = [" ".join(parts), " ".join(reversed(parts)), " ".join(last), " ".join(reversed(last)), parts[-1]]
        texts += parts[:1] if column in rows[0] else []
        if keys := tuple(dict.fromkeys(key for text in texts if (key := header_key(text)))):
            labels.append(HeaderLabel(column, texts[0], keys, tuple(parts)))
    return tuple(labels)


def is_years_row(line: Mapping[int, str | None]) -> bool:
    """Whether a row holds years alone, two at least."""
    texts = [text for cell in line.values() if (text := trimmed(cell or ""))]
    return len(texts) > 1 and all(_YEAR.fullmatch(text) for text in texts)


def with_years(labels: Sequence[HeaderLabel], line: Mapping[int, str | None]) -> tuple[HeaderLabel, ...]:
    """The labels with the years of the row below: "Kosten" above 2024, 2025 and 2026 is "Kosten 2024" and so on.

    None where no year stands below an empty cell: such a row is one of data.
    """
    own = {label.column: label for label in labels}
    years = {column: text for column, cell in line.items() if (text := trimmed(cell or ""))}
    named, group, goes_on = dict(own), None, False
    for column in line:
        group, goes_on = (own[column], True) if column in own else (group, goes_on and column in years)
        if column in years and group is not None and goes_on:
            texts = (f"{group.text} {years[column]}", f"{years[column]} {group.text}", years[column])
            parts = (*(group.parts or (group.text,)), years[column])
            named[column] = HeaderLabel(column, texts[0], tuple(map(header_key, texts)), parts)
    return tuple(named[column] for column in sorted(named)) if named.keys() > own.keys() else ()


def _spread(rows: Sequence[Mapping[int, str]], level: int, columns: Sequence[int]) -> dict[int, str]:
    """A row of groups, each repeated over the empty cells beside it that have a label below them."""
    spread, group, goes_on = {}, "", False
    for column in columns:
        below = any(column in lower for lower in rows[level + 1 :])
        if column in rows[level]:
            group, goes_on = rows[level][column], below
            spread[column] = group
        elif not below or any(column in upper for upper in rows[:level]):
            goes_on = False
        elif goes_on:
            spread[column] = group
    return spread
