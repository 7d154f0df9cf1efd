"""Canonical text: the one way each value is written, so that equal content is equal bytes.

Here: a cell's text to its canonical text by field type, and a kind's schema for canonical cells.
Not here: the words and habits of staff, such as "k. A." or 1.234,5 (intake/cells/column_reading.py), and whether
a value is allowed (validation/). A table in this project is a frame of canonical text: one String column for each
field, null for an empty cell. Code that needs a type reads it from the schema: text is exact, floats are not.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import polars as pl

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import Field, Kind, Table

MAX_DIGITS = 400  # 1e9999999 is a valid number, too, and would take gigabytes when written out
TRUE_VALUES, FALSE_VALUES = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
# How a city writes the values of a field. A published schema omits these, because canonical text needs none of them.
FORMAT_PROPERTIES = ("bareNumber", "decimalChar", "groupChar", "trueValues", "falseValues", "missingValues")


def canonical_text(text: str, field: Field) -> str:
    """The canonical text of a cell that is not empty; raises ValueError if the type cannot be read from it."""
    writer = WRITERS.get(field.type)
    return writer(text, field) if writer else text


@kept_with_subject
def canonical_kind(kind: Kind) -> Kind:
    """The kind with the schema that holds for canonical cells: default formats, bounds and codes rewritten."""
    return replace(kind, tables=tuple(_canonical_table(table) for table in kind.tables))


def sort_by_key(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows in key order: numbers by value, everything else by code point."""
    if frame.height <= 1:
        return frame
    keys = [
        pl.col(name).cast(pl.Decimal(38, 9), strict=False)
        if table.field(name).type in ("integer", "number", "year")
        else pl.col(name)
        for name in table.primary_key
    ]
    # The text itself comes last, so that numbers too long for the cast still have a fixed order.
    return frame.sort([*keys, *table.primary_key], nulls_last=False) if keys else frame


def _canonical_table(table: Table) -> Table:
    fields = tuple(_canonical_field(field) for field in table.fields)
    schema = {k: v for k, v in table.descriptor["schema"].items() if k != "missingValues"}
    schema["fields"] = [dict(field.descriptor) for field in fields]
    return replace(table, fields=fields, descriptor={**table.descriptor, "schema": schema})


def _canonical_field(field: Field) -> Field:
    descriptor = {k: v for k, v in field.descriptor.items() if k not in FORMAT_PROPERTIES}
    if field.type in ("date", "datetime", "time", "number", "integer", "boolean"):
        descriptor.pop("format", None)
    if constraints := dict(field.constraints):
        for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            if name in constraints:
                constraints[name] = _canonical_bound(constraints[name], field)
        if "enum" in constraints:
            constraints["enum"] = [_canonical_bound(code, field) for code in constraints["enum"]]
        descriptor["constraints"] = constraints
    return replace(field, descriptor=descriptor)


def _canonical_bound(bound: Any, field: Field) -> Any:
    """The canonical form of a bound that is text; a bound that cannot be read stays, and the check reports it."""
    if not isinstance(bound, str):
        return bound
    try:
        return canonical_text(bound, field)
    except ValueError:
        return bound


def _integer(text: str, field: Field) -> str:
    if field.descriptor.get("bareNumber") is False:
        text = re.sub(r"^[^\d+-]*|\D*$", "", text)
    return str(int(text))


def _number(text: str, field: Field) -> str:
    if field.descriptor.get("bareNumber") is False:
        text = re.sub(r"^[^\d+.-]*|[^\d.]*$", "", text)
    group, decimal = field.descriptor.get("groupChar"), field.descriptor.get("decimalChar") or "."
    if group:
        text = text.replace(group, "")
    try:
        return plain_decimal(Decimal(text.replace(decimal, ".")))
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None


def plain_decimal(value: Decimal) -> str:
    """A finite number without exponent and needless zeros; raises ValueError for infinity and NaN."""
    if not value.is_finite() or abs(value.adjusted()) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
        raise ValueError(f"{value} cannot be written as a plain number")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _boolean(text: str, field: Field) -> str:
    if text in (field.descriptor.get("trueValues") or TRUE_VALUES):
        return "true"
    if text in (field.descriptor.get("falseValues") or FALSE_VALUES):
        return "false"
    raise ValueError(f"{text!r} is not a truth value")


def _custom_format(field: Field) -> str | None:
    name = field.descriptor.get("format") or "default"
    return None if name in ("default", "any") else str(name)


def _date(text: str, field: Field) -> str:
    return datetime.strptime(text, _custom_format(field) or "%Y-%m-%d").date().isoformat()  # noqa: DTZ007


def _datetime(text: str, field: Field) -> str:
    custom = _custom_format(field)
    value = datetime.strptime(text, custom) if custom else datetime.fromisoformat(text)  # noqa: DTZ007
    if value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _time(text: str, field: Field) -> str:
    custom = _custom_format(field)
    value = datetime.strptime(text, custom).time() if custom else time.fromisoformat(text)  # noqa: DTZ007
    return value.isoformat()


def _year(text: str, _field: Field) -> str:
    if not re.fullmatch(r"-?[0-9]{4}", text):
        raise ValueError(f"{text!r} is not a year")
    return text


def _yearmonth(text: str, _field: Field) -> str:
    return datetime.strptime(text, "%Y-%m").strftime("%Y-%m")  # noqa: DTZ007


def _json(text: str, _field: Field) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


Writer = Callable[[str, Field], str]
WRITERS: dict[str, Writer] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "year": _year,
    "yearmonth": _yearmonth,
    "object": _json,
    "array": _json,
    "geojson": _json,
}


def empty_frame(names: Sequence[str]) -> pl.DataFrame:
    """A table without rows: one String column for each field."""
    return _empty_frame(tuple(names)).clone()


def with_fields(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The rows with these fields; one that they do not have reads as empty."""
    if frame.columns == list(names):
        return frame
    return frame.select(
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name) for name in names
    )


@lru_cache(maxsize=256)
def _empty_frame(names: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
