"""Values of workbook cells as exact text: numbers, percentages, dates and times as they are stored.

Here: turning a stored value into text. Not here: numbers that people wrote as text (written_numbers.py).
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from opendata.domain.tables.canonical_text import plain_decimal

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"-?[0-9]{1,400}\Z")


def number_text(stored: str) -> str:
    """The shortest text of the stored number, without exponent: 5.0 is "5", 4.1699999999999999 is "4.17"."""
    if _WHOLE.match(stored):
        return str(int(stored))
    try:
        return plain_decimal(Decimal(repr(float(stored))))
    except ValueError:
        return stored


def percent_text(stored: str) -> str:
    """0.75 as "75%": the percentage that the spreadsheet shows, but with all of its digits."""
    number = number_text(stored)
    try:
        with localcontext(prec=1000):
            return plain_decimal(Decimal(number) * 100) + "%"
    except (ArithmeticError, ValueError):
        return number


def serial_date_text(stored: str, *, from_1904: bool, is_duration: bool) -> str | None:
    """The date, time or duration that a serial number means, as ISO 8601; None if it means none."""
    try:
        serial = float(stored)
        value = from_excel(serial, MAC_EPOCH if from_1904 else WINDOWS_EPOCH, timedelta=is_duration)
    except (ValueError, OverflowError, TypeError):
        return None
    return None if value is None or (serial < 0 and not is_duration) else moment_text(value)


def moment_text(value: date | datetime | time | timedelta) -> str:
    """ISO 8601; a date alone where the time is midnight."""
    if isinstance(value, timedelta):
        return _duration_text(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat()


def _duration_text(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(round(value.total_seconds(), 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{sign}PT{hours}H{minutes}M{number_text(repr(seconds))}S"


def unescaped(text: str) -> str:
    """Text in which escapes of SpreadsheetML, such as _x000D_, are replaced by their characters."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # The surrogates of one character come as two escapes; a surrogate without its pair is no character.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
