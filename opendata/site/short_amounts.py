"""Short amounts: sums as a headline writes them, 61,4 Mio. € instead of 61.412.380 €.

Here: rounding for people. Not here: single values, which are written in full (domain/tables/values_for_people.py).
"""

from decimal import ROUND_HALF_UP, Decimal

from opendata.domain.kinds import Field
from opendata.domain.tables.values_for_people import UNIT_SIGNS, grouped_number

LARGE = (
    (Decimal(10) ** 9, {"de": "Mrd.", "en": "billion"}),
    (Decimal(10) ** 6, {"de": "Mio.", "en": "million"}),
)
MINUS = "\N{MINUS SIGN}"
FIXED_BLANK = "\N{NO-BREAK SPACE}"  # a number and its unit stay on one line
UNITS_IN_WORDS = {"t/a": {"de": "t im Jahr", "en": "t a year"}}


def short_amount(amount: Decimal, unit: str | None, language: str) -> str:
    """A sum with its unit: one decimal of a million, whole numbers above ten, and one decimal below."""
    sign = UNITS_IN_WORDS.get(unit or "", {}).get(language) or UNIT_SIGNS.get(unit or "", unit or "")
    for size, words in LARGE:
        if abs(amount) >= size:
            text = f"{_rounded(amount / size, 1, language)}{FIXED_BLANK}{words[language]}"
            break
    else:
        text = _rounded(amount, 0 if abs(amount) >= 10 or amount == int(amount) else 1, language)
    return f"{text}{FIXED_BLANK}{sign}" if sign else text


def percent_text(share: float, language: str) -> str:
    """A share as whole percents; a small one that is not nothing is "< 1 %", a large one that is not all "> 99 %"."""
    percent = 100 * share
    whole = int(Decimal(str(percent)).quantize(Decimal(1), ROUND_HALF_UP))
    blank = " " if language == "de" else ""
    if 0 < percent < 1:
        return f"< 1{blank}%"
    if 99 < percent < 100:
        return f"> 99{blank}%"
    return f"{whole}{blank}%"


def whole_number(amount: Decimal, language: str) -> str:
    """An amount without decimals, rounded as in short_amount()."""
    return _rounded(amount, 0, language)


def unit_of(field: Field, language: str) -> str:
    """A field's unit for people."""
    return short_amount(Decimal(0), field.unit, language).removeprefix("0").strip()  # of the blank, too


def _rounded(amount: Decimal, decimals: int, language: str) -> str:
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return grouped_number(str(rounded), language).replace("-", MINUS)
