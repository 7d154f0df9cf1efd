"""Stored cells: cells of a workbook that are no text, as marked texts, and the values that openpyxl reads from them.

A column of a workbook is a column of text like any other. Texts stand in it unchanged; numbers, dates and truth
values stand in it as the file spells them, after a mark that no text can have. Here: that spelling, its meaning,
proofs for marked cells and the texts by which they are compared. Not here: XML (sheet_xml.py), files (sheet_rows.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import InvalidOperation
from typing import Any

import polars as pl
from frictionless import Field
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.worksheet._reader import _cast_number

from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.proofs import clean_cells

MARK = "\x01"  # not allowed in XML
NUMBER, MOMENT, SPAN, TRUTH, ISO, OTHER = (MARK + letter for letter in "ndtbix")
OUT_OF_RANGE = "#VALUE!"  # the value that openpyxl gives for a number with a date format that is no date
WITHOUT_DIGITS = (
    "True",
    "False",
    "inf",
    "-inf",
    OUT_OF_RANGE,
)  # values that Python may show without a digit
MOST_OTHER = 100_000
PLAIN_NUMBER = "^-?[0-9]{1,15}(?:\\.[0-9]{1,20})?(?:[Ee][+-]?[0-9]{1,2})?$"
FIRST_SERIAL, LAST_SERIAL = 61, 2_957_003  # days that are dates in every epoch, after Excel's 29 February 1900


@dataclass(frozen=True)
class Stored:
    """How to read the cells of one workbook.

    dates: numbers of the styles that make a number a moment. spans: those of them that make it a length of time.
    others: the values of cells that openpyxl read itself, by style and XML.
    """

    epoch: datetime
    dates: frozenset[int]
    spans: frozenset[int]
    others: dict[str, Any] = field(default_factory=dict)

    def value(self, cell: str | None) -> Any:
        """The value that openpyxl gives for a cell; raises what openpyxl raises."""
        if cell is None or not cell.startswith(MARK):
            return cell
        kind, spelled = cell[:2], cell[2:]
        if kind == NUMBER:
            return _cast_number(spelled)
        if kind in (MOMENT, SPAN):
            number = _cast_number(spelled)
            try:
                return from_excel(number, self.epoch, timedelta=kind == SPAN)
            except (OverflowError, ValueError):
                return OUT_OF_RANGE
        if kind == TRUTH:
            return bool(int(spelled))
        return from_ISO8601(spelled) if kind == ISO else self.others[spelled]

    def shown(self, cells: pl.Series) -> pl.Series:
        """The cells as Python shows their values: str() of each marked one."""
        marked = cells.filter(cells.str.starts_with(MARK)).unique()
        return cells.replace(marked, pl.Series([str(self.value(cell)) for cell in marked], dtype=pl.String))

    def add_other(self, xml: str, value: Any) -> str | None:
        """Keep the value of a cell that openpyxl has read, and return the cell's text."""
        if value is None or isinstance(value, str):
            return value
        if len(self.others) >= MOST_OTHER:
            raise NotColumnar("too many cells that are not written plainly")
        self.others[xml] = value
        return OTHER + xml

    def spelled(self, cells: pl.DataFrame, strings: pl.Series) -> pl.Series:
        """The texts of plain cells as sheet_xml.read_rows gives them; raises NotColumnar where openpyxl would raise.

        strings: the shared strings of the workbook. A cell without a value is null.
        """
        kind, style = pl.col("type").fill_null("n"), pl.col("style").cast(pl.Int32).fill_null(0)
        moment, span = style.is_in(sorted(self.dates)), style.is_in(sorted(self.spans))
        number = pl.when(moment & span).then(pl.lit(SPAN)).when(moment).then(pl.lit(MOMENT)).otherwise(pl.lit(NUMBER))
        value = pl.when(pl.col("value") != "").then(pl.col("value"))
        shared = pl.when(kind == "s").then(value)
        at = shared.str.extract("^([0-9]{1,9})$").cast(pl.UInt32)
        read = cells.select(
            text=pl.when(kind == "n")
            .then(number + value)
            .when(kind == "inlineStr")
            .then(pl.col("inline"))
            .when(kind == "b")
            .then(pl.lit(TRUTH) + value)
            .when(kind == "d")
            .then(pl.lit(ISO) + value)
            .when(kind != "s")
            .then(value),
            at=at,
            lost=shared.is_not_null() & (at.is_null() | (at >= len(strings))),
            # openpyxl may raise at these spellings, so each is tried below.
            tried=((kind == "n") & ~value.str.contains(PLAIN_NUMBER))
            | ((kind == "b") & ~value.is_in(["0", "1"]))
            | ((kind == "d") & value.is_not_null()),
        )
        if read["lost"].any():
            raise NotColumnar("a shared string that is not there")
        for cell in read.filter("tried")["text"].unique():
            try:
                self.value(cell)
            except Exception as error:
                raise NotColumnar(str(error)) from error
        texts, places = read["text"], read["at"]
        with_shared = places.is_not_null().arg_true()
        return texts.scatter(with_shared, strings.gather(places[with_shared])) if len(with_shared) else texts


