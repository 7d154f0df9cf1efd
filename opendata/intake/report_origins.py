"""Origins: where in a printed report a cell stands, and which column tells the state of which date.

Here: the values. Not here: reading a report (reports/), and showing the clip of a page (portal/).
"""

from datetime import date
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left of the page as it is shown."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int  # counted from 1


class CellOrigin(NamedTuple):
    """Where the text of a cell stands: the page on which it begins, and a box for each part of it, in reading order.

    A text that runs over pages has a box on each of them.
    """

    page: int
    boxes: tuple[Box, ...]


class ReportingDate(NamedTuple):
    """A column that tells the state at one date: its label as printed, its position, and the last day it tells of."""

    header: str
    column: int
    as_of: date
