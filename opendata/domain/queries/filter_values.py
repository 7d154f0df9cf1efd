"""The values of filters: several in one parameter, and each in the canonical text of its field.

Here: splitting at commas, writing a value that has some, and reading one by the type of its field. Not here: which
parameters there are (query.py), how values compare (value_order.py).
"""

import re
from datetime import time
from decimal import Decimal

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Field
from opendata.domain.queries.value_order import is_date, is_number, moment_of
from opendata.domain.tables.canonical_text import MAX_DIGITS, plain_decimal
from opendata.domain.tables.json_values import PLAIN_NUMBER
from opendata.domain.tables.partial_dates import Span

QUOTE = '"'
_PARTS = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^,]*))(?P<end>,|$)', re.DOTALL)
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_WITHOUT_ZEROS = re.compile(r"^(-?)0+(?=[0-9])")
_TRUE, _FALSE = ("true", "1"), ("false", "0")


def split_values(name: str, text: str) -> tuple[str, ...]:
    """The values between the commas; one in quotation marks may contain commas, and its marks doubled.

    Raises RequestNotValid where a quotation mark is not closed.
    """
    if QUOTE not in text:
        return tuple(text.split(","))
    values, start = [], 0
    while True:
        part = _PARTS.match(text, start)
        if part is None or (part["quoted"] is None and part["plain"].startswith(QUOTE)):
            raise RequestNotValid(
                name[:80],
                "a value that begins with a quotation mark must end with one, and have those inside it doubled",
                german="ein Wert, der mit einem Anführungszeichen beginnt, muss mit einem enden und die in seinem "
                "Inneren verdoppeln",
            )
        quoted = part["quoted"]
        values.append(part["plain"] if quoted is None else quoted.replace(QUOTE * 2, QUOTE))
        if not part["end"]:
            return tuple(values)
        start = part.end()


def as_filter(value: str) -> str:
    """One value as a filter takes it, so that split_values() finds it again."""
    if "," not in value and not value.startswith(QUOTE):
        return value
    return f"{QUOTE}{value.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def is_truth(name: str, text: str) -> bool:
    """Whether a text says true; raises RequestNotValid if it says neither true nor false."""
    lower = text.lower()
    if lower not in (*_TRUE, *_FALSE):
        raise _refused(name, "must be true or false", "muss true oder false sein")
    return lower in _TRUE


def value_in(name: str, text: str, field: Field, *, compares: bool) -> str:
    """The value as the canonical text of its field; raises RequestNotValid where it is of another type.

    compares: whether it is to be smaller or larger, which lists and structures cannot be.
    """
    if compares and field.type in ("list", "array", "object", "geojson"):
        raise _refused(name, "cells of this field have no order", "Zellen dieses Feldes haben keine Reihenfolge")
    if is_number(field):
        return _number(name, text)
    if field.type == "datetime" and field.precision != "reduced":
        if not _is_date(text) and moment_of(text) is None:
            raise _refused(name, *_NO_MOMENT)
        return text
    if is_date(field):
        if not _is_date(text):
            raise _refused(name, *_NO_DATE)
        return text
    if field.type == "boolean":
        return "true" if is_truth(name, text) else "false"
    if field.type == "time":
        return _time(name, text)
    return text


def _number(name: str, text: str) -> str:
    plain = _WITHOUT_ZEROS.sub(r"\1", text.removeprefix("+"))
    if len(plain) > MAX_DIGITS or not PLAIN_NUMBER.fullmatch(plain):
        raise _refused(name, *_NO_NUMBER)
    return plain_decimal(Decimal(plain))


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        Span.read(text)
    except ValueError:
        return False
    return True


def _time(name: str, text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat()
    except ValueError:
        raise _refused(name, "must be a time such as 14:30", "muss eine Uhrzeit sein, wie 14:30") from None


_NO_NUMBER = ("must be a number such as 1250.50", "muss eine Zahl sein, wie 1250.50")
_NO_DATE = (
    "must be a date such as 2026, 2026-05 or 2026-05-01",
    "muss ein Datum sein, wie 2026, 2026-05 oder 2026-05-01",
)
_NO_MOMENT = (
    "must be a moment such as 2026-05-01T12:00:00Z, or a date",
    "muss ein Zeitpunkt sein, wie 2026-05-01T12:00:00Z, oder ein Datum",
)


def _refused(name: str, reason: str, german: str) -> RequestNotValid:
    return RequestNotValid(name[:80], reason, german=german)
