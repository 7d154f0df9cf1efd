"""Carrying on: what a workbook holds in which staff write what has changed since the current version.

Here: its tables and their rows. Not here: the workbook (formats/workbook.py), and its upload (uploading.py).
"""

from dataclasses import replace

import polars as pl

from opendata.domain.model import Dataset, Version
from opendata.domain.tables.canonical_text import empty_frame
from opendata.steps.reading import Reading, Snapshot


def to_carry_on(reading: Reading, dataset: Dataset, version: Version) -> Snapshot:
    """A version with each table that its dataset could have: those that the version lacks have no rows yet."""
    snapshot = reading.snapshot(dataset, version)
    published = {table.name: table for table in snapshot.tables()}
    tables = tuple(published.get(table.name, table) for table in reading.kinds[dataset.kind])

    def frame(name: str) -> pl.DataFrame:
        if name in published:
            return snapshot.frame(name)
        return empty_frame(reading.kinds[dataset.kind].table(name).field_names)

    return replace(snapshot, kind=replace(snapshot.kind, tables=tables), frame=frame)
