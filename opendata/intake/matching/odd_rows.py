"""Rows that are worth a look: those that lack a required cell and have few, or say the words of a sum.

Here: picking them by Polars expressions, and their cells. Not here: what they are (row_kinds.py).
Python never sees a row that has all required cells and none of the words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import NUMBER_TYPES
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.row_amounts import amount_in
from opendata.intake.matching.row_words import MAY_BE_SEPARATOR, MAY_BE_SUM, SIGNS_OF_SUMS
from opendata.intake.office_words import trimmed
from opendata.intake.text_tables import CellMark, TextTable

FEW_CELLS = 3


@dataclass(frozen=True)
class RowRoles:
    """The columns by which a row is judged, as the names of columns of cells; None where there is no such column."""

    key: str | None  # of a key of one field
    title: str | None
    keys: tuple[str, ...]  # of all fields of the key
    group: str | None
    first: str  # the leftmost column with a header
    required: tuple[str, ...]
    with_codes: frozenset[str]
    amounts: tuple[str, ...]  # columns of fields of numbers, without percentages

    @classmethod
    def of(cls, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> Self:
        resource = choice.resource
        columns = {name: str(field_column.column) for name, field_column in field_columns.items()}
        fields = [field for field in resource if field.name in columns]
        return cls(
            key=columns.get(resource.primary_key[0]) if len(resource.primary_key) == 1 else None,
            title=columns.get(resource.roles.get("title", "")) if len(resource.primary_key) == 1 else None,
            keys=tuple(columns[name] for name in resource.primary_key if name in columns),
            group=columns.get(resource.roles.get("group", "")),
            first=str(min((label.column for label in choice.header.labels), default=choice.table.columns[0])),
            required=tuple(columns[field.name] for field in fields if field.required),
            with_codes=frozenset(columns[field.name] for field in fields if field.codes),
            amounts=tuple(
                columns[field.name] for field in fields if field.type in NUMBER_TYPES and field.unit != "percent"
            ),
        )

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell which entry a row is."""
        return tuple(dict.fromkeys(name for name in (self.key, self.title) if name)) or self.required[:1]


@dataclass(frozen=True)
class OddRow:
    """A row that is worth a look; texts: its filled cells by column, without blanks at their ends."""

    place: int  # among the rows below the header
    number: int  # in the source
    texts: Mapping[str, str]
    numeric: frozenset[str]  # the columns of cells that hold a number, or a formula whose value is not stored
    lacking: bool  # whether a required cell is empty

    @property
    def words(self) -> dict[str, str]:
        """The cells that hold more than a number or a dash."""
        return {
            name: text
            for name, text in self.texts.items()
            if name not in self.numeric and any(sign.isalnum() or sign in "∑⌀*" for sign in text)
        }


@kept_with_subject
def filled_cells(table: TextTable) -> pl.Series:
    """For each row, how many of its cells hold text or a formula."""
    if not table.cells.width:
        return pl.Series([0] * table.rows.len(), dtype=pl.UInt32)
    full = pl.all().str.contains(r"\S").fill_null(value=False)
    count = table.cells.select(pl.sum_horizontal(full).alias("filled")).to_series()
    if table.marks is not None:
        count += table.marks.select(pl.sum_horizontal(pl.all() == CellMark.FORMULA).alias("filled")).to_series()
    return count.cast(pl.UInt32)


def row_facts(data: TextTable, roles: RowRoles) -> pl.DataFrame:
    """For each row: whether it lacks a required cell, whether it is worth a look, whether it is an entry for sure."""
    filled = filled_cells(data)
    texts = {name: pl.col(name).fill_null("") for name in data.cells.columns}
    empty = {name: ~text.str.contains(r"\S") for name, text in texts.items()}
    lacking = pl.any_horizontal(empty[name] for name in roles.required)
    nameless = pl.any_horizontal(empty[name] for name in roles.identity)
    places = dict.fromkeys((*roles.identity, roles.first))
    # Preparing the pattern takes longer than searching a small table, and most columns have none of the words.
    signs = data.cells.select(
        pl.col(name).str.contains_any(list(SIGNS_OF_SUMS), ascii_case_insensitive=True).any() for name in places
    )
    sums = pl.any_horizontal(
        pl.lit(value=False),
        *(
            (texts[name].str.len_bytes() <= 400) & texts[name].str.contains(MAY_BE_SUM)
            for name in places
            if signs[name].item()
        ),
    )
    separators = pl.all_horizontal(
        empty[name] | texts[name].str.contains(MAY_BE_SEPARATOR) for name in roles.identity
    )
    # A number without a digit that is the title as well, as in a row of "alle Maßnahmen" below the numbers 1 to 9.
    named_twice = pl.lit(value=False)
    if roles.key and roles.title and roles.key != roles.title:
        key = texts[roles.key]
        named_twice = (key == texts[roles.title]) & key.str.contains(r"\p{L}") & ~key.str.contains(r"\d")
    few = pl.lit(filled <= FEW_CELLS)
    begins_with_one = (pl.int_range(pl.len()) == 0) & texts[roles.first].str.strip_chars(" ().[]").is_in(
        ["1", "a", "A"]
    )
    return data.cells.select(
        lacking=lacking,
        look=(lacking & (few | nameless)) | sums | separators | begins_with_one | named_twice,
        entry=~(lacking | sums | separators),
    )


def odd_rows(data: TextTable, facts: pl.DataFrame) -> Iterator[OddRow]:
    names = data.cells.columns
    look = facts["look"]
    picked = data.keeping(look)
    lacking = facts["lacking"].filter(look)
    places = look.arg_true()
    marks: Iterator[Sequence[int]] = (
        iter([()] * places.len()) if picked.marks is None else picked.marks.select(names).iter_rows()
    )
    lines = zip(places, picked.rows, lacking, picked.cells.iter_rows(), marks, strict=True)
    for place, number, lacks, line, line_marks in lines:
        texts, numeric = {}, set()
        for at, text in enumerate(line):
            mark = line_marks[at] if line_marks else CellMark.TEXT
            if mark == CellMark.FORMULA:
                texts[names[at]] = ""
                numeric.add(names[at])
            elif text and (short := trimmed(text)):
                texts[names[at]] = short
                if amount_in(short, mark) is not None:
                    numeric.add(names[at])
        yield OddRow(place, number, texts, frozenset(numeric), lacks)
