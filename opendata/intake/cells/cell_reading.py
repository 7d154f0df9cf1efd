"""One cell's text is turned into canonical text for one field; every step is a rule with a name.

Here: the order of the rules. Not here: whole columns (column_reading.py), the words of a field (field_words.py), its
numbers with their unit or factor (field_numbers.py), and how dates are written (written_dates.py). A value that
cannot be made canonical stays as it is, and the check reports it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.canonical_text import FORMAT_PROPERTIES
from opendata.intake.cells.characters import (
    INNER_RULES,
    KEY_RULES,
    PLAIN_TEXT_RULES,
    TEXT_RULES,
    is_damaged,
    with_plain_digits,
    without_text_mark,
)
from opendata.intake.cells.code_words import WordReading
from opendata.intake.cells.date_words import RefusedDate, date_steps, is_excel_day
from opendata.intake.cells.field_numbers import NUMBER_PROBLEMS, FieldNumbers, Step, canonical_or_none
from opendata.intake.cells.field_words import TEXT_TYPES, FieldWords
from opendata.intake.cells.numbers_in_bulk import Multiplier
from opendata.intake.cells.parts_of_years import numbered_part
from opendata.intake.cells.written_dates import AmbiguousDate, NoSuchDay, read_date, without_clock
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.office_words import ERROR_WORDS, TRUTH_WORDS, trimmed
from opendata.intake.text_tables import CellMark
from opendata.intake.time_spans import NotASpan, part_of_span
from opendata.intake.unit_words import StatedUnit


@dataclass(frozen=True)
class CellReading:
    """The result of reading one cell.

    after: its canonical text, or None if it is empty. steps: (rule, before, after) in the order they were taken.
    problem: the code of the error, where the cell cannot be read.
    """

    after: str | None
    steps: tuple[tuple[str, str, str | None], ...] = ()
    problem: str | None = None


class FieldCellReader:
    """Reads the cells of one field in one table.

    codes: the mapping's words for codes. factor: what the mapping multiplies numbers by.
    stated: the unit that the column's header or a line outside the table states; the mapping's factor replaces it.
    span: FIRST or LAST where the cells are time spans, of which the field takes one end.
    part: the part of a year that the header announces, so that "3/2026" is its third (parts_of_years.py).
    declared: the field as a Data Package describes it, whose formats its cells are written in.
    is_key: whether the field is part of a key of its own table or of another one.
    others: the fields of the same table, to which a word in a field of codes may belong.
    """

    def __init__(
        self,
        field: Field,
        style: NumberStyle,
        codes: Mapping[str, str],
        factor: Decimal | None = None,
        declared: Field | None = None,
        missing_values: frozenset[str] = frozenset(),
        *,
        stated: StatedUnit | None = None,
        span: str | None = None,
        part: str | None = None,
        is_key: bool = False,
        others: Sequence[Field] = (),
    ) -> None:
        self.field, self._span, self._part = field, span, part
        self.numbers = FieldNumbers(field, style, factor, stated)
        self._words = FieldWords(field, codes, missing_values, others)
        self._declared = declared if declared and _has_format(declared) and declared.type == field.type else None
        self.is_key, self.is_plain_text = is_key, self._words.is_plain_text
        self._may_begin_with_mark = field.holds_dates or (self.is_plain_text and not is_key)
        self._inner_rules = KEY_RULES if is_key else PLAIN_TEXT_RULES if self.is_plain_text else INNER_RULES

    @property
    def has_words(self) -> bool:
        """Whether this field gives some cells that look canonical another meaning."""
        return bool(self._words.are_unusual or self._declared or self._span)

    @property
    def missing_words(self) -> frozenset[str]:
        """The words that mean an empty cell here, as code_key() writes them."""
        return self._words.missing

    def holds_code(self, text: str) -> bool:
        """Whether the text is a word for one of the field's codes."""
        return self._words.holds_code(text)

    def read(self, text: str, mark: int = CellMark.TEXT) -> CellReading:
        """The canonical text of a cell that is not empty."""
        steps: list[tuple[str, str, str | None]] = []

        def step(rule: str, after: str | None) -> None:
            nonlocal text
            if after != text:
                steps.append((rule, text, after))
                text = after or ""

        def result(after: str | None, problem: str | None = None) -> CellReading:
            return CellReading(after, tuple(steps), problem)

        if is_damaged(text):
            return result(None, "damaged-characters")
        if not (text.isascii() and text.isprintable()):
            for rule, tidied in TEXT_RULES:
                step(rule, tidied(text))
        if text in self._words.missing_values:
            step("missing-word", None)
            return result(None)
        step("trim", trimmed(text) or None)
        step("text-mark", without_text_mark(text, may_be_words=self._may_begin_with_mark))
        for rule, tidied in self._inner_rules if text else ():
            step(rule, tidied(text))
        if not text:
            return result(None)
        if text in ERROR_WORDS:
            return result(None, "cell-error")
        if meaning := self._words.meaning(text):
            step(*meaning)
            return result(meaning[1])
        if (reading := self.phrase(text)) and reading.problem:
            return result(None, reading.problem)
        try:
            if self._span:
                step("time-span", part_of_span(text, self._span))
            if text:
                self._read_type(text, mark, step)
        except tuple(_PROBLEMS) as error:
            return result(None, error.code if isinstance(error, RefusedDate) else _PROBLEMS[type(error)])
        return result(text or None)

    def phrase(self, text: str) -> WordReading | None:
        """What a phrase means in a field of statuses; None in other fields."""
        return self._words.phrase(text)

    def multiplier(self, words: str) -> Multiplier | None:
        """What the words beside a plain number mean for it; None where the cells are to be read one by one."""
        return None if words and self.is_key else self.numbers.multiplier(words)

    def _read_type(self, text: str, mark: int, step: Step) -> None:
        field = self.field
        if self._declared and (canonical := canonical_or_none(text, self._declared)) is not None:
            step("canonical", canonical)
            if field.type in NUMBER_TYPES:
                self.numbers.finish(canonical, step)
            return
        if field.holds_dates:
            self._read_date(text, mark, step)
        elif field.type in NUMBER_TYPES:
            self.numbers.read(text, mark, step)
        elif field.type not in TEXT_TYPES:
            if field.type == "boolean" and (truth := TRUTH_WORDS.get(text.casefold())):
                step("truth-word", truth)
            elif (canonical := canonical_or_none(text, field)) is not None:
                step("canonical", canonical)

    def _read_date(self, text: str, mark: int, step: Step) -> None:
        if not text.isascii() and (plain := with_plain_digits(text)) != text:
            step("canonical", plain)
            text = plain
        if self._part and (numbered := numbered_part(text, self._part)):
            step(*numbered)
            return
        custom = self.field.descriptor.get("format") not in (None, "default", "any")
        if custom and (canonical := canonical_or_none(text, self.field)) is not None:
            step("canonical", canonical)
            return
        if mark == CellMark.NUMBER and not re.fullmatch(r"[0-9]{4}", text):
            if is_excel_day(text):
                raise RefusedDate("excel-day-number")
            return  # without a date format the spreadsheet shows a number, so the cell is no date
        if self.field.type != "datetime" and (day := without_clock(text)):
            step("time-left-out", day)
            text = day
        moment = read_date(text, self.field)
        if moment is None:
            for rule, after in date_steps(text, self.field):
                step(rule, after)
        else:
            step("canonical" if re.match(r"\d{4}\b", text) else "german-date", moment)


_PROBLEMS: Mapping[type[Exception], str] = {
    AmbiguousDate: "ambiguous-date",
    RefusedDate: "date-span",  # each of them names its own problem
    NoSuchDay: "no-such-day",
    NotASpan: "not-a-time-span",
    **NUMBER_PROBLEMS,
}


def _has_format(field: Field) -> bool:
    """Whether a package declares a format for the cells of this field."""
    format_name = field.descriptor.get("format") or "default"
    own_format = field.type in ("date", "datetime", "time") and format_name not in ("default", "any")
    return own_format or any(name in field.descriptor for name in FORMAT_PROPERTIES)
