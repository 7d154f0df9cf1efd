"""Headers of two rows without merged cells: "Umsetzung" with an empty cell beside it, over "von" and "bis".

Here: whether two rows may be such a header, and their labels. Not here: the choice of the header (header_rows.py),
and a row of units alone below the header.
"""

from collections.abc import Mapping

from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.office_words import header_key, trimmed

LONGEST_LABEL = 80  # characters; a longer cell is data


def labels_of_two_rows(upper: Mapping[int, str | None], lower: Mapping[int, str | None]) -> tuple[HeaderLabel, ...]:
    """The labels of two rows read as one header; none where they cannot be one.

    A cell of the upper row names a group where cells beside it are empty and the lower row goes on below them.
    """
    above = {column: text for column, cell in upper.items() if (text := trimmed(cell or ""))}
    below = {column: text for column, cell in lower.items() if (text := trimmed(cell or ""))}
    if not above or not below.keys() - above.keys() or any(len(text) > LONGEST_LABEL for text in below.values()):
        return ()
    labels, group, group_goes_on = [], "", False
    for column in upper:
        over, under = above.get(column, ""), below.get(column, "")
        if over:
            group, group_goes_on = over, bool(under)
        elif not under:
            group_goes_on = False
        parts = [part for part in (over or (group if group_goes_on else ""), under) if part]
        if parts:
            texts = (" ".join(parts), " ".join(reversed(parts)), parts[-1], parts[0] if over else parts[-1])
            keys = tuple(dict.fromkeys(key for text in texts if (key := header_key(text))))
            if keys:
                labels.append(HeaderLabel(column, texts[0], keys, tuple(parts)))
    return tuple(labels)
