"""Numbers in the cells of one field: their style, the unit or factor of their column, and their canonical text.

Here: what one cell's number is multiplied by, and the steps that lead to it. Not here: how numbers are written
(written_numbers.py), what units mean (units_in_words.py), and cells of other types (cell_reading.py).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation, localcontext

from opendata.domain.kinds import Field
from opendata.domain.tables.canonical_text import canonical_text, plain_decimal
from opendata.intake.cells.numbers_in_bulk import Multiplier
from opendata.intake.cells.units_in_words import UnitConflict, UnknownUnit, amount_in, scaling
from opendata.intake.cells.written_numbers import NOT_FINITE, AmbiguousNumber, NumberStyle, read_number
from opendata.intake.text_tables import CellMark
from opendata.intake.unit_words import MONEY, SCALE, ForeignCurrency, StatedUnit, UnitDoesNotFit, unit_in

_WHOLE = re.compile(r"[+-]?[0-9]+\Z")
_STORED_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Step = Callable[[str, str | None], None]  # records a rule and the text after it


class NotFinite(ValueError):
    """NaN, infinity, or a number too long to be written out; Frictionless accepts them, but they are of no use."""


NUMBER_PROBLEMS: dict[type[Exception], str] = {
    AmbiguousNumber: "ambiguous-number",
    NotFinite: "not-a-finite-number",
    UnitDoesNotFit: "unit-does-not-fit",
    ForeignCurrency: "foreign-currency",
    UnitConflict: "unit-conflict",
    UnknownUnit: "unknown-unit",
}


class FieldNumbers:
    """The numbers of one field in one table.

    factor: what the mapping multiplies them by. stated: the unit that the column's header or a line outside the table
    states; the mapping's factor replaces it.
    """

    def __init__(self, field: Field, style: NumberStyle, factor: Decimal | None, stated: StatedUnit | None) -> None:
        self._field, self.style, self._mapped_factor = field, _style(field) or style, factor
        self._stated = stated if factor is None else None
        self._wanted = unit_in(field.unit or "")
        self.factor, self._factor_rule = factor, "factor"
        if self._stated is not None and self._stated.ratio != 1:
            self.factor, self._factor_rule = self._stated.ratio, self._stated.rule
        self._plain = replace(field, descriptor={"name": field.name, "type": field.type})
        self._number = replace(self._plain, type="number")

    @property
    def have_no_unit(self) -> bool:
        """Whether nothing states the unit of the column: no header, no line of the table, no mapping."""
        return self._stated is None and self._mapped_factor is None

    @property
    def have_no_scale(self) -> bool:
        """Whether nothing says how much the numbers count, such as thousands.

        A header "in Euro" leaves that open; one in another unit, or in thousands, settles it, as a mapping does.
        """
        if self._mapped_factor is not None or self._stated is None:
            return self.have_no_unit
        return self._stated.ratio == 1 and self._stated.unit.dimension == MONEY

    def read(self, text: str, mark: int, step: Step) -> None:
        """Take the steps to the canonical number of a cell; none where it says no number."""
        if mark == CellMark.NUMBER and not text.endswith("%"):
            self.finish(text, step)
            return
        if NOT_FINITE.match(text):
            raise NotFinite(text)
        style = self.style if mark == CellMark.TEXT else NumberStyle.POINT
        number, factor, rule = self._scaling(text, mark)
        if (written := read_number(number, style, self._field.unit)) is None:
            self.finish(canonical_or_none(number, self._field) or number, step)
            return
        scaled = factor is not None and factor != 1
        if self._field.type == "integer" and not scaled and not _WHOLE.match(written.plain):
            return  # 12,5 in a field of whole numbers: the check names the cell as it was written
        for name, after in written.stripped:
            # The rule that converts a unit says more than that the unit was taken away.
            if not (scaled and name in ("unit", "percent")):
                step(name, after)
        notation = written.rule or (None if scaled else "canonical-number")
        self.finish(written.plain, step, notation, (factor, rule))

    def _scaling(self, text: str, mark: int) -> tuple[str, Decimal | None, str]:
        """The text of a cell's number, with no unit beside it but the field's own; its multiplier, and the rule."""
        amount = amount_in(text)
        if self._wanted is None and amount is not None and amount[1].dimension == SCALE:
            text = amount[0]
        elif self._wanted is None or amount is None:
            has_words = mark == CellMark.WORDED and not _STORED_NUMBER.fullmatch(text)
            if has_words and (not self._field.unit or amount is None):
                text = self._without_words(text)
            return text, self.factor, self._factor_rule
        return text, *scaling(amount[1], self._wanted, self._stated, self._mapped_factor)

    def multiplier(self, words: str) -> Multiplier | None:
        """What the words beside a plain number mean for it; None where a cell is to be read by itself."""
        if not words:
            return Multiplier(self.factor, self._factor_rule)
        amount = amount_in(f"1 {words}")
        if self._wanted is None or amount is None or amount[0] != "1":
            return None
        try:
            factor, rule = scaling(amount[1], self._wanted, self._stated, self._mapped_factor)
        except tuple(NUMBER_PROBLEMS):
            return None
        return Multiplier(factor, rule, "percent" if self._field.unit == "percent" else "unit")

    def _without_words(self, text: str) -> str:
        """The number that a cell of a workbook holds, where its field has no unit that the words could contradict."""
        if self._field.unit:
            raise UnknownUnit(text)
        number = _STORED_NUMBER.search(text)
        if number and number.start() and _STORED_NUMBER.search(text, number.end()):
            raise UnknownUnit(text)  # the words in front hold a number of their own
        return number[0] if number else text

    def finish(
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
        canonical = canonical_or_none(number, self._number if scaled else self._plain)
        if canonical is None:
            if self._field.type == "number" and _is_decimal(number):
                raise NotFinite(number)
            return
        product = None if scaled is None else canonical_or_none(scaled, self._plain)
        if scaled is not None and product is None:
            return  # 1,2345 Tsd. in a field of whole numbers: the check names the cell as it was written
        if rule is not None:
            step(rule, canonical)
        if product is not None:
            step(multiplier_rule, product)


def canonical_or_none(text: str, field: Field) -> str | None:
    """The canonical text of a value; None where it is no value of the field."""
    try:
        return canonical_text(text, field)
    except (ValueError, ArithmeticError, RecursionError):
        return None


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
