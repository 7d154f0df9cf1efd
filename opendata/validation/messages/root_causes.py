"""One root cause is one line: which of Frictionless' errors about a row are worth telling.

Here: an error with the fields it speaks of, and the choice among those of one row. Not here: wording
(error_sentences.py). What is left out always has a line beside it that is kept, so the verdict stays the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from opendata.validation.engines import Reported, attribute

OTHER_ROW = re.compile(r"the same as in the row at position (\d+)")
CONSTRAINT = re.compile(r'^constraint "(\w+)" is "')
# What tells best about a cell comes first; a constraint that is not named stands between.
TELLING = ("type-error", "required", "enum", "pattern")
KEYS = ("primary-key", "unique-error", "foreign-key")


@dataclass(frozen=True)
class Trouble:
    """One of Frictionless' errors and the fields it speaks of."""

    error: Reported
    fields: tuple[str, ...]

    @classmethod
    def of(cls, error: Reported, primary_key: Sequence[str] = ()) -> Self:
        """An error as Frictionless gives it; it does not say which fields make a primary key."""
        if error.type == "primary-key":
            return cls(error, tuple(primary_key))
        if error.type == "foreign-key":
            return cls(error, tuple(attribute(error, "field_names")))
        name = attribute(error, "field_name")
        return cls(error, (name,) if name else ())

    @property
    def frame_row(self) -> int:
        """The row as Frictionless counts it, the header being 1; 0 for what is no row's."""
        return attribute(self.error, "row_number") or 0

    @property
    def other_row(self) -> int | None:
        """The earlier row with the same values, counted alike."""
        match = OTHER_ROW.search(self.error.note)
        return int(match[1]) if match else None

    @property
    def constraint(self) -> str | None:
        """The constraint that a cell does not meet."""
        match = CONSTRAINT.match(self.error.note)
        return match[1] if match else None

    def note(self, other_row: int | None) -> str:
        """Frictionless' own words, with the row it names counted as the source counts it."""
        return OTHER_ROW.sub(f"the same as in the row at position {other_row}", self.error.note)


def distinct(troubles: Sequence[Trouble], spoken_of: set[str], primary_key: Sequence[str]) -> list[Trouble]:
    """The errors of one row that are worth a line each.

    spoken_of: fields whose cell in this row has its line already.
    """
    blank = [each for each in troubles if each.error.type == "blank-row"]
    if blank:
        return blank[:1]
    taken = set(spoken_of)
    kept: list[Trouble] = []
    for trouble in sorted(troubles, key=_rank):
        if not taken.intersection(trouble.fields):
            kept.append(trouble)
            if len(trouble.fields) == 1:  # of several cells none is at fault alone
                taken.update(trouble.fields)
    if any(each.error.type == "primary-key" for each in kept):
        # The same key a second time is one mistake, also where a part of it is unique by itself.
        kept = [
            each for each in kept if each.error.type != "unique-error" or not set(each.fields) <= set(primary_key)
        ]
    return kept


def _rank(trouble: Trouble) -> int:
    kind = trouble.constraint or trouble.error.type
    if kind in KEYS:
        return len(TELLING) + 1 + KEYS.index(kind)
    return TELLING.index(kind) if kind in TELLING else len(TELLING)
