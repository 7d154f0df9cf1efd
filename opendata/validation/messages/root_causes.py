"""One root cause is one line: the choice of Frictionless' errors that a report lists for a row.

Here: an error with the fields it is about, and the choice among the errors of one row. Not here: wording
(error_sentences.py). Every error left out has the same cause as one that stays, so the verdict does not change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from opendata.validation.engines import Reported, attribute

OTHER_ROW = re.compile(r"the same as in the row at position (\d+)")
CONSTRAINT = re.compile(r'^constraint "(\w+)" is "')
# The most telling error of a cell comes first; constraints not named here come after these and before KEYS.
TELLING = ("type-error", "required", "enum", "pattern")
KEYS = ("primary-key", "unique-error", "foreign-key")


@dataclass(frozen=True)
class Trouble:
    """One of Frictionless' errors and the fields it is about."""

    error: Reported
    fields: tuple[str, ...]

    @classmethod
    def of(cls, error: Reported, primary_key: Sequence[str] = ()) -> Self:
        """An error with its fields; primary_key: its fields, which Frictionless' error does not name."""
        if error.type == "primary-key":
            return cls(error, tuple(primary_key))
        if error.type == "foreign-key":
            return cls(error, tuple(attribute(error, "field_names")))
        name = attribute(error, "field_name")
        return cls(error, (name,) if name else ())

    @property
    def frame_row(self) -> int:
        """The row as Frictionless counts it, the header being 1; 0 for an error that is about no row."""
        return attribute(self.error, "row_number") or 0

    @property
    def other_row(self) -> int | None:
        """The earlier row with the same values, counted as frame_row is."""
        match = OTHER_ROW.search(self.error.note)
        return int(match[1]) if match else None

    @property
    def constraint(self) -> str | None:
        """The constraint that a cell does not meet."""
        match = CONSTRAINT.match(self.error.note)
        return match[1] if match else None

    def note(self, other_row: int | None) -> str:
        """Frictionless' note, its row number replaced by that of the source, other_row."""
        return OTHER_ROW.sub(f"the same as in the row at position {other_row}", self.error.note)


def distinct(troubles: Sequence[Trouble], spoken_of: set[str], primary_key: Sequence[str]) -> list[Trouble]:
    """The errors of one row that get a line each.

    spoken_of: fields whose cell in this row intake has reported already.
    """
    blank = [trouble for trouble in troubles if trouble.error.type == "blank-row"]
    if blank:
        return blank[:1]
    taken = set(spoken_of)
    chosen: list[Trouble] = []
    for trouble in sorted(troubles, key=_rank):
        if not taken.intersection(trouble.fields):
            chosen.append(trouble)
            if len(trouble.fields) == 1:  # an error of several cells does not say which is wrong
                taken.update(trouble.fields)
    if any(trouble.error.type == "primary-key" for trouble in chosen):
        # A repeated key is one mistake, even where one of its fields must be unique by itself.
        chosen = [
            trouble
            for trouble in chosen
            if trouble.error.type != "unique-error" or not set(trouble.fields) <= set(primary_key)
        ]
    return chosen


def _rank(trouble: Trouble) -> int:
    kind = trouble.constraint or trouble.error.type
    if kind in KEYS:
        return len(TELLING) + 1 + KEYS.index(kind)
    return TELLING.index(kind) if kind in TELLING else len(TELLING)
