"""A number that a workbook stores, in its format: a number, or a date, a time or a duration.

Here: the one way that Excel's formats (.xlsx, .xls, .xlsb) share. Not here: formats (number_formats.py).
"""

from decimal import Decimal

from opendata.intake.files.number_formats import NumberFormat, What
from opendata.intake.files.shown_dates import shown_date
from opendata.intake.files.shown_numbers import ShownCell, shown_number
from opendata.intake.files.stored_cell_values import number_text, serial_date_text
from opendata.intake.text_tables import CellMark


def stored_number(stored: str, number_format: NumberFormat, *, from_1904: bool) -> ShownCell:
    """The cell that shows the stored number in this format; stored: a number as XML has it."""
    number = number_text(stored)
    if number_format.is_general:
        return ShownCell(number, CellMark.NUMBER)
    if number_format.is_date:
        try:
            section = number_format.section_for(Decimal(number))
        except ArithmeticError:
            return ShownCell(number, CellMark.NUMBER)
        if section.what in (What.DATE, What.DURATION):
            is_duration = section.what is What.DURATION
            moment = serial_date_text(stored, from_1904=from_1904, is_duration=is_duration)
            return ShownCell(number, CellMark.NUMBER) if moment is None else shown_date(moment, section.parts)
    return shown_number(number, number_format)
