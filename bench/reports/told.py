"""What a report tells, as whoever printed it knows: the truth against which its reading is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """The claims are made for each sort of report by itself."""

    RULED = "ruled tables"
    SHEETS = "fact sheets"
    REFUSED = "nothing to read"


@dataclass(frozen=True)
class ToldMeasure:
    """One measure as it is printed.

    number: "" where the report prints none. texts: by the label or column header under which they are printed.
    page: the page on which the measure begins, the first of the file being 1.
    """

    number: str
    title: str
    responsible: str
    field_of_action: str
    texts: Mapping[str, str]
    page: int


@dataclass(frozen=True)
class MadeReport:
    """A PDF and what it tells.

    carried: labels of reporting dates, oldest first, for reports that print "kein neuer Sachstand".
    refused: why nothing can be read from the file, in a word; "" where measures must be read.
    """

    name: str
    sort: Sort
    pdf: bytes = field(repr=False)
    measures: Sequence[ToldMeasure] = field(default=(), repr=False)
    refused: str = ""
