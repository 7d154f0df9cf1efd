"""One cell of an OpenDocument spreadsheet, from its attributes, its text and its style.

Here: the types of values. Not here: rows and columns (ods_spreadsheets.py), styles (ods_styles.py).
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from opendata.intake.files.number_formats import What
from opendata.intake.files.shown_dates import shown_date
from opendata.intake.files.shown_numbers import ShownCell, shown_number, shown_text, shown_truth
from opendata.intake.files.stored_cell_values import moment_text, number_text, percent_text
from opendata.intake.files.xlsx_styles import CellStyle
from opendata.intake.office_words import ERROR_WORDS
from opendata.intake.text_tables import CellMark

CURRENCIES = {"EUR": "€"}
_MIDNIGHT = re.compile(r"T00:00(:00([.,]0+)?)?Z?\Z")
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?\Z")


def ods_cell(about: Mapping[str, str], text: str, style: CellStyle) -> ShownCell:
    """A cell from its attributes, the text that it holds and its style."""
    kind = about.get("value-type", "")
    if kind == "error" or ("formula" in about and text in ERROR_WORDS):
        return ShownCell(text, CellMark.ERROR)
    if kind in ("float", "currency", "percentage") and "value" in about:
        return _number_cell(about, kind, style)
    if kind == "date" and "date-value" in about:
        moment, sections = _MIDNIGHT.sub("", about["date-value"]), style.number_format.numbers
        return shown_date(moment, sections[-1].parts if sections else ())
    if kind == "time" and "time-value" in about:
        return ShownCell(_time_text(about["time-value"]), CellMark.DATE)
    if kind == "boolean" and "boolean-value" in about:
        return shown_truth(is_true=about["boolean-value"] == "true")
    text = about.get("string-value", text) if kind == "string" else text
    if "formula" in about and not kind and not text:
        return ShownCell(None, CellMark.FORMULA)
    return shown_text(text, style.number_format) if text else ShownCell(None, CellMark.TEXT)


def _number_cell(about: Mapping[str, str], kind: str, style: CellStyle) -> ShownCell:
    sections = style.number_format.numbers
    if kind == "percentage" and not any(section.percents for section in sections):
        return ShownCell(percent_text(about["value"]), CellMark.NUMBER)
    number = number_text(about["value"])
    cell = shown_number(number, style.number_format)
    currency = about.get("currency", "")
    is_bare = cell.mark in (CellMark.NUMBER, CellMark.GROUPED)
    is_bare &= all(section.what is not What.WORDS for section in sections)
    if kind == "currency" and currency and cell.text and is_bare:
        return ShownCell(f"{cell.text} {CURRENCIES.get(currency, currency)}", CellMark.WORDED, cell.shown)
    return cell


def _time_text(stored: str) -> str:
    """PT10H30M00S as the time of day 10:30:00; longer ones stay durations."""
    match = _DURATION.match(stored)
    if match is None or match[1]:
        return stored
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups()[1:])
    value = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if value >= timedelta(days=1):
        return moment_text(value)
    return (datetime(2000, 1, 1) + value).time().isoformat()  # noqa: DTZ001 - any day, only its time is used
