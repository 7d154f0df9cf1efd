"""Proofs: expressions over a column that call a cell clean only where Frictionless' reader finds nothing wrong.

Here: one narrow expression for each type, and the text that equal values of keys share. The only contract: the
reader reads a clean cell to a value and has no note about it. A good cell may stay unproven, and a type may have no
proof: that is slower, never wrong. Not here: reading cells that are not proven (cell_verdicts.py).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import InvalidOperation
from typing import Any

import polars as pl
from frictionless import Field

from opendata.validation.columns.engine_contract import ReadCell
from opendata.validation.columns.proofs.pattern_translation import proving

Bounds = Mapping[str, Any]
COMPARE: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda cell, bound: cell >= bound,
    "maximum": lambda cell, bound: cell <= bound,
    "exclusiveMinimum": lambda cell, bound: cell > bound,
    "exclusiveMaximum": lambda cell, bound: cell < bound,
}
MARGIN = 1e-9  # how far from a bound, relative to it, a comparison of floats is trusted; they are right to 1e-16
MOST_ENUM = 10_000
MOST_LETTERS = 18  # of a number proven without a pattern; Python reads all exponents that fit into so many

LONG_MONTHS = "0[13578]|1[02]"
MONTHS = "0[1-9]|1[0-2]"
# These match every valid day except 29 February, which is left to the reader.
DAYS = {
    "%Y": "(?:[1-9][0-9]{3}|0[1-9][0-9]{2})",
    "%m": f"(?:{MONTHS})",
    "%d": "(?:0[1-9]|1[0-9]|2[0-9]|3[01])",
}
ISO_DATE = (
    r"(?:[1-9][0-9]{3}|0[1-9][0-9]{2})-(?:"
    rf"(?:{MONTHS})-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:{LONG_MONTHS})-31)"
)
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
LABEL = "[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?"
PLAIN_INTEGER = "^(?:0|-?[1-9][0-9]{0,17})$"
PLAIN_NUMBER = r"^(?:0|-?[1-9][0-9]{0,17}|-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18})$"
STRINGS: Mapping[str, str | None] = {  # by format a pattern; None: every text is right
    "default": None,
    "uri": rf"^https?://(?:[a-z][a-z0-9-]{{0,60}}\.)(?:{LABEL}\.){{0,8}}[a-z]{{2,20}}(?:/[A-Za-z0-9._~/-]*)?"
    r"(?:\?[A-Za-z0-9._~/=&-]*)?(?:#[A-Za-z0-9._~/-]*)?$",
    "email": rf"^[a-z0-9]{{1,20}}(?:[._-][a-z0-9]{{1,12}}){{0,3}}@(?:{LABEL}\.){{1,4}}[a-z]{{2,20}}$",
    "uuid": "^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$",
    "binary": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$",
}


def clean(field: Field, name: str, reader: ReadCell, *, in_key: bool) -> pl.Expr | None:
    """The proof for a column of text; None where every cell has to be read.

    in_key: keys need the value as well: only cells for which key() gives the right text are clean.
    """
    proof = of_values(field, name, reader, in_key=in_key)
    return None if proof is None else without_missing({name: (field, proof)})[name]


def of_values(field: Field, name: str, reader: ReadCell, *, in_key: bool) -> pl.Expr | None:
    """The proof as clean() gives it, except that it may call a missing value clean."""
    cell = pl.col(name)
    enum = field.constraints.get("enum")
    if enum is not None:
        # The reader itself decides which spellings of the listed values are right, by all other constraints too.
        accepted = _accepted([str(value) for value in enum[:MOST_ENUM]], reader)
        if in_key and field.type not in ("string", "any"):
            return None
        return cell.is_in(accepted) if accepted else None
    prove = PROOFS.get(field.type)
    return prove(field, cell, in_key) if prove else None


def without_missing(proven: Mapping[str, tuple[Field, pl.Expr]]) -> dict[str, pl.Expr]:
    """The proofs by column, changed so that none calls a missing value clean.

    One query tries all proofs on their missing values: each query of Polars costs as much as thousands of cells.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, (field, _) in proven.items():
        alike.setdefault(tuple(missing_values(field)), []).append(name)
    proofs = {name: proof for name, (_, proof) in proven.items()}
    for texts, columns in alike.items():
        if not texts:
            continue
        tried = pl.DataFrame(dict.fromkeys(columns, texts), schema=dict.fromkeys(columns, pl.String)).select(
            proofs[name].fill_null(value=False).alias(name) for name in columns
        )
        for name in columns:
            if taken := [text for text, is_taken in zip(texts, tried[name], strict=True) if is_taken]:
                proofs[name] = proofs[name] & ~pl.col(name).is_in(taken)
    return proofs


