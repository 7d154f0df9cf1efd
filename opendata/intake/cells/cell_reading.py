"""One cell's text is turned into canonical text for one field; every step is a rule with a name.

Here: the order of the rules, and numbers with their unit or factor. Not here: whole columns (column_reading.py), the
words of a field (field_words.py), and how numbers and dates are written (written_numbers.py, written_dates.py). A
value that cannot be made canonical stays as it is, and the check reports it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation, localcontext

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.canonical_text import FORMAT_PROPERTIES, canonical_text, plain_decimal
from opendata.intake.cells.characters import INNER_RULES, KEY_RULES, PLAIN_TEXT_RULES, TEXT_RULES, is_damaged
from opendata.intake.cells.code_words import WordReading
from opendata.intake.cells.date_words import RefusedDate, date_steps, is_excel_day
from opendata.intake.cells.field_words import TEXT_TYPES, FieldWords
from opendata.intake.cells.numbers_in_bulk import Multiplier
from opendata.intake.cells.units_in_words import UnitConflict, UnknownUnit, amount_in, scaling
from opendata.intake.cells.written_dates import AmbiguousDate, NoSuchDay, read_date, without_clock
from opendata.intake.cells.written_numbers import NOT_FINITE, AmbiguousNumber, NumberStyle, read_number
from opendata.intake.office_words import ERROR_WORDS, TRUTH_WORDS, trimmed
from opendata.intake.text_tables import CellMark
from opendata.intake.time_spans import NotASpan, part_of_span
from opendata.intake.unit_words import MONEY, SCALE, ForeignCurrency, StatedUnit, UnitDoesNotFit, unit_in

_WHOLE = re.compile(r"[+-]?[0-9]+\Z")
_STORED_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Step = Callable[[str, str | None], None]  # records a rule and the text after it


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
        is_key: bool = False,
        others: Sequence[Field] = (),
    ) -> None:
        self.field, self.style, self._mapped_factor = field, _style(field) or style, factor
        self._stated = stated if factor is None else None
        self._span = span
        self._wanted = unit_in(field.unit or "")
        self.factor, self._factor_rule = factor, "factor"
        if self._stated is not None and self._stated.ratio != 1:
            self.factor, self._factor_rule = self._stated.ratio, self._stated.rule
        self._plain = replace(field, descriptor={"name": field.name, "type": field.type})
        self._number = replace(self._plain, type="number")
        self._words = FieldWords(field, codes, missing_values, others)
        self._declared = declared if declared and _has_format(declared) and declared.type == field.type else None
        self.is_key, self.is_plain_text = is_key, self._words.is_plain_text
        self._inner_rules = KEY_RULES if is_key else PLAIN_TEXT_RULES if self.is_plain_text else INNER_RULES

    @property
    def has_words(self) -> bool:
        """Whether this field gives some cells that look canonical another meaning."""
        return bool(self._words.are_unusual or self._declared or self._span)

    @property
    def has_no_unit(self) -> bool:
        """Whether nothing states the unit of the column: no header, no line of the table, no mapping."""
        return self._stated is None and self._mapped_factor is None

    @property
    def has_no_scale(self) -> bool:
        """Whether nothing says that numbers count thousands: a header in euros does not, one in tonnes may."""
        if self._mapped_factor is not None or self._stated is None:
            return self.has_no_unit
        return self._stated.ratio == 1 and self._stated.unit.dimension == MONEY

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

    def _read_type(self, text: str, mark: int, step: Step) -> None:
        field = self.field
        if self._declared and (canonical := _canonical(text, self._declared)) is not None:
            step("canonical", canonical)
            if field.type in NUMBER_TYPES:
                self._finish_number(canonical, step)
            return
        if field.holds_dates:
            self._read_date(text, mark, step)
        elif field.type in NUMBER_TYPES:
            self._read_number(text, mark, step)
        elif field.type not in TEXT_TYPES:
            if field.type == "boolean" and (truth := TRUTH_WORDS.get(text.casefold())):
                step("truth-word", truth)
            elif (canonical := _canonical(text, field)) is not None:
                step("canonical", canonical)

    def _read_date(self, text: str, mark: int, step: Step) -> None:
        custom = self.field.descriptor.get("format") not in (None, "default", "any")
        if custom and (canonical := _canonical(text, self.field)) is not None:
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

    def _read_number(self, text: str, mark: int, step: Step) -> None:
        if mark == CellMark.NUMBER and not text.endswith("%"):
            self._finish_number(text, step)
            return
        if NOT_FINITE.match(text):
            raise NotFinite(text)
        style = self.style if mark == CellMark.TEXT else NumberStyle.POINT
        number, factor, rule = self._scaling(text, mark)
        if (written := read_number(number, style, self.field.unit)) is None:
            self._finish_number(_canonical(number, self.field) or number, step)
            return
        scaled = factor is not None and factor != 1
        if self.field.type == "integer" and not scaled and not _WHOLE.match(written.plain):
            return  # 12,5 in a field of whole numbers: the check names the cell as it was written
        for name, after in written.stripped:
            # The rule that converts a unit says more than that the unit was taken away.
            if not (scaled and name in ("unit", "percent")):
                step(name, after)
        notation = written.rule or (None if scaled else "canonical-number")
        self._finish_number(written.plain, step, notation, (factor, rule))

    def _scaling(self, text: str, mark: int) -> tuple[str, Decimal | None, str]:
        """The number of a cell, still with a unit that is no other than the field's, its multiplier, and the rule."""
        amount = amount_in(text)
        if self._wanted is None and amount is not None and amount[1].dimension == SCALE:
            text = amount[0]
        elif self._wanted is None or amount is None:
            has_words = mark == CellMark.WORDED and not _STORED_NUMBER.fullmatch(text)
            if has_words and (not self.field.unit or amount is None):
                text = self._without_words(text)
            return text, self.factor, self._factor_rule
        return text, *scaling(amount[1], self._wanted, self._stated, self._mapped_factor)

    def multiplier(self, words: str) -> Multiplier | None:
        """What the words beside a plain number mean for it; None where the cells are to be read one by one."""
        if not words:
            return Multiplier(self.factor, self._factor_rule)
        amount = amount_in(f"1 {words}")
        if self._wanted is None or amount is None or amount[0] != "1" or self.is_key:
            return None
        try:
            factor, rule = scaling(amount[1], self._wanted, self._stated, self._mapped_factor)
        except tuple(_PROBLEMS):
            return None
        return Multiplier(factor, rule, "percent" if self.field.unit == "percent" else "unit")

    def _without_words(self, text: str) -> str:
        """The number that a cell of a workbook holds, where its field has no unit that the words could contradict."""
        if self.field.unit:
            raise UnknownUnit(text)
        number = _STORED_NUMBER.search(text)
        if number and number.start() and _STORED_NUMBER.search(text, number.end()):
            raise UnknownUnit(text)  # the words in front hold a number of their own
        return number[0] if number else text

    def _finish_number(
        self,
        number: str,
        step: Step,
        rule: str | None = "canonical-number",
        factor: tuple[Decimal | None, str] | None = None,
    ) -> None:
        """Record the canonical number, as one step for the whole notation; 1.234,50 would otherwise take three.

        rule: None where the multiplication is the only step. factor: by default that of the column, and its rule.
        """
        multiplier, multiplier_rule = factor or (self.factor, self._factor_rule)
        scaled = None if multiplier in (None, 1) else _scaled(number, multiplier)
        canonical = _canonical(number, self._number if scaled else self._plain)
        if canonical is None:
            if self.field.type == "number" and _is_decimal(number):
                raise NotFinite(number)
            return
        product = None if scaled is None else _canonical(scaled, self._plain)
        if scaled is not None and product is None:
            return  # 1,2345 Tsd. in a field of whole numbers: the check names the cell as it was written
        if rule is not None:
            step(rule, canonical)
        if product is not None:
            step(multiplier_rule, product)


