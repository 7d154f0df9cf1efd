"""The label of one column in a header of one row or of several.

Here: the label and its keys in the vocabulary. Not here: which rows are the header (header_rows.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opendata.intake.office_words import header_key, trimmed


@dataclass(frozen=True)
class HeaderLabel:
    """The header of one column: its text, and its keys in the vocabulary, the most specific first.

    parts: the texts that make it up, from the group down, where it stands in several rows.
    """

    column: int
    text: str
    keys: tuple[str, ...]
    parts: tuple[str, ...] = ()


def block_labels(block: Sequence[Mapping[int, str | None]], columns: Sequence[int]) -> Iterator[HeaderLabel]:
    """The labels of a header of several rows: the texts of each column joined, from the group down to the part."""
    for column in columns:
        parts = [text for line in block if (text := trimmed(line.get(column) or ""))]
        if parts:
            texts = (" ".join(parts), " ".join(reversed(parts)), " ".join(parts[-2:]), parts[-1])
            yield HeaderLabel(column, texts[0], tuple(dict.fromkeys(map(header_key, texts))), tuple(parts))
