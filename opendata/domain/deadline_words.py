"""The property `deadline` of a field: what is due on its date, and with which statuses that is done.

Here: reading it. Not here: which rows have open deadlines (deadlines.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from opendata.domain.descriptor_values import Json, object_in, texts_by_language, texts_in


@dataclass(frozen=True)
class DeadlineWords:
    """What is due, by language; met: the codes of the status with which nothing is due any more, None: not stated."""

    labels: Mapping[str, str]
    met: frozenset[str] | None

    @classmethod
    def read(cls, value: Json) -> Self | None:
        """The property, or None where it is absent; `true` states neither words nor codes. Raises TypeError."""
        if value is None or value is False:
            return None
        stated = {} if value is True else object_in(value)
        met = frozenset(texts_in(stated, "met")) if "met" in stated else None
        return cls(texts_by_language(stated), met)