class NotFinite(ValueError):
    """NaN, infinity, or a number too long to be written out; Frictionless accepts them, but they are of no use."""


_PROBLEMS: Mapping[type[Exception], str] = {
    AmbiguousDate: "ambiguous-date",
    RefusedDate: "date-span",  # each of them names its own problem
    NoSuchDay: "no-such-day",
    AmbiguousNumber: "ambiguous-number",
    NotFinite: "not-a-finite-number",
    UnitDoesNotFit: "unit-does-not-fit",
    ForeignCurrency: "foreign-currency",
    UnitConflict: "unit-conflict",
    UnknownUnit: "unknown-unit",
    NotASpan: "not-a-time-span",
}


def _canonical(text: str, field: Field) -> str | None:
    try:
        return canonical_text(text, field)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _has_format(field: Field) -> bool:
    """Whether a package declares a format for the cells of this field."""
    format_name = field.descriptor.get("format") or "default"
    own_format = field.type in ("date", "datetime", "time") and format_name not in ("default", "any")
    return own_format or any(name in field.descriptor for name in FORMAT_PROPERTIES)


def _style(field: Field) -> NumberStyle | None:
    """The style that a kind's schema itself declares for a field."""
    if decimal := field.descriptor.get("decimalChar"):
        return NumberStyle.COMMA if decimal == "," else NumberStyle.POINT
    return None


def _scaled(number: str, factor: Decimal) -> str | None:
    try:
        with localcontext(prec=1000):
            return plain_decimal(Decimal(number) * factor)
    except (InvalidOperation, ValueError):
        return None


def _is_decimal(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True
