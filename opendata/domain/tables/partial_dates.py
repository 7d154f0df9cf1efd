"""Dates at reduced precision (ISO 8601: 2026, 2026-03, 2026-03-15) as the spans of days they mean.

Here: reading and comparing them. Not here: how staff write dates (intake/cells/column_reading.py), how they are
written for people (values_for_people.py).
"""

import calendar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self


@dataclass(frozen=True)
class Span:
    """The first and the last day that a partial date can mean."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> Self:
        """The span of 2026, 2026-03 or 2026-03-15; raises ValueError."""
        parts = [int(part) for part in text.split("-")]
        match parts:
            case [year]:
                return cls(date(year, 1, 1), date(year, 12, 31))
            case [year, month]:
                return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
            case [year, month, day]:
                return cls(date(year, month, day), date(year, month, day))
        raise ValueError(text)

    def holds(self, other: Self) -> bool:
        """Whether the other date lies within this one, as a more precise form of it does."""
        return self.first <= other.first and other.last <= self.last


@lru_cache(maxsize=10_000)
def slip(before: str, after: str) -> int | None:
    """By how many days the last day of a deadline moved; None if only its precision changed.

    Raises ValueError if one of them is not a partial date.
    """
    old, new = Span.read(before), Span.read(after)
    if old.holds(new) or new.holds(old):
        return None
    return (new.last - old.last).days
