"""Marks of this service in a workbook that comes back corrected: its list of errors, and its colours.

Here: knowing them, so that reading passes them over. Not here: putting them into workbooks (marking/).
"""

from dataclasses import replace

from opendata.domain.tables.marked_workbooks import COLOURS, LIST_TITLES
from opendata.intake.text_tables import TextTable


def is_error_list(table: TextTable) -> bool:
    """Whether a sheet is the list of errors that this service added to a workbook."""
    if "1" not in table.cells.columns or not table.rows.len() or table.rows[0] != 1:
        return False
    return table.cells["1"][0] in LIST_TITLES.values()


def without_marks(table: TextTable) -> TextTable:
    """The table whose empty cells do not count as coloured where this service coloured them."""
    colours = {colour[-6:] for colour in COLOURS.values()}
    kept = {place: colour for place, colour in table.filled.items() if colour.upper()[-6:] not in colours}
    return table if len(kept) == len(table.filled) else replace(table, filled=kept)
