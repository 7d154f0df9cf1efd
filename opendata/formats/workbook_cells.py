"""Cells of workbooks: canonical text as Excel keeps and shows it, so that intake reads the same text again.

Here: one cell, the format of a column, its width, and the words of its dropdown. Not here: sheets (workbook.py).
A number that Excel would round, a date without a day, and a text like 1.10 are kept as text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import DATE_TYPES, NUMBER_TYPES, Field, Table
from opendata.domain.tables.values_for_people import TRUTH

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767  # of a sheet, and of a cell
MOST_CELLS = 1_000_000  # of a table: some seconds of work
MOST_DIGITS = 15  # Excel keeps no more of a number
EARLIEST = date(1900, 3, 1)  # Excel counts days before it wrongly, because it has a 29 February 1900
BEFORE_DAY_ONE = date(1899, 12, 30)  # from which Excel's days since then are counted rightly
AS_TEXT = "@"
DAY_FORMATS = {"de": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
MONTH, DAY = re.compile(r"([0-9]{4})-([0-9]{2})"), re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
GROUP_LINE = {"top": 1}
Write = Callable[[int, int, str | None, bool], None]
FIXED_FORMATS = {"year": "0", "yearmonth": AS_TEXT}


def column_format(field: Field, language: str) -> dict[str, Any]:
    """The format of the cells that staff fill in."""
    look: dict[str, Any] = {"locked": False, "valign": "top", "text_wrap": field.type == "string" and not field.codes}
    if field.precision == "reduced":
        return {**look, "num_format": AS_TEXT}
    if field.type == "date":
        return {**look, "num_format": DAY_FORMATS[language]}
    if field.type in NUMBER_TYPES:
        return look
    return {**look, "num_format": FIXED_FORMATS.get(field.type, AS_TEXT)}


def choices_of(field: Field, language: str) -> Sequence[str]:
    """The words of a field's dropdown; none where the field is free."""
    if field.type == "boolean":
        return [TRUTH[value][language] for value in ("true", "false")]
    if field.type not in ("string", *NUMBER_TYPES, "year", "any"):
        return []
    return list(code_words(field, language).values())


def code_words(field: Field, language: str) -> Mapping[str, str]:
    """What stands for each code: its label, or the code itself where two labels are the same."""
    labels = [field.code_label(code, language) for code in field.codes]
    return {
        code: label if labels.count(label) == 1 and label not in field.codes else code
        for code, label in zip(field.codes, labels, strict=True)
    }


def width_of(field: Field, table: Table) -> int:
    """The width of a column in characters."""
    if field.type in ("boolean", "year") or field.name in table.primary_key:
        return 14
    if field.holds_dates or field.type in NUMBER_TYPES:
        return 16
    if field.codes:
        return 26
    return 45


class Cells:
    """Writes the cells of one workbook, and keeps its formats, of which each is made once."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, look: Mapping[str, Any]) -> Any:
        """The format of this look; cells are free unless the look says otherwise."""
        full = {"locked": False, **look}
        key = tuple(sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(full)
        return self._formats[key]

    def writer(self, sheet: Any, field: Field, *, locked: bool) -> Write:
        """A function that writes a cell of a field: its row, its column, its text, whether a group begins there."""
        look = column_format(field, self.language) | {"locked": locked}
        words = code_words(field, self.language)
        plain = [self.format(look), self.format(look | GROUP_LINE)]
        empty = [self.format(look | line | {"locked": False}) for line in ({}, GROUP_LINE)]
        by_number_format: dict[tuple[bool, str], Any] = {}

        def shown(number_format: str, *, begins: bool) -> Any:
            key = (begins, number_format)
            if key not in by_number_format:
                line = GROUP_LINE if begins else {}
                by_number_format[key] = self.format({**look, **line, "num_format": number_format})
            return by_number_format[key]

        def write(row: int, column: int, text: str | None, begins: bool) -> None:
            if text is None:
                sheet.write_blank(row, column, None, empty[begins])
            elif text in words:
                sheet.write_string(row, column, words[text], plain[begins])
            else:
                value, number_format = value_of(field, text, self.language)
                put = sheet.write_string if isinstance(value, str) else sheet.write_number
                put(row, column, value, shown(number_format, begins=begins))

        return write


def value_of(field: Field, text: str, language: str) -> tuple[str | int | float, str]:
    """What a cell holds, a text or a number, and in which format; raises RequestNotValid for a text too long."""
    if (field.type in NUMBER_TYPES or field.type == "year") and is_kept_by_excel(text):
        return float(text), number_format(text, field)
    if (field.type == "date" or field.precision == "reduced") and (day := _day(text)):
        return (day - BEFORE_DAY_ONE).days, DAY_FORMATS[language]
    words = text_of(field, text, language)
    if len(words) * 2 > MOST_CHARACTERS and len(words.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise too_long(field)
    return words, AS_TEXT


def text_of(field: Field, text: str, language: str) -> str:
    """A value that is kept as text, as people of that language write it."""
    if field.type == "boolean" and text in TRUTH:
        return TRUTH[text][language]
    if field.type in NUMBER_TYPES and NUMBER.fullmatch(text):
        return text.replace(".", ",") if language == "de" else text
    if language == "de" and (field.precision == "reduced" or field.type in DATE_TYPES):
        if month := MONTH.fullmatch(text):
            return f"{month[2]}/{month[1]}"
        if day := DAY.fullmatch(text):
            return f"{day[3]}.{day[2]}.{day[1]}"
    return text


def is_kept_by_excel(text: str) -> bool:
    """Whether Excel keeps every digit of a number."""
    if not NUMBER.fullmatch(text):
        return False
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    return len(digits) <= MOST_DIGITS and Decimal(repr(float(text))) == Decimal(text)


def number_format(text: str, field: Field) -> str:
    """The format that shows every digit of a number, and parts thousands where the number is an amount."""
    whole = "#,##0" if field.unit else "0"
    decimals = len(text.partition(".")[2])
    return f"{whole}.{'0' * decimals}" if decimals else whole


def too_long(field: Field) -> RequestNotValid:
    """The problem that a text does not fit into a cell."""
    return RequestNotValid(
        "workbook.xlsx",
        f"a text of '{field.label('en')}' is longer than the {MOST_CHARACTERS} characters that Excel takes in a "
        "cell; please carry the table on as CSV",
        german=f"Ein Text in „{field.label('de')}“ ist länger als die {MOST_CHARACTERS} Zeichen, die Excel in einer "
        "Zelle erlaubt. Bitte führen Sie die Tabelle als CSV fort",
    )


def too_large(table: Table) -> RequestNotValid:
    """The problem that a table has more rows than a workbook is made of."""
    return RequestNotValid(
        "workbook.xlsx",
        f"'{table.label('en')}' is too long for a workbook; please carry the table on as CSV",
        german=f"„{table.label('de')}“ ist zu lang für eine Excel-Mappe. Bitte führen Sie die Tabelle als CSV fort",
    )


def example_value(field: Field, row: int, cells: Cells) -> str:
    """What an example row shows in a field."""
    if choices := choices_of(field, cells.language):
        return choices[(row - 1) % len(choices)]
    if field.holds_dates:
        if field.type == "year":
            return str(2024 + row)
        forms = ("2026", "2026-03", "2026-03-15") if field.precision == "reduced" else ("2026-03-15",)
        return text_of(field, forms[(row - 1) % len(forms)], cells.language)
    if field.type in NUMBER_TYPES:
        return str(row * 10)
    return f"{field.label(cells.language)} {row}" if field.type in ("string", "any") else ""


def _day(text: str) -> date | None:
    if not DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None
