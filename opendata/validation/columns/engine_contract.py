"""The contract of the check by columns: its error for a table that it cannot judge, and the type of cell readers.

Here: what all modules of columns/ share and none of them owns. Not here: when a table cannot be judged by columns.
"""

from collections.abc import Callable
from typing import Any

# Frictionless' own reader of one field's cells: returns the value, and a note for each constraint or type not met.
ReadCell = Callable[[Any], tuple[Any, dict[str, str] | None]]


class NotColumnar(Exception):
    """The table cannot be judged by columns; the caller asks Frictionless itself."""
