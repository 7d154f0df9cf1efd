"""Plain German numbers of a column, with or without a unit beside them, are read all at once.

Here: 1.234,50 and "500 Tsd. €", parted by one pattern, each unit understood once. Not here: any other way to write a
number, which the reader of cells reads one by one (cell_reading.py); both come to the same readings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

import polars as pl

from opendata.domain.tables.canonical_text import plain_decimal
from opendata.intake.text_tables import CellMark
from opendata.intake.unit_words import LONGEST_PHRASE

MOST_UNITS = 100  # different words beside the numbers of a column
_GERMAN = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,9}(?:,[0-9]{1,30})?|(?:0|[1-9][0-9]{0,30}),[0-9]{1,30}"
_LETTERS = "A-Za-zÄÖÜäöüß€%"
_CELL = (
    rf"^(?P<number>-?(?:{_GERMAN}|0|[1-9][0-9]{{0,30}}))"
    rf"(?: ?(?P<words>[{_LETTERS}](?:[{_LETTERS}0-9/. ]*[{_LETTERS}0-9/.])?))?$"
)


@dataclass(frozen=True)
class Multiplier:
    """What the numbers beside a unit are multiplied by, and the rule; stripped: the rule that takes the unit away."""

    factor: Decimal | None
    rule: str
    stripped: str | None = None


def parted(texts: pl.Series) -> pl.DataFrame:
    """The "number" and the "words" of each text that is a plain number, with "" where no words stand beside it."""
    short = pl.DataFrame({"text": texts}).select(
        pl.when(pl.col("text").str.len_bytes() <= LONGEST_PHRASE).then("text")
    )
    parts = short.to_series().str.extract_groups(_CELL).struct.unnest()
    return parts.with_columns(words=pl.when(pl.col("number").is_not_null()).then(pl.col("words").fill_null("")))


def bulk_readings(
    distinct: pl.DataFrame, multiplier: Callable[[str], Multiplier | None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The readings of the plain German numbers among the distinct cells, and the cells that are left to read.

    multiplier: for the words beside a number what they mean; None leaves the cells with these words to be read.
    """
    cells = distinct.hstack(parted(distinct["text"]))
    candidates = cells.filter((pl.col("mark") == CellMark.TEXT) & pl.col("number").is_not_null())
    words = candidates["words"].unique(maintain_order=True)
    known = {word: meant for word in words.head(MOST_UNITS) if (meant := multiplier(word))}
    read = [
        _with_words(candidates.filter(pl.col("words") == word), meant, distinct.columns)
        for word, meant in known.items()
    ]
    if not read:
        return distinct.clear().with_columns(_NO_READING), distinct
    readings = pl.concat(read)
    return readings, distinct.join(
        readings.select(distinct.columns), on=distinct.columns, how="anti", nulls_equal=True
    )


_NO_READING = [pl.lit(None, pl.String).alias(name) for name in ("before", "rewritten", "after", "rule", "problem")]


def _with_words(cells: pl.DataFrame, meant: Multiplier, columns: list[str]) -> pl.DataFrame:
    """The readings of the cells with the same words; zeros and what is canonical are left to the reader."""
    number, scaled = pl.col("number"), meant.factor is not None and meant.factor != 1
    without = number.str.replace_all(".", "", literal=True)
    plain = without.str.replace(",", ".", literal=True).str.replace(r"(\.[0-9]*?)0+$", "${1}").str.strip_suffix(".")
    notation = (
        pl.when(without != number)
        .then(pl.lit("thousands"))
        .when(without.str.contains(",", literal=True))
        .then(pl.lit("decimal-comma"))
    )
    cells = cells.with_columns(plain=plain, notation=notation).filter(~pl.col("plain").is_in(["0", "-0"]))
    if not scaled and meant.stripped is None:
        cells = cells.filter(pl.col("notation").is_not_null())
    after, rules = cells["plain"], [pl.lit(meant.stripped, pl.String), pl.col("notation")]
    if meant.factor is not None and scaled:
        after, rules = _products(after, meant.factor), [pl.col("notation"), pl.lit(meant.rule)]
    return cells.select(
        *columns,
        before="text",
        rewritten=after,
        after=after,
        rule=pl.concat_str(rules, separator="+", ignore_nulls=True),
        problem=pl.lit(None, pl.String),
    )


def _products(numbers: pl.Series, factor: Decimal) -> pl.Series:
    with localcontext(prec=1000):
        return pl.Series([plain_decimal(Decimal(number) * factor) for number in numbers], dtype=pl.String)
