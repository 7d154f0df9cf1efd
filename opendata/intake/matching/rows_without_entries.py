"""Rows that a kind knows to be no entries of its own, such as the inhabitants among a city's emissions.

Here: finding them by the words that the kind's descriptor names (docs/kinds.md). Not here: rows that a mapping leaves
out, and headings, sums and notes (data_rows.py).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import polars as pl

from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.office_words import code_key
from opendata.intake.text_tables import TextTable

_WORD = re.compile(r"[^\W_]+")


def rows_without_entries(data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> set[int]:
    """The rows that a condition of the kind matches: each of its fields has one of the words."""
    rows: set[int] = set()
    for condition in choice.resource.descriptor.get("skipRows") or ():
        if not condition or not condition.keys() <= field_columns.keys():
            continue
        mask = pl.Series([True], dtype=pl.Boolean).new_from_index(0, data.rows.len())
        for name, words in condition.items():
            cells = data.cells[str(field_columns[name].column)]
            equal = [text for text in cells.drop_nulls().unique() if says_no_entry(text, words)]
            mask &= cells.is_in(pl.Series(equal, dtype=pl.String).implode()).fill_null(value=False)
        rows.update(data.rows.filter(mask))
    return rows


def says_no_entry(text: str, words: Sequence[str]) -> bool:
    """Whether a cell is one of the words, or has one of several words among others: "Emissionen pro Kopf (t)"."""
    key = code_key(text)
    keys, phrases = _keys(tuple(words))
    if key in keys:
        return True
    own = " " + " ".join(_WORD.findall(key)) + " "
    return any(phrase in own for phrase in phrases)


@lru_cache(maxsize=100)
def _keys(words: tuple[str, ...]) -> tuple[Collection[str], Sequence[str]]:
    """The words of a condition as they are compared, and those of several words, with blanks around them."""
    keys = {code_key(word) for word in words}
    return keys, [f" {key} " for key in keys if " " in key]
