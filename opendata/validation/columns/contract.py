"""The contract of the check by columns: what it raises where a table cannot be judged so, and what reads one cell.

Here: what all modules of columns/ share and none of them owns. Not here: when a table cannot be judged by columns.
"""

from collections.abc import Callable
from typing import Any

# Frictionless' own reader of one field's cells: the value, and a note for each constraint or type that is not met.
ReadCell = Callable[[Any], tuple[Any, dict[str, str] | None]]


class NotColumnar(Exception):
    """The table cannot be judged by columns; the caller asks Frictionless itself."""