def key(field: Field, name: str) -> pl.Expr:
    """For clean cells of a key the text that only equal values share; JudgedColumn.key_text() gives the same."""
    cell = pl.col(name)
    if field.type != "number":
        return cell
    plain = _plain_number(field, cell)
    shorter = (
        pl.when(plain.str.contains(".", literal=True))
        .then(plain.str.strip_chars_end("0").str.strip_chars_end("."))
        .otherwise(plain)
    )
    return pl.when(shorter == "-0").then(pl.lit("0")).otherwise(shorter)


def missing_values(field: Field) -> Sequence[str]:
    """The texts that count as no value in this field, looked up as Frictionless does."""
    if not field.has_defined("missing_values") and field.schema:
        return list(field.schema.missing_values)
    return list(field.missing_values)


def _accepted(texts: Sequence[str], reader: ReadCell) -> list[str]:
    accepted = []
    for text in texts:
        value, notes = reader(text)
        if value is not None and not notes:
            accepted.append(text)
    return accepted


def _bounds(field: Field) -> Bounds | None:
    """The bounds as Frictionless reads them; None if one of them cannot be read, for Frictionless then raises."""
    reader = field.create_value_reader()
    bounds = {name: reader(field.constraints[name]) for name in COMPARE if field.constraints.get(name) is not None}
    return None if any(bound is None for bound in bounds.values()) else bounds


def _within(proof: pl.Expr, comparable: pl.Expr, bounds: Mapping[str, Any]) -> pl.Expr:
    for name, bound in bounds.items():
        proof = proof & COMPARE[name](comparable, bound)
    return proof


def _string(field: Field, cell: pl.Expr, _in_key: bool) -> pl.Expr | None:
    if field.format not in STRINGS:
        return None
    form = STRINGS[field.format]
    proof = cell.is_not_null() if form is None else cell.str.contains(form)
    constraints = field.constraints
    if (least := constraints.get("minLength")) is not None:
        proof = proof & (cell.str.len_chars() >= least)
    if (most := constraints.get("maxLength")) is not None:
        proof = proof & (cell.str.len_chars() <= most)
    if (pattern := constraints.get("pattern")) is not None:
        translated = proving(pattern)
        if translated is None:
            return None
        proof = proof & cell.str.contains(translated)
    return proof


