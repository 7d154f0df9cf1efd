"""A row below the header that holds the units alone: "in T€" below "Kosten", "[t/a]" below "CO2-Einsparung".

Here: recognising it, and labels with their units. Not here: what the units do to numbers (header_units.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.office_words import header_key, trimmed
from opendata.intake.unit_words import unit_in

# What stands in a row of units above a column that has no unit.
_FORM_WORDS = frozenset(
    "lfd lfd.nr nr nummer id text freitext kurztext stichwort stichworte auswahl auswahlfeld liste datum jahr monat "
    "quartal halbjahr quartal/jahr jahr/quartal halbjahr/jahr q/jjjj monat/jahr mm/jjjj mm.jjjj "
    "mmjjjj jjjj tt.mm.jjjj name zahl ganzzahl anzahl einheit einheiten ja/nein pflicht pflichtfeld".split()
)
_WORD = re.compile(r"[^\W_]")
_PART_OF_YEAR = re.compile(r"quartal|halbjahr", re.IGNORECASE)  # of dates, "3/2026" below it is no month


def is_units_row(line: Mapping[int, str | None]) -> bool:
    """Whether a row holds units, and perhaps dashes and the words by which forms say what to write."""
    texts = [text for cell in line.values() if (text := trimmed(cell or ""))]
    # The first cell of nearly every row of data shows that it is none.
    return all(
        unit_in(text) or header_key(text).replace(" ", "").strip("()[]") in _FORM_WORDS or not _WORD.search(text)
        for text in texts
    ) and any(unit_in(text) for text in texts)


def with_units(labels: Sequence[HeaderLabel], line: Mapping[int, str | None]) -> tuple[HeaderLabel, ...]:
    """The labels, with the units of the row below them as their last parts."""
    texts = {column: text for column, cell in line.items() if (text := trimmed(cell or ""))}
    units = {column: text for column, text in texts.items() if unit_in(text) or _PART_OF_YEAR.search(text)}
    return tuple(
        replace(
            label,
            text=f"{label.text} {units[label.column]}",
            keys=(*label.keys, header_key(f"{label.text} {units[label.column]}")),
            parts=(*(label.parts or (label.text,)), units[label.column]),
        )
        if label.column in units
        else label
        for label in labels
    )
