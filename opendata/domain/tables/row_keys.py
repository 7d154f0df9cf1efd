"""Row keys: the values of a row's primary key as one text, for addresses and the journal, and back.

Here: writing and reading such a text. Not here: finding the row (steps/reading.py).
"""

from collections.abc import Sequence

from opendata.domain.kinds import Table


def key_text(values: Sequence[str]) -> str:
    """A row's key as one text: its parts joined by commas, with commas inside a part escaped."""
    if len(values) == 1:
        return values[0]
    return ",".join(value.replace("%", "%25").replace(",", "%2C") for value in values)


def key_values(text: str, table: Table) -> tuple[str, ...]:
    """The parts of a key that key_text() wrote."""
    if len(table.primary_key) == 1:
        return (text,)
    return tuple(part.replace("%2C", ",").replace("%25", "%") for part in text.split(","))