def _integer(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if bounds is None or any(abs(bound) >= 2**62 for bound in bounds.values()):
        return None
    value = cell.cast(pl.Int64, strict=False)
    # Polars reads only a sign and digits as an integer. Its cast is quicker than a pattern.
    return _within(cell.str.contains(PLAIN_INTEGER) if in_key else value.is_not_null() & _short(cell), value, bounds)


def _number(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    group, decimal = field.group_char, field.decimal_char  # type: ignore[attr-defined]
    known = (decimal, group) in {(".", ""), (".", ","), (",", ""), (",", "."), (".", " "), (",", " ")}
    if bounds is None or not known or (in_key and field.float_number):  # type: ignore[attr-defined]
        return None
    plain = _plain_number(field, cell)
    if not in_key and (decimal, group) == (".", "") and field.bare_number:  # type: ignore[attr-defined]
        # Whatever Polars reads as a finite number, Python does as well.
        proof = _short(cell)
    else:
        proof = plain.str.contains(PLAIN_NUMBER if in_key else r"^-?[0-9]{1,18}(?:\.[0-9]{1,18})?$")
    if decimal == ",":
        # A point separates groups or is an error; without this test the text made from "1.5" would pass for a number.
        points = r"(?:\.[0-9]+)*" if group == "." else ""
        proof = proof & cell.str.contains(rf"^-?[0-9]+{points}(?:,[0-9]+)?$")
    least, most = -math.inf, math.inf
    for name, bound in bounds.items():
        try:
            # Numbers near the bound are left to the reader, for floats are not exact.
            edge = float(bound)
            margin = abs(edge) * MARGIN
        except (ValueError, OverflowError, InvalidOperation):
            return None
        if not abs(edge) <= 1e300 or (edge == 0 and bound != 0):
            return None
        if "inimum" in name:
            least = max(least, edge + margin)
        else:
            most = min(most, edge - margin)
    # The open interval leaves out infinities and NaN, which Polars takes for the greatest number.
    return proof & plain.cast(pl.Float64, strict=False).is_between(least, most, closed="none")


def _short(cell: pl.Expr) -> pl.Expr:
    return cell.str.len_bytes() <= MOST_LETTERS


def _plain_number(field: Field, cell: pl.Expr) -> pl.Expr:
    """The text that Frictionless hands to Decimal."""
    if group := field.group_char:  # type: ignore[attr-defined]
        cell = cell.str.replace_all(group, "", literal=True)
    if field.decimal_char != ".":  # type: ignore[attr-defined]
        cell = cell.str.replace_all(field.decimal_char, ".", literal=True)  # type: ignore[attr-defined]
    return cell


def _boolean(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    if in_key:
        return None
    return cell.is_in([*field.true_values, *field.false_values])  # type: ignore[attr-defined]


def _date(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if bounds is None or any(type(bound) is not date for bound in bounds.values()):
        return None
    edges = {name: bound.isoformat() for name, bound in bounds.items()}
    if field.format == "default":
        return _within(cell.str.contains(f"^{ISO_DATE}$"), cell, edges)
    if in_key or not _is_numeric_date(field.format):
        return None
    # The proof builds the ISO date from the cell's parts, which have two or four digits.
    at = {part: _place_of(part, field.format) for part in DAYS}
    iso = pl.concat_str(
        [cell.str.slice(*at["%Y"]), cell.str.slice(*at["%m"]), cell.str.slice(*at["%d"])], separator="-"
    )
    form = field.format.replace(".", r"\.")
    for part, digits in DAYS.items():
        form = form.replace(part, digits)
    return _within(cell.str.contains(f"^{form}$") & iso.str.contains(f"^{ISO_DATE}$"), iso, edges)


def _is_numeric_date(form: str) -> bool:
    parts = form
    for part in DAYS:
        if form.count(part) != 1:
            return False
        parts = parts.replace(part, "")
    return all(letter in ".-/" for letter in parts)


def _place_of(part: str, form: str) -> tuple[int, int]:
    """Where a part of a date begins in a cell, and its length."""
    before = form[: form.index(part)]
    return len(before) + 2 * ("%Y" in before), 4 if part == "%Y" else 2


def _datetime(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if field.format != "default" or bounds is None or in_key:
        return None
    if any(type(bound) is not datetime or bound.tzinfo or bound.microsecond for bound in bounds.values()):
        return None
    zone = "" if bounds else "Z?"  # a time with a zone cannot be compared with one without
    edges = {name: bound.isoformat() for name, bound in bounds.items()}
    return _within(cell.str.contains(f"^{ISO_DATE}T{CLOCK}{zone}$"), cell, edges)


def _time(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if field.format != "default" or bounds is None or in_key:
        return None
    if any(type(bound) is not time or bound.tzinfo or bound.microsecond for bound in bounds.values()):
        return None
    zone = "" if bounds else "Z?"
    return _within(cell.str.contains(f"^{CLOCK}{zone}$"), cell, {n: bound.isoformat() for n, bound in bounds.items()})


def _year(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if bounds is None or any(type(bound) is not int for bound in bounds.values()):
        return None
    return _within(
        cell.str.contains("^[1-9][0-9]{3}$" if in_key else "^[0-9]{4}$"), cell.cast(pl.Int64, strict=False), bounds
    )


def _yearmonth(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    bounds = _bounds(field)
    if bounds is None or in_key or any(not 0 <= bound.year <= 9999 for bound in bounds.values()):
        return None
    edges = {name: f"{bound.year:04}-{bound.month:02}" for name, bound in bounds.items()}
    return _within(cell.str.contains(f"^[0-9]{{4}}-(?:{MONTHS})$"), cell, edges)


def _duration(_field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    return (
        None if in_key else cell.str.contains("^P(?:[0-9]{1,3}Y)?(?:[0-9]{1,3}M)?(?:[0-9]{1,3}D)?$") & (cell != "P")
    )


def _geopoint(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    if in_key or field.format != "default":
        return None
    longitude, latitude = r"-?(?:[0-9]{1,2}|1[0-7][0-9])(?:\.[0-9]{1,18})?", r"-?[0-8]?[0-9](?:\.[0-9]{1,18})?"
    return cell.str.contains(f"^{longitude}, ?{latitude}$")


def _list(field: Field, cell: pl.Expr, in_key: bool) -> pl.Expr | None:
    if in_key or field.item_type != "string" or not field.delimiter:  # type: ignore[attr-defined]
        return None
    items = cell.str.count_matches(field.delimiter, literal=True) + 1  # type: ignore[attr-defined]
    proof = cell.is_not_null()
    if (least := field.constraints.get("minLength")) is not None:
        proof = proof & (items >= least)
    if (most := field.constraints.get("maxLength")) is not None:
        proof = proof & (items <= most)
    return proof


def _any(_field: Field, cell: pl.Expr, _in_key: bool) -> pl.Expr | None:
    return cell.is_not_null()


Proof = Callable[[Field, pl.Expr, bool], pl.Expr | None]
PROOFS: Mapping[str, Proof] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": _duration,
    "geopoint": _geopoint,
    "list": _list,
    "any": _any,
}
