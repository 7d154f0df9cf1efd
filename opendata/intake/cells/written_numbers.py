"""Numbers as people write them: 1.234,5 and 1,234.5, with units, blanks and signs around.

Here: the number style of a table, and reading one text as a plain decimal. Not here: what units mean
(units_in_words.py), numbers that a workbook stores as numbers (stored_cell_values.py). The style is settled once per
table, never cell by cell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import polars as pl

from opendata.intake.cells.units_in_words import amount_in
from opendata.intake.unit_words import unit_in

_GERMAN = re.compile(r"[+-]?([1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?|[0-9]*,[0-9]+)\Z")
_POINT = re.compile(r"[+-]?([1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?|[0-9]*\.[0-9]+)\Z")
# "12050.000" may have been meant as 12.050.000 or be a number of three decimals: it tells no style by itself.
_EITHER = r"^[+-]?[1-9][0-9]{3,}\.[0-9]{3}$"
_GERMAN_ANY, _POINT_ANY = (f"^{pattern.pattern[:-2]}$" for pattern in (_GERMAN, _POINT))  # the same for Polars
_BARE = re.compile(r"[+-]?[0-9.,]*[0-9]\Z")
_WHOLE = re.compile(r"[+-]?\d+\Z", re.ASCII)
_BLANK_GROUPS = re.compile(r"([+-]?\d{1,3})((?:[ \u00a0\u2009\u202f']\d{3})+)(?![0-9])", re.ASCII)
_DASH_CENTS = re.compile(r",[-–—]+(?=\s|€|\Z)")
_GROUPS_AND_DASH_CENTS = re.compile(r"(?<=\.[0-9]{3}),[-–—]+(?=\s|€|\Z)")
_MINUS = re.compile(r"\A[\u2212\u2013]\s*(?=\d)")
NOT_FINITE = re.compile(r"[+-]?(s?nan[0-9]*|inf|infinity)\Z", re.IGNORECASE)


class NumberStyle(Enum):
    """How a table writes its numbers."""

    COMMA = "comma"  # German, by declaration, by evidence or by the origin of the file
    POINT = "point"  # by declaration or evidence
    AS_IT_STANDS = "as it stands"  # without evidence a point is a decimal point and a comma is ambiguous
    MIXED = "mixed"  # the table uses both: a number that could be read in two ways is an error


@dataclass(frozen=True)
class WrittenNumber:
    """What a text says, with a decimal point.

    stripped: what was taken away around it, as (rule, text after it). rule: the notation that plain is rewritten
    from, "thousands" or else "decimal-comma"; None where it stood like that.
    """

    plain: str
    stripped: tuple[tuple[str, str], ...]
    rule: str | None = None


class AmbiguousNumber(ValueError):
    """The text could be two numbers, or writes a number in another style than its table."""


def declared_style(decimal: str | None) -> NumberStyle | None:
    """The style that a mapping declares."""
    return {",": NumberStyle.COMMA, ".": NumberStyle.POINT, None: None}[decimal]


def style_evidence(texts: pl.Series) -> tuple[bool, bool]:
    """Whether some of the texts (units stripped) can only be German, and some only have a decimal point.

    A number such as 12050.000 tells neither: in a column of 100.000 and 200.000 it is a slip, and must not make
    100 of 100.000.
    """
    only_german, only_point = pl.DataFrame({"text": texts}).select(evidence_of(pl.col("text"))).row(0)
    return only_german, only_point


def evidence_of(text: pl.Expr) -> list[pl.Expr]:
    """style_evidence() as two expressions."""
    german, english = text.str.contains(_GERMAN_ANY), text.str.contains(_POINT_ANY)
    only_english = english & ~german & ~text.str.contains(_EITHER)
    return [(german & ~english).any().alias("german"), only_english.any().alias("english")]


def settled_style(evidence: Iterable[tuple[bool, bool]], usual: str) -> NumberStyle:
    """The style of a table whose columns have this evidence.

    evidence: by column, what style_evidence() returns. usual: the decimal sign, "," or ".", that is assumed where no
    cell can be read in one way only.
    """
    columns = list(evidence)
    comma, point = any(column[0] for column in columns), any(column[1] for column in columns)
    if comma and point:
        return NumberStyle.MIXED
    if comma or point:
        return NumberStyle.COMMA if comma else NumberStyle.POINT
    return NumberStyle.COMMA if usual == "," else NumberStyle.AS_IT_STANDS


def without_surroundings(text: str, unit: str | None) -> tuple[str, list[tuple[str, str]]]:
    """The text without its unit and without blanks in it, and the steps that lead to it as (rule, text after it)."""
    steps: list[tuple[str, str]] = []
    if _BARE.match(text):
        return text, steps

    def step(rule: str, after: str) -> None:
        nonlocal text
        if after != text:
            steps.append((rule, after))
            text = after

    step("percent" if unit == "percent" else "unit", _without_unit(text, unit))
    if unit == "EUR":
        # Of 5.000,- the comma is kept: it shows that the point parts thousands.
        step("unit", _DASH_CENTS.sub("", _GROUPS_AND_DASH_CENTS.sub(",00", text)))
    step("canonical-number", _MINUS.sub("-", text))
    match = _BLANK_GROUPS.match(text)
    if match:
        step("thousands", match[1] + re.sub(r"\D", "", match[2]) + text[match.end() :])
    return text, steps


def read_number(text: str, style: NumberStyle, unit: str | None) -> WrittenNumber | None:
    """The number that a text cell says, with a decimal point; None if it says none. Raises AmbiguousNumber."""
    plain, steps = without_surroundings(text, unit)
    if _WHOLE.match(plain):
        return WrittenNumber(plain, tuple(steps))
    german, english = _GERMAN.match(plain), _POINT.match(plain)
    if not german and not english:
        return None
    as_german = german and (style is NumberStyle.COMMA or (style is NumberStyle.MIXED and not english))
    as_english = english and (
        style is NumberStyle.POINT
        or (style is NumberStyle.AS_IT_STANDS and "," not in plain)
        or (style is NumberStyle.MIXED and not german)
    )
    if not as_german and not as_english:
        raise AmbiguousNumber(text)
    without = plain.replace("." if as_german else ",", "")
    after = without.replace(",", ".")
    rule = "thousands" if without != plain else "decimal-comma" if after != without else None
    return WrittenNumber(after, tuple(steps), rule)


def _without_unit(text: str, unit: str | None) -> str:
    """The text without the unit beside its number, which is any that is known, or the very word of the field's."""
    if not unit:
        return text
    if unit_in(unit):
        amount = amount_in(text)
        return amount[0] if amount else text
    lower, word = text.casefold(), unit.casefold()
    if len(word) < len(text) and len(lower) == len(text):
        for rest in (
            text[: -len(word)] if lower.endswith(word) else None,
            text[len(word) :] if lower.startswith(word) else None,
        ):
            if rest is not None and re.search(r"\A[\s+\-\u2212–]*[\d,.]", rest.strip()):
                return rest.strip()
    return text
