"""Facts about a report with pages: which dates it tells of, and where on its pages each value stands.

Here: the values, as they go with a draft; they are private. Not here: reading reports (intake/), making several
uploads of a report that tells of several dates (steps/report_parts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_CELLS = 100_000  # whose places are kept with one draft
MOST_BOXES = 20  # of one cell


@dataclass(frozen=True)
class ToldState:
    """A column that tells the state at one date: the table that it belongs to, and its label as printed."""

    resource: str
    header: str
    as_of: date


@dataclass(frozen=True)
class ReportFacts:
    """What is known of a report beside its tables.

    states: the dates that it tells of, oldest first; empty where it tells of one.
    origins: by resource, the rows in the order of the report, in the form of origin_row().
    readings: by the name of a file, its tables as bytes; they are read from these the next time.
    """

    states: Sequence[ToldState] = ()
    origins: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    readings: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def origin_row(
    row: int, key: str | None, title: str | None, cells: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Where the values of one row stand; cells: by field, in the form of cell_origin()."""
    pages = sorted({box["page"] for cell in cells.values() for box in cell["boxes"]})
    return {"row": row, "key": key, "title": title, "page": pages[0] if pages else None, "cells": dict(cells)}


def cell_origin(file: str | None, address: str, boxes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where a value stands: its address in the table, and a box for each part of it, in points from the top left.

    There is no box for what no page says.
    """
    return {"file": file, "address": address, "boxes": [dict(box) for box in boxes[:MOST_BOXES]]}