def shows(missing: Iterable[str]) -> bool:
    """Whether Python may show a value that is no text as one of the missing values, so that it counts as missing."""
    return any(text in WITHOUT_DIGITS or any(letter.isdigit() for letter in text) for text in missing)


def clean(field: Field, name: str, text: pl.Expr | None, epoch: datetime, *, in_key: bool) -> pl.Expr | None:
    """The proof for a column of texts and marked cells; text: the proof for its texts alone."""
    cell = pl.col(name)
    proofs = [] if text is None else [text & ~cell.str.starts_with(MARK)]
    if field.constraints.get("enum") is None and not shows(clean_cells.missing_values(field)):
        own = _clean(field, cell, epoch, in_key=in_key)
        proofs += [] if own is None else [own]
    return pl.any_horizontal(proofs) if proofs else None


def key(name: str, text: pl.Expr) -> pl.Expr:
    """For clean cells of a key the text that equal values share; marked cells of a key are clean only as numbers."""
    cell = pl.col(name)
    spelled = cell.str.slice(len(NUMBER))
    fraction = spelled.str.strip_chars_end("0").str.strip_chars_end(".")
    shorter = pl.when(spelled.str.contains(".", literal=True)).then(fraction).otherwise(spelled)
    number = pl.when(shorter == "-0").then(pl.lit("0")).otherwise(shorter)
    return pl.when(cell.str.starts_with(MARK)).then(number).otherwise(text)


def _clean(field: Field, cell: pl.Expr, epoch: datetime, *, in_key: bool) -> pl.Expr | None:
    """The proof for marked cells; None if the reader has to read them all."""
    if field.type in NUMBERS:
        plain = NUMBERS[field.type][in_key]
        if in_key and field.type == "number" and field.float_number:  # type: ignore[attr-defined]
            return None
        return _within(field, cell.str.contains(f"^{NUMBER}{plain}$"), cell.str.slice(len(NUMBER)))
    if in_key:
        return None
    if field.type == "any":
        return cell.str.starts_with(MARK)
    if field.type == "boolean":
        return cell.is_in([f"{TRUTH}0", f"{TRUTH}1"])
    if field.type in ("date", "datetime"):
        return _day(field, cell, epoch)
    return None


def _within(field: Field, proof: pl.Expr, spelled: pl.Expr) -> pl.Expr | None:
    """The proof, narrowed to numbers within their bounds, and far enough from them for floats to be trusted."""
    value = spelled.cast(pl.Float64, strict=False)
    for name, bound in _bounds(field).items():
        try:
            edge = float(bound)
        except (TypeError, ValueError, OverflowError, InvalidOperation):
            return None
        if not abs(edge) <= 1e300 or (edge == 0 and bound != 0):
            return None
        margin = abs(edge) * clean_cells.MARGIN
        proof = proof & (value > edge + margin if "inimum" in name else value < edge - margin)
    return proof


def _day(field: Field, cell: pl.Expr, epoch: datetime) -> pl.Expr | None:
    """The proof for whole days, which openpyxl reads as midnight and Frictionless as a date or a moment."""
    bounds = _bounds(field)
    if any(type(bound) is not (date if field.type == "date" else datetime) for bound in bounds.values()):
        return None
    if field.type == "datetime" and bounds:
        return None
    serial = cell.str.slice(len(MOMENT)).cast(pl.Int64, strict=False)
    proof = cell.str.contains(f"^{MOMENT}[0-9]{{2,7}}$") & serial.is_between(FIRST_SERIAL, LAST_SERIAL)
    for name, bound in bounds.items():
        proof = proof & clean_cells.COMPARE[name](serial, (bound - epoch.date()).days)
    return proof


def _bounds(field: Field) -> Mapping[str, Any]:
    reader: Callable[[Any], Any] = field.create_value_reader()
    return {
        name: reader(field.constraints[name])
        for name in clean_cells.COMPARE
        if field.constraints.get(name) is not None
    }


# By type a pattern for all clean numbers, and one for those whose key text is known. Python gives up to fifteen
# digits back as they are written.
NUMBERS: Mapping[str, tuple[str, str]] = {
    "integer": ("-?[0-9]{1,15}", "(?:0|-?[1-9][0-9]{0,14})"),
    "number": (
        r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:E-?[0-9]{1,2})?",
        r"(?:0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,7})\.[0-9]{1,6})",
    ),
    "year": ("[0-9]{1,4}", "(?:0|[1-9][0-9]{0,3})"),
}
