"""Numbers as a number format shows them: the exact number, its words, and what the screen shows.

Here: scaling, words around a number, the digits of an id; and what formats make of texts and truth values. Not here:
formats (number_formats.py), dates (shown_dates.py). An amount with words is shown as a German office sees it ("1,2
Mio. €"). A number without words has a decimal point and no signs between thousands, because it may be an id ("1.20")
that must read the same everywhere; one that the screen shows with such signs is marked as GROUPED.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import NamedTuple

from opendata.domain.tables.canonical_text import plain_decimal
from opendata.intake.files.number_formats import FractionShape, NumberFormat, Section, What
from opendata.intake.text_tables import CellMark

LONGEST_NUMBER = 400  # digits; a float has at most 309 before its point
MAX_DECIMALS = 30
LEAST_GROUPED = 1_000
_FEW_DIGITS = re.compile(r"([1-9][0-9]{0,14})(?:\.([0-9]{1,9}))?\Z")
_WHOLE_THOUSANDS = re.compile(r"[\d.]+\.\Z")  # "1." in front of 250 is no part of the number that is stored
_LETTER = re.compile(r"[^\W\d_]")
_CURRENCY = re.compile(
    r"(€|£|¥|(US|C|A)?\$|EUR|USD|GBP|CHF|SFr\.?|Fr\.?|DM|DEM|ATS|PLN|zł|CZK|Kč|HUF|Ft|DKK|SEK|NOK|kr\.?|JPY|CNY)\Z"
)


Cell = tuple[str | None, int, str | None]  # the same as ShownCell, which takes longer to make


class ShownCell(NamedTuple):
    """A cell: its text, its mark, and what the screen shows where that differs; shown "" is a value not shown."""

    text: str | None
    mark: int
    shown: str | None = None


_TRUE, _FALSE = ShownCell("true", CellMark.BOOLEAN, "WAHR"), ShownCell("false", CellMark.BOOLEAN, "FALSCH")


def shown_number(number: str, number_format: NumberFormat) -> ShownCell:
    """A number, given as plain text, in this format."""
    if number_format.is_general or len(number) > LONGEST_NUMBER:
        return ShownCell(number, CellMark.NUMBER)
    amount = number_format.plain_amount
    if amount and (match := _FEW_DIGITS.match(number)) and len(match[2] or "") <= amount.decimals:
        return _plain_amount(number, match[1], match[2] or "", amount)
    try:
        value = Decimal(number)
    except InvalidOperation:
        return ShownCell(number, CellMark.NUMBER)
    if not value.is_finite():
        return ShownCell(number, CellMark.NUMBER)
    section = number_format.section_for(value)
    with localcontext(prec=1_000):
        return _in_section(value, number, section)


def shown_truth(*, is_true: bool) -> ShownCell:
    """A truth value, which German programs show as a word in capitals."""
    return _TRUE if is_true else _FALSE


def shown_text(text: str, number_format: NumberFormat) -> ShownCell:
    """A text in this format, which may put words around it or show nothing of it."""
    section = number_format.text
    if section is None:
        return ShownCell(text, CellMark.TEXT)
    if section.what is What.NOTHING:
        return ShownCell(None, CellMark.TEXT, "")
    if section.what is not What.TEXT or not (section.before + section.after).strip():
        return ShownCell(text, CellMark.TEXT)
    return ShownCell(text, CellMark.TEXT, (section.before + text + section.after).strip())


def _in_section(value: Decimal, number: str, section: Section) -> ShownCell:
    match section.what:
        case What.NOTHING:
            return ShownCell(None, CellMark.NUMBER, "")
        case What.WORDS:
            return _words_alone(number, section)
        case What.DATE | What.DURATION | What.TEXT:
            return ShownCell(number, CellMark.NUMBER)
    exact = value * 100**section.percents / section.divisor
    digits = plain_decimal(exact)
    words_before, words = section.words_before, section.words_after
    if section.percents or words == "%":
        digits, words = digits + "%", words.replace("%", "").strip()
        words_before = words_before.replace("%", "").strip()
    if _CURRENCY.match(words_before):
        words_before, words = "", f"{words_before} {words}".strip()
    joined = section.before.endswith(("-", "–", "/", ".", "_")) and not _WHOLE_THOUSANDS.match(words_before)
    if words_before and not joined:
        words_before += " "
    text = f"{words_before}{digits} {words}".strip()
    # A number in thousands that says so nowhere is marked as well: its column must say so.
    is_worded = words_before or words or section.divisor != 1
    mark = CellMark.WORDED if is_worded else CellMark.NUMBER
    if not is_worded and digits[-1] != "%" and section.grouped and abs(exact) >= LEAST_GROUPED:
        mark = CellMark.GROUPED
    if section.exponent:
        mantissa, _, exponent = f"{exact:.2E}".partition("E")
        shown = f"{mantissa}E{int(exponent):+03d}"
    elif section.fraction is not None:
        shown = _as_fraction(exact, section, section.fraction)
    elif section.what is not What.NUMBER:
        shown = text if mark == CellMark.WORDED else digits
    else:
        shown = _as_shown(exact, section, is_amount=bool(words or section.percents))
    if not shown:
        return ShownCell(None, CellMark.NUMBER, "")
    return ShownCell(text, mark, None if shown == text else shown)


def _plain_amount(number: str, whole: str, fraction: str, section: Section) -> ShownCell:
    """The same as _in_section() gives, sooner, for most amounts: neither scaled nor negative nor rounded."""
    words = section.words_after
    text = f"{number} {words}" if words else number
    mark = CellMark.WORDED if words else CellMark.NUMBER
    if section.grouped and len(whole) > 3:
        if words:
            whole = f"{int(whole):,}".replace(",", ".")
        else:
            mark = CellMark.GROUPED
    if least := section.min_decimals:
        fraction = fraction.ljust(least, "0")
    shown = f"{whole}{',' if words else '.'}{fraction}" if fraction else whole
    shown += section.shown_after
    return ShownCell(text, mark, None if shown == text else shown)


def _words_alone(number: str, section: Section) -> ShownCell:
    """A number for which only words are shown: "k. A." counts as it is read, a dash is the zero of accountants."""
    words = section.before.strip()
    if _LETTER.search(words):
        return ShownCell(words, CellMark.TEXT)
    return ShownCell(number, CellMark.NUMBER, words)


def _as_shown(exact: Decimal, section: Section, *, is_amount: bool) -> str:
    """The whole text of the cell on the screen."""
    decimals = min(section.decimals, MAX_DECIMALS)
    rounded = abs(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    least = min(section.min_decimals, MAX_DECIMALS)
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    body = _filled(whole, section)
    if section.grouped and body.isdigit() and (is_amount or section.words_before):
        body = f"{int(body):,}".replace(",", ".").rjust(len(body), "0")
    if fraction:
        body += ("," if is_amount else ".") + fraction
    minus = "-" if exact < 0 and section.signed and rounded else ""
    around = section.before, section.after
    return " ".join((minus + around[0] + body + around[1]).replace("\u00a0", " ").split())


def _as_fraction(exact: Decimal, section: Section, shape: FractionShape) -> str:
    """The text of a cell that shows a fraction: 1 1/2, 3/2, or 2/4 in quarters; a whole number stands alone."""
    value = abs(Fraction(exact))
    whole = int(value) if shape.has_whole else 0
    rest = value - whole
    if shape.is_fixed:
        above, below = int(rest * shape.denominator + Fraction(1, 2)), shape.denominator
    else:
        rest = rest.limit_denominator(shape.denominator)
        above, below = rest.numerator, rest.denominator
    if shape.has_whole and above == below:
        whole, above = whole + 1, 0
    parts = [str(whole)] if whole or (shape.has_whole and not above) else []
    parts += [f"{above}/{below}"] if above or not shape.has_whole else []
    minus = "-" if exact < 0 and section.signed and (whole or above) else ""
    return " ".join((minus + section.before + " ".join(parts) + section.after).replace("\u00a0", " ").split())


def _filled(whole: str, section: Section) -> str:
    """The whole digits in their slots, from the right; digits beyond the first slot stand in front of it."""
    left = "" if whole == "0" else whole
    shown: list[str] = []
    pending: list[str] = []
    count = sum(not slot.startswith('"') for slot in section.slots)
    for slot in reversed(section.slots):
        if slot.startswith('"'):
            pending.append(slot[1:])
            continue
        count -= 1
        digit, left = (left[-1:], left[:-1]) if count else (left, "")
        if not digit:
            digit = "0" if slot == "0" else ""
        if digit:
            shown += pending
            pending = []
            shown.append(digit)
    if not section.slots:
        shown.append(left)
    return "".join(reversed(shown))
