"""Number formats of workbooks: what a format shows of a stored number, date or text.

Here: the sections of a format, and which of them applies to a value. Not here: reading them from the codes of Excel
(format_codes.py) and the styles of OpenDocument (ods_styles.py), and showing a value (shown_numbers.py,
shown_dates.py).
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple, Self

# A sign of a word: a letter, a digit, a currency, or a sign that changes what a number says.
_WORD = re.compile(r"[^\W_]|[€$£¥%‰°<>≥≤≈~±]")
_NO_CENTS = re.compile(r"^\s*,0{1,2}(?!\d)")  # of a clerk who writes 1200 as "1200,00"
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


class What(Enum):
    """What a section makes of a value."""

    NUMBER = 0  # digits, as its slots say
    GENERAL = 1  # the number as it is
    UNUSUAL = 2  # a fraction or an exponent: the number counts, and a text shows what the screen does
    WORDS = 3  # words without any digit
    DATE = 4
    DURATION = 5
    TEXT = 6
    NOTHING = 7  # the section is empty, and with it the cell on the screen


class FractionShape(NamedTuple):
    """How a fraction is shown: 1 1/2, with the whole number in front, or 3/2; denominator: the largest or only."""

    has_whole: bool
    denominator: int
    is_fixed: bool


class DatePart(NamedTuple):
    """A part of a date section: a unit with its width, or a literal text with the unit "literal"."""

    unit: str
    width: int
    text: str = ""


@dataclass(frozen=True)
class Section:
    """One section of a number format.

    before, after: the literal text around the digits. slots: the whole digits: "0", "#", "?", or a literal with a
    quotation mark in front. decimals: the most digits behind the point; min_decimals: the least.
    shown number = stored number x 100 for each percent sign / divisor.
    """

    what: What
    before: str = ""
    after: str = ""
    slots: Sequence[str] = ()
    decimals: int = 0
    min_decimals: int = 0
    grouped: bool = False
    percents: int = 0
    divisor: Decimal = Decimal(1)
    parts: Sequence[DatePart] = ()
    condition: tuple[str, Decimal] | None = None
    exponent: bool = False  # whether the number is shown with one, as 1.25E+06
    signed: bool = True  # whether a minus is shown in front of a negative number
    colour: str = ""  # in which the section is shown, "FFFFFF"; "" is that of the cell
    fraction: FractionShape | None = None

    @cached_property
    def words_before(self) -> str:
        """The words in front of the digits."""
        return _words(self.before)

    @cached_property
    def words_after(self) -> str:
        """The words behind the digits."""
        return _words(self.after)

    @cached_property
    def shown_after(self) -> str:
        """What is shown behind the digits, with one blank for several."""
        return " ".join(("0" + self.after).replace("\u00a0", " ").split())[1:]

    @cached_property
    def is_plain_amount(self) -> bool:
        """Whether digits are shown as they are stored, with nothing in front and perhaps words behind."""
        is_plain = self.what is What.NUMBER and not self.percents and self.divisor == 1 and not self.before.strip()
        zeros = "".join(self.slots)
        return is_plain and self.words_after != "%" and zeros.strip("#") == "0" and zeros.endswith("0")

    def applies_to(self, value: Decimal) -> bool:
        """Whether the section's condition holds for the value."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])


@dataclass(frozen=True)
class NumberFormat:
    """The sections of one format: those for numbers, and the one for texts where there is one."""

    numbers: Sequence[Section] = ()
    text: Section | None = None
    is_date: bool = False

    @cached_property
    def is_general(self) -> bool:
        """Whether every number is shown as it is, without a word."""
        return self.numbers in ((), GENERAL.numbers)

    @cached_property
    def plain_amount(self) -> Section | None:
        """The section for every number above zero, where it shows plain amounts."""
        if not self.numbers or any(section.condition for section in self.numbers):
            return None
        return self.numbers[0] if self.numbers[0].is_plain_amount else None

    def on(self, background: str) -> Self:
        """The format in a cell of this background: what is shown in its very colour is not seen."""
        sections = (*self.numbers, *([self.text] if self.text else []))
        if not background or not any(section.colour == background for section in sections):
            return self

        def seen(section: Section) -> Section:
            return Section(What.NOTHING, condition=section.condition) if section.colour == background else section

        return replace(self, numbers=tuple(map(seen, self.numbers)), text=self.text and seen(self.text))

    def section_for(self, value: Decimal) -> Section:
        """The section that shows this number."""
        sections = self.numbers
        if not sections:
            return _GENERAL
        if any(section.condition for section in sections):
            fitting = (section for section in sections if section.applies_to(value))
            others = [section for section in sections if section.condition is None]
            return next(fitting, others[-1] if others else sections[-1])
        if len(sections) == 1 or value > 0:
            return sections[0]
        if value < 0:
            return sections[1]
        return sections[2] if len(sections) > 2 else sections[0]


_GENERAL = Section(What.GENERAL)
GENERAL = NumberFormat((_GENERAL,))


def _words(literal: str) -> str:
    """The words in a literal text, without blanks and signs around them that say nothing, as in ',-- €' and '(€)'."""
    literal = _NO_CENTS.sub("", literal)
    if not _WORD.search(literal):
        return ""
    plain = " ".join(literal.replace("\u00a0", " ").replace("\u202f", " ").split())
    return plain.strip(" ()[]*_:='").lstrip(",-–—+ ")
