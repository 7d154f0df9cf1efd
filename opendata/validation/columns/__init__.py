"""Columns: the verdict of Frictionless, letter for letter, at the speed of columns. Described in docs/columns.md.

Frictionless opens the table; expressions over whole columns prove cells clean; every distinct cell that is not
proven goes to Frictionless' own reader of cells. What cannot be judged so raises NotColumnar, and the caller asks
Frictionless. Nothing here knows of the rest of the project.
"""

from opendata.validation.columns.copies import copy_quickly
from opendata.validation.columns.explaining import Mistake
from opendata.validation.columns.judging import Judged, judge
from opendata.validation.columns.many_objects import many_objects
from opendata.validation.columns.not_columnar import NotColumnar
from opendata.validation.columns.opened import FrameRows, is_small, targets
from opendata.validation.columns.slow_patterns import PatternTooSlow, refuse_slow_patterns
from opendata.validation.columns.tallies import Counts, Kind, counts_of

__all__ = [
    "Counts",
    "FrameRows",
    "Judged",
    "Kind",
    "Mistake",
    "NotColumnar",
    "PatternTooSlow",
    "copy_quickly",
    "counts_of",
    "is_small",
    "judge",
    "many_objects",
    "refuse_slow_patterns",
    "targets",
]
