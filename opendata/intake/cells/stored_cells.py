"""Cells that a workbook stores as numbers and dates, read as the office sees them on its screen.

Here: what a format shows in a column of text or codes, digits that only a calculation made, and dates that Excel made
of numbers. Not here: formats (files/number_formats.py), and the rules for a single text (cell_reading.py), which this
module calls. Numbers that people type have few digits and stay exact.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.canonical_text import plain_decimal
from opendata.intake.cells.cell_reading import CellReading, FieldCellReader
from opendata.intake.cells.field_words import TEXT_TYPES
from opendata.intake.text_tables import CellMark, TextTable
from opendata.intake.unit_words import is_same, unit_in

TYPED_DIGITS = 12  # a number with more significant digits was calculated; a calculation has 15 to 17
NOISE_FREE_DIGITS = 10
MOST_WORDS = 100  # of formats in one column
LEAST_DECIMALS = 2
LEAST_DIGITS = 4  # significant ones of a small number, which two decimals would make a zero
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_NUMBER_ALONE = r"^-?[0-9]+(?:\.[0-9]+)?$"
_NUMBER_AND_WORDS = r"^-?[0-9]+(?:\.[0-9]+)? (.+)$"
_DECIMALS = re.compile(r"[.,]([0-9]+)\D*\Z")
_LONG_NUMBER = re.compile(r"-?[0-9]{16,}\Z")
_YEAR = re.compile(r"[0-9]{4}\Z")


def read_stored(reader: FieldCellReader, text: str, mark: int, shown: str | None = None) -> CellReading:
    """The canonical text of a cell of a workbook; shown: what the screen shows, where that differs."""
    if mark == CellMark.DATE and (problem := _became_date(reader, text)):
        return CellReading(None, problem=problem)
    if reader.field.type in TEXT_TYPES and not reader.field.holds_dates:
        return _read_as_shown(reader, text, mark, shown)
    if mark == CellMark.WORDED and reader.numbers.have_no_scale and _NUMBER.fullmatch(text):
        return CellReading(None, problem="scaled-by-format")
    reading = reader.read(text, mark)
    if mark == CellMark.DATE and shown and reading.after and not _names_year(shown, reading.after):
        return _followed_by(reading, "hidden-year", shown, reading.after)
    if reader.field.type in NUMBER_TYPES and mark in (CellMark.NUMBER, CellMark.WORDED):
        return _with_sensible_digits(reading, text, mark, shown)
    return reading


def in_own_units(readers: Mapping[str, FieldCellReader], columns: Mapping[str, int], body: TextTable) -> TextTable:
    """The table with plain numbers where a format shows the very unit of the field, as most formats of euros do.

    readers: by field. columns: where each field stands. A column whose unit is stated elsewhere keeps its words.
    """
    if body.marks is None:
        return body
    cells, marks = [], []
    for name, column in columns.items():
        reader, place = readers[name], str(column)
        if reader.numbers.factor is not None or reader.field.type not in NUMBER_TYPES:
            continue
        worded = body.marks[place] == CellMark.WORDED
        words = body.cells[place].filter(worded).str.extract(_NUMBER_AND_WORDS).drop_nulls().unique()
        own = [word for word in words.head(MOST_WORDS) if _is_unit_of(reader.field, word)]
        if not own:
            continue
        text, own_words = pl.col(place), pl.lit(pl.Series(own)).implode()
        plain = pl.lit(worded) & text.str.extract(_NUMBER_AND_WORDS).is_in(own_words).fill_null(value=False)
        cells.append(pl.when(plain).then(text.str.extract("^([^ ]+)")).otherwise(text).alias(place))
        number = pl.lit(CellMark.NUMBER.value, pl.UInt8)
        marks.append(pl.when(plain).then(number).otherwise(pl.lit(body.marks[place])).alias(place))
    if not cells:
        return body
    read = body.cells.select(cells)
    return replace(
        body,
        cells=body.cells.with_columns(read),
        marks=body.marks.with_columns(body.cells.select(marks)),
    )


def _is_unit_of(field: Field, words: str) -> bool:
    """Whether the words name the field's unit itself, and no thousands or millions of it."""
    unit, wanted = unit_in(words), unit_in(field.unit or "")
    return unit is not None and wanted is not None and is_same(unit, wanted)


