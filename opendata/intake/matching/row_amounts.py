"""Amounts in rows, added up roughly: whether a row is the sum of the rows above it.

Here: evidence for the question whether a row is an entry. Not here: the check of printed sums against what is
published (printed_totals.py), which reads cells exactly.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import polars as pl

from opendata.intake.matching.row_words import Sum
from opendata.intake.text_tables import CellMark, TextTable
from opendata.intake.unit_words import unit_in

_AMOUNT = re.compile(
    r"[^\w]{0,3}(?:eur|euro|ca\.?)?\s*([+\-–−]?\d[\d.,' \u00a0\u2009\u202f]*)([-–—]?\s*)(\D{0,30})", re.IGNORECASE
)
_LIKELY_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{2,4})?|\d{1,2}/\d{4}|\d{4}-\d{2}(-\d{2})?")
NEARLY = 1e-9


@lru_cache(maxsize=20_000)
def amount_in(text: str, mark: int = CellMark.TEXT) -> float | None:
    """The amount in a cell, roughly: "1.250,00 €" is 1250.0; None for words and dates."""
    if mark == CellMark.NUMBER:
        return _as_float(text.removesuffix("%"))
    if mark == CellMark.DATE or len(text) > 60 or _LIKELY_DATE.fullmatch(text):
        return None
    match = _AMOUNT.fullmatch(text)
    if not match or (match[3] and not unit_in(match[3])):
        return None
    digits = re.sub(r"[^\d.,-]", "", match[1].replace("–", "-").replace("−", "-")).rstrip(".,")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif mark != CellMark.WORDED and re.fullmatch(r"-?\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    return _as_float(digits)


def _as_float(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class RowAmounts:
    """The amounts of a table's entries, added up from above."""

    def __init__(self, data: TextTable, columns: Sequence[str], entries: pl.Series) -> None:
        self._data, self._columns, self._entries = data, columns, entries

    def sum_in(self, place: int, texts: Mapping[str, str]) -> Sum | None:
        """Which sum of at least two entries above it an amount in a row is: of all, or since the last other row."""
        for column in self._columns:
            if amount := amount_in(texts.get(column, ""), self._mark(place, column)):
                if self._is_sum(place, column, amount, 0.0, 0):
                    return Sum.TOTAL
                last = self._others_before[place - 1] if place else None
                if last is not None and self._is_sum(
                    place, column, amount, self._sums[column][last], self._counts[last]
                ):
                    return Sum.SUBTOTAL
        return None

    def adds_up_below(self, place: int, texts: Mapping[str, str]) -> bool:
        """Whether an amount in a row is the sum of the entries below it, down to any of them."""
        for column in self._columns:
            if amount := amount_in(texts.get(column, ""), self._mark(place, column)):
                below = self._sums[column].slice(place + 1) - self._sums[column][place]
                if ((below - amount).abs() <= NEARLY * abs(amount)).any():
                    return True
        return False

    def _is_sum(self, place: int, column: str, amount: float, sum_before: float, count_before: int) -> bool:
        if not place or self._counts[place - 1] - count_before < 2:
            return False
        return math.isclose(self._sums[column][place - 1] - sum_before, amount, rel_tol=NEARLY)

    def _mark(self, place: int, column: str) -> int:
        return CellMark.TEXT if self._data.marks is None else self._data.marks[column][place]

    @cached_property
    def _counts(self) -> pl.Series:
        return self._entries.cast(pl.UInt32).cum_sum()

    @cached_property
    def _others_before(self) -> pl.Series:
        """For each row, the place of the last row that is no entry, at or above it."""
        frame = pl.DataFrame({"entry": self._entries}).with_row_index("place")
        return frame.select(pl.when(~pl.col("entry")).then(pl.col("place")).forward_fill()).to_series()

    @cached_property
    def _sums(self) -> dict[str, pl.Series]:
        """By column, the sum of the entries' amounts up to each row."""
        sums = {}
        for column in self._columns:
            text = pl.col("text").str.replace_all(r"[^\d.,\-]", "")
            mark = pl.lit(CellMark.TEXT.value, pl.UInt8) if self._data.marks is None else self._data.marks[column]
            frame = pl.DataFrame({"text": self._data.cells[column]}).with_columns(mark=mark, entry=self._entries)
            whole = text.str.contains(r"^-?\d{1,3}(\.\d{3})+$") & ~pl.col("mark").is_in(
                [CellMark.NUMBER, CellMark.WORDED]
            )
            plain = (
                pl.when(text.str.contains(",", literal=True) | whole)
                .then(text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
                .otherwise(text)
            )
            amount = plain.cast(pl.Float64, strict=False).fill_null(0).fill_nan(0)
            sums[column] = frame.select(
                pl.when(pl.col("entry") & (pl.col("mark") != CellMark.DATE)).then(amount).otherwise(0.0).cum_sum()
            ).to_series()
        return sums
