"""Statements of units: what a line such as "(alle Beträge in Tsd. Euro)" says of the numbers of a table.

Here: finding the units in a line, and for which columns they may count. Not here: where such lines stand
(header_units.py, units_beside.py), and the words of units (unit_words.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opendata.intake.unit_words import MONEY, SCALE, Unit, unit_in

ALL_OF_IT = re.compile(r"angaben?|beträge|betrag|werte|alle|kosten|zahlen|einheit|hinweis|summen", re.IGNORECASE)
_STATEMENT = re.compile(r"(?:\bin\s+|[(\[]|:\s*)(?=[^\s])", re.IGNORECASE)


@dataclass(frozen=True)
class UnitStatement:
    """A unit that one place states; in_header: whether that place is the column's header or its group's.

    place: the address of a cell, or words in German; place_en: the same in English where it is no address.
    is_doubtful: whether the place may speak of something else, as the name of a file.
    """

    unit: Unit
    place: str
    in_header: bool
    place_en: str = ""
    is_doubtful: bool = False


def units_in_line(text: str) -> Iterator[Unit]:
    """The units that a line states: "(alle Beträge in Tsd. Euro)", "Angaben: T€"; "5 Mio. €" states none."""
    for match in _STATEMENT.finditer(text):
        words = text[match.end() :].split()[:6]
        for count in range(len(words), 0, -1):
            phrase = " ".join(words[:count])
            # A bracket, comma or full stop ends the phrase, so "in T€ (netto)" is read too.
            if unit := unit_in(phrase.rstrip(".,;:)] -–—")):
                yield unit
                break


def is_about(unit: Unit, wanted: Unit | None) -> bool:
    """Whether a unit that is stated for many columns counts for those of this unit."""
    if wanted is None:
        return unit.dimension == SCALE
    return unit.dimension == wanted.dimension or (unit.dimension == SCALE and wanted.dimension == MONEY)