def concerns_stored_cells(reader: FieldCellReader, text: pl.Expr, mark: pl.Expr, shown: pl.Expr | None) -> pl.Expr:
    """Whether read_stored() may read a cell in another way than its reader would alone."""
    concerned = mark.is_in([CellMark.NUMBER, CellMark.WORDED]) & (text.str.len_chars() > TYPED_DIGITS)
    if reader.field.type in NUMBER_TYPES:
        concerned |= (mark == CellMark.WORDED) & text.str.contains(_NUMBER_ALONE)
    if reader.is_key:
        concerned |= mark == CellMark.DATE
    if shown is not None and reader.field.type not in NUMBER_TYPES:
        concerned |= shown.is_not_null()
    return concerned


def sensible_digits(number: str, decimals: int = 0) -> str:
    """A plain number without the digits that a calculation added; decimals: how many of them the screen shows.

    300.00000000000006 is 300, 33.33333333333333 is 33.33, 0.000123456789012345 is 0.0001235.
    """
    if "." not in number or _significant(number) <= TYPED_DIGITS:
        return number
    try:
        with localcontext(prec=1_000):
            value = Decimal(number)
            tidy = plain_decimal(_rounded(value, TYPED_DIGITS - 1 - value.adjusted()))
            if _significant(tidy) <= NOISE_FREE_DIGITS:
                return tidy
            places = max(LEAST_DECIMALS, decimals, LEAST_DIGITS - 1 - value.adjusted())
            return plain_decimal(_rounded(value, places))
    except (InvalidOperation, ValueError):
        return number


def _read_as_shown(reader: FieldCellReader, text: str, mark: int, shown: str | None) -> CellReading:
    """A cell of a column of text or codes, as the screen shows it."""
    if reader.holds_code(text):
        return reader.read(text, mark)
    if mark == CellMark.NUMBER and _LONG_NUMBER.match(text):
        # Excel keeps 15 digits and made zeros of the others, so that the text is no number that anybody typed.
        return CellReading(f"{Decimal(text):.5E}")
    on_screen, rule = shown, "shown-by-format"
    if on_screen is None and mark == CellMark.NUMBER and (number := _NUMBER.match(text)):
        on_screen, rule = sensible_digits(number[0]) + text[number.end() :], "computed-digits"
    if on_screen is None or on_screen == text:
        return reader.read(text, mark)
    reading = reader.read(on_screen, CellMark.TEXT)
    return CellReading(reading.after, ((rule, text, on_screen), *reading.steps), reading.problem)


def _with_sensible_digits(reading: CellReading, text: str, mark: int, shown: str | None) -> CellReading:
    stored = _NUMBER.search(text)
    if not reading.after or stored is None or _significant(stored[0]) <= TYPED_DIGITS:
        return reading
    is_scaled = reading.after != stored[0]
    decimals = _DECIMALS.search(shown) if shown and mark == CellMark.NUMBER and not is_scaled else None
    number = sensible_digits(reading.after, min(len(decimals[1]), 30) if decimals else 0)
    return reading if number == reading.after else _followed_by(reading, "computed-digits", text, number)


def _followed_by(reading: CellReading, rule: str, before: str, after: str) -> CellReading:
    """The reading with one more step; before: what the cell held, where this is the only step."""
    step = (rule, reading.after if reading.steps and reading.after else before, after)
    return CellReading(after, (*reading.steps, step))


def _became_date(reader: FieldCellReader, text: str) -> str | None:
    """The problem of a date in a column that holds none; a date that shows a year alone is a number on the screen."""
    if reader.field.holds_dates or _YEAR.match(text):
        return None
    if reader.field.type in NUMBER_TYPES:
        return "date-in-number-column"
    return "date-in-key" if reader.is_key else None


def _names_year(shown: str, moment: str) -> bool:
    return moment[2:4] in shown


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _significant(number: str) -> int:
    """How many significant digits a plain number has."""
    return len(number.lstrip("-").replace(".", "").strip("0"))
