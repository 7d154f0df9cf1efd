"""What each row below a header is: an entry, or a heading, a sum, a mean, a note or a line between entries.

Here: the decision, from the words and the filled cells of a row and from the rows around it. Not here: the words
(row_words.py), sums (row_sums.py), which rows are looked at (odd_rows.py), and what is said of them (data_rows.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_lowercase

import polars as pl

from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.odd_rows import FEW_CELLS, OddRow, RowRoles, odd_rows, row_facts
from opendata.intake.matching.row_amounts import RowAmounts
from opendata.intake.matching.row_sums import SumJudge
from opendata.intake.matching.row_words import (
    is_heading,
    is_legend,
    is_like_a_key,
    is_note,
    is_ordinal,
    is_part,
    is_section_label,
    is_separator,
    names_section,
)
from opendata.intake.office_words import code_key, trimmed
from opendata.intake.text_tables import TextTable

MOST_ODD_ROWS = 50_000  # so many rows are not looked at one by one; the table is refused
MOST_UNCLEAR = 20  # a table with more such rows is kept in another way than is understood here; all stay entries


class RowKind(StrEnum):
    """What a row is that is no entry; the reason under which the report lists it."""

    HEADING = "section-heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    MEAN = "mean"
    NOTE = "note-below-table"
    NOTE_INSIDE = "note-in-table"
    SEPARATOR = "separator-row"
    COLUMN_NUMBERS = "column-numbers"
    UNCLEAR = "unclear-row"


@dataclass(frozen=True)
class RowKinds:
    """The rows that are no entries, and the entries that may be sums; by their number in the source."""

    kinds: Mapping[int, RowKind] = field(default_factory=dict)
    doubtful: Sequence[int] = ()
    too_many: bool = False  # whether more rows would have to be looked at than is sensible


def kinds_of_rows(
    data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn], repeated: Collection[int] = ()
) -> RowKinds:
    """The kinds of the rows that are no entries; data: the filled rows below the header. repeated: headers there."""
    roles = RowRoles.of(choice, field_columns)
    if not data.rows.len() or not roles.required:
        return RowKinds()
    facts = row_facts(data, roles)
    if facts["look"].sum() > MOST_ODD_ROWS:
        return RowKinds(too_many=True)
    rows = list(odd_rows(data, facts))
    judge = _Judge(
        data,
        roles,
        _merged_rows(data),
        SumJudge(roles, RowAmounts(data, roles.amounts, facts["entry"])),
        choice,
        frozenset(repeated),
        _have_digits(data, roles, facts["entry"]),
    )
    kinds, doubtful = judge.kinds(rows)
    if sum(kind is RowKind.UNCLEAR for kind in kinds.values()) > MOST_UNCLEAR:
        kinds = {number: kind for number, kind in kinds.items() if kind is not RowKind.UNCLEAR}
    return RowKinds(kinds, doubtful)


def _have_digits(data: TextTable, roles: RowRoles, entries: pl.Series) -> bool:
    if roles.key is None:
        return True
    keys = data.cells[roles.key].filter(entries)
    return keys.is_empty() or int(keys.str.contains(r"\d").sum()) * 2 >= keys.len()


def _merged_rows(data: TextTable) -> frozenset[tuple[int, str]]:
    """The cells that are merged with their right neighbours, as row and column."""
    return frozenset((span.top, str(span.left)) for span in data.merged if span.right > span.left)


@dataclass(frozen=True)
class _Judge:
    """Decides what the rows worth a look are."""

    data: TextTable
    roles: RowRoles
    merged: frozenset[tuple[int, str]]
    sums: SumJudge
    choice: TableChoice
    repeated: frozenset[int]  # the rows of repeated headers
    keys_have_digits: bool  # whether most keys do; words among such keys are none

    @property
    def has_sections(self) -> bool:
        """Whether the mapping says that there are headings between the rows."""
        return self.choice.vocabulary.mapping.sections is not None

    def kinds(self, rows: Sequence[OddRow]) -> tuple[dict[int, RowKind], list[int]]:
        """The kinds of the rows that are no entries, and the rows that are entries but may be sums."""
        kinds: dict[int, RowKind] = {}
        doubtful: list[int] = []
        open_rows: list[OddRow] = []
        for row in rows:
            kind = self._by_itself(row)
            if kind is not None:
                kinds[row.number] = kind
            elif row.lacking:
                open_rows.append(row)
            elif self.sums.may_be_sum(row) or (self.keys_have_digits and self.sums.is_named_twice(row)):
                doubtful.append(row.number)
        last_entry = self._last_entry(rows, kinds)
        below, after_gap = self._below(rows, last_entry)
        for row in open_rows:
            if kind := self._by_place(row, row.place < last_entry, row.number in after_gap):
                kinds[row.number] = kind
        return self._notes_at_the_end(kinds, below), doubtful

    def _by_itself(self, row: OddRow) -> RowKind | None:
        """The kind of a row that shows it whatever stands around it."""
        if all(is_separator(text) for text in row.texts.values()) and not row.numeric:
            return RowKind.SEPARATOR
        if row.place == 0 and self._counts_columns(row):
            return RowKind.COLUMN_NUMBERS
        if (words := self.sums.words_of(row)) and self.sums.is_sum(row, words):
            return RowKind(words.kind.value)
        if row.lacking and len(row.texts) <= FEW_CELLS and is_note(next(iter(row.texts.values()), "")):
            return RowKind.NOTE_INSIDE
        return None

    def _counts_columns(self, row: OddRow) -> bool:
        """Whether the row below the header numbers the columns: 1, 2, 3 … or a, b, c …"""
        numbers = [text.strip("().[] ").lower() for text in row.texts.values()]
        counted = ([str(n) for n in range(1, len(numbers) + 1)], list(ascii_lowercase[: len(numbers)]))
        return len(numbers) >= FEW_CELLS and numbers in counted

    def _last_entry(self, rows: Sequence[OddRow], kinds: Mapping[int, RowKind]) -> int:
        """The place of the last row that is an entry for sure."""
        looked_at = {row.place for row in rows}
        legend = self._legend_at_the_end(rows, kinds)
        last = max(
            (
                row.place
                for row in rows
                if row.place < legend
                and row.number not in kinds
                and (not row.lacking or len(row.texts) > FEW_CELLS or self._has_key(row))
            ),
            default=-1,
        )
        for place in range(self.data.rows.len() - 1, last, -1):
            if place not in looked_at:
                return place
        return last

    def _legend_at_the_end(self, rows: Sequence[OddRow], kinds: Mapping[int, RowKind]) -> int:
        """The place of a row that announces a legend, if only short rows stand below it; else behind the last row."""
        end = self.data.rows.len()
        for height, row in enumerate(reversed(rows), 1):
            if row.place != end - height or not row.lacking or len(row.texts) > FEW_CELLS:
                break
            if kinds.get(row.number) is RowKind.NOTE_INSIDE and is_legend(next(iter(row.texts.values()), "")):
                return row.place
        return end

    def _below(self, rows: Sequence[OddRow], last_entry: int) -> tuple[list[OddRow], set[int]]:
        """The rows below the last entry, and the numbers of those that an empty row sets off."""
        below = [row for row in rows if row.place > last_entry]
        before = int(self.data.rows[last_entry]) if last_entry >= 0 else self.choice.header.last_row
        set_off, apart = set(), False
        for row in below:
            apart = apart or row.number > before + 1
            before = row.number
            if apart:
                set_off.add(row.number)
        return below, set_off

    def _has_key(self, row: OddRow) -> bool:
        key = row.texts.get(self.roles.key or "", "")
        return bool(key) and is_like_a_key(key)

    def _by_place(self, row: OddRow, entries_follow: bool, set_off: bool) -> RowKind | None:
        """The kind of a row in which required cells are empty, from the rows around it; None for an entry."""
        if len(row.texts) == 1:
            return self._lone_cell(row, entries_follow, set_off)
        if not any(name in row.texts for name in self.roles.identity):
            if not row.words:
                return self._unnamed(row)
            return RowKind.UNCLEAR if len(row.texts) <= FEW_CELLS or row.place == 0 else None
        if is_part(next(iter(row.words.values()), "")) and not self._has_key(row):
            return RowKind.UNCLEAR
        if self._is_heading_with_numbers(row):
            named = is_heading(next(iter(row.words.values())))
            return RowKind.HEADING if entries_follow or named else RowKind.UNCLEAR
        if self._is_numbered_heading(row):
            # An amount that the rows below do not add up to is rather one of a measure with parts.
            own = not row.numeric.isdisjoint(self.roles.amounts)
            return (
                RowKind.UNCLEAR
                if own and not self.sums.amounts.adds_up_below(row.place, row.texts)
                else RowKind.HEADING
            )
        return None

    def _is_heading_with_numbers(self, row: OddRow) -> bool:
        """Whether a row is called like a section and holds its sums: "Handlungsfeld 1: Mobilität" and 1730000."""
        if len(row.words) != 1:
            return False
        (name, text), roles = next(iter(row.words.items())), self.roles
        return self._stands_in_front(name, text) or (name == roles.title and names_section(text))

    def _stands_in_front(self, name: str, text: str) -> bool:
        """Whether a text that is no key stands where the keys stand."""
        roles = self.roles
        in_front = name in (roles.key, roles.first) and name != roles.title
        return in_front and not is_like_a_key(text) and (self.keys_have_digits or is_heading(text))

    def _lone_cell(self, row: OddRow, entries_follow: bool, set_off: bool) -> RowKind | None:
        (name, text), roles = next(iter(row.texts.items())), self.roles
        if name == roles.key and is_like_a_key(text):
            return None  # a measure of which only the number has been entered
        if not text or name in row.numeric:
            return self._unnamed(row)
        if is_heading(text) or (entries_follow and self._names_group(row, text)):
            return RowKind.HEADING
        if text[0].islower() and text[1:2] not in ("-", "") and not text[1].isupper() and entries_follow:
            return RowKind.UNCLEAR  # the rest of a text whose line was broken; "e-Mobilität" is a heading
        certain = (
            (row.number, name) in self.merged
            or self._stands_in_front(name, text)
            or not self.repeated.isdisjoint((row.number + 1, row.number + 2))
            or (self.has_sections and name in (roles.title, roles.first))
        )
        if entries_follow:
            return RowKind.HEADING if certain else RowKind.UNCLEAR
        return RowKind.NOTE if certain or set_off else RowKind.UNCLEAR

    def _unnamed(self, row: OddRow) -> RowKind:
        """The kind of a row of numbers without a word."""
        sum_of_numbers = self.sums.sum_of_numbers(row)
        return RowKind(sum_of_numbers.value) if sum_of_numbers else RowKind.UNCLEAR

    def _is_numbered_heading(self, row: OddRow) -> bool:
        """Whether a row holds the number and the name of a section alone: "1" and "Mobilität" above 1.1 and 1.2."""
        roles = self.roles
        texts = [row.texts.get(name, "") for name in (roles.key or "", roles.title or "")]
        rest = {name for name in row.texts if name not in (roles.key, roles.title, roles.group)} - row.numeric
        if rest or not texts[1] or roles.key is None:
            return False
        if names_section(texts[1]) or (is_heading(texts[0]) and not is_like_a_key(texts[0])):
            return True
        following = self._text_below(row.place, roles.key)
        if is_ordinal(texts[0]) and following[:1].isdigit():
            return True  # "A" above 1, 2 and 3
        number = texts[0].rstrip(".)")  # "1." stands above 1.1 as 1 does
        continued = following.removeprefix(number) if number and following.startswith(number) else ""
        split = continued[:1] in {".", "-", "_", " ", "/"} or (number[-1:].isalpha() and continued[:1].isdigit())
        return (bool(continued) and split) or (bool(texts[0]) and self._names_group(row, texts[1]))

    def _names_group(self, row: OddRow, text: str) -> bool:
        """Whether the row below belongs to a group of this name."""
        group = self.roles.group
        below = code_key(self._text_below(row.place, group)) if group else ""
        if not below or not code_key(text).endswith(below) or code_key(row.texts.get(group or "", below)) != below:
            return False
        # "Handlungsfeld 1: Mobilität" names the group, "Ausbau der Mobilität" does not.
        return is_section_label(code_key(text).removesuffix(below))

    def _text_below(self, place: int, column: str) -> str:
        """The first text of a column in the few rows below a place."""
        return next((trimmed(text) for text in self.data.cells[column].slice(place + 1, 3) if text), "")

    def _notes_at_the_end(self, kinds: dict[int, RowKind], below: Sequence[OddRow]) -> dict[int, RowKind]:
        """The kinds, where notes below the last entry are such, and lines of a legend belong to it."""
        legend = False
        for row in below:
            kind = kinds.get(row.number)
            legend = legend or (kind is RowKind.NOTE_INSIDE and is_legend(next(iter(row.texts.values()), "")))
            short = len(row.texts) <= FEW_CELLS and row.lacking
            if kind is RowKind.NOTE_INSIDE or (legend and short and kind in (None, RowKind.UNCLEAR)):
                kinds[row.number] = RowKind.NOTE
        return kinds
