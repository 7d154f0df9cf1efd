"""Columns: the verdict of Frictionless, letter for letter, at the speed of columns. Described in docs/columns.md.

Frictionless opens the table; expressions over whole columns prove cells clean; every distinct cell that is not
proven goes to Frictionless' own reader of cells. For a table that cannot be judged so, judge() raises NotColumnar,
and the caller asks Frictionless. Nothing here knows of the rest of the project.
"""

from opendata.validation.columns.cells.slow_patterns import PatternTooSlow, refuse_slow_patterns
from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.error_counts import ErrorCounts, FieldAndType, counts_of
from opendata.validation.columns.field_copies import copied_schema, copy_quickly
from opendata.validation.columns.garbage_collection_pause import many_objects
from opendata.validation.columns.held_tables import FrameRows, held_table
from opendata.validation.columns.opened_table import is_small, targets
from opendata.validation.columns.row_errors import Mistake
from opendata.validation.columns.table_judging import Judged, judge

__all__ = [
    "ErrorCounts",
    "FieldAndType",
    "FrameRows",
    "Judged",
    "Mistake",
    "NotColumnar",
    "PatternTooSlow",
    "copied_schema",
    "copy_quickly",
    "counts_of",
    "held_table",
    "is_small",
    "judge",
    "many_objects",
    "refuse_slow_patterns",
    "targets",
]
