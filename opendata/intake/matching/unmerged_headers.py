"""Headers of two or three rows without merged cells: "Umsetzung" with an empty cell beside it, over "von" and "bis".

Here: whether a few rows may be such a header, and their labels. Not here: the choice of the header (header_rows.py),
and a row of units alone below the header (units_rows.py).
"""

from collections.abc import Mapping, Sequence

from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.office_words import header_key, trimmed

LONGEST_LABEL = 80  # characters; a longer cell is data


def filled_cells(line: Mapping[int, str | None]) -> dict[int, str]:
    """The cells of a row that are not empty, without blanks at their ends."""
    return {column: text for column, cell in line.items() if (text := trimmed(cell or ""))}


def labels_of_rows(rows: Sequence[Mapping[int, str]], columns: Sequence[int]) -> tuple[HeaderLabel, ...]:
    """The labels of a few rows read as one header; none where they cannot be one. rows: their filled cells.

    A cell names a group where the cells beside it are empty and a lower row goes on below them.
    """
    lowest = rows[-1]
    if any(not upper or not lowest.keys() - upper.keys() for upper in rows[:-1]):
        return ()
    if any(len(text) > LONGEST_LABEL for row in rows[1:] for text in row.values()):
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
